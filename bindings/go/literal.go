//go:build cgo

package cos

import (
	"encoding/json"
	"fmt"
	"strings"
)

// words returns the line of an error that a program created itself, in the form that the
// library uses for its own errors.
func (e *Error) words(reason Reason) string {
	var line strings.Builder
	line.WriteString(e.codeOr(reason))
	if e.Status != 0 {
		fmt.Fprintf(&line, " (HTTP %d)", e.Status)
	}
	if message := e.messageOr(reason); message != "" {
		line.WriteString(": " + strings.Join(strings.Fields(message), " "))
	}
	var about []string
	if e.RequestID != "" {
		about = append(about, "request id "+e.RequestID)
	}
	// A query may contain a signature.
	path, _, _ := strings.Cut(e.URL, "?")
	if request := strings.TrimSpace(e.Method + " " + path); request != "" {
		about = append(about, request)
	}
	if len(e.Attempts) > 1 {
		about = append(about, fmt.Sprintf("%d attempts", len(e.Attempts)))
	}
	if len(about) > 0 {
		line.WriteString(" [" + strings.Join(about, "; ") + "]")
	}
	return line.String()
}

func (e *Error) codeOr(reason Reason) string {
	if e.Code == "" && reason != 0 {
		return reason.String()
	}
	if e.Code == "" {
		return "Error"
	}
	return e.Code
}

func (e *Error) messageOr(reason Reason) string {
	if e.Message == "" && reason != 0 {
		return reason.Error()
	}
	return e.Message
}

type attemptDigest struct {
	Host      string `json:"host"`
	Status    int    `json:"status"`
	Reason    string `json:"reason"`
	RequestID string `json:"request_id"`
	ElapsedMS int64  `json:"elapsed_ms"`
	Note      string `json:"note"`
}

type partDigest struct {
	Key       string `json:"key"`
	VersionID string `json:"version_id"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	Retry     string `json:"retry"`
}

// digest has the members of the library's JSON, in their order.
type digest struct {
	Kind         string          `json:"kind"`
	Reason       string          `json:"reason"`
	Status       int             `json:"status"`
	Code         string          `json:"code"`
	CodeSource   string          `json:"code_source"`
	Message      string          `json:"message"`
	Resource     string          `json:"resource"`
	RequestID    string          `json:"request_id"`
	TraceID      string          `json:"trace_id"`
	Responder    string          `json:"responder"`
	Retry        string          `json:"retry"`
	RetryAfterMS *int64          `json:"retry_after_ms"`
	RequestSent  bool            `json:"request_sent"`
	Method       string          `json:"method"`
	URL          string          `json:"url"`
	Operation    string          `json:"operation"`
	RegionHint   string          `json:"region_hint"`
	EndpointHint string          `json:"endpoint_hint"`
	ClockSkew    *int64          `json:"clock_skew_s"`
	OSErrno      int             `json:"os_errno"`
	Causes       []string        `json:"causes"`
	Attempts     []attemptDigest `json:"attempts"`
	Parts        []partDigest    `json:"parts"`
	Advice       string          `json:"advice"`
	DocURL       string          `json:"doc_url"`
	DiagnoseURL  string          `json:"diagnose_url"`
	Truncated    bool            `json:"truncated"`
}

// json returns the digest of an error that a program created itself.
func (e *Error) json(kind string, reason Reason) ([]byte, error) {
	path, _, _ := strings.Cut(e.URL, "?")
	d := digest{Kind: kind, Reason: reason.String(), Status: e.Status, Code: e.codeOr(reason), CodeSource: e.CodeSource.String(),
		Message: e.messageOr(reason), Resource: e.Resource, RequestID: e.RequestID, TraceID: e.TraceID,
		Responder: e.Responder.String(), Retry: e.Retry.String(), RequestSent: e.RequestSent, Method: e.Method, URL: path,
		Operation: e.Operation, RegionHint: e.RegionHint, EndpointHint: e.EndpointHint, OSErrno: int(e.Errno),
		Causes: append([]string{}, e.Causes...), Attempts: []attemptDigest{}, Parts: []partDigest{}}
	if wait := e.RetryAfter.Milliseconds(); e.RetryAfter > 0 {
		d.RetryAfterMS = &wait
	}
	if skew := e.ClockSkewSeconds; skew != 0 && skew != SkewUnknown {
		d.ClockSkew = &skew
	}
	for _, a := range e.Attempts {
		d.Attempts = append(d.Attempts, attemptDigest{a.Host, a.Status, a.Reason.String(), a.RequestID, a.Elapsed.Milliseconds(), a.Note})
	}
	for _, p := range e.Parts {
		d.Parts = append(d.Parts, partDigest{p.Key, p.VersionID, p.Code, p.Message, p.Retry.String()})
	}
	return json.Marshal(d)
}

// format writes the line of an error for any verb, so that %+v and %#v of an error or of a copy
// show no header and no body.
func format(s fmt.State, verb rune, line string) {
	layout := "%"
	for _, flag := range "-0 " {
		if s.Flag(int(flag)) {
			layout += string(flag)
		}
	}
	if width, ok := s.Width(); ok {
		layout += fmt.Sprint(width)
	}
	if precision, ok := s.Precision(); ok {
		layout += "." + fmt.Sprint(precision)
	}
	switch verb {
	case 'q', 'x', 'X':
		layout += string(verb)
	default:
		layout += "s"
	}
	fmt.Fprintf(s, layout, line)
}
