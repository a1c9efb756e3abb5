package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The committed tables are what the command makes of its sources.
func TestBuild(t *testing.T) {
	data := os.Getenv("READOUT_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "..", "shared")
	}
	from := filepath.Join(data, "data", "knowledge")
	if _, err := os.Stat(from); err != nil {
		t.Skip("set READOUT_DATA to a folder with data/knowledge to compare the tables with their sources")
	}
	tables, err := build(from, ".")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range tables {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s has %d bytes, the command writes %d others; run it", name, len(got), len(want))
		}
	}
}

func TestBuildMissing(t *testing.T) {
	if _, err := build(t.TempDir(), "."); err == nil {
		t.Error("no error for a folder without sources")
	}
	if _, err := build(t.TempDir(), t.TempDir()); err == nil {
		t.Error("no error without the tables kept by hand")
	}
}

func TestPersonName(t *testing.T) {
	for in, want := range map[string][2]string{
		"Dmitriy Anatolyevich MEDVEDEV":       {"Dmitriy Anatolyevich Medvedev", "Medvedev"},
		"XI Jinping":                          {"Xi Jinping", "Xi"},
		"John McNAMARA":                       {"John McNamara", "McNamara"},
		"Karen O'BRIEN-SMITH":                 {"Karen O'Brien-Smith", "O'Brien-Smith"},
		"CHARLES III":                         {"Charles III", "Charles"},
		"WILLEM-ALEXANDER of the Netherlands": {"Willem-Alexander", "Willem-Alexander"},
		"Joseph R. BIDEN, Jr":                 {"Joseph R. Biden", "Biden"},
		"Julie Fisher":                        {"Julie Fisher", ""},
		"vacant":                              {"", ""},
		"Jose MAKILA, Leonard OKITUNDU":       {"", ""},
		"was elected on 3 May":                {"", ""},
	} {
		if name, surname := personName(in); name != want[0] || surname != want[1] {
			t.Errorf("%s: %q, %q, want %q", in, name, surname, want)
		}
	}
}

func TestNouns(t *testing.T) {
	for in, want := range map[string]int{
		"Briton(s), British (collective plural)": 1,
		"Barbadian or Bajan (colloquial)":        1,
		"none":                                   0,
		"Aruban; Dutch":                          2,
	} {
		if got := nouns(in); len(got) != want {
			t.Errorf("%s: %q", in, got)
		}
	}
}
