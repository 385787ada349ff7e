package cos_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"libcos_err/cos"
)

func TestCodesAreExplainedWithoutAnError(t *testing.T) {
	names := cos.Codes()
	if len(names) <= 300 {
		t.Fatalf("%d codes", len(names))
	}
	named := 0
	for _, name := range names {
		info, known := cos.ExplainCode(name, cos.ResponderUnknown, "zh")
		if name[0] >= 'A' {
			named++
		}
		if !known || info.Code != name || len(info.Advice) <= 20 || !strings.HasPrefix(info.DocURL, "https://") {
			t.Errorf("%s: %v %+v", name, known, info)
		}
	}
	source, err := os.ReadFile("codes.go")
	if err != nil {
		t.Fatal(err)
	}
	constants := regexp.MustCompile(`(?m)^\tCode\w+ += "(.*)"$`).FindAllStringSubmatch(string(source), -1)
	for _, constant := range constants {
		if _, known := cos.ExplainCode(constant[1], cos.ResponderUnknown, "en"); !known {
			t.Errorf("%s is no code", constant[1])
		}
	}
	if len(constants) != named || cos.CodeNoSuchKey != "NoSuchKey" || cos.CodeRequestHasExpired != "Request has expired" {
		t.Errorf("%d constants of %d codes", len(constants), named)
	}
	for _, row := range []struct {
		code      string
		responder cos.Responder
		status    int
		retry     cos.Retry
	}{
		{"slowdown", cos.ResponderUnknown, 503, cos.RetryYes},
		{"SlowDown", cos.ResponderCI, 429, cos.RetryYes},
		{"RequestTimeTooSkewed", cos.ResponderCOS, 403, cos.RetryAfterFix},
	} {
		info, _ := cos.ExplainCode(row.code, row.responder, "en")
		if info.Status != row.status || info.Retry != row.retry {
			t.Errorf("%+v: %+v", row, info)
		}
	}
	for _, code := range []string{"", "NoSuchThing", "NoSuchKey\x00more"} {
		if info, known := cos.ExplainCode(code, cos.ResponderUnknown, "en"); known || info.Advice != "" {
			t.Errorf("%q: %+v", code, info)
		}
	}
}

func TestRequestIDsAreRead(t *testing.T) {
	id, known := cos.ReadID("VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0")
	if !known || id.Responder != cos.ResponderCI || id.MadeAt.Unix() != 1751991130 {
		t.Errorf("%v %+v", known, id)
	}
	for _, other := range []string{"", "5C9F6CBDB007B7575C5395BA", "VF82ODZkNDM1YV8x\x00"} {
		if id, known := cos.ReadID(other); known {
			t.Errorf("%q: %+v", other, id)
		}
	}
}
