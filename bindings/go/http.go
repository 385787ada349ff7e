//go:build cgo

package cos

import (
	"bytes"
	"io"
	"net/http"
	"sort"
	"time"
)

const (
	// The number of bytes that are read of the body of an error or an object: one more than the
	// library keeps, so that it detects that there was more.
	bodyLimit = 1<<20 + 1
	// The number of bytes that are read of a body that decides whether the response is a success.
	wholeLimit = 64 << 20
	// The time to wait for the body of a successful GET: what reports a failure in it arrives with
	// the headers, and an object's content may be a stream without an end.
	contentTime = 500 * time.Millisecond
	// The time to wait for the body of an error, whose status alone already says much.
	errorTime = 2 * time.Second
)

// FromResponse parses a response of net/http that has just arrived. It returns nil if the
// response is a success, otherwise a *ServiceError or *ClientError. It reads up to 1 MiB of the
// body, or up to 64 MiB of a successful response to a method other than GET, and puts it back: resp.Body
// returns all of it once more. It waits for the body of a successful GET for at most 0.5 s, and
// for that of an error for at most 2 s, so a body that never ends does not block it. The caller
// closes resp.Body. If the response came through [Transport], and some of its body was read, what was
// read counts. A nil resp is an ErrInvalidArgument.
func FromResponse(resp *http.Response) error {
	return FromExchange(NewExchange(resp))
}

// NewExchange returns the exchange that FromResponse parses, for callers who can add to it: the
// root element to expect, or the bucket of a custom domain. It returns nil for nil.
func NewExchange(resp *http.Response) *Exchange {
	if resp == nil {
		return nil
	}
	x := &Exchange{Status: resp.StatusCode, Header: fieldsOf(resp.Header), ReceivedAt: time.Now()}
	if asked := resp.Request; asked != nil {
		x.Method = asked.Method
		if x.Method == "" {
			x.Method = http.MethodGet
		}
		if asked.URL != nil {
			x.URL = asked.URL.String()
		}
	}
	if r, ok := resp.Body.(*recorder); ok && r.hasBegun() {
		x.Body, x.BodyTruncated = r.recorded()
		return x
	}
	if resp.Body != nil {
		x.response = resp
		switch {
		case !x.isSuccess():
			x.peekFor(errorTime)
		case x.Method == http.MethodGet || x.Method == "":
			x.peekFor(contentTime)
		default:
			x.Body, x.BodyTruncated = peek(resp, wholeLimit)
		}
	}
	return x
}

func (x *Exchange) isSuccess() bool { return x.Status >= 200 && x.Status < 300 }

// peekFor reads the beginning of the body within the given time, and puts it back.
func (x *Exchange) peekFor(within time.Duration) {
	body, beginning, isWhole, err := readAhead(x.response.Body, bodyLimit, within)
	x.response.Body = body
	x.Body, x.isBeginning = beginning, !isWhole
	// A body that did not end in time may be whole. The body of an error then counts as a part.
	x.BodyTruncated = err != nil || !isWhole && !x.isSuccess() && len(beginning) < bodyLimit
}

// readWhole reads the rest of a body in which a root element is expected.
func (x *Exchange) readWhole() {
	if x.ExpectRoot != "" && x.response != nil && x.isSuccess() && x.isBeginning {
		x.isBeginning = false
		x.Body, x.BodyTruncated = peek(x.response, wholeLimit)
	}
}

// fieldsOf sorts by name: a map has no order, and equal errors should have equal texts.
func fieldsOf(header http.Header) Header {
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	sort.Strings(names)
	fields := make(Header, 0, len(header))
	for _, name := range names {
		for _, value := range header[name] {
			fields = append(fields, Field{name, value})
		}
	}
	return fields
}

// peek reads the beginning of a body and puts it back, with its original end.
func peek(resp *http.Response, limit int) (beginning []byte, truncated bool) {
	beginning, err := io.ReadAll(io.LimitReader(resp.Body, int64(limit)))
	var rest io.Reader = resp.Body
	if err != nil {
		rest = broken{err}
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(beginning), rest), resp.Body}
	return beginning, err != nil || len(beginning) == wholeLimit
}

// broken returns the error of the body.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
