package cos

// #include "glue.h"
import "C"

import (
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// document is the XML document in a body. The library reads its own copy of the body, which is
// made when the document is first asked for, so that a body nobody reads as XML is held once.
type document struct {
	once     sync.Once
	response *C.cos_response_t
	fault    string // why there is no body
}

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
	if r == nil {
		return "there is no response"
	}
	fault := r.known().fault
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

// read calls back with the library's object, if there is a body, and with the path. A path with
// a NUL names nothing.
func (r *Response) read(path string, ask func(*C.cos_response_t, *C.char)) {
	var strings checked
	name := strings.text("path", path)
	if r == nil || strings.err() != nil {
		return
	}
	d := r.known()
	if d.fault != "" {
		return
	}
	d.once.Do(func() { d.open(r) })
	ask(d.response, name)
	runtime.KeepAlive(d)
}

// known returns the document of the response. Goroutines that create it at once get the same.
func (r *Response) known() *document {
	if atomic.LoadPointer(&r.document) == nil {
		atomic.CompareAndSwapPointer(&r.document, nil, unsafe.Pointer(new(document)))
	}
	return (*document)(atomic.LoadPointer(&r.document))
}

// open makes the library's object from the body and the headers.
func (d *document) open(r *Response) {
	memory := newArena(r.Header.size())
	defer memory.free()
	var headers *C.cos_header_t
	if len(r.Header) > 0 {
		headers = (*C.cos_header_t)(memory.header(r.Header))
	}
	d.response = C.cos_response_new(clamped(r.Status), headers, C.size_t(len(r.Header)), first(r.Body), C.size_t(len(r.Body)))
	runtime.SetFinalizer(d, (*document).free)
}

func (d *document) free() { C.cos_response_free(d.response) }
