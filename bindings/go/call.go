package cos

// #include "glue.h"
import "C"

import (
	"context"
	"errors"
	"runtime"
	"runtime/cgo"
	"sync"
	"time"
)

// CallOption is a per-call setting. The call reports an invalid value by name.
type CallOption func(*callOptions)

type callOptions struct {
	checked
	raw      *C.cos_call_t
	flight   *flight
	transfer *C.cos_transfer_t // NULL: the call moves no file
	timeout  time.Duration     // limits the call in addition to its context's deadline; 0: not set
}

// CallTimeout limits the whole call, instead of the client's total timeout. An earlier deadline
// of the context takes precedence.
func CallTimeout(d time.Duration) CallOption {
	return func(o *callOptions) {
		o.timeout = d
		C.cos_call_set_timeout_ms(o.raw, inMilliseconds(d))
	}
}

// CallRegion sets the region of this call, instead of the client's.
func CallRegion(region string) CallOption {
	return func(o *callOptions) { C.cos_call_set_region(o.raw, o.text("region", region)) }
}

// CallHeader adds a header to those of the request.
func CallHeader(name, value string) CallOption {
	return func(o *callOptions) {
		C.cos_call_add_header(o.raw, o.text("header name", name), o.text("header value", value))
	}
}

// CallSignedHost sets the host that is signed instead of the one to which the request goes, with
// its port if that is not the scheme's own. This is for requests through a CDN or proxy that
// sends another Host to COS. With "" no Host is signed.
func CallSignedHost(host string) CallOption {
	return func(o *callOptions) { C.cos_call_set_signed_host(o.raw, o.text("signed_host", host)) }
}

// CallExplain repeats a HEAD that fails with 400, 403, 404, 405 or 409 once as a GET, whose
// response has a body. Its code and message become those of the error, with SourceProbe.
func CallExplain() CallOption {
	return func(o *callOptions) { C.cos_call_set_explain(o.raw, 1) }
}

// flight is a call in progress, which its callbacks find by its handle.
type flight struct {
	ctx    context.Context
	client *C.cos_client_t
	call   *C.cos_call_t   // NULL: as the client does
	handle C.uintptr_t     // 0: nothing calls back
	cancel *C.cos_cancel_t // NULL: no callback can fail because the context ended

	source    *source
	sink      *sink
	progress  func(Progress)
	head      func(*Response) error
	callsBack bool
	streams   bool // whether a file, Reader or Writer lifts the default total timeout
	local     bool // whether nothing is sent
	unsigned  bool // whether nothing is signed either
	late      bool // whether the time ran out before a slot was free

	transfer *C.cos_transfer_t       // NULL: the call moves no file
	moved    func(moved, size int64) // the progress of a transfer
	strays   *strays                 // panics of transfers' callbacks that belong to no call
	watched  bool                    // whether the library checks the context of a transfer

	// A transfer's callbacks may run on several threads at once.
	mutex    sync.Mutex
	err      error // what a callback failed with
	panicked bool
	panic    any
}

// keepPanic stores the first panic of the call's callbacks.
func (f *flight) keepPanic(value any) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if !f.panicked {
		f.panicked, f.panic = true, value
	}
}

func (f *flight) hasPanicked() bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.panicked
}

func (f *flight) keepError(err error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.err = err
}

// own creates settings for the call if it has none.
func (f *flight) own() *C.cos_call_t {
	if f.call == nil {
		f.call = C.cos_call_new()
	}
	return f.call
}

