package cos_test

import (
	"bytes"
	"context"
	"io"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"libcos_err/cos"
)

// What is in memory is copied once: into the library.
func TestBodiesInMemoryAreCopiedOnce(t *testing.T) {
	client := newClient(t)
	const size = 1 << 20
	text := strings.Repeat("x", size)
	post := cos.NewBucketRequest("POST", bucket)
	post.Query = url.Values{"delete": nil}
	for name, body := range map[string]func() io.Reader{
		"strings": func() io.Reader { return strings.NewReader(text) },
		"bytes":   func() io.Reader { return bytes.NewReader([]byte(text)) },
		"buffer":  func() io.Reader { return bytes.NewBuffer([]byte(text)) },
	} {
		upload := cos.NewObjectRequest("PUT", bucket, "once")
		upload.Body, post.Body = body(), body()
		allocated := allocation(func() {
			if _, err := client.Send(context.Background(), upload); err != nil {
				t.Error(err)
			}
			if _, err := client.Sign(context.Background(), post, time.Minute); err != nil {
				t.Error(err)
			}
		})
		if allocated > size/2 {
			t.Errorf("%s: %d bytes were allocated", name, allocated)
		}
		if rest, _ := io.ReadAll(upload.Body); len(rest) != 0 {
			t.Errorf("%s: %d bytes are left", name, len(rest))
		}
		if rest, _ := io.ReadAll(post.Body); string(rest) != text {
			t.Errorf("%s: %d bytes are left after Sign", name, len(rest))
		}
	}
	if got := get(t, client, "once"); got != text {
		t.Errorf("%d bytes", len(got))
	}
}

// What is left of a response without its Body is small: the library has freed its own.
func TestTheLibraryKeepsNoBody(t *testing.T) {
	// So large that malloc gives it back to the system.
	const size = 40 << 20
	client := newClient(t)
	receive := func() (held []*cos.Response) {
		for i := 0; i < 3; i++ {
			response, err := client.Send(context.Background(), cos.NewObjectRequest("GET", bucket, "synthetic/40m"))
			if err != nil || len(response.Body) != size {
				t.Fatal(err)
			}
			response.Body = nil
			held = append(held, response)
		}
		return held
	}
	// The heap grows, and what the race detector has for it.
	receive()
	before := resident(t)
	held := receive()
	if grown := resident(t) - before; grown > size {
		t.Errorf("memory has grown by %d bytes for %d responses without a body", grown, len(held))
	}
	runtime.KeepAlive(held)
}

// allocation returns the bytes that Go allocates in a function.
func allocation(run func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
