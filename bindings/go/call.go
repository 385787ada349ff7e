package cos

// #include "glue.h"
import "C"

import (
	"context"
	"errors"
	"runtime"
	"runtime/cgo"
	"time"
)

// CallOption is what one call does otherwise than its client. A bad value is
// reported by the call, by name.
type CallOption func(*callOptions)

type callOptions struct {
	checked
	raw     *C.cos_call_t
	timeout time.Duration // limits the call in addition to its context's deadline; 0: not set
}

// CallTimeout limits the whole call, instead of the client's total timeout. A
// context's deadline goes before it if it is earlier.
func CallTimeout(d time.Duration) CallOption {
	return func(o *callOptions) {
		o.timeout = d
		C.cos_call_set_timeout_ms(o.raw, inMilliseconds(d))
	}
}

// CallRegion is the region of this call, instead of the client's.
func CallRegion(region string) CallOption {
	return func(o *callOptions) { C.cos_call_set_region(o.raw, o.text("region", region)) }
}

// CallHeader sends one more header field.
func CallHeader(name, value string) CallOption {
	return func(o *callOptions) {
		C.cos_call_add_header(o.raw, o.text("header name", name), o.text("header value", value))
	}
}

// CallExplain asks a HEAD that fails with 400, 403, 404, 405 or 409 again once by
// GET, whose answer has a body: code and message become the error's, with
// SourceProbe.
func CallExplain() CallOption {
	return func(o *callOptions) { C.cos_call_set_explain(o.raw, 1) }
}

// flight is a call under way, as its callbacks find it by its handle.
type flight struct {
	ctx    context.Context
	client *C.cos_client_t
	call   *C.cos_call_t   // NULL: as the client does
	handle C.uintptr_t     // 0: nothing calls back
	cancel *C.cos_cancel_t // NULL: no callback can fail because the context ended

	source    *source
	sink      *sink
	progress  func(Progress)
	callsBack bool
	streams   bool // whether a file, Reader or Writer lifts the default total timeout
	local     bool // whether nothing is sent
	late      bool // whether the time ran out before a slot was free

	err      error // what a callback failed with
	panicked bool
	panic    any
}

// own gives the call settings of its own, if it has none.
func (f *flight) own() *C.cos_call_t {
	if f.call == nil {
		f.call = C.cos_call_new()
	}
	return f.call
}

// do runs one call: settings, a slot, callbacks, cancelling, result.
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
	defer func() { C.cos_call_free(f.call) }()
	o, err := f.options(c, with)
	if err != nil {
		return nil, err
	}
	if c != nil && !f.local {
		leave := f.board(c, o, begun)
		defer leave()
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

// yieldOneProcessor yields where there is one processor only. Go takes that from a
// goroutine which it has not scheduled for 10 ms as soon as it finds it in C, however
// short the call: one that makes call after call would lose it over and over. To
// yield counts as being scheduled.
func yieldOneProcessor() {
	if runtime.GOMAXPROCS(0) == 1 {
		runtime.Gosched()
	}
}

// options gives the call its options, and returns them.
func (f *flight) options(c *Client, with []CallOption) (*callOptions, error) {
	o := &callOptions{raw: f.call}
	if c != nil {
		o.timeout = c.total
	}
	for _, option := range with {
		option(o)
	}
	return o, o.err()
}

// limit gives the call the time that its context leaves it.
func (f *flight) limit(o *callOptions) {
	deadline, ok := f.ctx.Deadline()
	if !ok {
		return
	}
	left := time.Until(deadline)
	if left < time.Millisecond {
		left = time.Millisecond
	}
	// A limit below 1 is a mistake that the library reports.
	if o.timeout == 0 || left < o.timeout {
		C.cos_call_set_timeout_ms(f.call, inMilliseconds(left))
	}
}

// watch lets the library ask about every 50 ms whether the context was cancelled, or
// a callback panicked. That is as prompt as a token that a goroutine of its own
// triggers, and costs short calls no goroutine, which would wake a thread. The token is
// for what is known at once: a callback that fails because the context was cancelled.
func (f *flight) watch() {
	cancelled := f.late || f.cancelled()
	if cancelled || f.callsBack && f.ctx.Done() != nil {
		f.cancel = C.cos_cancel_new()
		C.cos_call_set_cancel(f.call, f.cancel)
	}
	if cancelled {
		C.cos_cancel_trigger(f.cancel)
	} else if f.callsBack || f.ctx.Done() != nil {
		C.cos_go_set_interrupt(f.call)
		f.callsBack = true
	}
}

// cancelled tells whether the context ends the call. A deadline is the library's to
// keep, which knows it as the call's timeout.
func (f *flight) cancelled() bool {
	err := f.ctx.Err()
	if _, timed := f.ctx.Deadline(); timed && errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	return err != nil
}

// explained gives a client error what it wraps: what the context, or a callback, says.
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
