package cos_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"libcos_err/cos"
)

// ask gets a key of the public bucket by net/http, unsigned.
func ask(t *testing.T, method, key string, fault ...string) *http.Response {
	t.Helper()
	request, err := http.NewRequest(method, "http://"+standin+"/"+key, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "public-1250000000.cos.ap-guangzhou.myqcloud.com"
	if len(fault) > 0 {
		request.Header.Set("x-standin-fault", strings.Join(fault, ", "))
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func TestFromResponseReadsAndRestores(t *testing.T) {
	response := ask(t, "GET", "missing")
	err := cos.FromResponse(response)
	var service *cos.ServiceError
	if !errors.As(err, &service) || service.Code != "NoSuchKey" || service.CodeSource != cos.SourceBody || service.Status != 404 ||
		service.RequestID != response.Header.Get("x-cos-request-id") || service.ClockSkewSeconds == cos.SkewUnknown {
		t.Fatalf("%+v", err)
	}
	again, failed := io.ReadAll(response.Body)
	if failed != nil || string(again) != service.OriginXML || len(again) == 0 {
		t.Errorf("%q %v", again, failed)
	}
}

func TestFromResponseOfHeadDerives(t *testing.T) {
	err := cos.FromResponse(ask(t, "HEAD", "missing"))
	var e *cos.Error
	if !errors.As(err, &e) || e.CodeSource != cos.SourceStatus || e.Method != "HEAD" {
		t.Errorf("%+v", err)
	}
}

func TestFromResponseOfASuccess(t *testing.T) {
	response := ask(t, "GET", "synthetic/3m")
	if err := cos.FromResponse(response); err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || len(body) != 3<<20 || body[2<<20] != synthetic(2<<20) {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

// synthetic is the stand-in's byte at an offset.
func synthetic(i int) byte {
	r := i % 1048573
	return byte(r ^ r>>7 ^ r>>14)
}

func TestFromResponseOfACutBody(t *testing.T) {
	response := ask(t, "GET", "missing", "cut-60")
	err := cos.FromResponse(response)
	var service *cos.ServiceError
	if !errors.As(err, &service) || !service.OriginTruncated || service.Status != 404 || len(service.OriginBody()) != 60 {
		t.Fatalf("%+v", err)
	}
	// The caller meets the end that the body had.
	again, failed := io.ReadAll(response.Body)
	if len(again) != 60 || !errors.Is(failed, io.ErrUnexpectedEOF) {
		t.Errorf("%d bytes, %v", len(again), failed)
	}
}

func TestASuccessWhoseBodyBrokeOffIsLost(t *testing.T) {
	response := ask(t, "GET", "synthetic/3000", "cut-60")
	var client *cos.ClientError
	if err := cos.FromResponse(response); !errors.As(err, &client) || client.Reason != cos.ErrConnectionLost || client.Status != 200 ||
		client.RequestID != response.Header.Get("x-cos-request-id") {
		t.Errorf("%+v", err)
	}
}

func TestFromResponseIsBounded(t *testing.T) {
	response := ask(t, "GET", "missing", "big-2048")
	err := cos.FromResponse(response)
	var service *cos.ServiceError
	if !errors.As(err, &service) || !service.OriginTruncated || len(service.OriginBody()) != 1<<20 {
		t.Fatalf("%v", err)
	}
	if again, err := io.ReadAll(response.Body); err != nil || len(again) < 2<<20 {
		t.Errorf("%d bytes, %v", len(again), err)
	}
}

func TestExchangesByHand(t *testing.T) {
	x := cos.NewExchange(&http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("<Other/>"))})
	x.ExpectRoot = "CopyObjectResult"
	if err := cos.FromExchange(x); !errors.Is(err, cos.ErrBadResponse) {
		t.Error(err)
	}
	raw := &cos.Exchange{Status: 404, Method: "HEAD", URL: "https://b-1250000000.cos.ap-beijing.myqcloud.com/",
		RawHeader: []byte("HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\nX: a\r\nx: b\r\n\r\n")}
	var e *cos.Error
	if err := cos.FromExchange(raw); !errors.As(err, &e) || e.Code != "NoSuchBucket" || len(e.Header.Values("X")) != 2 {
		t.Errorf("%+v", err)
	}
	for _, nothing := range []error{cos.FromResponse(nil), cos.FromExchange(nil), cos.FromResponse(&http.Response{}),
		cos.FromExchange(&cos.Exchange{Method: "GET", URL: "https://example.com/", Header: cos.Header{}})} {
		if !errors.Is(nothing, cos.ErrInvalidArgument) {
			t.Error(nothing)
		}
	}
	if err := cos.FromExchange(&cos.Exchange{Status: 1 << 40}); !errors.Is(err, cos.ErrInvalidArgument) {
		t.Error(err)
	}
}

func TestFailuresOfAnotherTransport(t *testing.T) {
	own := errors.New("wire\x00broken")
	err := cos.FromFailure(cos.Failure{Reason: cos.ErrConnect, Cause: own, Method: "GET", URL: "https://example.com/k"})
	var client *cos.ClientError
	if !errors.As(err, &client) || !errors.Is(err, cos.ErrConnect) || !errors.Is(err, own) ||
		client.Method != "GET" || len(client.Causes) != 1 || client.Causes[0] != "wire\uFFFDbroken" {
		t.Errorf("%+v", err)
	}
	if err := cos.FromFailure(cos.Failure{Reason: 999}); !errors.Is(err, cos.ErrInvalidArgument) {
		t.Error(err)
	}
}

func TestFailuresAfterTheHeadersKeepThem(t *testing.T) {
	const id = "Njc0MGEwMDBfMGEwYjBjMGRfMWYyZV8zYTRiNWM2"
	header := cos.Header{{"Server", "tencent-cos"}, {"x-cos-request-id", id}, {"Retry-After", "7"}, {"Empty", ""}}
	err := cos.FromFailure(cos.Failure{Reason: cos.ErrConnectionLost, Status: 200, Header: header, Cause: io.ErrUnexpectedEOF})
	var client *cos.ClientError
	if !errors.As(err, &client) || !errors.Is(err, io.ErrUnexpectedEOF) || client.Status != 200 || client.RequestID != id ||
		client.RetryAfter != 7*time.Second || client.Responder != cos.ResponderCOS || !client.RequestSent {
		t.Fatalf("%+v", err)
	}
	if fmt.Sprint(client.Header) != fmt.Sprint(header) {
		t.Errorf("%q", client.Header)
	}
	err = cos.FromExchange(&cos.Exchange{Status: 404, Header: cos.Header{{"a", "b\x00c"}, {"", ""}}})
	var e *cos.Error
	if !errors.As(err, &e) || e.Header.Get("a") != "b\uFFFDc" || len(e.Header) != 2 {
		t.Errorf("%+v", err)
	}
	for _, wrong := range []cos.Failure{{Reason: cos.ErrDNS, Status: 1 << 40}, {Reason: cos.ErrDNS, RequestSent: 2}} {
		if err := cos.FromFailure(wrong); !errors.Is(err, cos.ErrInvalidArgument) {
			t.Error(err)
		}
	}
}

func TestRequestSentIsTheCallersWord(t *testing.T) {
	for _, row := range []struct {
		failure  cos.Failure
		expected bool
	}{
		{cos.Failure{Reason: cos.ErrConnect}, false},
		{cos.Failure{Reason: cos.ErrConnect, RequestSent: cos.SentMaybe}, true},
		{cos.Failure{Reason: cos.ErrTimeout}, true},
		{cos.Failure{Reason: cos.ErrTimeout, RequestSent: cos.SentNo}, false},
		{cos.Failure{Reason: cos.ErrProxy, Status: 407, RequestSent: cos.SentNo}, false},
	} {
		var e *cos.Error
		if err := cos.FromFailure(row.failure); !errors.As(err, &e) || e.RequestSent != row.expected {
			t.Errorf("%+v: %+v", row.failure, err)
		}
	}
}

func TestMarksOfCOSAreExpectedWhereTheCallerSaysSo(t *testing.T) {
	portal := cos.Exchange{Method: "HEAD", Status: 200, Header: cos.Header{{"Server", "nginx"}}}
	if err := cos.FromExchange(&portal); err != nil {
		t.Error(err)
	}
	portal.ExpectCOS = true
	if err := cos.FromExchange(&portal); !errors.Is(err, cos.ErrBadResponse) {
		t.Error(err)
	}
	filtered := cos.Exchange{Method: "HEAD", Status: 200, Header: cos.Header{{"Content-Type", "text/plain"}}, ExpectCOS: true, HeadersFiltered: true}
	if err := cos.FromExchange(&filtered); err != nil {
		t.Error(err)
	}
}

func TestPresignedURLsAreSentAsTheyAre(t *testing.T) {
	client := newClient(t)
	put(t, client, "presigned 1", "for all")
	signed, err := client.Presign(context.Background(), cos.NewObjectRequest("GET", bucket, "presigned 1"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest("GET", signed, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.URL.Host = standin
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); !bytes.Equal(body, []byte("for all")) {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	unsigned := newClient(t, cos.WithCredentialsProvider(func(context.Context) (cos.Credentials, error) {
		return cos.Credentials{}, errors.New("none")
	}))
	if text, err := unsigned.Presign(context.Background(), cos.NewObjectRequest("GET", bucket, "k"), time.Minute); !errors.Is(err, cos.ErrInvalidCredentials) || text != "" {
		t.Errorf("%q %v", text, err)
	}
}

// made is a response of COS with this body.
func made(method, body string) *http.Response {
	request, _ := http.NewRequest(method, "https://b-1250000000.cos.ap-guangzhou.myqcloud.com/?delete", nil)
	header := http.Header{"Server": {"tencent-cos"}, "X-Cos-Request-Id": {"NjkyMGY3ZDVfMDEwMDAwN2ZfMmYxZF8xMDAwMA=="}}
	return &http.Response{StatusCode: 200, Header: header, Request: request, Body: io.NopCloser(strings.NewReader(body))}
}

func TestDocumentsLongerThanAMebibyteAreReadToTheirEnd(t *testing.T) {
	keys := strings.Repeat("<Contents><Key>k</Key></Contents>", 40_000)
	list := made("GET", "<ListBucketResult>"+keys+"</ListBucketResult>")
	exchange := cos.NewExchange(list)
	exchange.ExpectRoot = "ListBucketResult"
	if err := cos.FromExchange(exchange); err != nil {
		t.Errorf("a whole list: %v", err)
	}
	if again, _ := io.ReadAll(list.Body); len(again) != len(keys)+len("<ListBucketResult></ListBucketResult>") {
		t.Errorf("%d bytes are put back", len(again))
	}
	deleted := strings.Repeat("<Deleted><Key>k</Key></Deleted>", 40_000)
	failed := "<Error><Key>last</Key><Code>AccessDenied</Code></Error>"
	err := cos.FromResponse(made("POST", "<DeleteResult>"+deleted+failed+"</DeleteResult>"))
	var service *cos.ServiceError
	if !errors.As(err, &service) || service.Code != "AccessDenied" {
		t.Errorf("a failure behind the first MiB: %v", err)
	}
}

// streaming is a response whose body has begun, and does not end before the test does.
func streaming(t *testing.T, status int, beginning string) (*http.Response, func(rest string)) {
	t.Helper()
	rest, end := make(chan string, 1), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Server", "tencent-cos")
		w.WriteHeader(status)
		io.WriteString(w, beginning)
		w.(http.Flusher).Flush()
		select {
		case text := <-rest:
			io.WriteString(w, text)
		case <-end:
		}
	}))
	response, err := http.Get(server.URL + "/stream")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		response.Body.Close()
		close(end)
		server.Close()
	})
	return response, func(text string) { rest <- text }
}

// FromResponse returns while the body goes on, and gives all of it back.
func TestFromResponseDoesNotWaitForTheEndOfAStream(t *testing.T) {
	for _, beginning := range []string{"", "data: 1\n", "<ListBucketResult>"} {
		response, send := streaming(t, 200, beginning)
		if err := cos.FromResponse(response); err != nil {
			t.Errorf("%q: %v", beginning, err)
		}
		send("the rest")
		if body, err := io.ReadAll(response.Body); err != nil || string(body) != beginning+"the rest" {
			t.Errorf("%q %v", body, err)
		}
	}
}

// An error whose body does not end is read as far as it came.
func TestFromResponseDoesNotWaitForTheEndOfAnError(t *testing.T) {
	response, send := streaming(t, 404, "<Error><Code>NoSuchKey</Code>")
	err := cos.FromResponse(response)
	var service *cos.ServiceError
	if !errors.As(err, &service) || service.Code != "NoSuchKey" || !service.OriginTruncated {
		t.Errorf("%+v", err)
	}
	send("</Error>")
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "<Error><Code>NoSuchKey</Code></Error>" {
		t.Errorf("%q %v", body, err)
	}
}

// A body that is given up is closed, although it is being read.
func TestAStreamThatIsNotReadIsClosed(t *testing.T) {
	response, _ := streaming(t, 200, "")
	if err := cos.FromResponse(response); err != nil {
		t.Error(err)
	}
	response.Body.Close()
	if n, err := response.Body.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Error(n, err)
	}
}

