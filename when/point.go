package when

import (
	"fmt"
	"strconv"
	"time"
)

// A unit is a unit of the calendar, from the finest up.
type unit int

const (
	second unit = iota
	minute
	hour
	dayUnit
	weekend
	week
	month
	quarter
	season
	half
	year
	decade
	century
)

// A point is a stretch of the calendar one unit long. The zero value is no
// point: years begin at 1.
type point struct {
	y int  // year; of a week, its ISO year; of a decade or century, its first year
	n int  // month, quarter, half, season (1 spring .. 4 winter) or ISO week
	d int  // day of the month
	u unit // one of dayUnit .. century
}

func (p point) known() bool { return p.y > 0 }

// value is p in TIMEX3.
func (p point) value() string {
	if !p.known() || p.y > 9999 {
		return ""
	}
	switch p.u {
	case dayUnit:
		return fmt.Sprintf("%04d-%02d-%02d", p.y, p.n, p.d)
	case month:
		return fmt.Sprintf("%04d-%02d", p.y, p.n)
	case week:
		return fmt.Sprintf("%04d-W%02d", p.y, p.n)
	case weekend:
		return fmt.Sprintf("%04d-W%02d-WE", p.y, p.n)
	case quarter:
		return fmt.Sprintf("%04d-Q%d", p.y, p.n)
	case half:
		return fmt.Sprintf("%04d-H%d", p.y, p.n)
	case season:
		return fmt.Sprintf("%04d-%s", p.y, [...]string{"SP", "SU", "FA", "WI"}[p.n-1])
	case decade:
		return fmt.Sprintf("%03d", p.y/10)
	case century:
		return fmt.Sprintf("%02d", p.y/100)
	}
	return fmt.Sprintf("%04d", p.y)
}

// begin is the first day of p.
func (p point) begin() time.Time {
	switch p.u {
	case dayUnit:
		return day(p.y, p.n, p.d)
	case month:
		return day(p.y, p.n, 1)
	case week:
		return monday(p.y, p.n)
	case weekend:
		return monday(p.y, p.n).AddDate(0, 0, 5)
	case quarter:
		return day(p.y, 3*p.n-2, 1)
	case half:
		return day(p.y, 6*p.n-5, 1)
	case season:
		return day(p.y, 3*p.n, 1)
	}
	return day(p.y, 1, 1)
}

// at is the unit u that holds t. A day of the working week belongs to no
// weekend; it is given the one that ends its week.
func at(t time.Time, u unit) point {
	y, m, d := t.Date()
	switch u {
	case week, weekend:
		iy, w := t.ISOWeek()
		return point{y: iy, n: w, u: u}
	case month:
		return point{y: y, n: int(m), u: u}
	case quarter:
		return point{y: y, n: (int(m)-1)/3 + 1, u: u}
	case half:
		return point{y: y, n: (int(m)-1)/6 + 1, u: u}
	case season:
		if m < 3 {
			return point{y: y - 1, n: 4, u: u}
		}
		return point{y: y, n: int(m) / 3, u: u}
	case year:
		return point{y: y, u: u}
	case decade:
		return point{y: y / 10 * 10, u: u}
	case century:
		return point{y: y / 100 * 100, u: u}
	}
	return point{y: y, n: int(m), d: d, u: dayUnit}
}

// shift moves p by n units u. The result is as fine as p or as coarse as u,
// whichever is coarser: two years before a day is a year.
func (p point) shift(n int, u unit) point {
	return p.move(n, u, max(p.u, u))
}

// move moves p by n units u and gives the unit keep that holds the result.
func (p point) move(n int, u, keep unit) point {
	if !p.known() || n > 9999 || n < -9999 {
		return point{}
	}
	t := p.begin()
	switch u {
	case dayUnit:
		t = t.AddDate(0, 0, n)
	case week, weekend:
		t = t.AddDate(0, 0, 7*n)
	case month:
		t = months(t, n)
	case quarter, season:
		t = months(t, 3*n)
	case half:
		t = months(t, 6*n)
	case year:
		t = months(t, 12*n)
	case decade:
		t = months(t, 120*n)
	case century:
		t = months(t, 1200*n)
	default:
		return point{}
	}
	if t.Year() < 1 || t.Year() > 9999 {
		return point{}
	}
	return at(t, keep)
}

// months moves t by n months; where the day does not exist it is the last one
// of the month (31 January and one month: 28 February).
func months(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	first := day(y, int(m)+n, 1)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d, last)-1)
}

// valid makes the point of a day if there is such a day.
func valid(y, m, d int) (point, bool) {
	if y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 {
		return point{}, false
	}
	if t := day(y, m, d); t.Day() != d {
		return point{}, false
	}
	return point{y: y, n: m, d: d, u: dayUnit}, true
}

// period is a duration in TIMEX3: period("3", week) is "P3W".
func period(n string, u unit) string {
	switch u {
	case second:
		return "PT" + n + "S"
	case minute:
		return "PT" + n + "M"
	case hour:
		return "PT" + n + "H"
	case dayUnit, weekend:
		return "P" + n + "D"
	case week:
		return "P" + n + "W"
	case month:
		return "P" + n + "M"
	case quarter:
		return "P" + n + "Q"
	case year:
		return "P" + n + "Y"
	}
	if k, err := strconv.Atoi(n); err == nil { // TIMEX3 writes decades as years
		if u == century {
			k *= 10
		}
		return "P" + strconv.Itoa(10*k) + "Y"
	}
	if u == decade {
		return "P" + n + "DE"
	}
	return "P" + n + "CE"
}
