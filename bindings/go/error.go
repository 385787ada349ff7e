package cos

// #include "glue.h"
import "C"

import (
	"fmt"
	"runtime"
	"syscall"
	"time"
)

// Error is what every failure tells; [ServiceError] and [ClientError] have all of
// it. The fields are copies; the methods ask the library, whose object lives as
// long as the Error. Any number of goroutines may read one.
//
// A program may make one itself, as a mock of this package does: its text and JSON are
// made of its fields; Advice, the URLs and OriginBody are empty.
//
//	return nil, &cos.ServiceError{Common: cos.Error{Code: "NoSuchKey", Status: 404}}
type Error struct {
	// Code is the error code, NoSuchBucket ...; of a client error its reason's name,
	// Timeout ...; never empty.
	Code string
	// CodeSource tells where Code comes from.
	CodeSource CodeSource
	// Message is one line for people: the service's text, or the library's; never empty.
	Message string
	// Status is the HTTP status; 0 if none arrived. One that arrived is never lost:
	// client errors that come after it have it too.
	Status int
	// Resource is the service's <Resource>, else the URL without secrets.
	Resource string
	// RequestID and TraceID are the service's; COS's support asks for them.
	RequestID, TraceID string
	// Responder tells who answered: COS, or a gateway in its place.
	Responder Responder
	// Retry tells whether the same request may be sent again.
	Retry Retry
	// RetryAfter is the wait that the answer asks for; less than 0 if it asks for none.
	RetryAfter time.Duration
	// RequestSent is false if certainly nothing reached the server.
	RequestSent bool
	// Method, URL (without secrets) and Operation (HeadBucket, GetObject ...) are what was asked.
	Method, URL, Operation string
	// RegionHint and EndpointHint tell where to ask instead, if the answer tells.
	RegionHint, EndpointHint string
	// ClockSkewSeconds is server clock minus local clock; SkewUnknown if unknown.
	ClockSkewSeconds int64
	// Errno is the operating system's error number; 0 if there is none.
	Errno syscall.Errno
	// OriginXML is the answer's body as text; empty on HEAD. The server's words,
	// verbatim: they may hold secrets that it repeats. So may Header and Details.
	OriginXML string
	// OriginTruncated tells that the body was cut, by the network or at 1 MiB.
	OriginTruncated bool
	// Header has the answer's header fields.
	Header Header
	// Details are the other elements of the service's <Error>, or JSON members.
	Details []Field
	// Parts are the failed items of a partial failure, as delete-multiple reports it.
	Parts []Part
	// Attempts are the tries that were made, in the order of time.
	Attempts []Attempt
	// Causes are what is under a client error, in words, outermost first.
	Causes []string

	raw *handle
}

// handle keeps an error of the library, which is freed with it.
type handle struct{ error *C.cos_error_t }

func (h *handle) free() { C.cos_error_free(h.error) }

// read fills an Error with what the library told in one call, and asks once for
// each item of its lists.
func (e *Error) read(raw *C.cos_error_t, fields *C.cos_error_fields_t) {
	e.raw = &handle{raw}
	runtime.SetFinalizer(e.raw, (*handle).free)
	e.Code = C.GoString(fields.code)
	e.CodeSource = CodeSource(fields.code_source)
	e.Message = C.GoString(fields.message)
	e.Status = int(fields.status)
	e.Resource = C.GoString(fields.resource)
	e.RequestID = C.GoString(fields.request_id)
	e.TraceID = C.GoString(fields.trace_id)
	e.Responder = Responder(fields.responder)
	e.Retry = Retry(fields.retry)
	e.RetryAfter = milliseconds(int64(fields.retry_after_ms))
	e.RequestSent = fields.request_sent != 0
	e.Method = C.GoString(fields.method)
	e.URL = C.GoString(fields.url)
	e.Operation = C.GoString(fields.operation)
	e.RegionHint = C.GoString(fields.region_hint)
	e.EndpointHint = C.GoString(fields.endpoint_hint)
	e.ClockSkewSeconds = int64(fields.clock_skew_s)
	e.Errno = syscall.Errno(fields.os_errno)
	e.OriginXML = C.GoString(fields.origin_xml)
	e.OriginTruncated = fields.origin_truncated != 0
	e.Header = pairs(fields.headers, fields.headers_len, fields.header_count)
	e.Details = pairs(fields.details, fields.details_len, fields.detail_count)
	e.readLists(raw, fields)
}

// Error is one line for logs: code, status, message, request id, method, URL with its
// path and the number of attempts, without secrets.
func (e *Error) Error() string { return e.line(0) }

// Format writes the line of [Error.Error], whatever the verb: also %+v and %#v of a copy
// show no header and no body, which may hold secrets.
func (e Error) Format(s fmt.State, verb rune) { format(s, verb, e.line(0)) }

// MarshalJSON is a digest of the error, of one shape for all errors, without
// secrets; bindings/reference/json.md has its schema.
func (e Error) MarshalJSON() ([]byte, error) {
	kind := "service"
	if e.CodeSource == SourceClient {
		kind = "client"
	}
	return e.marshal(kind, 0)
}

// line is the library's text of an error, or that of an error which a program made itself.
func (e *Error) line(reason Reason) string {
	if e.raw == nil {
		return e.words(reason)
	}
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_text(raw) })
}

func (e *Error) marshal(kind string, reason Reason) ([]byte, error) {
	if e.raw == nil {
		return e.json(kind, reason)
	}
	return []byte(e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_json(raw) })), nil
}

// Advice says what to do about the error, in "en" or "zh"; other languages read as "en".
func (e *Error) Advice(language string) string {
	name := terminated(language)
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_advice(raw, &name[0]) })
}

// DocURL is the page that documents the code; empty for client errors, and for
// answers that are not COS's.
func (e *Error) DocURL() string {
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_doc_url(raw) })
}

// DiagnoseURL is the URL of the console's diagnosis page if COS responded and gave
// a request id; otherwise empty.
func (e *Error) DiagnoseURL() string {
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_diagnose_url(raw) })
}

// DiagnoseSteps says in "en" or "zh" how to enter the request id on that page, one
// line per step; empty where [Error.DiagnoseURL] is. Other languages read as "en".
func (e *Error) DiagnoseSteps(language string) string {
	name := terminated(language)
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_diagnose_steps(raw, &name[0]) })
}

// OriginBody is a copy of the body's exact bytes, at most 1 MiB.
func (e *Error) OriginBody() []byte {
	if e.raw == nil {
		return nil
	}
	var length C.size_t
	bytes := C.cos_error_origin_body(e.raw.error, &length)
	body := C.GoBytes(bytes, C.int(length))
	runtime.KeepAlive(e.raw)
	return body
}

// text asks the library for a string; "" of an Error that it did not make.
func (e *Error) text(ask func(*C.cos_error_t) *C.char) string {
	if e.raw == nil {
		return ""
	}
	answer := C.GoString(ask(e.raw.error))
	runtime.KeepAlive(e.raw)
	return answer
}
