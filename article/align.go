package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// keep tells which segments of a page the extractor's result is made of.
// The result is a tree of its own, without positions; its blocks are looked
// up in the page's letters and figures, long ones first, then short ones
// between their neighbours. missed counts the result's blocks that the page
// does not have in these words.
func keep(segments []segment, result *html.Node) (kept []bool, missed int) {
	kept = make([]bool, len(segments))
	starts := make([]int, len(segments)+1)
	var b strings.Builder
	for i, s := range segments {
		starts[i] = b.Len()
		b.WriteString(s.compact)
	}
	starts[len(segments)] = b.Len()
	all := b.String()

	blocks := resultBlocks(result)
	at := make([]int, len(blocks))
	const long = 24
	from := 0
	for i, s := range blocks {
		at[i] = -1
		if len(s) < long {
			continue
		}
		k := strings.Index(all[from:], s)
		if k >= 0 {
			k += from
		} else {
			k = strings.Index(all, s)
		}
		if k < 0 {
			continue
		}
		at[i] = k
		if k >= from {
			from = k + len(s)
		}
	}
	lo := 0
	for i, s := range blocks {
		if at[i] >= 0 {
			lo = max(lo, at[i]+len(s))
			continue
		}
		if len(s) >= long {
			missed++
			continue
		}
		hi := len(all)
		for k := i + 1; k < len(blocks); k++ {
			if at[k] >= lo {
				hi = at[k]
				break
			}
		}
		k := -1
		for n := locate(starts, lo); n < len(segments) && starts[n] < hi; n++ {
			if starts[n] >= lo && strings.HasPrefix(all[starts[n]:hi], s) {
				k = starts[n] - lo
				break
			}
		}
		if k < 0 {
			k = strings.Index(all[lo:hi], s)
		}
		if k < 0 {
			missed++
			continue
		}
		at[i] = lo + k
		lo += k + len(s)
	}
	covered := make([]int, len(segments))
	for i, s := range blocks {
		if at[i] < 0 {
			continue
		}
		begin, end := at[i], at[i]+len(s)
		for k := locate(starts, begin); k < len(segments) && starts[k] < end; k++ {
			covered[k] += min(end, starts[k+1]) - max(begin, starts[k])
		}
	}
	for i, s := range segments {
		kept[i] = len(s.compact) > 0 && covered[i]*2 >= len(s.compact)
	}
	return kept, missed
}

// locate is the last segment that starts at or before offset.
func locate(starts []int, offset int) int {
	lo, hi := 0, len(starts)
	for lo+1 < hi {
		mid := (lo + hi) / 2
		if starts[mid] <= offset {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// resultBlocks lists the compact text of the tree's blocks in order.
func resultBlocks(n *html.Node) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if s := compact(b.String()); s != "" {
			out = append(out, s)
		}
		b.Reset()
	}
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			b.WriteString(n.Data)
			return
		case html.ElementNode:
			if blockTags[n.Data] || n.DataAtom == atom.Br {
				flush()
				defer flush()
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	if n != nil {
		visit(n)
	}
	flush()
	return out
}
