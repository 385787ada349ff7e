//go:build cgo

package cos

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// source provides a request's body.
type source struct {
	reader io.Reader
	seeker io.Seeker // nil: cannot be rewound
	start  int64
	length int64 // -1: not known
	exact  bool  // whether the caller announced the length: a file may grow meanwhile
	given  int64 // by the reader since the beginning, or the last rewind
	failed error // what came with the last bytes
}

func newSource(reader io.Reader, length int64) *source {
	if buffer, ok := reader.(*bytes.Buffer); ok {
		reader = bytes.NewReader(buffer.Next(buffer.Len()))
	}
	s := &source{reader: reader, length: length, exact: length > 0}
	if seeker, ok := reader.(io.Seeker); ok {
		// A pipe is an *os.File too, and cannot seek.
		if start, err := seeker.Seek(0, io.SeekCurrent); err == nil {
			s.seeker, s.start = seeker, start
		}
	}
	if s.length == 0 {
		s.length = s.measured()
	}
	return s
}

// measured returns the number of bytes that are left; -1 if it is not known.
func (s *source) measured() int64 {
	if s.seeker == nil {
		return -1
	}
	end, err := s.seeker.Seek(0, io.SeekEnd)
	if err != nil {
		return -1
	}
	err = s.rewind()
	if err == nil && end <= s.start {
		// Files of /proc and devices report 0, whatever can be read.
		var n int
		n, err = s.reader.Read(make([]byte, 1))
		if err = atEnd(err); err == nil {
			err = s.rewind()
		}
		if err == nil && n > 0 {
			return -1
		}
		end = s.start
	}
	if err != nil {
		// Bytes from a wrong position must not be sent: read fails instead.
		s.failed = err
		return -1
	}
	return end - s.start
}

// read fills buffer with the bytes of one Read of the caller; it returns 0, nil at the end.
func (s *source) read(buffer []byte) (int, error) {
	if s.failed != nil {
		return 0, atEnd(s.failed)
	}
	n, err := s.some(buffer)
	if n < 0 || n > len(buffer) {
		return 0, errors.New("cos: the Body's Read returned an impossible count")
	}
	if n == 0 {
		return 0, atEnd(err)
	}
	s.failed = err
	s.given += int64(n)
	return n, s.surplus()
}

// surplus returns an error if the reader has more than the announced length: the last byte is
// withheld, so that the server does not store a part of the body as a whole.
func (s *source) surplus() error {
	if !s.exact || s.given < s.length || s.failed != nil {
		return nil
	}
	var more [1]byte
	n, err := s.some(more[:])
	if n > 0 {
		return fmt.Errorf("cos: the Body is longer than BodyLength, %d; set the right length, or send a part with io.LimitReader", s.length)
	}
	s.failed = io.EOF
	if err != nil {
		s.failed = err
	}
	return nil
}

// some reads until there is something or an end.
func (s *source) some(buffer []byte) (int, error) {
	// As many empty reads as bufio allows.
	for tries := 0; tries < 100; tries++ {
		if n, err := s.reader.Read(buffer); n != 0 || err != nil {
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}

func atEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

func (s *source) rewind() error {
	s.failed, s.given = nil, 0
	_, err := s.seeker.Seek(s.start, io.SeekStart)
	return err
}

// sink is where the body of a success goes.
type sink struct {
	writer  io.Writer
	rewind  func() error // nil: what was written cannot be taken back
	written int64        // since the beginning, or the last rewind
}

func newSink(writer io.Writer) *sink {
	s := &sink{writer: writer}
	switch w := writer.(type) {
	case *bytes.Buffer:
		length := w.Len()
		s.rewind = func() error {
			w.Truncate(length)
			return nil
		}
	case interface {
		io.Seeker
		Truncate(size int64) error
	}:
		if start, err := w.Seek(0, io.SeekCurrent); err == nil {
			s.rewind = func() error { return s.takeBack(w, start) }
		}
	}
	return s
}

// takeBack removes the bytes that were written, and nothing else: a file that appends began at
// its end, whatever its position was; one with other bytes after them keeps those.
func (s *sink) takeBack(file interface {
	io.Seeker
	Truncate(size int64) error
}, start int64) error {
	at, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if s.written > 0 {
		begun := at - s.written
		if at != end && begun != start {
			return errors.New("cos: others have written behind what the Sink appended")
		}
		start, s.written = begun, 0
		if at == end {
			err = file.Truncate(start)
		}
	}
	if err == nil {
		_, err = file.Seek(start, io.SeekStart)
	}
	return err
}

func (s *sink) write(bytes []byte) error {
	n, err := s.writer.Write(bytes)
	s.written += int64(n)
	if err == nil && n != len(bytes) {
		err = io.ErrShortWrite
	}
	return err
}
