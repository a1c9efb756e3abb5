package nn

import (
	"encoding/json"
	"fmt"
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

func runCheck(t *testing.T, model, cases string, exactly agreement) {
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
	judge(t, exactly, func(t *testing.T, kn *kernel, agree agreement) {
		m := loadWith(t, data, kn, false)
		s := m.NewScratch()
		for i, c := range all {
			w, err := m.Encode(s, c.words())
			if err != nil {
				t.Fatal(err)
			}
			compare(t, i, c, w, agree)
		}
	})
}

// judge runs a comparison with the framework twice: exactly, without rounded
// activations, and as it is in use. One kernel stands for all the others:
// TestKernelsAgree has them give the same bits.
func judge(t *testing.T, exactly agreement, run func(t *testing.T, kn *kernel, agree agreement)) {
	t.Helper()
	fastest, err := pickKernel("")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("exact", func(t *testing.T) { run(t, exact(), exactly) })
	t.Run(fastest.name, func(t *testing.T) { run(t, fastest, nearNumbers) })
}

// An agreement says how near rows of numbers must be to what they should be.
type agreement func(t *testing.T, what string, got func(i int) []float32, want [][]float32)

// flat joins rows.
func flat(t *testing.T, what string, got func(i int) []float32, want [][]float32) (g, w []float32) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: nothing to compare with", what)
	}
	for i, row := range want {
		x := got(i)
		if len(x) != len(row) {
			t.Fatalf("%s: row %d has %d values, want %d", what, i, len(x), len(row))
		}
		g, w = append(g, x...), append(w, row...)
	}
	return g, w
}

// sameNumbers is what arithmetic in float32 owes to the framework's: three
// decimals, of numbers larger than 1 in general three digits.
func sameNumbers(t *testing.T, what string, got func(i int) []float32, want [][]float32) {
	t.Helper()
	g, w := flat(t, what, got, want)
	d, squares := 0.0, 0.0
	for i, v := range w {
		if x := math.Abs(float64(g[i] - v)); !(x <= d) {
			d = x
		}
		squares += float64(v) * float64(v)
	}
	limit := 1e-3 * max(1, math.Sqrt(squares/float64(len(w))))
	t.Logf("%s differs by at most %.1e", what, d)
	if !(d < limit) {
		t.Errorf("%s differs by %g, want below %.1e", what, d, limit)
	}
}

// nearNumbers is what 8-bit activations owe to it. Each is off by at most half
// a step, 1/254 of the largest of its row; these errors are as good as
// independent, so that a layer's output is off by about a hundredth of its
// spread, and six layers together by a few. A wrong scale, offset or column is
// off by the spread itself.
func nearNumbers(t *testing.T, what string, got func(i int) []float32, want [][]float32) {
	t.Helper()
	g, w := flat(t, what, got, want)
	t.Logf("%s is off by %.1f %% of its spread", what, 100*ratio(g, w))
	if !(ratio(g, w) < 0.15) {
		t.Errorf("%s is off by %.0f %% of its spread, want less than 15", what, 100*ratio(g, w))
	}
}

// ratio is the root mean square of got-want by the standard deviation of want.
func ratio(got, want []float32) float64 {
	var off, spread, mean float64
	for i, v := range want {
		off += math.Pow(float64(got[i]-v), 2)
		mean += float64(v) / float64(len(want))
	}
	for _, v := range want {
		spread += math.Pow(float64(v)-mean, 2)
	}
	return math.Sqrt(off / spread)
}

// compare puts all that w says beside what the framework said, one kind of
// output at a time.
func compare(t *testing.T, number int, c check, w *Window, agree agreement) {
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
	rels, ldr := w.relationScores(0, heads)
	rels = append([]float32(nil), rels...)
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
		{"event_args", row(w.EventArgs(c.Word)[0]), c.EventArgs},
		{"cue_args", row(w.CueArgs(c.Word)[0]), c.CueArgs},
		{"arcs", func(i int) []float32 { return arcs[i*ld:][:w.Len()+1] }, c.Arcs[1:]},
		{"rels", func(i int) []float32 { return rels[i*ldr:][:p.labels] }, c.Rels},
	} {
		agree(t, fmt.Sprintf("window %d: %s", number, x.name), x.got, x.want)
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
	runCheck(t, "testdata/tiny.rdm", "testdata/tiny.json", sameNumbers)
}

// TestFrameworkShipped compares the weights that the program ships with with
// what PyTorch makes of them: train/export.py writes both files.
func TestFrameworkShipped(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds without assembly: run without -short")
	}
	runCheck(t, "../model/news.rdm", "../model/check.json", sameNumbers)
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
