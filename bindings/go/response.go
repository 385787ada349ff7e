package cos

// #include "glue.h"
import "C"

import "unsafe"

// Response is the answer of a call that succeeded. All of it is a copy.
type Response struct {
	// Status is the HTTP status, 2xx.
	Status int
	// RequestID is the service's.
	RequestID string
	// BucketRegion is where the bucket is, if the answer tells.
	BucketRegion string
	// Header has the header fields, names in lower case.
	Header Header
	// Body has the bytes, unless the request has a sink.
	Body []byte
	// Received counts the body's bytes, here or in the request's sink.
	Received int64
}

// taken copies an answer of the library and frees it; nil for NULL.
func taken(raw *C.cos_response_t) *Response {
	if raw == nil {
		return nil
	}
	defer C.cos_response_free(raw)
	r := &Response{
		Status:       int(C.cos_response_status(raw)),
		RequestID:    C.GoString(C.cos_response_request_id(raw)),
		BucketRegion: C.GoString(C.cos_response_bucket_region(raw)),
		Received:     int64(C.cos_response_received(raw)),
	}
	var length C.size_t
	if body := C.cos_response_body(raw, &length); length > 0 {
		r.Body = append(r.Body, unsafe.Slice((*byte)(body), int(length))...)
	}
	if count := C.cos_response_header_count(raw); count > 0 {
		pairs := make([]*C.char, 2*count)
		C.cos_go_header(raw, &pairs[0], count)
		r.Header = make(Header, count)
		for i := range r.Header {
			r.Header[i] = Field{C.GoString(pairs[2*i]), C.GoString(pairs[2*i+1])}
		}
	}
	return r
}
