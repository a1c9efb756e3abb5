package when

import (
	"strconv"
	"strings"
	"time"
)

// periodRules are durations and sets.
var periodRules = []rule{
	{"dur:number", []string{
		"@num (-)? @any", "@num more|full|consecutive|straight|long|whole|additional|other @any", "@num @half (-)? @any", "@num and a half @units",
		"@num or|to|- @num (-)? @any", "the @num @units", "the first|final|latest @num @units",
	}, func(r *reader, m *match) (meaning, bool) {
		c, _ := m.get("num", 0)
		u := r.unitOf(m)
		if u == second && r.prev(m).low == "the" || c.n == 0 || c.n > 99999 {
			return meaning{}, false
		}
		if r.atoms[m.from].low == "the" && u == weekend || r.ageOrRank(m) {
			return meaning{}, false
		}
		if r.next(m).low == "ahead" && r.next(m).letters() {
			return meaning{}, false
		}
		if m.has("half") || r.hasWord(m, "half") {
			return meaning{typ: Duration, value: halves(c.n, u)}, true
		}
		if prev := r.prev(m).low; (prev == "next" || prev == "past") && !r.prev(m).cap {
			return meaning{}, false
		}
		if c2, ok := m.get("num", 1); ok {
			if c2.n < c.n {
				return meaning{}, false
			}
			return meaning{typ: Duration, value: period(strconv.Itoa(c.n), u) + "/" + period(strconv.Itoa(c2.n), u), mod: "APPROX"}, true
		}
		return meaning{typ: Duration, value: period(strconv.Itoa(c.n), u)}, true
	}},
	{"dur:vague", []string{"@vague (more)? @units", "@units", "the @units", "@units - long", "@units or @units", "@units and @units", "those|these @units"}, func(r *reader, m *match) (meaning, bool) {
		c, ok := m.get("vague", 0)
		u := r.unitOf(m)
		if u == second || r.ageOrRank(m) {
			return meaning{}, false
		}
		if !ok && !r.bareUnits(m) {
			return meaning{}, false
		}
		if ok && c.n > 0 {
			return meaning{typ: Duration, value: period(strconv.Itoa(c.n), u), mod: "APPROX"}, true
		}
		return meaning{typ: Duration, value: period("X", u)}, true
	}},
	{"dur:one", []string{"a|an @unit", "a|an full|whole|entire|additional|single|extra @unit", "a|an @unit and a half", "a @unit or two", "a @unit or so", "a @unit - long", "another @unit"}, func(r *reader, m *match) (meaning, bool) {
		u := r.unitOf(m)
		if u == quarter || u == weekend || r.ageOrRank(m) {
			return meaning{}, false
		}
		if r.hasWord(m, "half") {
			return meaning{typ: Duration, value: halves(1, u)}, true
		}
		if m.to-m.from > 2 {
			return meaning{typ: Duration, value: period("1", u)}, true
		}
		switch prev := r.prev(m).low; prev {
		case "for", "in", "within", "than", "of", "nearly", "about", "almost", "over", "least", "after", "half", "lasted", "took", "takes", "take",
			"around", "roughly", "just", "only", "spent", "spend", "once", "under", "approximately", "to", "up", "by", "with", "as":
			if n := r.next(m).low; prev == "of" && n == "of" {
				return meaning{}, false
			}
			if prev == "once" {
				return meaning{typ: Set, value: period("1", u)}, true
			}
			if n := r.next(m); prev != "for" && prev != "than" && prev != "within" && n.letters() && !n.cap && (prev == "in" || prev == "of" || prev == "by" || prev == "with" || prev == "as" || prev == "to") && n.low != "and" && n.low != "or" && n.low != "after" && n.low != "when" {
				return meaning{}, false // "in a year that ...", "of a day when ..."
			}
			return meaning{typ: Duration, value: period("1", u)}, true
		case "times", "twice", "percent", "%", "million", "billion", "trillion", "dollars", "euros", "barrels", "tons", "tonnes", "people", "hours", "days", "thousand":
			return meaning{typ: Set, value: period("1", u)}, true
		}
		if pluralish(r.prev(m)) || r.at(m.from-1).n >= 0 {
			return meaning{typ: Set, value: period("1", u)}, true
		}
		return meaning{}, false
	}},
	{"dur:part", []string{"(a)? half (a|an)? @unit", "half - a - @unit", "a|one quarter of a century", "(a)? quarter - century", "(a)? half - century|decade|hour"}, func(r *reader, m *match) (meaning, bool) {
		u := r.unitOf(m)
		if r.hasWord(m, "century") {
			u = century
		} else if r.hasWord(m, "decade") {
			u = decade
		} else if r.hasWord(m, "hour") {
			u = hour
		}
		v := halves(0, u)
		if r.hasWord(m, "quarter") {
			if u != century {
				return meaning{}, false
			}
			v = "P25Y"
		}
		if v == "" {
			return meaning{}, false
		}
		return meaning{typ: Duration, value: v}, true
	}},
	{"dur:anchored", []string{"(the)? past|last|next|coming|previous|recent @num|@vague @units", "(the)? past|last|next|coming @num and a half @units", "the @num past|last|next|previous @units"}, func(r *reader, m *match) (meaning, bool) {
		n, ok := r.count(m)
		w := r.atoms[m.from].low
		if w == "the" {
			w = r.atoms[m.from+1].low
			if numerals[w] > 0 {
				w = r.atoms[m.from+2].low
			}
		}
		if !ok {
			return r.anchored(m, r.unitOf(m), "X", 0, w)
		}
		return r.anchored(m, r.unitOf(m), strconv.Itoa(n), n, w)
	}},
	{"set:every", []string{"@every @unit", "@every other|second|third @unit", "@every @num @units", "@every @wday", "@every @month", "@every @wday @tod", "@every @tod", "@every @season"}, func(r *reader, m *match) (meaning, bool) {
		if c, ok := m.get("wday", 0); ok {
			return meaning{typ: Set, value: "XXXX-WXX-" + strconv.Itoa(c.n)}, true
		}
		if c, ok := m.get("month", 0); ok {
			return point{n: c.n}.everyMonth()
		}
		if c, ok := m.get("season", 0); ok {
			return meaning{typ: Set, value: "XXXX-" + [...]string{"SP", "SU", "FA", "WI"}[c.n-1]}, true
		}
		if c, ok := m.get("tod", 0); ok {
			return meaning{typ: Set, value: "XXXX-XX-XXT" + c.x}, true
		}
		n := max(m.num("num"), 1)
		switch r.atoms[m.from+1].low {
		case "other", "second":
			n = 2
		case "third":
			n = 3
		}
		if n > 9999 {
			return meaning{}, false
		}
		if unit(m.num("unit")) == weekend {
			return meaning{typ: Set, value: "XXXX-WXX-WE"}, true
		}
		return meaning{typ: Set, value: period(strconv.Itoa(n), r.unitOf(m))}, true
	}},
	{"set:ly", []string{"@ly"}, func(r *reader, m *match) (meaning, bool) {
		c, _ := m.get("ly", 0)
		if r.at(m.from).cap && m.from > 0 || r.next(m).cap && r.at(m.from).cap { // "the Daily Herald"
			return meaning{}, false
		}
		return meaning{typ: Set, value: c.x}, true
	}},
	{"set:per", []string{"per @unit"}, func(r *reader, m *match) (meaning, bool) {
		return meaning{typ: Set, value: period("1", r.unitOf(m))}, true
	}},
	{"set:weekdays", []string{"@wdays", "@wday nights|mornings|evenings"}, func(r *reader, m *match) (meaning, bool) {
		n := m.num("wdays") + m.num("wday")
		v := "XXXX-WXX-" + strconv.Itoa(n)
		switch r.atoms[m.to-1].low {
		case "nights":
			v += "TNI"
		case "mornings":
			v += "TMO"
		case "evenings":
			v += "TEV"
		}
		return meaning{typ: Set, value: v}, true
	}},
}

