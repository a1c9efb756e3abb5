package when

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"example.org/readout/text"
)

// english is the grammar, compiled when it is first needed and never changed.
var english = sync.OnceValue(func() *grammar {
	return compile(explicitRules, relativeRules, periodRules, clockRules)
})

// A reader resolves the expressions of one document in order.
type reader struct {
	pub             point // day of publication, unknown if zero
	atoms           []atom
	readings        []reading // by atom and class, made when asked for
	sentence        int
	last            point // the date last named
	lastSentence    int
	lastDay         point // the last one that is a day
	daySentence     int
	lastQuarter     point
	quarterSentence int
	told            bool // the document tells of years long gone
}

// Find lists the time expressions of d in the order of the text. published is
// the day of publication; if it is zero, expressions that depend on it have
// no value.
func Find(d *text.Document, published time.Time) []Timex {
	r := &reader{lastSentence: -9, daySentence: -9, quarterSentence: -9}
	if !published.IsZero() {
		r.pub = at(published, dayUnit)
	}
	r.told = r.history(d)
	var out []Timex
	var caps [8]capture
	g := english()
	for i, s := range d.Sentences {
		r.sentence = i
		r.atoms = lex(r.atoms[:0], d.Text, s.Span)
		r.readings = slices.Grow(r.readings[:0], len(r.atoms)*len(classes))[:len(r.atoms)*len(classes)]
		clear(r.readings)
		out = append(out, r.read(g, caps[:0])...)
	}
	return out
}

// history reports whether the years that the text names lie well before its
// publication: then a month without a year is one of the year last named.
func (r *reader) history(d *text.Document) bool {
	if !r.pub.known() {
		return false
	}
	var years []int
	news := 0 // words that point at the day of publication
	for _, s := range d.Sentences {
		r.atoms = lex(r.atoms[:0], d.Text, s.Span)
		for i := range r.atoms {
			if n, c := readYear(r.atoms, i); n > 0 && n == 1 && r.yearAlone(&match{from: i, to: i + 1, caps: []capture{{class: "year", n: c.n}}}) {
				years = append(years, c.n)
			}
			if w := r.atoms[i].low; weekdays[w] > 0 || w == "today" || w == "yesterday" {
				news++
			}
		}
	}
	sort.Ints(years)
	return news < 3 && len(years) >= 5 && years[len(years)/2] <= r.pub.y-5
}

// A found expression with what later ones may need.
type found struct {
	from, to int // atoms
	meaning
	rule string
}

// read finds the expressions of the current sentence.
func (r *reader) read(g *grammar, caps []capture) []Timex {
	var fs []found
	for i := 0; i < len(r.atoms); {
		f, ok := r.longest(g, i, caps)
		if !ok {
			i++
			continue
		}
		r.widen(&f, fs)
		if f.part != "" {
			r.setDay(&f, fs)
		}
		r.remember(f)
		i = max(f.to, i+1)
		fs = append(fs, f)
	}
	r.alignWeekdays(fs)
	fs = r.joinTimes(fs)
	fs = r.joinRanges(fs)
	out := make([]Timex, len(fs))
	for i, f := range fs {
		out[i] = Timex{
			Span: text.Span{Begin: r.atoms[f.from].span.Begin, End: r.atoms[f.to-1].span.End},
			Type: f.typ, Value: f.value, Mod: f.mod, Fills: f.fills, Rule: "when:" + f.rule,
		}
	}
	return out
}

// longest is the longest phrase at atom i that its rule accepts; of equal
// ones the first of the table.
func (r *reader) longest(g *grammar, i int, caps []capture) (found, bool) {
	var best found
	ok := false
	try := func(seqs []sequence) {
		for k := range seqs {
			to, c, matched := seqs[k].run(r, i, caps)
			if !matched || ok && to <= best.to {
				continue
			}
			m := match{from: i, to: to, caps: c}
			if mean, accepted := seqs[k].rule.resolve(r, &m); accepted && (!ok || m.to > best.to) {
				best, ok = found{m.from, m.to, mean, seqs[k].rule.name}, true
			}
		}
	}
	try(g.byWord[r.atoms[i].low])
	for c, seqs := range g.byClass {
		if len(seqs) > 0 && r.class(c, i).n > 0 {
			try(seqs)
		}
	}
	return best, ok
}

