package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"libcos_err/cos"
)

var escapes = func() *strings.Replacer {
	pairs := []string{`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x7f", `\x7f`}
	for c := 0; c < 0x20; c++ {
		if c != '\t' && c != '\n' && c != '\r' {
			pairs = append(pairs, string(rune(c)), fmt.Sprintf(`\x%02x`, c))
		}
	}
	return strings.NewReplacer(pairs...)
}()

func (r *runner) put(text string) { escapes.WriteString(r.out, text) }

// field prints a name and a value, which may have several parts.
func (r *runner) field(name string, value ...string) {
	r.out.WriteString("\t" + name + "=")
	for _, part := range value {
		r.put(part)
	}
}

func (r *runner) number(name string, value int64) { r.field(name, strconv.FormatInt(value, 10)) }

func (r *runner) truth(name string, is bool) {
	if is {
		r.number(name, 1)
	} else {
		r.number(name, 0)
	}
}

// result prints a success, or all fields of an error.
func (r *runner) result(err error) error {
	if err == nil {
		r.out.WriteString("\tok")
		return nil
	}
	e, err := r.kind(err)
	if err != nil {
		return err
	}
	r.field("message", e.Message)
	r.field("resource", e.Resource)
	r.field("request_id", e.RequestID)
	r.field("trace_id", e.TraceID)
	r.field("responder", e.Responder.String())
	r.field("retry", e.Retry.String())
	if e.RetryAfter < 0 {
		r.number("retry_after_ms", -1)
	} else {
		r.number("retry_after_ms", e.RetryAfter.Milliseconds())
	}
	r.truth("request_sent", e.RequestSent)
	r.asked(e)
	r.truth("origin_truncated", e.OriginTruncated)
	r.number("origin_body_len", int64(len(e.OriginBody())))
	r.field("origin_xml", e.OriginXML)
	r.lists(e)
	r.texts(e)
	return nil
}

// kind prints what tells the kinds apart, by Go's own means.
func (r *runner) kind(err error) (*cos.Error, error) {
	var client *cos.ClientError
	var service *cos.ServiceError
	var e *cos.Error
	switch {
	case errors.As(err, &client) && errors.Is(err, client.Reason):
		r.field("kind", "client")
		r.field("reason", client.Reason.String())
	case errors.As(err, &service):
		r.field("kind", "service")
		r.field("reason")
	}
	if !errors.As(err, &e) {
		return nil, fmt.Errorf("not an error of cos: %w", err)
	}
	r.number("status", int64(e.Status))
	r.field("code", e.Code)
	r.field("code_source", e.CodeSource.String())
	return e, nil
}

func (r *runner) asked(e *cos.Error) {
	r.field("method", e.Method)
	r.field("url", e.URL)
	r.field("operation", e.Operation)
	r.field("region_hint", e.RegionHint)
	r.field("endpoint_hint", e.EndpointHint)
	if e.ClockSkewSeconds == cos.SkewUnknown {
		r.field("clock_skew_s", "unknown")
	} else {
		r.number("clock_skew_s", e.ClockSkewSeconds)
	}
	r.number("os_errno", int64(e.Errno))
}

func (r *runner) lists(e *cos.Error) {
	for _, field := range e.Header {
		r.field("header", field.Name, ": ", field.Value)
	}
	for _, field := range e.Details {
		r.field("detail", field.Name, ": ", field.Value)
	}
	r.parts(e)
	for _, cause := range e.Causes {
		r.field("cause", cause)
	}
	r.attempts(e)
}

func (r *runner) parts(e *cos.Error) {
	for _, part := range e.Parts {
		r.field("part", part.Key, "|", part.VersionID, "|", part.Code, "|", part.Message, "|", part.Retry.String())
	}
}

func (r *runner) attempts(e *cos.Error) {
	for _, try := range e.Attempts {
		r.field("attempt", try.Host, "|", strconv.Itoa(try.Status), "|", try.Reason.String(), "|", try.Note)
	}
}

func (r *runner) texts(e *cos.Error) {
	r.field("advice_en", e.Advice("en"))
	r.field("advice_zh", e.Advice("zh"))
	r.field("doc_url", e.DocURL())
	r.field("diagnose_url", e.DiagnoseURL())
	r.field("diagnose_steps_en", e.DiagnoseSteps("en"))
	r.field("diagnose_steps_zh", e.DiagnoseSteps("zh"))
	r.field("text", e.Error())
	// The digest as it is: encoding/json would write it anew.
	digest, _ := e.MarshalJSON()
	r.field("json", string(digest))
}

// liveError prints the fields that do not change from run to run.
func (r *runner) liveError(err error) error {
	e, err := r.kind(err)
	if err != nil {
		return err
	}
	r.field("responder", e.Responder.String())
	r.field("retry", e.Retry.String())
	r.truth("request_sent", e.RequestSent)
	r.field("method", e.Method)
	r.field("operation", e.Operation)
	r.number("os_errno", int64(e.Errno))
	r.truth("has_request_id", e.RequestID != "")
	r.parts(e)
	r.attempts(e)
	r.field("advice_en", e.Advice("en"))
	return nil
}
