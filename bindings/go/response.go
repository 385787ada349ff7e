package cos

// #include "glue.h"
import "C"

import (
	"runtime"
	"unsafe"
)

// Response is the response to a request that succeeded. The fields are copies. The methods read
// the XML document in the body from the library, whose object exists as long as the Response.
// Any number of goroutines may read one. A Response that a program created itself has no
// document.
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

	document *document
}

// document keeps a response of the library with a body, which is freed with it.
type document struct {
	response *C.cos_response_t // NULL: without a body
	fault    string            // why there is no body
}

func (d *document) free() { C.cos_response_free(d.response) }

// Count returns how many elements of the XML document in the body a path names, or 1 if it has
// the attribute. The path is below the root element, as in "Contents" or "Contents[2]/Key". An
// index starts at 0. A name without an index stands for the first element, except at the end of
// the path, where all elements of the name are counted. "Grantee/@type" is an attribute, and ""
// the root. Names are without prefix; in them ~1, ~2, ~3 and ~0 stand for /, [, @ and ~.
//
// The document is read at the first use, as a whole or not at all: Count("") is 1 if it was
// read to its end. Otherwise it is 0, every other count is 0, every value is "", and Fault
// returns the reason.
func (r *Response) Count(path string) int {
	count := 0
	r.read(path, func(raw *C.cos_response_t, path *C.char) { count = int(C.cos_response_count(raw, path)) })
	return count
}

// Value returns the text of the element or attribute that a path names, as it stands in the
// document: references resolved, nothing trimmed. A NUL in it reads U+FFFD. It is "" if there is
// none. See Count for paths.
func (r *Response) Value(path string) string {
	var value string
	r.read(path, func(raw *C.cos_response_t, path *C.char) { value = C.GoString(C.cos_response_value(raw, path)) })
	return value
}

// Fault returns why the body could not be read as a whole XML document: it is cut or malformed,
// is not XML, is missing, went to the sink of the request, or cannot be decoded. It is "" if it
// was read.
func (r *Response) Fault() string {
	if r == nil || r.document == nil {
		return "the response was created by the program"
	}
	fault := r.document.fault
	r.read("", func(raw *C.cos_response_t, _ *C.char) { fault = C.GoString(C.cos_response_fault(raw)) })
	return fault
}

// JSON returns the XML document in the body as JSON. The root element is the only member of the
// outermost object. Texts are strings, empty elements "", attributes members such as "@type". The
// text of an element that has attributes or child elements too is its member "#text". An element
// is an array where it is documented as a list, where it occurs several times, and, if it is not
// documented, where it has child elements. It is nil if the document could not be read.
func (r *Response) JSON() []byte {
	var text []byte
	r.read("", func(raw *C.cos_response_t, _ *C.char) { text = []byte(C.GoString(C.cos_response_json(raw))) })
	if len(text) == 0 {
		return nil
	}
	return text
}

// read calls back with the library's response, if it has a body, and with the path. A path with
// a NUL names nothing.
func (r *Response) read(path string, ask func(*C.cos_response_t, *C.char)) {
	var strings checked
	name := strings.text("path", path)
	if r == nil || r.document == nil || r.document.response == nil || strings.err() != nil {
		return
	}
	ask(r.document.response, name)
	runtime.KeepAlive(r.document)
}

// taken copies a response of the library, and keeps it if it has a body, otherwise frees it. It
// returns nil for NULL.
func taken(raw *C.cos_response_t) *Response {
	if raw == nil {
		return nil
	}
	r := copied(raw)
	if len(r.Body) == 0 {
		C.cos_response_free(raw)
		return r
	}
	r.document.response = raw
	runtime.SetFinalizer(r.document, (*document).free)
	return r
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
		document:     new(document),
	}
	if f.body_len > 0 {
		r.Body = append(r.Body, unsafe.Slice((*byte)(f.body), int(f.body_len))...)
	} else {
		r.document.fault = C.GoString(C.cos_response_fault(raw))
	}
	return r
}
