package cos_test

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"libcos_err/cos"
)

// ErrorResponse has the fields of the SDK's error that ErrorOf reads.
type ErrorResponse struct {
	XMLName   xml.Name       `xml:"Error"`
	Response  *http.Response `xml:"-"`
	Code      string
	Message   string
	Resource  string
	RequestID string `xml:"RequestId"`
	TraceID   string `xml:"TraceId"`
}

func (e *ErrorResponse) Error() string { return e.Code }

// RetryError is the SDK's list of the errors of all attempts.
type RetryError struct{ Errs []error }

func (e *RetryError) Error() string { return e.Errs[len(e.Errs)-1].Error() }

// sdkRow is a row of tests/cases/sdk/go.jsonl.
type sdkRow struct {
	ID, Method string
	SDK        struct {
		Text, Code, Message, Resource, RequestID, TraceID, URL string
		StatusCode                                             int
		Header                                                 [][2]string
	}
	Kept map[string]any
	Gone []string
}

// err returns what the SDK returned.
func (r *sdkRow) err() error {
	if r.SDK.StatusCode == 0 {
		return &RetryError{[]error{errors.New(r.SDK.Text)}}
	}
	header := http.Header{}
	for _, pair := range r.SDK.Header {
		header.Add(pair[0], pair[1])
	}
	u, _ := url.Parse(r.SDK.URL)
	resp := &http.Response{StatusCode: r.SDK.StatusCode, Header: header, Request: &http.Request{Method: r.Method, URL: u}, Body: http.NoBody}
	return &ErrorResponse{Response: resp, Code: r.SDK.Code, Message: r.SDK.Message, Resource: r.SDK.Resource, RequestID: r.SDK.RequestID, TraceID: r.SDK.TraceID}
}

var lostNames = map[string]cos.Lost{
	"code": cos.LostCode, "message": cos.LostMessage, "resource": cos.LostResource, "request_id": cos.LostRequestID,
	"trace_id": cos.LostTraceID, "headers": cos.LostHeaders, "body": cos.LostBody, "status": cos.LostStatus,
}

func TestErrorOfKeepsWhatTheSDKKept(t *testing.T) {
	file, err := os.Open("../../tests/cases/sdk/go.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows := 0
	for lines := bufio.NewScanner(file); lines.Scan(); rows++ {
		var row sdkRow
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		t.Run(row.ID, func(t *testing.T) { checkRow(t, &row) })
	}
	if rows < 60 {
		t.Errorf("%d rows", rows)
	}
}

func checkRow(t *testing.T, row *sdkRow) {
	var e *cos.Error
	err := cos.ErrorOf(row.err())
	if !errors.As(err, &e) {
		t.Fatalf("%T", err)
	}
	status, _ := row.Kept["status"].(float64)
	reason, isClient := row.Kept["reason"]
	if e.Status != int(status) || isClient != (e.CodeSource == cos.SourceClient) || isClient && e.Code != reason {
		t.Errorf("%d %v %v", e.Status, e.CodeSource, e.Code)
	}
	fields := map[string]string{"code": e.Code, "message": e.Message, "resource": e.Resource, "request_id": e.RequestID, "trace_id": e.TraceID}
	for name, value := range fields {
		if kept, ok := row.Kept[name]; ok && kept != value {
			t.Errorf("%s is %q, not %q", name, value, kept)
		} else if !ok && (strings.HasSuffix(name, "_id") && value != "" || name == "resource" && value != e.URL) {
			t.Errorf("%s is made up: %q", name, value)
		}
	}
	if _, ok := row.Kept["code"]; !ok && (e.CodeSource == cos.SourceBody || e.CodeSource == cos.SourceHeader) {
		t.Errorf("the code is made up: %v", e.Code)
	}
	for _, name := range row.Gone {
		if bit, ok := lostNames[name]; !ok || e.Lost&bit == 0 {
			t.Errorf("%s is not marked as lost", name)
		}
	}
}

const notFound = `<Error><Code>NoSuchKey</Code><Message>It is not there.</Message><Resource>/k</Resource></Error>`

// serve responds with 404 or, for POST, with a 200 that reports an error.
func serve(t *testing.T) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "tencent-cos")
		w.Header().Set("x-cos-request-id", "NjVmZWQxMjNfOGU5YzA2MDlfMWE2Yl8xMjM0NTY3")
		w.Header().Set("Content-Type", "application/xml")
		if r.Method != http.MethodPost {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = io.WriteString(w, notFound)
	}))
	t.Cleanup(server.Close)
	return server
}

// asTheSDK does with a response what the SDK does: it reads the body, closes it, and keeps the fields of an error.
func asTheSDK(t *testing.T, client *http.Client, method, url string) (*http.Response, error) {
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, &RetryError{[]error{err}}
	}
	defer resp.Body.Close()
	e := &ErrorResponse{Response: resp}
	body, _ := io.ReadAll(resp.Body)
	_ = xml.Unmarshal(body, e)
	if resp.StatusCode < 300 {
		return resp, &RetryError{[]error{errors.New("expected element type <X> but have <Error>")}}
	}
	return resp, e
}

func TestTransportKeepsTheWholeResponse(t *testing.T) {
	server := serve(t)
	client := &http.Client{Transport: &cos.Transport{}}
	_, err := asTheSDK(t, client, "GET", server.URL+"/k")
	var service *cos.ServiceError
	if !errors.As(cos.ErrorOf(err), &service) || service.Code != "NoSuchKey" || service.OriginXML != notFound || service.Lost != 0 {
		t.Errorf("%v", cos.ErrorOf(err))
	}
	if !cos.IsNotFound(err) || cos.IsNotFound(nil) {
		t.Error("IsNotFound")
	}
	// The SDK's error has all it had before.
	if theirs := err.(*ErrorResponse); theirs.Code != "NoSuchKey" || theirs.Response.StatusCode != 404 {
		t.Errorf("%v", theirs)
	}
	resp, err := asTheSDK(t, client, "POST", server.URL+"/k?uploadId=u")
	if !errors.As(cos.ErrorOf(err, resp), &service) || service.Code != "NoSuchKey" || service.Status != 200 {
		t.Errorf("%v", cos.ErrorOf(err, resp))
	}
	if !errors.As(cos.FromResponse(resp), &service) || service.Message != "It is not there." {
		t.Errorf("%v", cos.FromResponse(resp))
	}
	if _, err = asTheSDK(t, client, "HEAD", server.URL+"/k"); !cos.IsNotFound(err) {
		t.Errorf("%v", err)
	}
}

func TestTransportWrapsAFailure(t *testing.T) {
	server := serve(t)
	address := server.URL
	server.Close()
	client := &http.Client{Transport: &cos.Transport{}}
	_, err := asTheSDK(t, client, "GET", address)
	var failure *cos.ClientError
	if !errors.As(cos.ErrorOf(err), &failure) || failure.Reason != cos.ErrConnect || failure.Errno == 0 || failure.Method != "GET" {
		t.Errorf("%v", cos.ErrorOf(err))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	req, _ := http.NewRequestWithContext(ctx, "GET", address, nil)
	_, err = client.Do(req)
	if !errors.Is(err, context.Canceled) || !errors.Is(cos.ErrorOf(err), cos.ErrCancelled) {
		t.Errorf("%v", err)
	}
	if cos.ErrorOf(nil) != nil || !errors.Is(cos.ErrorOf(context.DeadlineExceeded), cos.ErrTimeout) {
		t.Error("plain errors")
	}
}
