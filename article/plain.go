package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout/text"
)

// A para is a stretch of text that stands by itself: a line, a paragraph set
// over several lines, or an element of a page.
type para struct {
	span text.Span
	role text.Role // what the page's markup says, "" if nothing
	why  string    // the rule behind role
}

// isSpace holds for every character that separates words without showing,
// no-break spaces and zero-width characters among them.
func isSpace(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f':
		return true
	}
	return unicode.IsSpace(r)
}

// clean is s for reading and comparing: white space, of whatever kind, is one
// space, and characters without width are gone.
func clean(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case isSpace(r) || r == 0:
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fold is s for telling whether two texts say the same: clean, in lower case,
// with straight quotation marks and plain hyphens.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '“', '”', '„', '«', '»', '″':
			return '"'
		case '‘', '’', '‚', 'ʼ', '′':
			return '\''
		case '–', '—', '‑', '‐', '−':
			return '-'
		case '…':
			return '.'
		}
		return unicode.ToLower(r)
	}, clean(s))
}

// trim is the span of s[begin:end] without the white space around it.
func trim(s string, begin, end int) text.Span {
	t := strings.TrimLeftFunc(s[begin:end], isSpace)
	begin = end - len(t)
	return text.Span{Begin: begin, End: begin + len(strings.TrimRightFunc(t, isSpace))}
}

// paragraphs cuts plain text into paragraphs. A line is a paragraph, as in
// text taken from a page, unless the line runs on: it ends in the middle of a
// sentence and the next line begins in lower case, or the text is set in lines
// of one width.
func paragraphs(s string) []para {
	type line struct {
		span  text.Span
		after bool // a blank line stands before it
	}
	var lines []line
	blank := true
	for begin := 0; begin < len(s); {
		end, next := lineEnd(s, begin)
		if sp := trim(s, begin, end); sp.Len() > 0 {
			lines = append(lines, line{sp, blank})
			blank = false
		} else {
			blank = true
		}
		begin = next
	}
	width := func(sp text.Span) int { return utf8.RuneCountInString(s[sp.Begin:sp.End]) }
	runsOn := func(a, b text.Span) bool {
		first, _ := utf8.DecodeRuneInString(s[b.Begin:b.End])
		return unicode.IsLower(first) && !endsStop(s[a.Begin:a.End]) && width(a) >= 40
	}
	// Set in lines: among lines that touch, most stop in mid-sentence at about
	// the same width.
	pairs, open, widest := 0, 0, 0
	for i := 1; i < len(lines); i++ {
		if lines[i].after {
			continue
		}
		pairs++
		if runsOn(lines[i-1].span, lines[i].span) {
			open++
		}
		widest = max(widest, width(lines[i-1].span))
	}
	set := pairs >= 3 && open*5 >= pairs*2 && widest <= 120
	var out []para
	for i, l := range lines {
		if i > 0 && !l.after && !startsBullet(s[l.span.Begin:l.span.End]) {
			last := lines[i-1].span
			if runsOn(last, l.span) || set && width(last)*10 >= widest*7 {
				out[len(out)-1].span.End = l.span.End
				continue
			}
		}
		out = append(out, para{span: l.span})
	}
	return out
}

// lineEnd finds the end of the line that begins at i and the start of the next.
func lineEnd(s string, i int) (end, next int) {
	for j, r := range s[i:] {
		switch r {
		case '\r':
			if strings.HasPrefix(s[i+j:], "\r\n") {
				return i + j, i + j + 2
			}
			return i + j, i + j + 1
		case '\n', '\v', '\f', '\u0085', '\u2028', '\u2029':
			return i + j, i + j + utf8.RuneLen(r)
		}
	}
	return len(s), len(s)
}

// endsStop reports whether s ends as a sentence does: a full stop, question
// mark, exclamation mark or ellipsis, with quotation marks or brackets after it.
func endsStop(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return isSpace(r) || strings.ContainsRune(`"'”’»)]“‘`, r)
	})
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。؟।", r) && s != ""
}

// lastMark is the last character of s but for closing marks, 0 if there is none.
func lastMark(s string) rune {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return isSpace(r) || strings.ContainsRune(`"'”’»)]“‘`, r)
	})
	if s == "" {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

const bullets = "•‣◦⁃∙●○▪▫■□►▶➤·"

func startsBullet(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(bullets, r)
}

// unbullet is s without the bullet that it starts with.
func unbullet(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool { return isSpace(r) || strings.ContainsRune(bullets, r) })
}

// isName reports whether s looks like the name of one person: two to five
// words, capitalised but for particles, without figures or sentence marks.
func isName(s string) bool {
	words := strings.Fields(clean(s))
	if len(words) < 2 || len(words) > 5 {
		return false
	}
	capital := 0
	for i, w := range words {
		if notInNames[strings.ToLower(strings.Trim(w, ".,"))] {
			return false
		}
		if particles[w] && i > 0 {
			continue
		}
		w = strings.TrimSuffix(w, ",")
		if i < len(words)-1 && strings.HasSuffix(w, ".") && utf8.RuneCountInString(w) > 4 {
			return false
		}
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) {
			return false
		}
		for _, r := range w {
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(".-'’", r) {
				return false
			}
		}
		capital++
	}
	return capital >= 2 && (!strings.HasSuffix(s, ".") || strings.HasSuffix(s, "Jr."))
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// particles may stand in lower case within a name.
var particles = set("de del della di da dos du van von der den ter al el bin ibn ben la le y e i af av zu")

// notInNames are words that stand capitalised in headings and are no part of
// a person's name.
var notInNames = set(`the a an and or of in on at to for from with by as is are was were be will has have not no its it his her their our
	this that these those what why how who when where news world politics opinion analysis business sport sports culture report reports
	reporter correspondent staff agency agencies press desk editor editors times post daily story video photo photos watch read more
	republic ministry minister president government council union united states east west north south middle international european
	results background conclusion introduction summary today yesterday monday tuesday wednesday thursday friday saturday sunday
	january february march april june july august september october november december new latest breaking live special exclusive`)
