package text

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.org/readout/text/model"
	"example.org/readout/text/nn"
)

func TestVectors(t *testing.T) {
	m := tinyModel(t)
	a := NewAnalyzer(m)
	long := "Police " + strings.Repeat("said, ", 60) + "a visit."
	d := article([2]string{"headline", "Minister visits border"}, [2]string{"body", "The visit ended. Talks in 1998. " + long})
	if d.Vector() != nil {
		t.Error("a vector of a document that was not asked for one")
	}
	if err := a.Vectors(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for i, s := range d.Sentences {
		if len(s.Vector) != 24 || math.Abs(Similarity(s.Vector, s.Vector)-1) > 1e-6 {
			t.Errorf("sentence %d: %d numbers, of length² %g", i, len(s.Vector), Similarity(s.Vector, s.Vector))
		}
	}
	if n := len(d.Sentences); n != 4 {
		t.Fatalf("%d sentences, want 4", n)
	}

	// A sentence that fits is what the model makes of its words; what does not
	// fit is the mean of its parts, the longer ones counting for more.
	words := modelWords(d)
	s := d.Sentences[1]
	if want, err := m.Vector(m.NewScratch(), words[s.First:s.Last]); err != nil || !slices.Equal(want, s.Vector) {
		t.Errorf("the vector of sentence 1 is not that of its words (%v)", err)
	}
	var sum mean
	parts := cutSentence(d.Sentences[3], words, m, m.VectorRoom())
	if len(parts) < 2 {
		t.Fatalf("%d parts, want 2 or more", len(parts))
	}
	for _, p := range parts {
		v, err := m.Vector(m.NewScratch(), words[p.first:p.last])
		if err != nil {
			t.Fatal(err)
		}
		sum.add(v, float64(p.pieces))
	}
	if !slices.Equal(sum.unit(), d.Sentences[3].Vector) {
		t.Error("the vector of a long sentence is not the mean of its parts")
	}

	// The document's is the mean of its body.
	var body mean
	for _, s := range d.Sentences[1:] {
		body.add(s.Vector, 1)
	}
	if !slices.Equal(d.Vector(), body.unit()) {
		t.Error("the vector of the document is not the mean of the sentences that are coded")
	}

	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.Vectors(done, d); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

// One Analyzer in many goroutines, of which the first to ask unpacks the encoder
// for vectors, gives what it gives alone.
func TestVectorsConcurrent(t *testing.T) {
	read := func(a *Analyzer, d *Document) error {
		return errors.Join(a.Vectors(context.Background(), d), a.Analyze(context.Background(), d))
	}
	want := example()
	if err := read(NewAnalyzer(tinyModel(t)), want); err != nil {
		t.Fatal(err)
	}
	a := NewAnalyzer(tinyModel(t))
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			d := example()
			if err := read(a, d); err != nil {
				t.Error(err)
			} else if diff := cmp.Diff(want, d); diff != "" {
				t.Errorf("differs from reading alone (-alone +this):\n%s", diff)
			}
		})
	}
	wait.Wait()
}

func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b []float32
		want float64
	}{
		{[]float32{0.6, 0.8}, []float32{0.6, 0.8}, 1},
		{[]float32{1, 0}, []float32{0, 1}, 0},
		{[]float32{1, 0}, []float32{-1, 0}, -1},
		{nil, []float32{1}, 0},
	} {
		if got := Similarity(c.a, c.b); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("similarity of %v and %v: %g, want %g", c.a, c.b, got, c.want)
		}
	}
}

// What says the same in other words is nearer than what speaks of other things,
// be it of the same people or in the same words.
func TestVectorsOfMeaning(t *testing.T) {
	pairs := [][2]string{
		{"The foreign minister arrived in Lima for talks on fishing rights.", "Peru's capital hosted the visiting top diplomat, who came to discuss who may fish where."},
		{"Thousands marched through the city against higher fuel prices.", "Crowds took to the streets because petrol had become dearer."},
		{"The rebels freed nine hostages on Sunday.", "Nine captives were released by the insurgents at the weekend."},
		{"Parliament rejected the budget by a narrow margin.", "The spending plan failed in the assembly by a few votes."},
		{"An earthquake destroyed two villages in the mountains.", "Two highland settlements lie in ruins after the ground shook."},
		{"The army shelled positions across the river.", "Artillery fire hit the opposite bank."},
		{"The two countries agreed to exchange ambassadors again.", "Diplomatic relations will be restored, both governments announced."},
		{"The court sentenced the former governor to six years in prison.", "Judges jailed the ex-head of the province for bribery."},
	}
	net, err := nn.Load(model.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var blocks [][2]string
	for _, p := range pairs {
		blocks = append(blocks, [2]string{"body", p[0]}, [2]string{"body", p[1]})
	}
	d := article(blocks...)
	if len(d.Sentences) != 2*len(pairs) {
		t.Fatalf("%d sentences, want %d", len(d.Sentences), 2*len(pairs))
	}
	if err := NewAnalyzer(net).Vectors(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for i, s := range d.Sentences {
		same := Similarity(s.Vector, d.Sentences[i^1].Vector)
		t.Logf("%.2f with the same said otherwise: %s", same, d.Slice(s.Span))
		if same < 0.3 {
			t.Errorf("%q: %.2f with the same said otherwise", d.Slice(s.Span), same)
		}
		for k, other := range d.Sentences {
			if got := Similarity(s.Vector, other.Vector); k != i && k != i^1 && got >= same {
				t.Errorf("%q: %.2f with the same said otherwise, %.2f with %q", d.Slice(s.Span), same, got, d.Slice(other.Span))
			}
		}
	}
}
