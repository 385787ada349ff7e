package cos_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"libcos_err/cos"
)

func TestContextCancelsACallInFlight(t *testing.T) {
	address, asked := silent(t)
	client := newClient(t, cos.WithConnectTo(address))
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-asked
		cancel()
	}()
	_, err := client.HeadBucket(ctx, bucket)
	var failed *cos.ClientError
	if !errors.As(err, &failed) || failed.Reason != cos.ErrCancelled || !failed.RequestSent || failed.Timeout() {
		t.Errorf("%+v", err)
	}
	if !errors.Is(err, context.Canceled) || !errors.Is(err, cos.ErrCancelled) || errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestContextCancelledBeforeSendsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := newClient(t).HeadBucket(ctx, bucket)
	var failed *cos.ClientError
	if !errors.As(err, &failed) || !errors.Is(err, context.Canceled) || failed.RequestSent || failed.Operation != "HeadBucket" {
		t.Errorf("%+v", err)
	}
}

func TestContextCarriesItsDeadline(t *testing.T) {
	address, _ := silent(t)
	client := newClient(t, cos.WithConnectTo(address))
	ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
	defer cancel()
	_, err := client.HeadBucket(ctx, bucket)
	var timeout net.Error
	if !errors.Is(err, cos.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		t.Errorf("%+v", err)
	}
	if is, ok := err.(interface{ Timeout() bool }); !ok || !is.Timeout() || errors.As(err, &timeout) && !timeout.Timeout() {
		t.Errorf("%T does not say that it is a timeout", err)
	}
}

func TestDeadlinePassedBefore(t *testing.T) {
	ctx, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	_, err := newClient(t).HeadBucket(ctx, bucket)
	if !errors.Is(err, cos.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%+v", err)
	}
}

// The earlier limit ends the call, and the error says which it was.
func TestDeadlineAndTimeoutsTogether(t *testing.T) {
	address, _ := silent(t)
	late, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	soon, cancelSoon := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancelSoon()
	short := newClient(t, cos.WithConnectTo(address), cos.WithTotalTimeout(100*time.Millisecond))
	long := newClient(t, cos.WithConnectTo(address), cos.WithTotalTimeout(time.Hour))
	calls := []struct {
		name     string
		client   *cos.Client
		ctx      context.Context
		options  []cos.CallOption
		deadline bool
	}{
		{"the client's", short, late, nil, false},
		{"the call's", long, late, []cos.CallOption{cos.CallTimeout(100 * time.Millisecond)}, false},
		{"the context's", long, soon, []cos.CallOption{cos.CallTimeout(time.Hour)}, true},
	}
	for _, call := range calls {
		_, err := call.client.HeadBucket(call.ctx, bucket, call.options...)
		if !errors.Is(err, cos.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) ||
			(errors.Unwrap(err) == context.DeadlineExceeded) != call.deadline {
			t.Errorf("%s: %v", call.name, err)
		}
	}
}

func TestTimeoutsBelowOneAreMistakesWithAnyContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	_, err := newClient(t).HeadBucket(ctx, bucket, cos.CallTimeout(-time.Second))
	if !errors.Is(err, cos.ErrInvalidArgument) {
		t.Error(err)
	}
}

func TestContextOfACallThatSucceeds(t *testing.T) {
	client := newClient(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	for i := 0; i < 100; i++ {
		if response, err := client.HeadBucket(ctx, bucket); err != nil || response.BucketRegion != "ap-guangzhou" {
			t.Fatal(response, err)
		}
	}
}

// A caller's Read that waits for the context ends with it: the context is the cause.
func TestContextEndsAnUpload(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	request := cos.NewObjectRequest("PUT", bucket, "endless")
	request.Body = readerFunc(func(p []byte) (int, error) {
		cancel()
		return len(p), nil
	})
	_, err := newClient(t).Send(ctx, request)
	if !errors.Is(err, context.Canceled) || !errors.Is(err, cos.ErrCancelled) {
		t.Error(err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// lapsing is a context whose deadline passes after the call has looked at it first.
type lapsing struct {
	context.Context
	looks int
}

func (l *lapsing) Deadline() (time.Time, bool) { return time.Now(), true }

func (l *lapsing) Err() error {
	if l.looks++; l.looks == 1 {
		return nil
	}
	return context.DeadlineExceeded
}

func TestADeadlineThatPassesWhileTheCallBeginsIsATimeout(t *testing.T) {
	address, _ := silent(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, err := newClient(t, cos.WithConnectTo(address)).HeadBucket(&lapsing{Context: ctx}, bucket)
	if !errors.Is(err, cos.ErrTimeout) || errors.Is(err, cos.ErrCancelled) {
		t.Error(err)
	}
}

// Whoever notices first that the context was cancelled: the call was cancelled.
func TestAReaderThatGivesUpForTheContextMakesNoOtherError(t *testing.T) {
	client := newClient(t)
	for name, set := range map[string]func(context.Context, func(), *cos.Request){
		"reader": func(ctx context.Context, cancel func(), r *cos.Request) {
			r.Body = readerFunc(func([]byte) (int, error) { cancel(); return 0, ctx.Err() })
		},
		"writer": func(ctx context.Context, cancel func(), r *cos.Request) {
			r.Sink = writerFunc(func([]byte) (int, error) { cancel(); return 0, ctx.Err() })
		},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		request := cos.NewObjectRequest(map[string]string{"reader": "PUT", "writer": "GET"}[name], bucket, "synthetic/1k")
		set(ctx, cancel, request)
		_, err := client.Send(ctx, request)
		if !errors.Is(err, cos.ErrCancelled) || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
