package when

// What the seasons, quarters and holidays named in a text are.

// seasonYear is the year of "last summer", "this winter", 0 if unknown.
func (r *reader) seasonYear(m *match) int {
	if !r.pub.known() {
		return 0
	}
	c, _ := m.get("which", 0)
	n, now := m.num("season"), at(r.pub.begin(), season)
	switch {
	case c.n < 0 && n >= now.n:
		return now.y - 1
	case c.n > 0 && n <= now.n:
		return now.y + 1
	case c.n == 0 && n == 4 && now.n == 4:
		return now.y
	case c.n == 0:
		return r.pub.y
	}
	return now.y
}

// season resolves a season named alone; spelt like a verb or a jump, it needs
// an article or a preposition.
func (r *reader) season(m *match) (meaning, bool) {
	w := r.atoms[m.to-1].low
	if m.to-m.from == 1 {
		if w == "fall" || w == "spring" || r.at(m.from).cap {
			return meaning{}, false
		}
		switch r.prev(m).low {
		case "by", "until", "of", "during", "late", "early", "since", "mid", "-":
		default:
			return meaning{}, false
		}
	}
	if (w == "fall" || w == "spring") && r.next(m).low == "of" || w == "fall" && r.at(m.from).low == "the" && r.prev(m).low != "in" && r.prev(m).low != "during" {
		return meaning{}, false
	}
	if n, _ := readYear(r.atoms, min(m.to, len(r.atoms)-1)); m.to < len(r.atoms) && n > 0 {
		return meaning{}, false // "in fall 2018": the rule for both finds it
	}
	m.trim(r, "in")
	if ref, ok := r.story(); ok {
		return point{y: ref.y, n: m.num("season"), u: season}.date()
	}
	if !r.pub.known() {
		return meaning{typ: Date}, true
	}
	n, now := m.num("season"), at(r.pub.begin(), season)
	y := r.pub.y
	switch t := r.tense(m.from, m.to); {
	case t == past && n > now.n && now.y == r.pub.y:
		y--
	case t == past && now.n == 4 && now.y < r.pub.y: // January, February
		y--
	case t.ahead() && n < now.n && now.y == r.pub.y:
		y++
	}
	return point{y: y, n: n, u: season}.date()
}

// quarter resolves the quarters of a year.
func (r *reader) quarter(m *match) (meaning, bool) {
	n := m.num("ord")
	if n < 1 || n > 4 {
		return meaning{}, false
	}
	if w := r.atoms[m.from].low; w == "its" || w == "their" || w == "the" && r.atoms[m.to-2].low == "-" {
		m.from++
	}
	p := point{y: m.num("year"), n: n, u: quarter}
	if p.y > 0 {
		return p.date()
	}
	if c, ok := m.get("which", 0); ok {
		if !r.pub.known() {
			return meaning{typ: Date}, true
		}
		p.y = r.pub.y + c.n
		return p.date()
	}
	if !r.pub.known() {
		return meaning{typ: Date}, true
	}
	now := at(r.pub.begin(), quarter)
	p.y = r.pub.y
	if n > now.n && !r.tense(m.from, m.to).ahead() {
		p.y--
	}
	if r.at(m.from+1).low == "year" { // the year-earlier third quarter
		p.y--
	}
	return p.date()
}

// holiday resolves the holidays whose day is the same everywhere.
func (r *reader) holiday(m *match) (meaning, bool) {
	var mo, d int
	switch r.atoms[m.from].low {
	case "christmas":
		mo, d = 12, 25
		if r.at(m.from+1).low == "eve" {
			d = 24
		}
	case "new":
		mo, d = 1, 1
		for _, a := range r.atoms[m.from:m.to] {
			if a.low == "eve" {
				mo, d = 12, 31
			}
		}
	case "halloween":
		mo, d = 10, 31
	case "valentine":
		mo, d = 2, 14
	case "may":
		mo, d = 5, 1
	case "thanksgiving": // fourth Thursday of November, in the United States
		mo, d = 11, 22
	}
	if !r.atoms[m.from].cap {
		return meaning{}, false
	}
	y := m.num("year")
	if y == 0 {
		y = r.yearOf(m, mo, d)
	}
	if r.atoms[m.from].low == "thanksgiving" && y > 0 {
		t := day(y, 11, 1)
		d = 1 + (4-int(t.Weekday())+7)%7 + 21
	}
	return r.ymd(y, mo, d)
}
