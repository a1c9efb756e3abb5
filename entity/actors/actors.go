// Package actors knows who is who: states and territories, organisations,
// offices and the persons who held them, each fact with its source and its
// dates, and the words that say by role what somebody is.
//
// In: a name, a role or a noun phrase, and a date. Out: entries with their
// codes, terms of office, countries and PLOVER sectors. What is not known is
// empty, never guessed. doc/actors.md says what the base holds and where each
// fact comes from; build/ makes its tables.
package actors

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// The kinds of entries. An organisation has the kind that the tables give it.
const (
	KindState  = "state"
	KindArea   = "area"   // a territory, or land whose status is disputed
	KindFormer = "former" // a state that exists no more
	KindSeat   = "seat"   // a place that stands for who sits there
	KindPerson = "person"
)

// OrganisationKinds are the kinds of organisations, sorted.
func OrganisationKinds() []string {
	return []string{
		"agency", "alliance", "armed-group", "company", "court", "criminal", "government", "igo", "legislature",
		"military", "ministry", "movement", "ngo", "outlet", "party", "religious", "think-tank", "union", "university",
	}
}

// Sectors are the codes of PLOVER's actor sectors that the base uses, with
// what each means.
func Sectors() [][2]string {
	return [][2]string{
		{"GOV", "government"},
		{"MIL", "armed forces"},
		{"COP", "police"},
		{"SPY", "intelligence services"},
		{"JUD", "courts and prosecutors"},
		{"LEG", "parliaments and their members"},
		{"OPP", "political opposition"},
		{"PTY", "party, in or out of government"},
		{"REB", "armed opposition"},
		{"UAF", "armed, allegiance unclear"},
		{"CRM", "criminals"},
		{"CVL", "civilians"},
		{"REF", "refugees"},
		{"MED", "media"},
		{"BUS", "companies"},
		{"IGO", "intergovernmental organisation"},
		{"NGO", "non-governmental organisation, experts"},
		{"EDU", "education and research"},
		{"REL", "religious bodies"},
		{"LAB", "workers and unions"},
		{"AGR", "farming"},
		{"HLH", "health"},
	}
}

// A Fact is one thing known of an entry.
type Fact struct {
	Property string // name, alias, acronym, adjective, demonym, capital, country, sector, cow, owner ...
	Value    string
	From, To Date   // of its validity, empty where unknown or open
	Source   string // a name in doc/actors.md
}

// An Entry is an actor and all that is known of it.
type Entry struct {
	ID    string // of a state its ISO 3166-1 alpha-3 code, of others kind/name: org/hamas
	Kind  string
	Name  string
	Facts []Fact
}

// Values are the values of a property that held on a date, those of the
// surest first.
func (e *Entry) Values(property string, on Date) []string {
	var sure, maybe []string
	for _, f := range e.Facts {
		if f.Property != property {
			continue
		}
		switch within(on, f.From, f.To, "") {
		case Yes:
			sure = append(sure, f.Value)
		case Maybe:
			maybe = append(maybe, f.Value)
		}
	}
	return append(sure, maybe...)
}

// Value is the first of [Entry.Values], "" if there is none.
func (e *Entry) Value(property string, on Date) string {
	if v := e.Values(property, on); len(v) > 0 {
		return v[0]
	}
	return ""
}

// Countries are the ISO 3166-1 alpha-3 codes of the countries an entry belongs
// to; none for an organisation of many states.
func (e *Entry) Countries() []string { return e.Values("country", "") }

// Sector is the PLOVER sector on a date, "" where it is unknown or changed and
// no date is given.
func (e *Entry) Sector(on Date) string {
	v := slices.Compact(e.Values("sector", on))
	if len(v) == 0 || on == "" && len(v) > 1 {
		return ""
	}
	return v[0]
}

// A Term is one person's time in one office.
type Term struct {
	Person   string // ID of an entry
	Of       string // ID of the state or organisation whose office it is
	Role     string // foreign-minister, the same word for every state
	Title    string // secretary of state
	From, To Date   // To is the first day that is not in it; empty: it is not known to have ended
	Seen     Date   // where To is empty: until when it is known to have lasted
	Acting   bool
	Source   string
	Note     string
}

// On says whether the term ran on a date.
func (t *Term) On(d Date) Certainty { return within(d, t.From, t.To, t.Seen) }

// A Hit is an entry found by a name.
type Hit struct {
	Entry *Entry
	As    string // the name as the base lists it
	Why   string // what kind of name it is: name, alias, acronym, demonym, surname ...
	When  Certainty
}

// A Base is what is known. It is safe for use by several goroutines.
type Base struct {
	user    *overlay // nil without a file of the user's
	version string
	entries sync.Map // of those asked for, by ID: an article asks for the same ones again and again
}

// Version tells bases with different files of users apart: a checksum of the
// files, "" for the base in the program.
func (b *Base) Version() string { return b.version }

// Default is the base that is built into the program.
func Default() *Base { return builtIn() }

var builtIn = sync.OnceValue(func() *Base { return new(Base) })

// strength orders the kinds of names: a name of its own before a word derived
// from it before a word that stands for it.
func strength(why string) int {
	switch why {
	case "name", "official", "acronym":
		return 0
	case "alias":
		return 1
	case "former":
		return 2
	case "adjective", "demonym":
		return 3
	case "capital", "part", "seat":
		return 4
	}
	return 5 // surname
}

