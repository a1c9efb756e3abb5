package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"example.org/readout"
	"example.org/readout/export"
	"example.org/readout/text"
)

// explainCmd is `readout explain`.
type explainCmd struct {
	Text []string `arg:"" help:"English text, one sentence or a few."`
	modelFlags
	Color string `enum:"auto,always,never" default:"auto" help:"Colour: auto, always or never; auto is for terminals only."`
}

// Help is what `readout explain --help` says behind its first line.
func (*explainCmd) Help() string {
	return `Prints the words with lemma, part of speech and governor, the names, and the words in which the model sees an event or an attribution, with probabilities; then the records that the rules made of them.

  readout explain "The minister denied that talks had been held."`
}

// Run reads the text as the body of an article and prints what the model made
// of its words, then the records that came of it.
func (c *explainCmd) Run(ctx context.Context, p *program) error {
	words := strings.TrimSpace(strings.Join(c.Text, " "))
	switch {
	case words == "":
		return &exit{exitNothing, withHint(errors.New("explain: no text"), `give a sentence in quotation marks: readout explain "The minister arrived."`)}
	case !utf8.ValidString(words):
		return &exit{exitNothing, withHint(errors.New("explain: the text is not UTF-8"), "set the terminal to UTF-8")}
	}
	m, err := p.openModel(c.modelFlags)
	if err != nil {
		return &exit{exitNothing, err}
	}
	id := sha256.Sum256([]byte(words))
	r, err := m.Read(ctx, &readout.Article{
		ID: hex.EncodeToString(id[:]), Text: words, Language: "en",
		Blocks: []text.Block{{Span: text.Span{Begin: 0, End: len(words)}, Role: text.Body, Why: "explain"}},
	})
	if err != nil {
		return fmt.Errorf("explain: %w", err)
	}
	look := look(c.Color, p.stdout)
	if err := export.WriteExplain(p.stdout, r.Document, m.labels, look); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout)
	return export.WriteTerminal(p.stdout, r, look)
}
