// Package codingtest runs tests of coding that a political scientist can read
// and write: a text, and the events and statements that a careful reader would
// record from it.
//
// In: *.test files in the language that README.md defines, and a function that
// reads a text. Out: one subtest a case. A case that fails says what differs
// and prints what came out in the same language, ready to paste.
package codingtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.org/readout"
	"example.org/readout/text"
)

// A Case is one text with what is expected of it.
type Case struct {
	File      string
	Line      int // of "read", from 1
	Text      string
	Published time.Time // zero where the case gives none
	Partial   bool      // records that the case does not list are no failure
	Todo      string    // why the case is known to fail, "" if it must pass
	Want      []Record
	Not       []Refusal
}

// A Record is an expected event or statement.
type Record struct {
	Line   int
	Kind   string // "event" or "statement"
	Root   string // of an event: PLOVER root
	Mode   string // of an event: PLOVER mode, "" if not said
	Cameo  string // of an event: CAMEO code or its beginning, "" if not said
	Fields []Field
}

// A Field is one line of a record.
type Field struct {
	Line  int
	Key   string
	Words []Quote // stretches of the text
	Plain string  // a value that is no stretch of the text: "none", "2024-01-04", "planned"
}

// A Quote names a stretch of the text by its words.
type Quote struct {
	Words string
	N     int // which occurrence, from 1
}

// A Refusal says what must not come out.
type Refusal struct {
	Line  int
	Kind  string // "event" or "statement"
	Words *Quote // where; nil for anywhere
}

// Span is where q stands in s, and whether it does.
func (q Quote) Span(s string) (text.Span, bool) { return q.find(s) }

// find is the span of q in s. Words that begin or end with a letter or digit
// match whole words only.
func (q Quote) find(s string) (text.Span, bool) {
	at, n := 0, 0
	for {
		i := strings.Index(s[at:], q.Words)
		if i < 0 {
			return text.Span{}, false
		}
		span := text.Span{Begin: at + i, End: at + i + len(q.Words)}
		if whole(s, span) {
			if n++; n == q.N {
				return span, true
			}
		}
		at = span.Begin + 1
	}
}

// quoteOf is the quote that finds span in s.
func quoteOf(s string, span text.Span) Quote {
	q := Quote{Words: s[span.Begin:span.End], N: 1}
	for {
		got, ok := q.find(s)
		if !ok { // the span cuts a word: then it has no name in the language
			return Quote{Words: q.Words, N: 1}
		}
		if got.Begin >= span.Begin {
			return q
		}
		q.N++
	}
}

// Run runs the cases of all files that match pattern, one subtest each. read
// reads one text that was published on the given day, which is zero where
// unknown. With READOUT_TODO=write in the environment it changes the files
// instead of failing: cases that fail get a todo line, cases that pass lose it.
func Run(t *testing.T, pattern string, read func(text string, published time.Time) (*readout.Reading, error)) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no file matches %s", pattern)
	}
	write := os.Getenv("READOUT_TODO") == "write"
	for _, f := range files {
		in, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := Parse(f, string(in))
		if err != nil {
			t.Fatal(err)
		}
		todo := map[int]string{}
		for _, c := range cases {
			t.Run(fmt.Sprintf("%s:%d", filepath.Base(f), c.Line), func(t *testing.T) {
				faults, err := c.Check(read)
				switch {
				case len(faults) > 0 && write:
					todo[c.Line] = lineNumber.ReplaceAllString(faults[0], "")
				case write:
				case c.Todo != "" && err == nil:
					t.Errorf("%s:%d: passes now; take out the line %q", c.File, c.Line, "todo "+c.Todo)
				case c.Todo != "":
					t.Skipf("known to fail: %s\n%v", c.Todo, err)
				case err != nil:
					t.Error(err)
				}
			})
		}
		if write {
			if err := os.WriteFile(f, []byte(withTodo(string(in), todo)), 0o644); err != nil { //nolint:gosec // a file of the source tree
				t.Fatal(err)
			}
		}
	}
}

var lineNumber = regexp.MustCompile(`^line \d+: `)

// withTodo is the file content with the todo lines of todo, from the line of a
// case to the reason, and no others.
func withTodo(content string, todo map[int]string) string {
	var out []string
	reason := ""
	for i, l := range strings.Split(content, "\n") {
		if strings.HasPrefix(l, "todo ") {
			continue
		}
		if strings.HasPrefix(l, "read") {
			reason = todo[i+1]
		} else if reason != "" && l != "" && !strings.ContainsAny(l[:1], "# \t") {
			out = append(out, "todo "+reason)
			reason = ""
		}
		out = append(out, l)
	}
	return strings.Join(out, "\n")
}

// Check reads the text of c and compares. faults says what differs, one string
// each; the error holds them all, and what came out in the language of the
// files.
func (c Case) Check(read func(text string, published time.Time) (*readout.Reading, error)) (faults []string, err error) {
	r, err := read(c.Text, c.Published)
	if err == nil && (r == nil || r.Document == nil) {
		err = errors.New("the reader gave no document")
	}
	if err != nil {
		return []string{err.Error()}, fmt.Errorf("%s:%d: %w", c.File, c.Line, err)
	}
	faults = c.compare(r)
	if len(faults) == 0 {
		return nil, nil
	}
	return faults, fmt.Errorf("%s:%d:\n  %s\nwhat came out:\n%s", c.File, c.Line, strings.Join(faults, "\n  "), Format(r))
}
