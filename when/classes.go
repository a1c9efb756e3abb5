package when

import "strings"

// A class of words that patterns name. It reads atoms[i:] and returns how many
// atoms it takes, 0 if it does not match, and what they mean.
type class struct {
	name string
	read func(atoms []atom, i int) (int, capture)
}

var classes = []class{
	{"month", readMonth},
	{"wday", readWeekday},
	{"year", readYear},
	{"yy", readShortYear},
	{"d", readDay},
	{"ord", readOrdinal},
	{"num", readNumber},
	{"vague", readVague},
	{"unit", func(a []atom, i int) (int, capture) { return word(a, i, units) }},
	{"units", func(a []atom, i int) (int, capture) { return word(a, i, pluralUnits) }},
	{"any", func(a []atom, i int) (int, capture) { return either(a, i, units, pluralUnits) }},
	{"season", func(a []atom, i int) (int, capture) { return word(a, i, seasons) }},
	{"which", func(a []atom, i int) (int, capture) { return word(a, i, which) }},
	{"tod", func(a []atom, i int) (int, capture) { return lookUp(a, i, timesOfDay) }},
	{"every", func(a []atom, i int) (int, capture) { return word(a, i, every) }},
	{"ly", func(a []atom, i int) (int, capture) { return lookUp(a, i, adverbs) }},
	{"ref", func(a []atom, i int) (int, capture) { return lookUp(a, i, references) }},
	{"wdays", func(a []atom, i int) (int, capture) { return word(a, i, pluralWeekdays) }},
	{"two", func(a []atom, i int) (int, capture) { return digits(a, i, 1, 2) }},
	{"four", func(a []atom, i int) (int, capture) { return digits(a, i, 4, 4) }},
	{"tz", readZone},
	{"decades", func(a []atom, i int) (int, capture) { return word(a, i, namedDecades) }},
	{"half", readHalf},
}

var months12 = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
	"august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": -1, "feb": -2, "mar": -3, "apr": -4, "jun": -6, "jul": -7, "aug": -8,
	"sep": -9, "sept": -9, "oct": -10, "nov": -11, "dec": -12,
}

var weekdays = map[string]int{
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
	"mon": -1, "tue": -2, "tues": -2, "wed": -3, "thu": -4, "thur": -4, "thurs": -4, "fri": -5, "sat": -6, "sun": -7,
}

var pluralWeekdays = map[string]int{
	"mondays": 1, "tuesdays": 2, "wednesdays": 3, "thursdays": 4, "fridays": 5, "saturdays": 6, "sundays": 7,
}

var units = map[string]int{
	"minute": int(minute), "hour": int(hour), "day": int(dayUnit), "weekend": int(weekend),
	"week": int(week), "month": int(month), "quarter": int(quarter), "year": int(year),
	"decade": int(decade), "century": int(century),
}

var pluralUnits = map[string]int{
	"seconds": int(second), "minutes": int(minute), "mins": int(minute), "hours": int(hour), "hrs": int(hour),
	"days": int(dayUnit), "weekends": int(weekend), "weeks": int(week), "months": int(month),
	"quarters": int(quarter), "years": int(year), "yrs": int(year), "decades": int(decade), "centuries": int(century),
}

