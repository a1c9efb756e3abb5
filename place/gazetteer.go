package place

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed gazetteer.tsv
var table string

// A Kind is what sort of thing a listed name is the name of.
type Kind string

// The kinds of listed names.
const (
	KindCountry      Kind = "country"
	KindCapital      Kind = "capital"
	KindSeat         Kind = "seat" // of a government, in use for it: Kremlin
	KindSite         Kind = "site"
	KindCity         Kind = "city"
	KindRegion       Kind = "region"
	KindContinent    Kind = "continent" // or a part of one
	KindSea          Kind = "sea"
	KindAdjective    Kind = "adjective" // of a country, region or continent: Belarusian
	KindPeople       Kind = "people"    // Belarusians
	KindOrganisation Kind = "organisation"
)

// An Entry is a listed name.
type Entry struct {
	Kind      Kind
	Canonical string // Belarus for "Belarusian"
	Country   string // ISO 3166-1 alpha-3, "" if none or more than one
}

type gazetteer struct {
	names   map[string]Entry  // by folded name
	longest map[string]int    // by the first word of a name in small letters: bytes of the longest such name
	country map[string]string // name by ISO code
}

// open reads the embedded table once. It is part of the program, so a fault in
// it is one of the build and stops it.
var open = sync.OnceValue(load)

func load() *gazetteer {
	g := &gazetteer{
		names:   make(map[string]Entry, 20000),
		longest: make(map[string]int, 20000),
		country: make(map[string]string, 250),
	}
	first := true
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) != 4 {
			panic(fmt.Sprintf("place: gazetteer.tsv: %q has %d columns, want 4", line, len(f)))
		}
		if first {
			first = false
			continue
		}
		key := fold(f[0])
		g.names[key] = Entry{Kind(f[1]), f[2], f[3]}
		// Tokenisers differ on hyphens, so a first word ends at one or not.
		for _, ends := range []string{" -,'", " ", ""} {
			word := strings.ToLower(key)
			if end := strings.IndexAny(word, ends); end > 0 {
				word = word[:end]
			}
			g.longest[word] = max(g.longest[word], len(key))
		}
		if k := Kind(f[1]); f[3] != "" && (k == KindCountry || k == KindRegion && g.country[f[3]] == "") {
			g.country[f[3]] = f[2]
		}
	}
	return g
}

// fold makes the key of a name: spaces single, apostrophes straight, letters
// small. Names of up to three letters keep their case, lest "us" be a country.
func fold(s string) string {
	if strings.ContainsAny(s, "\n\t\u00a0\u2019") || strings.Contains(s, "  ") {
		s = strings.Join(strings.Fields(strings.ReplaceAll(s, "’", "'")), " ")
	}
	if len(s) <= 3 {
		return s
	}
	return strings.ToLower(s)
}

// Lookup is the entry of a name as a text has it: a place, nationality or
// people, with or without "the" before it.
func Lookup(name string) (Entry, bool) {
	for _, article := range []string{"the ", "The "} {
		name = strings.TrimPrefix(name, article)
	}
	e, ok := open().names[fold(name)]
	return e, ok
}

// CountryName is the English name of a country by its ISO 3166-1 alpha-3 code,
// "" if there is none.
func CountryName(iso string) string { return open().country[iso] }

// capital reports whether s begins with a capital letter.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
