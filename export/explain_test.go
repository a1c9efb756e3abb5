package export

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"example.org/readout/text"
)

// explained is a parsed sentence with one trigger and one cue.
func explained(t testing.TB) *text.Document {
	d := newStory(t, "Marn said the envoy met rebels .").r.Document
	tags := strings.Fields("PROPN VERB DET NOUN VERB NOUN PUNCT")
	lemmas := strings.Fields("Marn say the envoy meet rebel .")
	heads := []int{1, -1, 3, 4, 1, 4, 1}
	relations := strings.Fields("nsubj root det nsubj ccomp obj punct")
	at := 0
	for i, form := range strings.Fields(d.Text) {
		begin := at + strings.Index(d.Text[at:], form)
		at = begin + len(form)
		d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Begin: begin, End: at}, Lemma: lemmas[i], UPOS: tags[i], Head: heads[i], DepRel: relations[i]})
	}
	d.Sentences[0].Last = len(d.Tokens)
	d.Names = []text.Name{{Span: d.Tokens[0].Span, Type: "Person", Confidence: 0.981}}
	row := func(tag int) []float32 {
		scores := make([]float32, 9)
		scores[tag] = 1
		return scores
	}
	d.Triggers = []text.Candidate{{
		Token: 4, Class: []float32{0.1, 0.86, 0.04}, Attr: []float32{0.7, 0.3}, From: 2, To: 7,
		Args: [][]float32{row(1), row(3), row(0), row(8), row(0)},
	}}
	d.Cues = []text.Candidate{{
		Token: 1, Class: []float32{0.02, 0.98, 0}, Attr: []float32{1}, From: 0, To: 7,
		Args: [][]float32{row(4), row(0), row(5), row(6), row(6), row(7), row(8)}, // the last tag opens a second content
	}, {
		Token: 5, Class: []float32{0.9, 0.1, 0}, Attr: []float32{1}, From: 0, To: 7, Args: nil,
	}}
	return d
}

func TestExplain(t *testing.T) {
	var b bytes.Buffer
	labels := Labels{Roots: []string{"none", "CONSULT"}, Modalities: []string{"actual", "planned"}, Acts: []string{"assertion"}}
	if err := WriteExplain(&b, explained(t), labels, TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.txt", b.Bytes())
	if err := WriteExplain(&fullDisk{}, explained(t), labels, TerminalOptions{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

func TestLikeliestClasses(t *testing.T) {
	labels := []string{"none", "a", "b", "c"}
	for want, p := range map[string][]float32{
		"a 0.60, none 0.30, b 0.10": {0.3, 0.6, 0.1, 0},
		"none 1.00":                 {1, 0, 0, 0},
		"class 4 0.90, none 0.10":   {0.1, 0, 0, 0, 0.9},
		"no scores":                 nil,
	} {
		if got := best(labels, p); got != want {
			t.Errorf("%v: got %q, want %q", p, got, want)
		}
	}
}
