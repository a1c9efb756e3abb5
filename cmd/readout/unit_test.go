package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/engine"
)

func TestByteSize(t *testing.T) {
	for _, c := range []struct {
		in   string
		want byteSize
		out  string
	}{
		{"1", 1, "1 B"},
		{"2000", 2000, "1.95 kB"},
		{"1kB", 1 << 10, "1 kB"},
		{"50MB", 50 << 20, "50 MB"},
		{" 1.5 gb ", 3 << 29, "1.5 GB"},
		{"17B", 17, "17 B"},
	} {
		var got byteSize
		if err := got.UnmarshalText([]byte(c.in)); err != nil || got != c.want || got.String() != c.out {
			t.Errorf("%q: %d (%v), %v; want %d (%s)", c.in, got, got, err, c.want, c.out)
		}
	}
	for _, bad := range []string{"", "MB", "0", "-1MB", "0.1", "5PB", "ten", "NaN", "+Inf", "9999999GB"} {
		var got byteSize
		if err := got.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was taken for %v", bad, got)
		}
	}
}

func TestProgressLine(t *testing.T) {
	start := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	p := newProgress(io.Discard, false, 4<<20)
	p.start = start
	for range 3 {
		p.take(1 << 20)
	}
	p.finished()
	p.finished()
	p.finished()
	p.finished() // one more than was taken: it must not fail
	want := "4 articles, 0.4 a second, 75 % of 4 MB, 3s left"
	if got := p.line(start.Add(10 * time.Second)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p = newProgress(io.Discard, false, 0)
	p.start = start
	p.finished()
	if got, want := p.line(start.Add(2*time.Second)), "1 article, 0.5 a second"; got != want {
		t.Errorf("without a size: got %q, want %q", got, want)
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"a.txt: empty":           "a.txt: empty",
		"two\nlines\tof it\n":    "two lines of it",
		"\x1b[31mred\x07":        `\x1b[31mred\x07`,
		"C1 \u009b31m":           `C1 \x9b31m`,
		"Übersicht – привет.txt": "Übersicht – привет.txt",
	} {
		if got := printable(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestHints(t *testing.T) {
	var b bytes.Buffer
	err := fmt.Errorf("a.txt: %w", withHint(errors.New("torn"), "mend it"))
	newTeller(&b).line(errorLine(err))
	if got, want := b.String(), "readout: a.txt: torn; mend it\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A panic of the layers that take files apart costs that file, no other.
func TestPanicWhileTakingApart(t *testing.T) {
	dir := t.TempDir()
	var names []string
	for _, name := range []string{"a.html", "b.html", "c.html"} {
		names = append(names, filepath.Join(dir, name))
		if err := os.WriteFile(names[len(names)-1], []byte(name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	src := &source{
		ctx: context.Background(), took: func(int64) {},
		stream: func(r io.Reader, m article.Meta) iter.Seq2[*readout.Article, error] {
			return func(yield func(*readout.Article, error) bool) {
				if yield(&readout.Article{Source: m.Source}, nil) && m.Source == names[1] {
					panic("broken tag")
				}
			}
		},
	}
	var got []string
	for a, err := range src.articles(inputs(names, others{})) {
		var p *engine.PanicError
		switch {
		case errors.As(err, &p):
			got = append(got, "panic "+filepath.Base(p.Source))
		case err != nil:
			t.Error(err)
		default:
			got = append(got, filepath.Base(a.Source))
		}
	}
	if d := cmp.Diff([]string{"a.html", "b.html", "panic b.html", "c.html"}, got); d != "" {
		t.Error("articles (-want +got):", d)
	}
}

// Waiting for standard input must not outlast Ctrl-C.
func TestInterruptible(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	in := &interruptible{ctx, r}
	go func() { _, _ = w.Write([]byte("some words")) }()
	buf := make([]byte, 4)
	var got strings.Builder
	for got.Len() < len("some words") {
		n, err := in.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(buf[:n])
	}
	if got.String() != "some words" {
		t.Errorf("got %q", got.String())
	}
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := in.Read(buf); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

// A file too large to be a model is not read to its end, if it has one.
func TestHugeModel(t *testing.T) {
	name := filepath.Join(t.TempDir(), "film.rdm")
	for _, c := range []struct {
		size int
		ok   bool
	}{{0, true}, {5119, true}, {5120, true}, {5121, false}} {
		if err := os.WriteFile(name, make([]byte, c.size), 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := readWeights(name, 5120)
		if c.ok != (err == nil) || c.ok && len(b) != c.size || !c.ok && !strings.Contains(err.Error(), "more than 5 kB") {
			t.Errorf("%d bytes: %d were read, error %v", c.size, len(b), err)
		}
	}
	if _, err := os.Stat("/dev/zero"); err == nil {
		if _, err := readWeights("/dev/zero", 5120); err == nil || !strings.Contains(err.Error(), "/dev/zero: not a usable model") {
			t.Errorf("/dev/zero: error %v", err)
		}
	}
}
