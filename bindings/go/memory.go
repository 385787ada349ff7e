package cos

// #include "glue.h"
import "C"

import (
	"math"
	"strings"
	"time"
	"unsafe"
)

// terminated returns a string for C, in Go's memory, for the duration of one call.
func terminated(text string) []C.char {
	bytes := make([]C.char, len(text)+1)
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&bytes[0])), len(text)), text)
	return bytes
}

// checked passes strings to C, and remembers the first that C would truncate.
type checked struct{ mistake string }

func (c *checked) text(name, value string) *C.char {
	if strings.IndexByte(value, 0) >= 0 {
		c.note(name + " holds a NUL byte; leave it out")
	}
	return &terminated(value)[0]
}

func (c *checked) note(mistake string) {
	if c.mistake == "" {
		c.mistake = mistake
	}
}

func (c *checked) err() error {
	if c.mistake == "" {
		return nil
	}
	return FromFailure(Failure{Reason: ErrInvalidArgument, Message: c.mistake})
}

// arena is a block of C's memory that is filled from its beginning.
type arena struct {
	block unsafe.Pointer
	used  int
}

func newArena(size int) *arena { return &arena{block: C.malloc(C.size_t(size + 1))} }

func (a *arena) free() { C.free(a.block) }

func (a *arena) room(size int) unsafe.Pointer {
	at := unsafe.Add(a.block, a.used)
	a.used += size
	return at
}

// text copies a string and a NUL after it: len(value) + 1 bytes.
func (a *arena) text(value string) *C.char {
	at := a.room(len(value) + 1)
	bytes := unsafe.Slice((*byte)(at), len(value)+1)
	copy(bytes, value)
	bytes[len(value)] = 0
	return (*C.char)(at)
}

// optional is like text, but returns NULL for "".
func (a *arena) optional(value string) *C.char {
	if value == "" {
		return nil
	}
	return a.text(value)
}

// visible returns a text for people, which does not end for C at an inner NUL.
func visible(text string) string { return strings.ReplaceAll(text, "\x00", "\uFFFD") }

// first returns the address of bytes in Go's memory; nil if there are none.
func first(bytes []byte) unsafe.Pointer {
	if len(bytes) == 0 {
		return nil
	}
	return unsafe.Pointer(&bytes[0])
}

// milliseconds returns a Duration, the longest possible one if the number is larger.
func milliseconds(ms int64) time.Duration {
	if ms > math.MaxInt64/int64(time.Millisecond) {
		return math.MaxInt64
	}
	return time.Duration(ms) * time.Millisecond
}

// inMilliseconds rounds up, so that a short duration does not become 0.
func inMilliseconds(d time.Duration) C.int64_t {
	ms := d / time.Millisecond
	if d%time.Millisecond > 0 {
		ms++
	}
	return C.int64_t(ms)
}

func boolean(is bool) C.int32_t {
	if is {
		return 1
	}
	return 0
}

// header copies headers, which may contain any bytes. The arena must be empty.
func (a *arena) header(fields Header) unsafe.Pointer {
	at := a.room(len(fields) * C.sizeof_cos_header_t)
	array := unsafe.Slice((*C.cos_header_t)(at), len(fields))
	for i, field := range fields {
		array[i] = C.cos_header_t{
			name: a.text(field.Name), name_len: C.size_t(len(field.Name)),
			value: a.text(field.Value), value_len: C.size_t(len(field.Value)),
		}
	}
	return at
}

// clamped returns a number in C's range. One outside of it becomes the nearest end of the
// range, which is as invalid.
func clamped(number int) C.int32_t {
	switch {
	case number > math.MaxInt32:
		return math.MaxInt32
	case number < math.MinInt32:
		return math.MinInt32
	}
	return C.int32_t(number)
}
