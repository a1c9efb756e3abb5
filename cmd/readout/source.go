package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime/debug"
	"strings"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/engine"
)

// A source opens inputs one after the other and makes articles of them.
type source struct {
	ctx          context.Context
	stdin        io.Reader
	meta         article.Meta
	allowPrivate bool
	output       os.FileInfo // the file being written, never read; nil if none
	took         func(bytes int64)
	stream       func(io.Reader, article.Meta) iter.Seq2[*readout.Article, error] // article.Stream
}

// articles are the articles of all inputs in order. What cannot be opened or
// made an article of is an error in its place.
func (s *source) articles(ins iter.Seq2[input, error]) iter.Seq2[*readout.Article, error] {
	return func(yield func(*readout.Article, error) bool) {
		for in, err := range ins {
			switch {
			case s.ctx.Err() != nil:
				return
			case err != nil:
				s.took(0)
				if !yield(nil, err) {
					return
				}
			default:
				if !s.open(in, yield) {
					return
				}
			}
		}
	}
}

// open yields the articles of one input. It returns false when yield did. A
// panic of the layers that take the input apart is an error of that input.
func (s *source) open(in input, yield func(*readout.Article, error) bool) (more bool) {
	more = true
	found, inYield := false, false
	next := func(a *readout.Article, err error, bytes int64) bool {
		found = true
		s.took(bytes)
		inYield = true
		more = yield(a, err)
		inYield = false
		return more
	}
	defer func() {
		if inYield {
			return // the panic is the caller's own
		}
		if v := recover(); v != nil {
			next(nil, &engine.PanicError{Source: in.name, Value: v, Stack: debug.Stack()}, 0)
		}
	}()

	meta := s.meta
	meta.Source = in.name
	var r io.Reader
	switch in.kind {
	case stdinInput:
		meta.Source = "stdin"
		r = &interruptible{s.ctx, s.stdin}
	case pageInput:
		// A page is fetched whole before its articles are handed on.
		all, err := article.Fetch(s.ctx, in.name, meta, article.FetchOptions{AllowPrivate: s.allowPrivate, UserAgent: "readout/" + readout.Version})
		if s.ctx.Err() != nil {
			return false
		}
		for _, a := range all {
			if !next(a, nil, 0) {
				return false
			}
		}
		for _, err := range parts(err) {
			if !next(nil, err, 0) {
				return false
			}
		}
		return true
	default:
		f, err := os.Open(in.name)
		if err != nil {
			return next(nil, err, in.size)
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && s.output != nil && os.SameFile(info, s.output) {
			return true
		}
		r = f
	}
	n := &counter{r: r}
	for a, err := range s.stream(n, meta) {
		if s.ctx.Err() != nil {
			return false
		}
		if err != nil && !strings.HasPrefix(plain(err), meta.Source) {
			err = fmt.Errorf("%s: %w", meta.Source, err)
		}
		bytes := n.bytes
		n.bytes = 0
		if !next(a, err, bytes) {
			return false
		}
	}
	if !found {
		return next(nil, withHint(fmt.Errorf("%s: %w", meta.Source, errNoArticles), "give a file with at least one record"), n.bytes)
	}
	return more
}

// parts are the errors that [errors.Join] made one of.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// A counter counts the bytes that are read from r.
type counter struct {
	r     io.Reader
	bytes int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.bytes += int64(n)
	return n, err
}

// An interruptible reader gives up waiting when its context is done, so that
// Ctrl-C works while nobody types. The read that it waited for is left behind;
// the program ends soon after.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i *interruptible) Read(b []byte) (int, error) {
	type got struct {
		b   []byte
		err error
	}
	done := make(chan got, 1)
	go func() {
		own := make([]byte, len(b)) // b is the caller's again once Read returns
		n, err := i.r.Read(own)
		done <- got{own[:n], err}
	}()
	select {
	case g := <-done:
		return copy(b, g.b), g.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}
