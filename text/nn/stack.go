package nn

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
)

// A stack is one encoder: what it adds to the word embeddings, which all stacks
// share, and its layers. A weight file has three; it may do without fast:
//
//	enc    the one that was trained for the heads
//	fast   enc with fewer layers, trained to say the same: layer i is fast.i
//	       where the file has it and enc.i where not; all else is enc's own
//	sent   the encoder as it was before training, for vectors of sentences
type stack struct {
	position []float32 // position and type embeddings, summed
	shape    []float32 // embeddings of the shapes of words; of sent zeros
	norm     layerNorm
	layers   []layer
}

// A layer is one layer of a stack.
type layer struct {
	qkv               *linear // query, key and value side by side
	q, k, v           int     // their first columns
	out, up, down     *linear
	attnNorm, outNorm layerNorm
}

// loadStacks makes the stack for the heads, and sees to it that the tensors of
// the file's other stacks are there in their shapes.
func (m *Model) loadStacks(l *loader, f *File, fast bool) {
	c := m.config
	long, short := prefixes("enc", c.Layers), prefixes("enc", c.Fast)
	for i := range short {
		if own := fmt.Sprintf("fast.%d.", i); slices.ContainsFunc(f.Tensors, func(t Tensor) bool { return strings.HasPrefix(t.Name, own) }) {
			short[i] = own
		}
	}
	switch {
	case c.Fast == 0 && fast:
		l.fail("the config names no layers of the fast stack")
	case fast:
		m.main = l.stack("enc", short, c)
	default:
		m.main = l.stack("enc", long, c)
	}
	for _, at := range slices.Concat(long, short) { // those of the other stack too
		l.checkLayer(at, c)
	}

	layers := prefixes("sent", c.Layers)
	l.checkStack("sent", layers, c)
	m.sent = sync.OnceValues(func() (*stack, error) {
		l := newLoader(f, m.kernel)
		t := l.stack("sent", layers, c)
		return t, l.run()
	})
}

// prefixes are the beginnings of the names of n layers' tensors.
func prefixes(stack string, n int) []string {
	p := make([]string, n)
	for i := range p {
		p[i] = fmt.Sprintf("%s.%d.", stack, i)
	}
	return p
}

// checkStack sees to it that all tensors of a stack are there in their shapes,
// and the scales of those that need some.
func (l *loader) checkStack(name string, layers []string, c Config) {
	l.check(name+".position.weight", c.Positions, c.Hidden)
	l.check(name+".type.weight", anySize, c.Hidden)
	l.checkNorm(name+".norm", c)
	for _, at := range layers {
		l.checkLayer(at, c)
	}
}

func (l *loader) checkLayer(at string, c Config) {
	for _, x := range []struct {
		name    string
		out, in int
	}{
		{"q", c.Hidden, c.Hidden},
		{"k", c.Hidden, c.Hidden},
		{"v", c.Hidden, c.Hidden},
		{"o", c.Hidden, c.Hidden},
		{"up", c.Intermediate, c.Hidden},
		{"down", c.Hidden, c.Intermediate},
	} {
		l.check(at+x.name+".weight", x.out, x.in)
		l.check(at+x.name+".bias", x.out)
	}
	l.checkNorm(at+"attn_norm", c)
	l.checkNorm(at+"out_norm", c)
}

func (l *loader) checkNorm(name string, c Config) {
	l.check(name+".weight", c.Hidden)
	l.check(name+".bias", c.Hidden)
}

func (l *loader) check(name string, shape ...int) {
	if t := l.get(name, shape...); t != nil {
		l.scale(t)
	}
}

// stack makes the encoder of the embeddings called name and the layers whose
// tensors begin with the given prefixes.
func (l *loader) stack(name string, layers []string, c Config) *stack {
	l.checkStack(name, layers, c)
	if l.err != nil {
		return nil
	}
	t := &stack{position: l.vector(name+".position.weight", c.Positions, c.Hidden), norm: l.norm(name+".norm", c)}
	if kind := l.vector(name+".type.weight", anySize, c.Hidden); l.err == nil {
		for i := range t.position {
			t.position[i] += kind[i%c.Hidden]
		}
	}
	if name == "sent" {
		t.shape = make([]float32, shapes*c.Hidden)
	} else {
		t.shape = l.vector(name+".shape.weight", shapes, c.Hidden)
	}
	for _, at := range layers {
		y := layer{
			out: l.one(c.Hidden, at+"o"), attnNorm: l.norm(at+"attn_norm", c),
			up: l.one(c.Hidden, at+"up"), down: l.one(c.Intermediate, at+"down"), outNorm: l.norm(at+"out_norm", c),
		}
		qkv, offsets := l.linear(c.Hidden, at+"q", at+"k", at+"v")
		y.qkv, y.q, y.k, y.v = qkv, offsets[0], offsets[1], offsets[2]
		t.layers = append(t.layers, y)
	}
	return t
}

// vectorRoom is the most word pieces that the encoder of sentence vectors was
// trained on: 256 with the two marks around them (sentence-transformers,
// all-MiniLM-L6-v2, max_seq_length).
const vectorRoom = 254

// VectorRoom is the most word pieces that [Model.Vector] takes.
func (m *Model) VectorRoom() int { return min(vectorRoom, m.Room()) }

// Vector is the vector of a sentence or another short text: as many numbers as
// a hidden state has (384), of length 1. The dot product of two vectors, from -1
// to 1, says how near their texts are in meaning. It is all-MiniLM-L6-v2 as
// published: the mean of its last hidden states over all pieces and both marks.
//
// It is an error if there are no words, if they have more pieces than
// [Model.VectorRoom], or if the encoder, which is unpacked by the first call,
// holds numbers that are not finite. A window made with s is no longer valid.
func (m *Model) Vector(s *Scratch, words []Word) ([]float32, error) {
	if s.model != m {
		return nil, fmt.Errorf("nn: the scratch belongs to another model")
	}
	t, err := m.sent()
	if err != nil {
		return nil, fmt.Errorf("nn: weight file: %w", err)
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("nn: vector of no words")
	}
	if err := s.cut(words); err != nil {
		return nil, err
	}
	n, ld := len(s.pieces), m.stride()
	if n-2 > m.VectorRoom() {
		return nil, fmt.Errorf("nn: vector of %d word pieces, at most %d fit", n-2, m.VectorRoom())
	}
	m.encode(s, t, false)
	sums := make([]float64, m.config.Hidden)
	for i := range n {
		for j := range sums {
			sums[j] += float64(s.x[i*ld+j])
		}
	}
	squares := 0.0
	for _, v := range sums {
		squares += float64(v * v) // not fused: the same on every machine
	}
	out := make([]float32, len(sums))
	for j, v := range sums {
		out[j] = float32(v / max(math.Sqrt(squares), 1e-12))
	}
	return out, nil
}
