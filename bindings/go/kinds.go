package cos

// #include "glue.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
)

// Common is [Error] under a name that leaves room for the method Error of the types which
// embed it.
type Common = Error

// ServiceError is a response that reports a failure. It has the fields and methods of [Error].
type ServiceError struct {
	// Common has Code, Status, Message, RequestID and all other fields of [Error].
	Common
}

// ClientError is everything that fails before, on the way to, or after a response.
// It has the fields and methods of [Error], and is a [net.Error].
type ClientError struct {
	// Common has Code, Status, Message, RequestSent and all other fields of [Error].
	Common
	// Reason is why it failed: one of ErrTimeout, ErrDNS ...
	Reason Reason

	cause error
}

// As sets an *[Error] for [errors.As]: what both kinds have.
func (e *Error) As(target any) bool {
	if wanted, ok := target.(**Error); ok {
		*wanted = e
		return true
	}
	return false
}

// Is tells whether target is the reason, as in errors.Is(err, cos.ErrTimeout). A timeout is
// [context.DeadlineExceeded] and [os.ErrDeadlineExceeded] too, whichever limit it was; the
// context's own deadline is what the error wraps then.
func (e *ClientError) Is(target error) bool {
	if reason, ok := target.(Reason); ok {
		return reason == e.Reason
	}
	return e.Reason == ErrTimeout && (target == context.DeadlineExceeded || target == os.ErrDeadlineExceeded)
}

// Error is one line for logs, as that of [Error.Error].
func (e *ClientError) Error() string { return e.line(e.Reason) }

// Format writes the line of [ClientError.Error], whatever the verb.
func (e ClientError) Format(s fmt.State, verb rune) { format(s, verb, e.line(e.Reason)) }

// MarshalJSON is a digest of the error, as that of [Error.MarshalJSON].
func (e ClientError) MarshalJSON() ([]byte, error) { return e.marshal("client", e.Reason) }

// Unwrap is the error under this one: that of the call's context, of the caller's
// Reader, Writer or provider, or of the operating system; nil if there is none.
func (e *ClientError) Unwrap() error {
	if e.cause == nil && e.Errno != 0 {
		return e.Errno
	}
	return e.cause
}

// Timeout is true if the time allowed ran out, as [net.Error] has it.
func (e *ClientError) Timeout() bool { return e.Reason == ErrTimeout }

// Temporary is true if a retry may succeed, as [net.Error] has it: Retry is [RetryYes].
func (e *ClientError) Temporary() bool { return e.Retry == RetryYes }

var _ net.Error = (*ClientError)(nil)

// Error is one constant sentence about a reason.
func (r Reason) Error() string { return C.GoString(C.cos_error_reason_text(C.cos_error_reason_t(r))) }

// String is a reason's name, "Timeout" ..., which is the code of its errors; "" for
// numbers that are no reason.
func (r Reason) String() string { return C.GoString(C.cos_error_reason_name(C.cos_error_reason_t(r))) }

// Version is that of the library loaded.
func Version() string { return C.GoString(C.cos_err_version()) }

// IsCode tells whether err is, or wraps, an error with this code, as in
// cos.IsCode(err, "NoSuchBucket").
func IsCode(err error, code string) bool {
	var failed *Error
	return errors.As(err, &failed) && failed.Code == code
}

// owned is the Go error of one of the library, which it takes over; nil for NULL.
func owned(raw *C.cos_error_t) error {
	if raw == nil {
		return nil
	}
	var fields C.cos_error_fields_t
	fields.struct_size = C.sizeof_cos_error_fields_t
	C.cos_error_fields(raw, &fields)
	if fields.kind == C.COS_ERROR_KIND_SERVICE {
		e := new(ServiceError)
		e.read(raw, &fields)
		return e
	}
	e := &ClientError{Reason: Reason(fields.reason)}
	e.read(raw, &fields)
	return e
}
