package actors

import (
	"fmt"
	"time"
)

// A Date is a day, a month or a year as ISO 8601 writes it: 2018-04-26,
// 2018-04, 2018. The empty date is unknown, or no date where one is asked for.
type Date string

// ParseDate reads a date; anything but a day, month or year of the calendar
// is an error.
func ParseDate(s string) (Date, error) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return Date(s), nil
		}
	}
	return "", fmt.Errorf("date %q: want a day, a month or a year: 2018-04-26, 2018-04, 2018", s)
}

// first and last are the first and the last day that d may mean. The last of
// a month is its 31st: days are only compared.
func (d Date) first() string { return string(d) + "0000-01-01"[min(len(d), 10):] }
func (d Date) last() string  { return string(d) + "9999-12-31"[min(len(d), 10):] }

// A Certainty says whether something held on a date.
type Certainty int

// The certainties, from the least.
const (
	No    Certainty = iota // it did not
	Maybe                  // the dates are too coarse, or its end is unknown
	Yes
)

// within tells whether on lies in [from, to), a span that has not ended being
// sure until seen. An empty on asks for any time and is always Yes.
func within(on, from, to, seen Date) Certainty {
	if on == "" {
		return Yes
	}
	if from != "" && on.last() < from.first() || to != "" && on.first() > to.last() {
		return No
	}
	if to != "" && len(to) == 10 && on.first() >= string(to) {
		return No // the day of handing over is the successor's
	}
	switch {
	case from != "" && on.first() < from.last() && len(from) < 10,
		from != "" && on.first() < from.first(),
		to != "" && on.last() > to.first():
		return Maybe
	case to == "" && seen != "" && on.first() > seen.last():
		return Maybe
	}
	return Yes
}
