package when

import "fmt"

// explicitRules are the dates that name a month, a year, or both.
var explicitRules = []rule{
	{"date:iso", []string{"@four - ~@two - ~@two", "@four / ~@two / ~@two"}, func(r *reader, m *match) (meaning, bool) {
		d, _ := m.get("two", 1)
		return r.ymd(m.num("four"), m.num("two"), d.n)
	}},
	{"date:numeric", []string{"@two / ~@two / ~@four", "@two ~. ~@two ~. ~@four", "@two - ~@two - ~@four"}, func(r *reader, m *match) (meaning, bool) {
		a, _ := m.get("two", 0)
		b, _ := m.get("two", 1)
		switch sep := r.atoms[m.from+1].low; {
		case a.n > 12 || a.n == b.n || sep == ".": // dots: day first, as everywhere they are used
			return r.ymd(m.num("four"), b.n, a.n)
		case b.n > 12:
			return r.ymd(m.num("four"), a.n, b.n)
		}
		return meaning{typ: Date}, true // 1/2/2020 is read one way here and another there
	}},
	{"date:full", []string{
		"(@wday (,)? (the)? )? @d (of)? @month (,)? @year",
		"(@wday (,)? )? @month (the)? @d (,)? (of)? @year",
	}, func(r *reader, m *match) (meaning, bool) {
		return r.ymd(m.num("year"), m.num("month"), m.num("d"))
	}},
	{"date:month-day", []string{
		"(@wday (,)? (the)? )? @d (of)? @month",
		"(@wday (,)? )? @month (the)? @d",
	}, func(r *reader, m *match) (meaning, bool) {
		if r.next(m).low == "," && r.at(m.to+1).n >= 1000 && r.at(m.to+1).n < 2200 { // "March 5, 1200 people"
			if n, _ := readYear(r.atoms, m.to+1); n > 0 {
				return meaning{}, false
			}
		}
		if c, _ := m.get("month", 0); c.x == "may" && r.at(m.from+1).low == "may" && m.to-m.from == 2 && r.next(m).letters() && isVerbAfterMay(r.next(m)) {
			return meaning{}, false
		}
		// "May 68" and "March 1" are told from "May 6 people", "June 30 percent"
		if n := r.next(m).low; n == "percent" || n == "%" || n == "people" || n == "million" || n == "billion" {
			return meaning{}, false
		}
		y := r.yearOf(m, m.num("month"), m.num("d"))
		return r.ymd(y, m.num("month"), m.num("d"))
	}},
	{"date:month-day-relative-year", []string{
		"(@wday (,)? )? @d (of)? @month (,)? (of)? @which year",
		"(@wday (,)? )? @month (the)? @d (,)? (of)? @which year",
		"(@wday (,)? )? @d @month (of)? the same|following|previous|preceding year",
		"(@wday (,)? )? @month @d (of)? the same|following|previous|preceding year",
		"@d @month (of)? that year", "@month @d (of)? that year",
	}, func(r *reader, m *match) (meaning, bool) {
		return r.ymd(r.relativeYear(m), m.num("month"), m.num("d"))
	}},
	{"date:month-year", []string{"@month (,)? (of)? @year", "@month @yy", "@month ~- ~@year"}, func(r *reader, m *match) (meaning, bool) {
		y := m.num("year") + m.num("yy")
		return point{y: y, n: m.num("month"), u: month}.date()
	}},
	{"date:month-relative-year", []string{
		"@month (,)? (of)? @which year", "@month (,)? (of)? that year",
		"@month (of)? the same|following|previous|preceding year",
	}, func(r *reader, m *match) (meaning, bool) {
		return point{y: r.relativeYear(m), n: m.num("month"), u: month}.date()
	}},
	{"date:month", []string{"@month"}, func(r *reader, m *match) (meaning, bool) {
		if !r.monthAlone(m) {
			return meaning{}, false
		}
		return point{y: r.yearOf(m, m.num("month"), 0), n: m.num("month"), u: month}.date()
	}},
	{"date:year", []string{"@year", "the year @year", "fiscal @year", "the year two thousand", "@yy"}, func(r *reader, m *match) (meaning, bool) {
		if m.has("year") && r.atoms[m.from].n >= 0 && !r.yearAlone(m) || m.has("yy") && r.prev(m).low != "in" && r.prev(m).low != "of" {
			return meaning{}, false
		}
		y := m.num("year") + m.num("yy")
		if r.hasWord(m, "thousand") {
			y = 2000
		}
		return point{y: y, u: year}.date()
	}},
	{"date:bc", []string{"@num bc|bce", "@num b . c ~."}, func(r *reader, m *match) (meaning, bool) {
		if n := m.num("num"); n > 0 && n < 10000 {
			return meaning{typ: Date, value: fmt.Sprintf("BC%04d", n)}, true
		}
		return meaning{}, false
	}},
	{"date:decade", []string{"(the)? @year s", "(the)? @year ~' ~s", "(the)? @yy ~s", "the @decades"}, func(r *reader, m *match) (meaning, bool) {
		y := m.num("year") + m.num("yy")
		if n := m.num("decades"); n > 0 {
			y = 1900 + n
			if w := r.prev(m).low; w == "his" || w == "her" || w == "their" || w == "my" {
				return meaning{}, false
			}
		}
		if y%10 != 0 {
			return meaning{}, false
		}
		return point{y: y, u: decade}.date()
	}},
	{"date:century", []string{"(the)? @ord (-)? century", "(the)? turn of the @ord century"}, func(r *reader, m *match) (meaning, bool) {
		if n := m.num("ord"); n > 0 && n < 30 {
			return point{y: 100*(n-1) + 1, u: century}.date()
		}
		return meaning{}, false
	}},
	{"date:season", []string{
		"(the)? @season (of)? @year", "(the)? @season (,)? (of)? @which year", "@which @season", "the|in @season (of)? that year",
	}, func(r *reader, m *match) (meaning, bool) {
		p := point{y: m.num("year"), n: m.num("season"), u: season}
		switch {
		case m.has("year"):
		case r.atoms[m.to-1].low == "year":
			p.y = r.relativeYear(m)
		default:
			p.y = r.seasonYear(m)
		}
		return p.date()
	}},
	{"date:season-alone", []string{"in (the)? @season", "the @season", "@season"}, func(r *reader, m *match) (meaning, bool) {
		return r.season(m)
	}},
	{"date:quarter", []string{
		"(the|its|their|this|last)? (fiscal)? @ord (-)? quarter", "(the|its|their)? (fiscal)? @ord (-)? quarter (,)? (of)? @year", "the @year @ord (-)? quarter",
		"(the)? @ord (-)? quarter (of)? @which year", "@which year ' ~s @ord (-)? quarter", "the year - ago|earlier @ord quarter",
	}, func(r *reader, m *match) (meaning, bool) {
		return r.quarter(m)
	}},
	{"date:half", []string{"(the)? first|second half of @year", "(the)? first|second half of @which year", "the first|second half of the year"}, func(r *reader, m *match) (meaning, bool) {
		n := 1
		if r.at(m.from).low == "second" || r.at(m.from+1).low == "second" {
			n = 2
		}
		y := m.num("year")
		if y == 0 {
			y = r.relativeYear(m)
		}
		return point{y: y, n: n, u: half}.date()
	}},
	{"date:holiday", []string{
		"christmas (day|eve)? (@year)?", "new year ' ~s day|eve (@year)?", "thanksgiving (day)? (@year)?", "halloween (@year)?",
		"valentine ' ~s day (@year)?", "may day (@year)?",
	}, func(r *reader, m *match) (meaning, bool) { return r.holiday(m) }},
	{"date:of-month", []string{"the @d of this|last|next|the|that month"}, func(r *reader, m *match) (meaning, bool) {
		if c, _ := m.get("d", 0); c.x != "th" {
			return meaning{}, false
		}
		p := r.pub
		switch r.atoms[m.to-2].low {
		case "last":
			p = r.pub.shift(-1, month)
		case "next":
			p = r.pub.shift(1, month)
		case "the", "that":
			if p = r.ref(); p.u > month {
				p = point{}
			}
		}
		return r.ymd(p.y, p.n, m.num("d"))
	}},
}

