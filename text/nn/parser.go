package nn

import "math"

// A parser scores arcs and labels by biaffine forms (Dozat and Manning 2017).
// Its four linear layers are parts of Model.words. For a dependant d and a head
// h, with arc states x, label states y and GELU applied to all of them:
//
//	arc(d, h) = x(d)ᵀ·U·x(h) + hb(x(h))
//	rel(d, h) = y(d)ᵀ·V·y(h) + lo([y(d); y(h)])
//
// The root of a sentence is a head like any other, with states of its own.
type parser struct {
	arc, rel  int       // sizes of the states
	root      []float32 // the hidden state of the root
	rootArc   []float32 // its states
	rootLabel []float32
	u         *linear
	hb        []float32
	hbBias    float32
	v         *linear // from a state y to V·y as [packed], a column for each label
	lo        *linear
	labels    int
	rootRel   []bool // which label is "root"
	choice    bool   // there is such a label, and another one
	punct     int    // the part of speech PUNCT, -1 if there is none
}

func (l *loader) parser(labels int) *parser {
	arc, rel := l.size("parser.U", 0), l.size("parser.lh.weight", 0)
	p := &parser{arc: arc, rel: rel, labels: labels, lo: l.one(2*rel, "parser.lo")}
	p.root = l.vector("parser.root", l.size("parser.ah.weight", 1))
	p.hb = l.vector("parser.hb.weight", 1, arc)
	if b := l.vector("parser.hb.bias", 1); b != nil {
		p.hbBias = b[0]
	}
	for _, name := range []string{"ah", "ad"} {
		l.get("parser."+name+".weight", arc, anySize)
	}
	l.get("parser.ld.weight", rel, anySize)
	p.u = l.matrix(arc, func(i int) int { return i }, "parser.U", arc, arc)
	// Row r·rel+e of V belongs to label r and element e of the dependant.
	form := p.form(l.kernel, nil)
	p.v = l.matrix(form.size(), func(i int) int { return form.index(i%rel, i/rel) }, "parser.V", labels, rel, rel)
	return p
}

// form is a row of what p.v computes: a product with it scores the labels.
func (p *parser) form(kn *kernel, row []float32) packed {
	return packed{k: p.rel, n: p.labels, width: kn.width, data: row}
}

// finish computes the states of the root, when all is loaded.
func (p *parser) finish(m *Model) {
	y := make([]float32, m.words.stride())
	var q quantisedRows
	q.take(m.kernel, 1, len(p.root), p.root, len(p.root))
	m.words.apply(m.kernel, &q, y, len(y), false)
	m.kernel.gelu(y[m.at.ah:])
	p.rootArc, p.rootLabel = y[m.at.ah:][:p.arc], y[m.at.lh:][:p.rel]
	p.rootRel, p.punct = make([]bool, p.labels), -1
	roots := 0
	for i, name := range m.labels["deprel"] {
		if name == "root" {
			p.rootRel[i] = true
			roots++
		}
	}
	p.choice = 0 < roots && roots < p.labels
	for i, name := range m.labels["upos"] {
		if name == "PUNCT" {
			p.punct = i
		}
	}
}

// Parse is the dependency tree of the words [first, last), one sentence: for
// each the word of the window that governs it, -1 for the one root, and its
// relation. The tree is the best one by the sum of the arcs' scores;
// punctuation governs nothing where there is another word.
func (w *Window) Parse(first, last int) (heads []int, rels []string) {
	n := last - first
	if n <= 0 {
		return nil, nil
	}
	heads = w.tree(first, last)
	rels = w.relations(first, heads)
	for i := range heads {
		if heads[i] == 0 {
			heads[i] = -1
		} else {
			heads[i] += first - 1
		}
	}
	return heads, rels
}

// arcs are the scores of all arcs of a sentence: row d is dependant first+d,
// column 0 the root, column h the head first+h-1. Rows are ld apart.
func (w *Window) arcs(first, last int) (scores []float32, ld int) {
	s := w.scratch
	m, p := s.model, s.model.parser
	n, stride, width := last-first, m.words.stride(), m.kernel.width
	ldu, ld := p.u.stride(), roundUp(n+1, width)
	s.spare = grow(s.spare, (n+1)*ldu)
	s.arcs = grow(s.arcs, n*ld)
	// U·x of all heads, of which the weights have their scales by rows; then
	// the products with all dependants.
	s.q.reset(m.kernel, n+1, p.arc)
	for h := range n + 1 {
		state := p.rootArc
		if h > 0 {
			state = s.heads[(first+h-1)*stride+m.at.ah:][:p.arc]
		}
		s.q.set(m.kernel, h, state)
		s.arcs[h] = dot(state, p.hb) + p.hbBias
	}
	p.u.apply(m.kernel, &s.q, s.spare, ldu, false)
	s.keys.reset(p.arc, n+1, width)
	s.keys.setColumns(m.kernel, s.spare, ldu)
	clear(s.arcs[n+1 : ld])
	for d := 1; d < n; d++ {
		copy(s.arcs[d*ld:], s.arcs[:ld])
	}
	m.kernel.add(n, s.heads[first*stride+m.at.ad:], stride, s.keys, s.arcs, ld)
	return s.arcs, ld
}

