package codingtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Every case in the tree can be satisfied: its words are in its text.
func TestFiles(t *testing.T) {
	n := 0
	for _, dir := range []string{"../testdata", "../../quote/testdata"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.test"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			in, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			cases, err := Parse(f, string(in))
			if err != nil {
				t.Error(err)
			}
			n += len(cases)
		}
	}
	if n == 0 {
		t.Error("no cases")
	}
	t.Logf("%d cases", n)
}
