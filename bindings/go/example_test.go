package cos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"libcos_err/cos"
)

func ExampleNewClient() {
	client, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), cos.WithEnv(), cos.WithTotalTimeout(10*time.Second))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	// Mistakes are reported by the name of the option.
	_, err = cos.NewClient(cos.WithRegion("nowhere!"))
	fmt.Println(errors.Is(err, cos.ErrInvalidArgument))
	// Output: true
}

func ExampleClient_Send() {
	client, err := cos.NewClient(cos.WithEnv())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()

	upload := cos.NewObjectRequest("PUT", "examplebucket-1250000000", "dir/hello.txt")
	upload.Body = strings.NewReader("hello")
	upload.Header = http.Header{"Content-Type": {"text/plain"}}
	if _, err := client.Send(ctx, upload); err != nil {
		fmt.Println(err)
		return
	}
	var got bytes.Buffer
	download := cos.NewObjectRequest("GET", "examplebucket-1250000000", "dir/hello.txt")
	download.Sink = &got
	_, err = client.Send(ctx, download)
	switch {
	case cos.IsCode(err, "NoSuchKey"):
		fmt.Println("no such object")
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Println("too slow")
	case err != nil:
		fmt.Println(err)
	}
}

func ExampleClient_Presign() {
	client, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), cos.WithCredentials(cos.Credentials{
		SecretID: "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE000", SecretKey: "EXAMPLESECRETKEYEXAMPLEEXAMPLE00"}))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	url, err := client.Presign(context.Background(), cos.NewObjectRequest("GET", "examplebucket-1250000000", "k"), time.Hour)
	before, _, _ := strings.Cut(url, "?")
	fmt.Println(before, err)
	// Output: https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/k <nil>
}

func ExampleClient_Sign() {
	client, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), cos.WithCredentials(cos.Credentials{
		SecretID: "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE000", SecretKey: "EXAMPLESECRETKEYEXAMPLEEXAMPLE00"}))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	ctx := context.Background()
	upload := cos.NewObjectRequest("PUT", "examplebucket-1250000000", "k")
	upload.Header = http.Header{"Content-Type": {"text/plain"}}
	signed, err := client.Sign(ctx, upload, time.Minute)
	if err != nil {
		fmt.Println(err)
		return
	}
	request, err := signed.NewRequest(ctx, strings.NewReader("hello"))
	if err != nil {
		fmt.Println(err)
		return
	}
	// http.DefaultClient.Do(request) sends it, and cos.FromResponse parses the response.
	fmt.Println(request.Method, request.URL, request.Header.Get("Content-Type"), request.Header.Get("Authorization") != "")
	// Output: PUT https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/k text/plain true
}

func ExampleResponse_Value() {
	client, err := cos.NewClient(cos.WithEnv())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	listing, err := client.Send(context.Background(), cos.NewBucketRequest("GET", "examplebucket-1250000000"))
	if err == nil && listing.Fault() != "" {
		err = errors.New(listing.Fault())
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := 0; i < listing.Count("Contents"); i++ {
		fmt.Println(listing.Value(fmt.Sprintf("Contents[%d]/Key", i)))
	}
}

func ExampleFromResponse() {
	request, _ := http.NewRequest("GET", "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/no/such", nil)
	// What http.DefaultClient.Do(request) returned:
	response := &http.Response{
		StatusCode: 404,
		Header:     http.Header{"Server": {"tencent-cos"}},
		Body:       io.NopCloser(strings.NewReader("<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>")),
		Request:    request,
	}
	err := cos.FromResponse(response)
	var service *cos.ServiceError
	if errors.As(err, &service) {
		fmt.Println(service.Code, service.Status, service.Operation, service.Retry)
	}
	// Output: NoSuchKey 404 GetObject no
}

func ExampleFromFailure() {
	err := cos.FromFailure(cos.Failure{Reason: cos.ErrTimeout, Method: "PUT", URL: "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/k"})
	var failed *cos.ClientError
	if errors.As(err, &failed) {
		fmt.Println(failed.Code, failed.Timeout(), failed.RequestSent)
	}
	// Output: Timeout true true
}

func ExampleIsCode() {
	err := fmt.Errorf("reading the settings: %w", &cos.ServiceError{Common: cos.Error{Code: "NoSuchKey", Status: 404}})
	fmt.Println(cos.IsCode(err, "NoSuchKey"))
	// Output: true
}

// A mock of the package returns errors that it makes itself.
func ExampleServiceError() {
	find := func() error {
		return &cos.ServiceError{Common: cos.Error{Code: "NoSuchKey", Status: 404, Message: "The specified key does not exist."}}
	}
	err := find()
	var service *cos.ServiceError
	fmt.Println(err, errors.As(err, &service) && service.Status == 404)
	// Output: NoSuchKey (HTTP 404): The specified key does not exist. true
}

func ExampleClientError() {
	err := fmt.Errorf("upload: %w", &cos.ClientError{Reason: cos.ErrTimeout})
	fmt.Println(errors.Is(err, cos.ErrTimeout), errors.Is(err, os.ErrDeadlineExceeded))
	// Output: true true
}

func ExampleError_MarshalJSON() {
	written, err := json.Marshal(cos.FromFailure(cos.Failure{Reason: cos.ErrConnect}))
	var digest struct{ Kind, Reason, Retry string }
	json.Unmarshal(written, &digest)
	fmt.Println(digest, err)
	// Output: {client Connect yes} <nil>
}