// Entry is the entry with an ID, nil if there is none. It belongs to the base
// and must not be changed.
func (b *Base) Entry(id string) *Entry {
	if e, ok := b.entries.Load(id); ok {
		return e.(*Entry)
	}
	e := b.read(id)
	if e != nil {
		b.entries.Store(id, e)
	}
	return e
}

// read makes an entry of the tables.
func (b *Base) read(id string) *Entry {
	var e *Entry
	for r := range rows(factTable, id) {
		if e == nil {
			e = &Entry{ID: id}
		}
		f := Fact{Property: r[0], Value: r[1], From: Date(r[2]), To: Date(r[3]), Source: r[4]}
		switch {
		case f.Property == "kind":
			e.Kind = f.Value
		case f.Property == "name" && e.Name == "":
			e.Name = f.Value
			fallthrough
		default:
			e.Facts = append(e.Facts, f)
		}
	}
	if b.user != nil {
		e = b.user.entry(id, e)
	}
	return e
}

// Find is every entry that a name may mean on a date, the likeliest first:
// names before derived words, names in use on the date before those that may
// have been and those that were not: an old name lives on. Capitals and accents do
// not matter; a caller to whom they do compares [Hit.As].
func (b *Base) Find(name string, on Date) []Hit {
	var hits []Hit
	key := Key(name)
	add := func(r []string) {
		when := within(on, Date(r[3]), Date(r[4]), "")
		for _, h := range hits {
			if h.Entry.ID == r[0] {
				return
			}
		}
		if e := b.Entry(r[0]); e != nil {
			hits = append(hits, Hit{Entry: e, As: r[2], Why: r[1], When: when})
		}
	}
	if b.user != nil {
		for _, r := range b.user.names[key] {
			add(r)
		}
	}
	for r := range rows(nameTable, key) {
		add(r)
	}
	slices.SortStableFunc(hits, func(x, y Hit) int {
		return cmp.Or(-cmp.Compare(min(x.When, Maybe), min(y.When, Maybe)), cmp.Compare(rank(&x), rank(&y)), -cmp.Compare(x.When, y.When),
			cmp.Compare(worth(x.Entry), worth(y.Entry)))
	})
	return hits
}

// rank is [strength], an outlet's name counting less: papers call themselves
// by common words and by names of countries.
func rank(h *Hit) int {
	r := strength(h.Why)
	if h.Entry.Kind == "outlet" {
		r += 2
	}
	return r
}

// worth orders entries of one name: states before others, outlets last.
func worth(e *Entry) int {
	switch e.Kind {
	case KindState:
		return 0
	case KindPerson:
		return 2
	case "outlet":
		return 3
	}
	return 1
}

// Holder is the terms of a person that ran, or may have run, on a date; all of
// them for the empty date. They come in the order of their beginning.
func (b *Base) Holder(person string, on Date) []Term {
	e := b.Entry(person)
	if e == nil {
		return nil
	}
	var out []Term
	seen := make(map[string]bool)
	for _, f := range e.Facts {
		if f.Property != "office" || seen[f.Value] {
			continue
		}
		seen[f.Value] = true
		of, role, _ := strings.Cut(f.Value, " ")
		for _, t := range b.terms(of, role) {
			if t.Person == person && t.On(on) != No {
				out = append(out, t)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Term) int { return cmp.Compare(x.From, y.From) })
	return out
}

// terms are those of an office, the user's first.
func (b *Base) terms(of, role string) []Term {
	var out []Term
	if b.user != nil {
		out = append(out, b.user.terms[of+" "+role]...)
	}
	for r := range rows(termTable, of+" "+role) {
		out = append(out, Term{
			Of: of, Role: role, Person: r[0], Title: r[1], From: Date(r[2]), To: Date(r[3]), Seen: Date(r[4]),
			Acting: r[5] != "", Source: r[6], Note: r[7],
		})
	}
	return out
}

// Office is who held an office on a date: of is the ID or the code of a state
// or the ID of an organisation, role a role word or a title ("foreign
// minister", "secretary of state", "CIA director" has the agency as of and
// "director" as role). Terms that surely ran come before those that may have;
// the empty date gives every known holder in order.
func (b *Base) Office(of, role string, on Date) []Term {
	var out []Term
	seen := make(map[string]bool)
	key := Key(role)
	if key == "premier" {
		key = "prime minister"
	}
	add := func(r string, titled bool) {
		if seen[r] && !titled {
			return
		}
		for _, t := range b.terms(of, r) {
			if t.On(on) == No || titled && Key(t.Title) != key {
				continue
			}
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
		seen[r] = !titled
	}
	for _, r := range b.Roles(of) {
		if r == strings.ReplaceAll(key, " ", "-") {
			add(r, false)
		}
	}
	for _, r := range b.Roles(of) {
		add(r, true)
	}
	if len(out) == 0 {
		for r := range rows(wordTable, key) {
			if r[0] == "role" {
				add(r[1], false)
				if r[1] == "head-of-government" && key != "prime minister" && len(out) == 0 {
					add("head-of-state", false) // one person is both
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Term) int {
		if on == "" {
			return cmp.Compare(x.From, y.From)
		}
		return -cmp.Compare(x.On(on), y.On(on))
	})
	return out
}

// Roles are the roles of whose holders something is known, for a state or an
// organisation by its ID.
func (b *Base) Roles(of string) []string {
	var out []string
	for r := range rows(factTable, of) {
		if r[0] == "has" {
			out = append(out, r[1])
		}
	}
	if b.user != nil {
		for _, r := range b.user.offices[of] {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}
