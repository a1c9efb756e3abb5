// Package codebook holds the event ontologies as data: the PLOVER roots and
// the CAMEO codes, the crosswalk between them, quad classes and the Goldstein
// scale.
//
// In: a code or a root. Out: its entry. The data files are facts from the
// published codebooks; SOURCE.md beside them names each.
package codebook

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Code is an event's place in both ontologies.
type Code struct {
	Root      string  // PLOVER root: CONSULT
	Cameo     string  // CAMEO code with its leading zero: "042"; "04" where only the root is known
	Quad      int     // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	Goldstein float64 // -10 (conflict) to +10 (cooperation), of Cameo
}

// A RootEntry is one of the 16 event classes of PLOVER.
type RootEntry struct {
	Name  string
	Quad  int     // as in [Code]
	Score float64 // PLOVER 0.8's own intensity, -10 to +10
	Cameo string  // the two-digit CAMEO root that carries the same act
	What  string  // the acts of the class, in a line
	Modes []string
}

// An Entry is one CAMEO code.
type Entry struct {
	Code      string // with its leading zero
	Name      string
	Root      string // PLOVER root; "" where the crosswalk gives none (01, 02, and 08 itself)
	Mode      string // PLOVER mode, "" if none
	Contexts  []string
	Quad      int     // of the PLOVER root; CAMEO's own where Root is ""
	Goldstein float64 // -10 to +10
	Scaled    bool    // the published scale has this code; if not, Goldstein is that of the code above
}

//go:embed plover.tsv modes.tsv cameo.tsv triggers.tsv
var files embed.FS

type book struct {
	roots    []RootEntry
	root     map[string]int
	cameo    []Entry
	code     map[string]int
	triggers map[string][]trigger // by PLOVER root
}

// A trigger says that words, all of them in an event's trigger, decide a code.
type trigger struct {
	words []string
	code  string
}

// open reads the embedded tables once. They are part of the program, so a
// fault in them is one of the build and stops it.
var open = sync.OnceValue(func() *book {
	b := &book{root: make(map[string]int), code: make(map[string]int), triggers: make(map[string][]trigger)}
	for _, r := range table("plover.tsv", 5) {
		b.root[r[0]] = len(b.roots)
		b.roots = append(b.roots, RootEntry{
			Name: r[0], Quad: int(number(r[1])), Score: number(r[2]), Cameo: r[3], What: r[4],
		})
	}
	for _, r := range table("modes.tsv", 2) {
		i := b.root[r[0]]
		b.roots[i].Modes = append(b.roots[i].Modes, r[1])
	}
	for _, r := range table("cameo.tsv", 7) {
		e := Entry{Code: r[0], Name: r[1], Root: r[2], Mode: r[3], Quad: int(number(r[5])), Scaled: r[6] != ""}
		if r[4] != "" {
			e.Contexts = strings.Split(r[4], "; ")
		}
		if e.Scaled {
			e.Goldstein = number(r[6])
		} else {
			e.Goldstein = b.cameo[b.code[e.Code[:len(e.Code)-1]]].Goldstein
		}
		b.code[e.Code] = len(b.cameo)
		b.cameo = append(b.cameo, e)
	}
	for _, r := range table("triggers.tsv", 3) {
		b.triggers[r[0]] = append(b.triggers[r[0]], trigger{strings.Fields(r[1]), r[2]})
	}
	return b
})

// table is the rows of an embedded file below its header.
func table(name string, columns int) [][]string {
	raw, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n") {
		row := strings.Split(strings.TrimSuffix(line, "\r"), "\t")
		if len(row) != columns {
			panic(fmt.Sprintf("codebook: %s:%d: %d columns, want %d", name, i+1, len(row), columns))
		}
		if i > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func number(s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic("codebook: " + err.Error())
	}
	return x
}

// Roots are the 16 PLOVER roots by quad class. The caller may keep and change
// the result.
func Roots() []RootEntry { return slices.Clone(open().roots) }

// Root is the PLOVER root of that name, in capitals.
func Root(name string) (RootEntry, bool) {
	b := open()
	i, ok := b.root[name]
	if !ok {
		return RootEntry{}, false
	}
	return b.roots[i], true
}

// All is every CAMEO code in the order of the manual. The caller may keep and
// change the result.
func All() []Entry { return slices.Clone(open().cameo) }

// Cameo is the entry of a CAMEO code, which must have its leading zero.
func Cameo(code string) (Entry, bool) {
	b := open()
	i, ok := b.code[code]
	if !ok {
		return Entry{}, false
	}
	return b.cameo[i], true
}

// Under is the CAMEO codes of a PLOVER root in the order of the manual, by the
// crosswalk.
func Under(root string) []Entry {
	var found []Entry
	for _, e := range open().cameo {
		if e.Root == root {
			found = append(found, e)
		}
	}
	return found
}

// ForRoot is the code of an event of which only the PLOVER root is known. An
// unknown root gives a Code with nothing but that root.
func ForRoot(root string) Code {
	r, ok := Root(root)
	if !ok {
		return Code{Root: root}
	}
	return coded(r, r.Cameo)
}

// Refine is the code of an event of a PLOVER root with these words or lemmas
// as its trigger: the three-digit CAMEO code where the words decide it beyond
// doubt, else that of [ForRoot]. Inflected words will do ("visited").
func Refine(root string, words ...string) Code {
	r, ok := Root(root)
	if !ok {
		return Code{Root: root}
	}
	var stems []string
	for _, w := range words {
		for _, part := range strings.Fields(strings.ToLower(w)) {
			stems = append(stems, bases(part)...)
		}
	}
	// The rows with most words decide; where they differ, the words do not.
	longest, code := 0, r.Cameo
	for _, t := range open().triggers[root] {
		all := true
		for _, w := range t.words {
			all = all && slices.Contains(stems, w)
		}
		switch n := len(t.words); {
		case !all || n < longest:
		case n > longest:
			longest, code = n, t.code
		case t.code != code:
			code = r.Cameo
		}
	}
	return coded(r, code)
}

func coded(r RootEntry, cameo string) Code {
	e, _ := Cameo(cameo)
	return Code{Root: r.Name, Cameo: cameo, Quad: r.Quad, Goldstein: e.Goldstein}
}

// bases is a word and what it may be an inflected form of. It yields forms
// that are no words; they match nothing in the table of triggers.
func bases(word string) []string {
	found := []string{word}
	add := func(suffix string, to ...string) {
		if stem, ok := strings.CutSuffix(word, suffix); ok && len(stem) > 2 {
			for _, t := range to {
				found = append(found, stem+t)
			}
			if n := len(stem); len(suffix) > 1 && stem[n-1] == stem[n-2] {
				found = append(found, stem[:n-1])
			}
		}
	}
	add("s", "")
	add("es", "")
	add("ies", "y")
	add("d", "")
	add("ed", "")
	add("ied", "y")
	add("ing", "", "e")
	return found
}

// Search is the CAMEO codes that hold every word of query in their code, name,
// PLOVER root, mode or contexts, in the order of the manual. Case is ignored;
// a query without words finds nothing.
func Search(query string) []Entry {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	var found []Entry
	for _, e := range open().cameo {
		hay := strings.ToLower(e.Code + " " + e.Name + " " + e.Root + " " + e.Mode + " " + strings.Join(e.Contexts, " "))
		all := true
		for _, w := range words {
			all = all && strings.Contains(hay, w)
		}
		if all {
			found = append(found, e)
		}
	}
	return found
}
