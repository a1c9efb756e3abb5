// Command passages turns annotated passages, written by hand in the language
// of the coding tests, into training data.
//
// In: *.test files named as arguments. Out, on standard output: one JSON line
// a passage in the silver format (offsets in code points), with the fields that
// training uses. A passage lists all its records; a field left out means none,
// and a modality left out means actual.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"example.org/readout/event/codingtest"
	"example.org/readout/text"
)

type span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type eventRow struct {
	Trigger   *span  `json:"trigger"`
	Root      string `json:"root"`
	Actor     []span `json:"actor"`
	Recipient []span `json:"recipient"`
	Modality  string `json:"modality"`
}

type statementRow struct {
	Speaker *span  `json:"speaker"`
	Cue     *span  `json:"cue"`
	Content []span `json:"content"`
	Act     string `json:"act"`
}

type passage struct {
	Doc        string         `json:"doc"`
	Text       string         `json:"text"`
	Events     []eventRow     `json:"events"`
	Statements []statementRow `json:"statements"`
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "passages:", err)
		os.Exit(1)
	}
}

func run(files []string, w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		cases, err := codingtest.Parse(name, string(b))
		if err != nil {
			return err
		}
		for _, c := range cases {
			p, err := convert(c)
			if err != nil {
				return err
			}
			p.Doc = fmt.Sprintf("%s:%d", filepath.Base(name), c.Line)
			if err := out.Encode(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func convert(c codingtest.Case) (*passage, error) {
	offsets := text.NewOffsets(c.Text)
	p := &passage{Text: c.Text, Events: []eventRow{}, Statements: []statementRow{}}
	for _, r := range c.Want {
		spans, plain := map[string][]span{}, map[string]string{}
		for _, f := range r.Fields {
			plain[f.Key] = f.Plain
			for _, q := range f.Words {
				s, ok := q.Span(c.Text)
				if !ok {
					continue // a name need not be in the text
				}
				spans[f.Key] = append(spans[f.Key], span{offsets.CodePoints(c.Text, s.Begin), offsets.CodePoints(c.Text, s.End), c.Text[s.Begin:s.End]})
			}
		}
		one := func(key string) *span {
			if len(spans[key]) == 0 {
				return nil
			}
			return &spans[key][0]
		}
		all := func(key string) []span { return append([]span{}, spans[key]...) }
		switch r.Kind {
		case "event":
			if one("trigger") == nil {
				return nil, fmt.Errorf("%s:%d: an event without a trigger teaches nothing", c.File, r.Line)
			}
			if plain["modality"] == "" {
				plain["modality"] = "actual"
			}
			p.Events = append(p.Events, eventRow{one("trigger"), r.Root, all("actor"), all("recipient"), plain["modality"]})
		case "statement":
			if one("content") == nil {
				return nil, fmt.Errorf("%s:%d: a statement without content teaches nothing", c.File, r.Line)
			}
			if plain["act"] == "" {
				return nil, fmt.Errorf("%s:%d: the statement has no act", c.File, r.Line)
			}
			p.Statements = append(p.Statements, statementRow{one("speaker"), one("cue"), all("content"), plain["act"]})
		}
	}
	return p, nil
}
