package cos

// #include "glue.h"
import "C"

import (
	"context"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Client sends requests, and keeps connections open between them. Any number of goroutines may
// use one at once. Close it when it is no longer needed; the garbage collector closes a client
// that was not closed.
type Client struct {
	raw       *C.cos_client_t
	total     time.Duration
	callsBack bool
	strays    *strays

	calls slots         // one for each call in C
	signs slots         // one for each request that is signed; nil: signing waits for nobody
	ended chan struct{} // closed by Shutdown
	end   sync.Once

	// One reference for the client until it is closed, and one for each call.
	references atomic.Int64
	closed     atomic.Bool
}

// NewClient checks the options and creates a client; nothing is sent. The error is a
// *ClientError whose message names the option.
func NewClient(with ...Option) (*Client, error) {
	o := options{raw: C.cos_client_options_new(), connections: defaultConnections, strays: new(strays)}
	defer func() { C.cos_client_options_free(o.raw) }()
	for _, option := range with {
		option(&o)
	}
	if err := o.err(); err != nil {
		return nil, err
	}
	c := &Client{total: o.total, callsBack: o.callsBack, strays: o.strays, ended: make(chan struct{})}
	if err := owned(C.cos_client_new(o.raw, &c.raw)); err != nil {
		return nil, err
	}
	c.calls = newSlots(o.connections)
	if o.provides {
		c.signs = make(slots, signSlots)
	}
	c.references.Store(1)
	runtime.SetFinalizer(c, (*Client).Close)
	return c, nil
}

// Close closes the client: calls in progress continue, later ones fail with fs.ErrClosed. It
// returns nil, and may be called more than once.
func (c *Client) Close() error {
	if c != nil && !c.closed.Swap(true) {
		runtime.SetFinalizer(c, nil)
		c.release()
	}
	return nil
}

// Shutdown permanently cancels every call of the client with ErrCancelled: those in progress
// within 100 ms, later ones at once. It closes idle connections. The client must still be
// closed.
func (c *Client) Shutdown() {
	if c != nil && c.hold() {
		C.cos_client_shutdown(c.raw)
		c.end.Do(func() { close(c.ended) })
		c.release()
	}
}

// HeadBucket checks whether a bucket exists and may be used. The Response contains its region.
// The error is a *ServiceError or *ClientError.
func (c *Client) HeadBucket(ctx context.Context, bucket string, options ...CallOption) (*Response, error) {
	var strings checked
	name := strings.text("bucket", bucket)
	if err := strings.err(); err != nil {
		return nil, err
	}
	return c.do(ctx, new(flight), options, func(f *flight, response **C.cos_response_t) *C.cos_error_t {
		return C.cos_go_head_bucket(f.client, name, f.call, f.handle, response)
	})
}

// Send sends a request to any API of COS and receives the response. Only the Body is consumed:
// with another one the request may be sent again. The error is a *ServiceError or *ClientError.
func (c *Client) Send(ctx context.Context, request *Request, options ...CallOption) (*Response, error) {
	f := new(flight)
	raw, err := request.build(f, (*Request).setBody, (*Request).setSink, (*Request).setFunctions)
	if err != nil {
		return nil, err
	}
	defer C.cos_request_free(raw)
	return c.do(ctx, f, options, func(f *flight, response **C.cos_response_t) *C.cos_error_t {
		return C.cos_go_send(f.client, raw, f.call, f.handle, response)
	})
}

// SetClockSkewSeconds sets how many seconds the server's clock is ahead of the local one;
// signatures are made for that time. Send finds it by itself. A client that only signs receives
// no response: pass it the ClockSkewSeconds of an error. SkewUnknown changes nothing.
func (c *Client) SetClockSkewSeconds(skew int64) {
	if c != nil && c.hold() {
		C.cos_client_set_clock_skew_s(c.raw, C.int64_t(skew))
		c.release()
	}
}

// enter takes a reference for a call.
func (c *Client) enter() error {
	if c.closed.Load() || !c.hold() {
		return FromFailure(Failure{Reason: ErrInvalidArgument, Message: "client: it was closed", Cause: fs.ErrClosed})
	}
	return nil
}

// hold takes a reference, unless the last one is gone.
func (c *Client) hold() bool {
	for {
		held := c.references.Load()
		if held == 0 {
			return false
		}
		if c.references.CompareAndSwap(held, held+1) {
			return true
		}
	}
}

func (c *Client) release() {
	if c.references.Add(-1) == 0 {
		C.cos_client_free(c.raw)
	}
}
