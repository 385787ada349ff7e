// Package cos sends requests to Tencent Cloud COS, or parses responses that your own HTTP stack
// received, and reports failures in one error model.
//
// It calls the C library cos_err by cgo. All contents of an error are read from the library;
// nothing is decided here.
//
//	client, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), cos.WithEnv())
//	...
//	_, err = client.HeadBucket(ctx, "examplebucket-1250000000")
//
// Errors are [*ServiceError] (a response arrived, and it reports a failure) or [*ClientError]
// (the failure happened on the client's side, before, during or after the transfer of the
// response). Both have the fields of [Error]:
//
//	var service *cos.ServiceError
//	switch {
//	case errors.As(err, &service) && service.Status == 404: // no such bucket
//	case errors.Is(err, cos.ErrTimeout):                    // a reason of a client error
//	case errors.Is(err, context.Canceled):                  // the call's own context
//	}
//
// A call runs on the calling goroutine, in C, where it holds a thread. At most as many calls of
// one client are in C at once as it may open connections (see [WithMaxConnections]); further
// calls wait in Go, and hold no thread.
//
// Functions that are passed to this package (a Reader, a Writer, a progress or log function, a
// credentials provider) run on that goroutine too, except in [Client.UploadFile] and
// [Client.DownloadFile], where some may run on threads of the library. If one panics, the call ends
// and panics with the same value. They must not call runtime.Goexit (as testing's FailNow does), nor
// use the client of the call.
package cos

//go:generate sh -c "go run ./internal/gen > codes.go.new && mv codes.go.new codes.go"
