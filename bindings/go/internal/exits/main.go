// Command exits ends while calls are under way: `exits ADDRESS return|exit`.
// Nobody must answer at ADDRESS.
package main

import (
	"context"
	"os"

	"libcos_err/cos"
)

func main() {
	asked := make(chan struct{}, 16)
	client, err := cos.NewClient(cos.WithRegion("ap-guangzhou"), cos.WithConnectTo(os.Args[1]),
		cos.WithEndpoint("http://{bucket}.cos.{region}.myqcloud.com"))
	if err != nil {
		panic(err)
	}
	for i := 0; i < 4; i++ {
		go func() {
			request := cos.NewObjectRequest("PUT", "examplebucket-1250000000", "k")
			request.Body = endless{asked}
			client.Send(context.Background(), request)
		}()
	}
	// A call is in the library, and in a callback of it, or waits for an answer.
	<-asked
	if os.Args[2] == "exit" {
		os.Exit(7)
	}
}

// endless tells of each Read.
type endless struct{ asked chan struct{} }

func (e endless) Read(p []byte) (int, error) {
	select {
	case e.asked <- struct{}{}:
	default:
	}
	return len(p), nil
}
