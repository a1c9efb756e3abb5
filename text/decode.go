package text

import "math"

// argTags is the number of tags in a row of [Candidate.Args]: O, and B I E S of two arguments.
const argTags = 9

// follows[f] lists the tags that may follow tag f: an open span goes on or
// ends, a closed one is followed by O or by the start of another.
var follows = [argTags][]int{
	0: {0, 1, 4, 5, 8}, 1: {2, 3}, 2: {2, 3}, 3: {0, 1, 4, 5, 8}, 4: {0, 1, 4, 5, 8},
	5: {6, 7}, 6: {6, 7}, 7: {0, 1, 4, 5, 8}, 8: {0, 1, 4, 5, 8},
}

// Spans decodes the scores of c into the spans of its two arguments, as ranges
// of tokens [first, last). It takes the legal sequence of tags with the highest
// sum of scores (Viterbi), so an argument is always one whole stretch. bias is
// taken off the score of O: above 0 finds more arguments.
func (c *Candidate) Spans(bias float32) (first, second [][2]int) {
	n := len(c.Args)
	if n == 0 {
		return nil, nil
	}
	const never = float32(math.MaxFloat32)
	back := make([][argTags]int8, n)
	var v [argTags]float32
	for t := range v {
		v[t] = -never
	}
	for _, t := range follows[0] {
		v[t] = c.Args[0][t]
	}
	v[0] -= bias
	for k := 1; k < n; k++ {
		var w [argTags]float32
		for t := range w {
			w[t] = -never
		}
		for f := range v {
			if v[f] == -never {
				continue
			}
			for _, t := range follows[f] {
				s := v[f] + c.Args[k][t]
				if t == 0 {
					s -= bias
				}
				if s > w[t] {
					w[t], back[k][t] = s, int8(f)
				}
			}
		}
		v = w
	}
	best := 0
	for _, t := range follows[0] { // a sequence may end in any closed tag
		if end := ending(t); v[end] > v[best] {
			best = end
		}
	}
	tags := make([]int, n)
	for k, t := n-1, best; k >= 0; k-- {
		tags[k] = t
		t = int(back[k][t])
	}
	open := 0
	for k, t := range tags {
		switch t {
		case 1, 5:
			open = k
		case 3:
			first = append(first, [2]int{c.From + open, c.From + k + 1})
		case 4:
			first = append(first, [2]int{c.From + k, c.From + k + 1})
		case 7:
			second = append(second, [2]int{c.From + open, c.From + k + 1})
		case 8:
			second = append(second, [2]int{c.From + k, c.From + k + 1})
		}
	}
	return first, second
}

// ending turns the start of a span into its end: B into E.
func ending(t int) int {
	if t == 1 || t == 5 {
		return t + 2
	}
	return t
}

// P is the probability that c is a trigger or a cue at all.
func (c *Candidate) P() float64 { return 1 - float64(c.Class[0]) }

// Best is the most probable class of c other than none, and its probability.
func (c *Candidate) Best() (class int, p float64) {
	class = 1
	for k := 2; k < len(c.Class); k++ {
		if c.Class[k] > c.Class[class] {
			class = k
		}
	}
	return class, float64(c.Class[class])
}

// Attribute is the most probable attribute of c: a modality or an act.
func (c *Candidate) Attribute() int {
	best := 0
	for k, p := range c.Attr {
		if p > c.Attr[best] {
			best = k
		}
	}
	return best
}

// Range is the span of text from token first to before token last.
func (d *Document) Range(first, last int) Span {
	return Span{d.Tokens[first].Span.Begin, d.Tokens[last-1].Span.End}
}
