package export

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"example.org/readout"
	"example.org/readout/quote"
	"example.org/readout/text"
)

var update = flag.Bool("update", false, "write the golden files of this package anew")

// golden compares got with testdata/name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (go test ./export -update writes it anew):\n%s", name, diff)
	}
}

func terminalText(t *testing.T, r *readout.Reading, o TerminalOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteTerminal(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTerminal(t *testing.T) {
	golden(t, "visit.txt", []byte(terminalText(t, visit(t), TerminalOptions{})))
	golden(t, "bare.txt", []byte(terminalText(t, bare(t), TerminalOptions{})))
}

func TestTerminalKeepsToItsWidth(t *testing.T) {
	for _, width := range []int{1, 40, 60, 80, 300} {
		out := terminalText(t, visit(t), TerminalOptions{Width: width})
		for _, line := range strings.Split(out, "\n") {
			if n := uniseg.StringWidth(line); n > min(max(width, minWidth), maxWidth) {
				t.Errorf("width %d: line of %d columns: %s", width, n, line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("width %d: spaces at the end of %q", width, line)
			}
		}
	}
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

func TestTerminalColourOnlyRepeatsWords(t *testing.T) {
	without, with := terminalText(t, visit(t), TerminalOptions{}), terminalText(t, visit(t), TerminalOptions{Color: true})
	if strings.Contains(without, "\x1b") {
		t.Error("escape codes that nobody asked for")
	}
	if !strings.Contains(with, "\x1b[1;4marrived\x1b[0m") {
		t.Error("the trigger is not underlined")
	}
	fold := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "_", "")), " ") }
	if diff := cmp.Diff(fold(without), fold(escapes.ReplaceAllString(with, ""))); diff != "" {
		t.Errorf("colour changes the words:\n%s", diff)
	}
}

func TestTerminalTextCannotSteerTheTerminal(t *testing.T) {
	s := newStory(t, "The \x1b[31menvoy\u202e said\u200b \x07nothing\u009b2J.")
	r := s.r
	r.Article.Title, r.Article.Outlet, r.Article.Author = "\x1b]0;title\x07", "a\x1bb", "c\rd"
	r.Article.Notes = []string{"\x1b[2J"}
	r.Statements = []quote.Statement{{Speaker: s.at(1, "The \x1b[31menvoy\u202e"), Name: "\x1bX", Content: []text.Span{s.in(1, "nothing\u009b2J")}}}
	for _, c := range terminalText(t, r, TerminalOptions{}) {
		if c != '\n' && (c < ' ' || c >= 0x7f && c < 0xa0 || c == 0x202e) {
			t.Errorf("control character %U reaches the terminal", c)
		}
	}
}

func TestTerminalSaysNothingOfThePublicationOfASentence(t *testing.T) {
	r := bare(t)
	r.Article.Source = ""
	if got := terminalText(t, r, TerminalOptions{}); !strings.HasPrefix(got, "1 sentence · ") {
		t.Errorf("got %q", got)
	}
}

func TestTerminalErrorsOfWritingSayWhat(t *testing.T) {
	bad := visit(t)
	bad.Events[0].Trigger.Begin = -1
	if err := WriteTerminal(&bytes.Buffer{}, bad, TerminalOptions{}); err == nil || !strings.Contains(err.Error(), "visit.txt") {
		t.Error(err)
	}
	err := WriteTerminal(&fullDisk{10}, visit(t), TerminalOptions{})
	if !errors.Is(err, errFull) || !strings.Contains(err.Error(), "visit.txt") {
		t.Error(err)
	}
}
