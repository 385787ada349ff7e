package cos_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"libcos_err/cos"
)

func TestServiceErrorHasTheAnswer(t *testing.T) {
	_, err := newClient(t).Send(context.Background(), cos.NewObjectRequest("GET", bucket, "no/such"))
	var service *cos.ServiceError
	if !errors.As(fmt.Errorf("wrapped: %w", err), &service) {
		t.Fatalf("%T is no *ServiceError: %v", err, err)
	}
	if service.Status != 404 || service.Code != "NoSuchKey" || service.CodeSource != cos.SourceBody ||
		service.Responder != cos.ResponderCOS || service.Retry != cos.RetryNo || !service.RequestSent ||
		service.Method != "GET" || service.Operation != "GetObject" || service.RetryAfter >= 0 {
		t.Errorf("%+v", service)
	}
	if id := service.Header.Get("X-Cos-Request-Id"); id == "" || id != service.RequestID {
		t.Errorf("id %q, header %q", service.RequestID, id)
	}
	if values := service.Header.Values("x-cos-request-ID"); len(values) != 1 || values[0] != service.RequestID {
		t.Errorf("%q", values)
	}
	if body := string(service.OriginBody()); body != service.OriginXML || !strings.Contains(body, "<Code>NoSuchKey<") {
		t.Errorf("%q, %q", body, service.OriginXML)
	}
	if len(service.Attempts) != 1 || service.Attempts[0].Status != 404 || service.Attempts[0].RequestID != service.RequestID {
		t.Errorf("%+v", service.Attempts)
	}
	steps := service.DiagnoseSteps("en")
	if service.DocURL() == "" || !strings.Contains(steps, service.DiagnoseURL()) || !strings.Contains(steps, service.RequestID) {
		t.Errorf("%q, %q, %q", service.DocURL(), service.DiagnoseURL(), steps)
	}
	if !strings.Contains(service.DiagnoseSteps("zh"), "请求 ID") || service.DiagnoseSteps("tlh") != steps {
		t.Errorf("%q", service.DiagnoseSteps("zh"))
	}
	var client *cos.ClientError
	if errors.As(err, &client) || errors.Is(err, cos.ErrTimeout) {
		t.Error("a service error is taken for a client error")
	}
}

func TestCommonErrorIsFoundInBothKinds(t *testing.T) {
	client := newClient(t)
	_, service := client.HeadBucket(context.Background(), missing)
	_, mistake := client.HeadBucket(context.Background(), "nonsense")
	for code, err := range map[string]error{"NoSuchBucket": service, "InvalidArgument": mistake} {
		var common *cos.Error
		if !errors.As(err, &common) || common.Code != code || common.Error() != err.Error() {
			t.Errorf("%v: %+v", err, common)
		}
		if !cos.IsCode(fmt.Errorf("%w", err), code) || cos.IsCode(err, "Other") || cos.IsCode(io.EOF, code) {
			t.Errorf("IsCode of %v", err)
		}
	}
}

func TestTextIsOneLineAndJSONTheDigest(t *testing.T) {
	_, err := newClient(t).HeadBucket(context.Background(), missing)
	if text := err.Error(); strings.Contains(text, "\n") || !strings.Contains(text, "NoSuchBucket") || !strings.Contains(text, "404") {
		t.Error(text)
	}
	written, failed := json.Marshal(map[string]any{"error": err})
	var read struct {
		Error struct {
			Code   string
			Status int
		}
	}
	if failed != nil || json.Unmarshal(written, &read) != nil || read.Error.Code != "NoSuchBucket" || read.Error.Status != 404 {
		t.Errorf("%v %s", failed, written)
	}
}

func TestAdviceHasTwoLanguages(t *testing.T) {
	_, err := newClient(t).HeadBucket(context.Background(), missing)
	var e *cos.Error
	errors.As(err, &e)
	english, chinese := e.Advice("en"), e.Advice("zh")
	if english == "" || english == chinese || !strings.Contains(chinese, "存储桶") || e.Advice("xx\x00") != english {
		t.Errorf("%q, %q", english, chinese)
	}
}

