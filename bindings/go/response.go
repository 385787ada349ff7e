package cos

// #include "glue.h"
import "C"

import "unsafe"

// Response is the response to a request that succeeded. The fields are copies, and the body is in
// memory once. The methods read the XML document in Body at their first use. Any number of
// goroutines may read one. A program may create one itself: for a mock of this package, or for the
// document of a response that another HTTP stack received.
type Response struct {
	// Status is the HTTP status, 2xx.
	Status int
	// RequestID is the request id of the service.
	RequestID string
	// BucketRegion is the region of the bucket, or "" if the response does not contain it.
	BucketRegion string
	// Header contains the headers, with names in lower case.
	Header Header
	// Body contains the bytes, unless the request has a sink.
	Body []byte
	// Received is the number of bytes of the body, in memory or in the request's sink.
	Received int64

	// A *document, to be used by known only: nil in a Response of the program before its first use.
	document unsafe.Pointer
}

// taken copies a response of the library and frees it. It returns nil for NULL.
func taken(raw *C.cos_response_t) *Response {
	if raw == nil {
		return nil
	}
	defer C.cos_response_free(raw)
	return copied(raw)
}

// copied copies a response of the library.
func copied(raw *C.cos_response_t) *Response {
	var f C.cos_response_fields_t
	f.struct_size = C.sizeof_cos_response_fields_t
	C.cos_response_fields(raw, &f)
	r := &Response{
		Status:       int(f.status),
		RequestID:    C.GoString(f.request_id),
		BucketRegion: C.GoString(f.bucket_region),
		Header:       pairs(f.headers, f.headers_len, f.header_count),
		Received:     int64(f.received),
	}
	document := new(document)
	if f.body_len > 0 {
		r.Body = append(r.Body, unsafe.Slice((*byte)(f.body), int(f.body_len))...)
	} else {
		document.fault = C.GoString(C.cos_response_fault(raw))
	}
	r.document = unsafe.Pointer(document)
	return r
}
