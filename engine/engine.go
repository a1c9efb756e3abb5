// Package engine runs a reader over many articles at once.
//
// In: a sequence of articles, as package article makes them, and the errors of
// those that could not be made. Out: one [Result] for each, in the order of the
// sequence, however many workers there are. Memory is flat: at most a few
// articles a worker are under way at any time.
package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"runtime/debug"
	"sync"

	"example.org/readout"
)

// A Reader analyses one article. Read is called from several goroutines and
// must return soon after its context is done.
type Reader interface {
	Read(context.Context, *readout.Article) (*readout.Reading, error)
}

// A Result is what became of one article of the sequence.
type Result struct {
	Article *readout.Article // nil where the sequence gave an error instead
	Reading *readout.Reading // nil where Err is not
	Err     error
}

// A PanicError says that the reader, or the sequence of articles, panicked.
type PanicError struct {
	Source string // of the article, "" if the sequence itself panicked
	Value  any
	Stack  []byte
}

func (e *PanicError) Error() string {
	if e.Source == "" {
		return fmt.Sprintf("panic while taking the next article: %v", e.Value)
	}
	return fmt.Sprintf("%s: panic while reading: %v", e.Source, e.Value)
}

// lookAhead is the number of articles that may be under way for each worker:
// enough that a long article at the head of the line does not leave the other
// workers idle, few enough that a window of long articles stays small.
const lookAhead = 4

// Read takes articles from the sequence, has the reader read them on the given
// number of workers (below 1: one for each processor), and hands the results to
// emit in the order of the sequence. emit is called from the goroutine of the
// caller, never twice at once.
//
// An article that fails, be it by an error of the sequence or an error or a
// panic of the reader, is a Result with Err and does not stop the others. Read
// stops early when emit returns an error, which it returns; when ctx is done,
// after handing on the results that were ready in order, and returns the cause;
// and when the sequence panics, which it returns as a [PanicError]. All its
// goroutines have ended when it returns, so the sequence must not block for
// ever.
func Read(ctx context.Context, r Reader, articles iter.Seq2[*readout.Article, error], workers int, emit func(Result) error) error {
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	// Jobs wait in line in the order of the sequence; each is also handed to a
	// worker. The capacity of the line bounds what is under way.
	line := make(chan *job, workers*lookAhead)
	work := make(chan *job)
	var all sync.WaitGroup
	var broken error // of the sequence; read after the line is closed
	all.Go(func() {
		defer close(line)
		defer close(work)
		broken = feed(ctx, articles, line, work)
	})
	for range workers {
		all.Go(func() {
			for j := range work {
				j.done <- readOne(ctx, r, j.article)
			}
		})
	}

	var stopped error
	for j := range line {
		res := <-j.done
		if stopped != nil {
			continue // let the workers finish
		}
		if ctx.Err() != nil && errors.Is(res.Err, ctx.Err()) {
			stopped = context.Cause(ctx)
			continue
		}
		if err := emit(res); err != nil {
			stopped = err
			cancel()
		}
	}
	all.Wait()
	switch {
	case stopped != nil:
		return stopped
	case broken != nil:
		return broken
	}
	return nil
}

// A job is one article under way. done has room for its result, so that no
// worker waits for the line.
type job struct {
	article *readout.Article
	done    chan Result
}

// feed puts each article in line and hands it to a worker, until the sequence
// ends or ctx is done. Every job that it puts in line gets a result.
func feed(ctx context.Context, articles iter.Seq2[*readout.Article, error], line, work chan<- *job) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	for a, failed := range articles {
		j := &job{article: a, done: make(chan Result, 1)}
		select {
		case line <- j:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if failed != nil {
			j.done <- Result{Article: a, Err: failed}
			continue
		}
		select {
		case work <- j:
		case <-ctx.Done():
			j.done <- Result{Article: a, Err: ctx.Err()}
			return context.Cause(ctx)
		}
	}
	return nil
}

// readOne reads one article and turns a panic into an error that names it.
func readOne(ctx context.Context, r Reader, a *readout.Article) (res Result) {
	res.Article = a
	defer func() {
		if v := recover(); v != nil {
			res.Reading, res.Err = nil, &PanicError{Source: a.Source, Value: v, Stack: debug.Stack()}
		}
	}()
	if res.Err = ctx.Err(); res.Err != nil {
		return res
	}
	res.Reading, res.Err = r.Read(ctx, a)
	if res.Err == nil && res.Reading == nil {
		res.Err = errors.New("the reader returned nothing")
	}
	return res
}
