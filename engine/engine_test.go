package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.org/readout"
)

// readerFunc lets a function be a Reader.
type readerFunc func(context.Context, *readout.Article) (*readout.Reading, error)

func (f readerFunc) Read(ctx context.Context, a *readout.Article) (*readout.Reading, error) {
	return f(ctx, a)
}

// numbered gives n articles named after their place in the sequence.
func numbered(n int) iter.Seq2[*readout.Article, error] {
	return func(yield func(*readout.Article, error) bool) {
		for i := range n {
			if !yield(&readout.Article{Source: fmt.Sprint(i)}, nil) {
				return
			}
		}
	}
}

// echo reads an article into a reading that holds it.
func echo(_ context.Context, a *readout.Article) (*readout.Reading, error) {
	return &readout.Reading{Article: a}, nil
}

// describe is a result in one line, for comparison.
func describe(r Result) string {
	var p *PanicError
	switch {
	case errors.As(r.Err, &p):
		return "panic " + p.Source
	case r.Err != nil:
		return r.Err.Error()
	default:
		return "read " + r.Reading.Article.Source
	}
}

// noLeaks fails the test if it leaves goroutines behind.
func noLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for range 100 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
	})
}

// Whatever becomes of each article and however long it takes, each has exactly
// one result, in the order of the sequence.
func TestOrderAndNothingLost(t *testing.T) {
	noLeaks(t)
	rapid.Check(t, func(t *rapid.T) {
		const (
			fine = iota
			notMade
			fails
			panics
			empty
			kinds
		)
		fates := rapid.SliceOfN(rapid.IntRange(0, kinds-1), 0, 60).Draw(t, "fates")
		delays := rapid.SliceOfN(rapid.IntRange(0, 200), len(fates), len(fates)).Draw(t, "delays in microseconds")
		workers := rapid.IntRange(-1, 8).Draw(t, "workers")

		var want []string
		for i, f := range fates {
			want = append(want, [...]string{
				fine:    fmt.Sprintf("read %d", i),
				notMade: fmt.Sprintf("%d: not an article", i),
				fails:   fmt.Sprintf("%d: cannot be read", i),
				panics:  fmt.Sprintf("panic %d", i),
				empty:   "the reader returned nothing",
			}[f])
		}
		articles := func(yield func(*readout.Article, error) bool) {
			for i, f := range fates {
				var a *readout.Article
				var err error
				if f == notMade {
					err = fmt.Errorf("%d: not an article", i)
				} else {
					a = &readout.Article{Source: fmt.Sprint(i)}
				}
				if !yield(a, err) {
					return
				}
			}
		}
		reader := readerFunc(func(ctx context.Context, a *readout.Article) (*readout.Reading, error) {
			var i int
			fmt.Sscan(a.Source, &i)
			time.Sleep(time.Duration(delays[i]) * time.Microsecond)
			switch fates[i] {
			case fails:
				return nil, fmt.Errorf("%d: cannot be read", i)
			case panics:
				panic("out of range")
			case empty:
				return nil, nil
			}
			return echo(ctx, a)
		})
		var got []string
		if err := Read(context.Background(), reader, articles, workers, func(r Result) error {
			got = append(got, describe(r))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal("results (-want +got):", d)
		}
	})
}

// A slow first article must not let the sequence run on without bound.
func TestLookAheadIsBounded(t *testing.T) {
	noLeaks(t)
	const n, workers = 1000, 3
	var taken atomic.Int64
	articles := func(yield func(*readout.Article, error) bool) {
		for a, err := range numbered(n) {
			taken.Add(1)
			if !yield(a, err) {
				return
			}
		}
	}
	most := int64(0)
	emitted := int64(0)
	reader := readerFunc(func(ctx context.Context, a *readout.Article) (*readout.Reading, error) {
		if a.Source == "0" {
			time.Sleep(50 * time.Millisecond)
		}
		return echo(ctx, a)
	})
	err := Read(context.Background(), reader, articles, workers, func(Result) error {
		most = max(most, taken.Load()-emitted)
		emitted++
		return nil
	})
	if err != nil || emitted != n {
		t.Fatalf("emitted %d of %d: %v", emitted, n, err)
	}
	// The line, the one that left it to be emitted and the one that waits to enter.
	if limit := int64(workers*lookAhead + 2); most > limit {
		t.Errorf("%d articles were under way, want at most %d", most, limit)
	}
}

func TestWorkersRunTogether(t *testing.T) {
	noLeaks(t)
	const workers = 4
	meet := make(chan struct{})
	var in atomic.Int64
	reader := readerFunc(func(ctx context.Context, a *readout.Article) (*readout.Reading, error) {
		if in.Add(1) == workers {
			close(meet)
		}
		select {
		case <-meet:
			return echo(ctx, a)
		case <-time.After(10 * time.Second):
			return nil, errors.New("the others never came")
		}
	})
	err := Read(context.Background(), reader, numbered(workers), workers, func(r Result) error { return r.Err })
	if err != nil {
		t.Error(err)
	}
}

// What was ready in order when the user stopped is handed on, nothing after a
// gap is, and the articles cut short are not passed off as failures.
func TestCancel(t *testing.T) {
	noLeaks(t)
	rapid.Check(t, func(t *rapid.T) {
		stopAt := rapid.IntRange(0, 30).Draw(t, "article at which the user stops")
		workers := rapid.IntRange(1, 6).Draw(t, "workers")
		cause := errors.New("the user pressed Ctrl-C")
		ctx, cancel := context.WithCancelCause(context.Background())
		defer cancel(nil)
		reader := readerFunc(func(ctx context.Context, a *readout.Article) (*readout.Reading, error) {
			if a.Source == fmt.Sprint(stopAt) {
				cancel(cause)
			}
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("%s: %w", a.Source, err)
			}
			return echo(ctx, a)
		})
		next := 0
		err := Read(ctx, reader, numbered(1000), workers, func(r Result) error {
			if want := fmt.Sprint("read ", next); describe(r) != want {
				t.Errorf("got %q, want %q", describe(r), want)
			}
			next++
			return nil
		})
		if !errors.Is(err, cause) {
			t.Errorf("got error %v, want the cause", err)
		}
		if next > stopAt {
			t.Errorf("%d articles emitted, but number %d was never read", next, stopAt)
		}
	})
}

