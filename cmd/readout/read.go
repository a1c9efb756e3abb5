package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/engine"
)

// readCmd is `readout read`.
type readCmd struct {
	Inputs []string `arg:"" name:"input" help:"Files, folders, http(s) addresses, or - for standard input. A folder is searched for files of text, HTML and JSON."`

	JSON    bool   `xor:"form" group:"Output" help:"Print a JSON array, an element for each article."`
	JSONL   bool   `xor:"form" group:"Output" name:"jsonl" help:"Print JSON Lines, one article a line, each as soon as it is read."`
	CoNLLU  bool   `xor:"form" group:"Output" name:"conllu" help:"Print CoNLL-U: the words with lemma, part of speech, features, dependencies and names."`
	HTML    string `xor:"form" group:"Output" name:"html" placeholder:"FILE" help:"Write one page that needs no network: the text with its records beside it."`
	Vectors bool   `group:"Output" help:"With --json or --jsonl: also give each sentence and the article a vector of 384 numbers, for finding others that say the same. Takes about twice as long; 3.5 kB a sentence."`
	Out     string `short:"o" name:"output" group:"Output" placeholder:"FILE" help:"Write to FILE instead of standard output."`
	Color   string `group:"Output" enum:"auto,always,never" default:"auto" help:"Colour: auto, always or never; auto is for terminals only."`

	Published string `group:"What the input does not say" placeholder:"DATE" help:"Date of publication, as 2020-02-03 or 2020-02-03T10:00:00Z."`
	Outlet    string `group:"What the input does not say" placeholder:"NAME" help:"Name of the outlet."`
	URL       string `group:"What the input does not say" name:"url" placeholder:"URL" help:"Address at which the article was published."`
	Language  string `group:"What the input does not say" placeholder:"CODE" help:"Language of the articles, such as en; overrules what their words suggest."`

	modelFlags
	Workers      int      `placeholder:"N" help:"Articles read at the same time; default: one for each processor."`
	MaxSize      byteSize `default:"50MB" placeholder:"SIZE" help:"Refuse articles larger than this (default: ${default})."`
	AllowPrivate bool     `help:"Also fetch from private and local network addresses."`
	Progress     bool     `help:"Tell the progress every few seconds even if standard error is not a terminal."`
	Quiet        bool     `short:"q" help:"Tell nothing but what failed."`
	Trace        bool     `hidden:"" help:"Show the stack where the program failed."`
}

// Help is what `readout read --help` says behind its first line.
func (*readCmd) Help() string {
	return `Prints the records of each article as text for people; --json, --jsonl, --conllu and --html choose another form. "readout schema" describes the JSON, doc/conllu.md the CoNLL-U.

An article in JSON is an object with "text" (or "html") and what is known of it: "title", "published", "author", "outlet", "url", "language". A file holds one, an array of them, or one a line.

  readout read --published 2021-03-10 article.txt
  readout read --jsonl --vectors folder/ > readings.jsonl`
}

// A tally counts what became of the articles.
type tally struct{ read, skipped, failed, nothing int }

