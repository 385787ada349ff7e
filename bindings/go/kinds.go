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

// Common is [Error] under a name that leaves room for the method Error of the types that embed
// it.
type Common = Error

// ServiceError is a response that reports a failure. It has the fields and methods of [Error].
type ServiceError struct {
	// Common has Code, Status, Message, RequestID and all other fields of [Error].
	Common
}

// ClientError is a failure on the client's side: before, during or after the transfer of a
// response. It has the fields and methods of [Error], and is a [net.Error].
type ClientError struct {
	// Common has Code, Status, Message, RequestSent and all other fields of [Error].
	Common
	// Reason is why it failed: one of ErrTimeout, ErrDNS ...
	Reason Reason

	cause error
}

// As sets an *[Error] for [errors.As].
func (e *Error) As(target any) bool {
	if wanted, ok := target.(**Error); ok {
		*wanted = e
		return true
	}
	return false
}

// Is reports whether target is the reason, as in errors.Is(err, cos.ErrTimeout). A timeout is
// also [context.DeadlineExceeded] and [os.ErrDeadlineExceeded], whichever limit it was; if it
// was the context's deadline, the error wraps that of the context.
func (e *ClientError) Is(target error) bool {
	if reason, ok := target.(Reason); ok {
		return reason == e.Reason
	}
	return e.Reason == ErrTimeout && (target == context.DeadlineExceeded || target == os.ErrDeadlineExceeded)
}

// Error returns one line for logs, as [Error.Error] does.
func (e *ClientError) Error() string { return e.line(e.Reason) }

// Format writes the line of [ClientError.Error] for any verb.
func (e ClientError) Format(s fmt.State, verb rune) { format(s, verb, e.line(e.Reason)) }

// MarshalJSON returns a digest of the error, as [Error.MarshalJSON] does.
func (e ClientError) MarshalJSON() ([]byte, error) { return e.marshal("client", e.Reason) }

// Unwrap returns the error that this one wraps: that of the call's context, of the caller's
// Reader, Writer or provider, or of the operating system. It returns nil if there is none.
func (e *ClientError) Unwrap() error {
	if e.cause == nil && e.Errno != 0 {
		return e.Errno
	}
	return e.cause
}

// Timeout reports whether a timeout expired, as [net.Error] defines it.
func (e *ClientError) Timeout() bool { return e.Reason == ErrTimeout }

// Temporary reports whether a retry may succeed, as [net.Error] defines it: Retry is
// [RetryYes].
func (e *ClientError) Temporary() bool { return e.Retry == RetryYes }

var _ net.Error = (*ClientError)(nil)

// Error returns one constant sentence about the reason.
func (r Reason) Error() string { return C.GoString(C.cos_error_reason_text(C.cos_error_reason_t(r))) }

// String returns the name of the reason, such as "Timeout", which is the code of its errors. It
// returns "" for numbers that are not a reason.
func (r Reason) String() string { return C.GoString(C.cos_error_reason_name(C.cos_error_reason_t(r))) }

// Version returns the version of the loaded library.
func Version() string { return C.GoString(C.cos_err_version()) }

// IsCode reports whether err is, or wraps, an error with this code, as in cos.IsCode(err,
// "NoSuchBucket").
func IsCode(err error, code string) bool {
	var failed *Error
	return errors.As(err, &failed) && failed.Code == code
}

// owned returns the Go error for one of the library, and takes ownership of that. It returns
// nil for NULL.
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
