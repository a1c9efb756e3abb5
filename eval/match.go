package eval

import (
	"slices"
	"sort"
)

// A Range is a half-open range [Begin, End) of code points of a text. Gold
// data and records outside the program count in code points.
type Range struct{ Begin, End int }

// Overlaps reports whether r and q share at least one code point.
func (r Range) Overlaps(q Range) bool { return r.Begin < q.End && q.Begin < r.End }

// overlap is the number of code points that r and q share.
func overlap(r, q Range) int { return max(0, min(r.End, q.End)-max(r.Begin, q.Begin)) }

// union is s as disjoint ranges in order.
func union(s []Range) []Range {
	s = slices.Clone(s)
	sort.Slice(s, func(i, j int) bool { return s[i].Begin < s[j].Begin })
	var out []Range
	for _, r := range s {
		if r.End <= r.Begin {
			continue
		}
		if n := len(out); n > 0 && r.Begin <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, r.End)
			continue
		}
		out = append(out, r)
	}
	return out
}

// common is the number of code points in the intersection and in the union of
// two sets of ranges.
func common(a, b []Range) (inter, all int) {
	a, b = union(a), union(b)
	for _, r := range a {
		all += r.End - r.Begin
		for _, q := range b {
			inter += overlap(r, q)
		}
	}
	for _, q := range b {
		all += q.End - q.Begin
	}
	return inter, all - inter
}

// sameArgument reports whether two sets of mentions stand for the same
// participants: each of either set overlaps one of the other. An empty set
// matches only an empty one.
func sameArgument(a, b []Range) bool { return covered(a, b) && covered(b, a) }

func covered(a, b []Range) bool {
	for _, r := range a {
		if !slices.ContainsFunc(b, r.Overlaps) {
			return false
		}
	}
	return true
}

// A weight says how good a pair of a gold and a predicted record is; 0 means
// that they may not be paired. Weights of one call of assign must sum to less
// than 2^62.
type weight = int64

// pairWeight puts the aims of an assignment in order: above all the number of
// pairs, then the number of pairs with the preferred property, then the sum of
// closeness (0 to 2^20-1 a pair), then the number of pairs with the last property.
func pairWeight(preferred bool, closeness int, last bool) weight {
	w := weight(1)<<48 + weight(min(closeness, 1<<20-1))<<8
	if preferred {
		w += 1 << 36
	}
	if last {
		w++
	}
	return w
}

// assign pairs gold with predicted records one to one so that the sum of the
// weights is as large as can be, and returns for each gold record the index of
// its partner, or -1. w(g, p) is the weight of a pair. Records that no weight
// joins, directly or over others, are solved apart, each group by the
// Hungarian method; among assignments of equal weight the order of the records
// decides.
func assign(gold, predicted int, w func(g, p int) weight) []int {
	out := make([]int, gold)
	edges := make([][]int, gold)
	back := make([][]int, predicted)
	for g := range gold {
		out[g] = -1
		for p := range predicted {
			if w(g, p) > 0 {
				edges[g] = append(edges[g], p)
				back[p] = append(back[p], g)
			}
		}
	}
	seenG, seenP := make([]bool, gold), make([]bool, predicted)
	for g := range gold {
		if seenG[g] || len(edges[g]) == 0 {
			continue
		}
		// Everything that is joined to g.
		gs, ps := []int{g}, []int(nil)
		seenG[g] = true
		for i := 0; i < len(gs); i++ {
			for _, p := range edges[gs[i]] {
				if seenP[p] {
					continue
				}
				seenP[p] = true
				ps = append(ps, p)
				for _, h := range back[p] {
					if !seenG[h] {
						seenG[h] = true
						gs = append(gs, h)
					}
				}
			}
		}
		sort.Ints(gs)
		sort.Ints(ps)
		for i, j := range hungarian(len(gs), len(ps), func(i, j int) weight { return w(gs[i], ps[j]) }) {
			if j >= 0 && w(gs[i], ps[j]) > 0 {
				out[gs[i]] = ps[j]
			}
		}
	}
	return out
}

// hungarian solves the assignment problem on a full matrix of weights for the
// largest sum (Kuhn 1955, with potentials and shortest augmenting paths). It
// returns the column of each row, -1 for none.
func hungarian(rows, cols int, w func(i, j int) weight) []int {
	n := max(rows, cols)
	cost := func(i, j int) int64 {
		if i < rows && j < cols {
			return -w(i, j)
		}
		return 0
	}
	const inf = int64(1) << 62
	u, v := make([]int64, n+1), make([]int64, n+1)
	row, way := make([]int, n+1), make([]int, n+1) // row[j]: the row matched to column j, both from 1
	for i := 1; i <= n; i++ {
		row[0] = i
		j0 := 0
		low := make([]int64, n+1)
		for j := range low {
			low[j] = inf
		}
		used := make([]bool, n+1)
		for {
			used[j0] = true
			i0, j1, delta := row[j0], 0, inf
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost(i0-1, j-1) - u[i0] - v[j]; c < low[j] {
					low[j], way[j] = c, j0
				}
				if low[j] < delta {
					delta, j1 = low[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					low[j] -= delta
				}
			}
			j0 = j1
			if row[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			j1 := way[j0]
			row[j0] = row[j1]
			j0 = j1
		}
	}
	out := make([]int, rows)
	for i := range out {
		out[i] = -1
	}
	for j := 1; j <= cols; j++ {
		if row[j] >= 1 && row[j] <= rows {
			out[row[j]-1] = j - 1
		}
	}
	return out
}
