package cos_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"libcos_err/cos"
)

// threads is the number of threads of this process.
func threads(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`Threads:\s+(\d+)`).FindSubmatch(status)
	number, err := strconv.Atoi(string(bytes.TrimSpace(found[1])))
	if err != nil {
		t.Fatal(err)
	}
	return number
}

// crowd is a client of a server that never responds, all of whose connections are in use.
// The context ends those calls; the function waits for their end.
func crowd(t *testing.T, connections int, with ...cos.Option) (*cos.Client, func()) {
	t.Helper()
	address, asked := silent(t)
	client := newClient(t, append([]cos.Option{cos.WithConnectTo(address), cos.WithMaxConnections(connections)}, with...)...)
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for i := 0; i < connections; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			client.HeadBucket(ctx, bucket, cos.CallTimeout(time.Hour))
		}()
	}
	for i := 0; i < connections; i++ {
		<-asked
	}
	return client, func() {
		cancel()
		all.Wait()
	}
}

// Calls that wait for a connection hold no thread, and each ends with its own context.
func TestWaitingCallsHoldNoThread(t *testing.T) {
	const waiting = 2000
	client, end := crowd(t, 4)
	defer end()
	before := threads(t)
	ctx, cancel := context.WithCancel(context.Background())
	results := make(chan error, waiting)
	for i := 0; i < waiting; i++ {
		go func() {
			_, err := client.HeadBucket(ctx, bucket)
			results <- err
		}()
	}
	// Another client's calls are not held up.
	other := newClient(t)
	for i := 0; i < 100; i++ {
		if _, err := other.HeadBucket(context.Background(), bucket); err != nil {
			t.Fatal(err)
		}
	}
	if most := threads(t); most > before+16 {
		t.Errorf("%d threads before, %d while %d calls wait", before, most, waiting)
	}
	cancel()
	for i := 0; i < waiting; i++ {
		err := <-results
		var failed *cos.ClientError
		if !errors.As(err, &failed) || !errors.Is(err, cos.ErrCancelled) || !errors.Is(err, context.Canceled) ||
			failed.RequestSent || failed.Operation != "HeadBucket" {
			t.Fatalf("%+v", err)
		}
	}
	if most := threads(t); most > before+16 {
		t.Errorf("%d threads before, %d after", before, most)
	}
}

// A call whose time runs out before a connection is free has sent nothing.
func TestTheTimeOfACallCountsWhileItWaits(t *testing.T) {
	client, end := crowd(t, 1)
	defer end()
	short := cos.CallTimeout(50 * time.Millisecond)
	get := cos.NewObjectRequest("GET", bucket, "key")
	get.Sink = new(bytes.Buffer)
	for name, call := range map[string]func() error{
		"the call's": func() error { _, err := client.HeadBucket(context.Background(), bucket, short); return err },
		"the context's": func() error {
			soon, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			_, err := client.HeadBucket(soon, bucket, cos.CallTimeout(time.Hour))
			return err
		},
		"a stream's": func() error { _, err := client.Send(context.Background(), get, short); return err },
	} {
		err := call()
		var failed *cos.ClientError
		if !errors.As(err, &failed) || failed.Reason != cos.ErrTimeout || failed.RequestSent || failed.Retry != cos.RetryYes ||
			failed.Method == "" || !strings.Contains(failed.URL, bucket) || !strings.Contains(failed.Message, "WithMaxConnections") {
			t.Errorf("%s: %+v", name, err)
		}
		if wraps := errors.Unwrap(err) == context.DeadlineExceeded; wraps != (name == "the context's") {
			t.Errorf("%s: wraps %v", name, errors.Unwrap(err))
		}
	}
}

// What is wrong with a call is said whether or not it has waited.
func TestMistakesAreReportedWhileAllConnectionsAreInUse(t *testing.T) {
	client, end := crowd(t, 1)
	defer end()
	_, err := client.HeadBucket(context.Background(), bucket, cos.CallTimeout(-time.Second))
	mistake(t, err, "timeout")
	_, err = client.HeadBucket(context.Background(), "nonsense", cos.CallTimeout(time.Millisecond))
	mistake(t, err, "nonsense")
}

func TestShutdownEndsTheCallsThatWait(t *testing.T) {
	client, end := crowd(t, 1)
	defer end()
	results := make(chan error, 100)
	for i := 0; i < cap(results); i++ {
		go func() {
			_, err := client.HeadBucket(context.Background(), bucket)
			results <- err
		}()
	}
	client.Shutdown()
	client.Shutdown()
	for i := 0; i < cap(results); i++ {
		if err := <-results; !errors.Is(err, cos.ErrCancelled) {
			t.Error(err)
		}
	}
}

// A call that waited goes on when another ends, and has its callbacks.
func TestACallThatWaitedSucceeds(t *testing.T) {
	client := newClient(t, cos.WithMaxConnections(1))
	put(t, client, "waited", "text")
	entered, leave := make(chan struct{}), make(chan struct{})
	first := cos.NewObjectRequest("GET", bucket, "waited")
	first.Sink = writerFunc(func(p []byte) (int, error) {
		close(entered)
		<-leave
		return len(p), nil
	})
	results := make(chan error, 2)
	go func() {
		_, err := client.Send(context.Background(), first)
		results <- err
	}()
	<-entered
	var got bytes.Buffer
	second := cos.NewObjectRequest("GET", bucket, "waited")
	second.Sink = &got
	go func() {
		_, err := client.Send(context.Background(), second, cos.CallTimeout(time.Hour))
		results <- err
	}()
	close(leave)
	for i := 0; i < 2; i++ {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if got.String() != "text" {
		t.Errorf("%q", got.String())
	}
}

// URLs whose credentials a provider is asked for wait without a thread too, and a client
// whose connections are all in use signs URLs all the same.
func TestWaitingForAProviderHoldsNoThread(t *testing.T) {
	const waiting = 1000
	entered, leave := make(chan struct{}), make(chan struct{})
	var once sync.Once
	client, end := crowd(t, 1)
	defer end()
	if _, err := client.Presign(context.Background(), cos.NewObjectRequest("GET", bucket, "k"), time.Minute); err != nil {
		t.Error(err)
	}
	provided := newClient(t, cos.WithCredentialsProvider(func(context.Context) (cos.Credentials, error) {
		once.Do(func() { close(entered) })
		<-leave
		return account, nil
	}))
	before := threads(t)
	results := make(chan error, waiting)
	ctx, cancel := context.WithCancel(context.Background())
	sign := func(ctx context.Context) {
		_, err := provided.Presign(ctx, cos.NewObjectRequest("GET", bucket, "k"), time.Minute)
		results <- err
	}
	go sign(context.Background())
	<-entered
	for i := 1; i < waiting; i++ {
		go sign(ctx)
	}
	cancel()
	// Those that are in the library, at most four, wait for the provider.
	for i := 4; i < waiting; i++ {
		if err := <-results; !errors.Is(err, context.Canceled) || !errors.Is(err, cos.ErrCancelled) {
			t.Error(err)
		}
	}
	close(leave)
	for i := 0; i < 4; i++ {
		if err := <-results; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if most := threads(t); most > before+16 {
		t.Errorf("%d threads before, %d after %d calls waited", before, most, waiting)
	}
}
