package nn

// Tags is the number of tags of an argument head: O, and begin, inside, end and
// single for each of two arguments.
const Tags = 9

// Distances and sentence distances beyond these are counted as these.
const (
	farWord     = 32
	farSentence = 3
)

// A pair head tags every word k of a window, given one word t. a, which is part
// of Model.words, and b are linear in the hidden states:
//
//	z(k)     = a(k) + b(t) + dist(k-t) + sent(sentence of k - sentence of t)
//	score(k) = o(GELU(l(GELU(z(k))))) + r(a(k)·b(t))    (· elementwise)
type pair struct {
	size       int // of a, b and z
	middle     int // of what l computes
	dist, sent []float32
	b, l, o    *linear
	r, rBias   []float32 // r: Tags rows
}

func (l *loader) pair(name string, hidden int) pair {
	d, middle := l.size(name+".a.weight", 0), l.size(name+".l.weight", 0)
	p := pair{
		size: d, middle: middle,
		dist: l.vector(name+".dist.weight", 2*farWord+1, d),
		sent: l.vector(name+".sent.weight", 2*farSentence+1, d),
		b:    l.one(hidden, name+".b"),
		l:    l.one(d, name+".l"),
		o:    l.one(middle, name+".o"),
		r:    l.vector(name+".r.weight", Tags, d), rBias: l.vector(name+".r.bias", Tags),
	}
	l.get(name+".b.weight", d, anySize)
	l.get(name+".o.weight", Tags, anySize)
	return p
}

// arguments computes head which for all words, given each word of ts.
func (w *Window) arguments(which int, ts []int) [][][]float32 {
	s := w.scratch
	m, p := s.model, &s.model.args[which]
	n, d := w.words, p.size
	kn, heads, a := m.kernel, m.words.stride(), s.heads[m.at.args[which]:]
	ldz, ldl, ldo := roundUp(d, lanes), p.l.stride(), p.o.stride()
	ldb, ldr := p.b.stride(), roundUp(len(ts)*Tags, kn.width)
	s.spare = grow(s.spare, n*(ldz+ldl+ldo+ldr)+len(ts)*ldb+2*d)
	z, rest := s.spare[:n*ldz], s.spare[n*ldz:]
	mid, rest := rest[:n*ldl], rest[n*ldl:]
	out, rest := rest[:n*ldo], rest[n*ldo:]
	form, rest := rest[:n*ldr], rest[n*ldr:]
	bs, rest := rest[:len(ts)*ldb], rest[len(ts)*ldb:]
	same, column := rest[:d], rest[d:2*d]

	s.q.reset(kn, len(ts), m.config.Hidden)
	for i, t := range ts {
		s.q.set(kn, i, w.Hidden(t))
	}
	p.b.apply(kn, &s.q, bs, ldb, false)

	// r(a·b) is linear in a with weights r·b: one product for all words of ts.
	s.keys.reset(d, len(ts)*Tags, kn.width)
	for i := range ts {
		for j := range Tags {
			r := p.r[j*d:][:d]
			for e, v := range bs[i*ldb:][:d] {
				column[e] = r[e] * v
			}
			s.keys.setColumn(i*Tags+j, column)
		}
	}
	kn.assign(n, a, heads, s.keys, form, ldr)

	scores := make([][][]float32, len(ts))
	for i, t := range ts {
		b := bs[i*ldb:][:d]
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
			a, row := a[k*heads:][:d], z[k*ldz:][:d]
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

		rows, all := make([][]float32, n), make([]float32, n*Tags)
		for k := range rows {
			rows[k] = all[k*Tags : (k+1)*Tags : (k+1)*Tags]
			bilinear := form[k*ldr+i*Tags:][:Tags]
			for j, v := range out[k*ldo:][:Tags] {
				rows[k][j] = v + bilinear[j] + p.rBias[j]
			}
		}
		scores[i] = rows
	}
	return scores
}
