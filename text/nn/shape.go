package nn

import (
	"unicode"
	"unicode/utf8"
)

// The classes of a word's form. The vocabulary of the model is uncased; the
// class gives it back what a name looks like. A row of enc.shape.weight for
// each.
const (
	shapeNone   = 0 // the marks at both ends of a window
	shapeLower  = 1
	shapeTitle  = 2
	shapeUpper  = 3
	shapeMixed  = 4
	shapeDigit  = 5
	shapeSymbol = 6
	shapeFirst  = 7 // as shapeTitle, at the start of a sentence
	shapes      = 8
)

// shapeOf is the class of word; first says that no word before it in its
// sentence starts with a letter or digit.
func shapeOf(word string, first bool) int {
	r, size := utf8.DecodeRuneInString(word)
	switch {
	case digit(r):
		return shapeDigit
	case !unicode.IsLetter(r):
		return shapeSymbol
	}
	rest := word[size:]
	switch title := isTitle(r, rest); {
	case isCase(word, lower):
		return shapeLower
	case rest != "" && isCase(word, upper):
		return shapeUpper
	case title && first:
		return shapeFirst
	case title:
		return shapeTitle
	}
	return shapeMixed
}

func isTitle(r rune, rest string) bool { return rest == "" || upper(r) && isCase(rest, lower) }

// Alphanumeric reports whether word starts with a letter or a digit: the words
// after it in its sentence are no longer first.
func Alphanumeric(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// isCase reports whether all the letters of s that have case have the given
// one, and there is such a letter.
func isCase(s string, want func(rune) bool) bool {
	found := false
	for _, r := range s {
		if want(r) {
			found = true
		} else if lower(r) || upper(r) || unicode.IsTitle(r) {
			return false
		}
	}
	return found
}

func lower(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z'
	}
	return unicode.In(r, unicode.Ll, unicode.Other_Lowercase)
}

func upper(r rune) bool {
	if r < utf8.RuneSelf {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.In(r, unicode.Lu, unicode.Other_Uppercase)
}

// digit reports whether r is a digit, raised, lowered and encircled ones
// included (Unicode's Numeric_Type Decimal or Digit).
func digit(r rune) bool { return unicode.IsDigit(r) || unicode.Is(digitForms, r) }

var digitForms = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00B2, 0x00B3, 1},
		{0x00B9, 0x00B9, 1},
		{0x1369, 0x1371, 1},
		{0x19DA, 0x19DA, 1},
		{0x2070, 0x2070, 1},
		{0x2074, 0x2079, 1},
		{0x2080, 0x2089, 1},
		{0x2460, 0x2468, 1},
		{0x2474, 0x247C, 1},
		{0x2488, 0x2490, 1},
		{0x24EA, 0x24EA, 1},
		{0x24F5, 0x24FD, 1},
		{0x24FF, 0x24FF, 1},
		{0x2776, 0x277E, 1},
		{0x2780, 0x2788, 1},
		{0x278A, 0x2792, 1},
	},
	R32:         []unicode.Range32{{0x10A40, 0x10A43, 1}, {0x10E60, 0x10E68, 1}, {0x11052, 0x1105A, 1}, {0x1F100, 0x1F10A, 1}},
	LatinOffset: 2,
}
