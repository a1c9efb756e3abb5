package actors

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that do not fall apart into a letter and its accent
var plain = strings.NewReplacer("ł", "l", "Ł", "l", "ø", "o", "Ø", "o", "đ", "d", "Đ", "d", "ı", "i", "ß", "ss",
	"æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "þ", "th", "Þ", "th", "ð", "d", "ə", "e", "Ə", "e")

// Key is a name as the tables sort it: small letters without accents, points
// and quotation marks, every other mark a space, no article before it, one
// space between words.
func Key(name string) string {
	ascii := true
	for i := 0; i < len(name); i++ {
		ascii = ascii && name[i] < 0x80
	}
	if !ascii {
		name = norm.NFD.String(plain.Replace(name))
	}
	var b strings.Builder
	b.Grow(len(name))
	space := false
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '&' || r == '+':
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r), r == '.', r == '\'', r == '’', r == '‘', r == '"', r == '“', r == '”', r == 'ʿ', r == 'ʾ', r == 'ʻ':
		default:
			space = true
		}
	}
	k := b.String()
	if rest, ok := strings.CutPrefix(k, "the "); ok {
		k = rest
	}
	return k
}
