package cos_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"libcos_err/cos"
)

// mistake checks an ErrInvalidArgument whose message has a piece.
func mistake(t *testing.T, err error, names string) {
	t.Helper()
	var e *cos.ClientError
	if !errors.As(err, &e) || e.Reason != cos.ErrInvalidArgument || !strings.Contains(e.Message, names) {
		t.Errorf("%q is not in: %v", names, err)
	}
}

func TestOptionsAreReportedByName(t *testing.T) {
	for names, option := range map[string]cos.Option{
		"region":                 cos.WithRegion("nowhere!"),
		"endpoint":               cos.WithEndpoint("ftp://x"),
		"connect_to":             cos.WithConnectTo("x"),
		"ca_file":                cos.WithCAFile("no-such-file"),
		"proxy":                  cos.WithProxy("socks5://x"),
		"user_agent":             cos.WithUserAgent("a\nb"),
		"max_attempts":           cos.WithMaxAttempts(1 << 40),
		"max_connections":        cos.WithMaxConnections(0),
		"connect_timeout_ms":     cos.WithConnectTimeout(0),
		"io_timeout_ms":          cos.WithIOTimeout(-time.Nanosecond),
		"total_timeout_ms":       cos.WithTotalTimeout(0),
		"region holds a NUL":     cos.WithRegion("ap-\x00guangzhou"),
		"secret_key holds a NUL": cos.WithCredentials(cos.Credentials{SecretID: "a", SecretKey: "b\x00"}),
	} {
		client, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), option)
		if client != nil {
			t.Errorf("%s: a client", names)
		}
		if err == nil || !strings.Contains(err.Error(), names) {
			t.Errorf("%s: %v", names, err)
		}
	}
	// Fractions of a millisecond are rounded up, not to nothing.
	if _, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), cos.WithIOTimeout(time.Nanosecond)); err != nil {
		t.Error(err)
	}
}

func TestRequestsAreReportedByName(t *testing.T) {
	client := newClient(t)
	object := func(set func(*cos.Request)) *cos.Request {
		r := cos.NewObjectRequest("GET", bucket, "k")
		set(r)
		return r
	}
	for names, request := range map[string]*cos.Request{
		"request":                nil,
		"key":                    cos.NewObjectRequest("DELETE", bucket, ""),
		"key holds a NUL":        cos.NewObjectRequest("GET", bucket, "a\x00b"),
		"method":                 cos.NewObjectRequest("get it", bucket, "k"),
		"bucket":                 cos.NewBucketRequest("GET", "b\x00"),
		"header A: has 2 values": object(func(r *cos.Request) { r.Header = http.Header{"A": {"1", "2"}} }),
		"query a: has 2 values":  object(func(r *cos.Request) { r.Query = url.Values{"a": {"1", "2"}} }),
		"query a holds a NUL":    object(func(r *cos.Request) { r.Query = url.Values{"a": {"\x00"}} }),
		"BodyFile are both set":  object(func(r *cos.Request) { r.Body, r.BodyFile = strings.NewReader(""), "f" }),
		"without a Body":         object(func(r *cos.Request) { r.BodyLength = 8 }),
		"without a BodyFile":     object(func(r *cos.Request) { r.BodyFileOffset, r.BodyFileLength = 2, 4 }),
		"without a BodyFileLeng": object(func(r *cos.Request) { r.BodyFile, r.BodyFileOffset = "f", 2 }),
		"SinkFile are both set":  object(func(r *cos.Request) { r.Sink, r.SinkFile = writerFunc(nil), "f" }),
	} {
		_, err := client.Send(context.Background(), request)
		mistake(t, err, names)
		_, err = client.Presign(context.Background(), request, time.Minute)
		mistake(t, err, names)
	}
	_, err := client.HeadBucket(context.Background(), "b\x00")
	mistake(t, err, "bucket holds a NUL")
	for names, option := range map[string]cos.CallOption{
		"region": cos.CallRegion("\x00"), "header": cos.CallHeader("a b", ""), "timeout_ms": cos.CallTimeout(-1),
	} {
		_, err := client.HeadBucket(context.Background(), bucket, option)
		mistake(t, err, names)
	}
}

