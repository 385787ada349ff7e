//go:build cgo

package cos

import (
	"io"
	"net/http"
	"strings"
	"sync"
)

// Transport is an [http.RoundTripper] that keeps what [ErrorOf] and [FromResponse] need after the
// program has read a response. It is for programs that keep net/http, or cos-go-sdk-v5:
//
//	client := sdk.NewClient(base, &http.Client{Transport: &sdk.AuthorizationTransport{
//		SecretID: id, SecretKey: key, Transport: &cos.Transport{},
//	}})
//
// Responses stay as they are, so the SDK retries as before, and its IsNotFoundError works. A
// failure without a response becomes a *[ClientError] that wraps it. While the program reads the
// body of an error, or an XML document, the first MiB of it is kept.
type Transport struct {
	// Base sends the requests; nil means [http.DefaultTransport].
	Base http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	base := t.Base
	if base == nil {
		base = http.DefaultTransport
	}
	resp, err := base.RoundTrip(req)
	if err != nil {
		return resp, (&kept{method: req.Method, url: req.URL.String(), message: err.Error(), cause: err}).err()
	}
	isXML := strings.Contains(resp.Header.Get("Content-Type"), "xml")
	if resp.Body != nil && resp.StatusCode >= 200 && (isXML || resp.StatusCode >= 300) {
		resp.Body = &recorder{ReadCloser: resp.Body}
	}
	return resp, nil
}

// recorder keeps the beginning of a body that is read through it.
type recorder struct {
	io.ReadCloser
	mutex sync.Mutex
	read  []byte
	ended bool
}

func (r *recorder) Read(into []byte) (int, error) {
	n, err := r.ReadCloser.Read(into)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if room := bodyLimit - len(r.read); n < room {
		r.read = append(r.read, into[:n]...)
	} else {
		r.read = append(r.read, into[:room]...)
	}
	r.ended = r.ended || err == io.EOF
	return n, err
}

// hasBegun returns whether the program has read of the body.
func (r *recorder) hasBegun() bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.ended || len(r.read) > 0
}

// recorded returns what the program has read, and whether that is not all.
func (r *recorder) recorded() (body []byte, isCut bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.read, !r.ended
}
