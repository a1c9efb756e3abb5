package nn

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// A check is one window and what the training framework makes of it, as
// written by train/export.py and train/check_tiny.py.
type check struct {
	Words     []string    `json:"words"`
	Sentence  []int       `json:"sentence"`
	IDs       []int32     `json:"ids"`
	Shape     []uint8     `json:"shape"` // of each piece
	Word      int         `json:"word"`  // for which modality, act and arguments are given
	Hidden    [][]float32 `json:"hidden"`
	Trigger   [][]float32 `json:"trigger"`
	Cue       [][]float32 `json:"cue"`
	Name      [][]float32 `json:"name"`
	UPOS      [][]float32 `json:"upos"`
	Lemma     [][]float32 `json:"lemma"` // scores, as of all below but modality and act
	Feats     [][]float32 `json:"feats"`
	Modality  []float32   `json:"modality"`
	Act       []float32   `json:"act"`
	EventArgs [][]float32 `json:"event_args"`
	CueArgs   [][]float32 `json:"cue_args"`
	Arcs      [][]float32 `json:"arcs"` // of the whole window as one sentence, row and column 0 the root
	Rels      [][]float32 `json:"rels"` // of each word as dependant of RelHeads, of the root where that is empty
	RelHeads  []int       `json:"rel_heads"`
}

func (c check) words() []Word {
	words := make([]Word, len(c.Words))
	first := true
	for i, f := range c.Words {
		first = first || i > 0 && c.Sentence[i] != c.Sentence[i-1]
		words[i] = Word{Form: f, Sentence: c.Sentence[i], First: first}
		first = first && !Alphanumeric(f)
	}
	return words
}

// worst is the largest difference between got and want, +Inf where the shapes
// differ.
func worst(got func(i int) []float32, want [][]float32) float64 {
	d := 0.0
	for i, w := range want {
		g := got(i)
		if len(g) != len(w) {
			return math.Inf(1)
		}
		for j := range w {
			if x := math.Abs(float64(g[j] - w[j])); !(x <= d) {
				d = x
			}
		}
	}
	return d
}

func runCheck(t *testing.T, model, cases string) {
	data, err := os.ReadFile(model)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(cases)
	if err != nil {
		t.Fatal(err)
	}
	var all []check
	if err := json.Unmarshal(text, &all); err != nil || len(all) == 0 {
		t.Fatalf("%s: %d cases, %v", cases, len(all), err)
	}
	for _, kernel := range Kernels() {
		t.Run(kernel, func(t *testing.T) {
			m, err := Load(data, WithKernel(kernel))
			if err != nil {
				t.Fatal(err)
			}
			s := m.NewScratch()
			for i, c := range all {
				w, err := m.Encode(s, c.words())
				if err != nil {
					t.Fatal(err)
				}
				compare(t, i, c, w)
			}
		})
	}
}

func compare(t *testing.T, number int, c check, w *Window) {
	s, p := w.scratch, w.scratch.model.parser
	if got, want := s.pieces, c.IDs; !equal(got, want) {
		t.Fatalf("window %d: pieces %v, want %v", number, got, want)
	}
	if got, want := s.class, c.Shape; !equal(got, want) {
		t.Fatalf("window %d: shapes %v, want %v", number, got, want)
	}
	one := func(v []float32) func(int) []float32 { return func(int) []float32 { return v } }
	row := func(v [][]float32) func(int) []float32 { return func(i int) []float32 { return v[i] } }
	heads := make([]int, w.Len())
	copy(heads, c.RelHeads)
	arcs, ld := w.arcs(0, w.Len())
	arcs = append([]float32(nil), arcs...)
	rels := w.relationScores(0, heads)
	for _, x := range []struct {
		name string
		got  func(int) []float32
		want [][]float32
	}{
		{"hidden", w.Hidden, c.Hidden},
		{"trigger", w.Trigger, c.Trigger},
		{"cue", w.Cue, c.Cue},
		{"name", w.Name, c.Name},
		{"upos", w.UPOS, c.UPOS},
		{"lemma", w.Lemma, c.Lemma},
		{"feats", w.Feats, c.Feats},
		{"modality", one(w.Modality(c.Word)), [][]float32{c.Modality}},
		{"act", one(w.Act(c.Word)), [][]float32{c.Act}},
		{"event_args", row(w.EventArgs(c.Word)), c.EventArgs},
		{"cue_args", row(w.CueArgs(c.Word)), c.CueArgs},
		{"arcs", func(i int) []float32 { return arcs[i*ld:][:w.Len()+1] }, c.Arcs[1:]},
		{"rels", func(i int) []float32 { return rels[i*p.labels:][:p.labels] }, c.Rels},
	} {
		if _, head := s.model.labels[x.name]; olderFiles && !head && (x.name == "lemma" || x.name == "feats") {
			continue
		}
		if len(x.want) == 0 {
			t.Errorf("window %d: no %s to compare with", number, x.name)
		}
		d := worst(x.got, x.want)
		t.Logf("window %d: %-10s differs by at most %.1e", number, x.name, d)
		if !(d < 1e-3) {
			t.Errorf("window %d: %s differs by %g, want below 1e-3", number, x.name, d)
		}
	}
}

func equal[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestFramework compares a tiny random model with what train/check_tiny.py
// computed for it.
func TestFramework(t *testing.T) {
	runCheck(t, "testdata/tiny.rdm", "testdata/tiny.json")
}

// TestFrameworkShipped compares the weights that the program ships with with
// what PyTorch makes of them: train/export.py writes both files.
func TestFrameworkShipped(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds with the portable kernel: run without -short")
	}
	runCheck(t, "../model/news.rdm", "../model/check.json")
}

// tiny is the model of TestFramework.
func tiny(t testing.TB, kernel string) *Model {
	t.Helper()
	m, err := Load(tinyFile(t), WithKernel(kernel))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func tinyFile(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/tiny.rdm")
	if err != nil {
		t.Fatal(err)
	}
	return data
}
