package nn

import (
	"slices"
	"strings"
	"testing"
)

// tinyProse is n words that the tiny vocabulary knows.
func tinyProse(n int) []Word {
	forms := strings.Fields("The minister met border guards . Police said that talks went on , Mr X told NTB in 1998 .")
	words := make([]Word, n)
	for i := range words {
		words[i] = Word{Form: forms[i%len(forms)], Sentence: i / 6, First: i%6 == 0}
	}
	return words
}

func TestEncodeErrors(t *testing.T) {
	m := tiny(t, "")
	s := m.NewScratch()
	if _, err := m.Encode(s, tinyProse(60)); err == nil || !strings.Contains(err.Error(), "at most 62") {
		t.Errorf("too long: error %v", err)
	}
	if _, err := m.Encode(s, []Word{{Form: "a"}, {}}); err == nil || !strings.Contains(err.Error(), "word 1") {
		t.Errorf("empty word: error %v", err)
	}
	if _, err := tiny(t, "").Encode(s, tinyProse(3)); err == nil {
		t.Error("took the scratch of another model")
	}
	w, err := m.Encode(s, nil)
	if err != nil || w.Len() != 0 {
		t.Errorf("no words: %v", err)
	}
	if heads, rels := w.Parse(0, 0); heads != nil || rels != nil {
		t.Errorf("no words: heads %v, relations %v", heads, rels)
	}
}

// What was read before in the same scratch changes nothing.
func TestScratchReuse(t *testing.T) {
	for _, kernel := range Kernels() {
		m := tiny(t, kernel)
		used := m.NewScratch()
		for _, n := range []int{3, 14, 1, 7, 14, 2} {
			read := func(s *Scratch) (all []float32, rels []string) {
				w, err := m.Encode(s, tinyProse(n))
				if err != nil {
					t.Fatal(err)
				}
				for i := range n {
					all = slices.Concat(all, w.Hidden(i), w.Trigger(i), w.Cue(i), w.Name(i), w.UPOS(i), w.Modality(i), w.Act(i))
				}
				for _, row := range slices.Concat(w.EventArgs(n / 2)[0], w.CueArgs(0)[0]) {
					all = append(all, row...)
				}
				heads, rels := w.Parse(0, n)
				for _, h := range heads {
					all = append(all, float32(h))
				}
				return all, rels
			}
			got, gotRels := read(used)
			want, wantRels := read(m.NewScratch())
			if !sameBits(got, want) || !slices.Equal(gotRels, wantRels) {
				t.Errorf("%s: %d words read with a used scratch differ", kernel, n)
			}
		}
	}
}

func TestEncodeAllocations(t *testing.T) {
	for _, kernel := range Kernels() {
		m := tiny(t, kernel)
		s, words := m.NewScratch(), tinyProse(14)
		if _, err := m.Encode(s, words); err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(20, func() {
			if _, err := m.Encode(s, words); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %g allocations a window, want none", kernel, n)
		}
	}
}

// The kernels agree on everything that a window says, to the bit.
func TestKernelsAgree(t *testing.T) {
	got := map[string][]float32{}
	for _, kernel := range Kernels() {
		m := tiny(t, kernel)
		for _, n := range []int{1, 2, 14} {
			w, err := m.Encode(m.NewScratch(), tinyProse(n))
			if err != nil {
				t.Fatal(err)
			}
			all := got[kernel]
			for i := range n {
				all = slices.Concat(all, w.Hidden(i), w.Trigger(i), w.Cue(i), w.Name(i), w.UPOS(i), w.Lemma(i), w.Feats(i),
					w.Modality(i), w.Act(i), slices.Concat(w.EventArgs(i, 0)[0]...), slices.Concat(w.CueArgs(0, i)[1]...))
			}
			rels, ldr := w.relationScores(0, make([]int, n))
			for i := range n {
				all = append(all, rels[i*ldr:][:m.parser.labels]...)
			}
			arcs, ld := w.arcs(0, n)
			for i := range n {
				all = append(all, arcs[i*ld:][:n+1]...)
			}
			got[kernel] = all
		}
	}
	sameAsPortable(t, "tiny model", got)
}

func TestParse(t *testing.T) {
	m := tiny(t, "")
	w, err := m.Encode(m.NewScratch(), tinyProse(14))
	if err != nil {
		t.Fatal(err)
	}
	for first := 0; first < 14; first++ {
		for last := first + 1; last <= 14; last++ {
			heads, rels := w.Parse(first, last)
			roots := 0
			tree := []int{-1}
			for i, h := range heads {
				if h == -1 {
					roots++
				}
				if (h == -1) != (rels[i] == "root") || h != -1 && (h < first || h >= last || h == first+i) {
					t.Fatalf("words %d to %d: word %d has head %d and relation %q", first, last, first+i, h, rels[i])
				}
				tree = append(tree, max(h-first+1, 0))
				if h >= 0 && w.isPunct(h) {
					for k := first; k < last; k++ {
						if !w.isPunct(k) {
							t.Fatalf("words %d to %d: punctuation %d is a head", first, last, h)
						}
					}
				}
			}
			if roots != 1 || !isTree(tree) {
				t.Fatalf("words %d to %d: heads %v", first, last, heads)
			}
		}
	}
}
