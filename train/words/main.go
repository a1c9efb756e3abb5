// Words splits texts into sentences and words exactly as the reader does, so
// that training data and reading see the same tokens.
//
// In, on standard input: JSON lines {"doc": ID, "text": TEXT}; other fields are
// ignored. Each line of a text that is not blank is a block of its own.
// Out, on standard output: for each line, in order,
//
//	{"doc": ID, "sentences": [[first, last], ...], "tokens": [[begin, end], ...]}
//
// where a sentence is the half-open range of its tokens and a token the
// half-open range of its code points in the text.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"example.org/readout/text"
)

type input struct {
	Doc  json.RawMessage `json:"doc"`
	Text string          `json:"text"`
}

type output struct {
	Doc       json.RawMessage `json:"doc"`
	Sentences [][2]int        `json:"sentences"`
	Tokens    [][2]int        `json:"tokens"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		os.Exit(1)
	}
}

func run(r io.Reader, w io.Writer) error {
	in := json.NewDecoder(bufio.NewReaderSize(r, 1<<20))
	buffered := bufio.NewWriterSize(w, 1<<20)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	for n := 1; ; n++ {
		var rec input
		if err := in.Decode(&rec); errors.Is(err, io.EOF) {
			return buffered.Flush()
		} else if err != nil {
			return fmt.Errorf("record %d: %w", n, err)
		}
		if err := out.Encode(split(rec)); err != nil {
			return err
		}
	}
}

func split(rec input) output {
	d := &text.Document{Text: rec.Text, Blocks: lines(rec.Text)}
	text.Split(d)
	o := text.NewOffsets(d.Text)
	res := output{Doc: rec.Doc, Sentences: [][2]int{}, Tokens: [][2]int{}}
	for _, s := range d.Sentences {
		res.Sentences = append(res.Sentences, [2]int{s.First, s.Last})
	}
	for _, t := range d.Tokens {
		res.Tokens = append(res.Tokens, [2]int{o.CodePoints(d.Text, t.Span.Begin), o.CodePoints(d.Text, t.Span.End)})
	}
	return res
}

// lines makes each line of s that is not blank a block.
func lines(s string) []text.Block {
	var blocks []text.Block
	begin := 0
	for begin < len(s) {
		end := len(s)
		if i := strings.IndexByte(s[begin:], '\n'); i >= 0 {
			end = begin + i
		}
		if strings.TrimSpace(s[begin:end]) != "" {
			blocks = append(blocks, text.Block{Span: text.Span{Begin: begin, End: end}, Role: text.Body, Why: "line"})
		}
		begin = end + 1
	}
	return blocks
}
