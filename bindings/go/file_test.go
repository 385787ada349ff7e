package cos_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math/rand"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"libcos_err/cos"
)

const (
	partSize = 1 << 20          // the smallest that COS takes
	fileSize = 4*partSize + 123 // five parts
)

// inParts are settings with which a file of fileSize has five parts.
func inParts(parallel int, more ...cos.CallOption) []cos.CallOption {
	return append([]cos.CallOption{cos.FilePartSize(partSize), cos.FileThreshold(partSize), cos.FileParallel(parallel)}, more...)
}

// file is a file of fileSize bytes in a folder of its own, and its bytes.
func file(t *testing.T) (path string, content []byte) {
	t.Helper()
	content = make([]byte, fileSize)
	rand.New(rand.NewSource(1)).Read(content)
	path = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// faultsOf sets faults of the bucket's next requests until the test ends, or none.
func faultsOf(t *testing.T, json string) {
	t.Helper()
	request, err := http.NewRequest("PUT", "http://"+standin+"/_standin/faults/"+bucket, strings.NewReader(json))
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil || response.StatusCode/100 != 2 {
		t.Fatal(response, err)
	}
	response.Body.Close()
	if json != "[]" {
		t.Cleanup(func() { faultsOf(t, "[]") })
	}
}

// slowParts makes each request for a part take so long that its end is reported, and that the call
// can be ended.
func slowParts(t *testing.T) {
	faultsOf(t, `[{"faults": "slow-150", "target": "partNumber="}, {"faults": "slow-150", "methods": ["GET"]}]`)
}

// progress is what FileProgress receives.
type progress struct {
	moved []int64
	on    func(moved int64)
}

func (p *progress) option() cos.CallOption {
	return cos.FileProgress(func(moved, size int64) {
		if size != fileSize || moved < 0 || moved > size {
			moved = -1
		}
		p.moved = append(p.moved, moved)
		if p.on != nil {
			p.on(moved)
		}
	})
}

func (p *progress) check(t *testing.T, resumed bool) {
	t.Helper()
	if len(p.moved) == 0 {
		t.Fatal("no progress")
	}
	for _, moved := range p.moved {
		if moved < 0 {
			t.Error(p.moved)
		}
	}
	if (p.moved[0] >= partSize) != resumed || p.moved[len(p.moved)-1] != fileSize {
		t.Error(p.moved)
	}
}

func TestFilesInPartsUpAndDown(t *testing.T) {
	client := newClient(t)
	path, content := file(t)
	got := path + ".got"
	var sent, received progress
	response, err := client.UploadFile(context.Background(), bucket, "go/parts", path,
		inParts(3, sent.option(), cos.FileHeader("x-cos-meta-color", "red"), cos.CallTimeout(time.Hour))...)
	if err != nil || response.Status != 200 {
		t.Fatal(response, err)
	}
	sent.check(t, false)
	response, err = client.DownloadFile(context.Background(), bucket, "go/parts", got, inParts(3, received.option())...)
	if err != nil {
		t.Fatal(err)
	}
	received.check(t, false)
	// An ETag of parts has their number.
	if response.Header.Get("x-cos-meta-color") != "red" || !strings.HasSuffix(response.Header.Get("ETag"), `-5"`) {
		t.Error(response.Header)
	}
	if bytesOf, err := os.ReadFile(got); err != nil || !bytes.Equal(bytesOf, content) {
		t.Error(len(bytesOf), err)
	}
	// By one request, without options.
	if _, err := client.UploadFile(context.Background(), bucket, "go/whole", got); err != nil {
		t.Error(err)
	}
	if get(t, client, "go/whole") != string(content) {
		t.Error("differs")
	}
}

// The error of a part repeats which headers were signed.
func TestPartsHaveAContentMD5(t *testing.T) {
	client := newClient(t)
	path, _ := file(t)
	faultsOf(t, `{"faults": "echo-secrets", "target": "partNumber=2&"}`)
	for _, isWanted := range []bool{false, true} {
		options := inParts(1)
		if isWanted {
			options = append(options, cos.FileContentMD5())
		}
		_, err := client.UploadFile(context.Background(), bucket, "go/signed", path, options...)
		var failed *cos.ServiceError
		if !errors.As(err, &failed) || failed.Code != "AccessDenied" {
			t.Fatal(err)
		}
		if strings.Contains(failed.OriginXML, "content-md5") != isWanted {
			t.Error(isWanted, failed.OriginXML)
		}
	}
}

func TestAVersionIsDownloaded(t *testing.T) {
	client := newClient(t)
	path, content := file(t)
	got := path + ".got"
	if _, err := client.UploadFile(context.Background(), bucket, "go/version", path, inParts(3)...); err != nil {
		t.Fatal(err)
	}
	for id, isThere := range map[string]bool{"": true, "null": true, "other": false} {
		_, err := client.DownloadFile(context.Background(), bucket, "go/version", got, inParts(3, cos.FileVersionID(id))...)
		if (err == nil) != isThere {
			t.Error(id, err)
		}
		if bytesOf, err := os.ReadFile(got); isThere && !bytes.Equal(bytesOf, content) {
			t.Error(id, len(bytesOf), err)
		}
	}
}

// storedParts is how many parts an upload has; 0 if it is gone.
func storedParts(t *testing.T, client *cos.Client, key, id string) int {
	t.Helper()
	list := cos.NewObjectRequest("GET", bucket, key)
	list.Query = url.Values{"uploadId": {id}}
	response, err := client.Send(context.Background(), list)
	var failed *cos.ServiceError
	if errors.As(err, &failed) && failed.Code == "NoSuchUpload" {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return response.Count("Part")
}

func TestAnUploadGoesOnAfterACancel(t *testing.T) {
	client := newClient(t)
	path, content := file(t)
	mark := cos.FileCheckpoint(path + ".mark")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	first := progress{on: func(moved int64) {
		if moved >= 2*partSize {
			cancel()
		}
	}}
	slowParts(t)
	_, err := client.UploadFile(ctx, bucket, "go/resumed", path, inParts(1, mark, first.option())...)
	var failed *cos.ClientError
	if !errors.As(err, &failed) || !errors.Is(err, cos.ErrCancelled) || !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	id := failed.Detail("UploadId")
	if id == "" || storedParts(t, client, "go/resumed", id) < 2 {
		t.Fatalf("%+v", failed)
	}
	faultsOf(t, "[]")
	var later progress
	if _, err := client.UploadFile(context.Background(), bucket, "go/resumed", path, inParts(1, mark, later.option())...); err != nil {
		t.Fatal(err)
	}
	later.check(t, true)
	if storedParts(t, client, "go/resumed", id) != 0 || get(t, client, "go/resumed") != string(content) {
		t.Error("another upload")
	}
	if _, err := os.Stat(path + ".mark"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestADownloadGoesOnAfterACancel(t *testing.T) {
	client := newClient(t)
	path, content := file(t)
	if _, err := client.UploadFile(context.Background(), bucket, "go/parts", path); err != nil {
		t.Fatal(err)
	}
	got, mark := path+".got", cos.FileCheckpoint(path+".mark")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	first := progress{on: func(moved int64) {
		if moved >= 2*partSize {
			cancel()
		}
	}}
	slowParts(t)
	if _, err := client.DownloadFile(ctx, bucket, "go/parts", got, inParts(1, mark, first.option())...); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	faultsOf(t, "[]")
	var later progress
	if _, err := client.DownloadFile(context.Background(), bucket, "go/parts", got, inParts(1, mark, later.option())...); err != nil {
		t.Fatal(err)
	}
	later.check(t, true)
	if bytesOf, err := os.ReadFile(got); err != nil || !bytes.Equal(bytesOf, content) {
		t.Error(len(bytesOf), err)
	}
}

// A context that ends while all parts hang ends the transfer, and the upload is aborted.
func TestAContextEndsATransfer(t *testing.T) {
	client := newClient(t)
	path, _ := file(t)
	faultsOf(t, `{"faults": "hang", "target": "partNumber="}`)
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	_, err := client.UploadFile(ctx, bucket, "go/ended", path, inParts(4)...)
	var failed *cos.ClientError
	if !errors.As(err, &failed) || failed.Reason != cos.ErrTimeout || !errors.Is(err, context.DeadlineExceeded) || failed.Detail("UploadId") != "" {
		t.Error(err)
	}
	// An upload that cannot be aborted has a name.
	faultsOf(t, `[{"faults": "status-500-InternalError", "target": "partNumber="}, {"faults": "status-403-AccessDenied", "methods": ["DELETE"]}]`)
	_, err = newClient(t, cos.WithMaxAttempts(1)).UploadFile(context.Background(), bucket, "go/ended", path, inParts(1)...)
	var service *cos.ServiceError
	if !errors.As(err, &service) || service.Code != "InternalError" || service.Detail("UploadId") == "" ||
		!strings.Contains(service.Message, "part 1 ") {
		t.Errorf("%+v", err)
	}
}

// recovered is what a function panics with.
func recovered(run func()) (value any) {
	defer func() { value = recover() }()
	run()
	return nil
}

func TestAPanicOfFileProgressArrivesInTheCall(t *testing.T) {
	client := newClient(t)
	path, _ := file(t)
	slowParts(t)
	for _, parallel := range []int{1, 4} {
		calls := 0
		value := recovered(func() {
			client.UploadFile(context.Background(), bucket, "go/panic", path, inParts(parallel, cos.FileProgress(func(int64, int64) {
				calls++
				panic("own")
			}))...)
		})
		if value != "own" || calls != 1 {
			t.Error(value, calls)
		}
	}
	if _, err := client.Send(context.Background(), cos.NewObjectRequest("HEAD", bucket, "go/panic")); err == nil {
		t.Error("it was stored")
	}
}

// Log functions and providers are called on threads of the library too.
func TestFunctionsOfAClientHelpTransfers(t *testing.T) {
	path, content := file(t)
	type key struct{}
	ctx := context.WithValue(context.Background(), key{}, true)
	var provided, elsewhere, lines atomic.Int64
	client := newClient(t,
		cos.WithCredentialsProvider(func(ctx context.Context) (cos.Credentials, error) {
			provided.Add(1)
			if ctx.Value(key{}) == nil {
				elsewhere.Add(1)
			}
			// They end so soon that each request asks again.
			keys := account
			keys.Expires = time.Now()
			return keys, nil
		}),
		cos.WithLog(cos.LogDebug, func(cos.LogLevel, string) { lines.Add(1) }))
	// The threads move parts at once.
	slowParts(t)
	if _, err := client.UploadFile(ctx, bucket, "go/helped", path, inParts(4)...); err != nil {
		t.Fatal(err)
	}
	faultsOf(t, "[]")
	// Initiate, five parts, Complete. Each was asked with the context of the call.
	if provided.Load() < 7 || elsewhere.Load() != 0 || lines.Load() == 0 {
		t.Error(provided.Load(), elsewhere.Load(), lines.Load())
	}
	if get(t, newClient(t), "go/helped") != string(content) {
		t.Error("differs")
	}
}

// Where they panic, the transfer panics.
func TestAPanicOfALogOnAnotherThreadArrivesInTheTransfer(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	here := syscall.Gettid()
	path, _ := file(t)
	client := newClient(t, cos.WithLog(cos.LogDebug, func(cos.LogLevel, string) {
		if syscall.Gettid() != here {
			panic("own")
		}
	}))
	slowParts(t)
	value := recovered(func() { client.UploadFile(context.Background(), bucket, "go/log", path, inParts(4)...) })
	if value != "own" {
		t.Error(value)
	}
	// No later call panics for it.
	if _, err := client.HeadBucket(context.Background(), bucket); err != nil {
		t.Error(err)
	}
}

func TestTransfersWaitForASlot(t *testing.T) {
	client := newClient(t, cos.WithMaxConnections(2))
	path, content := file(t)
	var all sync.WaitGroup
	for i := 0; i < 20; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			if _, err := client.UploadFile(context.Background(), bucket, "go/crowd", path, inParts(3)...); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	if get(t, client, "go/crowd") != string(content) {
		t.Error("differs")
	}
	held, end := crowd(t, 1)
	defer end()
	_, err := held.UploadFile(context.Background(), bucket, "go/late", path, inParts(2, cos.CallTimeout(50*time.Millisecond))...)
	if !errors.Is(err, cos.ErrTimeout) || !strings.Contains(err.Error(), "WithMaxConnections") {
		t.Error(err)
	}
}

func TestMistakesOfTransfers(t *testing.T) {
	client := newClient(t)
	path, _ := file(t)
	upload := func(bucket, key, path string, options ...cos.CallOption) error {
		_, err := client.UploadFile(context.Background(), bucket, key, path, options...)
		return err
	}
	mistake(t, upload("a\x00b", "k", path), "bucket")
	mistake(t, upload(bucket, "", path), "key")
	mistake(t, upload(bucket, "k\x00", path), "key")
	mistake(t, upload(bucket, "k", path+"\x00"), "path")
	mistake(t, upload(bucket, "k", path, cos.FilePartSize(1)), "part_size")
	mistake(t, upload(bucket, "k", path, cos.FileParallel(0)), "parallel")
	mistake(t, upload(bucket, "k", path, cos.FileThreshold(-1)), "threshold")
	mistake(t, upload(bucket, "k", path, cos.FileHeader("Range", "bytes=0-1")), "Range")
	mistake(t, upload(bucket, "k", path, cos.FileCheckpoint("a\x00")), "checkpoint")
	_, err := client.HeadBucket(context.Background(), bucket, cos.FileCheckpoint("mark"))
	mistake(t, err, "checkpoint")
	if err := upload(bucket, "k", filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	var closed *cos.Client
	if _, err := closed.DownloadFile(context.Background(), bucket, "k", path); !errors.Is(err, cos.ErrInvalidArgument) {
		t.Error(err)
	}
	client.Close()
	if err := upload(bucket, "k", path); !errors.Is(err, fs.ErrClosed) {
		t.Error(err)
	}
}