// widen takes the words before f that modify it into it.
func (r *reader) widen(f *found, before []found) {
	floor := 0
	if len(before) > 0 {
		floor = before[len(before)-1].to
	}
	calendar := f.typ == Date && f.at.known() || f.typ == Date && f.value == ""
	for _, mod := range modifiers {
		if f.from-len(mod.words) < floor || f.mod != "" {
			continue
		}
		if !(calendar && mod.date && f.at.u != dayUnit || (f.typ == Duration || f.rule == "rel:ago") && mod.length || (f.at.u == dayUnit || f.typ == Time) && f.typ != Duration && mod.day && calendarOrTime(f)) {
			continue
		}
		same := true
		for k, w := range mod.words {
			if r.atoms[f.from-len(mod.words)+k].low != w {
				same = false
			}
		}
		if !same || mod.words[0] == "over" && r.atoms[f.from].low == "the" {
			continue
		}
		f.from -= len(mod.words)
		f.mod = mod.mod
		if mod.words[0] != "the" && f.from > floor && r.atoms[f.from-1].low == "the" && mod.the {
			f.from--
		}
		break
	}
}

func calendarOrTime(f *found) bool { return f.at.known() || f.value == "" }

// A modifier is a phrase before an expression that narrows or blurs it.
type modifier struct {
	words  []string
	mod    string
	date   bool // before dates coarser than a day
	day    bool // before days and times
	length bool // before durations and "ago"
	the    bool // takes an article
}

var modifiers = []modifier{
	{words: []string{"end", "of"}, mod: "END", date: true, day: true, the: true},
	{words: []string{"late", "in"}, mod: "END", date: true},
	{words: []string{"close", "of"}, mod: "END", date: true, the: true},
	{words: []string{"latter", "part", "of"}, mod: "END", date: true, the: true},
	{words: []string{"beginning", "of"}, mod: "START", date: true, the: true},
	{words: []string{"start", "of"}, mod: "START", date: true, the: true},
	{words: []string{"early", "part", "of"}, mod: "START", date: true, the: true},
	{words: []string{"early", "in"}, mod: "START", date: true},
	{words: []string{"middle", "of"}, mod: "MID", date: true, the: true},
	{words: []string{"mid", "-"}, mod: "MID", date: true, the: true},
	{words: []string{"mid"}, mod: "MID", date: true, the: true},
	{words: []string{"late"}, mod: "END", date: true, day: true, the: true},
	{words: []string{"later"}, mod: "END", date: true, day: true},
	{words: []string{"early"}, mod: "START", date: true, day: true, the: true},
	{words: []string{"earlier"}, mod: "START", date: true, day: true},
	{words: []string{"earlier", "in"}, mod: "START", date: true},
	{words: []string{"later", "in"}, mod: "END", date: true},
	{words: []string{"more", "than"}, mod: "MORE_THAN", length: true},
	{words: []string{"over"}, mod: "MORE_THAN", length: true},
	{words: []string{"less", "than"}, mod: "LESS_THAN", length: true},
	{words: []string{"fewer", "than"}, mod: "LESS_THAN", length: true},
	{words: []string{"under"}, mod: "LESS_THAN", length: true},
	{words: []string{"at", "least"}, mod: "EQUAL_OR_MORE", length: true},
	{words: []string{"at", "most"}, mod: "EQUAL_OR_LESS", length: true},
	{words: []string{"up", "to"}, mod: "EQUAL_OR_LESS", length: true},
	{words: []string{"nearly"}, mod: "LESS_THAN", length: true},
	{words: []string{"almost"}, mod: "LESS_THAN", length: true},
	{words: []string{"about"}, mod: "APPROX", length: true},
	{words: []string{"around"}, mod: "APPROX", length: true},
	{words: []string{"roughly"}, mod: "APPROX", length: true},
	{words: []string{"approximately"}, mod: "APPROX", length: true},
	{words: []string{"some"}, mod: "APPROX", length: true},
}

