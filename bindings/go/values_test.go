package cos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"

	"libcos_err/cos"
)

// The rows of values.jsonl are compared with C by internal/cases.
func TestValuesOutliveTheClient(t *testing.T) {
	client := newClient(t)
	put(t, client, "values", "<L><K> a&amp;b </K><K x='1'/></L>")
	response, err := client.Send(context.Background(), cos.NewObjectRequest("GET", bucket, "values"))
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
	copied := *response
	response = nil
	runtime.GC()
	runtime.GC()
	if copied.Count("K") != 2 || copied.Value("K") != " a&b " || copied.Count("K[1]/@x") != 1 || copied.Fault() != "" {
		t.Errorf("%d %q %q", copied.Count("K"), copied.Value("K"), copied.Fault())
	}
	if copied.Count("K\x00") != 0 || copied.Value("K\x00") != "" {
		t.Error("a path with a NUL is cut")
	}
	var document struct{ L struct{ K []any } }
	if err := json.Unmarshal(copied.JSON(), &document); err != nil || len(document.L.K) != 2 || document.L.K[0] != " a&b " {
		t.Errorf("%s %v", copied.JSON(), err)
	}
}

func TestWithoutADocumentThereIsAReason(t *testing.T) {
	client := newClient(t)
	put(t, client, "values", "<L><K>a</K")
	request := cos.NewObjectRequest("GET", bucket, "values")
	check := func(name, fault string, response *cos.Response) {
		t.Helper()
		if response.Count("") != 0 || response.Value("K") != "" || response.JSON() != nil || !strings.Contains(response.Fault(), fault) {
			t.Errorf("%s: %d %q %q", name, response.Count(""), response.JSON(), response.Fault())
		}
	}
	cut, err := client.Send(context.Background(), request)
	if err != nil || cut.Fault() == "" {
		t.Fatal(err)
	}
	check("cut", "", cut)
	request.Sink = new(bytes.Buffer)
	sunk, err := client.Send(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	check("sink", "sink", sunk)
	head, err := client.HeadBucket(context.Background(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	check("no body", "no body", head)
	check("made by the program", "no body", &cos.Response{Status: 200})
	check("nil", "no response", nil)
}

// As a mock of the package makes them, and for another HTTP stack.
func TestAResponseOfTheProgramHasADocument(t *testing.T) {
	made := cos.Response{Body: []byte("<L><K>\xc3\xfb</K><K/></L>"), Header: cos.Header{{Name: "content-type", Value: "text/xml; charset=gbk"}}}
	copied := made
	results := make(chan string)
	for i := 0; i < 8; i++ {
		go func() { results <- made.Value("K") }()
	}
	for i := 0; i < 8; i++ {
		if value := <-results; value != "\u540d" {
			t.Errorf("%q", value)
		}
	}
	if copied.Count("K") != 2 || copied.Fault() != "" || string(made.JSON()) != "{\"L\":{\"K\":[\"\u540d\",\"\"]}}" {
		t.Errorf("%d %q %s", copied.Count("K"), copied.Fault(), made.JSON())
	}
	undeclared := cos.Response{Body: made.Body}
	if undeclared.Count("") != 0 || undeclared.Fault() == "" {
		t.Errorf("%q", undeclared.JSON())
	}
}

func TestTheHeadComesBeforeTheBody(t *testing.T) {
	client := newClient(t)
	put(t, client, "head", "text")
	var order []string
	request := cos.NewObjectRequest("GET", bucket, "head")
	request.Sink = writerFunc(func(bytes []byte) (int, error) {
		order = append(order, string(bytes))
		return len(bytes), nil
	})
	request.Head = func(head *cos.Response) error {
		if head.Status != 200 || head.RequestID == "" || head.Header.Get("Content-Length") != "4" || len(head.Body) != 0 || head.Count("") != 0 {
			t.Errorf("%+v", head)
		}
		order = append(order, "head")
		return nil
	}
	if _, err := client.Send(context.Background(), request); err != nil || strings.Join(order, " ") != "head text" {
		t.Errorf("%v %v", order, err)
	}
	order = nil
	refusal := errors.New("not wanted")
	request.Head = func(*cos.Response) error { return refusal }
	_, err := client.Send(context.Background(), request)
	if !errors.Is(err, cos.ErrCallback) || !errors.Is(err, refusal) || len(order) != 0 {
		t.Errorf("%v %v", order, err)
	}
	absent := cos.NewObjectRequest("GET", bucket, "no-such-key")
	absent.Head = request.Head
	if _, err := client.Send(context.Background(), absent); !cos.IsCode(err, "NoSuchKey") {
		t.Error(err)
	}
	request.Head = func(*cos.Response) error { panic("here") }
	if value := panicOf(func() { client.Send(context.Background(), request) }); value != "here" {
		t.Error(value)
	}
}
