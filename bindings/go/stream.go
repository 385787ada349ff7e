package cos

import (
	"bytes"
	"errors"
	"io"
)

// source is where a request's body comes from.
type source struct {
	reader io.Reader
	seeker io.Seeker // nil: cannot be rewound
	start  int64
	length int64 // -1: not known
	failed error // what came with the last bytes
}

func newSource(reader io.Reader, length int64) *source {
	if buffer, ok := reader.(*bytes.Buffer); ok {
		reader = bytes.NewReader(buffer.Next(buffer.Len()))
	}
	s := &source{reader: reader, length: length}
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

// measured is the number of bytes that are left; -1: not known.
func (s *source) measured() int64 {
	if s.seeker == nil {
		return -1
	}
	end, err := s.seeker.Seek(0, io.SeekEnd)
	if err != nil || s.rewind() != nil || end < s.start {
		return -1
	}
	return end - s.start
}

// read fills buffer as far as one Read of the caller's does; 0, nil at the end.
func (s *source) read(buffer []byte) (int, error) {
	if s.failed != nil {
		return 0, atEnd(s.failed)
	}
	// As many empty reads as bufio allows.
	for tries := 0; tries < 100; tries++ {
		n, err := s.reader.Read(buffer)
		if n < 0 || n > len(buffer) {
			return 0, errors.New("cos: the Body's Read returned an impossible count")
		}
		if n > 0 {
			s.failed = err
			return n, nil
		}
		if err != nil {
			return 0, atEnd(err)
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
	s.failed = nil
	_, err := s.seeker.Seek(s.start, io.SeekStart)
	return err
}

// sink is where the body of a success goes.
type sink struct {
	writer io.Writer
	rewind func() error // nil: what was written cannot be taken back
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
			s.rewind = func() error {
				if err := w.Truncate(start); err != nil {
					return err
				}
				_, err := w.Seek(start, io.SeekStart)
				return err
			}
		}
	}
	return s
}

func (s *sink) write(bytes []byte) error {
	n, err := s.writer.Write(bytes)
	if err == nil && n != len(bytes) {
		err = io.ErrShortWrite
	}
	return err
}
