package cos

// #include "glue.h"
import "C"

import (
	"context"
	"errors"
	"time"
)

const (
	// The calls of one client that may be in C at once, however many connections it may
	// open: each holds a thread, and Go ends a process that needs 10,000 of them.
	maxSlots = 4096
	// The requests that one client with a credentials provider signs at once. The provider
	// serves one call at a time, for which the others wait.
	signSlots = 4
	// The library's total timeout for a call that moves no file and has no Reader or Writer.
	defaultTotal = 60 * time.Second
)

// brief bounds the calls that enter C without a slot, to be ended there at once.
var brief = make(chan struct{}, 4)

// slots are the places of the calls that may be in C at once.
type slots chan struct{}

func newSlots(connections int) slots {
	if connections > maxSlots {
		connections = maxSlots
	}
	return make(slots, connections)
}

func (s slots) leave() { <-s }

// board waits for a slot of the client, so that a call which waits for a connection holds a
// goroutine and no thread. If the context, the timeout or the client of a call ends while it
// waits, it goes on without a slot, and the library reports the reason. The result ends the
// stay in C.
func (f *flight) board(c *Client, o *callOptions, begun time.Time) (leave func()) {
	select {
	case c.calls <- struct{}{}:
		return c.calls.leave
	default:
	}
	var expired <-chan time.Time
	total := f.total(o)
	if total != 0 {
		timer := time.NewTimer(total - time.Since(begun))
		defer timer.Stop()
		expired = timer.C
	}
	select {
	case c.calls <- struct{}{}:
		f.shorten(o, total, begun)
		return c.calls.leave
	case <-expired:
		f.late = true
	case <-f.ctx.Done():
		f.late = errors.Is(f.ctx.Err(), context.DeadlineExceeded)
	case <-c.ended:
	}
	f.own()
	brief <- struct{}{}
	return func() { <-brief }
}

// total returns the timeout of the call; 0 if only its context limits it.
func (f *flight) total(o *callOptions) time.Duration {
	if _, timed := f.ctx.Deadline(); o.timeout != 0 || timed || f.streams {
		return o.timeout
	}
	return defaultTotal
}

// shorten subtracts the time that the call has waited from its total timeout.
func (f *flight) shorten(o *callOptions, total time.Duration, begun time.Time) {
	if total <= 0 {
		return
	}
	o.timeout = total - time.Since(begun)
	if o.timeout < time.Millisecond {
		o.timeout = time.Millisecond
	}
	C.cos_call_set_timeout_ms(f.own(), inMilliseconds(o.timeout))
}

// timedOut returns the error of a call whose timeout expired before a slot was free. The
// library was called with a triggered token, for the request's URL.
func (f *flight) timedOut(cancelled *ClientError) error {
	failure := Failure{Reason: ErrTimeout, Method: cancelled.Method, URL: cancelled.URL, RequestSent: SentNo,
		Message: "timed out while waiting for a free connection; set WithMaxConnections, or make fewer calls at once"}
	if errors.Is(f.ctx.Err(), context.DeadlineExceeded) {
		failure.Cause = context.DeadlineExceeded
	}
	return FromFailure(failure)
}

// enterSlot waits for one of the slots that bound the calls of this kind.
func (f *flight) enterSlot(c *Client, o *callOptions, begun time.Time) (leave func(), err error) {
	if f.local {
		return f.boardSigning(c, o, begun)
	}
	return f.board(c, o, begun), nil
}

// boardSigning waits for one of the slots in which requests are signed, if the provider may
// delay the call.
func (f *flight) boardSigning(c *Client, o *callOptions, begun time.Time) (leave func(), err error) {
	if c.signs == nil || f.unsigned {
		return func() {}, nil
	}
	select {
	case c.signs <- struct{}{}:
		return c.signs.leave, nil
	default:
	}
	var expired <-chan time.Time
	// The library reports a timeout that is not positive as an invalid value.
	if o.timeout > 0 {
		timer := time.NewTimer(o.timeout - time.Since(begun))
		defer timer.Stop()
		expired = timer.C
	}
	select {
	case c.signs <- struct{}{}:
		f.shorten(o, o.timeout, begun)
		return c.signs.leave, nil
	case <-c.ended:
		return nil, FromFailure(Failure{Reason: ErrCancelled, Message: "the client was shut down"})
	case <-expired:
		return nil, FromFailure(Failure{Reason: ErrTimeout, RequestSent: SentNo,
			Message: "timed out while the call waited for the credentials provider"})
	case <-f.ctx.Done():
	}
	reason := ErrCancelled
	if errors.Is(f.ctx.Err(), context.DeadlineExceeded) {
		reason = ErrTimeout
	}
	return nil, FromFailure(Failure{Reason: reason, RequestSent: SentNo, Cause: f.ctx.Err(),
		Message: "the context ended while the call waited for the credentials provider"})
}
