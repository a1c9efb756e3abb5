package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"example.org/readout/eval"
)

// evalCmd is `readout eval`.
type evalCmd struct {
	Set         string `arg:"" help:"The set: ${sets}."`
	Path        string `arg:"" help:"Where its data lies: a file or a folder."`
	JSON        bool   `help:"Print one flat JSON object of numbers."`
	Errors      bool   `help:"Print each miss and each false alarm on standard error (sets gold, actors, timex)."`
	Predictions string `placeholder:"FILE" help:"Score what another system made, a file or a folder, instead of reading the texts (sets gold, conllu, ner)."`
	Texts       string `placeholder:"FOLDER" help:"Write the texts of the set into FOLDER, for another system to read, and score nothing (sets gold, conllu, ner)."`
	All         bool   `help:"Score every document of a set that has a hold-out, not the hold-out only."`
	modelFlags
}

// vars are the words that the help texts take from the packages.
func vars() map[string]string {
	var sets []string
	for _, s := range eval.Sets() {
		sets = append(sets, s.Name)
	}
	return map[string]string{"sets": strings.Join(sets, ", ")}
}

// Run scores the reader, or records that were made before, on one set.
func (c *evalCmd) Run(ctx context.Context, p *program) error {
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
		return &exit{exitNothing, fmt.Errorf("eval: %w", err)}
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
