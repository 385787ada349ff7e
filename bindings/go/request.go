package cos

// #include "glue.h"
import "C"

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sort"
)

// Request is what [Client.Send] sends. The New functions set method, bucket and key; the fields
// set everything else. One goroutine at a time may use it.
type Request struct {
	method      string
	bucket, key *string

	// Query contains the parameters, not percent-encoded. A nil value is a sub-resource without a
	// value: url.Values{"acl": nil} is ?acl.
	Query url.Values
	// Header contains headers. The client sets Host, Authorization, Content-Length and the token
	// itself; Sign and Presign sign them, except Authorization.
	Header http.Header

	// Body is read by the call, on its goroutine, from its current position; it is not closed. A
	// *bytes.Buffer, *bytes.Reader or *strings.Reader of at most 1 MiB is copied at once. Another
	// io.Seeker is set back if an attempt fails. Without Seek, the request is not retried once a
	// byte was read. A Read that blocks delays the end of the call.
	Body io.Reader
	// BodyLength is the number of bytes that Body has: if it has more or fewer, the call fails
	// with ErrCallback or ErrInvalidArgument. To send a part, wrap the Body in io.LimitReader. 0
	// means that it is not known: the length of an io.Seeker is then measured, and other bodies
	// are sent in chunks.
	BodyLength int64
	// BodyFile is a file to send instead of Body: all of it, or BodyFileLength bytes from
	// BodyFileOffset if BodyFileLength is not 0.
	BodyFile                       string
	BodyFileOffset, BodyFileLength int64

	// Sink receives the body of a success, which is otherwise in the Response. One that can be
	// truncated (a file, a *bytes.Buffer) is set back to its former position if an attempt fails;
	// with others the request is not retried once a byte was written. The checksum is verified
	// only after the last byte.
	Sink io.Writer
	// SinkFile is the file that receives the body of a success when it is complete and its
	// checksum is right. Until then a file of that name stays as it was.
	SinkFile string
	// SyncSink flushes SinkFile to storage before it is renamed.
	SyncSink bool

	// Head receives the head of a success, without a body, before its first byte goes to the sink,
	// and again for each retry. If it returns an error, the call ends with ErrCallback, wraps that
	// error, and is not retried.
	Head func(*Response) error
	// Progress receives the progress of the transfer, at most ten times per second.
	Progress func(Progress)
	// ContentMD5 sends a Content-MD5 of the body, which is read once more for it. For documents
	// that are read at once (?delete, ?lifecycle ...) it is always sent.
	ContentMD5 bool
	// ExpectRoot is the root element that a success must have ("CopyObjectResult"): a 2xx without
	// it is an ErrBadResponse. "" is the one that COS documents for requests with a sub-resource,
	// for copies and for listings, and "*" accepts any there, too.
	ExpectRoot string
}

// Progress counts the bytes of both bodies; -1 if a number is not known.
type Progress struct{ Sent, ToSend, Received, ToReceive int64 }

// NewServiceRequest creates a request for the service itself, as for the list of buckets.
func NewServiceRequest(method string) *Request { return &Request{method: method} }

// NewBucketRequest creates a request for a bucket, such as "examplebucket-1250000000".
func NewBucketRequest(method, bucket string) *Request {
	return &Request{method: method, bucket: &bucket}
}

// NewObjectRequest creates a request for an object. The key is any UTF-8, not percent-encoded.
// Send reports an empty key as invalid, so that it never becomes a request for the bucket.
func NewObjectRequest(method, bucket, key string) *Request {
	return &Request{method: method, bucket: &bucket, key: &key}
}

// build creates the library's request, which the caller frees, with its method, target, query,
// headers and the given parts. It returns NULL for nil.
func (r *Request) build(f *flight, parts ...func(*Request, *C.cos_request_t, *flight, *checked)) (*C.cos_request_t, error) {
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
	r.check(&strings)
	r.setTexts(raw, &strings)
	for _, set := range parts {
		set(r, raw, f, &strings)
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

// check notes which fields contradict each other.
func (r *Request) check(strings *checked) {
	switch {
	case r.Body != nil && r.BodyFile != "":
		strings.note("body: Body and BodyFile are both set; leave one out")
	case r.Body == nil && r.BodyLength != 0:
		strings.note("body: BodyLength is set without a Body")
	case r.BodyFile == "" && (r.BodyFileOffset != 0 || r.BodyFileLength != 0):
		strings.note("body_file: BodyFileOffset or BodyFileLength is set without a BodyFile")
	case r.BodyFileOffset > 0 && r.BodyFileLength == 0:
		strings.note("body_file: BodyFileOffset is set without a BodyFileLength")
	case r.Sink != nil && r.SinkFile != "":
		strings.note("sink: Sink and SinkFile are both set; leave one out")
	}
}

func (r *Request) setSink(raw *C.cos_request_t, f *flight, strings *checked) {
	f.streams = f.streams || r.SinkFile != "" || r.Sink != nil
	switch {
	case r.SinkFile != "":
		C.cos_request_set_sink_file(raw, strings.text("sink_file", r.SinkFile))
		C.cos_request_set_sink_sync(raw, boolean(r.SyncSink))
	case r.Sink != nil:
		f.sink, f.callsBack = newSink(r.Sink), true
		C.cos_go_set_sink_writer(raw, C.int(boolean(f.sink.rewind != nil)))
	}
}

func (r *Request) setFunctions(raw *C.cos_request_t, f *flight, _ *checked) {
	if r.Progress != nil {
		f.progress, f.callsBack = r.Progress, true
		C.cos_go_set_progress(raw)
	}
	if r.Head != nil {
		f.head, f.callsBack = r.Head, true
		C.cos_go_set_head(raw)
	}
}

func (c *checked) optional(name string, value *string) *C.char {
	if value == nil {
		return nil
	}
	return c.text(name, *value)
}

// only returns the one value of a name; "" if it has none.
func only(strings *checked, name string, values []string) string {
	if len(values) > 1 {
		strings.note(fmt.Sprintf("%s: has %d values; use one", name, len(values)))
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
