package cos_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"libcos_err/cos"
)

// Ways to give a body, all of which must store the same bytes.
func TestBodiesArrive(t *testing.T) {
	text := strings.Repeat("0123456789abcdef", 1<<17) // 2 MiB: beyond what is read at once
	path := filepath.Join(t.TempDir(), "body")
	if err := os.WriteFile(path, []byte("<<"+text+">>"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err == nil {
		defer file.Close()
		_, err = file.Seek(2, io.SeekStart)
	}
	if err != nil {
		t.Fatal(err)
	}
	client := newClient(t)
	bodies := map[string]func(*cos.Request){
		"strings.Reader": func(r *cos.Request) { r.Body = strings.NewReader(text) },
		"bytes.Buffer":   func(r *cos.Request) { r.Body = bytes.NewBufferString(text) },
		"chunks":         func(r *cos.Request) { r.Body = io.MultiReader(strings.NewReader(text)) },
		"length":         func(r *cos.Request) { r.Body, r.BodyLength = io.MultiReader(strings.NewReader(text)), 2<<20 },
		"file":           func(r *cos.Request) { r.Body, r.BodyLength = io.LimitReader(file, 2<<20), 2<<20 },
		"file range": func(r *cos.Request) {
			r.BodyFile, r.BodyFileOffset, r.BodyFileLength = path, 2, 2<<20
		},
	}
	for name, set := range bodies {
		request := cos.NewObjectRequest("PUT", bucket, "bodies")
		set(request)
		if _, err := client.Send(context.Background(), request); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := get(t, client, "bodies"); got != text {
			t.Errorf("%s: %d bytes, not %d", name, len(got), len(text))
		}
	}
}

func TestASeekerIsSentAgain(t *testing.T) {
	client := newClient(t)
	again := cos.NewObjectRequest("PUT", bucket, "again")
	again.Header = map[string][]string{"x-standin-fault": {"fail-1-status-503"}, "x-standin-echo": {"go-again"}}
	again.Body = struct{ io.ReadSeeker }{strings.NewReader("twice")}
	if _, err := client.Send(context.Background(), again); err != nil {
		t.Fatal(err)
	}
	if got := get(t, client, "again"); got != "twice" {
		t.Errorf("%q", got)
	}
	once := cos.NewObjectRequest("PUT", "fault-status-503-1250000000", "once")
	once.Body = io.MultiReader(strings.NewReader("once"))
	_, err := client.Send(context.Background(), once)
	var service *cos.ServiceError
	if !errors.As(err, &service) || len(service.Attempts) != 1 || !strings.Contains(service.Attempts[0].Note, "not retried") {
		t.Errorf("%v", err)
	}
}

func TestSinksTakeTheBody(t *testing.T) {
	client := newClient(t)
	put(t, client, "sinks", "of a success")
	path := filepath.Join(t.TempDir(), "sink")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	file.WriteString("before: ")
	buffer := bytes.NewBufferString("before: ")
	for _, sink := range []io.Writer{file, buffer} {
		request := cos.NewObjectRequest("GET", bucket, "sinks")
		// Ten bytes arrive, and the line drops: what they wrote is taken back.
		request.Header = map[string][]string{"x-standin-fault": {"fail-1-cut-10"}, "x-standin-echo": {"go-sink"}}
		request.Sink = sink
		response, err := client.Send(context.Background(), request)
		if err != nil || response.Received != 12 || len(response.Body) != 0 {
			t.Errorf("%T: %+v %v", sink, response, err)
		}
	}
	written, _ := os.ReadFile(path)
	for _, got := range []string{string(written), buffer.String()} {
		if got != "before: of a success" {
			t.Errorf("%q", got)
		}
	}
	request := cos.NewObjectRequest("GET", bucket, "sinks")
	request.SinkFile, request.SyncSink = path, true
	if _, err := client.Send(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	if written, _ = os.ReadFile(path); string(written) != "of a success" {
		t.Errorf("%q", written)
	}
}

func TestProgressCountsToTheEnd(t *testing.T) {
	request := cos.NewObjectRequest("PUT", bucket, "progress")
	request.Body = strings.NewReader(strings.Repeat("x", 3<<20))
	var last cos.Progress
	request.Progress = func(p cos.Progress) { last = p }
	if _, err := newClient(t).Send(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	if last.Sent != 3<<20 || last.ToSend != 3<<20 {
		t.Errorf("%+v", last)
	}
}

// What the caller's own code fails with is what the error wraps.
func TestErrorsOfStreamsAreWrapped(t *testing.T) {
	client := newClient(t)
	own := errors.New("own")
	put(t, client, "wrapped", "text")
	requests := map[string]func(*cos.Request){
		"reader":   func(r *cos.Request) { r.Body = readerFunc(func([]byte) (int, error) { return 0, own }) },
		"at last":  func(r *cos.Request) { r.Body = readerFunc(func([]byte) (int, error) { return 1, own }) },
		"writer":   func(r *cos.Request) { r.Sink = writerFunc(func([]byte) (int, error) { return 0, own }) },
		"no count": func(r *cos.Request) { r.Sink = writerFunc(func([]byte) (int, error) { return 0, nil }) },
		"no end":   func(r *cos.Request) { r.Body = readerFunc(func([]byte) (int, error) { return 0, nil }) },
	}
	wraps := map[string]error{"no count": io.ErrShortWrite, "no end": io.ErrNoProgress}
	for name, set := range requests {
		method := "GET"
		if strings.HasPrefix(name, "reader") || name == "at last" || name == "no end" {
			method = "PUT"
		}
		request := cos.NewObjectRequest(method, bucket, "wrapped")
		set(request)
		_, err := client.Send(context.Background(), request)
		want := wraps[name]
		if want == nil {
			want = own
		}
		if !errors.Is(err, cos.ErrCallback) || !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(err.Error(), want.Error()) {
			t.Errorf("%s: %q is not in %q", name, want, err)
		}
	}
	if get(t, client, "wrapped") != "text" {
		t.Error("an upload that failed was stored")
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// counted is a Reader whose Len says something else than what Read gives.
type counted struct {
	io.Reader
	length int
}

func (c counted) Len() int { return c.length }

// What is stored is what Read gives, or nothing, but never a part of it.
func TestALenOfAnotherTypeIsNotBelieved(t *testing.T) {
	client := newClient(t)
	for _, length := range []int{-1, 0, 4, 40} {
		request := cos.NewObjectRequest("PUT", bucket, "counted")
		request.Body = counted{strings.NewReader("0123456789"), length}
		if _, err := client.Send(context.Background(), request); err != nil {
			t.Errorf("%d: %v", length, err)
		} else if got := get(t, client, "counted"); got != "0123456789" {
			t.Errorf("%d: %q", length, got)
		}
	}
	own, reads := errors.New("own"), 0
	request := cos.NewObjectRequest("PUT", bucket, "counted")
	request.Body = counted{readerFunc(func([]byte) (int, error) {
		if reads++; reads > 1 {
			return 0, io.EOF
		}
		return 0, own
	}), 10}
	if _, err := client.Send(context.Background(), request); !errors.Is(err, own) {
		t.Error(err)
	}
	if got := get(t, client, "counted"); got != "0123456789" {
		t.Errorf("%q", got)
	}
}

// Files of /proc say that they have no bytes; the folder cannot be read.
func TestFilesWithoutASizeAreReadToTheirEnd(t *testing.T) {
	client := newClient(t)
	for _, path := range []string{"/proc/self/cmdline", "/proc/self", os.DevNull} {
		file, err := os.Open(path)
		if err != nil {
			t.Skip(err)
		}
		defer file.Close()
		want, unreadable := os.ReadFile(path)
		put(t, client, "procs", "before")
		if unreadable != nil {
			want = []byte("before")
		}
		request := cos.NewObjectRequest("PUT", bucket, "procs")
		request.Body = file
		_, err = client.Send(context.Background(), request)
		if got := get(t, client, "procs"); (err != nil) != (unreadable != nil) || got != string(want) {
			t.Errorf("%s: %q %v", path, got, err)
		}
	}
}

// stuck can go to its end, and not back.
type stuck struct{ io.ReadSeeker }

func (s stuck) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekStart {
		return 0, io.ErrNoProgress
	}
	return s.ReadSeeker.Seek(offset, whence)
}

func TestABodyThatStaysAtItsEndIsNotSentEmpty(t *testing.T) {
	client := newClient(t)
	put(t, client, "stuck", "before")
	request := cos.NewObjectRequest("PUT", bucket, "stuck")
	request.Body = stuck{strings.NewReader("text")}
	if _, err := client.Send(context.Background(), request); !errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
	if got := get(t, client, "stuck"); got != "before" {
		t.Errorf("%q", got)
	}
}

func TestABufferIsReadInParts(t *testing.T) {
	client := newClient(t)
	buffer := bytes.NewBufferString("0123456789")
	for _, want := range []string{"0123", "4567"} {
		request := cos.NewObjectRequest("PUT", bucket, "in-parts")
		request.Body, request.BodyLength = io.LimitReader(buffer, 4), 4
		if _, err := client.Send(context.Background(), request); err != nil {
			t.Fatal(err)
		}
		if got := get(t, client, "in-parts"); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// Only what the call wrote is taken back.
func TestASinkKeepsWhatIsNotOfTheCall(t *testing.T) {
	client := newClient(t)
	put(t, client, "kept", "of a success")
	path := filepath.Join(t.TempDir(), "sink")
	for _, with := range []struct {
		flag         int
		before, want string
	}{
		{os.O_APPEND, "before: ", "before: of a success"},
		{0, "............: behind", "of a success: behind"},
		{0, "short", "of a success"},
	} {
		if err := os.WriteFile(path, []byte(with.before), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.OpenFile(path, os.O_RDWR|with.flag, 0)
		if err != nil {
			t.Fatal(err)
		}
		request := cos.NewObjectRequest("GET", bucket, "kept")
		request.Header = map[string][]string{"x-standin-fault": {"fail-2-cut-10"}, "x-standin-echo": {"go-kept " + with.before}}
		request.Sink = file
		_, err = client.Send(context.Background(), request)
		file.Close()
		if got, _ := os.ReadFile(path); err != nil || string(got) != with.want {
			t.Errorf("%q: %q %v", with.before, got, err)
		}
	}
}

// nothingTwice gives its text, and no byte and no error before each piece of it.
type nothingTwice struct {
	io.Reader
	calls int
}

func (n *nothingTwice) Read(p []byte) (int, error) {
	if n.calls++; n.calls%3 != 0 {
		return 0, nil
	}
	return n.Reader.Read(p)
}

// A Body that is longer than its BodyLength is not stored, and its length is named.
func TestABodyLongerThanItsLengthIsAMistake(t *testing.T) {
	client := newClient(t)
	put(t, client, "longer", "before")
	for name, body := range map[string]func(text string) io.Reader{
		"reader":  func(text string) io.Reader { return io.MultiReader(strings.NewReader(text)) },
		"memory":  func(text string) io.Reader { return strings.NewReader(text) },
		"buffer":  func(text string) io.Reader { return bytes.NewBufferString(text) },
		"bytes":   func(text string) io.Reader { return iotest.OneByteReader(strings.NewReader(text)) },
		"data":    func(text string) io.Reader { return iotest.DataErrReader(strings.NewReader(text)) },
		"nothing": func(text string) io.Reader { return &nothingTwice{Reader: strings.NewReader(text)} },
	} {
		for _, longer := range []string{"012345", "01234567890123456789"} {
			request := cos.NewObjectRequest("PUT", bucket, "longer")
			request.Body, request.BodyLength = body(longer), 5
			_, err := client.Send(context.Background(), request)
			var failed *cos.ClientError
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), "BodyLength") || !strings.Contains(err.Error(), "5") {
				t.Errorf("%s: %v", name, err)
			}
			if got := get(t, client, "longer"); got != "before" {
				t.Errorf("%s: %q", name, got)
			}
		}
		request := cos.NewObjectRequest("PUT", bucket, "exact "+name)
		request.Body, request.BodyLength = body("01234"), 5
		if _, err := client.Send(context.Background(), request); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := get(t, client, "exact "+name); got != "01234" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
