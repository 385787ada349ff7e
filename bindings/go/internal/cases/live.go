package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"libcos_err/cos"
)

const (
	accountID  = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"
	accountKey = "STANDINSECRETKEYEXAMPLEEXAMPLE00"
)

var accounts = map[string]cos.Credentials{
	"":              {SecretID: accountID, SecretKey: accountKey},
	"good":          {SecretID: accountID, SecretKey: accountKey},
	"wrong":         {SecretID: accountID, SecretKey: "WRONGSECRETKEYEXAMPLEEXAMPLE0000"},
	"token":         {SecretID: accountID, SecretKey: accountKey, Token: "STANDINTOKEN"},
	"expired-token": {SecretID: accountID, SecretKey: accountKey, Token: "EXPIREDTOKEN"},
}

// liveRow is a row of live.jsonl.
type liveRow struct {
	ID      string
	Options struct {
		Credentials string
		MaxAttempts *int   `json:"max_attempts"`
		IOTimeout   *int64 `json:"io_timeout_ms"`
	}
	Call struct {
		Timeout   *int64 `json:"timeout_ms"`
		Explain   bool
		Headers   [][2]string
		Cancelled bool
	}
	Target  string
	Before  []liveRequest
	Request liveRequest
	Sink    string
	Expect  json.RawMessage
}

type liveRequest struct {
	Method, Bucket string
	Key            *string
	Query          [][2]*string
	Headers        [][2]string
	Body           *string
	BodyAs         string `json:"body_as"`
	BodyFile       string `json:"body_file"`
	SinkFile       string `json:"sink_file"`
	ExpectRoot     string `json:"expect_root"`
}

func (r *runner) live(text []byte) error {
	var row liveRow
	if err := strict(text, &row); err != nil {
		return err
	}
	address, hangUp, err := r.target(row.Target)
	if err != nil {
		return err
	}
	defer hangUp()
	client, err := row.client(address)
	if err != nil {
		return err
	}
	defer client.Close()
	for _, before := range row.Before {
		if _, err := client.Send(context.Background(), r.request(before)); err != nil {
			return err
		}
	}
	return r.call(client, &row)
}

// call makes the call that counts.
func (r *runner) call(client *cos.Client, row *liveRow) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if row.Call.Cancelled {
		cancel()
	}
	request := r.request(row.Request)
	written, err := row.sink(request)
	if err != nil {
		return err
	}
	response, err := client.Send(ctx, request, row.callOptions()...)
	if err != nil {
		return r.liveError(err)
	}
	kept := written()
	if row.Sink == "" || row.Sink == "memory" {
		kept = int64(len(response.Body))
	}
	if kept != response.Received {
		return fmt.Errorf("%d bytes were received, %d kept", response.Received, kept)
	}
	fmt.Fprintf(r.out, "\tok\tstatus=%d\treceived=%d", response.Status, response.Received)
	return nil
}

// target is where a row's client connects, and what lets go of it.
func (r *runner) target(name string) (string, func(), error) {
	if name == "" || name == "standin" {
		return r.standin, func() {}, nil
	}
	// Its queue takes the connection, and nobody ever answers.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	switch name {
	case "hang":
		return listener.Addr().String(), func() { listener.Close() }, nil
	case "refused":
		return listener.Addr().String(), func() {}, listener.Close()
	}
	return "", nil, fmt.Errorf("target %q", name)
}

func (row *liveRow) client(address string) (*cos.Client, error) {
	options := []cos.Option{cos.WithRegion("ap-guangzhou"), cos.WithEndpoint(endpoint), cos.WithConnectTo(address)}
	if who := row.Options.Credentials; who != "none" {
		keys, known := accounts[who]
		if !known {
			return nil, fmt.Errorf("credentials %q", who)
		}
		options = append(options, cos.WithCredentials(keys))
	}
	if attempts := row.Options.MaxAttempts; attempts != nil {
		options = append(options, cos.WithMaxAttempts(*attempts))
	}
	if limit := row.Options.IOTimeout; limit != nil {
		options = append(options, cos.WithIOTimeout(time.Duration(*limit)*time.Millisecond))
	}
	return cos.NewClient(options...)
}

func (row *liveRow) callOptions() []cos.CallOption {
	var options []cos.CallOption
	if limit := row.Call.Timeout; limit != nil {
		options = append(options, cos.CallTimeout(time.Duration(*limit)*time.Millisecond))
	}
	if row.Call.Explain {
		options = append(options, cos.CallExplain())
	}
	for _, pair := range row.Call.Headers {
		options = append(options, cos.CallHeader(pair[0], pair[1]))
	}
	return options
}

func (r *runner) request(given liveRequest) *cos.Request {
	request := cos.NewBucketRequest(given.Method, given.Bucket)
	if given.Key != nil {
		request = cos.NewObjectRequest(given.Method, given.Bucket, *given.Key)
	}
	request.Query, request.Header = url.Values{}, http.Header{}
	for _, pair := range given.Query {
		request.Query[*pair[0]] = nil
		if pair[1] != nil {
			request.Query.Set(*pair[0], *pair[1])
		}
	}
	for _, pair := range given.Headers {
		request.Header.Set(pair[0], pair[1])
	}
	if given.Body != nil {
		request.Body = body(*given.Body, given.BodyAs)
	}
	if given.BodyFile != "" {
		request.BodyFile = filepath.Join(r.tables, given.BodyFile)
	}
	if given.SinkFile != "" {
		request.SinkFile = filepath.Join(r.tables, given.SinkFile)
	}
	request.ExpectRoot = given.ExpectRoot
	return request
}

// body is from memory, from a reader that can be rewound, or from one that cannot.
func body(text, as string) io.Reader {
	switch as {
	case "":
		return bytes.NewBufferString(text)
	case "reader":
		return struct{ io.ReadSeeker }{strings.NewReader(text)}
	}
	return io.MultiReader(strings.NewReader(text))
}

// sink sets where the answer's body goes; written tells how much is there, and cleans up.
func (row *liveRow) sink(request *cos.Request) (written func() int64, err error) {
	switch row.Sink {
	case "writer":
		counted := new(counter)
		request.Sink = counted
		return func() int64 { return int64(*counted) }, nil
	case "file":
		file, err := os.CreateTemp("", "cos-live-*")
		if err != nil {
			return nil, err
		}
		request.SinkFile = file.Name()
		return func() int64 {
			defer os.Remove(file.Name())
			info, err := os.Stat(file.Name())
			if err != nil {
				return -1
			}
			return info.Size()
		}, file.Close()
	}
	return func() int64 { return 0 }, nil
}

// counter is a Writer that keeps nothing, and cannot be rewound.
type counter int64

func (c *counter) Write(bytes []byte) (int, error) {
	*c += counter(len(bytes))
	return len(bytes), nil
}
