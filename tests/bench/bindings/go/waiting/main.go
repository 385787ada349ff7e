// Command waiting makes many calls at once on one client, to a server that never
// responds, and meanwhile quick ones on another client. Then it cancels calls among as
// many that wait. It prints what that took, and exits with 1 if a bound is missed.
//
//	waiting ADDRESS [CALLS [TIMEOUT]]
//
// ADDRESS: "host:port" of a stand-in.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"time"

	"libcos_err/cos"
)

const (
	bucket     = "examplebucket-1250000000"
	maxThreads = 80
	grace      = time.Second
	quickCalls = 1000
	quickAtOne = 4
)

var threadsLine = regexp.MustCompile(`Threads:\s+(\d+)`)

func main() {
	calls, timeout := 10_500, 60*time.Second
	var err error
	if len(os.Args) > 2 {
		calls, err = strconv.Atoi(os.Args[2])
	}
	if len(os.Args) > 3 && err == nil {
		timeout, err = time.ParseDuration(os.Args[3])
	}
	if len(os.Args) < 2 || err != nil {
		fmt.Fprintln(os.Stderr, "usage: waiting ADDRESS [CALLS [TIMEOUT]]", err)
		os.Exit(2)
	}
	err = measure(os.Args[1], calls, timeout)
	if err == nil {
		err = cancelled(calls)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(address string, calls int, timeout time.Duration) error {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer silent.Close()
	go swallow(silent)
	hung, err := client(silent.Addr().String(), cos.WithTotalTimeout(timeout), cos.WithIOTimeout(timeout))
	if err != nil {
		return err
	}
	defer hung.Close()
	other, err := client(address)
	if err != nil {
		return err
	}
	defer other.Close()

	done := make(chan struct{})
	peak := watch(done)
	took := make(chan time.Duration, calls)
	var failures sync.Map
	begun := time.Now()
	for i := 0; i < calls; i++ {
		go func() {
			begun := time.Now()
			_, err := hung.HeadBucket(context.Background(), bucket)
			if !errors.Is(err, cos.ErrTimeout) {
				failures.Store(fmt.Sprint(err), true)
			}
			took <- time.Since(begun)
		}()
	}
	quick, err := quickly(other)
	if err != nil {
		return err
	}
	var longest time.Duration
	for i := 0; i < calls; i++ {
		if one := <-took; one > longest {
			longest = one
		}
	}
	elapsed := time.Since(begun)
	close(done)
	threads := <-peak
	fmt.Printf("| %d calls, timeout %v | peak of threads %d (at most %d) | longest call %.2f s (at most %.0f s) | "+
		"CPU %.1f s in %.0f s | %d calls of another client in %.2f s |\n", calls, timeout, threads, maxThreads,
		longest.Seconds(), (timeout + grace).Seconds(), cpu().Seconds(), elapsed.Seconds(), quickCalls, quick.Seconds())
	failures.Range(func(text, _ any) bool {
		err = fmt.Errorf("not a timeout: %v", text)
		return false
	})
	switch {
	case err != nil:
		return err
	case threads > maxThreads:
		return fmt.Errorf("MISSED: %d threads", threads)
	case longest > timeout+grace:
		return fmt.Errorf("MISSED: a call took %v", longest)
	}
	return nil
}

func client(address string, with ...cos.Option) (*cos.Client, error) {
	return cos.NewClient(append([]cos.Option{cos.WithRegion("ap-guangzhou"), cos.WithConnectTo(address),
		cos.WithEndpoint("http://{bucket}.cos.{region}.myqcloud.com"),
		cos.WithCredentials(cos.Credentials{SecretID: "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000", SecretKey: "STANDINSECRETKEYEXAMPLEEXAMPLE00"})},
		with...)...)
}

// swallow reads requests and responds to none.
func swallow(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go io.Copy(io.Discard, connection)
	}
}

// quickly makes the calls of the other client.
func quickly(client *cos.Client) (time.Duration, error) {
	begun := time.Now()
	results := make(chan error, quickAtOne)
	for g := 0; g < quickAtOne; g++ {
		go func() {
			var failed error
			for i := 0; i < quickCalls/quickAtOne; i++ {
				if _, err := client.HeadBucket(context.Background(), bucket); err != nil {
					failed = err
				}
			}
			results <- failed
		}()
	}
	var failed error
	for g := 0; g < quickAtOne; g++ {
		if err := <-results; err != nil {
			failed = err
		}
	}
	return time.Since(begun), failed
}

// watch samples the number of threads; the result is the most there were.
func watch(done chan struct{}) chan int {
	peak := make(chan int)
	go func() {
		most := 0
		for {
			status, _ := os.ReadFile("/proc/self/status")
			if found := threadsLine.FindSubmatch(status); found != nil {
				if now, _ := strconv.Atoi(string(found[1])); now > most {
					most = now
				}
			}
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return peak
}

func cpu() time.Duration {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
