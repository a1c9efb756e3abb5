package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Boundaries that UAX #29 does not see, or sees and would have to take back,
// in mail, comments and other prose that nobody edited: sentences that begin in
// small letters, addresses, ruled lines, the stamps of forwarded mail, faces,
// the points of a list that runs on in one paragraph. The rules look at marks,
// capitals and short lists of words; the counts behind them were taken on the
// training part of the English Web Treebank.

var (
	// shortened are further abbreviations that small letters follow.
	shortened = set(`incl excl spec specs rec dom arr arrv dep misc max avg temp alt ref refs cont orig var
		lb lbs oz hr hrs yr yrs wk wks tbsp tsp qty aka ex attn conf intl natl gal doz anon abbr admin asst
		mgr exec govt ind inst lic reg resp sci sub subj adj adv pron prep sing plur`)
	// openings are the words in small letters that begin a sentence even behind
	// a word with a capital, which may be an abbreviation that no list has.
	openings = set(`i it he she we they you this that these those there the my our his her`)
	// prepositions and the like take a stamp into their sentence.
	prepositions = set(`on at by of from until till before after since between and to the as dated -`)
	// pronouns are words whose capital says that a sentence begins.
	pronouns = set(`They We He She You There`)
	// unfinished are words that end no sentence.
	unfinished = set(`and or but nor the a an of to in for with from by at on into like than that as if when while
		because since would will could should can may might must do does did is are was were be been has have
		had said says say only not so my your his her its our their this these what which who how why where`)
	// valedictions stand before the name that signs a letter.
	valedictions = set(`thanks regards best sincerely cheers love yours truly wishes
		respectfully cordially faithfully you care`)
	// face is a face made of signs, a word by itself.
	face = regexp.MustCompile(`^(?:>?[:;=]['’]?-?[()DPp/|*\[\]]+|\^[_.-]*\^|[(][:;=]|[xX:]D)$`)
)

// plain are offsets in s at which a sentence begins whatever [joined] would say,
// in no order; one may be there twice. Those of [tied] lie within a word, all
// others where a word begins.
func plain(s string) []int {
	var at []int
	var w [3]Span // the words before, the last one first
	list := listing{s: s}
	for i := 0; ; {
		next := following(s, i)
		if next.Len() == 0 {
			return at
		}
		at = list.point(at, next)
		at = stamped(at, s, w, next)
		if begins(s, w[1], w[0], next) {
			at = append(at, next.Begin)
		}
		if n := tied(s[next.Begin:next.End]); n > 0 {
			at = append(at, next.Begin+n)
		}
		w[2], w[1], w[0] = w[1], w[0], next
		i = next.End
	}
}

// following is the first word of s from i on, words being parted by spaces;
// empty at the end.
func following(s string, i int) Span {
	word := Span{i, i}
	for i < len(s) {
		n, space := 1, s[i] == ' ' || '\t' <= s[i] && s[i] <= '\r'
		if s[i] >= utf8.RuneSelf {
			var r rune
			r, n = utf8.DecodeRuneInString(s[i:])
			space = unicode.IsSpace(r)
		}
		i += n
		switch {
		case !space:
			word.End = i
		case word.Len() > 0:
			return word
		default:
			word = Span{i, i}
		}
	}
	return word
}

// stamped appends to at the beginning and the end of the date and the hour that
// a mail program sets above a message, "3/2/2001 10:39 AM". w are the words
// before next, the last one first. A stamp inside a sentence has a word before
// it that governs it.
func stamped(at []int, s string, w [3]Span, next Span) []int {
	word := func(x Span) string { return s[x.Begin:x.End] }
	if clock(word(next)) && date(word(w[0])) && w[0].Begin > 0 && !governs(word(w[1])) {
		if b := sender(s, w[0].Begin); b > 0 {
			at = append(at, b)
		}
		return append(at, w[0].Begin)
	}
	var before Span
	switch {
	case clock(word(w[0])) && date(word(w[1])) && !meridiem(word(next)):
		before = w[2]
	case meridiem(word(w[0])) && clock(word(w[1])) && date(word(w[2])):
		before = preceding(s, w[2].Begin)
	default:
		return at
	}
	head, _ := utf8.DecodeRuneInString(word(next))
	if unicode.IsUpper(head) || !governs(word(before)) {
		at = append(at, next.Begin)
	}
	return at
}

