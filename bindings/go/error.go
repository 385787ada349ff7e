package cos

// #include "glue.h"
import "C"

import (
	"fmt"
	"runtime"
	"syscall"
	"time"
)

// Error describes a failure; [ServiceError] and [ClientError] contain it. The fields are
// copies. The methods call the library, whose object exists as long as the Error. Any number of
// goroutines may read one.
//
// A program may create one itself, for example as a mock of this package: its text and JSON are
// made from its fields; Advice, the URLs and OriginBody are empty.
//
//	return nil, &cos.ServiceError{Common: cos.Error{Code: "NoSuchKey", Status: 404}}
type Error struct {
	// Code is the error code, such as NoSuchBucket. The code of a client error is the name of its
	// reason, such as Timeout. It is never empty.
	Code string
	// CodeSource is where Code comes from.
	CodeSource CodeSource
	// Message is one human-readable line: that of the service, or of the library. It is never
	// empty.
	Message string
	// Status is the HTTP status, or 0 if none arrived. A client error that occurs after a status
	// arrived keeps that status.
	Status int
	// Resource is the service's <Resource>, otherwise the URL without secrets.
	Resource string
	// RequestID and TraceID are those of the service. Tencent Cloud's support needs them.
	RequestID, TraceID string
	// Responder is who sent the response: COS, or a gateway in its place.
	Responder Responder
	// Retry is whether a retry of the same request may succeed.
	Retry Retry
	// RetryAfter is the delay that the header Retry-After demands; less than 0 if there is none.
	RetryAfter time.Duration
	// RequestSent is false if the request certainly never reached the server. Check this first
	// after a PUT has timed out.
	RequestSent bool
	// Method, URL (without secrets) and Operation (HeadBucket, GetObject ...) describe the
	// request.
	Method, URL, Operation string
	// RegionHint and EndpointHint are the region and the host to which the request should go, if
	// the response names them.
	RegionHint, EndpointHint string
	// ClockSkewSeconds is the server's clock minus the local clock, or SkewUnknown.
	ClockSkewSeconds int64
	// Errno is the operating system's error number; 0 if there is none.
	Errno syscall.Errno
	// OriginXML is the body as text; it is empty on HEAD. It is verbatim, so it contains any
	// secrets that the server repeated. So do Header and Details.
	OriginXML string
	// OriginTruncated is true if the body is incomplete, because the network cut it or because the
	// library kept only its first 1 MiB.
	OriginTruncated bool
	// Header contains the response headers.
	Header Header
	// Details are the other elements of the service's <Error>, or members of its JSON.
	Details []Field
	// Parts are the failed items of a partial failure, as delete-multiple reports it.
	Parts []Part
	// Attempts are the attempts of the call, in the order in time.
	Attempts []Attempt
	// Causes are the causes of a client error as text, the outermost first.
	Causes []string
	// Lost is the sum of the fields that another SDK lost, if [ErrorOf] made the error: their
	// absence proves nothing.
	Lost Lost

	raw *handle
}

// handle keeps an error of the library, which is freed with it.
type handle struct{ error *C.cos_error_t }

func (h *handle) free() { C.cos_error_free(h.error) }

// read fills an Error with what the library returns in one call, and makes a call for each item
// of its lists.
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

// Error returns one line for logs, without secrets: code, status, message, request id, method,
// URL with its path, and the number of attempts.
func (e *Error) Error() string { return e.line(0) }

// Format writes the line of [Error.Error] for any verb, so that %+v and %#v of a copy show no
// header and no body, which may contain secrets.
func (e Error) Format(s fmt.State, verb rune) { format(s, verb, e.line(0)) }

// MarshalJSON returns a digest of the error without secrets. All errors have the same members;
// bindings/reference/json.md describes them.
func (e Error) MarshalJSON() ([]byte, error) {
	kind := "service"
	if e.CodeSource == SourceClient {
		kind = "client"
	}
	return e.marshal(kind, 0)
}

// line returns the library's text of an error, or that of an error which a program created
// itself.
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

// Advice returns what to do about the error, in the language "en" or "zh". For other languages
// "en" is used.
func (e *Error) Advice(language string) string {
	name := terminated(language)
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_advice(raw, &name[0]) })
}

// DocURL returns the URL of the page that documents the code. It is empty for client errors,
// and for responses that COS did not send.
func (e *Error) DocURL() string {
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_doc_url(raw) })
}

// DiagnoseURL returns the URL of the console's diagnosis page if COS responded and gave a
// request id; otherwise "".
func (e *Error) DiagnoseURL() string {
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_diagnose_url(raw) })
}

// DiagnoseSteps returns how to enter the request id on that page, in the language "en" or "zh",
// one line per step. It is empty where [Error.DiagnoseURL] is. For other languages "en" is
// used.
func (e *Error) DiagnoseSteps(language string) string {
	name := terminated(language)
	return e.text(func(raw *C.cos_error_t) *C.char { return C.cos_error_diagnose_steps(raw, &name[0]) })
}

// OriginBody returns a copy of the exact bytes of the body, at most 1 MiB.
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

// text returns a string from the library; "" for an Error that the library did not create.
func (e *Error) text(ask func(*C.cos_error_t) *C.char) string {
	if e.raw == nil {
		return ""
	}
	answer := C.GoString(ask(e.raw.error))
	runtime.KeepAlive(e.raw)
	return answer
}