func TestQueriesAndHeadersAreSent(t *testing.T) {
	client := newClient(t)
	put(t, client, "asked/中 文+a", "text")
	request := cos.NewBucketRequest("GET", bucket)
	request.Query = url.Values{"prefix": {"asked/中"}, "max-keys": {"5"}}
	request.ExpectRoot = "ListBucketResult"
	response, err := client.Send(context.Background(), request)
	if err != nil || !strings.Contains(string(response.Body), "asked/中 文+a") || response.Header.Get("Content-Type") != "application/xml" {
		t.Errorf("%+v %v", response, err)
	}
	request = cos.NewObjectRequest("GET", bucket, "asked/中 文+a")
	request.Header = http.Header{"Range": {"bytes=1-2"}}
	if response, err = client.Send(context.Background(), request); err != nil || response.Status != 206 || string(response.Body) != "ex" {
		t.Errorf("%+v %v", response, err)
	}
	request = cos.NewBucketRequest("GET", bucket)
	request.Query = url.Values{"acl": nil}
	if response, err = client.Send(context.Background(), request); err != nil || !strings.Contains(string(response.Body), "AccessControlPolicy") {
		t.Errorf("%+v %v", response, err)
	}
	if response, err = client.Send(context.Background(), cos.NewServiceRequest("GET")); err == nil && response.Status != 200 {
		t.Errorf("%+v", response)
	}
	_, err = client.HeadBucket(context.Background(), missing, cos.CallRegion("ap-beijing"), cos.CallExplain())
	var e *cos.Error
	if !errors.As(err, &e) || e.CodeSource != cos.SourceProbe || !strings.Contains(e.URL, "ap-beijing") {
		t.Errorf("%+v", err)
	}
}

func TestClosedAndAbsentClients(t *testing.T) {
	client := newClient(t)
	for i := 0; i < 2; i++ {
		if err := client.Close(); err != nil {
			t.Error(err)
		}
	}
	client.Shutdown()
	_, err := client.HeadBucket(context.Background(), bucket)
	if mistake(t, err, "closed"); !errors.Is(err, fs.ErrClosed) {
		t.Error(err)
	}
	var absent *cos.Client
	absent.Shutdown()
	if err := absent.Close(); err != nil {
		t.Error(err)
	}
	_, err = absent.HeadBucket(context.Background(), bucket)
	mistake(t, err, "client")
	//lint:ignore SA1012 a nil context is no reason to crash
	if _, err := newClient(t).HeadBucket(nil, bucket); err != nil {
		t.Error(err)
	}
}

func TestCloseLetsCallsEnd(t *testing.T) {
	client := newClient(t)
	put(t, client, "closing", "text")
	request := cos.NewObjectRequest("GET", bucket, "closing")
	var got strings.Builder
	request.Sink = writerFunc(func(p []byte) (int, error) {
		client.Close()
		return got.Write(p)
	})
	if _, err := client.Send(context.Background(), request); err != nil || got.String() != "text" {
		t.Errorf("%q %v", got.String(), err)
	}
}

func TestShutdownEndsCalls(t *testing.T) {
	address, asked := silent(t)
	client := newClient(t, cos.WithConnectTo(address))
	go func() {
		<-asked
		client.Shutdown()
	}()
	for i := 0; i < 2; i++ {
		_, err := client.HeadBucket(context.Background(), bucket)
		if !errors.Is(err, cos.ErrCancelled) || errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

func TestEnvironmentIsReadWhenAsked(t *testing.T) {
	t.Setenv("COS_REGION", "ap-guangzhou")
	t.Setenv("COS_ENDPOINT", endpoint)
	t.Setenv("COS_SECRET_ID", account.SecretID)
	t.Setenv("COS_SECRET_KEY", account.SecretKey)
	client, err := cos.NewClient(cos.WithEnv(), cos.WithConnectTo(standin))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.HeadBucket(context.Background(), bucket); err != nil {
		t.Error(err)
	}
}

// The bounds are the core's; a duration that no signature can last is not cut to one that can.
func TestPresignLastsWhatIsAsked(t *testing.T) {
	client := newClient(t)
	request := cos.NewObjectRequest("GET", bucket, "k")
	const century = 36525 * 24 * time.Hour
	for _, expires := range []time.Duration{1, time.Second, century} {
		if _, err := client.Presign(context.Background(), request, expires); err != nil {
			t.Errorf("%v: %v", expires, err)
		}
	}
	for _, expires := range []time.Duration{century + 1, math.MaxInt64} {
		_, err := client.Presign(context.Background(), request, expires)
		mistake(t, err, "expires_s")
	}
}

func TestKeysAreNotPrinted(t *testing.T) {
	keys := account
	keys.Token = "STANDINTOKEN"
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		text := fmt.Sprintf(format, keys) + fmt.Sprintf(format, &keys) + fmt.Sprintf(format, []cos.Credentials{keys})
		if strings.Contains(text, keys.SecretKey) || strings.Contains(text, keys.Token) {
			t.Errorf("%s: %s", format, text)
		}
	}
}
