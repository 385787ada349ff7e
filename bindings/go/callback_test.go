package cos_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"libcos_err/cos"
)

// panicOf is what a call panics with.
func panicOf(call func()) (value any) {
	defer func() { value = recover() }()
	call()
	return nil
}

func TestPanicsGoOnFromTheCall(t *testing.T) {
	client := newClient(t)
	put(t, client, "panics", "text")
	request := func(method string, set func(*cos.Request)) func() {
		return func() {
			r := cos.NewObjectRequest(method, bucket, "panics")
			set(r)
			client.Send(context.Background(), r)
		}
	}
	provided := newClient(t, cos.WithCredentialsProvider(func(context.Context) (cos.Credentials, error) { panic("here") }))
	logged := newClient(t, cos.WithLog(cos.LogDebug, func(cos.LogLevel, string) { panic("here") }))
	calls := map[string]func(){
		"read":     request("PUT", func(r *cos.Request) { r.Body = readerFunc(func([]byte) (int, error) { panic("here") }) }),
		"write":    request("GET", func(r *cos.Request) { r.Sink = writerFunc(func([]byte) (int, error) { panic("here") }) }),
		"progress": request("GET", func(r *cos.Request) { r.Progress = func(cos.Progress) { panic("here") } }),
		"provider": func() { provided.HeadBucket(context.Background(), bucket) },
		"presign":  func() { provided.Presign(context.Background(), cos.NewBucketRequest("GET", bucket), time.Minute) },
		"log":      func() { logged.HeadBucket(context.Background(), bucket) },
	}
	for name, call := range calls {
		if value := panicOf(call); value != "here" {
			t.Errorf("%s: %v", name, value)
		}
	}
	// The client is as good as before.
	if got := get(t, client, "panics"); got != "text" {
		t.Errorf("%q", got)
	}
}

type key struct{}

func TestProviderGetsTheContextAndItsErrorIsWrapped(t *testing.T) {
	own := errors.New("no keys today")
	var seen any
	client := newClient(t, cos.WithCredentialsProvider(func(ctx context.Context) (cos.Credentials, error) {
		if seen = ctx.Value(key{}); seen == "good" {
			return account, nil
		}
		return cos.Credentials{}, own
	}))
	_, err := client.HeadBucket(context.WithValue(context.Background(), key{}, "bad"), bucket)
	if !errors.Is(err, cos.ErrInvalidCredentials) || !errors.Is(err, own) || seen != "bad" {
		t.Errorf("%v, %v", err, seen)
	}
	var e *cos.Error
	if !errors.As(err, &e) || !strings.Contains(strings.Join(e.Causes, "\n"), own.Error()) {
		t.Errorf("%+v", e)
	}
	if _, err = client.HeadBucket(context.WithValue(context.Background(), key{}, "good"), bucket); err != nil {
		t.Error(err)
	}
}

func TestTemporaryKeysAreRenewed(t *testing.T) {
	tokens := []string{"EXPIREDTOKEN", "STANDINTOKEN"}
	asked := 0
	client := newClient(t, cos.WithCredentialsProvider(func(context.Context) (cos.Credentials, error) {
		keys := account
		keys.Token, keys.Expires = tokens[asked%2], time.Now().Add(time.Hour)
		asked++
		return keys, nil
	}))
	_, err := client.Send(context.Background(), cos.NewObjectRequest("GET", bucket, "synthetic/1k"))
	if err != nil || asked != 2 {
		t.Errorf("asked %d times: %v", asked, err)
	}
}

func TestLogHearsOfFailures(t *testing.T) {
	var lines []string
	client := newClient(t, cos.WithLog(cos.LogDebug, func(level cos.LogLevel, line string) {
		lines = append(lines, level.String()+" "+line)
	}))
	client.HeadBucket(context.Background(), missing)
	told := strings.Join(lines, "\n")
	if !strings.Contains(told, "error event=failed") || strings.Contains(told, account.SecretKey) {
		t.Error(told)
	}
}

// A callback of one call may use another client, whose callbacks are its own.
func TestACallbackMayCallAnotherClient(t *testing.T) {
	outer, inner := newClient(t), newClient(t)
	put(t, inner, "inner", "from inside")
	request := cos.NewObjectRequest("PUT", bucket, "outer")
	var body io.Reader
	request.Body = readerFunc(func(p []byte) (int, error) {
		if body == nil {
			var got strings.Builder
			nested := cos.NewObjectRequest("GET", bucket, "inner")
			nested.Sink = &got
			if _, err := inner.Send(context.Background(), nested); err != nil {
				return 0, err
			}
			body = strings.NewReader(got.String())
		}
		return body.Read(p)
	})
	if _, err := outer.Send(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	if got := get(t, outer, "outer"); got != "from inside" {
		t.Errorf("%q", got)
	}
}

// A client that is forgotten is closed by the collector, and lets go of its functions.
func TestForgottenClientsAreReleased(t *testing.T) {
	collected := make(chan struct{})
	func() {
		kept := new([1 << 10]byte)
		runtime.SetFinalizer(kept, func(*[1 << 10]byte) { close(collected) })
		if _, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), cos.WithLog(cos.LogError, func(cos.LogLevel, string) {
			kept[0]++
		})); err != nil {
			t.Fatal(err)
		}
	}()
	for done := false; !done; {
		runtime.GC()
		select {
		case <-collected:
			done = true
		default:
		}
	}
}