// do makes one call: settings, slot, callbacks, cancellation, result.
func (c *Client) do(ctx context.Context, f *flight, with []CallOption,
	enter func(*flight, **C.cos_response_t) *C.cos_error_t) (*Response, error) {
	begun := time.Now()
	if c != nil {
		if err := c.enter(); err != nil {
			return nil, err
		}
		defer c.release()
		f.client = c.raw
		f.callsBack = f.callsBack || c.callsBack
	}
	if ctx == nil {
		ctx = context.Background()
	}
	f.ctx = ctx
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil, FromFailure(Failure{Reason: ErrTimeout, Message: "the context's deadline passed before the call", Cause: ctx.Err()})
	}
	if len(with) > 0 || ctx.Done() != nil || f.callsBack {
		f.own()
	}
	// The slot is left last: also what is short in C may need a thread each.
	leave := func() {}
	defer func() { leave() }()
	defer func() { C.cos_call_free(f.call) }()
	o, err := f.options(c, with)
	if err != nil {
		return nil, err
	}
	if c != nil {
		entered, err := f.enterSlot(c, o, begun)
		if err != nil {
			return nil, err
		}
		leave = entered
	}
	f.limit(o)
	f.watch()
	defer C.cos_cancel_free(f.cancel)
	if f.callsBack {
		handle := cgo.NewHandle(f)
		defer handle.Delete()
		f.handle = C.uintptr_t(handle)
	}
	var raw *C.cos_response_t
	yieldOneProcessor()
	failed := enter(f, &raw)
	response, err := taken(raw), f.explained(owned(failed))
	if f.panicked {
		panic(f.panic)
	}
	return response, err
}

// yieldOneProcessor yields if there is only one processor. Go takes the processor from a
// goroutine that it has not scheduled for 10 ms as soon as it finds it in C, however short the
// call: a goroutine that makes call after call would lose it each time. Yielding counts as
// being scheduled.
func yieldOneProcessor() {
	if runtime.GOMAXPROCS(0) == 1 {
		runtime.Gosched()
	}
}

// options applies the options of the call, and returns them.
func (f *flight) options(c *Client, with []CallOption) (*callOptions, error) {
	o := &callOptions{raw: f.call, flight: f, transfer: f.transfer}
	if c != nil {
		o.timeout = c.total
	}
	for _, option := range with {
		option(o)
	}
	return o, o.err()
}

// limit sets the timeout that the context leaves for the call.
func (f *flight) limit(o *callOptions) {
	deadline, ok := f.ctx.Deadline()
	if !ok {
		return
	}
	left := time.Until(deadline)
	if left < time.Millisecond {
		left = time.Millisecond
	}
	// The library reports a limit below 1 as an invalid value.
	if o.timeout == 0 || left < o.timeout {
		C.cos_call_set_timeout_ms(f.call, inMilliseconds(left))
	}
}

// watch makes the library check about every 50 ms whether the context was cancelled, or a
// callback panicked. This is as prompt as a token that a separate goroutine triggers, and short
// calls do not need a goroutine, which would wake a thread. The token is for events that are
// seen at once: a callback that fails because the context was cancelled.
func (f *flight) watch() {
	cancelled := f.late || f.cancelled()
	if cancelled || f.callsBack && f.ctx.Done() != nil {
		f.cancel = C.cos_cancel_new()
		C.cos_call_set_cancel(f.call, f.cancel)
	}
	if cancelled {
		C.cos_cancel_trigger(f.cancel)
	} else if f.callsBack || f.ctx.Done() != nil {
		f.callsBack = true
		if f.transfer != nil {
			f.watched = true
		} else {
			C.cos_go_set_interrupt(f.call)
		}
	}
}

// cancelled reports whether the context ends the call. The library enforces the deadline
// itself, as the timeout of the call.
func (f *flight) cancelled() bool {
	err := f.ctx.Err()
	if _, timed := f.ctx.Deadline(); timed && errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	return err != nil
}

// explained sets the error that a client error wraps: that of the context or of a callback.
func (f *flight) explained(err error) error {
	client, ok := err.(*ClientError)
	if !ok {
		return err
	}
	deadline, timed := f.ctx.Deadline()
	switch client.Reason {
	case ErrCancelled:
		if f.late {
			return f.timedOut(client)
		}
		client.cause = f.ctx.Err()
	case ErrTimeout:
		if timed && !time.Now().Before(deadline) {
			client.cause = context.DeadlineExceeded
		}
	case ErrCallback, ErrInvalidCredentials:
		client.cause = f.err
	}
	return err
}
