package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The committed files are what the command makes of the published tables.
func TestRun(t *testing.T) {
	data := os.Getenv("READOUT_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared")
	}
	from := filepath.Join(data, "data", "events", "ontology")
	if _, err := os.Stat(from); err != nil {
		t.Skip("set READOUT_DATA to a folder with data/events/ontology to compare the tables with their sources")
	}
	dir := t.TempDir()
	if err := run(from, dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cameo.tsv", "modes.tsv"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is not what the command writes (-command +committed):\n%s", name, diff)
		}
	}
}

func TestRunMissing(t *testing.T) {
	if err := run(t.TempDir(), t.TempDir()); err == nil {
		t.Error("no error for a folder without tables")
	}
}
