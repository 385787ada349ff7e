package cos

// #include "glue.h"
import "C"

import "errors"

// common lets a type have a method Error beside the fields of [Error].
type common = Error

// ServiceError is an answer that says failure. It has the fields and methods of [Error].
type ServiceError struct{ common }

// ClientError is everything that fails before, on the way to, or after an answer.
// It has the fields and methods of [Error].
type ClientError struct {
	common
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

// Is tells whether target is the reason, as in errors.Is(err, cos.ErrTimeout).
func (e *ClientError) Is(target error) bool {
	reason, ok := target.(Reason)
	return ok && reason == e.Reason
}

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