// ymd is the date of a day; a year of 0 is not known.
func (r *reader) ymd(y, mo, d int) (meaning, bool) {
	if y == 0 { // 29 February is let pass
		_, ok := valid(2000, mo, d)
		return meaning{typ: Date}, ok
	}
	p, ok := valid(y, mo, d)
	if !ok {
		return meaning{}, false
	}
	return p.date()
}

// date is the meaning that a point has as an expression; a point in no known
// year has no value.
func (p point) date() (meaning, bool) {
	if !p.known() {
		return meaning{typ: Date}, true
	}
	return meaning{typ: Date, value: p.value(), at: p}, true
}

// relativeYear is the year of "last year", "that year" and so on, 0 if unknown.
func (r *reader) relativeYear(m *match) int {
	if c, ok := m.get("which", 0); ok {
		if !r.pub.known() {
			return 0
		}
		return r.pub.y + c.n
	}
	ref := r.ref()
	if !ref.known() {
		if r.atoms[m.to-2].low == "the" { // "the second half of the year"
			return r.pub.y
		}
		return 0
	}
	switch r.atoms[m.to-2].low {
	case "following":
		return ref.y + 1
	case "previous", "preceding":
		return ref.y - 1
	}
	return ref.y
}

// yearOf is the year that is meant by a month, or a day of it (d > 0), given
// without one; 0 if it cannot be known.
func (r *reader) yearOf(m *match, mo, d int) int {
	if ref, ok := r.story(); ok {
		return ref.y
	}
	if !r.pub.known() {
		return 0
	}
	// Months from the publication to it, ahead: 0 to 11.
	ahead := (mo - r.pub.n + 12) % 12
	if ahead == 0 {
		return r.pub.y
	}
	limit := 6 // the nearest
	switch r.tense(m.from, m.to) {
	case past:
		limit = aheadPast
		switch p := r.prev(m).low; {
		case p == "in" && d == 0: // "met in March"; but "agreed to meet by March"
			limit = 0
		case p == "effective":
			limit = aheadPlanned
		}
	case planned:
		limit = aheadPlanned
	case future:
		limit = aheadFuture
	}
	y := r.pub.y
	if r.pub.n+ahead > 12 { // the next one lies in the next year
		y++
	}
	if ahead > limit {
		y--
	}
	return y
}

