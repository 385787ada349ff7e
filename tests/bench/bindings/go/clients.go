package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	sdk "github.com/tencentyun/cos-go-sdk-v5"
	"libcos_err/cos"
)

// read takes what is read of an error, so that reading is not left out.
var read int

func count(texts ...string) {
	for _, text := range texts {
		read += len(text)
	}
}

type ourClient struct{ client *cos.Client }

func newOurs(address string) (*ourClient, error) {
	client, err := cos.NewClient(cos.WithRegion(region), cos.WithConnectTo(address),
		cos.WithEndpoint("http://{bucket}.cos.{region}.myqcloud.com"),
		cos.WithCredentials(cos.Credentials{SecretID: id, SecretKey: secret}))
	return &ourClient{client}, err
}

func (c *ourClient) head(ctx context.Context) error {
	response, err := c.client.HeadBucket(ctx, bucket)
	if err != nil {
		return err
	}
	if response.Status != 200 || response.Header.Get("x-cos-bucket-region") != region {
		return fmt.Errorf("%+v", response)
	}
	return nil
}

// get reads all fields, the body's bytes and the text line. Advice and links are
// left out: the SDK's error has nothing like them.
func (c *ourClient) get(ctx context.Context) error {
	_, err := c.client.Send(ctx, cos.NewObjectRequest("GET", bucket, key))
	var e *cos.ServiceError
	if !errors.As(err, &e) || e.Status != 404 || e.Code != "NoSuchKey" || e.Header.Get("x-cos-request-id") != e.RequestID {
		return fmt.Errorf("%w", err)
	}
	count(e.Message, e.Resource, e.TraceID, e.Method, e.URL, e.Operation, e.RegionHint, e.EndpointHint, e.OriginXML)
	count(e.Error(), string(e.OriginBody()))
	for _, field := range append(e.Header, e.Details...) {
		count(field.Name, field.Value)
	}
	return nil
}

type sdkClient struct{ client *sdk.Client }

func newSDK(address string) *sdkClient {
	target := &url.URL{Scheme: "http", Host: bucket + ".cos." + region + ".myqcloud.com"}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	return &sdkClient{sdk.NewClient(&sdk.BaseURL{BucketURL: target}, &http.Client{
		Transport: &sdk.AuthorizationTransport{SecretID: id, SecretKey: secret, Transport: transport},
	})}
}

func (c *sdkClient) head(ctx context.Context) error {
	response, err := c.client.Bucket.Head(ctx)
	if err != nil {
		return err
	}
	if response.StatusCode != 200 || response.Header.Get("x-cos-bucket-region") != region {
		return fmt.Errorf("%+v", response)
	}
	return nil
}

// get reads all that the SDK's error has.
func (c *sdkClient) get(ctx context.Context) error {
	_, err := c.client.Object.Get(ctx, key, nil)
	var e *sdk.ErrorResponse
	if !errors.As(err, &e) || e.Response.StatusCode != 404 || e.Code != "NoSuchKey" ||
		e.Response.Header.Get("x-cos-request-id") != e.RequestID {
		return fmt.Errorf("%w", err)
	}
	count(e.Message, e.Resource, e.TraceID, e.Response.Request.Method, e.Response.Request.URL.String(), e.Error())
	for name, values := range e.Response.Header {
		count(name)
		count(values...)
	}
	return nil
}
