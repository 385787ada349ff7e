package cos

// #include "glue.h"
import "C"

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unsafe"
)

func (r *Request) setBody(raw *C.cos_request_t, f *flight, strings *checked) {
	f.streams = f.streams || r.BodyFile != ""
	switch {
	case r.BodyFile != "" && r.BodyFileOffset == 0 && r.BodyFileLength == 0:
		C.cos_request_set_body_file(raw, strings.text("body_file", r.BodyFile))
	case r.BodyFile != "":
		C.cos_request_set_body_file_range(raw, strings.text("body_file", r.BodyFile),
			C.int64_t(r.BodyFileOffset), C.int64_t(r.BodyFileLength))
	case r.Body != nil && f.local:
		r.setBodyToSign(raw, strings)
	case r.Body != nil:
		if reader := r.inMemory(); reader != nil {
			copyBody(raw, reader, strings)
			return
		}
		f.source, f.callsBack, f.streams = newSource(r.Body, r.BodyLength), true, true
		C.cos_go_set_body_reader(raw, C.int(boolean(f.source.seeker != nil)), C.int64_t(f.source.length))
	}
}

// setBodyToSign sets the bytes of a Body that is in memory, for a Content-MD5, and leaves the
// Body as it is. The library reports any other Body if it needs its bytes.
func (r *Request) setBodyToSign(raw *C.cos_request_t, mistakes *checked) {
	switch known := r.Body.(type) {
	case *bytes.Buffer:
		copyBody(raw, bytes.NewReader(known.Bytes()), mistakes)
	case *bytes.Reader:
		same := *known
		copyBody(raw, &same, mistakes)
	case *strings.Reader:
		same := *known
		copyBody(raw, &same, mistakes)
	default:
		C.cos_go_set_body_reader(raw, 0, -1)
	}
}

// copyBody passes all bytes of a Body in memory to the library, which copies them.
func copyBody(raw *C.cos_request_t, body io.WriterTo, strings *checked) {
	to := &once{raw: raw}
	if _, err := body.WriteTo(to); err != nil {
		strings.note("body: " + err.Error())
	}
	if !to.written {
		to.Write(nil)
	}
}

// once takes the bytes of a Body in memory: such a Body writes all of them at once, from where it
// has them.
type once struct {
	raw     *C.cos_request_t
	written bool
}

func (o *once) Write(text []byte) (int, error) { return o.set(first(text), len(text)) }

func (o *once) WriteString(text string) (int, error) {
	// The first word of a string is where its bytes are.
	return o.set(*(*unsafe.Pointer)(unsafe.Pointer(&text)), len(text))
}

func (o *once) set(at unsafe.Pointer, length int) (int, error) {
	if o.written {
		return 0, errors.New("it is not read at once")
	}
	o.written = true
	C.cos_request_set_body(o.raw, at, C.size_t(length))
	return length, nil
}

// inMemory returns a small Body that is in memory anyway, or nil. With such a body COS receives
// the Content-MD5 that it demands for documents.
func (r *Request) inMemory() io.WriterTo {
	// Other types with a Len are left out: it may count something else than the bytes that Read
	// returns.
	var body interface {
		io.WriterTo
		Len() int
	}
	switch known := r.Body.(type) {
	case *bytes.Buffer:
		body = known
	case *bytes.Reader:
		body = known
	case *strings.Reader:
		body = known
	default:
		return nil
	}
	if body.Len() > 1<<20 || r.BodyLength != 0 {
		return nil
	}
	return body
}
