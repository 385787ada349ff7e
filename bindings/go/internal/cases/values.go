package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"

	"libcos_err/cos"
)

const bucket = "examplebucket-1250000000"

// valuesRow is a row of values.jsonl; its expectations are checked in C.
type valuesRow struct {
	ID, Body       string
	BodyHex        string `json:"body_hex"`
	ContentType    string `json:"content_type"`
	Values, Counts paths
	JSON           json.RawMessage
	Fault          string
}

// paths are the names of an object, in order.
type paths []string

func (p *paths) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		if _, err := decoder.Token(); err != nil {
			return err
		}
		*p = append(*p, name.(string))
	}
	return nil
}

func (r *runner) values(text []byte) error {
	var row valuesRow
	if err := strict(text, &row); err != nil {
		return err
	}
	response, err := r.storedAndRead(&row)
	if err != nil {
		return err
	}
	r.out.WriteString("\tok")
	r.field("fault", response.Fault())
	for _, path := range row.Counts {
		r.field("count", path, ": ", strconv.Itoa(response.Count(path)))
	}
	for _, path := range row.Values {
		r.field("value", path, ": ", response.Value(path))
	}
	r.field("json", string(response.JSON()))
	return nil
}

func (r *runner) storedAndRead(row *valuesRow) (*cos.Response, error) {
	client, err := new(liveRow).client(r.standin)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	body, err := []byte(row.Body), error(nil)
	if row.BodyHex != "" {
		body, err = hex.DecodeString(row.BodyHex)
	}
	if err != nil {
		return nil, err
	}
	put := cos.NewObjectRequest("PUT", bucket, "values")
	put.Body = bytes.NewReader(body)
	put.Header = http.Header{"Content-Type": {"application/xml"}}
	if row.ContentType != "" {
		put.Header.Set("Content-Type", row.ContentType)
	}
	if _, err := client.Send(context.Background(), put); err != nil {
		return nil, err
	}
	return client.Send(context.Background(), cos.NewObjectRequest("GET", bucket, "values"))
}
