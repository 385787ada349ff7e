package cos

// #include "glue.h"
import "C"

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
)

// kept is what an SDK kept of a failed call, in the names of cos_sdk_error_t.
type kept struct {
	method, url                                 string
	status                                      int
	code, message, requestID, traceID, resource string
	header                                      Header
	// body is nil if it was not kept.
	body  []byte
	cause error
}

// take takes what a response has: status and headers, and the request.
func (k *kept) take(resp *http.Response) {
	k.status, k.header = resp.StatusCode, fieldsOf(resp.Header)
	if asked := resp.Request; asked != nil {
		k.method = asked.Method
		if asked.URL != nil {
			k.url = asked.URL.String()
		}
	}
}

// err returns the error of what was kept.
func (k *kept) err() error {
	texts := []*string{&k.method, &k.url, &k.code, &k.message, &k.requestID, &k.traceID, &k.resource}
	size := k.header.size()
	for _, text := range texts {
		*text = visible(*text)
		size += len(*text) + 1
	}
	memory := newArena(size)
	defer memory.free()
	sdk := C.cos_sdk_error_t{
		struct_size:  C.sizeof_cos_sdk_error_t,
		status:       clamped(k.status),
		header_count: C.size_t(len(k.header)),
		body_len:     C.size_t(len(k.body)),
	}
	// The structs come first: after strings they would not be aligned.
	if len(k.header) > 0 {
		sdk.headers = (*C.cos_header_t)(memory.header(k.header))
	}
	places := []**C.char{&sdk.method, &sdk.url, &sdk.code, &sdk.message, &sdk.request_id, &sdk.trace_id, &sdk.resource}
	for i, text := range texts {
		*places[i] = memory.optional(*text)
	}
	if k.status == 0 {
		sdk.reason = C.cos_error_reason_t(reasonOf(k.cause))
		var errno syscall.Errno
		if errors.As(k.cause, &errno) {
			sdk.os_errno = C.int32_t(errno)
		}
	}
	raw := C.cos_go_from_sdk(&sdk, first(k.body))
	lost := Lost(C.cos_error_lost(raw))
	err := owned(raw)
	switch e := err.(type) {
	case *ServiceError:
		e.Lost = lost
	case *ClientError:
		e.Lost, e.cause = lost, k.cause
	}
	return err
}

// reasonOf returns the reason that the type of an error tells, or 0 if its text has to.
func reasonOf(err error) Reason {
	var (
		dns       *net.DNSError
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		timeout   interface{ Timeout() bool }
	)
	switch {
	case errors.Is(err, context.Canceled):
		return ErrCancelled
	case errors.As(err, &timeout) && timeout.Timeout():
		return ErrTimeout
	case errors.As(err, &dns):
		return ErrDNS
	case errors.As(err, &authority), errors.As(err, &host):
		return ErrTLS
	case errors.Is(err, syscall.ECONNREFUSED):
		return ErrConnect
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return ErrConnectionLost
	}
	return 0
}
