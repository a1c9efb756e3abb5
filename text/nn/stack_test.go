package nn

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// A stackCheck is what the training framework makes of a window with the other
// stacks of the weight file.
type stackCheck struct {
	check
	FastHidden [][]float32 `json:"fast_hidden"`
	Vectors    [][]float32 `json:"vectors"` // one for each sentence
}

func stackChecks(t *testing.T, cases string) []stackCheck {
	text, err := os.ReadFile(cases)
	if err != nil {
		t.Fatal(err)
	}
	var all []stackCheck
	if err := json.Unmarshal(text, &all); err != nil || len(all) == 0 {
		t.Fatalf("%s: %d cases, %v", cases, len(all), err)
	}
	return all
}

// sentences are the words of c sentence by sentence.
func (c check) sentences() [][]Word {
	var all [][]Word
	words := c.words()
	for len(words) > 0 {
		n := slices.IndexFunc(words, func(w Word) bool { return w.Sentence != words[0].Sentence })
		if n < 0 {
			n = len(words)
		}
		all = append(all, words[:n])
		words = words[n:]
	}
	return all
}

func runStackCheck(t *testing.T, model, cases string, exactly agreement) {
	data, err := os.ReadFile(model)
	if err != nil {
		t.Fatal(err)
	}
	all := stackChecks(t, cases)
	judge(t, exactly, func(t *testing.T, kn *kernel, agree agreement) {
		m := loadWith(t, data, kn, true)
		s := m.NewScratch()
		for i, c := range all {
			w, err := m.Encode(s, c.words())
			if err != nil {
				t.Fatal(err)
			}
			if len(c.FastHidden) != len(c.Words) {
				t.Errorf("window %d: hidden states of %d words, want %d", i, len(c.FastHidden), len(c.Words))
			}
			agree(t, fmt.Sprintf("window %d: hidden states of the fast stack", i), w.Hidden, c.FastHidden)
			sentences := c.sentences()
			if len(c.Vectors) != len(sentences) {
				t.Fatalf("window %d: %d vectors of %d sentences to compare with", i, len(c.Vectors), len(sentences))
			}
			agree(t, fmt.Sprintf("window %d: vectors", i), func(k int) []float32 {
				v, err := m.Vector(s, sentences[k])
				if err != nil {
					t.Fatal(err)
				}
				return v
			}, c.Vectors)
		}
	})
}

func TestStacks(t *testing.T) {
	runStackCheck(t, "testdata/tiny.rdm", "testdata/tiny.json", sameNumbers)
}

func TestStacksShipped(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds without assembly: run without -short")
	}
	runStackCheck(t, "../model/news.rdm", "../model/check.json", sameNumbers)
}

// The vectors of a text are the same whatever was done with the scratch before,
// and with either stack for the heads.
func TestVector(t *testing.T) {
	m := tiny(t, "")
	fast, err := Load(tinyFile(t), WithFast())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(fast.Version(), " fast") || fast.Version() != m.Version()+" fast" {
		t.Errorf("versions %q and %q", m.Version(), fast.Version())
	}
	used := m.NewScratch()
	for _, n := range []int{14, 1, 7} {
		want, err := m.Vector(m.NewScratch(), tinyProse(n))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Encode(used, tinyProse(14)); err != nil {
			t.Fatal(err)
		}
		got, err := m.Vector(used, tinyProse(n))
		if err != nil || !sameBits(got, want) {
			t.Errorf("%d words: the vector differs with a used scratch (%v)", n, err)
		}
		if got, err := fast.Vector(fast.NewScratch(), tinyProse(n)); err != nil || !sameBits(got, want) {
			t.Errorf("%d words: the vector differs with the fast stack for the heads (%v)", n, err)
		}
		length := 0.0
		for _, v := range want {
			length += float64(v) * float64(v)
		}
		if len(want) != 24 || math.Abs(length-1) > 1e-6 {
			t.Errorf("%d words: %d numbers of length %g, want 24 of length 1", n, len(want), math.Sqrt(length))
		}
	}
	for name, words := range map[string][]Word{"no words": nil, "60 words": tinyProse(60), "an empty word": {{}}} {
		if _, err := m.Vector(used, words); err == nil {
			t.Errorf("made a vector of %s", name)
		}
	}
	if _, err := m.Vector(fast.NewScratch(), tinyProse(3)); err == nil {
		t.Error("took the scratch of another model")
	}
}

// The fast stack takes a layer of its own where the file has any part of it.
func TestFastLayers(t *testing.T) {
	states := func(change func(f *File), options ...Option) []float32 {
		f, err := Decode(tinyFile(t))
		if err != nil {
			t.Fatal(err)
		}
		change(f)
		data, err := f.Encode()
		if err != nil {
			t.Fatal(err)
		}
		m, err := Load(data, options...)
		if err != nil {
			t.Fatal(err)
		}
		w, err := m.Encode(m.NewScratch(), tinyProse(5))
		if err != nil {
			t.Fatal(err)
		}
		return slices.Clone(w.Hidden(2))
	}
	full := states(func(*File) {})
	if sameBits(full, states(func(*File) {}, WithFast())) {
		t.Error("with the fast stack the hidden states are the full one's")
	}
	shared := func(f *File) {
		f.Tensors = slices.DeleteFunc(f.Tensors, func(t Tensor) bool { return strings.HasPrefix(t.Name, "fast.") })
	}
	if !sameBits(full, states(shared, WithFast())) {
		t.Error("a fast stack of the same two layers differs from the full one")
	}
}

// A file without the fast stack is read with the full one only.
func TestNoFastStack(t *testing.T) {
	f, err := Decode(tinyFile(t))
	if err != nil {
		t.Fatal(err)
	}
	f.Config.Fast = 0
	f.Tensors = slices.DeleteFunc(f.Tensors, func(t Tensor) bool { return strings.HasPrefix(t.Name, "fast.") })
	data, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(data); err != nil {
		t.Error(err)
	}
	if _, err := Load(data, WithFast()); err == nil || !strings.Contains(err.Error(), "no layers of the fast stack") {
		t.Errorf("with the fast stack: error %v", err)
	}
}
