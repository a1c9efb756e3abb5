package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout"
	"example.org/readout/text"
)

// A unit is a paragraph as the rules see it.
type unit struct {
	para
	s     string // cleaned
	key   string // folded
	words int
	stop  bool // ends as a sentence does
}

// A labeller gives each paragraph of one article its role. The rules run in
// stages, from what a paragraph shows by itself to what its place among the
// others shows; a role once given is not taken back but by the stage for
// repeats.
type labeller struct {
	a     *readout.Article
	units []unit
	facts facts
}

// label cuts a.Text into blocks by the paragraphs given, and returns what it
// read off them on the way.
func label(a *readout.Article, paras []para) facts {
	l := &labeller{a: a}
	for _, p := range paras {
		s := clean(a.Text[p.span.Begin:p.span.End])
		if s == "" {
			continue
		}
		l.units = append(l.units, unit{p, s, fold(s), len(strings.Fields(s)), endsStop(s)})
	}
	for i := range l.units {
		if l.units[i].role == "" {
			l.alone(i)
		}
	}
	l.bulletGroups()
	l.head()
	l.subheadings()
	l.tail()
	l.footnotes()
	l.repeats()
	l.signatures()
	for i := range l.units {
		u := &l.units[i]
		if u.role == "" {
			u.role, u.why = text.Body, "body:paragraph"
		}
		a.Blocks = append(a.Blocks, text.Block{Span: u.span, Role: u.role, Why: u.why})
	}
	return l.facts
}

func (u *unit) give(r text.Role, why string) { u.role, u.why = r, why }

// alone applies the rules that need nothing but the paragraph.
func (l *labeller) alone(i int) {
	u := &l.units[i]
	s := u.s
	last := i*4 >= len(l.units)*3
	bracketed := strings.HasPrefix(s, "(") && strings.HasSuffix(strings.TrimRight(s, "."), ")")
	switch {
	case reSeparator.MatchString(s):
		// A quotation mark that was torn off its sentence is no separator.
		if strings.Trim(s, `"'“”‘’`) != "" {
			u.give(text.Furniture, "furniture:separator")
		}
	case u.words <= 150 && reEditor.MatchString(s):
		u.give(text.EditorNote, "editor_note:label")
	case u.words <= 60 && reChanged.MatchString(s):
		u.give(text.EditorNote, "editor_note:change")
	case u.words <= 120 && reDisclaim.MatchString(s):
		u.give(text.Disclaimer, "disclaimer:label")
	case u.words <= 60 && containsAny(u.key, "view", "opinion", "reflect", "necessarily") && reViews.MatchString(s) && !strings.ContainsAny(s, `"“`):
		u.give(text.Disclaimer, "disclaimer:views")
	case u.words <= 60 && containsAny(u.key, "right", "may not be", "personal", "terms") && reRights.MatchString(s) && !strings.ContainsAny(s, `"“`):
		u.give(text.Disclaimer, "disclaimer:rights")
	case u.words <= 40 && (reReporting.MatchString(s) || reContrib.MatchString(s)):
		u.give(text.Byline, "byline:contributors")
	case u.words <= 45 && (bracketed || last || strings.Contains(s, "@")) && reContact.MatchString(s) && !strings.ContainsAny(s, `"“`):
		u.give(text.Contact, "contact:words")
	case u.words <= 25 && strings.Contains(s, "@") && reEmail.MatchString(s) && (bracketed || last || u.words <= 6):
		u.give(text.Contact, "contact:address")
	case u.words <= 120 && strings.ContainsAny(s, "@/") && rePost.MatchString(s):
		u.give(text.Embedded, "embedded:handle")
	case isDateLine(s):
		u.give(text.Dateline, "dateline:date")
	case reTimeOnly.MatchString(s) && !u.stop && strings.ContainsAny(s, "0123456789") && u.words <= 14:
		u.give(text.Dateline, "dateline:update")
	case u.words <= 20 && reFurnish.MatchString(s):
		u.give(text.Furniture, "furniture:label")
	case u.words <= 40 && reMore.MatchString(s):
		u.give(text.Furniture, "furniture:more")
	case reBracket.MatchString(s) && !u.stop && u.words <= 25:
		u.give(text.Furniture, "furniture:bracketed_link")
	case u.words <= 80 && reToggle.MatchString(s):
		u.give(text.Credit, "credit:toggle")
	default:
		if startsBullet(s) {
			return // as a group, later
		}
		if r, why := pictureLine(s, u.words); r != "" {
			u.give(r, why)
		} else if d, ok := dateline(s); ok && d.alone {
			u.give(text.Dateline, "dateline:place")
		}
	}
}

