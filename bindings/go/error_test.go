package cos_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

func TestErrorsThatNobodyMadeSayNothing(t *testing.T) {
	for _, err := range []error{new(cos.ServiceError), new(cos.ClientError)} {
		var e *cos.Error
		if written, failed := json.Marshal(err); err.Error() != "" || failed != nil || string(written) != "null" {
			t.Errorf("%q %s %v", err.Error(), written, failed)
		}
		if !errors.As(err, &e) || e.Advice("en") != "" || e.OriginBody() != nil {
			t.Errorf("%+v", e)
		}
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
