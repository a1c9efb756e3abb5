package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout/text"
)

// head reads the top of the article: a label, the headline, a deck below it,
// author lines and dates, up to the first paragraph of running text. What is
// not there stays missing.
func (l *labeller) head() {
	n := len(l.units)
	i := 0
	skip := func() {
		for i < n && (l.units[i].role == text.Furniture || l.units[i].role == text.Dateline && l.units[i].why != "dateline:place" ||
			l.units[i].role == text.Credit) {
			i++
		}
	}
	skip()
	if i+1 < n && l.isKicker(i) {
		l.facts.kicker = l.units[i].s
		l.units[i].give(text.Furniture, "furniture:kicker")
		i++
	}
	skip()
	if i >= n {
		return
	}
	headed := false
	switch u := &l.units[i]; {
	case u.role == text.Headline:
		headed = true
		i++
	case u.role != "":
	case l.isTitle(u):
		u.give(text.Headline, "headline:title")
		headed = true
		i++
	case l.looksHeadline(i):
		u.give(text.Headline, "headline:first_line")
		headed = true
		i++
	}
	// At most a handful of lines stand between headline and text.
	for end := min(n, i+6); i < end; i++ {
		u := &l.units[i]
		if u.role != "" {
			if u.role == text.Byline {
				l.byline(u.s)
			}
			continue
		}
		switch {
		case l.isTitle(u) && !headed:
			u.give(text.Headline, "headline:title")
			headed = true
		case reByline.MatchString(u.s) && u.words <= 20 && l.byline(u.s):
			u.give(text.Byline, "byline:by")
		case headed && u.words <= 12 && !u.stop && l.nameLine(u.s):
			u.give(text.Byline, "byline:name")
		case !headed && i == 0 && u.words <= 4 && !u.stop && i+1 < n && l.nameLine(u.s) && l.units[i+1].words >= 12:
			u.give(text.Byline, "byline:name")
		case headed && u.words <= 25 && !u.stop && reDateLead.MatchString(u.s):
			u.give(text.Dateline, "dateline:date")
		case headed && i < n-1 && u.words <= 35 && !strings.ContainsAny(u.s, "|•»") && !u.stop && lastMark(u.s) != ':' && lastMark(u.s) != ',' && startsUpper(u.s) && l.units[i-1].role != text.Body:
			u.give(text.Subheading, "subheading:deck")
		default:
			return
		}
	}
}

// isTitle reports whether u says the title that the source gives.
func (l *labeller) isTitle(u *unit) bool {
	if l.a.Title == "" || u.words > 50 {
		return false
	}
	title := fold(l.a.Title)
	if u.key == title || strings.TrimRight(u.key, ".") == strings.TrimRight(title, ".") {
		return true
	}
	// Titles of pages carry the outlet's name at their end, or are cut short.
	if len(u.key) >= 20 && (strings.HasPrefix(title, u.key) || len(title) >= 20 && strings.HasPrefix(u.key, title) && len(u.key) < len(title)+30) {
		return true
	}
	return !u.stop && u.words <= 30 && shared(u.key, title) >= .75
}

