package cos

// #include "glue.h"
import "C"

import (
	"net/http"
	"syscall"
	"time"
)

// Exchange is a response, as any HTTP stack has it. Leave what you do not know zero, but
// always set Status: with neither a status, headers nor a body the exchange is refused.
type Exchange struct {
	// Method and URL are what was asked. Without a Method it is taken not to be HEAD.
	Method, URL string
	// Status is the HTTP status; 0: not known, the body alone decides.
	Status int
	// Header has the header fields in the order they arrived.
	Header Header
	// RawHeader is the header block as on the wire; used if Header is nil.
	RawHeader []byte
	// Body has the bytes as received, gzip or not. Of an error the first MiB is enough; the
	// body of a success must be whole.
	Body []byte
	// BodyTruncated tells that fewer bytes arrived than were announced: a 2xx is then
	// ConnectionLost.
	BodyTruncated bool
	// ExpectRoot is the root element of a success ("CopyObjectResult" ...); "": any.
	ExpectRoot string
	// Bucket and Key are for custom domains, whose URL does not name them.
	Bucket, Key string
	// ReceivedAt is when the answer arrived; the zero time: not known, no clock skew is computed.
	ReceivedAt time.Time
	// ExpectCOS tells that the URL is one of COS: a 2xx response without the marks of COS,
	// as a captive portal sends it, is an ErrBadResponse.
	ExpectCOS bool
	// HeadersFiltered tells that only some of the headers were received: the absence of one
	// then proves nothing about the sender.
	HeadersFiltered bool
	// response has more of the body, if NewExchange made this.
	response    *http.Response
	isBeginning bool // whether Body may lack the rest of the response's
}

// FromExchange reads an answer: nil if it is a success, else a *ServiceError or
// *ClientError. A nil exchange is an ErrInvalidArgument. Nothing is kept of it.
func FromExchange(x *Exchange) error {
	if x == nil {
		return owned(C.cos_go_from_response(nil, nil, nil))
	}
	x.readWhole()
	memory := newArena(x.size())
	defer memory.free()
	exchange := C.cos_exchange_t{
		struct_size:      C.sizeof_cos_exchange_t,
		status:           clamped(x.Status),
		header_count:     C.size_t(len(x.Header)),
		raw_headers_len:  C.size_t(len(x.RawHeader)),
		body_len:         C.size_t(len(x.Body)),
		body_truncated:   boolean(x.BodyTruncated),
		expect_cos:       boolean(x.ExpectCOS),
		headers_filtered: boolean(x.HeadersFiltered),
	}
	// The structs come first: behind strings they would not be aligned.
	if len(x.Header) > 0 {
		exchange.headers = (*C.cos_header_t)(memory.header(x.Header))
	}
	exchange.method = memory.optional(x.Method)
	exchange.url = memory.optional(x.URL)
	exchange.expect_root = memory.optional(x.ExpectRoot)
	exchange.bucket = memory.optional(x.Bucket)
	exchange.key = memory.optional(x.Key)
	if !x.ReceivedAt.IsZero() {
		exchange.received_at_ms = C.int64_t(x.ReceivedAt.UnixMilli())
	}
	return owned(C.cos_go_from_response(&exchange, first(x.Body), first(x.RawHeader)))
}

// size is the memory that the strings and header fields take in C.
func (x *Exchange) size() int {
	return x.Header.size() + len(x.Method) + len(x.URL) + len(x.ExpectRoot) + len(x.Bucket) + len(x.Key) + 5
}

// size is the memory that the headers take in C.
func (h Header) size() int {
	size := 0
	for _, field := range h {
		size += C.sizeof_cos_header_t + len(field.Name) + len(field.Value) + 2
	}
	return size
}

// Sent tells whether a request, or a part of it, may have reached the server.
type Sent int

const (
	// SentUnknown is not known: a status or headers imply SentMaybe, else the reason decides.
	SentUnknown Sent = 0
	// SentMaybe is a request that may have reached the server.
	SentMaybe Sent = 1
	// SentNo is a request that certainly did not.
	SentNo Sent = -1
)

// Failure is what went wrong in a transport of your own, before or after the status line
// of a response arrived.
type Failure struct {
	// Reason is one of ErrTimeout, ErrDNS ...
	Reason Reason
	// Message is for people, one line; "": the reason's constant text.
	Message string
	// Errno is the operating system's error number; 0: none.
	Errno syscall.Errno
	// Method and URL are what was asked.
	Method, URL string
	// Cause is what the error wraps, and whose text becomes its cause; nil: not known.
	Cause error
	// Status and Header are those of the response that was not read to its end (a body that
	// broke after a 200); zero: none arrived.
	Status int
	Header Header
	// RequestSent tells whether the request may have reached the server.
	RequestSent Sent
}

// FromFailure makes a *ClientError; never nil. A Reason that does not exist gives
// an ErrInvalidArgument.
func FromFailure(f Failure) error {
	var cause string
	if f.Cause != nil {
		cause = visible(f.Cause.Error())
	}
	message, method, url := visible(f.Message), visible(f.Method), visible(f.URL)
	memory := newArena(f.Header.size() + len(message) + len(method) + len(url) + len(cause) + 4)
	defer memory.free()
	failure := C.cos_client_failure_t{
		struct_size:  C.sizeof_cos_client_failure_t,
		reason:       C.cos_error_reason_t(f.Reason),
		os_errno:     C.int32_t(f.Errno),
		header_count: C.size_t(len(f.Header)),
		status:       clamped(f.Status),
		request_sent: clamped(int(f.RequestSent)),
	}
	// The structs come first: behind strings they would not be aligned.
	if len(f.Header) > 0 {
		failure.headers = (*C.cos_header_t)(memory.header(f.Header))
	}
	failure.message = memory.optional(message)
	failure.method = memory.optional(method)
	failure.url = memory.optional(url)
	failure.cause = memory.optional(cause)
	err := owned(C.cos_error_client(&failure))
	if client, ok := err.(*ClientError); ok {
		client.cause = f.Cause
	}
	return err
}