// String says it in words: "3 read, 1 failed".
func (t tally) String() string {
	s := fmt.Sprintf("%d read", t.read)
	for _, part := range []struct {
		n    int
		what string
	}{{t.skipped, "skipped"}, {t.failed + t.nothing, "failed"}} {
		if part.n > 0 {
			s += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	return s
}

// add counts one result and tells the user of it if it is no reading.
func (t *tally) add(res engine.Result, tell *teller) {
	switch {
	case res.Err == nil:
		t.read++
		return
	case errors.Is(res.Err, readout.ErrLanguage):
		t.skipped++
	case errors.Is(res.Err, errNoArticles):
		t.nothing++
	default:
		t.failed++
	}
	msg := errorLine(res.Err)
	if res.Article != nil && !strings.HasPrefix(msg, res.Article.Source) {
		msg = res.Article.Source + ": " + msg
	}
	tell.line(msg)
}

// errEnough stops the engine when the output takes no more; the output itself
// knows why.
var errEnough = errors.New("output closed")

// Run reads all inputs.
func (c *readCmd) Run(ctx context.Context, p *program, tell *teller) error {
	meta, err := c.meta()
	if err != nil {
		return &exit{exitNothing, err}
	}
	if c.Vectors && !c.JSON && !c.JSONL {
		return &exit{exitNothing, withHint(errors.New("--vectors: only JSON has room for vectors"), "add --json or --jsonl")}
	}
	c.vectors = c.Vectors
	model, err := p.openModel(c.modelFlags)
	if err != nil {
		return &exit{exitNothing, err}
	}
	out, err := c.openOutput(p)
	if err != nil {
		return err
	}
	defer out.Close()

	prog := c.startProgress(p, out, tell)
	begun := time.Now()
	left := others{}
	src := &source{
		ctx: ctx, stdin: p.stdin, meta: meta, allowPrivate: c.AllowPrivate,
		output: out.info, took: prog.take, stream: article.Stream,
	}
	articles := src.articles(inputs(c.Inputs, left))

	var sum tally
	var stopped error
	w := bufio.NewWriter(out)
	readings := func(yield func(*readout.Reading) bool) {
		stopped = engine.Read(ctx, checked{model}, articles, c.Workers, func(res engine.Result) error {
			sum.add(res, tell)
			var failed *engine.PanicError
			if c.Trace && errors.As(res.Err, &failed) {
				_, _ = p.stderr.Write(failed.Stack)
			}
			if res.Err == nil && !yield(res.Reading) {
				return errEnough
			}
			prog.finished()
			return w.Flush()
		})
	}
	err = c.form(out)(w, readings)
	if err == nil {
		err = w.Flush()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	prog.clear()

	switch {
	case err != nil:
		return &exit{exitSomeFailed, fmt.Errorf("%s: output broke off after %s: %w", out.name, count(max(0, sum.read-1), "article"), cause(err))}
	case ctx.Err() != nil:
		tell.linef("stopped: %s; the output so far is whole", sum)
		return &exit{exitInterrupted, nil}
	case stopped != nil:
		return &exit{exitSomeFailed, stopped}
	}
	c.summary(sum, left, time.Since(begun), tell)
	switch {
	case sum.read == 0 && sum.failed == 0 && sum.skipped == 0:
		return &exit{exitNothing, nil}
	case sum.failed+sum.skipped+sum.nothing > 0:
		return &exit{exitSomeFailed, nil}
	}
	return nil
}

// summary counts what became of the inputs, unless one article was read and
// that was all.
func (c *readCmd) summary(sum tally, left others, took time.Duration, tell *teller) {
	if c.Quiet || sum == (tally{read: 1}) && len(left) == 0 {
		return
	}
	s := sum.String()
	if len(left) > 0 {
		s += "; other files in the folders, not tried: " + left.String()
	}
	if took >= 2*progressEvery {
		s += fmt.Sprintf("; %s", took.Round(time.Second))
	}
	tell.line(s)
}

// meta is what the flags say about the articles.
func (c *readCmd) meta() (article.Meta, error) {
	m := article.Meta{URL: c.URL, Outlet: c.Outlet, Language: c.Language, Limit: int(c.MaxSize)}
	if c.Published != "" {
		t, err := time.Parse(time.DateOnly, c.Published)
		m.Precision = "day"
		if err != nil {
			t, err = time.Parse(time.RFC3339, c.Published)
			m.Precision = "second"
		}
		if err != nil {
			return m, withHint(fmt.Errorf("--published %s: not a date", c.Published), "write it as 2020-02-03 or 2020-02-03T10:00:00Z")
		}
		m.Published = t
	}
	return m, nil
}

// An output is where the readings go.
type output struct {
	*os.File
	name string
	info os.FileInfo // nil for standard output
	std  bool
}

// Close closes a file; standard output stays open.
func (o *output) Close() error {
	if o.std || o.File == nil {
		return nil
	}
	f := o.File
	o.File = nil
	return f.Close()
}

// openOutput opens the file of --output or --html, or standard output. It will
// not write over one of the inputs.
func (c *readCmd) openOutput(p *program) (*output, error) {
	name := c.Out
	if c.HTML != "" {
		if name != "" {
			return nil, &exit{exitNothing, withHint(errors.New("--html and --output both name the file to write"), "give one of them")}
		}
		name = c.HTML
	}
	if name == "" || name == "-" {
		return &output{File: p.stdout, name: "standard output", std: true}, nil
	}
	if old, err := os.Stat(name); err == nil {
		for _, in := range c.Inputs {
			if info, err := os.Stat(in); err == nil && os.SameFile(old, info) {
				return nil, &exit{exitNothing, withHint(fmt.Errorf("%s: is an input and would be written over", name), "choose another output")}
			}
		}
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, &exit{exitSomeFailed, withHint(err, "choose another place for the output")}
	}
	info, err := f.Stat()
	if err != nil {
		return nil, &exit{exitSomeFailed, err}
	}
	return &output{File: f, name: name, info: info}, nil
}

// startProgress decides whether and how the progress of the run is told.
func (c *readCmd) startProgress(p *program, out *output, tell *teller) *progress {
	bar := isTerminal(p.stderr) && !(out.std && c.onTerminal() && isTerminal(p.stdout))
	if c.Quiet || !bar && !c.Progress {
		return nil
	}
	var total int64
	for in, err := range inputs(c.Inputs, others{}) {
		if err == nil {
			total += in.size
		}
	}
	prog := newProgress(p.stderr, bar, total)
	tell.clear = prog.clear
	return prog
}

// onTerminal reports whether the readings are written for people.
func (c *readCmd) onTerminal() bool { return !c.JSON && !c.JSONL && !c.CoNLLU && c.HTML == "" }

// cause takes the words that the writer put before a failure of the disk away,
// and the name of the file, which has been said.
func cause(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
