package cos

// #include "glue.h"
import "C"

import (
	"context"
	"io"
	"net/http"
	"time"
)

// SignedRequest is a request that another HTTP stack sends. It is a secret while it is valid.
type SignedRequest struct {
	// Method and URL must be sent as they are.
	Method, URL string
	// Header contains the headers that must be sent: those that the request and its call set, a
	// Content-MD5 where COS demands one, a temporary token, and Authorization. It does not contain
	// Host, Content-Length, Transfer-Encoding, Expect and User-Agent, which net/http sets. If the
	// request sets one of the first four, it is signed, and must be sent with that value.
	Header Header
	// Expires is when the signature ends, by the local clock. A retry after it needs a new
	// signature. It is not later than the end of the credentials that a provider gave.
	Expires time.Time
}

// NewRequest creates the request for net/http, with a body, which may be nil. Parse the response
// with [FromResponse].
func (s *SignedRequest) NewRequest(ctx context.Context, body io.Reader) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, s.Method, s.URL, body)
	if err != nil {
		return nil, err
	}
	s.SetHeader(request.Header)
	return request, nil
}

// SetHeader sets all headers of the signed request in those of a request that has its method and
// URL. Other headers stay.
func (s *SignedRequest) SetHeader(header http.Header) {
	for _, field := range s.Header {
		header.Del(field.Name)
	}
	for _, field := range s.Header {
		header.Add(field.Name, field.Value)
	}
}

// Sign signs a request that your own HTTP stack sends, for some time from now. Nothing is sent. A
// Body in memory (*bytes.Buffer, *bytes.Reader, *strings.Reader) and a BodyFile are read for a
// Content-MD5 where COS demands one or ContentMD5 is set; the Body stays at its position. Any
// other Body is then an ErrInvalidArgument, and so is a header that both the request and an option
// set. The credentials provider receives the context. A client without credentials returns
// ErrInvalidCredentials; use URL for unsigned requests.
func (c *Client) Sign(ctx context.Context, request *Request, expires time.Duration, options ...CallOption) (*SignedRequest, error) {
	f := &flight{local: true}
	raw, err := request.build(f, (*Request).setBody)
	if err != nil {
		return nil, err
	}
	defer C.cos_request_free(raw)
	var signed *C.cos_signed_t
	_, err = c.do(ctx, f, options, func(f *flight, _ **C.cos_response_t) *C.cos_error_t {
		return C.cos_go_sign(f.client, raw, f.call, inSeconds(expires), f.handle, &signed)
	})
	defer C.cos_signed_free(signed)
	if err != nil {
		return nil, err
	}
	return copiedSigned(signed), nil
}

// Presign creates a URL of a request that is signed for some time from now, and that anyone may
// use as it is. Headers that the request and the options set must be sent with it. A body is
// ignored, and nothing is sent. The URL is a secret while it is valid. The credentials provider
// receives the context.
func (c *Client) Presign(ctx context.Context, request *Request, expires time.Duration, options ...CallOption) (string, error) {
	return c.url(ctx, &flight{local: true}, request, options, func(f *flight, raw *C.cos_request_t, url **C.char) *C.cos_error_t {
		return C.cos_go_presign(f.client, raw, f.call, inSeconds(expires), f.handle, url)
	})
}

// URL creates the URL of a request, not signed: scheme, host, percent-encoded key and query
// parameters. Nothing is sent, and no credentials are needed. Of the options only CallRegion
// counts.
func (c *Client) URL(request *Request, options ...CallOption) (string, error) {
	f := &flight{local: true, unsigned: true}
	return c.url(context.Background(), f, request, options, func(f *flight, raw *C.cos_request_t, url **C.char) *C.cos_error_t {
		return C.cos_client_url(f.client, raw, f.call, url)
	})
}

// url makes a call that returns a URL.
func (c *Client) url(ctx context.Context, f *flight, request *Request, options []CallOption,
	create func(*flight, *C.cos_request_t, **C.char) *C.cos_error_t) (string, error) {
	raw, err := request.build(f)
	if err != nil {
		return "", err
	}
	defer C.cos_request_free(raw)
	var url *C.char
	_, err = c.do(ctx, f, options, func(f *flight, _ **C.cos_response_t) *C.cos_error_t { return create(f, raw, &url) })
	defer C.cos_text_free(url)
	return C.GoString(url), err
}

func copiedSigned(raw *C.cos_signed_t) *SignedRequest {
	s := &SignedRequest{
		Method:  C.GoString(C.cos_signed_method(raw)),
		URL:     C.GoString(C.cos_signed_url(raw)),
		Expires: time.Unix(int64(C.cos_signed_expires_at_s(raw)), 0),
	}
	for i := C.size_t(0); i < C.cos_signed_header_count(raw); i++ {
		s.Header = append(s.Header, Field{
			Name: C.GoString(C.cos_signed_header_name(raw, i)), Value: C.GoString(C.cos_signed_header_value(raw, i)),
		})
	}
	return s
}

// inSeconds rounds up, so that a fraction of a second does not become 0.
func inSeconds(d time.Duration) C.int64_t {
	seconds := d / time.Second
	if d%time.Second > 0 {
		seconds++
	}
	return C.int64_t(seconds)
}
