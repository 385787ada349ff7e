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
	// What is read of the body of an error or an object: one byte more than the library
	// keeps, which so learns that there was more.
	bodyLimit = 1<<20 + 1
	// What is read of a body that decides whether the response is a success.
	wholeLimit = 64 << 20
	// How long the body of a successful GET is waited for: what reports a failure in it
	// arrives with the headers, and an object's content may be a stream without an end.
	contentTime = 500 * time.Millisecond
	// The same of an error, whose status alone says much already.
	errorTime = 2 * time.Second
)

// FromResponse reads an answer of net/http, which has just arrived: nil if it is a
// success, else a *ServiceError or *ClientError. Up to 1 MiB of the body is read, of
// a success of another method than GET up to 64 MiB, and put back: resp.Body gives all
// of it once more. The body of a successful GET is waited for at most 0.5 s, that of an
// error 2 s, so a body that never ends holds nothing up. The caller closes resp.Body. A nil
// resp is an ErrInvalidArgument.
func FromResponse(resp *http.Response) error {
	return FromExchange(NewExchange(resp))
}

// NewExchange is the exchange that FromResponse reads, for those who know more of
// it: the root element to expect, the bucket behind a custom domain. nil for nil.
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

// peekFor reads the beginning of the body, for so long, and puts it back.
func (x *Exchange) peekFor(within time.Duration) {
	body, beginning, isWhole, err := readAhead(x.response.Body, bodyLimit, within)
	x.response.Body = body
	x.Body, x.isBeginning = beginning, !isWhole
	// A body that did not end in time may be whole. An error's is a part then.
	x.BodyTruncated = err != nil || !isWhole && !x.isSuccess() && len(beginning) < bodyLimit
}

// readWhole reads the rest of a body in which a root element is expected.
func (x *Exchange) readWhole() {
	if x.ExpectRoot != "" && x.response != nil && x.isSuccess() && x.isBeginning {
		x.isBeginning = false
		x.Body, x.BodyTruncated = peek(x.response, wholeLimit)
	}
}

// fieldsOf sorts by name: a map has no order, and errors should read alike.
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

// peek reads the beginning of a body and puts it back, with the end that it had.
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

// broken fails as the body did.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
