package text

import (
	"context"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.org/readout/text/nn"
)

// tinyModel has random weights: what it says makes no sense, but has to have
// the right form.
func tinyModel(t testing.TB) *nn.Model {
	data, err := os.ReadFile("nn/testdata/tiny.rdm")
	if err != nil {
		t.Fatal(err)
	}
	m, err := nn.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// article makes a split document of blocks, each a role and a text.
func article(blocks ...[2]string) *Document {
	d := &Document{}
	for _, b := range blocks {
		begin := len(d.Text)
		d.Text += b[1]
		d.Blocks = append(d.Blocks, Block{Span: Span{begin, len(d.Text)}, Role: Role(b[0])})
		d.Text += "\n\n"
	}
	Split(d)
	return d
}

func example() *Document {
	return article(
		[2]string{"headline", "Minister visits border"},
		[2]string{"body", "The minister met border guards on Tuesday. \"We will reopen the border,\" she said."},
		[2]string{"caption", "Police and guards at the border. The visit ended."},
		[2]string{"body", "Police said that talks would go on. " + strings.Repeat("The attack killed 3 guards and a policeman. ", 4)},
	)
}

func TestAnalyze(t *testing.T) {
	d, a := example(), NewAnalyzer(tinyModel(t))
	if a.trigger != 0.2 || a.cue != 0.25 { // of .4, which the file has, and .5
		t.Errorf("candidates above %g and %g, want half of the thresholds", a.trigger, a.cue)
	}
	a.trigger, a.cue = 0.1, 0.1 // as random weights see nothing
	if err := a.Analyze(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	upos, feats := tinyModel(t).Labels("upos"), tinyModel(t).Labels("feats")
	for i, tok := range d.Tokens {
		if !slices.Contains(upos, tok.UPOS) || tok.DepRel == "" {
			t.Errorf("token %d %q: UPOS %q, DepRel %q", i, d.Form(i), tok.UPOS, tok.DepRel)
		}
		if tok.Lemma == "" || tok.Feats != "" && !slices.Contains(feats, tok.Feats) || tok.Feats == "_" {
			t.Errorf("token %d %q: lemma %q, features %q", i, d.Form(i), tok.Lemma, tok.Feats)
		}
	}
	checkTrees(t, d)
	if len(d.Triggers) == 0 || len(d.Cues) == 0 || len(d.Names) == 0 {
		t.Fatalf("%d triggers, %d cues, %d names: the test needs some of each", len(d.Triggers), len(d.Cues), len(d.Names))
	}
	for _, list := range [][]Candidate{d.Triggers, d.Cues} {
		last := -1
		for _, c := range list {
			if c.Token <= last || c.Token < c.From || c.Token >= c.To || len(c.Args) != c.To-c.From {
				t.Errorf("candidate at %d of tokens %d to %d with %d rows, after %d", c.Token, c.From, c.To, len(c.Args), last)
			}
			last = c.Token
			for k := c.From; k < c.To; k++ {
				if !d.Role(k).Coded() {
					t.Errorf("candidate %q saw %q, which is no coded text", d.Form(c.Token), d.Form(k))
				}
			}
			if p := 1 - c.Class[0]; p <= 0.1 {
				t.Errorf("candidate %q of probability %g", d.Form(c.Token), p)
			}
		}
	}
	end := 0
	for _, n := range d.Names {
		first, last := d.TokensIn(n.Span)
		if n.Span.Begin < end || first == last || d.Tokens[first].Sentence != d.Tokens[last-1].Sentence || n.Confidence <= 0 || n.Confidence > 1 {
			t.Errorf("name %+v %q", n, d.Slice(n.Span))
		}
		end = n.Span.End
	}
}

// checkTrees requires that every sentence is one tree.
func checkTrees(t *testing.T, d *Document) {
	t.Helper()
	for i, s := range d.Sentences {
		roots := 0
		for k := s.First; k < s.Last; k++ {
			h, steps := k, 0
			for ; d.Tokens[h].Head >= 0 && steps <= s.Last-s.First; steps++ {
				h = d.Tokens[h].Head
				if h < s.First || h >= s.Last {
					t.Fatalf("sentence %d: token %d hangs on one of another sentence", i, k)
				}
			}
			if d.Tokens[h].Head >= 0 {
				t.Fatalf("sentence %d: token %d lies in a cycle", i, k)
			}
			if d.Tokens[k].Head < 0 {
				roots++
			}
			if root := d.Tokens[k].DepRel == "root"; root != (d.Tokens[k].Head < 0) {
				t.Errorf("sentence %d: token %d has head %d and relation %q", i, k, d.Tokens[k].Head, d.Tokens[k].DepRel)
			}
		}
		if roots != 1 {
			t.Errorf("sentence %d %q: %d roots", i, d.Slice(s.Span), roots)
		}
	}
}

// A long sentence is read in parts and loses no word.
func TestAnalyzeLongSentence(t *testing.T) {
	m := tinyModel(t)
	for name, text := range map[string]string{
		"commas":    strings.Repeat("police met guards, ", 40) + "talks.",
		"no commas": strings.Repeat("police met guards ", 40) + "talks.",
		"one":       strings.Repeat("a, ", 20) + strings.Repeat("police ", 60) + "talks.",
	} {
		d := article([2]string{"body", text})
		d.Sentences = []Sentence{{Span: d.Blocks[0].Span, First: 0, Last: len(d.Tokens)}}
		for i := range d.Tokens {
			d.Tokens[i].Sentence = 0
		}
		words := modelWords(d)
		at := 0
		for _, w := range cutWindows(d, words, m) {
			for _, p := range w {
				if p.first != at || p.pieces != m.Count(words[p.first:p.last]) || p.pieces > m.Room() {
					t.Errorf("%s: part %+v at token %d, room %d", name, *p, at, m.Room())
				}
				at = p.last
			}
		}
		if at != len(d.Tokens) {
			t.Errorf("%s: windows end at token %d of %d", name, at, len(d.Tokens))
		}
		if err := NewAnalyzer(m).Analyze(t.Context(), d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		checkTrees(t, d)
	}
}

func TestCutWindows(t *testing.T) {
	d, m := example(), tinyModel(t)
	words := modelWords(d)
	at := 0
	for _, w := range cutWindows(d, words, m) {
		n := 0
		for _, p := range w {
			if p.first != at {
				t.Errorf("part starts at token %d, the one before ends at %d", p.first, at)
			}
			at, n = p.last, n+p.pieces
			if p.block != w[0].block && !(p.coded && w[0].coded) {
				t.Errorf("blocks %d and %d in one window", w[0].block, p.block)
			}
		}
		if n > m.Room() {
			t.Errorf("window of %d pieces", n)
		}
	}
	if at != len(d.Tokens) {
		t.Errorf("windows end at token %d of %d", at, len(d.Tokens))
	}
}

// One Analyzer in many goroutines gives what it gives alone.
func TestAnalyzeConcurrent(t *testing.T) {
	a := NewAnalyzer(tinyModel(t))
	want := example()
	if err := a.Analyze(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			d := example()
			if err := a.Analyze(context.Background(), d); err != nil {
				t.Error(err)
			} else if diff := cmp.Diff(want, d); diff != "" {
				t.Errorf("differs from the first reading (-first +this):\n%s", diff)
			}
		})
	}
	wait.Wait()
}

func TestAnalyzeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := NewAnalyzer(tinyModel(t)).Analyze(ctx, example()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if err := NewAnalyzer(tinyModel(t)).Analyze(t.Context(), &Document{}); err != nil {
		t.Errorf("empty document: %v", err)
	}
}

func TestNameTags(t *testing.T) {
	tags := newNameTags([]string{"O", "B-Person", "I-Person", "B-Location", "I-Location"})
	for a, row := range []string{"11010", "11110", "11110", "11011", "11011"} {
		for b := range row {
			if got, want := !tags.inside[b] || slices.Contains(tags.before[b], a), row[b] == '1'; got != want {
				t.Errorf("%[2]d after %[1]d: %[3]v, want %[4]v", a, b, got, want)
			}
		}
	}
}

func TestNamesDecode(t *testing.T) {
	tags := newNameTags([]string{"O", "B-Person", "I-Person", "B-Location", "I-Location"})
	d := article([2]string{"body", "Anna Berg met Ole in New Haven"})
	for name, c := range map[string]struct {
		p    [][]float32
		want []Name
	}{
		"clear": {
			[][]float32{{0, .8, .2, 0, 0}, {0, 0, .6, .4, 0}, {1, 0, 0, 0, 0}, {.1, .9, 0, 0, 0}, {1, 0, 0, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 0, 0, 1}},
			[]Name{{Span{0, 9}, "Person", .7}, {Span{14, 17}, "Person", .9}, {Span{21, 30}, "Location", 1}},
		},
		// The best tag of the second word, inside of a place, may not follow
		// the start of a person: the word becomes part of the person.
		"repaired": {
			[][]float32{{.1, .9, 0, 0, 0}, {.1, 0, .4, 0, .5}, {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {.75, 0, .25, 0, 0}},
			[]Name{{Span{0, 9}, "Person", .65}},
		},
		"side by side": {
			[][]float32{{0, 1, 0, 0, 0}, {0, 1, 0, 0, 0}, {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {0, 0, 0, 1, 0}},
			[]Name{{Span{0, 4}, "Person", 1}, {Span{5, 9}, "Person", 1}, {Span{25, 30}, "Location", 1}},
		},
	} {
		got := tags.decode(nil, d, 0, len(d.Tokens), func(i int) []float32 { return c.p[i] })
		for i := range got {
			got[i].Confidence = math.Round(got[i].Confidence*1000) / 1000
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