func TestErrnoIsWrapped(t *testing.T) {
	client := newClient(t, cos.WithConnectTo("127.0.0.1:1"), cos.WithMaxAttempts(1))
	_, err := client.HeadBucket(context.Background(), bucket)
	if !errors.Is(err, cos.ErrConnect) || !errors.Is(err, syscall.ECONNREFUSED) {
		t.Error(err)
	}
	request := cos.NewObjectRequest("PUT", bucket, "k")
	request.BodyFile = "no-such-file"
	_, err = client.Send(context.Background(), request)
	if !errors.Is(err, cos.ErrLocalIO) || !errors.Is(err, syscall.ENOENT) {
		t.Error(err)
	}
}

func TestReasonsHaveNamesAndTexts(t *testing.T) {
	if cos.ErrConnectionLost.String() != "ConnectionLost" || !strings.Contains(cos.ErrDNS.Error(), "host name") {
		t.Errorf("%s: %v", cos.ErrConnectionLost.String(), cos.ErrDNS.Error())
	}
	if none := cos.Reason(999); none.String() != "" || none.Error() != "" {
		t.Errorf("%q", none.String())
	}
	if cos.Version() != cos.HeaderVersion {
		t.Errorf("library %s, header %s", cos.Version(), cos.HeaderVersion)
	}
}

// Errors that a program makes itself, as a mock does.
func TestErrorLiteralsHaveTextAndJSON(t *testing.T) {
	service := &cos.ServiceError{Common: cos.Error{Code: "NoSuchKey", Status: 404, Message: "The key\ndoes not exist.",
		RequestID: "id", Method: "GET", URL: "https://b-1250000000.cos.ap-beijing.myqcloud.com/k?q-signature=SECRET",
		OriginXML: "SECRET", Header: cos.Header{{"Authorization", "SECRET"}}, Attempts: make([]cos.Attempt, 2)}}
	client := &cos.ClientError{Reason: cos.ErrTimeout}
	for err, want := range map[error][]string{
		service: {"NoSuchKey (HTTP 404): The key does not exist. [request id id; GET https://b-1250000000.cos.ap-beijing.myqcloud.com/k; 2 attempts]",
			`{"kind":"service","reason":"","status":404,"code":"NoSuchKey",`},
		client:                {"Timeout: " + cos.ErrTimeout.Error(), `{"kind":"client","reason":"Timeout","status":0,"code":"Timeout",`},
		new(cos.ServiceError): {"Error", `{"kind":"service",`},
		&cos.Error{Code: "X"}: {"X", `{"kind":"service",`},
	} {
		written, failed := json.Marshal(err)
		if err.Error() != want[0] || failed != nil || !strings.HasPrefix(string(written), want[1]) || strings.Contains(string(written), "SECRET") {
			t.Errorf("%q\n%s %v", err.Error(), written, failed)
		}
		var e *cos.Error
		if !errors.As(err, &e) || e.Advice("en") != "" || e.OriginBody() != nil {
			t.Errorf("%+v", e)
		}
	}
	if !errors.Is(client, cos.ErrTimeout) || !cos.IsCode(service, "NoSuchKey") {
		t.Error("literals are not found")
	}
}

// The JSON of a literal has the members of the library's.
func TestTheDigestOfALiteralHasTheMembersOfTheLibrarys(t *testing.T) {
	members := func(err error) string {
		written, failed := json.Marshal(err)
		if failed != nil {
			t.Fatal(failed)
		}
		decoder, names := json.NewDecoder(strings.NewReader(string(written))), ""
		depth := 0
		for isName := false; ; {
			token, failed := decoder.Token()
			if failed != nil {
				return names
			}
			switch delim, _ := token.(json.Delim); delim {
			case '{', '[':
				depth++
				isName = true
			case '}', ']':
				depth--
				isName = true
			default:
				if depth == 1 && isName {
					names += fmt.Sprint(token, " ")
				}
				isName = !isName
			}
		}
	}
	real := cos.FromFailure(cos.Failure{Reason: cos.ErrDNS})
	if made := members(&cos.ClientError{Reason: cos.ErrDNS}); made != members(real) || !strings.Contains(made, "truncated") {
		t.Errorf("%s\n%s", made, members(real))
	}
}

