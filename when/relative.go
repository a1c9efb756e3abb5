package when

// relativeRules are the dates told by their distance from the publication or
// from a date before them in the text.
var relativeRules = []rule{
	{"rel:day", []string{"today", "today ' ~s", "yesterday", "tomorrow", "tonight", "last night", "the day before yesterday", "the day after tomorrow"}, func(r *reader, m *match) (meaning, bool) {
		n := 0
		switch w := r.atoms[m.from].low; {
		case m.to-m.from == 4 && r.atoms[m.to-1].low == "yesterday":
			n = -2
		case m.to-m.from == 4:
			n = 2
		case w == "yesterday" || w == "last":
			n = -1
		case w == "tomorrow":
			n = 1
		}
		p := r.pub.shift(n, dayUnit)
		if w := r.atoms[m.to-1].low; w == "tonight" || w == "night" {
			return p.time("NI")
		}
		if r.atoms[m.to-1].low == "s" { // "today's": the possessive is no part of the expression
			m.to -= 2
		}
		return p.date()
	}},
	{"rel:day-time", []string{"yesterday|tomorrow|this @tod", "late|early last night"}, func(r *reader, m *match) (meaning, bool) {
		n := 0
		switch r.atoms[m.from].low {
		case "yesterday", "late", "early":
			n = -1
		case "tomorrow":
			n = 1
		}
		c, ok := m.get("tod", 0)
		if !ok {
			c.x = "NI"
		}
		return r.pub.shift(n, dayUnit).time(c.x)
	}},
	{"rel:weekday", []string{"@wday"}, func(r *reader, m *match) (meaning, bool) {
		if r.habit(m) {
			return meaning{typ: Set, value: "XXXX-WXX-" + itoa(m.num("wday"))}, true
		}
		return r.weekday(m, m.num("wday")).date()
	}},
	{"rel:weekday-time", []string{"@wday (-)? @tod (@tz)?", "early|late @wday @tod", "the @tod of @wday"}, func(r *reader, m *match) (meaning, bool) {
		c, _ := m.get("tod", 0)
		p := r.weekday(m, m.num("wday"))
		if tomorrow := r.pub.shift(1, dayUnit); m.has("tz") && r.pub.known() && r.pub.nextWeekday(m.num("wday"), 1) == tomorrow {
			p = tomorrow // where it happened the day had turned already
		}
		return p.time(c.x)
	}},
	{"rel:which-weekday", []string{"@which @wday", "the previous|following|next|same @wday", "@wday last|next|this week", "a week from|ago @wday"}, func(r *reader, m *match) (meaning, bool) {
		wd := m.num("wday")
		first, last := r.atoms[m.from].low, r.atoms[m.to-1].low
		switch {
		case last == "week":
			n := map[string]int{"last": -1, "next": 1}[r.atoms[m.to-2].low]
			return r.pub.move(n, week, week).weekday(wd).date()
		case first == "a":
			n := map[string]int{"ago": -1, "from": 1}[r.atoms[m.from+2].low]
			return r.weekday(m, wd).shift(7*n, dayUnit).date()
		case first == "the":
			ref := r.ref()
			if !ref.known() || ref.u != dayUnit {
				return meaning{typ: Date}, true
			}
			if r.atoms[m.from+1].low == "previous" {
				return ref.nextWeekday(wd, -1).date()
			}
			return ref.nextWeekday(wd, 1).date()
		}
		c, _ := m.get("which", 0)
		switch c.n {
		case -1:
			return r.pub.nextWeekday(wd, -1).date()
		case 1:
			return r.pub.nextWeekday(wd, 1).date()
		}
		return r.pub.move(0, week, week).weekday(wd).date() // this Friday
	}},
	{"rel:which-month", []string{"@which @month"}, func(r *reader, m *match) (meaning, bool) {
		if !r.pub.known() {
			return meaning{typ: Date}, true
		}
		c, _ := m.get("which", 0)
		mo := m.num("month")
		if x, _ := m.get("month", 0); c.x == "current" || x.x[len(x.x)-1] == '?' || r.next(m).cap && r.next(m).letters() && x.x != "september" {
			return meaning{}, false
		}
		y := r.pub.y
		switch {
		case c.n < 0 && mo >= r.pub.n:
			y--
		case c.n > 0 && mo <= r.pub.n:
			y++
		}
		return point{y: y, n: mo, u: month}.date()
	}},
	{"rel:which", []string{"(the)? @which @unit", "later|earlier this @unit"}, func(r *reader, m *match) (meaning, bool) {
		u, w := unit(m.num("unit")), "this"
		c, ok := m.get("which", 0)
		if ok {
			w = c.x
		}
		the := r.atoms[m.from].low == "the"
		switch {
		case u < dayUnit:
			return meaning{}, false
		case w == "past", the && (w == "coming" || w == "last" && (u == decade || u == century || u == week || u == month || u == year)):
			return r.anchored(m, u, "1", 1, w)
		case u == dayUnit:
			if !the || w == "last" || w == "current" { // "this day", "the last day": of something
				return meaning{}, false
			}
			return r.refShift(1, u, "next")
		case the && w == "next":
			return r.refShift(1, u, "next")
		case u == weekend:
			return r.pub.move(c.n, week, weekend).date()
		}
		p := r.pub.move(c.n, u, u)
		mean, _ := p.date()
		switch r.atoms[m.from].low {
		case "later":
			mean.mod = "END"
		case "earlier":
			mean.mod = "START"
		}
		return mean, true
	}},
	{"rel:quarter", []string{"the|that|its (latest|same|comparable|current)? quarter", "latest quarter", "the latest|comparable|corresponding period"}, func(r *reader, m *match) (meaning, bool) {
		q, ok := r.businessQuarter(30)
		if r.hasWord(m, "latest") && r.pub.known() {
			q = at(r.pub.begin(), quarter).shift(-1, quarter)
		}
		if !ok || r.at(m.from).cap && m.from > 0 || r.next(m).low == "of" {
			return meaning{}, false // a part of a town, a fourth
		}
		return q.date()
	}},
	{"rel:before-last", []string{"the @unit before last", "the @unit after next"}, func(r *reader, m *match) (meaning, bool) {
		n := -2
		if r.atoms[m.to-1].low == "next" {
			n = 2
		}
		u := unit(m.num("unit"))
		switch {
		case u < dayUnit:
			return meaning{}, false
		case u == weekend:
			return r.pub.move(n, week, weekend).date()
		}
		return r.pub.move(n, u, u).date()
	}},
	{"rel:that", []string{
		"that|the same|that same|the previous|the following|the preceding @unit", "earlier|later that @unit",
		"the same|following|previous|preceding|next @unit", "that|same @unit", "that same @unit", "the very next|same day",
		"earlier|later the same @unit", "the @unit before|after|earlier",
	}, func(r *reader, m *match) (meaning, bool) {
		u := unit(m.num("unit"))
		n := 0
		how := r.atoms[m.to-2].low
		switch {
		case !m.has("unit"):
			u = dayUnit
			if how == "next" {
				n = 1
			}
		case r.atoms[m.to-1].low == "before" || r.atoms[m.to-1].low == "earlier":
			if r.next(m).letters() { // before something: not before the date last named
				return meaning{}, false
			}
			n = -1
		case r.atoms[m.to-1].low == "after":
			if r.next(m).letters() {
				return meaning{}, false
			}
			n = 1
		case how == "previous" || how == "preceding":
			n = -1
		case how == "following" || how == "next":
			n = 1
		}
		if u < dayUnit || r.atoms[m.from].low == "that" && r.next(m).low == "the" {
			return meaning{}, false
		}
		return r.refShift(n, u, how)
	}},
	{"rel:in-the-day", []string{"earlier|later in the day", "early|late in the day"}, func(r *reader, m *match) (meaning, bool) {
		m.from += 2
		return r.refShift(0, dayUnit, "same")
	}},
	{"rel:the-year", []string{"the (full|fiscal)? year"}, func(r *reader, m *match) (meaning, bool) {
		switch next := r.next(m).low; {
		case next == "ended" || next == "ending":
			return meaning{typ: Duration, value: "P1Y"}, true
		case m.to-m.from == 3, r.prev(m).low == "of" && pluralUnits[r.at(m.from-2).low] > 0, r.prev(m).low == "in" && r.at(m.from-2).low == "earlier", r.prev(m).low == "in" && r.at(m.from-2).low == "later":
			p := r.pub
			if ref, ok := r.story(); ok {
				p = ref
			}
			return p.move(0, year, year).date()
		}
		return meaning{}, false
	}},
	{"rel:weekend", []string{"the|this|over @unit"}, func(r *reader, m *match) (meaning, bool) {
		if unit(m.num("unit")) != weekend {
			return meaning{}, false
		}
		m.trim(r, "over")
		n := 0
		if !r.tense(m.from, m.to).ahead() && r.pub.known() && r.pub.begin().Weekday() >= 1 && r.pub.begin().Weekday() <= 4 {
			n = -1 // on Monday to Thursday the weekend is the one gone
		}
		return r.pub.move(n, week, weekend).date()
	}},
	{"rel:ago", []string{
		"@num|@vague (or so)? @any ago", "@num @half @any ago", "a|an @unit ago", "a @unit or so ago", "a|an @unit and a half ago", "half a|an @unit ago",
		"@units ago", "a @unit or two ago", "a @unit - ago", "@units or @units ago",
	}, func(r *reader, m *match) (meaning, bool) {
		n, ok := r.count(m)
		if !ok {
			return meaning{typ: Date, value: PastRef}, true
		}
		u := r.unitOf(m)
		if u < dayUnit {
			return meaning{typ: Time}, true // the hour of publication is not known
		}
		p := r.pub
		if u == weekend {
			u = week
		}
		if q, ok := r.businessQuarter(3); ok && n == 1 && u == year {
			return q.move(-1, year, quarter).date() // business news: "more in the third quarter than a year ago"
		}
		if u >= decade { // ten years ago is a year
			n, u = n*yearsOf(u), year
		}
		return p.shift(-n, u).date()
	}},
	{"rel:later", []string{
		"@num|@vague @any later|earlier|afterwards|afterward", "a|an @unit later|earlier", "a @unit - earlier", "the @unit - ago|earlier (quarter|period|level|month)?", "@unit - ago|earlier (quarter|period)?",
		"@units later|earlier", "@num @any before|after", "a|an @unit before|after",
	}, func(r *reader, m *match) (meaning, bool) {
		u := r.unitOf(m)
		last := r.atoms[m.to-1].low
		if (last == "before" || last == "after") && r.next(m).letters() {
			if a := r.next(m); a.low == "the" || !a.glued {
				return r.beforeSomething(m)
			}
		}
		n, ok := r.count(m)
		if m.has("unit") && !m.has("num") && !m.has("vague") {
			n, ok = 1, true
		}
		ref := r.ref()
		if q, ok := r.businessQuarter(3); ok && n == 1 && u == year && last != "later" {
			return q.move(-1, year, quarter).date()
		}
		if u >= decade {
			n, u = n*yearsOf(u), year
		}
		switch {
		case u < dayUnit, !ok:
			return meaning{typ: Date}, true
		case last == "later" || last == "afterwards" || last == "afterward" || last == "after":
			return ref.shift(n, u).date()
		case !ref.known() && u == year && n == 1:
			return r.pub.shift(-1, year).date()
		}
		return ref.shift(-n, u).date()
	}},
	{"rel:from-now", []string{"@num|@vague @any from now", "a|an @unit from now", "in @num|@vague @any ' time", "in a|an @unit ' ~s time"}, func(r *reader, m *match) (meaning, bool) {
		m.trim(r, "in")
		n, ok := r.count(m)
		if !m.has("num") && !m.has("vague") {
			n, ok = 1, true
		}
		if u := r.unitOf(m); ok && u >= dayUnit {
			return r.pub.shift(n, u).date()
		}
		return meaning{typ: Date, value: FutureRef}, true
	}},
	{"rel:year-end", []string{"year - end", "year end", "year ' ~s end", "the end of the @unit", "the middle of the @unit", "the beginning|start of the @unit", "the rest of the @unit"}, func(r *reader, m *match) (meaning, bool) {
		mod := "END"
		switch r.at(m.from + 1).low {
		case "middle":
			mod = "MID"
		case "beginning", "start":
			mod = "START"
		case "rest":
			mod = ""
		}
		u := year
		if m.has("unit") {
			u = unit(m.num("unit"))
		}
		if u < dayUnit || u == dayUnit && mod != "END" {
			return meaning{}, false
		}
		p := r.pub
		if ref, ok := r.story(); ok {
			p = ref
		}
		if p.u > u {
			p = point{}
		}
		mean, _ := p.move(0, u, u).date()
		mean.mod = mod
		return mean, true
	}},
	{"rel:week-of", []string{"the week of @month @d", "the week of @d @month"}, func(r *reader, m *match) (meaning, bool) {
		p, ok := valid(max(r.yearOf(m, m.num("month"), m.num("d")), 0), m.num("month"), m.num("d"))
		if !ok {
			return meaning{typ: Date}, true
		}
		return p.move(0, week, week).date()
	}},
	{"ref", []string{"@ref", "at present", "at the moment", "at this time", "these days", "the present", "its|their|his|her present", "right now", "present - day", "for the time being", "to date", "till now", "until now"}, func(r *reader, m *match) (meaning, bool) {
		c, ok := m.get("ref", 0)
		if !ok {
			c.x = PresentRef
		}
		for _, w := range [...]string{"its", "their", "his", "her", "right"} {
			m.trim(r, w)
		}
		m.trim(r, "at")
		m.trim(r, "for")
		m.trim(r, "to")
		m.trim(r, "until")
		m.trim(r, "till")
		if r.prev(m).low == "as" && r.prev(m).glued || r.at(m.from).low == "now" && r.next(m).low == "that" { // "now that": because
			return meaning{}, false
		}
		if r.at(m.from).low == "soon" && (r.told || r.verb(m.to, m.to) == past || r.prev(m).low == "was" || r.prev(m).low == "were" || r.prev(m).low == "had" || r.next(m).low == "after" || r.prev(m).low == "as" || r.next(m).low == "as") {
			return meaning{}, false
		}
		if r.at(m.from).low == "present" && m.to-m.from == 1 && r.next(m).letters() {
			return meaning{}, false
		}
		return meaning{typ: Date, value: c.x}, true
	}},
	{"ref:units", []string{"recent @units", "@units past", "past @units"}, func(r *reader, m *match) (meaning, bool) {
		if u := r.unitOf(m); u < year && r.atoms[m.from].low == "recent" {
			return meaning{typ: Duration, value: period("X", u)}, true
		}
		return meaning{typ: Date, value: PastRef}, true
	}},
	{"ref:coming", []string{"(the)? coming|future @units", "the @units ahead|to", "the near|foreseeable|distant future", "in|for (the)? future", "the days|weeks|months|years to come"}, func(r *reader, m *match) (meaning, bool) {
		if w := r.atoms[m.to-1].low; w == "to" && m.to-m.from == 3 || w == "future" && r.next(m).low == "of" {
			return meaning{}, false
		}
		m.trim(r, "in")
		m.trim(r, "for")
		return meaning{typ: Date, value: FutureRef}, true
	}},
	{"ref:past", []string{"the past", "earlier"}, func(r *reader, m *match) (meaning, bool) {
		next := r.next(m)
		if r.at(m.from).low == "the" {
			if next.letters() && r.prev(m).low != "in" || next.n >= 0 {
				return meaning{}, false
			}
		} else if next.low != "." && next.low != "," {
			return meaning{}, false
		}
		return meaning{typ: Date, value: PastRef}, true
	}},
}

