package text

import (
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSpansIsBest compares the decoder with a search of all legal sequences.
func TestSpansIsBest(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 200 {
		n := 1 + rng.Intn(5)
		c := &Candidate{Args: make([][]float32, n)}
		for k := range c.Args {
			c.Args[k] = make([]float32, argTags)
			for j := range c.Args[k] {
				c.Args[k][j] = rng.Float32() * 4
			}
		}
		first, second := c.Spans(0)
		tags := make([]int, n)
		for _, s := range first {
			paint(tags, s, 1)
		}
		for _, s := range second {
			paint(tags, s, 5)
		}
		got := float32(0)
		for k, j := range tags {
			got += c.Args[k][j]
		}
		if want := bestLegal(c.Args, 0, 0); got < want-1e-4 || got > want+1e-4 {
			t.Fatalf("decoded %v with score %v, best legal sequence has %v", tags, got, want)
		}
	}
}

func paint(tags []int, s [2]int, o int) {
	for k := s[0]; k < s[1]; k++ {
		switch {
		case s[1]-s[0] == 1:
			tags[k] = o + 3
		case k == s[0]:
			tags[k] = o
		case k == s[1]-1:
			tags[k] = o + 2
		default:
			tags[k] = o + 1
		}
	}
}

// bestLegal is the highest score of a legal sequence from word k on, after tag f.
func bestLegal(rows [][]float32, k, f int) float32 {
	if k == len(rows) {
		if f == 1 || f == 2 || f == 5 || f == 6 {
			return -1e9
		}
		return 0
	}
	best := float32(-1e9)
	for _, t := range follows[f] {
		best = max(best, rows[k][t]+bestLegal(rows, k+1, t))
	}
	return best
}

// parsed is a document of one sentence, a word a row: form, part of speech, head (0 the root, as in CoNLL-U), relation.
func parsed(rows ...[4]any) *Document {
	d := &Document{}
	for i, r := range rows {
		if i > 0 {
			d.Text += " "
		}
		b := len(d.Text)
		d.Text += r[0].(string)
		d.Tokens = append(d.Tokens, Token{Span: Span{b, len(d.Text)}, UPOS: r[1].(string), Head: r[2].(int) - 1, DepRel: r[3].(string)})
	}
	d.Blocks = []Block{{Span: Span{0, len(d.Text)}, Role: Body}}
	d.Sentences = []Sentence{{Span: Span{0, len(d.Text)}, Last: len(d.Tokens)}}
	return d
}

func TestPhrase(t *testing.T) {
	d := parsed(
		[4]any{"The", "DET", 3, "det"},
		[4]any{"Latvian", "ADJ", 3, "amod"},
		[4]any{"minister", "NOUN", 10, "nsubj"},
		[4]any{"of", "ADP", 5, "case"},
		[4]any{"defence", "NOUN", 3, "nmod"},
		[4]any{",", "PUNCT", 8, "punct"},
		[4]any{"who", "PRON", 8, "nsubj"},
		[4]any{"resigned", "VERB", 3, "acl:relcl"},
		[4]any{",", "PUNCT", 8, "punct"},
		[4]any{"met", "VERB", 0, "root"},
		[4]any{"Ms", "PROPN", 10, "obj"},
		[4]any{"Ozola", "PROPN", 11, "flat"},
	)
	for _, c := range []struct {
		name        string
		first, last int
		want        string
	}{
		{"head alone grows to its phrase", 2, 3, "The Latvian minister of defence"},
		{"a fragment of a name grows to the name", 11, 12, "Ms Ozola"},
		{"a relative clause is cut", 0, 9, "The Latvian minister of defence"},
		{"a preposition is no argument", 3, 4, ""},
		{"punctuation at the ends goes", 8, 9, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := d.Slice(Phrase(d, NewTree(d), c.first, c.last)); got != c.want {
				t.Errorf("Phrase = %q, want %q", got, c.want)
			}
		})
	}
}

func TestOffsets(t *testing.T) {
	text := "“Māris”, said Ādažu — 🙂 x"
	for i := 0; i < 5; i++ {
		text += text
	}
	o := NewOffsets(text)
	n := 0
	for i := range text {
		if got := o.CodePoints(text, i); got != n {
			t.Fatalf("byte %d: %d code points, want %d", i, got, n)
		}
		n++
	}
	if diff := cmp.Diff(n, o.CodePoints(text, len(text))); diff != "" {
		t.Error(diff)
	}
}
