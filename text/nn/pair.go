package nn

// Tags is the number of tags of an argument head: O, and begin, inside, end and
// single for each of two arguments.
const Tags = 9

// Distances and sentence distances beyond these are counted as these.
const (
	farWord     = 32
	farSentence = 3
)

// A pair head tags every word k of a window, given one word t. a and b, parts
// of Model.words, are linear in the hidden states:
//
//	z(k)     = a(k) + b(t) + dist(k-t) + sent(sentence of k - sentence of t)
//	score(k) = o(GELU(l(GELU(z(k))))) + r(a(k)·b(t))    (· elementwise)
type pair struct {
	size       int // of a, b and z
	middle     int // of what l computes
	dist, sent []float32
	l, o       *linear
	r          packed // its weights are multiplied by b(t) for each t
	rBias      []float32
}

func (l *loader) pair(name string) pair {
	d := l.size(name+".a.weight", 0)
	p := pair{
		size: d, middle: l.size(name+".l.weight", 0),
		dist: l.vector(name+".dist.weight", 2*farWord+1, d),
		sent: l.vector(name+".sent.weight", 2*farSentence+1, d),
		l:    l.one(d, name+".l"),
		o:    l.one(l.size(name+".l.weight", 0), name+".o"),
	}
	l.get(name+".b.weight", d, anySize)
	l.get(name+".o.weight", Tags, anySize)
	p.r, p.rBias = newPacked(d, Tags, l.kernel.width), l.vector(name+".r.bias", Tags)
	if r := l.get(name+".r.weight", Tags, d); r != nil {
		l.rows(r, p.r.setColumn)
	}
	return p
}

// arguments computes head which for all words, given word t.
func (w *Window) arguments(which, t int) [][]float32 {
	s := w.scratch
	m, p := s.model, &s.model.args[which]
	n, d := w.words, p.size
	kn, heads, at := m.kernel, m.words.stride(), m.at.args[which]

	// r(a·b) is linear in a with weights r·b: one product instead of n rows.
	r := &p.r
	ldz, ldl, ldo := roundUp(d, lanes), p.l.stride(), p.o.stride()
	s.spare = grow(s.spare, n*(ldz+ldl+ldo)+len(r.data)+d)
	z, rest := s.spare[:n*ldz], s.spare[n*ldz:]
	mid, rest := rest[:n*ldl], rest[n*ldl:]
	out, rest := rest[:n*ldo], rest[n*ldo:]
	scaled := packed{k: r.k, n: r.n, width: r.width, data: rest[:len(r.data)]}
	same := rest[len(r.data):]

	b := s.heads[t*heads+at.b:][:d]
	for from := 0; from < len(r.data); {
		for _, f := range b {
			for j, v := range r.data[from : from+r.width] {
				scaled.data[from+j] = v * f
			}
			from += r.width
		}
	}
	lastGap := farSentence + 1 // none yet
	for k := range n {
		gap := min(max(w.sentence[k]-w.sentence[t], -farSentence), farSentence)
		if gap != lastGap {
			for j, v := range p.sent[(gap+farSentence)*d:][:d] {
				same[j] = b[j] + v
			}
			lastGap = gap
		}
		dist := p.dist[(min(max(k-t, -farWord), farWord)+farWord)*d:][:d]
		a, row := s.heads[k*heads+at.a:][:d], z[k*ldz:][:d]
		for j, v := range same[:d] {
			row[j] = a[j] + v + dist[j]
		}
	}
	kn.gelu(z)
	s.q.take(kn, n, d, z, ldz)
	p.l.apply(kn, &s.q, mid, ldl, false)
	kn.gelu(mid)
	s.q.take(kn, n, p.middle, mid, ldl)
	p.o.apply(kn, &s.q, out, ldo, false)
	kn.add(n, s.heads[at.a:], heads, scaled, out, ldo)

	rows, all := make([][]float32, n), make([]float32, n*Tags)
	for k := range rows {
		rows[k] = all[k*Tags : (k+1)*Tags : (k+1)*Tags]
		for j := range rows[k] {
			rows[k][j] = out[k*ldo+j] + p.rBias[j]
		}
	}
	return rows
}
