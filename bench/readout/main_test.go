//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.org/readout/text/model"
	"example.org/readout/text/nn"
)

func TestTurns(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("The bridge was opened on Monday, the mayor said.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []string{"read", "encode"} {
		var out bytes.Buffer
		if err := run([]string{mode, dir}, "", false, "", strings.NewReader("go\nwhat\ngo\n"), &out); err != nil {
			t.Fatal(err)
		}
		want := regexp.MustCompile(`^ready Readout .*\n(done \d+\.\d+ \d+\.\d+\n){2}peak \d+\n$`)
		if !want.MatchString(out.String()) {
			t.Errorf("%s: said %q, want %s", mode, out.String(), want)
		}
	}
}

// No word may be lost on the way to the other runtimes, however long a sentence is.
func TestWindows(t *testing.T) {
	m, err := nn.Load(model.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	long := "The list names " + strings.Repeat("bridges, roads, ", 300) + "and no more."
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(strings.Repeat("The bridge was opened on Monday. ", 60)+long+" It closed.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run([]string{"windows", dir}, "", false, "", nil, &out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Words   int
		Pieces  int
		Windows [][]int32
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	articles, err := load(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := split(articles[0])
	want := 0
	for i := range d.Tokens {
		want += len(m.Pieces(d.Form(i)))
	}
	sum := 0
	for i, w := range got.Windows {
		sum += len(w)
		if len(w) > m.Room() {
			t.Errorf("window %d has %d pieces, the model takes %d", i, len(w), m.Room())
		}
	}
	if got.Words != len(d.Tokens) || sum != want || got.Pieces != want+2*len(got.Windows) {
		t.Errorf("%d words and %d pieces (%d in the windows), want %d words, %d pieces and 2 a window", got.Words, got.Pieces, sum, len(d.Tokens), want)
	}
}
