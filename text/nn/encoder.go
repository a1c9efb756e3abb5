package nn

import (
	"fmt"
	"math"
)

// A Word is one word of a window.
type Word struct {
	Form     string // not empty
	Sentence int    // any numbers that grow from sentence to sentence
	// First says that no word before this one in its sentence starts with a
	// letter or digit: see [Alphanumeric].
	First bool
}

// A Scratch is the working memory of one goroutine. It grows to the largest
// window it sees and is used again for the next one.
type Scratch struct {
	model  *Model
	window Window

	pieces []int32
	class  []uint8 // shape of each piece
	first  []int   // first piece of each word
	text   []byte

	q      quantisedRows // what goes into a linear layer
	row    []float32     // one word embedding
	x      []float32     // the hidden states of all pieces, in the end of all words
	qkv    []float32
	ctx    []float32 // what attention gathers
	wide   []float32 // between up and down
	scores []float32 // of attention, some rows of one head
	keys   packed
	values packed

	heads []float32 // output of Model.words
	spare []float32 // of the heads that are computed on demand
	arcs  []float32
}

// NewScratch makes working memory for m. Windows made with it share it: only
// the latest is valid.
func (m *Model) NewScratch() *Scratch { return &Scratch{model: m} }

// grow makes s at least n long, keeping the memory where it suffices. What s
// held is lost.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// Count is the number of word pieces of words. A window takes [Model.Room].
func (m *Model) Count(words []Word) int {
	var dst []int32
	var buf []byte
	n := 0
	for _, w := range words {
		dst, buf = m.vocab.appendPieces(dst[:0], w.Form, buf)
		n += len(dst)
	}
	return n
}

// Room is the most word pieces that a window can have.
func (m *Model) Room() int { return m.config.Positions - 2 }

// Encode runs the encoder and the heads of single words over a window. The
// window is valid until the next call with the same scratch.
func (m *Model) Encode(s *Scratch, words []Word) (*Window, error) {
	if s.model != m {
		return nil, fmt.Errorf("nn: the scratch belongs to another model")
	}
	if err := s.cut(words); err != nil {
		return nil, err
	}
	m.encode(s, m.main, true)

	n, stride := len(words), m.words.stride()
	s.heads = grow(s.heads, n*stride)
	m.words.apply(m.kernel, &s.q, s.heads, stride, false)
	w := &s.window
	w.scratch, w.words = s, n
	w.sentence = w.sentence[:0]
	for i, word := range words {
		w.sentence = append(w.sentence, word.Sentence)
		h := s.heads[i*stride:]
		m.classes(h[m.at.trigger:], len(m.labels["trigger"]))
		m.classes(h[m.at.cue:], len(m.labels["cue"]))
		m.classes(h[m.at.name:], len(m.labels["name"]))
		m.classes(h[m.at.upos:], len(m.labels["upos"]))
		m.kernel.gelu(h[m.at.ah:m.at.end])
	}
	return w, nil
}

// cut fills s.pieces, s.class and s.first.
func (s *Scratch) cut(words []Word) error {
	v := s.model.vocab
	s.pieces, s.class, s.first = append(s.pieces[:0], v.cls), append(s.class[:0], shapeNone), s.first[:0]
	for i, w := range words {
		if w.Form == "" {
			return fmt.Errorf("nn: word %d is empty", i)
		}
		s.first = append(s.first, len(s.pieces))
		s.pieces, s.text = v.appendPieces(s.pieces, w.Form, s.text)
		class := uint8(shapeOf(w.Form, w.First))
		for len(s.class) < len(s.pieces) {
			s.class = append(s.class, class)
		}
	}
	s.pieces, s.class = append(s.pieces, v.sep), append(s.class, shapeNone)
	if n := len(s.pieces) - 2; n > s.model.Room() {
		return fmt.Errorf("nn: window of %d word pieces, at most %d fit", n, s.model.Room())
	}
	return nil
}

// stride is the distance of rows of hidden states.
func (m *Model) stride() int { return m.main.layers[0].down.stride() }

