package cos

// #include "glue.h"
import "C"

import (
	"strings"
	"time"
)

// Field is a name and a value.
type Field struct{ Name, Value string }

// Header has header fields in the order they arrived, repeats kept.
type Header []Field

// Get is the value of a field, its name in any case; the first of several; "" if
// there is none.
func (h Header) Get(name string) string {
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// Values has all values of a field, its name in any case.
func (h Header) Values(name string) []string {
	var values []string
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			values = append(values, field.Value)
		}
	}
	return values
}

// Part is one item of a partial failure.
type Part struct {
	Key, VersionID, Code, Message string
	// Retry tells whether a request for this item alone may be retried.
	Retry Retry
}

// Attempt is one try of a call.
type Attempt struct {
	// Host is the one that was asked.
	Host string
	// Status is the HTTP status; 0 if none arrived.
	Status int
	// Reason is not 0 if the try failed on our side, perhaps after a status.
	Reason Reason
	// RequestID is the service's.
	RequestID string
	// Elapsed is the time that the try took.
	Elapsed time.Duration
	// Note says what followed, and why; "" for the usual end.
	Note string
}

// Detail is the value of a detail by its exact name, "ServerTime"; the first of
// several; "" if there is none.
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
