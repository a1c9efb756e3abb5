package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The committed list is what the command makes of the published tables.
func TestBuild(t *testing.T) {
	data := os.Getenv("READOUT_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared")
	}
	from := filepath.Join(data, "data", "knowledge")
	if _, err := os.Stat(from); err != nil {
		t.Skip("set READOUT_DATA to a folder with data/knowledge to compare the list with its sources")
	}
	want, err := build(from, "extra.tsv")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "gazetteer.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("gazetteer.tsv has %d bytes, the command writes %d others; run it", len(got), len(want))
	}
}

func TestBuildMissing(t *testing.T) {
	if _, err := build(t.TempDir(), "extra.tsv"); err == nil {
		t.Error("no error for a folder without tables")
	}
	if _, err := build(t.TempDir(), "none.tsv"); err == nil {
		t.Error("no error without the rows kept by hand")
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]int{
		"Briton(s), British (collective plural)":         2,
		"Swazi; note - former term, Swati, still in use": 1,
		"NA (US citizens)":                               0,
		"Aruban; Dutch":                                  2,
		"liSwati (singular), emaSwati (plural)":          0,
		"Barbadian or Bajan (colloquial)":                2,
	} {
		if got := words(in); len(got) != want {
			t.Errorf("%s: %q", in, got)
		}
	}
}