var seasons = map[string]int{"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

// which is the direction of a determiner, seen from the publication.
var which = map[string]int{"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}

var every = map[string]int{"every": 1, "each": 1}

var timesOfDay = map[string]string{
	"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "nights": "NI", "mornings": "MO",
}

var adverbs = map[string]string{
	"hourly": "PT1H", "daily": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M",
	"annually": "P1Y", "yearly": "P1Y", "biannual": "P6M",
}

var references = map[string]string{
	"now": PresentRef, "currently": PresentRef, "current": PresentRef, "nowadays": PresentRef,
	"presently": PresentRef, "recently": PastRef, "lately": PastRef,
	"soon": FutureRef,
}

var namedDecades = map[string]int{
	"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}

var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
	"ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
	"fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}

var numerals = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12,
}

func word(a []atom, i int, table map[string]int) (int, capture) {
	if n, ok := table[a[i].low]; ok {
		return 1, capture{n: n, x: a[i].low}
	}
	return 0, capture{}
}

func either(a []atom, i int, one, many map[string]int) (int, capture) {
	if n, c := word(a, i, one); n > 0 {
		return n, c
	}
	return word(a, i, many)
}

func lookUp(a []atom, i int, table map[string]string) (int, capture) {
	if x, ok := table[a[i].low]; ok {
		return 1, capture{x: x}
	}
	return 0, capture{}
}

func digits(a []atom, i, least, most int) (int, capture) {
	if k := len(a[i].low); a[i].n >= 0 && k >= least && k <= most {
		return 1, capture{n: a[i].n, x: a[i].low}
	}
	return 0, capture{}
}

func readMonth(a []atom, i int) (int, capture) {
	n, ok := months12[a[i].low]
	if !ok || !a[i].cap {
		return 0, capture{}
	}
	if n > 0 {
		return 1, capture{n: n, x: a[i].low}
	}
	if i+1 < len(a) && a[i+1].low == "." && a[i+1].glued {
		return 2, capture{n: -n, x: a[i].low}
	}
	return 1, capture{n: -n, x: a[i].low + "?"} // rules ask for a number beside it
}

func readWeekday(a []atom, i int) (int, capture) {
	n, ok := weekdays[a[i].low]
	if !ok || n < 0 && !a[i].cap {
		return 0, capture{}
	}
	if n > 0 {
		return 1, capture{n: n}
	}
	// "Sun." may end a sentence: an abbreviation needs a date after it.
	j := i + 1
	for j < len(a) && (a[j].low == "." || a[j].low == ",") {
		j++
	}
	if j == i+1 || j >= len(a) {
		return 0, capture{}
	}
	if m, _ := readMonth(a, j); m == 0 && a[j].n < 0 {
		return 0, capture{}
	}
	k := i + 1
	if a[k].low == "." {
		k++
	}
	return k - i, capture{n: -n}
}

// readYear takes four digits that stand alone: not a price, not a piece of a
// longer number.
func readYear(a []atom, i int) (int, capture) {
	if a[i].low == "nineteen" && i+1 < len(a) { // as spoken
		if n, c := readNumber(a, i+1); n > 0 && c.n >= 10 && c.n < 100 && a[i+1].n < 0 {
			return 1 + n, capture{n: 1900 + c.n}
		}
	}
	if len(a[i].low) != 4 || a[i].n < 1000 || a[i].n > 2199 {
		return 0, capture{}
	}
	if i > 0 && a[i].glued && strings.Contains("$€£¥#,.:@_", a[i-1].low) && !(a[i-1].low == "," && i > 1 && a[i-2].n < 0) &&
		!(a[i-1].low == "." && i > 1 && (a[i-2].n < 0 || i > 3 && a[i-3].low == ".")) {
		return 0, capture{}
	}
	if i+1 < len(a) && a[i+1].glued {
		switch next := a[i+1].low; {
		case next == "%", isLetter(next) && next != "s":
			return 0, capture{}
		case (next == "," || next == "." || next == ":") && i+2 < len(a) && a[i+2].n >= 0 && a[i+2].glued:
			return 0, capture{}
		}
	}
	return 1, capture{n: a[i].n, x: a[i].low}
}

// readShortYear takes "'98".
func readShortYear(a []atom, i int) (int, capture) {
	if a[i].low != "'" || i+1 >= len(a) || !a[i+1].glued || len(a[i+1].low) != 2 || a[i+1].n < 0 {
		return 0, capture{}
	}
	y := 1900 + a[i+1].n
	if a[i+1].n < 30 {
		y += 100
	}
	return 2, capture{n: y}
}

// readDay takes a day of the month: 9, 9th, ninth, twenty-first.
func readDay(a []atom, i int) (int, capture) {
	if a[i].n >= 1 && a[i].n <= 31 && len(a[i].low) <= 2 {
		if i > 0 && a[i].glued && strings.Contains("$€£¥.:,", a[i-1].low) && i > 1 && a[i-2].n >= 0 {
			return 0, capture{}
		}
		if i+1 < len(a) && a[i+1].glued {
			switch next := a[i+1].low; {
			case next == "st" || next == "nd" || next == "rd" || next == "th":
				return 2, capture{n: a[i].n, x: "th"}
			case next == "%" || isLetter(next):
				return 0, capture{}
			case (next == "," || next == "." || next == ":") && i+2 < len(a) && a[i+2].glued && a[i+2].n >= 0 &&
				!(next == "," && len(a[i+2].low) == 4): // "May 6,2012" without its space
				return 0, capture{}
			}
		}
		return 1, capture{n: a[i].n}
	}
	if n, c := readOrdinal(a, i); n > 0 && c.n <= 31 {
		return n, capture{n: c.n, x: "th"}
	}
	return 0, capture{}
}

// readOrdinal takes first, 1st, twenty-first.
func readOrdinal(a []atom, i int) (int, capture) {
	if n, ok := ordinals[a[i].low]; ok {
		return 1, capture{n: n}
	}
	if a[i].n > 0 && i+1 < len(a) && a[i+1].glued {
		switch a[i+1].low {
		case "st", "nd", "rd", "th":
			return 2, capture{n: a[i].n}
		}
	}
	if tens, ok := numerals[a[i].low]; ok && tens >= 20 && i+2 < len(a) && a[i+1].low == "-" {
		if n, ok := ordinals[a[i+2].low]; ok && n < 10 {
			return 3, capture{n: tens + n}
		}
	}
	return 0, capture{}
}

// readNumber takes a cardinal number in digits or words: 12, 1,100, twenty-five,
// two hundred, a hundred, a dozen.
func readNumber(a []atom, i int) (int, capture) {
	if a[i].n >= 0 {
		if i > 0 && a[i].glued && (a[i-1].low == "." || a[i-1].low == ",") && i > 1 && a[i-2].n >= 0 {
			return 0, capture{} // the end of a longer number
		}
		n, j := a[i].n, i+1
		for j+1 < len(a) && a[j].low == "," && a[j].glued && a[j+1].glued && len(a[j+1].low) == 3 && a[j+1].n >= 0 && n < 1e6 {
			n = 1000*n + a[j+1].n
			j += 2
		}
		return j - i, capture{n: n}
	}
	j, total := i, 0
	if a[j].low == "a" && j+1 < len(a) && (a[j+1].low == "hundred" || a[j+1].low == "thousand" || a[j+1].low == "dozen") {
		j++
		total = 1
	}
	for j < len(a) && j-i < 12 {
		w := a[j].low
		switch n, ok := numerals[w]; {
		case ok && w == "dozen" && j > i:
			total = 12 * max(total, 1)
		case ok && total%10 == 0 && (total == 0 || n < 10 || total%100 == 0):
			total += n
		case w == "hundred" && total > 0 && total < 100:
			total *= 100
		case w == "thousand" && total > 0 && total < 1000:
			total *= 1000
		case (w == "-" || w == "and" && total >= 100) && j > i && j+1 < len(a) && numerals[a[j+1].low] > 0 && numerals[a[j+1].low] < 100 && total%10 == 0:
		default:
			if j == i {
				return 0, capture{}
			}
			return j - i, capture{n: total}
		}
		j++
	}
	return j - i, capture{n: total}
}

// readVague takes a number that is not given: several, a few, many.
func readVague(a []atom, i int) (int, capture) {
	j := i
	if a[j].low == "a" && j+1 < len(a) {
		switch a[j+1].low {
		case "couple":
			if j+2 < len(a) && a[j+2].low == "of" {
				return 3, capture{n: 2}
			}
			return 2, capture{n: 2}
		case "few", "number":
			j++
		default:
			return 0, capture{}
		}
	}
	switch a[j].low {
	case "couple":
		if j+1 < len(a) && a[j+1].low == "of" {
			return 2, capture{n: 2}
		}
		return 0, capture{}
	case "number":
		if j == i || j+1 >= len(a) || a[j+1].low != "of" {
			return 0, capture{}
		}
		return 3, capture{n: -1}
	case "several", "few", "many", "numerous", "some":
		return j - i + 1, capture{n: -1}
	}
	return 0, capture{}
}

// readHalf takes "1/2" and "½" after a number.
func readHalf(a []atom, i int) (int, capture) {
	if a[i].low == "½" {
		return 1, capture{}
	}
	if a[i].low == "1" && i+2 < len(a) && a[i+1].low == "/" && a[i+2].low == "2" {
		return 3, capture{}
	}
	return 0, capture{}
}

// readZone takes a time zone: GMT, EDT, local time, Moscow time.
func readZone(a []atom, i int) (int, capture) {
	switch a[i].low {
	case "gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "bst", "cet", "cest", "eet", "msk", "jst", "ist":
		if a[i].cap {
			return 1, capture{x: a[i].low}
		}
	}
	if i+1 < len(a) && a[i+1].low == "time" && (a[i].low == "local" || a[i].cap) {
		return 2, capture{x: a[i].low}
	}
	return 0, capture{}
}
