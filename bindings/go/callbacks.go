package cos

// #include "glue.h"
import "C"

import (
	"context"
	"runtime/cgo"
	"unsafe"
)

// aboard runs the Go side of a callback. A panic must not pass through the frames of the
// library, so it is stored, and the call panics again with it. It returns true if the callback
// succeeded.
func aboard(handle C.uintptr_t, run func(*flight) error) (ok bool) {
	if handle == 0 {
		return false
	}
	f := cgo.Handle(handle).Value().(*flight)
	if f.hasPanicked() {
		return false
	}
	returned := false
	defer func() {
		if !returned {
			f.keepPanic(recover())
		}
	}()
	err := run(f)
	returned = true
	if err != nil {
		f.keepError(err)
		report(err)
		if f.cancel != nil && f.cancelled() {
			C.cos_cancel_trigger(f.cancel)
		}
	}
	return err == nil
}

// ashore runs a function of a client for a call. On a thread of the library, which helps a
// transfer, a log function runs for none: its handle is 0.
func ashore(handle C.uintptr_t, left *strays, run func(context.Context) error) (ok bool) {
	if handle != 0 {
		return aboard(handle, func(f *flight) error { return run(f.ctx) })
	}
	returned := false
	defer func() {
		if !returned {
			left.leave(recover())
		}
	}()
	err := run(context.Background())
	returned = true
	if err != nil {
		report(err)
	}
	return err == nil
}

// report makes the error of a callback a part of the call's error.
func report(err error) {
	text := terminated(visible(err.Error()))
	C.cos_callback_set_error(&text[0])
}

//export cosGoRead
func cosGoRead(handle C.uintptr_t, buffer unsafe.Pointer, size C.size_t) C.int64_t {
	count := C.int64_t(-1)
	aboard(handle, func(f *flight) error {
		n, err := f.source.read(unsafe.Slice((*byte)(buffer), int(size)))
		if err == nil {
			count = C.int64_t(n)
		}
		return err
	})
	return count
}

//export cosGoRewindBody
func cosGoRewindBody(handle C.uintptr_t) C.int32_t {
	return failed(aboard(handle, func(f *flight) error { return f.source.rewind() }))
}

//export cosGoWrite
func cosGoWrite(handle C.uintptr_t, bytes unsafe.Pointer, size C.size_t) C.int32_t {
	return failed(aboard(handle, func(f *flight) error {
		return f.sink.write(unsafe.Slice((*byte)(bytes), int(size)))
	}))
}

//export cosGoRewindSink
func cosGoRewindSink(handle C.uintptr_t) C.int32_t {
	return failed(aboard(handle, func(f *flight) error { return f.sink.rewind() }))
}

//export cosGoProgress
func cosGoProgress(handle C.uintptr_t, sent, toSend, received, toReceive C.int64_t) {
	aboard(handle, func(f *flight) error {
		f.progress(Progress{int64(sent), int64(toSend), int64(received), int64(toReceive)})
		return nil
	})
}

//export cosGoHead
func cosGoHead(handle C.uintptr_t, head *C.cos_response_t) C.int32_t {
	return failed(aboard(handle, func(f *flight) error { return f.head(copied(head)) }))
}

//export cosGoProvide
func cosGoProvide(handle, provider C.uintptr_t, credentials *C.cos_credentials_t) C.int32_t {
	given := cgo.Handle(provider).Value().(*provided)
	return failed(ashore(handle, given.strays, func(ctx context.Context) error {
		keys, err := given.provide(ctx)
		var strings checked
		if err == nil {
			keys.give(credentials, &strings)
			err = strings.err()
		}
		if err != nil {
			text := terminated(visible(err.Error()))
			C.cos_credentials_set_error(credentials, &text[0])
		}
		return err
	}))
}

func (keys Credentials) give(credentials *C.cos_credentials_t, strings *checked) {
	var token *C.char
	if keys.Token != "" {
		token = strings.text("token", keys.Token)
	}
	var expires C.int64_t
	if !keys.Expires.IsZero() {
		// 0 means never, so the first second of the epoch counts as past, as the seconds before it.
		if expires = C.int64_t(keys.Expires.Unix()); expires < 1 {
			expires = 1
		}
	}
	C.cos_credentials_set(credentials, strings.text("secret_id", keys.SecretID),
		strings.text("secret_key", keys.SecretKey), token, expires)
}

//export cosGoCancelled
func cosGoCancelled(handle C.uintptr_t) C.int32_t {
	f := cgo.Handle(handle).Value().(*flight)
	f.adopt()
	return boolean(f.hasPanicked() || f.cancelled())
}

//export cosGoLog
func cosGoLog(handle, log C.uintptr_t, level C.cos_log_level_t, line *C.char) {
	told := cgo.Handle(log).Value().(*logged)
	ashore(handle, told.strays, func(context.Context) error {
		told.log(LogLevel(level), C.GoString(line))
		return nil
	})
}

//export cosGoRelease
func cosGoRelease(handle C.uintptr_t) { cgo.Handle(handle).Delete() }

// failed is the result of C's callbacks that fail.
func failed(ok bool) C.int32_t { return boolean(!ok) }
