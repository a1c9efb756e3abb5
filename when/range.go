package when

import "strings"

// joinRanges makes one expression, an interval, of two ends: "2014-2016",
// "from May to June", "between 5 and 7 July".
func (r *reader) joinRanges(fs []found) []found {
	r.shareYears(fs)
	out := fs[:0]
	for i := 0; i < len(fs); i++ {
		f := fs[i]
		if f.typ == Date {
			if n := len(out); n > 0 && out[n-1].typ == Date && r.joined(out[n-1], f) {
				if v, ok := between(out[n-1].at, f.at); ok {
					out[n-1].to, out[n-1].value, out[n-1].at, out[n-1].rule = f.to, v, f.at, "range"
					continue
				}
			}
			r.leftEnd(&f, out)
			i += r.rightEnd(&f, fs[i+1:])
		}
		out = append(out, f)
	}
	return out
}

// joined reports whether the words between and before two dates make them the
// ends of a range.
func (r *reader) joined(a, b found) bool {
	gap := r.atoms[a.to:b.from]
	if len(gap) == 2 && gap[1].low == "the" {
		gap = gap[:1]
	}
	if len(gap) != 1 || a.rule == "range" || a.mod != "" && a.at.u == dayUnit {
		return false
	}
	before := r.at(a.from - 1).low
	switch gap[0].low {
	case "-":
		return true
	case "to", "through", "until", "till":
		return before == "from" || gap[0].low == "through" || before == "(" && gap[0].low == "to"
	case "and":
		return before == "between"
	}
	return false
}

// between is the interval of two points, if the first comes first.
func between(a, b point) (string, bool) {
	if !a.known() || !b.known() || !a.begin().Before(b.begin()) {
		return "", false
	}
	va, vb := a.value(), b.value()
	if !plain(va) || !plain(vb) {
		return "", false
	}
	return va + "/" + vb, true
}

// shareYears gives a date without a year the year of the one it is paired
// with: "in May and June 2014", "from 3 March to 4 April 2014".
func (r *reader) shareYears(fs []found) {
	for i := len(fs) - 2; i >= 0; i-- {
		a, b := &fs[i], fs[i+1]
		if a.rule != "date:month" && a.rule != "date:month-day" || b.rule == "date:month" || b.rule == "date:month-day" || b.at.u != dayUnit && b.at.u != month || !strings.HasPrefix(b.rule, "date:") {
			continue
		}
		gap := r.atoms[a.to:b.from]
		if len(gap) != 1 {
			continue
		}
		switch gap[0].low {
		case "-", "to", "and", "or", "through", "until":
		default:
			continue
		}
		mo, d := r.monthDay(*a)
		if mo == 0 {
			continue
		}
		y := b.at.y
		if mo > b.at.n && gap[0].low != "or" {
			y--
		}
		p := point{y: y, n: mo, u: month}
		if d > 0 {
			var ok bool
			if p, ok = valid(y, mo, d); !ok {
				continue
			}
		}
		a.at, a.value = p, p.value()
	}
}

// monthDay reads month and day again from the words of f.
func (r *reader) monthDay(f found) (mo, d int) {
	for i := f.from; i < f.to; i++ {
		if n, c := readMonth(r.atoms, i); n > 0 {
			mo = c.n
		} else if n, c := readDay(r.atoms, i); n > 0 && f.rule == "date:month-day" {
			d = c.n
		}
	}
	return mo, d
}

// leftEnd takes the "5" of "5-7 June" into the date f.
func (r *reader) leftEnd(f *found, before []found) {
	if f.at.u != dayUnit && f.value != "" || !strings.HasPrefix(f.rule, "date:") {
		return
	}
	if n, _ := readDay(r.atoms, f.from); n == 0 { // "5-June 7" is none
		return
	}
	dash := r.at(f.from - 1).low
	for k := f.from - 2; k >= f.from-3 && k >= 0; k-- { // "5", "5th"
		n, c := readDay(r.atoms, k)
		if n == 0 || k+n != f.from-1 {
			continue
		}
		if len(before) > 0 && before[len(before)-1].to > k {
			return
		}
		w := r.at(k - 1).low
		if dash != "-" && !(dash == "and" && w == "between") && !(dash == "to" && w == "from") {
			return
		}
		f.from = k
		if f.at.known() {
			if p, ok := valid(f.at.y, f.at.n, c.n); ok {
				if v, ok := between(p, f.at); ok {
					f.value, f.rule = v, "range"
				}
			}
		}
		return
	}
}

// rightEnd takes the "12" of "July 11-12" and the "18" of "1914-18" into f. It
// returns how many of the expressions after f it used up: the "2018" of
// "July 11-12, 2018".
func (r *reader) rightEnd(f *found, after []found) int {
	dash, i := r.at(f.to).low, f.to+1
	if dash != "-" && dash != "to" && dash != "through" && dash != "and" || i >= len(r.atoms) {
		return 0
	}
	if len(after) > 0 && after[0].from <= i || !strings.HasPrefix(f.rule, "date:") || f.rule == "range" {
		return 0
	}
	switch {
	case f.rule == "date:year" && dash == "-" && len(r.atoms[i].low) == 2 && r.atoms[i].n >= 0 && r.atoms[i].glued && f.at.known():
		y := f.at.y/100*100 + r.atoms[i].n
		if v, ok := between(f.at, point{y: y, u: year}); ok && !r.at(i+1).glued || ok && !r.at(i+1).letters() && r.at(i+1).low != "-" {
			f.to, f.value, f.rule = i+1, v, "range"
			f.at = point{y: y, u: year}
		}
	case f.rule == "date:month-day":
		n, c := readDay(r.atoms, i)
		if n == 0 || r.atoms[i].n < 0 || dash == "and" && r.at(f.from-1).low != "between" {
			return 0
		}
		if next := r.at(i + n); dash == "to" && next.letters() && !next.cap && plural(next.low) {
			return 0
		}
		if !f.at.known() {
			f.to = i + n
			return 0
		}
		y, to, used := f.at.y, i+n, 0
		if len(after) > 0 && after[0].rule == "date:year" && (after[0].from == to || after[0].from == to+1 && r.at(to).low == ",") {
			y, to, used = after[0].at.y, after[0].to, 1
		}
		p, ok := valid(y, f.at.n, c.n)
		q, ok2 := valid(y, f.at.n, f.at.d)
		if !ok || !ok2 {
			return 0
		}
		if v, ok := between(q, p); ok {
			f.to, f.value, f.rule, f.at = to, v, "range", p
			return used
		}
	}
	return 0
}