// sender is where the name that stands before a stamp at i begins, if what
// comes before the name is in small letters or an address; 0 if it is not.
func sender(s string, i int) int {
	for range 4 {
		w := preceding(s, i)
		if w.Len() == 0 {
			return 0
		}
		r, _ := utf8.DecodeRuneInString(s[w.Begin:w.End])
		last, _ := utf8.DecodeLastRuneInString(s[w.Begin:w.End])
		if !unicode.IsUpper(r) {
			name, _ := utf8.DecodeRuneInString(s[i:])
			if unicode.IsUpper(name) && unicode.IsLower(r) && unicode.IsLetter(last) {
				return i
			}
			return 0
		}
		if strings.ContainsRune(".,;:?!", last) && w.Len() > 2 {
			return 0
		}
		i = w.Begin
	}
	return 0
}

// date reports whether w is a date in numbers, "3/2/2001" or "03/02/01,".
func date(w string) bool {
	w = strings.TrimSuffix(w, ",")
	return len(w) >= 6 && isDigit(w[0]) && strings.Count(w, "/") == 2 && strings.Trim(w, "0123456789/") == "" && w[len(w)-1] != '/'
}

// clock reports whether w is an hour, "10:39", "10:39:03" or "10:39PM".
func clock(w string) bool {
	if len(w) < 4 || !isDigit(w[0]) || strings.IndexByte(w, ':') < 0 {
		return false
	}
	if n := len(w) - 2; meridiem(w[n:]) {
		w = w[:n]
	}
	return strings.Trim(w, "0123456789:") == "" && w[len(w)-1] != ':'
}

func meridiem(w string) bool {
	return len(w) == 2 && (strings.EqualFold(w, "am") || strings.EqualFold(w, "pm"))
}