func itoa(n int) string { return strconv.Itoa(n) }

func (p point) everyMonth() (meaning, bool) {
	s := "0" + strconv.Itoa(p.n)
	return meaning{typ: Set, value: "XXXX-" + s[len(s)-2:]}, true
}

// halves is the duration of n and a half units, "" where there is no good name.
func halves(n int, u unit) string {
	s := strconv.Itoa(n)
	join := func(big, small string) string {
		if n == 0 {
			return small
		}
		return big + small
	}
	switch u {
	case hour:
		return "PT" + join(s+"H", "30M")
	case minute:
		return "PT" + join(s+"M", "30S")
	case dayUnit:
		return "P" + join(s+"D", "T12H")
	case week:
		return "P" + s + ".5W"
	case month:
		return "P" + s + ".5M"
	case year:
		return "P" + join(s+"Y", "6M")
	case decade:
		return "P" + strconv.Itoa(10*n+5) + "Y"
	case century:
		return "P" + strconv.Itoa(100*n+50) + "Y"
	}
	return ""
}

func (r *reader) hasWord(m *match, w string) bool {
	for _, a := range r.atoms[m.from:m.to] {
		if a.low == w {
			return true
		}
	}
	return false
}

// anchored is a duration that ends at the publication or begins there.
func (r *reader) anchored(mt *match, u unit, x string, n int, w string) (meaning, bool) {
	m := meaning{typ: Duration, value: period(x, u)}
	if mt.to < len(r.atoms) && r.atoms[mt.to].low == "of" { // "the last six months of 2019"
		return m, true
	}
	if u == weekend || !r.pub.known() || n <= 0 || u < dayUnit || w == "previous" {
		return m, true
	}
	now := r.pub.begin()
	if w == "next" || w == "coming" {
		n = -n
	}
	other := r.pub.move(-n, u, dayUnit)
	if !other.known() {
		return m, true
	}
	a, b := other.begin(), now
	if b.Before(a) {
		a, b = b, a
	}
	m.fills = a.Format(time.DateOnly) + "/" + b.Format(time.DateOnly)
	return m, true
}

