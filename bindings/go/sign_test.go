package cos_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"libcos_err/cos"
)

// netHTTP sends a request by net/http, which connects to the stand-in whatever the host is.
func netHTTP(t *testing.T, request *http.Request) (*http.Response, error) {
	t.Helper()
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, standin)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response, cos.FromResponse(response)
}

// signed signs a request and makes that of net/http from it.
func signed(t *testing.T, client *cos.Client, request *cos.Request, body io.Reader, options ...cos.CallOption) *http.Request {
	t.Helper()
	ready, err := client.Sign(context.Background(), request, time.Minute, options...)
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(ready.Expires); left > time.Minute || left < 0 {
		t.Errorf("expires in %v", left)
	}
	sent, err := ready.NewRequest(context.Background(), body)
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

func TestNetHTTPSendsWhatIsSigned(t *testing.T) {
	const key = "/signed a/+?%2F~'()*.\U0001F600"
	token := account
	token.Token = "STANDINTOKEN"
	for name, client := range map[string]*cos.Client{"key": newClient(t), "token": newClient(t, cos.WithCredentials(token))} {
		put := cos.NewObjectRequest("PUT", bucket, key)
		put.Header = http.Header{"X-Cos-Meta-Of": {"a  b"}, "Content-Type": {"text/x"}}
		if _, err := netHTTP(t, signed(t, client, put, strings.NewReader("text"), cos.CallHeader("x-cos-meta-more", "1"))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		get := cos.NewObjectRequest("GET", bucket, key)
		get.Query = url.Values{"response-content-type": {"a/b; c=d&e"}}
		response, err := netHTTP(t, signed(t, client, get, nil))
		body, _ := io.ReadAll(response.Body)
		if err != nil || string(body) != "text" || response.Header.Get("X-Cos-Meta-Of") != "a  b" || response.Header.Get("X-Cos-Meta-More") != "1" {
			t.Errorf("%s: %q %v %v", name, body, response.Header, err)
		}
	}
}

func TestTamperedRequestsAreRefused(t *testing.T) {
	client := newClient(t)
	for name, tamper := range map[string]func(*http.Request){
		"a signed header":  func(r *http.Request) { r.Header.Set("x-cos-meta-of", "other") },
		"the host":         func(r *http.Request) { r.Host = "other-1250000000.cos.ap-guangzhou.myqcloud.com" },
		"the path":         func(r *http.Request) { r.URL.Path += "x" },
		"the query":        func(r *http.Request) { r.URL.RawQuery = "a=2" },
		"the method":       func(r *http.Request) { r.Method = "DELETE" },
		"the signature":    func(r *http.Request) { r.Header.Set("Authorization", r.Header.Get("Authorization")+"0") },
		"no Authorization": func(r *http.Request) { r.Header.Del("Authorization") },
	} {
		put := cos.NewObjectRequest("PUT", bucket, "tampered")
		put.Header, put.Query = http.Header{"x-cos-meta-of": {"this"}}, url.Values{"a": {"1"}}
		request := signed(t, client, put, strings.NewReader("text"))
		tamper(request)
		_, err := netHTTP(t, request)
		var refused *cos.ServiceError
		if !errors.As(err, &refused) || refused.Status != http.StatusForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASignedDocumentHasItsMD5AndKeepsItsBody(t *testing.T) {
	client := newClient(t)
	const document = "<Delete><Object><Key>none</Key></Object></Delete>"
	read := strings.NewReader("x" + document)
	read.ReadByte()
	file := bytes.NewReader([]byte(document))
	for name, body := range map[string]io.Reader{"buffer": bytes.NewBufferString(document), "strings": read, "bytes": file} {
		post := cos.NewBucketRequest("POST", bucket)
		post.Query, post.Body = url.Values{"delete": nil}, body
		request := signed(t, client, post, body)
		if request.Header.Get("Content-MD5") == "" || request.ContentLength != int64(len(document)) {
			t.Errorf("%s: %v, %d bytes", name, request.Header, request.ContentLength)
		}
		if _, err := netHTTP(t, request); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	post := cos.NewBucketRequest("POST", bucket)
	post.Query, post.Body = url.Values{"delete": nil}, io.MultiReader(read)
	_, err := client.Sign(context.Background(), post, time.Minute)
	mistake(t, err, "body")
}

func TestTheHostToSignIsSet(t *testing.T) {
	client := newClient(t)
	get := cos.NewBucketRequest("HEAD", bucket)
	other := signed(t, client, get, nil, cos.CallSignedHost("other.example.com"))
	if _, err := netHTTP(t, other); err == nil {
		t.Error("accepted with another host")
	}
	other = signed(t, client, get, nil, cos.CallSignedHost(other.URL.Host))
	if _, err := netHTTP(t, other); err != nil {
		t.Error(err)
	}
	free := signed(t, client, get, nil, cos.CallSignedHost(""))
	if authorization := free.Header.Get("Authorization"); !strings.Contains(authorization, "q-header-list=&") {
		t.Error(authorization)
	}
}

func TestSkewedClocksAreSet(t *testing.T) {
	client := newClient(t)
	get := cos.NewBucketRequest("HEAD", bucket)
	client.SetClockSkewSeconds(-86400)
	if _, err := netHTTP(t, signed(t, client, get, nil)); err == nil {
		t.Error("accepted a day late")
	}
	client.SetClockSkewSeconds(cos.SkewUnknown)
	if _, err := netHTTP(t, signed(t, client, get, nil)); err == nil {
		t.Error("an unknown skew has changed something")
	}
	client.SetClockSkewSeconds(0)
	if _, err := netHTTP(t, signed(t, client, get, nil)); err != nil {
		t.Error(err)
	}
	client.Close()
	client.SetClockSkewSeconds(1)
	var absent *cos.Client
	absent.SetClockSkewSeconds(1)
}

func TestURLsAreNotSigned(t *testing.T) {
	client, err := cos.NewClient(cos.WithRegion("ap-guangzhou"))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	request := cos.NewObjectRequest("GET", bucket, "a b/ü")
	request.Query = url.Values{"versionId": {"1 2"}}
	body := strings.NewReader("stays")
	request.Body = body
	got, err := client.URL(request, cos.CallRegion("ap-beijing"))
	if err != nil || got != "https://"+bucket+".cos.ap-beijing.myqcloud.com/a%20b/%C3%BC?versionId=1%202" || body.Len() != 5 {
		t.Errorf("%q %v, %d bytes are left", got, err, body.Len())
	}
	_, err = client.Sign(context.Background(), request, time.Minute)
	if !errors.Is(err, cos.ErrInvalidCredentials) {
		t.Error(err)
	}
	_, err = client.URL(nil)
	mistake(t, err, "request")
	_, err = client.Sign(context.Background(), nil, time.Minute)
	mistake(t, err, "request")
}

func TestPresignTakesOptions(t *testing.T) {
	client := newClient(t)
	put(t, client, "presigned", "text")
	request := cos.NewObjectRequest("GET", bucket, "presigned")
	address, err := client.Presign(context.Background(), request, time.Minute, cos.CallHeader("x-cos-meta-of", "this"))
	if err != nil {
		t.Fatal(err)
	}
	for value, accepted := range map[string]bool{"this": true, "other": false} {
		get, _ := http.NewRequest("GET", address, nil)
		get.Header.Set("x-cos-meta-of", value)
		if _, err := netHTTP(t, get); (err == nil) != accepted {
			t.Errorf("%s: %v", value, err)
		}
	}
	address, err = client.Presign(context.Background(), request, time.Minute, cos.CallRegion("ap-beijing"))
	if err != nil || !strings.Contains(address, "ap-beijing") {
		t.Error(address, err)
	}
	_, err = client.Presign(context.Background(), request, time.Minute, cos.CallTimeout(-1))
	mistake(t, err, "timeout")
}

// The provider holds up the calls, and the timeout of a call that waits behind others ends it.
func TestTheTimeoutCoversTheWaitForTheProvider(t *testing.T) {
	asked, done := make(chan struct{}), make(chan struct{})
	client := newClient(t, cos.WithCredentialsProvider(func(ctx context.Context) (cos.Credentials, error) {
		asked <- struct{}{}
		<-done
		return account, nil
	}))
	request := cos.NewObjectRequest("GET", bucket, "k")
	first := make(chan error)
	go func() {
		_, err := client.Sign(context.Background(), request, time.Minute)
		first <- err
	}()
	<-asked
	results := make(chan error)
	for i := 0; i < 20; i++ {
		go func() {
			_, err := client.Sign(context.Background(), request, time.Minute, cos.CallTimeout(20*time.Millisecond))
			results <- err
		}()
	}
	for i := 0; i < 20; i++ {
		if err := <-results; !errors.Is(err, cos.ErrTimeout) {
			t.Error(err)
		}
	}
	close(done)
	if err := <-first; err != nil {
		t.Error(err)
	}
}