// remember makes f the date that later expressions refer back to.
func (r *reader) remember(f found) {
	if !f.at.known() || "when:"+f.rule == undated {
		return
	}
	if f.rule == "date:quarter" && f.at.u == quarter {
		r.lastQuarter, r.quarterSentence = f.at, r.sentence
	}
	r.last, r.lastSentence = f.at, r.sentence
	if f.at.u == dayUnit {
		r.lastDay, r.daySentence = f.at, r.sentence
	}
}

// ref is the date last named, not too long before.
func (r *reader) ref() point {
	if r.sentence-r.lastSentence > 12 {
		return point{}
	}
	return r.last
}

// businessQuarter is the quarter that an account of business is about.
func (r *reader) businessQuarter(within int) (point, bool) {
	return r.lastQuarter, r.lastQuarter.known() && r.sentence-r.quarterSentence <= within
}

// story is the date last named if the text is a story told from it.
func (r *reader) story() (point, bool) {
	if r.told && r.last.known() {
		return r.last, true
	}
	return point{}, false
}

// undated is the rule of a time of day whose day is taken to be that of
// publication, as TIMEX3 has it, because the text names none nearby. It dates
// no event.
const undated = "when:clock:day-of-publication"

// setDay gives a time of day its day: the one named before it in the
// sentence, else the last one named nearby, else the day of publication.
// joinTimes mends it if the day follows.
func (r *reader) setDay(f *found, before []found) {
	d := r.pub
	if r.lastDay.known() && r.sentence-r.daySentence <= 1 {
		d = r.lastDay
	} else {
		f.rule = undated[len("when:"):]
	}
	f.at = d
	if !d.known() {
		f.value = ""
		return
	}
	f.value = d.value() + f.part
}

// alignWeekdays gives a weekday the date put beside it: "Tuesday (4 February)",
// "on Monday night, 3 February".
func (r *reader) alignWeekdays(fs []found) {
	for i := 0; i+1 < len(fs); i++ {
		a, b := &fs[i], fs[i+1]
		if !strings.HasPrefix(a.rule, "rel:weekday") || b.rule != "date:month-day" && b.rule != "date:full" || !b.at.known() || b.from != a.to+1 {
			continue
		}
		if gap := r.atoms[a.to].low; gap != "(" && gap != "," {
			continue
		}
		for _, w := range r.atoms[a.from:a.to] {
			if wd := weekdays[w.low]; wd > 0 && wd == (int(b.at.begin().Weekday())+6)%7+1 {
				a.at = b.at
				if _, part, ok := strings.Cut(a.value, "T"); ok {
					a.value = b.at.value() + "T" + part
				} else {
					a.value = b.at.value()
				}
			}
		}
	}
}

// joinTimes makes "noon on Monday" one expression, and "5 p.m. Monday".
func (r *reader) joinTimes(fs []found) []found {
	out := fs[:0]
	for _, f := range fs {
		if n := len(out); n > 0 && out[n-1].part != "" && (f.typ == Date && f.at.u == dayUnit || f.typ == Date && f.value == "") {
			t := &out[n-1]
			gap := r.atoms[t.to:f.from]
			on := len(gap) == 1 && (gap[0].low == "on" || gap[0].low == "of" || gap[0].low == ",")
			if len(gap) == 0 || on {
				t.at, t.value, t.rule = f.at, "", "clock:day"
				if f.at.known() {
					t.value = f.at.value() + t.part
				}
				if len(gap) == 0 || gap[0].low == "of" || r.atoms[t.from].low == "noon" || r.atoms[t.from].low == "midnight" {
					t.to = f.to
					r.remember(*t)
					continue
				}
			}
		}
		out = append(out, f)
	}
	return out
}

// at is atom i, a zero one outside the sentence.
func (r *reader) at(i int) atom {
	if i < 0 || i >= len(r.atoms) {
		return atom{n: -1}
	}
	return r.atoms[i]
}

func (r *reader) prev(m *match) atom { return r.at(m.from - 1) }
func (r *reader) next(m *match) atom { return r.at(m.to) }