// pictureLine tells captions and credits by how they begin and end.
func pictureLine(s string, words int) (text.Role, string) {
	switch {
	case words <= 16 && reCreditHead.MatchString(s) && !endsClause(s):
		return text.Credit, "credit:head"
	case words <= 12 && reCreditBare.MatchString(s), words <= 8 && rePhotoOnly.MatchString(s) && photoSign(s):
		return text.Credit, "credit:bare"
	case words > 80:
	case reCaption.MatchString(s):
		return text.Caption, "caption:head"
	case reTailPhoto.MatchString(tail(s)) && stops(s) <= 4:
		if words <= 5 && allCapital(strings.NewReplacer("/", " ", "(", "", ")", "").Replace(s)) {
			return text.Credit, "credit:names"
		}
		return text.Caption, "caption:credit"
	case words <= 45 && reTailSign.MatchString(tail(s)) && rePicture.MatchString(s):
		return text.Caption, "caption:agency"
	}
	return "", ""
}

// tail is the end of s, long enough for a credit.
func tail(s string) string {
	i := max(0, len(s)-200)
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}

// photoSign guards against a name that only begins like an agency's.
func photoSign(s string) bool {
	return !endsStop(s) && strings.IndexFunc(s, unicode.IsUpper) >= 0
}

// endsClause reports whether a line that begins like a credit goes on as a
// sentence does, with a full stop after a word in lower case.
func endsClause(s string) bool {
	if !endsStop(s) {
		return false
	}
	f := strings.Fields(s)
	first, _ := utf8.DecodeRuneInString(f[len(f)-1])
	return unicode.IsLower(first)
}

// stops counts the places in s where a sentence may end.
func stops(s string) int {
	return strings.Count(s, ". ") + strings.Count(s, "? ") + strings.Count(s, "! ")
}

// bulletGroups looks at runs of bulleted lines. A run that holds a credit is
// the legend of a picture; any other run of two or more is a list of the text.
func (l *labeller) bulletGroups() {
	for i := 0; i < len(l.units); {
		j := i
		for j < len(l.units) && startsBullet(l.units[j].s) && (l.units[j].role == "" || j > i) {
			j++
		}
		if j == i {
			i++
			continue
		}
		credits := 0
		for k := i; k < j; k++ {
			s := unbullet(l.units[k].s)
			if r, _ := pictureLine(s, l.units[k].words); r != "" {
				credits++
			}
		}
		for k := i; k < j; k++ {
			u := &l.units[k]
			s := unbullet(u.s)
			role, why := pictureLine(s, u.words)
			switch {
			case u.role != "":
			case role == text.Credit:
				u.give(role, why+"+bullet")
			case credits > 0 && k > i && len(strings.Fields(s)) <= 3 && !u.stop:
				u.give(text.Credit, "credit:source+bullet")
			case credits > 0:
				u.give(text.Caption, "caption:bullet")
			case j-i == 1 && !u.stop && u.words <= 40 && i > 0 && j < len(l.units):
				u.give(text.Caption, "caption:bullet_alone")
			default:
				u.give(text.Body, "body:list")
			}
		}
		i = j
	}
}

// tail finds the list of further articles that closes a page's text: from a
// label such as "Read more:" on, when nothing but short lines follow.
func (l *labeller) tail() {
	for i := range l.units {
		u := &l.units[i]
		if u.why != "furniture:more" || i*2 < len(l.units) || u.words > 6 {
			continue
		}
		short := i+1 < len(l.units)
		for k := i + 1; k < len(l.units) && short; k++ {
			v := &l.units[k]
			short = v.words <= 25 || v.role != "" && v.role != text.Body
		}
		if !short {
			continue
		}
		for k := i + 1; k < len(l.units); k++ {
			if v := &l.units[k]; v.role == "" || v.role == text.Body || v.role == text.Subheading {
				v.give(text.Furniture, "furniture:related")
			}
		}
		return
	}
}