// trim leaves out the first atom of m if it is w: prepositions help to
// recognise an expression and are no part of it.
func (m *match) trim(r *reader, w string) {
	if m.to-m.from > 1 && r.atoms[m.from].low == w {
		m.from++
	}
}

// time is the meaning of a part of the day p.
func (p point) time(part string) (meaning, bool) {
	if !p.known() || p.u != dayUnit {
		return meaning{typ: Time}, true
	}
	return meaning{typ: Time, value: p.value() + "T" + part, at: p}, true
}

// weekday is the day wd (1 Monday .. 7 Sunday) of the week p.
func (p point) weekday(wd int) point {
	if !p.known() {
		return p
	}
	return at(monday(p.y, p.n).AddDate(0, 0, wd-1), dayUnit)
}

// nextWeekday is the first day wd after p, or the last before it.
func (p point) nextWeekday(wd, dir int) point {
	if !p.known() {
		return p
	}
	t := p.begin().AddDate(0, 0, dir)
	for (int(t.Weekday())+6)%7+1 != wd {
		t = t.AddDate(0, 0, dir)
	}
	return at(t, dayUnit)
}

// weekday resolves a weekday named alone: by tense the last one on or before
// the publication, or the next on or after it; within a story told in the
// past, the first after the last date of the story.
func (r *reader) weekday(m *match, wd int) point {
	if ref, ok := r.story(); ok {
		if ref.u == dayUnit {
			return ref.nextWeekday(wd, 1)
		}
		return point{}
	}
	if !r.pub.known() {
		return point{}
	}
	// "look for ways round Wednesday's ruling": what is known of is past
	owner := r.next(m).low == "'" && r.at(m.to+1).low == "s"
	if !owner && !sayings[r.prev(m).low] && r.tense(m.from, m.to).ahead() {
		return r.pub.shift(-1, dayUnit).nextWeekday(wd, 1)
	}
	return r.pub.shift(1, dayUnit).nextWeekday(wd, -1)
}

