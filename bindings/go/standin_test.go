package cos_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"libcos_err/cos"
)

const (
	endpoint = "http://{bucket}.cos.{region}.myqcloud.com"
	bucket   = "examplebucket-1250000000"
	missing  = "missing-1250000000"
)

var account = cos.Credentials{
	SecretID: "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000", SecretKey: "STANDINSECRETKEYEXAMPLEEXAMPLE00",
}

// standin is the "host:port" of a stand-in that all tests share.
var standin string

func TestMain(m *testing.M) {
	path := os.Getenv("COS_STANDIN")
	if path == "" {
		fmt.Fprintln(os.Stderr, "COS_STANDIN must be the path of a built cos-standin (tests/standin)")
		os.Exit(2)
	}
	process := exec.Command(path, "--no-log")
	said, err := process.StdoutPipe()
	if err == nil {
		err = process.Start()
	}
	var line string
	if err == nil {
		line, err = bufio.NewReader(said).ReadString('\n')
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, path, err)
		os.Exit(2)
	}
	standin = strings.TrimPrefix(strings.TrimSpace(line), "http://")
	code := m.Run()
	process.Process.Kill()
	os.Exit(code)
}

// newClient is a client of the stand-in, closed with the test.
func newClient(t testing.TB, with ...cos.Option) *cos.Client {
	t.Helper()
	options := append([]cos.Option{
		cos.WithRegion("ap-guangzhou"), cos.WithEndpoint(endpoint), cos.WithConnectTo(standin), cos.WithCredentials(account),
	}, with...)
	client, err := cos.NewClient(options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// silent is the address of a server that takes requests and never answers. asked
// is sent to when the head of one has arrived.
func silent(t testing.TB) (address string, asked chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	asked = make(chan struct{}, 100)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				if _, err := http.ReadRequest(bufio.NewReader(connection)); err == nil {
					asked <- struct{}{}
				}
				io.Copy(io.Discard, connection)
				connection.Close()
			}()
		}
	}()
	return listener.Addr().String(), asked
}

// put stores an object.
func put(t testing.TB, client *cos.Client, key, text string) {
	t.Helper()
	request := cos.NewObjectRequest("PUT", bucket, key)
	request.Body = strings.NewReader(text)
	if _, err := client.Send(context.Background(), request); err != nil {
		t.Fatal(err)
	}
}

// get reads an object.
func get(t testing.TB, client *cos.Client, key string) string {
	t.Helper()
	response, err := client.Send(context.Background(), cos.NewObjectRequest("GET", bucket, key))
	if err != nil {
		t.Fatal(err)
	}
	return string(response.Body)
}