// footnotes finds notes that a star or dagger in the text points to. Lines
// that begin with a star and that nothing points to are a list.
func (l *labeller) footnotes() {
	lines := map[string]int{} // paragraphs that begin with the mark
	called := map[string]int{}
	for i := range l.units {
		if mark := leadingMark(l.units[i].s); mark != "" {
			lines[mark]++
		}
	}
	if len(lines) == 0 {
		return
	}
	for _, mark := range []string{"*", "**", "***", "†", "‡"} {
		for i := 0; i < len(l.units) && lines[mark] > 0; i++ {
			if at := findMark(l.a.Text, l.units[i].span, mark); at >= 0 {
				called[mark] = at
				break
			}
		}
	}
	for i := range l.units {
		u := &l.units[i]
		mark := leadingMark(u.s)
		if u.role != "" || mark == "" {
			continue
		}
		at, ok := called[mark]
		switch {
		case ok && at < u.span.Begin:
			u.give(text.Footnote, "footnote:called")
			if lines[mark] > 0 {
				lines[mark] = 0
				l.facts.notes = append(l.facts.notes, "footnote mark "+mark+" at "+text.Span{Begin: at, End: at + len(mark)}.String()+" is left in its sentence")
			}
		case lines[mark] == 1 && i*3 >= len(l.units)*2 && i > 0:
			u.give(text.Footnote, "footnote:last")
		}
	}
}

// leadingMark is the run of stars or daggers that s begins with and that words
// follow.
func leadingMark(s string) string {
	n := 0
	for n < len(s) && s[n] == '*' {
		n++
	}
	if n == 0 && (strings.HasPrefix(s, "†") || strings.HasPrefix(s, "‡")) {
		n = len("†")
	}
	if n == 0 || n > 3 || n >= len(s) {
		return ""
	}
	// "*emphasis*" is no footnote.
	if strings.Contains(s[n:], "*") && !strings.HasPrefix(s[n:], " ") {
		return ""
	}
	return s[:n]
}

// findMark is the place in t[sp] of mark, standing after a word and before
// a space, a sign or the end; -1 if it does not.
func findMark(t string, sp text.Span, mark string) int {
	s := t[sp.Begin:sp.End]
	for from := 0; ; {
		i := strings.Index(s[from:], mark)
		if i < 0 {
			return -1
		}
		at := from + i
		from = at + len(mark)
		before := strings.TrimRightFunc(s[:at], isSpace)
		next, _ := utf8.DecodeRuneInString(s[from:])
		prev, _ := utf8.DecodeLastRuneInString(before)
		wordBefore := unicode.IsLetter(prev) || unicode.IsDigit(prev) || strings.ContainsRune(`"”’')]»`, prev)
		if before != "" && wordBefore && (from == len(s) || !unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '*') {
			return sp.Begin + at
		}
	}
}

// repeats marks paragraphs whose words the article has already, and short
// quotations that only lift words out of a longer paragraph.
func (l *labeller) repeats() {
	first := map[string]int{}
	for i := range l.units {
		u := &l.units[i]
		switch u.role {
		case text.Furniture, text.Credit, text.Byline, text.Dateline, text.Contact:
			continue
		}
		key := strings.TrimLeft(u.key, bullets+" ")
		k, seen := first[key]
		if !seen {
			first[key] = i
			continue
		}
		v := &l.units[k]
		switch {
		case v.role != "" && v.role != text.Body || u.role != "" && u.role != text.Body || u.words >= 6:
			if v.role == "" && k == i-1 && !u.stop {
				v.give(text.Caption, "caption:said_twice")
			}
			why := string(v.role)
			if why == "" {
				why = string(text.Body)
			}
			u.give(text.Repeat, "repeat:"+why)
		}
	}
	if len(l.units) > 3000 {
		return // a book, not an article: looking in every paragraph for every other takes too long
	}
	for i := range l.units {
		u := &l.units[i]
		if u.role != "" && u.role != text.PullQuote || u.words < 6 || u.words > 60 {
			continue
		}
		quoted := strings.HasPrefix(u.key, `"`) && strings.HasSuffix(u.key, `"`)
		if !quoted && u.role != text.PullQuote {
			continue
		}
		lifted := strings.Trim(u.key, `"' .,-`)
		for k := range l.units {
			v := &l.units[k]
			if k != i && (v.role == "" || v.role == text.Body) && v.words >= u.words+3 && strings.Contains(v.key, lifted) {
				u.give(text.Repeat, "repeat:pull_quote")
				break
			}
		}
	}
}