// ageOrRank reports that m is an age ("two-year-old", "40 years old") or
// something else that takes no time.
func (r *reader) ageOrRank(m *match) bool {
	next, after := r.next(m).low, r.at(m.to+1).low
	return next == "old" || next == "-" && after == "old" || next == "of" && after == "age"
}

// bareUnits reports whether "months", "the years" stands for a stretch of time.
func (r *reader) bareUnits(m *match) bool {
	if r.atoms[m.from].low == "the" {
		switch r.prev(m).low {
		case "in", "over", "during", "of", "through", "for":
			return r.unitOf(m) >= dayUnit
		}
		return false
	}
	if strings.HasPrefix(r.atoms[m.from].low, "th") {
		return r.prev(m).low == "in" || r.prev(m).low == "during"
	}
	if m.to-m.from > 1 {
		return true
	}
	next := r.next(m).low
	if next == "before" || next == "after" || next == "since" {
		return true
	}
	if p := r.prev(m).low; p == "early" || p == "late" || p == "small" { // "the early hours of Friday"
		return false
	}
	switch r.prev(m).low {
	case "for", "in", "within", "just", "after", "of", "over", "take", "takes", "took", "only", "lasted", "last", "mere", "spent", "by", "and", "or", "until", "with", "-", "come":
		return r.unitOf(m) >= hour
	}
	return next == "of"
}

// pluralish guesses whether a is a plural noun, before "a year".
func pluralish(a atom) bool { return a.letters() && !a.cap && plural(a.low) }