// shared is the part of the words of the shorter of a and b that the other has.
func shared(a, b string) float64 {
	split := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	x, y := split(a), split(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 4 {
		return 0
	}
	has := map[string]bool{}
	for _, w := range y {
		has[w] = true
	}
	n := 0
	for _, w := range x {
		if has[w] {
			n++
		}
	}
	return float64(n) / float64(len(x))
}

// looksHeadline judges the first line of a text that brings no title: short,
// one clause, without a full stop, and text after it.
func (l *labeller) looksHeadline(i int) bool {
	u := &l.units[i]
	if i+1 >= len(l.units) || u.words < 2 || u.words > 30 || len(u.s) > 220 || !startsUpper(u.s) {
		return false
	}
	if _, ok := dateline(u.s); ok || reTurn.MatchString(u.s) {
		return false
	}
	switch lastMark(u.s) {
	case '.':
		if stops(u.s) > 0 || !titleCase(u.s) {
			return false
		}
	case '…', ',', ':', ';', '-', '–', '—':
		return false
	case '?', '!':
		// A question may open a text; as a headline it is one sentence with
		// a line about the author or a full paragraph below it.
		if u.words > 20 || stops(u.s) > 0 {
			return false
		}
	}
	if stops(u.s) > 1 {
		return false
	}
	if quotes(u.s)%2 != 0 {
		return false
	}
	next := l.units[i+1]
	if !startsUpper(next.s) && next.role == "" {
		return false
	}
	// A text of short lines without stops is a list or a poem, not an article.
	for _, v := range l.units[i+1:] {
		if v.words > 15 || v.stop {
			return true
		}
	}
	return false
}

// titleCase reports whether a line is set As Headlines Often Are: all but the
// small words begin with a capital letter.
func titleCase(s string) bool {
	capital, long := 0, 0
	for _, w := range strings.Fields(s) {
		w = strings.TrimLeft(w, `"'“‘(`)
		if utf8.RuneCountInString(strings.Trim(w, `.,:;!?"'”’)`)) < 4 {
			continue
		}
		long++
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsLower(r) {
			capital++
		}
	}
	return long >= 4 && capital*10 >= long*9
}

// startsUpper reports whether the first letter or figure of s is no small letter.
func startsUpper(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return !unicode.IsLower(r)
		}
		if unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

func quotes(s string) int {
	return strings.Count(s, `"`) + strings.Count(s, "“") + strings.Count(s, "”")
}

// sections are labels that stand above headlines.
var sections = set(`opinion opinions op-ed commentary comment editorial analysis perspective perspectives viewpoint views column
	world politics news exclusive breaking interview q&a explainer factbox business europe asia africa americas feature features
	diplomacy international national defence defense security economy society blog letters review`)

// isKicker reports whether unit i is a label above the headline.
func (l *labeller) isKicker(i int) bool {
	u := &l.units[i]
	if u.role != "" || u.words > 3 || u.stop || i+1 >= len(l.units) {
		return false
	}
	next := &l.units[i+1]
	if l.isTitle(u) || next.role != "" && next.role != text.Headline {
		return false
	}
	for _, w := range strings.FieldsFunc(u.key, func(r rune) bool { return r == ' ' || r == '|' || r == '/' }) {
		if !sections[strings.Trim(w, ":")] && w != "news" && w != "&" && w != "and" {
			return false
		}
	}
	return next.role == text.Headline || l.isTitle(next) || l.looksHeadline(i+1)
}

// byline takes the author and agency from an author line and reports whether
// it is one.
func (l *labeller) byline(s string) bool {
	m := reByline.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	rest := m[1]
	if endsStop(rest) && stops(rest) > 0 || strings.ContainsAny(rest, `"“?!`) {
		return false
	}
	names, ag := splitNames(rest)
	if len(names) == 0 && ag == "" && len(strings.Fields(rest)) > 6 {
		return false
	}
	l.sign(names, ag)
	return true
}

// nameLine reports whether s is nothing but the names of authors, or an
// agency or "staff" that signs in their place.
func (l *labeller) nameLine(s string) bool {
	if ag := agency(s); ag != "" {
		l.sign(nil, ag)
		return true
	}
	names, ag := splitNames(s)
	if len(names) > 0 && strings.Join(names, "") != "" && namesOnly(s, names, ag) {
		l.sign(names, ag)
		return true
	}
	key := fold(s)
	for _, w := range []string{"staff reporter", "staff writer", "staff report", "news desk", "web desk", "agencies", "our correspondent", "from our correspondent", "special correspondent"} {
		if key == w {
			return true
		}
	}
	return false
}

// splitNames finds the names of people, and an agency, in the parts of an
// author line.
func splitNames(s string) (names []string, ag string) {
	for _, sep := range []string{" and ", " & ", " with ", " / ", "/", " | ", "|", " • ", " · ", ", ", "; ", ";", " - ", " – ", " — ", " in ", " for ", " at "} {
		s = strings.ReplaceAll(s, sep, "\x00")
	}
	for _, part := range strings.Split(s, "\x00") {
		part = strings.Trim(part, " ,.()")
		switch {
		case isName(part):
			if !strings.Contains(part, "\x00") && len(names) < 6 {
				names = append(names, capitalName(part))
			}
		case ag == "":
			ag = agency(part)
		}
	}
	return names, ag
}

// namesOnly reports whether nothing but names, an agency, a role or a date
// stands in s.
func namesOnly(s string, names []string, ag string) bool {
	rest := s
	for _, n := range names {
		rest = strings.Replace(rest, n, "", 1)
		rest = strings.Replace(rest, strings.ToUpper(n), "", 1)
	}
	rest = reDate.ReplaceAllString(rest, "")
	left := 0
	for _, w := range strings.FieldsFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch strings.ToLower(w) {
		case "and", "with", "in", "for", "at", "correspondent", "reporter", "editor", "columnist", "staff", "writer", "contributor", "diplomatic", "political", "foreign", "chief":
		default:
			if ag == "" || agency(w) == "" {
				left++
			}
		}
	}
	return left == 0 || left <= 2 && strings.ContainsAny(s, ",|/")
}

