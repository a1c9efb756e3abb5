package nn

// oneRoot is the maximum spanning tree of the nodes 0 to n in which only one node
// hangs on the root 0, as [spanningTree] gives it. score is the score of the arc
// from head h to dependant d; fee is worth more than any choice of arcs.
func oneRoot(n int, fee float64, score func(d, h int) float64) []int {
	// Where the best heads of all nodes make such a tree there is no better one,
	// and so it is with nearly all sentences.
	head, roots := bestHeads(n, score), 0
	for _, h := range head {
		if h == 0 {
			roots++
		}
	}
	if roots == 1 && findCycle(head) == nil {
		return head
	}
	all := make([][]float64, n+1)
	for d := range all {
		all[d] = make([]float64, n+1)
		for h := 0; h <= n && d > 0; h++ {
			all[d][h] = score(d, h)
		}
		all[d][0] -= fee
	}
	return spanningTree(all)
}

// spanningTree is the maximum spanning tree with root 0 by the algorithm of
// Chu, Liu and Edmonds: head[d] for each node d, head[0] = -1. score[d][h] is
// the score of the arc from head h to dependant d, for d from 1; the diagonal is
// not read. Of trees of the same score it is always the same one. Time O(n³) at
// worst.
func spanningTree(score [][]float64) []int {
	n := len(score)
	head := bestHeads(n-1, func(d, h int) float64 { return score[d][h] })
	cycle := findCycle(head)
	if cycle == nil {
		return head
	}

	// Make the cycle one node, the last one of a smaller problem.
	inside := make([]bool, n)
	for _, c := range cycle {
		inside[c] = true
	}
	var outer []int // new number -> old number
	for i := range n {
		if !inside[i] {
			outer = append(outer, i)
		}
	}
	k := len(outer)
	small := make([][]float64, k+1)
	for i := range small {
		small[i] = make([]float64, k+1)
	}
	leave := make([]int, k) // the node of the cycle that best governs outer[i]
	enter := make([]int, k) // the node of the cycle at which outer[i] best enters
	for i, o := range outer {
		for j, h := range outer {
			small[i][j] = score[o][h]
		}
		out, in := cycle[0], cycle[0]
		for _, c := range cycle {
			if score[o][c] > score[o][out] {
				out = c
			}
			// Entering at c breaks the arc into c.
			if score[c][o]-score[c][head[c]] > score[in][o]-score[in][head[in]] {
				in = c
			}
		}
		leave[i], enter[i] = out, in
		small[i][k] = score[o][out]
		small[k][i] = score[in][o] - score[in][head[in]]
	}
	for d, h := range spanningTree(small) {
		switch {
		case d == 0:
		case d == k:
			head[enter[h]] = outer[h]
		case h == k:
			head[outer[d]] = leave[d]
		default:
			head[outer[d]] = outer[h]
		}
	}
	return head
}

// bestHeads has for each node d from 1 to n the head from 0 to n that has the
// best score, the first of equal ones; head[0] = -1.
func bestHeads(n int, score func(d, h int) float64) []int {
	head := make([]int, n+1)
	head[0] = -1
	for d := 1; d <= n; d++ {
		best, top := -1, 0.0
		for h := range n + 1 {
			if h == d {
				continue
			}
			if x := score(d, h); best < 0 || x > top {
				best, top = h, x
			}
		}
		head[d] = best
	}
	return head
}

// findCycle is one cycle of head, nil if there is none.
func findCycle(head []int) []int {
	seen := make([]int, len(head)) // the walk that came by, from 1
	for start := range head {
		i := start
		for i >= 0 && seen[i] == 0 {
			seen[i] = start + 1
			i = head[i]
		}
		if i >= 0 && seen[i] == start+1 {
			cycle := []int{i}
			for j := head[i]; j != i; j = head[j] {
				cycle = append(cycle, j)
			}
			return cycle
		}
	}
	return nil
}
