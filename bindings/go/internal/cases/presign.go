package main

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"libcos_err/cos"
)

// presignRow is a row of presign.jsonl; its clock is for those who can set one.
type presignRow struct {
	ID, Method, Bucket, Key, Region string
	Params, Headers                 map[string]string
	SecretID                        string `json:"secret_id"`
	SecretKey                       string `json:"secret_key"`
	Token                           string
	Now                             int64
	Expires                         int64 `json:"expires_s"`
	URL                             string
}

func (r *runner) presign(text []byte) error {
	var row presignRow
	if err := strict(text, &row); err != nil {
		return err
	}
	client, err := cos.NewClient(cos.WithRegion(row.Region), cos.WithCredentials(cos.Credentials{
		SecretID: row.SecretID, SecretKey: row.SecretKey, Token: row.Token}))
	if err != nil {
		return r.result(err)
	}
	defer client.Close()
	request := cos.NewObjectRequest(row.Method, row.Bucket, row.Key)
	request.Query, request.Header = url.Values{}, http.Header{}
	for name, value := range row.Params {
		request.Query.Set(name, value)
	}
	for name, value := range row.Headers {
		request.Header.Set(name, value)
	}
	signed, err := client.Presign(context.Background(), request, time.Duration(row.Expires)*time.Second)
	if err := r.result(err); err != nil || signed == "" {
		return err
	}
	r.field("url", withoutClock(signed))
	return nil
}

var (
	windows   = regexp.MustCompile(`(q-(?:sign|key)-time=)(\d+)%3B(\d+)`)
	signature = regexp.MustCompile(`q-signature=[0-9a-f]*`)
)

// withoutClock is a URL without what depends on the clock: its windows begin at 0, and
// its signature is empty.
func withoutClock(signed string) string {
	signed = windows.ReplaceAllStringFunc(signed, func(window string) string {
		of := windows.FindStringSubmatch(window)
		start, _ := strconv.ParseInt(of[2], 10, 64)
		end, _ := strconv.ParseInt(of[3], 10, 64)
		return of[1] + "0%3B" + strconv.FormatInt(end-start, 10)
	})
	return signature.ReplaceAllLiteralString(signed, "q-signature=")
}