func TestCancelledBeforeItBegins(t *testing.T) {
	noLeaks(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := Read(ctx, readerFunc(echo), numbered(5), 2, func(r Result) error {
		t.Errorf("emitted %s", describe(r))
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A full disk stops the run at once.
func TestEmitFails(t *testing.T) {
	noLeaks(t)
	full := errors.New("no space left on device")
	calls, taken := 0, 0
	articles := func(yield func(*readout.Article, error) bool) {
		for a, err := range numbered(100000) {
			taken++
			if !yield(a, err) {
				return
			}
		}
	}
	err := Read(context.Background(), readerFunc(echo), articles, 2, func(Result) error {
		if calls++; calls == 3 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || calls != 3 {
		t.Errorf("got error %v after %d calls of emit, want %v after 3", err, calls, full)
	}
	if taken > 100 {
		t.Errorf("%d articles were taken from the sequence after the failure", taken)
	}
}

func TestSequencePanics(t *testing.T) {
	noLeaks(t)
	articles := func(yield func(*readout.Article, error) bool) {
		if yield(&readout.Article{Source: "first"}, nil) {
			panic("broken archive")
		}
	}
	var got []string
	err := Read(context.Background(), readerFunc(echo), articles, 2, func(r Result) error {
		got = append(got, describe(r))
		return nil
	})
	if d := cmp.Diff([]string{"read first"}, got); d != "" {
		t.Error("results (-want +got):", d)
	}
	var p *PanicError
	if !errors.As(err, &p) || !strings.Contains(err.Error(), "broken archive") || len(p.Stack) == 0 {
		t.Errorf("got error %v, want one that tells of the panic and where it was", err)
	}
}

// What the engine itself costs an article.
func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	if err := Read(context.Background(), readerFunc(echo), numbered(b.N), 0, func(Result) error { return nil }); err != nil {
		b.Fatal(err)
	}
}
