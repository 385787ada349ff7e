package cos

// #include "glue.h"
import "C"

import (
	"net/http"
	"syscall"
	"time"
)

// Exchange is a response, as any HTTP stack received it. Leave what you do not know zero, but
// always set Status: an exchange that has neither a status nor headers nor a body is an error.
type Exchange struct {
	// Method and URL are those of the request. An empty Method means that it was not HEAD.
	Method, URL string
	// Status is the HTTP status. If it is 0, the body alone decides.
	Status int
	// Header contains the headers in the order in which they arrived.
	Header Header
	// RawHeader is the header block as it was received. It is used if Header is nil.
	RawHeader []byte
	// Body contains the bytes as they were received, compressed with gzip or not. For an error the
	// first MiB is enough; the body of a success must be whole.
	Body []byte
	// BodyTruncated must be true if fewer bytes arrived than were announced: a 2xx is then
	// reported as ConnectionLost.
	BodyTruncated bool
	// ExpectRoot is the root element that a success must have ("CopyObjectResult"); "" accepts
	// any.
	ExpectRoot string
	// Bucket and Key are for custom domains, whose URL does not contain them.
	Bucket, Key string
	// ReceivedAt is when the response arrived. Without it no clock skew is computed.
	ReceivedAt time.Time
	// ExpectCOS must be true if the URL belongs to COS: a 2xx response without the marks of COS,
	// as a captive portal sends it, is then an ErrBadResponse.
	ExpectCOS bool
	// HeadersFiltered must be true if only some of the headers were received: the absence of a
	// header then proves nothing about the sender.
	HeadersFiltered bool
	// response has more of the body, if NewExchange created this.
	response    *http.Response
	isBeginning bool // whether Body may lack the rest of the response's
}

// FromExchange parses a response. It returns nil if the response is a success, otherwise a
// *ServiceError or *ClientError. A nil exchange is an ErrInvalidArgument. It keeps no reference
// to the exchange.
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
	// The structs come first: after strings they would not be aligned.
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

// size returns the memory that the strings and headers take in C.
func (x *Exchange) size() int {
	return x.Header.size() + len(x.Method) + len(x.URL) + len(x.ExpectRoot) + len(x.Bucket) + len(x.Key) + 5
}

// size returns the memory that the headers take in C.
func (h Header) size() int {
	size := 0
	for _, field := range h {
		size += C.sizeof_cos_header_t + len(field.Name) + len(field.Value) + 2
	}
	return size
}

// Sent is whether a request, or a part of it, may have reached the server.
type Sent int

const (
	// SentUnknown means that it is not known: a status or headers imply SentMaybe, and without
	// them the reason decides.
	SentUnknown Sent = 0
	// SentMaybe means that the request may have reached the server.
	SentMaybe Sent = 1
	// SentNo means that the request certainly never reached the server.
	SentNo Sent = -1
)

// Failure describes what failed in a transport of your own, before or after the status line of
// a response arrived.
type Failure struct {
	// Reason is one of ErrTimeout, ErrDNS ...
	Reason Reason
	// Message is one human-readable line. If it is "", the text of the reason is used.
	Message string
	// Errno is the operating system's error number, or 0 if there is none.
	Errno syscall.Errno
	// Method and URL are those of the request.
	Method, URL string
	// Cause is the error that the result wraps, and whose text becomes its cause. nil means that
	// it is not known.
	Cause error
	// Status and Header are those of the response whose body is incomplete. They are zero if none
	// arrived.
	Status int
	Header Header
	// RequestSent is whether the request may have reached the server.
	RequestSent Sent
}

// FromFailure creates a *ClientError; it never returns nil. A Reason that does not exist
// results in an ErrInvalidArgument.
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
	// The structs come first: after strings they would not be aligned.
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
