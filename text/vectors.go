package text

import (
	"context"
	"fmt"
	"math"

	"example.org/readout/text/nn"
)

// Vectors gives each sentence of d its vector: see [nn.Model.Vector]. It needs
// what [Split] fills in and nothing of what [Analyzer.Analyze] does, and runs an
// encoder of its own over all words once more. A sentence too long for the encoder is cut as Analyze
// cuts it, and gets the mean of its parts, each weighted by its word pieces.
//
// The error is that of ctx or of [nn.Model.Vector], wrapped; d is then half
// filled.
func (a *Analyzer) Vectors(ctx context.Context, d *Document) error {
	words := modelWords(d)
	s := a.scratch.Get().(*nn.Scratch)
	defer a.scratch.Put(s)
	for i, sentence := range d.Sentences {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("text: vectors: %w", err)
		}
		var m mean
		for _, p := range cutSentence(sentence, words, a.model, a.model.VectorRoom()) {
			v, err := a.model.Vector(s, words[p.first:p.last])
			if err != nil {
				return fmt.Errorf("text: vectors: sentence %d: %w", i+1, err)
			}
			m.add(v, float64(p.pieces))
		}
		d.Sentences[i].Vector = m.unit()
	}
	return nil
}

// Vector is the vector of the whole document, of length 1: the mean of those of
// the sentences in coded blocks. It is nil where these have none.
func (d *Document) Vector() []float32 {
	var m mean
	for _, s := range d.Sentences {
		if s.Vector != nil && d.Blocks[s.Block].Role.Coded() {
			m.add(s.Vector, 1)
		}
	}
	return m.unit()
}

// Similarity is the cosine of two vectors of length 1, from -1 to 1 but for
// rounding: 1 for the same words, and higher for the same said in other words
// than for what speaks of other things (TestVectorsOfMeaning). It ranks pairs; no
// value of it says by itself that two texts mean the same. It is 0 where either
// is nil.
func Similarity(a, b []float32) float64 {
	if len(a) != len(b) {
		return 0
	}
	sum := 0.0
	for i, v := range a {
		sum += float64(v) * float64(b[i])
	}
	return sum
}

// A mean gathers vectors of one size.
type mean struct{ sum []float64 }

func (m *mean) add(v []float32, weight float64) {
	if m.sum == nil {
		m.sum = make([]float64, len(v))
	}
	for i, x := range v {
		m.sum[i] += float64(weight * float64(x)) // not fused: the same on every machine
	}
}

// unit is the mean at length 1; nil where nothing was added.
func (m *mean) unit() []float32 {
	squares := 0.0
	for _, x := range m.sum {
		squares += float64(x * x)
	}
	var out []float32
	for _, x := range m.sum {
		out = append(out, float32(x/max(math.Sqrt(squares), 1e-12)))
	}
	return out
}
