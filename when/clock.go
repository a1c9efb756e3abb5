package when

import "fmt"

// clockRules are times of day. Their day is the one named beside them, else
// the last one named; find.go joins them.
var clockRules = []rule{
	{"clock", []string{
		"@two (: ~@two )? (: ~@two )? am|pm (,)? (@tz)?", "@two (: ~@two )? (: ~@two )? a|p ~. m (~. )? (,)? (@tz)?",
		"@two ~. ~@two am|pm (@tz)?", "@two ~. ~@two a|p ~. m (~. )? (@tz)?", "@two : ~@two (: ~@two )? (@tz)?", "@two ~. ~@two @tz", "@two o ' clock (@tz)?",
		"@num o ' clock", "@four @tz", "@two : ~@two (: ~@two )? hours",
	}, func(r *reader, m *match) (meaning, bool) {
		return r.clock(m)
	}},
	{"clock:named", []string{"noon", "midnight", "midday", "mid - day"}, func(r *reader, m *match) (meaning, bool) {
		v := "T12:00"
		if r.atoms[m.from].low == "midnight" {
			v = "T24:00"
		}
		if r.at(m.from).cap && m.from > 0 {
			return meaning{}, false
		}
		return meaning{typ: Time, part: v}, true
	}},
	{"clock:part", []string{"(the|that)? @tod", "the same|next|following|previous @tod", "(early|late)? in the @tod", "overnight"}, func(r *reader, m *match) (meaning, bool) {
		c, ok := m.get("tod", 0)
		if !ok {
			c.x = "NI"
		}
		v := "T" + c.x
		switch first := r.atoms[m.from].low; {
		case first == "in":
			m.from++
			return meaning{typ: Time, part: v}, true
		case first == "that", m.to-m.from == 3:
			ref := r.ref()
			switch r.atoms[m.from+1].low {
			case "next", "following":
				ref = ref.shift(1, dayUnit)
			case "previous":
				ref = ref.shift(-1, dayUnit)
			}
			return ref.time(c.x)
		case first == "the":
			if p := r.prev(m).low; p != "in" && p != "during" && p != "on" && p != "of" {
				return meaning{}, false
			}
			return meaning{typ: Time, part: v}, true
		}
		return meaning{}, false
	}},
}

// clock reads hours and minutes.
func (r *reader) clock(m *match) (meaning, bool) {
	h, minutes, half := m.num("two"), 0, byte(0)
	if c, ok := m.get("two", 1); ok {
		minutes = c.n
	}
	if m.has("four") {
		h, minutes = m.num("four")/100, m.num("four")%100
	}
	if m.has("num") {
		h = m.num("num")
	}
	oclock := false
	for i := m.from; i < m.to; i++ {
		switch r.atoms[i].low {
		case "am", "a":
			half = 'a'
		case "pm", "p":
			half = 'p'
		case "clock":
			oclock = true
		}
	}
	if r.atoms[m.to-1].low == "," {
		m.to--
	}
	if h > 24 || minutes > 59 || half != 0 && (h < 1 || h > 12) || m.from > 0 && r.atoms[m.from].glued && (r.atoms[m.from-1].n >= 0 || r.atoms[m.from-1].low == ":") {
		return meaning{}, false
	}
	if half == 0 && !oclock && !m.has("tz") { // a score, a verse, a ratio
		switch r.prev(m).low {
		case "at", "around", "about", "by", "until", "from", "before", "after", "since":
		default:
			return meaning{}, false
		}
	}
	switch {
	case half == 'p' && h < 12:
		h += 12
	case half == 'a' && h == 12:
		h = 0
	case oclock && half == 0:
		for i := m.to; i < len(r.atoms) && i < m.to+3; i++ {
			if w := r.atoms[i].low; h < 12 && (w == "afternoon" || w == "evening") {
				h += 12
			}
		}
	}
	return meaning{typ: Time, part: fmt.Sprintf("T%02d:%02d", h, minutes)}, true
}
