// Package when finds time expressions and resolves them against the date of
// publication.
//
// In: a [text.Document] and the publication date, which may be unknown. Out:
// TIMEX3 expressions (ISO-TimeML) with their values; an expression that needs
// a date nobody gave has no value.
//
// The grammar is a table of patterns over the words of a sentence (explicit.go,
// relative.go, period.go, clock.go), each with a function that resolves what
// it matched; find.go applies them, longest match first, and joins ranges.
package when

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"example.org/readout/text"
)

// The types of TIMEX3.
const (
	Date     = "DATE"
	Time     = "TIME"
	Duration = "DURATION"
	Set      = "SET"
)

// The values of expressions that point at no calendar date.
const (
	PastRef    = "PAST_REF"
	PresentRef = "PRESENT_REF"
	FutureRef  = "FUTURE_REF"
)

// A Timex is a TIMEX3 time expression.
type Timex struct {
	Span  text.Span
	Type  string // DATE, TIME, DURATION, SET
	Value string // "2020-02-01", "2019-08", "2018-W17", "P2W", "PAST_REF", an interval "2014/2016"; "" if unknown
	Mod   string // TIMEX3 mod: START, MID, END, APPROX, MORE_THAN, LESS_THAN; "" if none
	// Fills is the interval of days that an anchored duration covers, as
	// "2020-01-27/2020-02-03" for "the past week"; "" for any other.
	Fills string
	Rule  string // the rule that made it
}

// Label is the value with its modifier, for people: "2018-10-END" for "the end
// of October 2018".
func (t Timex) Label() string {
	if t.Value == "" || t.Mod == "" {
		return t.Value
	}
	return t.Value + "-" + t.Mod
}

// Date is the time of t as events carry it: YYYY, YYYY-MM, YYYY-MM-DD or an
// interval of two of these. It is "" where t does not say when: an unknown
// value, a bare duration, a set, a vague reference.
func (t Timex) Date() string {
	v := t.Value
	if t.Type == Duration {
		v = t.Fills
	}
	if t.Type == Set || v == "" {
		return ""
	}
	if i := strings.IndexByte(v, 'T'); i > 0 {
		v = v[:i] // "2017-09-15TMO", "2017-09-14T21:50"
	}
	if a, b, ok := strings.Cut(v, "/"); ok {
		if plain(a) && plain(b) {
			return v
		}
	} else if plain(v) {
		return v
	}
	begin, end, ok := span(v)
	if !ok {
		return ""
	}
	last := end.AddDate(0, 0, -1)
	switch {
	case begin.YearDay() == 1 && last.Month() == 12 && last.Day() == 31:
		return fmt.Sprintf("%04d/%04d", begin.Year(), last.Year())
	case begin.Day() == 1 && end.Day() == 1:
		return begin.Format("2006-01") + "/" + last.Format("2006-01")
	}
	return begin.Format(time.DateOnly) + "/" + last.Format(time.DateOnly)
}

// plain reports whether v is YYYY, YYYY-MM or YYYY-MM-DD.
func plain(v string) bool {
	for _, layout := range [...]string{"2006", "2006-01", time.DateOnly} {
		if len(v) == len(layout) {
			_, err := time.Parse(layout, v)
			return err == nil
		}
	}
	return false
}

// Interval is the time that t names as the half-open range [begin, end) in
// UTC, to the day; Mod does not narrow it. ok is false where [Timex.Date]
// is "".
func (t Timex) Interval() (begin, end time.Time, ok bool) {
	d := t.Date()
	if d == "" {
		return time.Time{}, time.Time{}, false
	}
	return span(d)
}

// span is the range of days of a value of type DATE.
func span(v string) (begin, end time.Time, ok bool) {
	if a, b, cut := strings.Cut(v, "/"); cut {
		from, _, ok1 := span(a)
		_, to, ok2 := span(b)
		return from, to, ok1 && ok2 && from.Before(to)
	}
	if plain(v) {
		switch len(v) {
		case 4:
			begin, _ = time.Parse("2006", v)
			return begin, begin.AddDate(1, 0, 0), true
		case 7:
			begin, _ = time.Parse("2006-01", v)
			return begin, begin.AddDate(0, 1, 0), true
		}
		begin, _ = time.Parse(time.DateOnly, v)
		return begin, begin.AddDate(0, 0, 1), true
	}
	y, err := strconv.Atoi(v[:min(4, len(v))])
	if err != nil || y <= 0 {
		return begin, end, false
	}
	switch {
	case len(v) == 3: // a decade: 199
		return day(10*y, 1, 1), day(10*y+10, 1, 1), true
	case len(v) == 2: // a century: 19
		return day(100*y, 1, 1), day(100*y+100, 1, 1), true
	case len(v) < 5 || v[4] != '-':
		return begin, end, false
	}
	switch rest := v[5:]; {
	case len(rest) == 2 && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4':
		begin = day(y, 3*int(rest[1]-'1')+1, 1)
		return begin, begin.AddDate(0, 3, 0), true
	case rest == "H1" || rest == "H2":
		begin = day(y, 6*int(rest[1]-'1')+1, 1)
		return begin, begin.AddDate(0, 6, 0), true
	case rest == "SP" || rest == "SU" || rest == "FA" || rest == "WI":
		begin = day(y, map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[rest], 1)
		return begin, begin.AddDate(0, 3, 0), true
	case len(rest) >= 3 && rest[0] == 'W':
		w, err := strconv.Atoi(rest[1:3])
		if err != nil || w < 1 || w > 53 {
			return begin, end, false
		}
		begin = monday(y, w)
		switch rest[3:] {
		case "":
			return begin, begin.AddDate(0, 0, 7), true
		case "-WE":
			return begin.AddDate(0, 0, 5), begin.AddDate(0, 0, 7), true
		}
	}
	return begin, end, false
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// monday is the first day of ISO week w of year y.
func monday(y, w int) time.Time {
	t := day(y, 1, 4) // always in week 1
	return t.AddDate(0, 0, 7*(w-1)-(int(t.Weekday())+6)%7)
}
