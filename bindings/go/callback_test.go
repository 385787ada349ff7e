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

// Progress and log return nothing: a panic in one ends the call nevertheless.
func TestAPanicEndsALongCall(t *testing.T) {
	request := cos.NewObjectRequest("GET", bucket, "synthetic/30k")
	request.Header = map[string][]string{"x-standin-fault": {"trickle-1000-100"}}
	request.Progress = func(cos.Progress) { panic("here") }
	begun := time.Now()
	if value := panicOf(func() { newClient(t).Send(context.Background(), request) }); value != "here" {
		t.Error(value)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("%v", took)
	}
}

func TestKeysOf1970HaveExpired(t *testing.T) {
	asked := 0
	client := newClient(t, cos.WithCredentialsProvider(func(context.Context) (cos.Credentials, error) {
		keys := account
		keys.Token, keys.Expires = "STANDINTOKEN", time.Unix(0, 0)
		asked++
		return keys, nil
	}))
	for i := 0; i < 2; i++ {
		if _, err := client.HeadBucket(context.Background(), bucket); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}

// One call's provider gives up because that call was cancelled: no other call fails.
func TestACancelledCallLeavesThoseThatWaitForItsKeys(t *testing.T) {
	asked, entered := 0, make(chan struct{})
	client := newClient(t, cos.WithCredentialsProvider(func(ctx context.Context) (cos.Credentials, error) {
		if asked++; asked > 1 {
			return account, nil
		}
		close(entered)
		<-ctx.Done()
		return cos.Credentials{}, ctx.Err()
	}))
	ctx, cancel := context.WithCancel(context.Background())
	first, second := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := client.HeadBucket(ctx, bucket)
		first <- err
	}()
	<-entered
	go func() {
		_, err := client.HeadBucket(context.Background(), bucket)
		second <- err
	}()
	time.Sleep(100 * time.Millisecond) // the second waits now
	cancel()
	if err := <-first; !errors.Is(err, cos.ErrCancelled) || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := <-second; err != nil {
		t.Error(err)
	}
}