// habit reports that a weekday stands for every such day: "nobody works on
// Saturday and Sunday", in no tense.
func (r *reader) habit(m *match) bool {
	pair := r.next(m).low == "and" && weekdays[r.at(m.to+1).low] > 0 ||
		r.prev(m).low == "and" && weekdays[r.at(m.from-2).low] > 0
	return pair && r.tense(m.from, m.to) == untensed
}

// refShift moves the date last named by n units.
func (r *reader) refShift(n int, u unit, how string) (meaning, bool) {
	ref := r.ref()
	if !ref.known() || ref.u > u && !(u == dayUnit && ref.u < month) {
		return meaning{typ: Date}, true
	}
	return ref.move(n, u, u).date()
}

// count is how many units m speaks of; ok is false where it does not say.
func (r *reader) count(m *match) (n int, ok bool) {
	if c, has := m.get("num", 0); has {
		return c.n, c.n > 0 && c.n < 10000
	}
	if c, has := m.get("vague", 0); has {
		return c.n, c.n > 0
	}
	if m.has("units") || r.atoms[m.from].low == "half" {
		return 0, false
	}
	return 1, true
}

// yearsOf is the length in years of a decade or a century.
func yearsOf(u unit) int {
	if u == century {
		return 100
	}
	return 10
}

func (r *reader) unitOf(m *match) unit {
	for _, class := range [...]string{"any", "unit", "units"} {
		if c, ok := m.get(class, 0); ok {
			return unit(c.n)
		}
	}
	return dayUnit
}

// beforeSomething is "two weeks before" an event: a duration, since the event
// is not dated here; before a date that follows, that date.
func (r *reader) beforeSomething(m *match) (meaning, bool) {
	n, ok := r.count(m)
	x := "X"
	if ok {
		x = itoa(n)
	}
	return meaning{typ: Duration, value: period(x, r.unitOf(m))}, true
}
