package cos

// #include "glue.h"
import "C"

import (
	"bytes"
	"io"
	"strings"
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
		r.setBodyToSign(raw)
	case r.Body != nil:
		if text, ok := r.inMemory(); ok {
			C.cos_request_set_body(raw, first(text), C.size_t(len(text)))
			return
		}
		f.source, f.callsBack, f.streams = newSource(r.Body, r.BodyLength), true, true
		C.cos_go_set_body_reader(raw, C.int(boolean(f.source.seeker != nil)), C.int64_t(f.source.length))
	}
}

// setBodyToSign sets the bytes of a Body that is in memory, for a Content-MD5, and leaves the
// Body as it is. The library reports any other Body if it needs its bytes.
func (r *Request) setBodyToSign(raw *C.cos_request_t) {
	var text []byte
	switch known := r.Body.(type) {
	case *bytes.Buffer:
		text = known.Bytes()
	case *bytes.Reader:
		text = rest(known, known.Len(), known.Size())
	case *strings.Reader:
		text = rest(known, known.Len(), known.Size())
	default:
		C.cos_go_set_body_reader(raw, 0, -1)
		return
	}
	C.cos_request_set_body(raw, first(text), C.size_t(len(text)))
}

// rest returns the last bytes, of which so many are unread.
func rest(reader io.ReaderAt, unread int, size int64) []byte {
	text := make([]byte, unread)
	n, _ := reader.ReadAt(text, size-int64(unread))
	return text[:n]
}

// inMemory reads a small Body that is in memory anyway. With such a body COS receives the
// Content-MD5 that it demands for documents.
func (r *Request) inMemory() ([]byte, bool) {
	// Other types with a Len are left out: it may count something else than the bytes that Read
	// returns.
	var body interface {
		io.Reader
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
		return nil, false
	}
	if body.Len() > 1<<20 || r.BodyLength != 0 {
		return nil, false
	}
	text := make([]byte, body.Len())
	_, err := io.ReadFull(body, text)
	return text, err == nil
}
