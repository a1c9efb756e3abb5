package text

import "strings"

// A Tree gives the dependents of each token of a parsed document.
type Tree struct {
	d        *Document
	children [][]int32
}

// NewTree indexes the dependencies of d. Tokens without a parse have none.
func NewTree(d *Document) *Tree {
	t := &Tree{d: d, children: make([][]int32, len(d.Tokens))}
	for i, tok := range d.Tokens {
		if tok.Head >= 0 && tok.Head != i {
			t.children[tok.Head] = append(t.children[tok.Head], int32(i))
		}
	}
	return t
}

// Child is the first dependent of token i whose relation is one of rels, subtypes counted; -1 if none.
func (t *Tree) Child(i int, rels ...string) int {
	for _, c := range t.children[i] {
		if Is(t.d.Tokens[c].DepRel, rels...) {
			return int(c)
		}
	}
	return -1
}

// Children are the dependents of token i in the order of the text.
func (t *Tree) Children(i int) []int32 { return t.children[i] }

// Is reports whether relation rel, or what stands before its colon, is one of rels.
func Is(rel string, rels ...string) bool {
	base, _, _ := strings.Cut(rel, ":")
	for _, r := range rels {
		if rel == r || base == r {
			return true
		}
	}
	return false
}

// Head is the token of [first, last) that governs the others: the first whose
// governor lies outside. It is the last token where there is no parse.
func (t *Tree) Head(first, last int) int {
	for i := first; i < last; i++ {
		h := t.d.Tokens[i].Head
		if t.d.Tokens[i].DepRel != "" && t.d.Tokens[i].DepRel != "punct" && !Is(t.d.Tokens[i].DepRel, "case", "det", "cc", "mark") && (h < first || h >= last) {
			return i
		}
	}
	return last - 1
}

// Subtree is the range of tokens from the first to the last that token i
// governs, directly or not, leaving out dependents for which skip is true.
func (t *Tree) Subtree(i int, skip func(child int) bool) (first, last int) {
	first, last = i, i+1
	for _, c := range t.children[i] {
		if skip != nil && skip(int(c)) {
			continue
		}
		a, b := t.Subtree(int(c), skip)
		first, last = min(first, a), max(last, b)
	}
	return first, last
}

// parted reports whether a mark or bracket stands before the phrase of token i.
func (t *Tree) parted(i int) bool {
	first, _ := t.Subtree(i, nil)
	return first == 0 || strings.ContainsAny(t.d.Form(first-1), ",;:()[]–—-\"“”/")
}

// NounPhrase is the phrase of the noun at token h: determiner, modifiers, name
// parts and prepositional phrases; no relative clause, apposition or
// coordinated phrase, and no preposition or quotation mark before it.
func (t *Tree) NounPhrase(h int) (first, last int) {
	first, last = h, h+1
	for _, c := range t.children[h] {
		rel := t.d.Tokens[c].DepRel
		if Is(rel, "appos") && !t.parted(int(c)) {
			rel = "flat" // "Secretary of State Mike Pompeo": one name
		}
		if Is(rel, "acl", "appos", "conj", "cc", "punct", "parataxis", "advcl", "case", "nsubj", "cop", "mark", "aux", "orphan", "dislocated", "discourse", "vocative", "list", "dep", "obl", "ccomp", "xcomp", "expl") {
			continue
		}
		a, b := t.Subtree(int(c), func(k int) bool {
			return Is(t.d.Tokens[k].DepRel, "acl", "appos", "parataxis", "advcl", "punct") && t.d.Form(k) != "-"
		})
		first, last = min(first, a), max(last, b)
	}
	return first, last
}