// The most months ahead of its publication that a text in the past tense, one
// that may tell of plans, or one that says what will be, means by a month
// without a year. Writers name the year of a month farther off than this; what
// "will" happen in the month before is an old text, put out late.
const (
	aheadPast    = 2
	aheadPlanned = 8
	aheadFuture  = 10
)

// monthAlone tells the month from the names and verbs it is spelt like.
func (r *reader) monthAlone(m *match) bool {
	c, _ := m.get("month", 0)
	if c.x[len(c.x)-1] == '?' { // an abbreviation without its point
		p := r.prev(m).low
		return p == "in" || p == "since" || p == "until"
	}
	if c.x[0] != 'm' && c.x != "april" && c.x != "june" && c.x != "august" {
		return true
	}
	switch prev := r.prev(m); prev.low {
	case "in", "since", "until", "till", "by", "last", "this", "next", "early", "late", "mid", "of", "during", "through", "between",
		"before", "after", "from", "to", "and", "or", "every", "each", "-", "(", "end", "beginning", "for", "ahead", "around", "the", "a":
		// "met with May in ..." and "of May's government" are people
		if next := r.next(m); (prev.low == "between" || prev.low == "from") && months12[r.at(m.to+1).low] != 0 && r.at(m.to+1).cap {
			return true
		} else if c.x == "may" && (prev.low == "of" || prev.low == "and" || prev.low == "to" || prev.low == "from" || prev.low == "for" || prev.low == "by" || prev.low == "between" || prev.low == "the" || prev.low == "a" || prev.low == "before" || prev.low == "after" || prev.low == "-") {
			if prev.low == "of" || prev.low == "to" || prev.low == "from" {
				w := r.at(m.from - 2).low
				return (w == "end" || w == "beginning" || w == "start" || w == "middle" || months12[w] != 0) && next.low != "'"
			}
			return (prev.low == "and" || prev.low == "-") && months12[r.at(m.from-2).low] != 0
		} else if prev.low == "in" || prev.low == "since" || prev.low == "last" {
			return !(next.cap && next.letters() && !next.glued)
		}
		return !(r.next(m).cap && r.next(m).letters())
	}
	if c.x == "may" || c.x == "march" || m.from == 0 {
		return false
	}
	return r.at(m.from).cap && !r.prev(m).cap && !(r.next(m).cap && r.next(m).letters()) && r.next(m).low != "'"
}

func isVerbAfterMay(a atom) bool { return a.low == "be" || a.low == "have" || a.low == "not" }

// yearAlone tells a year from any other number of four digits.
func (r *reader) yearAlone(m *match) bool {
	y, prev, next := m.num("year"), r.prev(m), r.next(m)
	if prev.low == "-" && prev.glued && r.at(m.from).glued && r.at(m.from-2).letters() {
		w := r.at(m.from - 2).low
		return w == "mid" || w == "pre" || w == "post" || w == "early" || w == "late" || months12[w] != 0
	}
	if units[next.low] > 0 || pluralUnits[next.low] > 0 || next.low == "percent" || next.low == "per" {
		return false
	}
	if next.low == "-" && next.glued && r.at(m.to+1).letters() && r.at(m.to+1).glued { // "1500-member", "2003-era"
		return r.at(m.to+1).low == "era"
	}
	switch prev.low {
	case "in", "since", "until", "till", "during", "year", "spring", "summer", "autumn", "fall", "winter", "early", "late", "mid", "circa", "fiscal", "election":
		return y >= 1000 && !(next.letters() && !next.cap && len(next.low) > 4 && plural(next.low) && prev.low == "in" && y < 1800)
	}
	if y < 1700 || y > 2100 {
		return false
	}
	switch prev.low {
	case "by", "from", "to", "before", "after", "of", "and", "or", "through", "for", "-", "/", "than", "between":
		return !(next.letters() && !next.cap && plural(next.low))
	case "", "(", ",", ";", ":":
		return next.low == ":" || next.low == ")" || next.low == "," || next.low == "" || next.low == "-" || next.low == "." || next.low == ";"
	case "the", "a", "an", "'", "s", "his", "her", "its", "their", "our", "this", "that":
		return next.letters() || next.low == "-" && r.at(m.to+1).n >= 0
	}
	if y < 1900 || y > 2050 {
		return false
	}
	return prev.letters() && !(next.letters() && !next.cap && plural(next.low)) && !prev.cap
}

// plural guesses whether a word is a plural noun, the kind that is counted.
func plural(w string) bool {
	return w == "people" || w == "men" || w == "women" || w == "children" || w == "troops" ||
		len(w) > 4 && w[len(w)-1] == 's' && w[len(w)-2] != 's'
}
