package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"example.org/readout/eval"
)

// evalCmd is `readout eval`.
type evalCmd struct {
	Set         string `arg:"" help:"What to score: ${sets}."`
	Path        string `arg:"" help:"The data of the set: a file or a folder."`
	JSON        bool   `help:"Print one flat JSON object of numbers."`
	Errors      bool   `help:"Print each miss and each false alarm on standard error (sets ${listed})."`
	Predictions string `placeholder:"FILE" help:"Score what another system made, a file or a folder, instead of reading the texts (sets gold, conllu, ner)."`
	Texts       string `placeholder:"FOLDER" help:"Write the texts of the set into FOLDER, for another system to read, and score nothing (sets gold, conllu, ner)."`
	All         bool   `help:"Score all documents, not only those held out from training (set ner)."`
	modelFlags
}

// vars are the words that the help texts take from the packages.
func vars() map[string]string {
	var sets []string
	for _, s := range eval.Sets() {
		sets = append(sets, s.Name)
	}
	return map[string]string{"sets": strings.Join(sets, ", "), "listed": strings.Join(withErrors, ", ")}
}

// withErrors are the sets that can list what was missed.
var withErrors = []string{"gold", "actors", "timex"}

// Help is what `readout eval --help` says behind its first line: the sets.
func (*evalCmd) Help() string {
	var b strings.Builder
	b.WriteString("The rules of scoring are in doc/accuracy.md. The sets, and where their data lies below the folder of corpora:\n\n")
	for _, s := range eval.Sets() {
		fmt.Fprintf(&b, "  %-13s%s\n  %-13s%s\n", s.Name, s.Measures, "", s.Path)
	}
	b.WriteString("\nAnother system is scored in two steps:\n\n")
	b.WriteString("  readout eval conllu gold.conllu --texts texts/\n")
	b.WriteString("  readout eval conllu gold.conllu --predictions other.conllu")
	return b.String()
}

// is reports whether s is the set that the command line names.
func (c *evalCmd) is(s eval.Set) bool { return s.Name == c.Set }

// Run scores the reader, or records that were made before, on one set.
func (c *evalCmd) Run(ctx context.Context, p *program) error {
	if c.Errors && !slices.Contains(withErrors, c.Set) && slices.ContainsFunc(eval.Sets(), c.is) {
		return &exit{exitNothing, withHint(fmt.Errorf("eval: --errors: set %s lists no errors", c.Set), "leave --errors out; sets "+strings.Join(withErrors, ", ")+" list theirs")}
	}
	if name := c.given(); name != "" && (c.Predictions != "" || c.Texts != "") {
		return &exit{exitNothing, withHint(fmt.Errorf("eval: %s: with --predictions or --texts no model reads anything", name), "leave "+name+" out")}
	}
	opts := eval.Options{Predictions: c.Predictions, Texts: c.Texts, All: c.All}
	if c.Errors {
		opts.Errors = p.stderr
	}
	var reader eval.Reader
	if c.Predictions == "" && c.Texts == "" {
		m, err := p.openModel(c.modelFlags)
		if err != nil {
			return &exit{exitNothing, err}
		}
		reader = m.Reader // not m: some sets ask the reader for more than Read
	}
	res, err := eval.Run(ctx, c.Set, c.Path, reader, opts)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err = fmt.Errorf("eval: %w", err)
		if c.Predictions == "" && c.Texts == "" && !errors.Is(err, fs.ErrNotExist) && slices.ContainsFunc(eval.Sets(), c.is) {
			err = withHint(err, "readout eval --help says what "+c.Set+" reads and where it lies")
		}
		return &exit{exitNothing, err}
	}
	w := bufio.NewWriter(p.stdout)
	if c.JSON {
		b, err := json.Marshal(res)
		if err != nil {
			return fmt.Errorf("eval: %w", err)
		}
		fmt.Fprintf(w, "%s\n", b)
	} else if err := res.WriteTable(w); err != nil {
		return err
	}
	return w.Flush()
}