// encode computes the hidden states s.x of s.pieces with the stack t, and s.q
// of them. With words, only those of the first piece of each word are computed
// in the last layer, as nothing reads the others.
func (m *Model) encode(s *Scratch, t *stack, words bool) {
	n, h, ld := len(s.pieces), m.config.Hidden, m.stride()
	first := &t.layers[0]
	s.row = grow(s.row, h)
	s.x = grow(s.x, n*ld)
	s.qkv = grow(s.qkv, n*first.qkv.stride())
	// Beyond the last row: the last panel of the last head may reach out.
	s.ctx = grow(s.ctx, n*ld+m.kernel.width)
	s.wide = grow(s.wide, n*first.up.stride())
	for i, id := range s.pieces {
		x := s.x[i*ld : (i+1)*ld]
		m.word.row(int(id), m.wordScale, s.row)
		shape, position := t.shape[int(s.class[i])*h:][:h], t.position[i*h:][:h]
		for j, v := range s.row {
			x[j] = v + shape[j] + position[j]
		}
		clear(x[h:])
		t.norm.apply(m.kernel, x)
	}
	kn := m.kernel
	s.q.take(kn, n, h, s.x, ld)
	for i := range t.layers {
		y, ldw := &t.layers[i], t.layers[i].up.stride()
		y.qkv.apply(kn, &s.q, s.qkv, y.qkv.stride(), false)
		pieces := n
		if words && i == len(t.layers)-1 {
			for to, from := range s.first {
				copy(s.x[to*ld:(to+1)*ld], s.x[from*ld:])
				ldq := y.qkv.stride()
				copy(s.qkv[to*ldq+y.q:][:h], s.qkv[from*ldq+y.q:])
			}
			n = len(s.first)
		}
		m.attend(s, y, n, pieces)
		s.q.take(kn, n, h, s.ctx, ld)
		// Both sublayers add to their input: the product is added to x itself.
		// What is done to a row is done while it is in the first cache.
		y.out.apply(kn, &s.q, s.x, ld, true)
		s.normalise(n, y.attnNorm)
		y.up.apply(kn, &s.q, s.wide, ldw, false)
		s.q.reset(kn, n, m.config.Intermediate)
		for i := range n {
			row := s.wide[i*ldw : (i+1)*ldw]
			kn.gelu(row)
			s.q.set(kn, i, row)
		}
		y.down.apply(kn, &s.q, s.x, ld, true)
		s.normalise(n, y.outNorm)
	}
}

// normalise normalises the n rows of s.x and quantises them.
func (s *Scratch) normalise(n int, norm layerNorm) {
	kn, h, ld := s.model.kernel, s.model.config.Hidden, s.model.stride()
	s.q.reset(kn, n, h)
	for i := range n {
		row := s.x[i*ld : (i+1)*ld]
		norm.apply(kn, row)
		s.q.set(kn, i, row)
	}
}

// attendRows is how many rows of attention scores are worked on at once: few
// enough to stay in the first cache, enough to fill a tile of every kernel.
const attendRows = 12

// attend computes s.ctx = softmax(Q·Kᵀ / √d)·V for each head, side by side, for
// the first rows of Q and n rows of K and V.
func (m *Model) attend(s *Scratch, y *layer, rows, n int) {
	kn, d := m.kernel, m.config.Hidden/m.config.Heads
	ld, ldqkv, lds := m.stride(), y.qkv.stride(), roundUp(n, max(kn.width, lanes))
	s.scores = grow(s.scores, attendRows*lds)
	s.keys.reset(d, n, kn.width)
	s.values.reset(n, d, kn.width)
	gather := kn.assign
	if d%kn.width != 0 { // the last panel of a head reaches into the next one
		gather = kn.add
		clear(s.ctx)
	}
	scale := float32(1 / math.Sqrt(float64(d)))
	for head := range m.config.Heads {
		q, k, v := s.qkv[y.q+head*d:], s.qkv[y.k+head*d:], s.qkv[y.v+head*d:]
		s.keys.setColumns(kn, k, ldqkv)
		s.values.setRows(v, ldqkv)
		for from := 0; from < rows; from += attendRows {
			some := min(attendRows, rows-from)
			kn.assign(some, q[from*ldqkv:], ldqkv, s.keys, s.scores, lds)
			for i := range some {
				row := s.scores[i*lds:][:roundUp(n, lanes)]
				for j := n; j < len(row); j++ {
					row[j] = float32(math.Inf(-1))
				}
				kn.softmax(row, scale)
			}
			gather(some, s.scores, lds, s.values, s.ctx[from*ld+head*d:], ld)
		}
	}
}

// classes makes probabilities of the first n of x, the scores of a classifier.
// There must be room to the next multiple of 16, which is lost.
func (m *Model) classes(x []float32, n int) []float32 {
	row := x[:roundUp(n, lanes)]
	for i := n; i < len(row); i++ {
		row[i] = float32(math.Inf(-1))
	}
	m.kernel.softmax(row, 1)
	return x[:n]
}
