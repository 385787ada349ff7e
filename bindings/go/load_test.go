package cos_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"libcos_err/cos"
)

// Every goroutine reads the answers of its own requests.
func TestEightGoroutinesOnOneClient(t *testing.T) {
	client := newClient(t, cos.WithLog(cos.LogDebug, func(cos.LogLevel, string) {}))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var all sync.WaitGroup
	for g := 0; g < 8; g++ {
		all.Add(1)
		go func(g int) {
			defer all.Done()
			for i := 0; i < 100; i++ {
				if err := storeAndMiss(ctx, client, fmt.Sprintf("goroutine-%d-%d", g, i)); err != nil {
					t.Error(err)
					return
				}
			}
		}(g)
	}
	all.Wait()
}

// storeAndMiss puts and gets an object through streams, and reads the error of another.
func storeAndMiss(ctx context.Context, client *cos.Client, name string) error {
	upload := cos.NewObjectRequest("PUT", bucket, name)
	upload.Body = readerOf(name)
	if _, err := client.Send(ctx, upload); err != nil {
		return err
	}
	var got bytes.Buffer
	download := cos.NewObjectRequest("GET", bucket, name)
	download.Sink = &got
	if _, err := client.Send(ctx, download); err != nil {
		return err
	}
	_, err := client.Send(ctx, cos.NewObjectRequest("GET", bucket, "no/"+name))
	var e *cos.Error
	if got.String() != name || !errors.As(err, &e) || e.Code != "NoSuchKey" || !strings.HasSuffix(e.URL, "/no/"+name) ||
		!strings.Contains(e.Error(), e.RequestID) {
		return fmt.Errorf("%s: %q, %w", name, got.String(), err)
	}
	return nil
}

// readerOf gives a text in two pieces, by callbacks.
func readerOf(text string) readerFunc {
	reader := strings.NewReader(text)
	return func(p []byte) (int, error) {
		if half := (len(text) + 1) / 2; len(p) > half {
			p = p[:half]
		}
		return reader.Read(p)
	}
}

// resident is the memory of this process, Go's and C's, in bytes.
func resident(t *testing.T) int {
	t.Helper()
	runtime.GC()
	// Once more for what the first collection's finalizers let go of.
	debug.FreeOSMemory()
	statm, err := os.ReadFile("/proc/self/statm")
	var size, pages int
	if err == nil {
		_, err = fmt.Sscan(string(statm), &size, &pages)
	}
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

func TestMemoryIsFlatOverFailingCalls(t *testing.T) {
	const calls = 100_000
	client := newClient(t)
	fail := func(n int) {
		for i := 0; i < n; i++ {
			_, err := client.Send(context.Background(), cos.NewObjectRequest("GET", bucket, "no/such/object"))
			var e *cos.Error
			if !errors.As(err, &e) || e.Status != 404 || e.Advice("en") == "" {
				t.Fatal(err)
			}
		}
	}
	fail(calls / 5)
	before := resident(t)
	fail(calls)
	grown := resident(t) - before
	t.Logf("%d calls: %d KiB before, %+d KiB after", calls, before>>10, grown>>10)
	// 84 bytes a call; when the collector runs makes 3 MiB more or less.
	if grown > 8<<20 {
		t.Errorf("memory has grown by %d bytes", grown)
	}
}

// The process ends while a call waits: by os.Exit, and by the return of main.
func TestExitDuringACall(t *testing.T) {
	program := filepath.Join(t.TempDir(), "exits")
	if said, err := exec.Command("go", append(tags(), "-o", program, "./internal/exits")...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for way, code := range map[string]int{"return": 0, "exit": 7} {
		address, _ := silent(t)
		command := exec.Command(program, address, way)
		said, err := command.CombinedOutput()
		if command.ProcessState == nil || command.ProcessState.ExitCode() != code || len(said) > 0 {
			t.Errorf("%s: %v %s", way, err, said)
		}
	}
}