// A copy of an error, printed or marshalled, shows no secrets either.
func TestCopiesShowNoSecrets(t *testing.T) {
	err := cos.FromExchange(&cos.Exchange{Method: "GET", URL: "https://b-1250000000.cos.ap-beijing.myqcloud.com/k", Status: 403,
		Header: cos.Header{{"Server", "tencent-cos"}, {"Authorization", "SECRET"}},
		Body:   []byte("<Error><Code>SignatureDoesNotMatch</Code><StringToSign>SECRET</StringToSign></Error>")})
	var service *cos.ServiceError
	if !errors.As(err, &service) || !strings.Contains(service.OriginXML, "SECRET") {
		t.Fatal(err)
	}
	lost := cos.FromFailure(cos.Failure{Reason: cos.ErrConnectionLost, Status: 200, Header: cos.Header{{"Authorization", "SECRET"}}})
	var client *cos.ClientError
	if !errors.As(lost, &client) || client.Header.Get("Authorization") != "SECRET" {
		t.Fatal(lost)
	}
	for _, value := range []any{service, *service, service.Common, client, *client, []any{*client}, map[string]any{"e": *service}} {
		written, failed := json.Marshal(value)
		texts := fmt.Sprintf("%v %+v %#v %s %q %d %s", value, value, value, value, value, value, written)
		if failed != nil || strings.Contains(texts, "SECRET") || !strings.Contains(texts, "myqcloud") && !strings.Contains(texts, "ConnectionLost") {
			t.Errorf("%T: %s %v", value, texts, failed)
		}
	}
	if text := fmt.Sprintf("%-400s|%.5s|%q", service, service, service); !strings.Contains(text, "  |Signa|\"Signature") {
		t.Error(text)
	}
}

// Timeouts and other failures are what Go's own programs look for.
func TestClientErrorsAreNetErrors(t *testing.T) {
	for reason, want := range map[cos.Reason][2]bool{
		cos.ErrTimeout: {true, true}, cos.ErrDNS: {false, true}, cos.ErrConnectionLost: {false, true}, cos.ErrInvalidArgument: {false, false},
	} {
		err := fmt.Errorf("wrapped: %w", cos.FromFailure(cos.Failure{Reason: reason}))
		var of net.Error
		//lint:ignore SA1019 Programs still ask for Temporary.
		if !errors.As(err, &of) || of.Timeout() != want[0] || of.Temporary() != want[1] {
			t.Errorf("%v: %v", reason, err)
		}
		if errors.Is(err, context.DeadlineExceeded) != want[0] || errors.Is(err, os.ErrDeadlineExceeded) != want[0] || os.IsTimeout(errors.Unwrap(err)) != want[0] {
			t.Errorf("%v: %v", reason, err)
		}
	}
}

func TestWithoutCgoTheCompilerSaysWhatToDo(t *testing.T) {
	command := exec.Command("go", "build", ".")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	said, err := command.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "set_CGO_ENABLED_1_and_install_a_C_compiler") || strings.Count(string(said), "undefined") != 1 {
		t.Errorf("%v %s", err, said)
	}
}

func TestPartsOfADeletion(t *testing.T) {
	request := cos.NewBucketRequest("POST", bucket)
	request.Query = map[string][]string{"delete": nil}
	request.Body = strings.NewReader("<Delete><Object><Key>a</Key></Object><Object><Key>denied/b</Key></Object></Delete>")
	_, err := newClient(t).Send(context.Background(), request)
	var service *cos.ServiceError
	if !errors.As(err, &service) || service.Status != 200 || len(service.Parts) != 1 {
		t.Fatalf("%v", err)
	}
	if part := service.Parts[0]; part.Key != "denied/b" || part.Code != "AccessDenied" || part.Message == "" || part.VersionID != "" || part.Retry != cos.RetryAfterFix {
		t.Errorf("%+v", part)
	}
	several := cos.Exchange{Status: 200, Method: "POST", Body: []byte("<DeleteResult><Error><Key>a</Key><Code>InternalError</Code></Error>" +
		"<Error><Key>c</Key><Code>NoSuchThing</Code></Error></DeleteResult>")}
	if err := cos.FromExchange(&several); !errors.As(err, &service) || len(service.Parts) != 2 ||
		service.Parts[0].Retry != cos.RetryYes || service.Parts[1].Retry != cos.RetryNo {
		t.Errorf("%+v", err)
	}
}
