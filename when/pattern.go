package when

import (
	"fmt"
	"slices"
	"strings"
)

// A rule is a phrase of the grammar. Its patterns are read by [compile]:
//
//	word        that word, in any case
//	a|b|@class  one of these
//	@class      a word of a class (classes.go), whose meaning is captured
//	~word       the same, with no space before it
//	( ... )?    may be absent; may be nested
//
// resolve says what the phrase means; it refuses a match that the words
// around it rule out.
type rule struct {
	name     string
	patterns []string
	resolve  func(*reader, *match) (meaning, bool)
}

// A meaning is what a phrase was resolved to.
type meaning struct {
	typ   string
	value string // "" if a date is needed that nobody gave
	mod   string
	fills string
	at    point  // the calendar stretch it names, for what refers back to it
	part  string // a time of day that looks for its day, "T12:00"
}

// A match is a rule's pattern found at the atoms [from, to).
type match struct {
	from, to int
	caps     []capture
}

type capture struct {
	class string
	n     int
	x     string // what the class gives besides a number
}

// get is the k-th capture of a class.
func (m *match) get(class string, k int) (capture, bool) {
	for _, c := range m.caps {
		if c.class == class {
			if k == 0 {
				return c, true
			}
			k--
		}
	}
	return capture{}, false
}

func (m *match) has(class string) bool { _, ok := m.get(class, 0); return ok }

// num is the number of the first capture of a class, 0 if there is none.
func (m *match) num(class string) int { c, _ := m.get(class, 0); return c.n }

// A leaf matches at one place: any of some words, or of some classes.
type leaf struct {
	words   []string
	classes []int // indices into the list of classes
	glued   bool
}

// A sequence is one way to write a rule's phrase, options taken or left.
type sequence struct {
	leaves []leaf
	rule   *rule
}

// A grammar is the compiled rules: sequences by their first word, and those
// that begin with a class.
type grammar struct {
	byWord  map[string][]sequence
	byClass [][]sequence // by the index of the class
}

// compile prepares rules; it panics on a malformed pattern, which a test of
// the table finds.
func compile(tables ...[]rule) *grammar {
	g := &grammar{byWord: map[string][]sequence{}, byClass: make([][]sequence, len(classes))}
	for _, table := range tables {
		for i := range table {
			for _, p := range table[i].patterns {
				for _, leaves := range expand(strings.Fields(p)) {
					if len(leaves) == 0 {
						panic(fmt.Sprintf("rule %s: pattern %q may be empty", table[i].name, p))
					}
					s := sequence{leaves, &table[i]}
					for _, w := range leaves[0].words {
						g.byWord[w] = append(g.byWord[w], s)
					}
					for _, c := range leaves[0].classes {
						g.byClass[c] = append(g.byClass[c], s)
					}
				}
			}
		}
	}
	return g
}

// expand lists the sequences that the fields of a pattern stand for.
func expand(fields []string) [][]leaf {
	seqs := [][]leaf{nil}
	for len(fields) > 0 {
		if !strings.HasPrefix(fields[0], "(") {
			l := parseLeaf(fields[0])
			for i := range seqs {
				seqs[i] = append(seqs[i][:len(seqs[i]):len(seqs[i])], l)
			}
			fields = fields[1:]
			continue
		}
		depth, end := 0, -1
		for i, f := range fields {
			depth += len(f) - len(strings.TrimLeft(f, "("))
			for strings.HasSuffix(f, ")?") {
				f = f[:len(f)-2]
				depth--
			}
			if depth == 0 {
				end = i
				break
			}
		}
		if end < 0 {
			panic("unbalanced option in pattern " + strings.Join(fields, " "))
		}
		inner := append([]string(nil), fields[:end+1]...)
		inner[0] = inner[0][1:]
		inner[end] = strings.TrimSuffix(inner[end], ")?")
		if inner[end] == "" { // ")?" stood alone
			inner = inner[:end]
		}
		var more [][]leaf
		for _, option := range expand(inner) {
			for _, s := range seqs {
				more = append(more, append(s[:len(s):len(s)], option...))
			}
		}
		seqs = append(more, seqs...)
		fields = fields[end+1:]
	}
	return seqs
}

func parseLeaf(f string) leaf {
	var l leaf
	if len(f) > 1 && f[0] == '~' {
		l.glued = true
		f = f[1:]
	}
	for _, w := range strings.Split(f, "|") {
		if len(w) > 1 && w[0] == '@' {
			i := slices.IndexFunc(classes, func(c class) bool { return c.name == w[1:] })
			if i < 0 {
				panic("unknown class in pattern: " + w)
			}
			l.classes = append(l.classes, i)
		} else if w != "" {
			l.words = append(l.words, w)
		}
	}
	return l
}

// A reading is what a class makes of the atoms from one on.
type reading struct {
	done bool
	n    int
	capture
}

// class reads atoms[i:] as class c; each is tried once.
func (r *reader) class(c, i int) *reading {
	x := &r.readings[i*len(classes)+c]
	if !x.done {
		x.done = true
		x.n, x.capture = classes[c].read(r.atoms, i)
		x.capture.class = classes[c].name
	}
	return x
}

// run matches s at atom i; caps is appended to and returned.
func (s *sequence) run(r *reader, i int, caps []capture) (int, []capture, bool) {
next:
	for k := range s.leaves {
		l := &s.leaves[k]
		if i >= len(r.atoms) || l.glued && !r.atoms[i].glued {
			return i, caps, false
		}
		for _, w := range l.words {
			if r.atoms[i].low == w {
				i++
				continue next
			}
		}
		for _, c := range l.classes {
			if x := r.class(c, i); x.n > 0 {
				caps = append(caps, x.capture)
				i += x.n
				continue next
			}
		}
		return i, caps, false
	}
	return i, caps, true
}
