package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"libcos_err/cos"
)

const (
	rounds      = 3
	ended       = 100 // calls that are cancelled: more than are in C
	latest      = 60 * time.Millisecond
	longest     = 100 * time.Millisecond
	tick        = 5 * time.Millisecond
	undisturbed = time.Second
)

// A figure of each round. The least counts, because other programs delay a goroutine too; calls
// that block unrelated goroutines do it in each round.
type figure struct{ least, most time.Duration }

func (f *figure) add(one time.Duration) {
	if f.least == 0 || one < f.least {
		f.least = one
	}
	if one > f.most {
		f.most = one
	}
}

func (f figure) String() string {
	return fmt.Sprintf("%d–%d ms", f.least.Milliseconds(), f.most.Milliseconds())
}

// cancelled measures how late an unrelated goroutine runs while calls wait, and how long a call
// outlives its context.
func cancelled(calls int) error {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer silent.Close()
	go swallow(silent)
	var alone, late, last, all figure
	for i := 0; i < rounds; i++ {
		stop := lateness()
		time.Sleep(undisturbed)
		alone.add(stop())
		if err := cancelRound(silent.Addr().String(), calls, &late, &last, &all); err != nil {
			return err
		}
	}
	fmt.Printf("| %d calls wait: an unrelated goroutine is late by %v (least at most %v), %v without them | "+
		"the last of %d calls ends after its context: %v (least at most %v), of all: %v |\n", calls, late, latest, alone, ended, last, longest, all)
	switch {
	case late.least > latest:
		return fmt.Errorf("MISSED: a goroutine was late by %v", late.least)
	case last.least > longest:
		return fmt.Errorf("MISSED: a call outlived its context by %v", last.least)
	}
	return nil
}

func cancelRound(address string, calls int, late, last, all *figure) error {
	hung, err := client(address)
	if err != nil {
		return err
	}
	defer hung.Close()
	stop := lateness()
	some, endSome := context.WithCancel(context.Background())
	others, endOthers := context.WithCancel(context.Background())
	first, rest := make(chan error, calls), make(chan error, calls)
	defer endSome()
	start := func(ctx context.Context, number int, results chan error) {
		for i := 0; i < number; i++ {
			go func() {
				_, err := hung.HeadBucket(ctx, bucket)
				results <- err
			}()
		}
	}
	start(some, ended, first)
	start(others, calls-ended, rest)
	time.Sleep(undisturbed)
	late.add(stop())
	begun := time.Now()
	endSome()
	err = allCancelled(first, ended)
	last.add(time.Since(begun))
	begun = time.Now()
	endOthers()
	if err == nil {
		err = allCancelled(rest, calls-ended)
	}
	all.add(time.Since(begun))
	return err
}

func allCancelled(results chan error, number int) error {
	for i := 0; i < number; i++ {
		if err := <-results; !errors.Is(err, cos.ErrCancelled) {
			return fmt.Errorf("not cancelled: %v", err)
		}
	}
	return nil
}

// lateness begins to watch how late a goroutine runs that sleeps for a moment; the result ends it.
func lateness() (stop func() time.Duration) {
	end, found := make(chan struct{}), make(chan time.Duration)
	go func() {
		var worst time.Duration
		for {
			begun := time.Now()
			time.Sleep(tick)
			if late := time.Since(begun) - tick; late > worst {
				worst = late
			}
			select {
			case <-end:
				found <- worst
				return
			default:
			}
		}
	}()
	return func() time.Duration {
		close(end)
		return <-found
	}
}