// governs reports whether w takes a stamp behind it into its sentence.
func governs(w string) bool {
	if prepositions[strings.ToLower(w)] {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(w)
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '>' && r != ')' && r != '.'
}

// begins reports whether a sentence begins with the word next; left stands
// before it, first before left.
func begins(s string, first, left, next Span) bool {
	l, r := s[left.Begin:left.End], s[next.Begin:next.End]
	if l == "" {
		return false
	}
	head, _ := utf8.DecodeRuneInString(r)
	last, _ := utf8.DecodeLastRuneInString(l)
	switch {
	case len(r) == 2 && r[1] == ')':
		return false // the point of a list: "b)"
	case last == '.' || last == '?' || last == '!':
		switch {
		case site(r):
			return true
		case unicode.IsLower(head):
			return small(s[first.Begin:first.End], l, r)
		case (head == '(' || head == '[') && len(r) > 2:
			inner, n := utf8.DecodeRuneInString(r[1:])
			return unicode.IsLower(inner) && !strings.HasPrefix(r[1+n:], ")") && small(s[first.Begin:first.End], l, r[1:])
		}
	case ruled(l) != ruled(r):
		return true
	case smiles(l):
		before, _ := utf8.DecodeLastRuneInString(s[first.Begin:first.End])
		return unicode.IsUpper(head) || unicode.IsLower(head) && strings.ContainsRune(".?!", before)
	case last == ',' && unicode.IsUpper(head):
		return signed(s, first, l, next) || saluted(s, first, l)
	case unicode.IsUpper(head) && unicode.IsLower(last) && signed(s, first, l, next):
		return true
	case unicode.IsUpper(head) && pronouns[r]:
		return unmarked(s, l, next)
	case site(l):
		return r[0] != '<' && !strings.HasPrefix(r, "mailto:") && site(r) || unicode.IsUpper(head) && r[len(r)-1] != ':'
	}
	return false
}

// tied is where the second of two sentences begins that only a question or
// exclamation mark parts, "is it?how is it", 0 if w is not such a pair. An
// address, "hven.example?page", is none.
func tied(w string) int {
	left := w[:max(strings.IndexAny(w, "?!"), 0)]
	right := strings.TrimLeft(w[len(left):], "?!")
	last, n := utf8.DecodeLastRuneInString(left)
	before, _ := utf8.DecodeLastRuneInString(left[:len(left)-n])
	next, _ := utf8.DecodeRuneInString(right)
	if !unicode.IsLower(before) || !unicode.IsLower(last) || !unicode.IsLower(next) || strings.Contains(left, ".") || strings.ContainsAny(w, "/@=&") {
		return 0
	}
	return len(w) - len(right)
}

// small reports whether the mark at the end of left ends a sentence before
// next, which begins in small letters. first is the word before left.
func small(first, left, next string) bool {
	word := strings.TrimRight(left, ".?!")
	marks := left[len(word):]
	if strings.HasSuffix(marks, "..") || strings.HasPrefix(next, ".") {
		return false
	}
	if word == "" { // the mark stands apart: "that is all . he left"
		word = first
		head, _ := utf8.DecodeRuneInString(word)
		if tail, _ := utf8.DecodeLastRuneInString(word); !unicode.IsLower(head) || !unicode.IsLower(tail) {
			return false
		}
	}
	head, _ := utf8.DecodeRuneInString(word)
	if strings.Contains(marks, "?") || strings.Contains(marks, "!") {
		tail, _ := utf8.DecodeLastRuneInString(word)
		return (unicode.IsLower(head) || openings[next]) && (unicode.IsLetter(tail) || unicode.IsDigit(tail)) && utf8.RuneCountInString(word) > 1
	}
	lower := strings.ToLower(strings.TrimLeft(word, `("“‘'`))
	switch {
	case utf8.RuneCountInString(lower) < 2 || strings.ContainsRune(lower, '.') || !strings.ContainsAny(lower, "aeiouy"):
		return false
	case abbreviations[lower] || titles[lower] || trailers[lower] || contextual[lower] || shortened[lower]:
		return false
	}
	for _, r := range lower {
		if !unicode.IsLetter(r) && !apostrophe(r) && r != '-' {
			return false
		}
	}
	return unicode.IsLower(head) || openings[next]
}

// site reports whether w is an address and no mark follows it.
func site(w string) bool {
	if len(w) < 8 {
		return false
	}
	if last, _ := utf8.DecodeLastRuneInString(w); !wordRune(last) && last != '/' && last != '>' {
		return false
	}
	w = strings.TrimLeft(w, "<(")
	if strings.HasPrefix(w, "http://") || strings.HasPrefix(w, "https://") || strings.HasPrefix(w, "www.") {
		return true
	}
	i := strings.IndexByte(w, '@')
	return i > 0 && strings.Contains(w[i:], ".")
}

// ruled reports whether w is a line drawn with signs.
func ruled(w string) bool {
	return len(w) >= 5 && strings.IndexByte("-=*#~_", w[0]) >= 0 && strings.Trim(w, w[:1]) == "" && (w[0] != '_' || len(w) >= 20)
}

// signed reports whether left closes a letter and next is the name below it:
// without a comma between them, and behind "Thank you,", at the very end only.
func signed(s string, first Span, left string, next Span) bool {
	name := s[next.Begin:next.End]
	left, comma := strings.CutSuffix(left, ",")
	if !valedictions[strings.ToLower(left)] || starters[strings.ToLower(name)] || !capital(name) {
		return false
	}
	word := strings.ToLower(s[first.Begin:first.End])
	if left == "you" || left == "care" {
		return (word == "thank" || word == "take") && comma && s[first.Begin] == 'T' && bare(s[next.End:])
	}
	switch word {
	case "", "best", "kind", "kindest", "warm", "warmest", "yours", "with", "many":
	default:
		if r, _ := utf8.DecodeLastRuneInString(word); unicode.IsLetter(r) || r == ',' {
			return false
		}
	}
	if !comma {
		return !strings.EqualFold(left, "best") && bare(s[next.End:])
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s[next.End:], unicode.IsSpace))
	return !unicode.IsLower(r)
}