// capitalName writes JANE ROE as Jane Roe.
func capitalName(s string) string {
	if strings.ToUpper(s) != s || len(s) < 5 {
		return s
	}
	var b strings.Builder
	start := true
	for _, r := range s {
		if start {
			b.WriteRune(r)
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
		start = !unicode.IsLetter(r) && r != '\'' && r != '’'
	}
	return b.String()
}

func (l *labeller) sign(names []string, ag string) {
	if l.facts.author == "" {
		l.facts.author = strings.Join(names, ", ")
	}
	if l.facts.agency == "" && ag != "" {
		l.facts.agency, l.facts.agencyWhy = ag, "byline"
	}
}

// subheadings finds short lines without a stop between paragraphs of running
// text.
func (l *labeller) subheadings() {
	var questions []int
	for i := 1; i+1 < len(l.units); i++ {
		u := &l.units[i]
		if u.role != "" || u.words > 9 || len(u.s) > 80 || !startsUpper(u.s) || !hasLetters(u.s) {
			continue
		}
		next := l.units[i+1]
		if next.role != "" && next.role != text.Body && next.role != text.Caption || next.role == "" && (next.words < 12 || !startsUpper(next.s)) {
			continue
		}
		if prev := l.units[i-1]; prev.role == "" && (prev.words < 8 || !prev.stop && lastMark(prev.s) != ':') || lastMark(prev.s) == ',' {
			continue
		}
		switch lastMark(u.s) {
		case '?':
			questions = append(questions, i)
		case '.', '!', '…', ',', ';', ':', '-', '–', '—':
		default:
			// An odd number of marks: a quotation that runs over lines.
			if quotes(u.s)%2 == 0 {
				u.give(text.Subheading, "subheading:short_line")
			}
		}
	}
	// One short question may be the text's own; several are headings.
	if len(questions) < 2 {
		return
	}
	for _, i := range questions {
		if first, _, _ := strings.Cut(l.units[i].key, " "); askers[first] {
			l.units[i].give(text.Subheading, "subheading:question")
		}
	}
}

var askers = set("what why how who when where which whose is are was were will can could should do does did has have")

// signatures reads authors, agencies, datelines and dates off the blocks, and
// finds the author's name or an agency's sign below the text.
func (l *labeller) signatures() {
	for i := range l.units {
		u := &l.units[i]
		switch u.role {
		case "", text.Body:
			l.leadOf(u)
			if u.role == "" && i == len(l.units)-1 && i > 1 {
				l.last(u)
			}
		case text.Dateline:
			if u.why == "dateline:date" {
				l.dated(u.s)
			} else if u.why == "dateline:place" {
				l.leadOf(u)
			}
		case text.EditorNote, text.Disclaimer:
			if m := reViews.FindString(u.s); m != "" && l.facts.opinion == "" {
				l.facts.opinion = m
			}
			if u.role == text.EditorNote && l.facts.author == "" {
				l.facts.author = bioName(u.s)
			}
		case text.Byline:
			if l.facts.author == "" && u.why == "byline:class" {
				names, ag := splitNames(strings.TrimPrefix(u.s, "By "))
				l.sign(names, ag)
			}
		}
	}
}

func (l *labeller) leadOf(u *unit) {
	if l.facts.dateline != "" {
		return
	}
	d, ok := dateline(u.s)
	if !ok {
		return
	}
	l.facts.dateline = strings.TrimRight(d.words, " -–—―:")
	if l.facts.agency == "" && d.agency != "" {
		l.facts.agency, l.facts.agencyWhy = d.agency, "dateline"
	}
}

// dated takes the date of a date line near the top as the day of publication.
func (l *labeller) dated(s string) {
	if !l.facts.published.IsZero() {
		return
	}
	if t, ok := findDate(s); ok {
		l.facts.published, l.facts.precision = t, "day"
	}
}

var ordinal = strings.NewReplacer("1st", "1", "2nd", "2", "3rd", "3", "0th", "0", "4th", "4", "5th", "5", "6th", "6", "7th", "7", "8th", "8", "9th", "9",
	"1th", "1", "2th", "2", "3th", "3", "Sept.", "Sep", "Sept ", "Sep ", ".,", ",")

// last looks at the closing line: a signature.
func (l *labeller) last(u *unit) {
	s := strings.Trim(u.s, "-–— ()[]")
	if m := reSource.FindStringSubmatch(s); m != nil && agency(m[1]) != "" {
		s = m[1]
	}
	if ag := agency(s); ag != "" && u.words <= 6 {
		u.give(text.Credit, "credit:agency")
		if l.facts.agency == "" {
			l.facts.agency, l.facts.agencyWhy = ag, "closing line"
		}
		return
	}
	if !u.stop && u.words <= 5 && isName(s) {
		u.give(text.Byline, "byline:signature")
		l.sign([]string{s}, "")
	}
}

// bioName is the person whom a note about the author begins with.
func bioName(s string) string {
	if _, rest, ok := strings.Cut(s, ":"); ok && reEditor.MatchString(s) {
		s = strings.TrimSpace(rest)
	}
	for _, verb := range []string{" is ", " was ", " are ", ", "} {
		if name, _, ok := strings.Cut(s, verb); ok && isName(name) {
			return name
		}
	}
	return ""
}
