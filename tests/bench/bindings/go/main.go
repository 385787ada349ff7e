// Command bench times a signed HEAD of a bucket, and a GET of an object that does
// not exist, whose error is read: by package cos and by Tencent's SDK, in turns.
//
//	bench STANDIN-ADDRESS ROUNDS
//
// Prints a line for each call and client: call, client, median of the rounds' p50 in
// microseconds, and the median, least and largest of its ratios to the SDK's.
package main

import (
	"context"
	"fmt"
	"os"
	"sort"
	"strconv"
	"time"
)

const (
	bucket = "examplebucket-1250000000"
	region = "ap-guangzhou"
	key    = "no/such/object"
	id     = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"
	secret = "STANDINSECRETKEYEXAMPLEEXAMPLE00"

	turn = 200 // requests of one client before the next one's turn
)

// caller makes one call and checks what it learned.
type caller struct {
	name string
	call func(context.Context) error
}

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: bench STANDIN-ADDRESS ROUNDS"))
	}
	rounds, err := strconv.Atoi(os.Args[2])
	if err != nil || rounds < 1 {
		fail(fmt.Errorf("rounds: %q", os.Args[2]))
	}
	ours, err := newOurs(os.Args[1])
	if err != nil {
		fail(err)
	}
	sdk := newSDK(os.Args[1])
	// A server's calls have a context that may end; net/http waits for it in any case.
	ending, cancel := context.WithCancel(context.Background())
	defer cancel()
	within := func(call func(context.Context) error) func(context.Context) error {
		return func(context.Context) error { return call(ending) }
	}
	compare("HEAD", rounds, []caller{
		{"cos-go-sdk-v5", sdk.head}, {"libcos_err", ours.head},
		{"cos-go-sdk-v5, context", within(sdk.head)}, {"libcos_err, context", within(ours.head)},
	})
	compare("GET", rounds, []caller{
		{"cos-go-sdk-v5", sdk.get}, {"libcos_err", ours.get},
		{"cos-go-sdk-v5, context", within(sdk.get)}, {"libcos_err, context", within(ours.get)},
	})
}

// compare lets the callers take turns. The first is what the others are compared with.
func compare(what string, rounds int, callers []caller) {
	times := make([][]float64, len(callers))
	for round := -1; round < rounds; round++ {
		for i, each := range callers {
			p50 := median(measure(each))
			// The round before the first warms up.
			if round >= 0 {
				times[i] = append(times[i], p50)
			}
		}
	}
	for i, each := range callers {
		ratios := make([]float64, rounds)
		for round := range ratios {
			ratios[round] = times[i][round] / times[0][round]
		}
		middle := median(ratios) // sorts them
		fmt.Printf("%s\t%s\t%.1f\t%.3f\t%.3f\t%.3f\n", what, each.name, median(times[i]), middle, ratios[0], ratios[rounds-1])
	}
}

// measure has the microseconds of each request of a turn.
func measure(each caller) []float64 {
	times := make([]float64, turn)
	for i := range times {
		begun := time.Now()
		if err := each.call(context.Background()); err != nil {
			fail(fmt.Errorf("%s: %w", each.name, err))
		}
		times[i] = float64(time.Since(begun).Nanoseconds()) / 1000
	}
	return times
}

func median(values []float64) float64 {
	sort.Float64s(values)
	return values[len(values)/2]
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
