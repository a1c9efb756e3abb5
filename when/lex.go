package when

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout/text"
)

// An atom is a run of letters, a run of digits, or one other character.
// The grammar reads atoms and not tokens, since tokenisations differ just
// where dates are written ("7.06am", "2017-2018", "Feb.").
type atom struct {
	span  text.Span
	low   string // lower case; curly apostrophes straight, an en dash a hyphen
	n     int    // the number, if digits are at most 9 long, else -1
	cap   bool   // begins with a capital
	glued bool   // no space before it
}

func (a atom) letters() bool { return a.n < 0 && len(a.low) > 0 && isLetter(a.low) }

func isLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// lex cuts the text under s into atoms, appending to dst.
func lex(dst []atom, doc string, s text.Span) []atom {
	t := doc[s.Begin:s.End]
	space := true
	for i := 0; i < len(t); {
		r, w := utf8.DecodeRuneInString(t[i:])
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			space = true
			i += w
			continue
		}
		a := atom{n: -1, glued: !space}
		j := i + w
		switch {
		case unicode.IsLetter(r):
			for j < len(t) {
				q, qw := utf8.DecodeRuneInString(t[j:])
				if !unicode.IsLetter(q) && !unicode.Is(unicode.Mn, q) {
					break
				}
				j += qw
			}
			a.cap = unicode.IsUpper(r)
			a.low = strings.ToLower(t[i:j])
		case r >= '0' && r <= '9':
			for j < len(t) && t[j] >= '0' && t[j] <= '9' {
				j++
			}
			a.low = t[i:j]
			if j-i <= 9 {
				a.n = 0
				for _, c := range []byte(a.low) {
					a.n = 10*a.n + int(c-'0')
				}
			}
		case r == '’' || r == '‘' || r == '`':
			a.low = "'"
		case r == '–' || r == '‑' || r == '‐':
			a.low = "-"
		default:
			a.low = t[i:j]
		}
		a.span = text.Span{Begin: s.Begin + i, End: s.Begin + j}
		dst = append(dst, a)
		space = false
		i = j
	}
	return dst
}
