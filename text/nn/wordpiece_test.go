package nn

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"strings"
	"testing"
)

// reference compares pieces and shapes with those in path, which
// train/wordpiece_reference.py wrote, and returns the number of sentences.
func reference(t *testing.T, m *Model, path string) int {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	n, bad := 0, 0
	for lines.Scan() {
		var r struct {
			Words []string
			CRC   uint32
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		n++
		var text, show strings.Builder
		first := true
		for _, w := range r.Words {
			for _, p := range m.Pieces(w) {
				fmt.Fprintf(&text, "%d,", p)
			}
			fmt.Fprintf(&text, "%d;", shapeOf(w, first))
			fmt.Fprintf(&show, " %q %v %d", w, m.Pieces(w), shapeOf(w, first))
			first = first && !Alphanumeric(w)
		}
		if crc32.ChecksumIEEE([]byte(text.String())) != r.CRC {
			if bad++; bad <= 5 {
				t.Errorf("line %d differs:%s", n, show.String())
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if bad > 0 {
		t.Errorf("%d of %d sentences differ", bad, n)
	}
	return n
}

// TestWordPieceReference compares 200 sentences full of odd characters with the
// reference implementation.
func TestWordPieceReference(t *testing.T) {
	if n := reference(t, full(t, ""), "testdata/wordpiece.jsonl"); n != 200 {
		t.Errorf("%d sentences, want 200", n)
	}
}

// TestWordPieceCorpus does so for 10,000 sentences of news and encyclopedias.
func TestWordPieceCorpus(t *testing.T) {
	path := os.Getenv("READOUT_TEST_WORDPIECE")
	if path == "" {
		t.Skip("set READOUT_TEST_WORDPIECE to the file that train/wordpiece_reference.py writes from corpora")
	}
	if n := reference(t, full(t, ""), path); n != 10000 {
		t.Errorf("%d sentences, want 10000", n)
	}
}

func TestPieces(t *testing.T) {
	m := tiny(t, "")
	names := make([]string, m.config.Vocab)
	for p, id := range m.vocab.start {
		names[id] = p
	}
	for p, id := range m.vocab.inner {
		names[id] = "##" + p
	}
	for word, want := range map[string]string{
		"Police":                 "police",
		"POLICE":                 "police",
		"pólice":                 "police",
		"policed":                "police ##d",
		"reopening":              "reopen ##ing",
		"border-guards":          "border - guards",
		"a\u200b.b":              "a . b",
		"co\u0301":               "c ##o",
		"U.S.":                   "u . s .",
		"λ":                      "[UNK]",
		"the λ":                  "the [UNK]",
		"":                       "[UNK]",
		"\u200b":                 "[UNK]",
		" ":                      "[UNK]",
		"abcdefghijklmnop":       "a ##b ##c ##d ##e ##f ##g ##h ##i ##j ##k ##l",
		"...............":        ". . . . . . . . . . . .",
		"\xff\xfepolice":         "police",
		strings.Repeat("a", 101): "[UNK]",
	} {
		var got []string
		for _, id := range m.Pieces(word) {
			got = append(got, names[id])
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("pieces of %q: %s, want %s", word, g, want)
		}
	}
}

func FuzzPieces(f *testing.F) {
	f.Add("Police")
	f.Add("naïve İstanbul\u0301 \xff 李明")
	m := tiny(f, "")
	f.Fuzz(func(t *testing.T, word string) {
		p := m.Pieces(word)
		if len(p) < 1 || len(p) > maxPieces {
			t.Fatalf("%q: %d pieces", word, len(p))
		}
		for _, id := range p {
			if id < 0 || int(id) >= m.config.Vocab {
				t.Fatalf("%q: piece %d", word, id)
			}
		}
		if c := shapeOf(word, true); c < 1 || c >= shapes {
			t.Fatalf("%q: shape %d", word, c)
		}
	})
}
