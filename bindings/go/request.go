package cos

// #include "glue.h"
import "C"

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sort"
	"strings"
)

// Request is what [Client.Send] sends. What it asks is given to one of the New
// functions; the fields say the rest. For one goroutine at a time.
type Request struct {
	method      string
	bucket, key *string

	// Query has the parameters, not percent-encoded. A nil value is a sub-resource
	// without value: url.Values{"acl": nil} is ?acl.
	Query url.Values
	// Header has header fields. Host, Authorization, Content-Length and the token are the
	// client's own; Presign signs them, except Authorization.
	Header http.Header

	// Body is read by the call, on its goroutine, from where it stands; it is not
	// closed. A *bytes.Buffer, *bytes.Reader or *strings.Reader of at most 1 MiB is
	// read at once. Another io.Seeker is set back if a try fails; what is neither is
	// not sent again once a byte was read. A Read that blocks holds up the end of
	// the call.
	Body io.Reader
	// BodyLength is the number of bytes that Body has: a Body with more or fewer fails the
	// call, with ErrCallback or ErrInvalidArgument. To send a part, wrap the Body in
	// io.LimitReader. 0: not known; then an io.Seeker is asked how many there are, and
	// others are sent in chunks.
	BodyLength int64
	// BodyFile is a file to send, in place of Body: all of it, or BodyFileLength
	// bytes from BodyFileOffset if that is not 0.
	BodyFile                       string
	BodyFileOffset, BodyFileLength int64

	// Sink takes the body of a success, which is else in the Response. One that can
	// be truncated (a file, a *bytes.Buffer) is set back to where it stood if a try
	// fails; for others nothing is asked again once a byte was written. Whether the
	// checksum is right is known after the last byte.
	Sink io.Writer
	// SinkFile is the file in which the body of a success is put, when it is whole
	// and its checksum right; until then a file of that name stays as it was.
	SinkFile string
	// SyncSink flushes SinkFile to storage before it gets its name.
	SyncSink bool

	// Progress hears how far the transfer is, at most ten times a second.
	Progress func(Progress)
	// ContentMD5 sends one of the body, which is read once more for it. For documents
	// that are read at once (?delete, ?lifecycle ...) it is sent anyway.
	ContentMD5 bool
	// ExpectRoot names the root element of a success ("CopyObjectResult" ...): a 2xx
	// without it is an ErrBadResponse. "": any.
	ExpectRoot string
}

// Progress counts bytes of both bodies; -1: not known.
type Progress struct{ Sent, ToSend, Received, ToReceive int64 }

// NewServiceRequest asks the service itself, as for the list of buckets.
func NewServiceRequest(method string) *Request { return &Request{method: method} }

// NewBucketRequest asks a bucket, "examplebucket-1250000000".
func NewBucketRequest(method, bucket string) *Request {
	return &Request{method: method, bucket: &bucket}
}

// NewObjectRequest asks an object. The key is any UTF-8, not percent-encoded; an
// empty one is a mistake that Send reports, and never asks the bucket.
func NewObjectRequest(method, bucket, key string) *Request {
	return &Request{method: method, bucket: &bucket, key: &key}
}

// build makes the library's request, which the caller frees. NULL for nil.
func (r *Request) build(f *flight) (*C.cos_request_t, error) {
	if r == nil {
		return nil, nil
	}
	var strings checked
	raw := C.cos_request_new(strings.text("method", r.method), strings.optional("bucket", r.bucket),
		strings.optional("key", r.key))
	built := false
	defer func() {
		// Also if a Body or Sink panics.
		if !built {
			C.cos_request_free(raw)
		}
	}()
	f.streams = r.BodyFile != "" || r.SinkFile != "" || r.Sink != nil
	r.setTexts(raw, &strings)
	r.setBody(raw, f, &strings)
	r.setSink(raw, f, &strings)
	if r.Progress != nil {
		f.progress, f.callsBack = r.Progress, true
		C.cos_go_set_progress(raw)
	}
	if err := strings.err(); err != nil {
		return nil, err
	}
	built = true
	return raw, nil
}

func (r *Request) setTexts(raw *C.cos_request_t, strings *checked) {
	for _, name := range sorted(r.Query) {
		var value *C.char
		if given := r.Query[name]; len(given) > 0 {
			value = strings.text("query "+name, only(strings, "query "+name, given))
		}
		C.cos_request_set_query(raw, strings.text("query name", name), value)
	}
	for _, name := range sorted(r.Header) {
		value := only(strings, "header "+name, r.Header[name])
		C.cos_request_set_header(raw, strings.text("header name", name), strings.text("header "+name, value))
	}
	if r.ExpectRoot != "" {
		C.cos_request_set_expect_root(raw, strings.text("expect_root", r.ExpectRoot))
	}
	if r.ContentMD5 {
		C.cos_request_set_content_md5(raw, 1)
	}
}

func (r *Request) setBody(raw *C.cos_request_t, f *flight, strings *checked) {
	switch {
	case r.Body != nil && r.BodyFile != "":
		strings.note("body: Body and BodyFile are both set; leave one out")
	case r.Body == nil && r.BodyLength != 0:
		strings.note("body: BodyLength is set without a Body")
	case r.BodyFile == "" && (r.BodyFileOffset != 0 || r.BodyFileLength != 0):
		strings.note("body_file: BodyFileOffset or BodyFileLength is set without a BodyFile")
	case r.BodyFileOffset > 0 && r.BodyFileLength == 0:
		strings.note("body_file: BodyFileOffset is set without a BodyFileLength")
	case r.BodyFile != "" && r.BodyFileOffset == 0 && r.BodyFileLength == 0:
		C.cos_request_set_body_file(raw, strings.text("body_file", r.BodyFile))
	case r.BodyFile != "":
		C.cos_request_set_body_file_range(raw, strings.text("body_file", r.BodyFile),
			C.int64_t(r.BodyFileOffset), C.int64_t(r.BodyFileLength))
	case r.Body != nil:
		if text, ok := r.inMemory(); ok {
			C.cos_request_set_body(raw, first(text), C.size_t(len(text)))
			return
		}
		f.source, f.callsBack, f.streams = newSource(r.Body, r.BodyLength), true, true
		C.cos_go_set_body_reader(raw, C.int(boolean(f.source.seeker != nil)), C.int64_t(f.source.length))
	}
}

// inMemory reads a small Body that is in memory anyway. Of such a one COS gets the
// Content-MD5 that it demands for documents.
func (r *Request) inMemory() ([]byte, bool) {
	// No other type with a Len: that may count something else than what Read gives.
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

func (r *Request) setSink(raw *C.cos_request_t, f *flight, strings *checked) {
	switch {
	case r.Sink != nil && r.SinkFile != "":
		strings.note("sink: Sink and SinkFile are both set; leave one out")
	case r.SinkFile != "":
		C.cos_request_set_sink_file(raw, strings.text("sink_file", r.SinkFile))
		C.cos_request_set_sink_sync(raw, boolean(r.SyncSink))
	case r.Sink != nil:
		f.sink, f.callsBack = newSink(r.Sink), true
		C.cos_go_set_sink_writer(raw, C.int(boolean(f.sink.rewind != nil)))
	}
}

func (c *checked) optional(name string, value *string) *C.char {
	if value == nil {
		return nil
	}
	return c.text(name, *value)
}

// only is the one value of a name; "" if it has none.
func only(strings *checked, name string, values []string) string {
	if len(values) > 1 {
		strings.note(fmt.Sprintf("%s: has %d values; give it one", name, len(values)))
	}
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func sorted[V any](of map[string]V) []string {
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
