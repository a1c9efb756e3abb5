package nn

import "fmt"

// A stack is one encoder: what it adds to the word embeddings, which all stacks
// share, and its layers.
type stack struct {
	position []float32 // position and type embeddings, summed
	shape    []float32
	norm     layerNorm
	layers   []layer
}

// A layer is one layer of the encoder.
type layer struct {
	qkv               *linear // query, key and value side by side
	q, k, v           int     // their first columns
	out, up, down     *linear
	attnNorm, outNorm layerNorm
}

// stack is the encoder whose tensors begin with name.
func (l *loader) stack(name string, c Config) *stack {
	t := &stack{position: l.vector(name+".position.weight", c.Positions, c.Hidden)}
	if kind := l.vector(name+".type.weight", anySize, c.Hidden); l.err == nil {
		for i := range t.position {
			t.position[i] += kind[i%c.Hidden]
		}
	}
	t.shape = l.vector(name+".shape.weight", shapes, c.Hidden)
	t.norm = l.norm(name+".norm", c)
	for i := 0; i < c.Layers && l.err == nil; i++ {
		t.layers = append(t.layers, l.layer(fmt.Sprintf("%s.%d.", name, i), c))
	}
	return t
}

// layer is the layer whose tensors begin with at.
func (l *loader) layer(at string, c Config) layer {
	y := layer{
		out: l.one(c.Hidden, at+"o"), attnNorm: l.norm(at+"attn_norm", c),
		up: l.one(c.Hidden, at+"up"), down: l.one(c.Intermediate, at+"down"), outNorm: l.norm(at+"out_norm", c),
	}
	qkv, offsets := l.linear(c.Hidden, at+"q", at+"k", at+"v")
	y.qkv, y.q, y.k, y.v = qkv, offsets[0], offsets[1], offsets[2]
	for _, name := range []string{"q", "k", "v", "o", "down"} {
		l.get(at+name+".weight", c.Hidden, anySize)
	}
	l.get(at+"up.weight", c.Intermediate, anySize)
	return y
}