// bare reports whether s is one word with a capital or none.
func bare(s string) bool { return capital(strings.TrimSpace(s)) }

// capital reports whether s has nothing but letters, the first one a capital;
// or is empty.
func capital(s string) bool {
	for i, r := range s {
		if !unicode.IsLetter(r) || i == 0 && !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// smiles reports whether w is a face made of signs.
func smiles(w string) bool {
	return len(w) >= 2 && len(w) <= 6 && strings.IndexByte("=:;^(xX>", w[0]) >= 0 && face.MatchString(w)
}

// saluted reports whether left, with the word first before it, ends the
// salutation of a letter: "Dear Ida,".
func saluted(s string, first Span, left string) bool {
	w := first
	for range 3 {
		switch word := s[w.Begin:w.End]; {
		case word == "Dear" || word == "Hi" || word == "Hello":
			before := strings.TrimRightFunc(s[:w.Begin], unicode.IsSpace)
			r, _ := utf8.DecodeLastRuneInString(before)
			return before == "" || !unicode.IsLetter(r) && r != ','
		case !capital(strings.TrimSuffix(word, ".")) || word == "":
			return false
		}
		w = preceding(s, w.Begin)
	}
	return false
}

// preceding is the last word of s[:i], empty at the beginning.
func preceding(s string, i int) Span {
	e := len(strings.TrimRightFunc(s[:i], unicode.IsSpace))
	return Span{strings.LastIndexFunc(s[:e], unicode.IsSpace) + 1, e}
}

// unmarked reports whether a sentence that begins with the pronoun next follows
// one that has no mark at its end: a word in small letters stands before it and
// one after it.
func unmarked(s, left string, next Span) bool {
	if unfinished[left] {
		return false
	}
	for _, r := range left {
		if !unicode.IsLower(r) {
			return false
		}
	}
	after := following(s, next.End)
	r, _ := utf8.DecodeRuneInString(s[after.Begin:after.End])
	return unicode.IsLower(r)
}

// A listing finds the points of a numbered list within one paragraph: "1." to
// be followed by "2.", or down from "5." to "4.", all marked alike.
type listing struct {
	s     string
	begin int // of the last point
	n     int // its number, 0 before the first
	mark  byte
	known bool // the last point is in the list already
}

// point appends to at the beginning of next, and of the point before it, if
// next is a further point of the list.
func (l *listing) point(at []int, next Span) []int {
	w := l.s[next.Begin:next.End]
	if len(w) < 2 || len(w) > 3 || w[len(w)-1] != '.' && w[len(w)-1] != ')' || !isDigit(w[0]) || !isDigit(w[len(w)-2]) {
		return at
	}
	after, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(l.s[next.End:], unicode.IsSpace))
	if !unicode.IsLetter(after) {
		return at
	}
	n := int(w[0] - '0')
	if len(w) == 3 {
		n = 10*n + int(w[1]-'0')
	}
	mark := w[len(w)-1]
	if mark == '.' && !unicode.IsUpper(after) {
		return at
	}
	before := strings.TrimRightFunc(l.s[:next.Begin], unicode.IsSpace)
	if mark == ')' && before != "" && strings.IndexByte(".;:?!)", before[len(before)-1]) < 0 {
		return at // within a sentence: "that 1) it is late and 2) it rains"
	}
	follows := l.n > 0 && mark == l.mark && (n == l.n+1 || n == l.n-1)
	if follows && !l.known && l.begin > 0 {
		at = append(at, l.begin)
	}
	follows = follows || n == 1 && before != "" && before[len(before)-1] == ':'
	if follows {
		at = append(at, next.Begin)
	}
	l.begin, l.n, l.mark, l.known = next.Begin, n, mark, follows
	return at
}
