package cos

// #include "glue.h"
import "C"

import (
	"strings"
	"time"
)

// Field is a name and a value.
type Field struct{ Name, Value string }

// Header contains headers in the order in which they arrived, with repeated names.
type Header []Field

// Get returns the value of a header. Names are compared without regard to case. If there are
// several headers of the name, the first one is returned; "" if there is none.
func (h Header) Get(name string) string {
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// Values returns all values of a header. Names are compared without regard to case.
func (h Header) Values(name string) []string {
	var values []string
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			values = append(values, field.Value)
		}
	}
	return values
}

// Part is one failed item of a partial failure.
type Part struct {
	Key, VersionID, Code, Message string
	// Retry is whether a retry for this item alone may succeed.
	Retry Retry
}

// Attempt is one attempt of a call.
type Attempt struct {
	// Host is the host to which the request was sent.
	Host string
	// Status is the HTTP status, or 0 if none arrived.
	Status int
	// Reason is why the attempt failed on the client's side, possibly after a status arrived;
	// otherwise 0.
	Reason Reason
	// RequestID is the request id of the response.
	RequestID string
	// Elapsed is the duration of the attempt.
	Elapsed time.Duration
	// Note is why the call went on or stopped after this attempt; "" if nothing special happened.
	Note string
}

// Detail returns the value of a detail by its exact name, such as "ServerTime". If there are
// several, the first one is returned; "" if there is none.
func (e *Error) Detail(name string) string {
	for _, field := range e.Details {
		if field.Name == name {
			return field.Value
		}
	}
	return ""
}

// pairs are a block's strings: name, NUL, value, NUL, name ... All are parts of one copy.
func pairs(block *C.char, length, count C.size_t) []Field {
	if count == 0 {
		return nil
	}
	rest := C.GoStringN(block, C.int(length))
	next := func() string {
		end := strings.IndexByte(rest, 0)
		if end < 0 {
			end = len(rest)
		}
		text := rest[:end]
		rest = strings.TrimPrefix(rest[end:], "\x00")
		return text
	}
	fields := make([]Field, count)
	for i := range fields {
		fields[i].Name = next()
		fields[i].Value = next()
	}
	return fields
}

func (e *Error) readLists(raw *C.cos_error_t, fields *C.cos_error_fields_t) {
	for i := C.size_t(0); i < fields.part_count; i++ {
		part := C.cos_error_part_t{struct_size: C.sizeof_cos_error_part_t}
		if C.cos_error_part(raw, i, &part) == 1 {
			e.Parts = append(e.Parts, Part{
				Key: C.GoString(part.key), VersionID: C.GoString(part.version_id),
				Code: C.GoString(part.code), Message: C.GoString(part.message),
				Retry: Retry(part.retry),
			})
		}
	}
	for i := C.size_t(0); i < fields.attempt_count; i++ {
		attempt := C.cos_attempt_t{struct_size: C.sizeof_cos_attempt_t}
		if C.cos_error_attempt(raw, i, &attempt) == 1 {
			e.Attempts = append(e.Attempts, Attempt{
				Host: C.GoString(attempt.host), Status: int(attempt.status), Reason: Reason(attempt.reason),
				RequestID: C.GoString(attempt.request_id), Elapsed: milliseconds(int64(attempt.elapsed_ms)),
				Note: C.GoString(attempt.note),
			})
		}
	}
	for i := C.size_t(0); i < fields.cause_count; i++ {
		e.Causes = append(e.Causes, C.GoString(C.cos_error_cause(raw, i)))
	}
}