// tree is the best tree of a sentence: heads from 1, 0 is the root.
func (w *Window) tree(first, last int) []int {
	n := last - first
	arcs, ld := w.arcs(first, last)
	low, high := math.Inf(1), math.Inf(-1)
	for d := range n {
		row := arcs[d*ld:][:n+1]
		for h, x := range row {
			if y := float64(x); math.IsNaN(y) || math.IsInf(y, 0) {
				row[h] = 0 // only of weights that are out of all proportion
			}
			low, high = min(low, float64(row[h])), max(high, float64(row[h]))
		}
	}
	// Worth more than any choice of the other arcs, in this order: one root;
	// no punctuation as a head.
	punctuation := (high - low + 1) * float64(n+1)
	single := punctuation * float64(n+2)
	fee := make([]float64, n+1) // of an arc from this head
	for h := 1; h <= n; h++ {
		if w.isPunct(first + h - 1) {
			fee[h] = punctuation
		}
	}
	score := func(d, h int) float64 { // of the arc from h to d
		x := float64(arcs[(d-1)*ld+h]) - fee[h]
		if h == 0 {
			x -= fee[d] // nor is it the root
		}
		return x
	}
	return oneRoot(n, single, score)[1:]
}

func (w *Window) isPunct(i int) bool { return argmax(w.UPOS(i)) == w.scratch.model.parser.punct }

// relations labels the arcs of a sentence that starts at word first.
func (w *Window) relations(first int, heads []int) []string {
	m := w.scratch.model
	p, names := m.parser, m.labels["deprel"]
	scores, ld := w.relationScores(first, heads)
	rels := make([]string, len(heads))
	for i, head := range heads {
		best, row := -1, scores[i*ld:][:p.labels]
		for r, x := range row {
			// The relation of the root, and of it alone, is "root".
			if p.choice && p.rootRel[r] != (head == 0) {
				continue
			}
			if best < 0 || x > row[best] {
				best = r
			}
		}
		rels[i] = names[best]
	}
	return rels
}

// relationScores has a row of p.labels scores, ld apart, for each arc of a
// sentence that starts at word first: from heads[i] (1 is that word, 0 the root)
// to word first+i. They are part of the scratch.
func (w *Window) relationScores(first int, heads []int) (scores []float32, ld int) {
	s := w.scratch
	m, p := s.model, s.model.parser
	n, stride := len(heads), m.words.stride()
	ldv, ldb, ld := p.v.stride(), 2*p.rel, p.lo.stride()
	const step = 32 // heads at once: their products with V take 32·labels·rel values
	s.spare = grow(s.spare, step*ldv+n*(ldb+ld))
	forms, rest := s.spare[:step*ldv], s.spare[step*ldv:]
	both, scores := rest[:n*ldb], rest[n*ldb:]
	number := make([]int, n+1) // of each head, from 1 as they come
	var distinct []int
	for i, h := range heads {
		if number[h] == 0 {
			distinct = append(distinct, h)
			number[h] = len(distinct)
		}
		copy(both[i*ldb:], s.heads[(first+i)*stride+m.at.ld:][:p.rel])
		copy(both[i*ldb+p.rel:], w.relState(first, h))
	}
	s.q.take(m.kernel, n, 2*p.rel, both, ldb)
	p.lo.apply(m.kernel, &s.q, scores, ld, false)
	for from := 0; from < len(distinct); from += step {
		// V·y of the heads, of which the weights have their scales by rows.
		some := distinct[from:min(from+step, len(distinct))]
		s.q.reset(m.kernel, len(some), p.rel)
		for i, h := range some {
			s.q.set(m.kernel, i, w.relState(first, h))
		}
		p.v.apply(m.kernel, &s.q, forms, ldv, false)
		for i, h := range heads {
			at := number[h] - 1 - from
			if at < 0 || at >= len(some) {
				continue
			}
			m.kernel.add(1, both[i*ldb:], ldb, p.form(m.kernel, forms[at*ldv:][:ldv]), scores[i*ld:], ld)
		}
	}
	return scores, ld
}

// relState is the label state of head h of a sentence, 0 for the root.
func (w *Window) relState(first, h int) []float32 {
	m := w.scratch.model
	if h == 0 {
		return m.parser.rootLabel
	}
	return w.row(first + h - 1)[m.at.lh:][:m.parser.rel]
}

// dot is the sum of products in four strands.
func dot(x, y []float32) float32 {
	y = y[:len(x)]
	var a, b, c, d float32
	i := 0
	for ; i+4 <= len(x); i += 4 {
		a += float32(x[i] * y[i])
		b += float32(x[i+1] * y[i+1])
		c += float32(x[i+2] * y[i+2])
		d += float32(x[i+3] * y[i+3])
	}
	for ; i < len(x); i++ {
		a += float32(x[i] * y[i])
	}
	return a + b + (c + d)
}

func argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}
