//go:build cgo

package cos

// #include "glue.h"
import "C"

import (
	"strings"
	"time"
)

// CodeInfo is what the catalogue says about a code, without an error.
type CodeInfo struct {
	// Code is the code as it was given.
	Code string
	// Status is the HTTP status; 0 if the documents give none.
	Status int
	// Retry is whether the same request may be retried.
	Retry Retry
	// Advice is the cause and what to do, in general words.
	Advice string
	// DocURL is the page that documents the code.
	DocURL string
}

// IDInfo is what a request id contains: a hint, because its form is not documented.
type IDInfo struct {
	// Responder is the service that made the id: ResponderCOS or ResponderCI.
	Responder Responder
	// MadeAt is the time of the server when it made the id.
	MadeAt time.Time
}

// Codes returns the names of all codes in the catalogue.
func Codes() []string {
	names := make([]string, int(C.cos_code_count()))
	for i := range names {
		names[i] = C.GoString(C.cos_code_name(C.size_t(i)))
	}
	return names
}

// ExplainCode explains a code, in any spelling that services send; false if it is
// unknown. Some codes mean another thing in data processing: responder chooses the
// service, and [ResponderUnknown] prefers COS. The language is "en" or "zh"; others
// read as "en".
func ExplainCode(code string, responder Responder, language string) (CodeInfo, bool) {
	if strings.ContainsRune(code, 0) {
		return CodeInfo{}, false
	}
	name, tag, number := terminated(code), terminated(language), C.cos_responder_t(responder)
	retry := C.cos_code_retry(&name[0], number)
	if retry < 0 {
		return CodeInfo{}, false
	}
	return CodeInfo{
		Code:   code,
		Status: int(C.cos_code_status(&name[0], number)),
		Retry:  Retry(retry),
		Advice: C.GoString(C.cos_code_advice(&name[0], number, &tag[0])),
		DocURL: C.GoString(C.cos_code_doc_url(&name[0], number)),
	}, true
}

// ReadID reads a request id; false if it is that of another system.
func ReadID(requestID string) (IDInfo, bool) {
	if strings.ContainsRune(requestID, 0) {
		return IDInfo{}, false
	}
	text := terminated(requestID)
	var id C.cos_id_t
	id.struct_size = C.sizeof_cos_id_t
	if C.cos_id_read(&text[0], &id) == 0 {
		return IDInfo{}, false
	}
	return IDInfo{Responder: Responder(id.responder), MadeAt: time.Unix(int64(id.made_at_s), 0)}, true
}
