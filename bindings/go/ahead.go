//go:build cgo

package cos

import (
	"io"
	"sync"
	"time"
)

// ahead is a body whose beginning was read ahead by a goroutine. When the time is up, the
// goroutine is left running: it may be in a Read that blocks.
type ahead struct {
	body io.ReadCloser
	// Closed when the goroutine has ended: then the body is the reader's.
	ended chan struct{}

	mutex   sync.Mutex
	stopped bool
	buffer  []byte
	read    int // of the buffer, by the caller
	err     error
}

// readAhead reads the beginning of a body: at most limit bytes, for at most the duration
// within. It returns a copy of what arrived, and a reader of the whole body.
func readAhead(body io.ReadCloser, limit int, within time.Duration) (a *ahead, beginning []byte, isWhole bool, err error) {
	a = &ahead{body: body, ended: make(chan struct{})}
	go a.fill(limit)
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-a.ended:
	case <-timer.C:
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.stopped = true
	if a.err == io.EOF {
		return a, append([]byte(nil), a.buffer...), true, nil
	}
	return a, append([]byte(nil), a.buffer...), false, a.err
}

func (a *ahead) fill(limit int) {
	defer close(a.ended)
	piece := make([]byte, 32<<10)
	for a.wants(limit) {
		if room := limit - len(a.buffer); room < len(piece) {
			piece = piece[:room]
		}
		n, err := a.body.Read(piece)
		a.mutex.Lock()
		a.buffer = append(a.buffer, piece[:n]...)
		a.err = err
		a.mutex.Unlock()
	}
}

func (a *ahead) wants(limit int) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return !a.stopped && a.err == nil && len(a.buffer) < limit
}

// Read returns the bytes that were read ahead, then the rest.
func (a *ahead) Read(p []byte) (int, error) {
	if n := a.take(p); n > 0 || len(p) == 0 {
		return n, nil
	}
	<-a.ended
	if n := a.take(p); n > 0 {
		return n, nil
	}
	if a.err != nil {
		return 0, a.err
	}
	return a.body.Read(p)
}

func (a *ahead) take(p []byte) int {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	n := copy(p, a.buffer[a.read:])
	a.read += n
	return n
}

// Close ends a Read that blocks.
func (a *ahead) Close() error { return a.body.Close() }
