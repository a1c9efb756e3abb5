package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"example.org/readout"
	"example.org/readout/quote"
	"example.org/readout/text"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"readout": func() {
			p := &program{os.Stdin, os.Stdout, os.Stderr, openModel}
			if os.Getenv("READOUT_TEST_READER") == "simple" {
				p.openModel = openSimple
			}
			code := p.run(os.Args[1:])
			if file := os.Getenv("READOUT_TEST_STATUS"); file != "" {
				_ = os.WriteFile(file, []byte(strconv.Itoa(code)), 0o666)
			}
			os.Exit(code)
		},
	})
}

// The scripts say what the command does with its input and output, not what
// the model reads; they run with a reader that needs no model.
func TestScripts(t *testing.T) {
	if testing.Short() { // those that run many goroutines
		runScripts(t, "simple", "testdata/interrupt.txtar", "testdata/read.txtar", "testdata/workers.txtar")
		return
	}
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	runScripts(t, "simple", scripts...)
}

// These few scripts run the whole program with the model that is built in.
func TestModelScripts(t *testing.T) {
	runScripts(t, "built in", "testdata/model/read.txtar", "testdata/model/stacks.txtar")
}

func runScripts(t *testing.T, reader string, scripts ...string) {
	testscript.Run(t, testscript.Params{
		Files: scripts,
		Setup: func(env *testscript.Env) error {
			env.Setenv("READOUT_TEST_READER", reader)
			env.Setenv("READOUT_TEST_STATUS", filepath.Join(env.WorkDir, ".status"))
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch {
			case cond == "root":
				return os.Getuid() == 0, nil
			case strings.HasPrefix(cond, "exists:"):
				_, err := os.Stat(strings.TrimPrefix(cond, "exists:"))
				return err == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bytes":   cmdBytes,
			"json":    cmdJSON,
			"repeat":  cmdRepeat,
			"schema":  cmdSchema,
			"status":  cmdStatus,
			"waitfor": cmdWaitFor,
		},
	})
}

// openSimple makes the reader of the scripts. A model file that is named is
// opened as ever.
func openSimple(flags modelFlags) (*model, error) {
	if flags.Model != "" {
		return openModel(flags)
	}
	pause, _ := strconv.Atoi(os.Getenv("READOUT_TEST_PAUSE_MS"))
	return &model{Reader: simple{time.Duration(pause) * time.Millisecond}, version: simpleVersion, kernel: "none"}, nil
}

// simple finds a statement in each sentence that says "said": all before the
// word is the speaker, all after it the content. It panics at the word
// "PANIC", fails at "FAIL", makes a record that its text has no room for at
// "MISFIT", and takes its time if asked to.
type simple struct{ pause time.Duration }

const simpleVersion = "readout 0, simple reader"

func (s simple) Read(ctx context.Context, a *readout.Article) (*readout.Reading, error) {
	select {
	case <-time.After(s.pause):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	switch {
	case strings.Contains(a.Text, "PANIC"):
		panic("no such word")
	case a.Language != "" && a.Language != "en":
		return nil, fmt.Errorf("the language is %q: %w", a.Language, readout.ErrLanguage)
	case strings.Contains(a.Text, "FAIL"):
		return nil, errors.New("cannot make sense of it")
	}
	if strings.Contains(a.Text, "MISFIT") {
		beyond := text.Span{Begin: 0, End: len(a.Text) + 1}
		return &readout.Reading{
			Article: a, Document: &text.Document{ID: a.ID, Text: a.Text},
			Statements: []quote.Statement{{ID: "1", Content: []text.Span{beyond}}},
		}, nil
	}
	d := &text.Document{ID: a.ID, Text: a.Text, Lang: a.Language, Blocks: a.Blocks}
	text.Split(d)
	r := &readout.Reading{Version: simpleVersion, Article: a, Document: d}
	for i, sentence := range d.Sentences {
		words := d.Slice(sentence.Span)
		speaker, content, ok := strings.Cut(words, " said ")
		if !ok {
			continue
		}
		begin := sentence.Span.Begin
		cue := text.Span{Begin: begin + len(speaker) + 1, End: begin + len(speaker) + len(" said")}
		r.Statements = append(r.Statements, quote.Statement{
			ID:         cmp.Or(a.ID[:8], "statement") + strconv.Itoa(i),
			Speaker:    &text.Span{Begin: begin, End: begin + len(speaker)},
			Cue:        &cue,
			Content:    []text.Span{{Begin: sentence.Span.End - len(content), End: sentence.Span.End}},
			Form:       quote.Indirect,
			Act:        "assertion",
			Sentence:   i,
			Rules:      []string{"simple:said"},
			Confidence: 1,
		})
	}
	return r, nil
}
