package cos

// #include "glue.h"
import "C"

import (
	"context"
	"sync"
)

// UploadFile uploads a regular file as an object. A file of at least FileThreshold is sent in
// parts, several at a time, with a checksum of each part and of the whole object. If a part fails,
// the upload is aborted; if that fails too, or there is a FileCheckpoint, the detail "UploadId" of
// the error names the upload whose parts are still stored. The Response is that of the request that
// created the object.
//
// The call holds one slot, as any call; threads of the library help with the parts, each with a
// connection. There is no total timeout unless one was set. When the context ends, up to 5 seconds
// more are taken to abort the upload.
func (c *Client) UploadFile(ctx context.Context, bucket, key, path string, options ...CallOption) (*Response, error) {
	return c.moveFile(ctx, bucket, key, path, options, func(f *flight, file *movedFile, response **C.cos_response_t) *C.cos_error_t {
		return C.cos_go_upload_file(f.client, file.bucket, file.key, file.path, f.transfer, f.call, f.handle, response)
	})
}

// DownloadFile downloads an object into a file, which appears under its name when it is whole, and
// replaces another one of that name. An object of at least FileThreshold is received in parts,
// several at a time. The Response is that of a HEAD if it came in parts. What is said of calls and
// threads at UploadFile holds here too.
func (c *Client) DownloadFile(ctx context.Context, bucket, key, path string, options ...CallOption) (*Response, error) {
	return c.moveFile(ctx, bucket, key, path, options, func(f *flight, file *movedFile, response **C.cos_response_t) *C.cos_error_t {
		return C.cos_go_download_file(f.client, file.bucket, file.key, file.path, f.transfer, f.call, f.handle, response)
	})
}

// FilePartSize sets the size of a part of UploadFile or DownloadFile in bytes, 1 MiB to 5 GiB. The
// default is 8 MiB. For a file that would have more than 10,000 parts, a larger size is used.
func FilePartSize(bytes int64) CallOption {
	return func(o *callOptions) {
		if o.moves("part_size") {
			C.cos_transfer_set_part_size(o.transfer, C.int64_t(bytes))
		}
	}
}

// FileParallel sets how many parts are moved at once, 1 to 1000. The default is 5. Leave some of
// WithMaxConnections to other calls.
func FileParallel(parts int) CallOption {
	return func(o *callOptions) {
		if o.moves("parallel") {
			C.cos_transfer_set_parallel(o.transfer, clamped(parts))
		}
	}
}

// FileThreshold sets the size in bytes from which a file is moved in parts, 0 to 5 GiB. The default
// is 16 MiB. A smaller file is moved by one request.
func FileThreshold(bytes int64) CallOption {
	return func(o *callOptions) {
		if o.moves("threshold") {
			C.cos_transfer_set_threshold(o.transfer, C.int64_t(bytes))
		}
	}
}

// FileHeader adds a header: for UploadFile one of the object, such as Content-Type, for
// DownloadFile one of each request.
func FileHeader(name, value string) CallOption {
	return func(o *callOptions) {
		if o.moves("header") {
			C.cos_transfer_add_header(o.transfer, o.text("header name", name), o.text("header value", value))
		}
	}
}

// FileContentMD5 sends each body of an upload with a Content-MD5, for which each part is read twice.
// The CRC-64 is compared in any case.
func FileContentMD5() CallOption {
	return func(o *callOptions) {
		if o.moves("content_md5") {
			C.cos_transfer_set_content_md5(o.transfer, 1)
		}
	}
}

// FileVersionID sets the version of the object that DownloadFile fetches. "", the default, is the
// latest.
func FileVersionID(id string) CallOption {
	return func(o *callOptions) {
		if o.moves("version_id") {
			C.cos_transfer_set_version_id(o.transfer, o.text("version_id", id))
		}
	}
}

// FileProgress sets a function that receives the bytes of the file that were moved, and its size:
// for the first and the last numbers, and in between at most ten times per second. The bytes become
// fewer when a part begins again. It is called once at a time, but not always on the goroutine of
// the call. If it panics, the call ends and panics with the same value. nil removes the function.
func FileProgress(report func(moved, size int64)) CallOption {
	return func(o *callOptions) {
		if o.moves("progress") {
			o.flight.moved = report
			o.flight.callsBack = o.flight.callsBack || report != nil
		}
	}
}

// FileCheckpoint sets the file in which a transfer in parts keeps what it has done, so that a later
// one of the same object and file goes on there. It belongs to this transfer alone, holds no
// secrets, and is removed when the transfer succeeds. A checkpoint of another object or file is
// ErrInvalidArgument.
func FileCheckpoint(path string) CallOption {
	return func(o *callOptions) {
		if o.moves("checkpoint") {
			C.cos_transfer_set_checkpoint(o.transfer, o.text("checkpoint", path))
		}
	}
}

// moves reports whether the call moves a file; for another one the option is a mistake.
func (o *callOptions) moves(option string) bool {
	if o.transfer == nil {
		o.note(option + ": it is an option of UploadFile and DownloadFile; leave it out")
	}
	return o.transfer != nil
}

// movedFile names an object and a file for C.
type movedFile struct{ bucket, key, path *C.char }

// moveFile makes a call that moves a file.
func (c *Client) moveFile(ctx context.Context, bucket, key, path string, options []CallOption,
	enter func(*flight, *movedFile, **C.cos_response_t) *C.cos_error_t) (*Response, error) {
	var strings checked
	file := &movedFile{strings.text("bucket", bucket), strings.text("key", key), strings.text("path", path)}
	if err := strings.err(); err != nil {
		return nil, err
	}
	f := &flight{streams: true, transfer: C.cos_transfer_new()}
	defer C.cos_transfer_free(f.transfer)
	if c != nil {
		f.strays = c.strays
	}
	return c.do(ctx, f, options, func(f *flight, response **C.cos_response_t) *C.cos_error_t {
		if f.handle != 0 {
			C.cos_go_watch_transfer(f.transfer, boolean(f.moved != nil), f.call, boolean(f.watched), f.handle)
		}
		defer f.adopt()
		return enter(f, file, response)
	})
}

//export cosGoMoved
func cosGoMoved(handle C.uintptr_t, moved, size C.int64_t) {
	aboard(handle, func(f *flight) error {
		f.moved(int64(moved), int64(size))
		return nil
	})
}

// strays holds the panic of a log function on a thread of the library, which calls it for transfers,
// until a transfer of the client takes it.
type strays struct {
	mutex    sync.Mutex
	panicked bool
	value    any
}

// leave stores a panic, unless there is one.
func (s *strays) leave(value any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !s.panicked {
		s.panicked, s.value = true, value
	}
}

// adopt makes a stray panic that of this call.
func (f *flight) adopt() {
	if f.strays == nil {
		return
	}
	f.strays.mutex.Lock()
	defer f.strays.mutex.Unlock()
	if f.strays.panicked {
		f.keepPanic(f.strays.value)
		f.strays.panicked, f.strays.value = false, nil
	}
}