// An expected root element is waited for.
func TestAnExpectedRootIsReadToItsEnd(t *testing.T) {
	response, send := streaming(t, 200, "<ListBucketResult>")
	exchange := cos.NewExchange(response)
	exchange.ExpectRoot = "ListBucketResult"
	send("</ListBucketResult>")
	if err := cos.FromExchange(exchange); err != nil {
		t.Error(err)
	}
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "<ListBucketResult></ListBucketResult>" {
		t.Errorf("%q %v", body, err)
	}
}

func TestATokenOfTheCallersOwnIsSignedOnce(t *testing.T) {
	client := newClient(t, cos.WithCredentialsProvider(func(context.Context) (cos.Credentials, error) {
		return cos.Credentials{SecretID: "AKIDEXAMPLE", SecretKey: "KEY", Token: "TOKENtoken"}, nil
	}))
	for name, times := range map[string]int{"query": 1, "header": 0, "none": 1} {
		request := cos.NewObjectRequest("GET", bucket, "k")
		switch name {
		case "query":
			request.Query = url.Values{"x-cos-security-token": {"TOKENtoken"}}
		case "header":
			request.Header = http.Header{"X-Cos-Security-Token": {"TOKENtoken"}, "Content-Length": {"0"}}
		}
		signed, err := client.Presign(context.Background(), request, time.Minute)
		if err != nil || strings.Count(signed, "TOKENtoken") != times {
			t.Errorf("%s: %q %v", name, signed, err)
		}
	}
}
