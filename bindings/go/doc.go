// Package cos makes calls to Tencent Cloud COS, or reads the answers that your
// own HTTP stack received, and tells what failed in one error model.
//
// It is the C library cos_err by cgo: what an error says is read from the
// library, nothing is decided here.
//
//	client, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), cos.WithEnv())
//	...
//	_, err = client.HeadBucket(ctx, "examplebucket-1250000000")
//
// Errors are [*ServiceError] (an answer came, and it says failure) or
// [*ClientError] (everything before, on the way, or after). Both have the fields
// of [Error]:
//
//	var service *cos.ServiceError
//	switch {
//	case errors.As(err, &service) && service.Status == 404: // no such bucket
//	case errors.Is(err, cos.ErrTimeout):                    // a reason of a client error
//	case errors.Is(err, context.Canceled):                  // the call's own context
//	}
//
// A call runs on the calling goroutine, in C, where it holds a thread. No more calls of
// one client are in C at once than it may open connections (see [WithMaxConnections]);
// further calls wait in Go, and hold no thread.
// Functions given to this package (a Reader, a Writer, a progress or log function,
// a credentials provider) run on that goroutine too. If one panics, the call ends
// and the panic goes on from the call. They must not call runtime.Goexit (as
// testing's FailNow does), nor use the client of the call.
package cos

//go:generate sh -c "go run ./internal/gen > codes.go.new && mv codes.go.new codes.go"
