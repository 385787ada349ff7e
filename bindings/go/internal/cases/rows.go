package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"libcos_err/cos"
)

const endpoint = "http://{bucket}.cos.{region}.myqcloud.com"

// answerRow is a row of answers.jsonl.
type answerRow struct {
	ID, Rule string
	Exchange struct {
		Method, URL string
		Status      int
		Headers     [][2]string
		RawHeaders  string `json:"raw_headers_hex"`
		Body        string
		BodyHex     string `json:"body_hex"`
		Truncated   bool   `json:"body_truncated"`
		ExpectRoot  string `json:"expect_root"`
		Bucket, Key string
		ReceivedAt  int64 `json:"received_at_ms"`
		ExpectCOS   bool  `json:"expect_cos"`
		Filtered    bool  `json:"headers_filtered"`
	}
	Expect json.RawMessage
}

func (r *runner) answer(text []byte) error {
	var row answerRow
	if err := strict(text, &row); err != nil {
		return err
	}
	given := row.Exchange
	x := &cos.Exchange{
		Method: given.Method, URL: given.URL, Status: given.Status, Header: header(given.Headers),
		Body: []byte(given.Body), BodyTruncated: given.Truncated, ExpectRoot: given.ExpectRoot,
		Bucket: given.Bucket, Key: given.Key, ExpectCOS: given.ExpectCOS, HeadersFiltered: given.Filtered,
	}
	if given.ReceivedAt != 0 {
		x.ReceivedAt = time.UnixMilli(given.ReceivedAt)
	}
	var err error
	if given.BodyHex != "" {
		if x.Body, err = hex.DecodeString(given.BodyHex); err != nil {
			return err
		}
	}
	if x.RawHeader, err = hex.DecodeString(given.RawHeaders); err != nil {
		return err
	}
	return r.result(cos.FromExchange(x))
}

func header(pairs [][2]string) cos.Header {
	var fields cos.Header
	for _, pair := range pairs {
		fields = append(fields, cos.Field{Name: pair[0], Value: pair[1]})
	}
	return fields
}

// argumentRow is a row of arguments.jsonl; what is not given is nil.
type argumentRow struct {
	ID    string
	Input struct {
		Operation        string
		Bucket, Key      string
		Region, Endpoint *string
		ConnectTo        *string `json:"connect_to"`
		Proxy            *string
		SecretID         *string `json:"secret_id"`
		SecretKey        *string `json:"secret_key"`
		Token            *string
		ConnectTimeout   *int64 `json:"connect_timeout_ms"`
		IOTimeout        *int64 `json:"io_timeout_ms"`
		TotalTimeout     *int64 `json:"total_timeout_ms"`
	}
	Expect json.RawMessage
}

func (r *runner) argument(text []byte) error {
	var row argumentRow
	if err := strict(text, &row); err != nil {
		return err
	}
	input := row.Input
	options := []cos.Option{cos.WithEndpoint(endpoint), cos.WithConnectTo(r.standin)}
	if input.SecretID != nil || input.SecretKey != nil || input.Token != nil {
		options = append(options, cos.WithCredentials(cos.Credentials{
			SecretID: orEmpty(input.SecretID), SecretKey: orEmpty(input.SecretKey), Token: orEmpty(input.Token)}))
	}
	texts := []struct {
		given *string
		with  func(string) cos.Option
	}{{input.Region, cos.WithRegion}, {input.Endpoint, cos.WithEndpoint}, {input.ConnectTo, cos.WithConnectTo}, {input.Proxy, cos.WithProxy}}
	for _, text := range texts {
		if text.given != nil {
			options = append(options, text.with(*text.given))
		}
	}
	times := []struct {
		given *int64
		with  func(time.Duration) cos.Option
	}{{input.ConnectTimeout, cos.WithConnectTimeout}, {input.IOTimeout, cos.WithIOTimeout}, {input.TotalTimeout, cos.WithTotalTimeout}}
	for _, limit := range times {
		if limit.given != nil {
			options = append(options, limit.with(time.Duration(*limit.given)*time.Millisecond))
		}
	}
	client, err := cos.NewClient(options...)
	if err == nil {
		defer client.Close()
		switch input.Operation {
		case "head_bucket":
			_, err = client.HeadBucket(context.Background(), input.Bucket)
		case "get_object":
			_, err = client.Send(context.Background(), cos.NewObjectRequest("GET", input.Bucket, input.Key))
		default:
			return fmt.Errorf("operation %q", input.Operation)
		}
	}
	return r.result(err)
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
