package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Split fills d.Sentences and d.Tokens from d.Text and d.Blocks. Every block is
// split, whatever its role, and no sentence crosses a block. Tokens get their
// span, their sentence and a head of -1; parts of speech and heads are left to
// the model.
//
// Sentences are those of UAX #29 with the repairs that news needs: titles,
// initials and abbreviations, and the quotation marks and dashes that
// translation and scraping break. Words are those of the English Web Treebank
// of Universal Dependencies.
func Split(d *Document) {
	d.Sentences, d.Tokens = d.Sentences[:0], d.Tokens[:0]
	var spans []Span
	for b, block := range d.Blocks {
		for _, s := range splitSentences(d.Text, block.Span) {
			first := len(d.Tokens)
			spans = tokenize(spans[:0], d.Text, s)
			if len(spans) == 0 {
				continue
			}
			for _, t := range spans {
				d.Tokens = append(d.Tokens, Token{Span: t, Sentence: len(d.Sentences), Head: -1})
			}
			d.Sentences = append(d.Sentences, Sentence{Span: s, Block: b, First: first, Last: len(d.Tokens)})
		}
	}
}

// starters are the words that begin a sentence so often that an abbreviation
// before them is taken to end one.
var starters = set(`the a an he she it they we i you but and in on at this that these those his
	her their as if when while after before however for since according last what who why how
	meanwhile also there both earlier later some many most no yes our its my`)

var (
	// An abbreviation at the end of a candidate sentence, without its dot.
	lastWord  = regexp.MustCompile(`[\p{L}.]+$`)
	acronym   = regexp.MustCompile(`^(?:\p{L}\.)+\p{L}$`)
	firstWord = regexp.MustCompile(`^["“”'‘’(\[]*([\p{L}]+)`)
	// titles stand before a name: a dot behind one never ends a sentence.
	titles = set(`mr mrs ms dr prof gen col lt sgt capt cmdr adm maj sen rep gov pres rev hon st messrs
		amb sec no nos vs v jan feb mar apr jun jul aug sept sep oct nov dec mt ft art vol pp fig
		approx cf brig supt insp min dept sens reps e.g i.e`)
	// trailers may end a sentence.
	trailers = set(`inc corp co ltd jr sr bros etc al calif mass conn fla pa va ga ky tenn wash ore ariz
		colo ill mich minn wis okla tex ala md del plc univ`)
)

// splitSentences gives the sentences of one block, without the spaces around
// them.
func splitSentences(text string, block Span) []Span {
	var out []Span
	add := func(b, e int) {
		raw := text[b:e]
		trimmed := strings.TrimSpace(raw)
		if trimmed == "" {
			return
		}
		b += strings.Index(raw, trimmed)
		out = append(out, Span{b, b + len(trimmed)})
	}
	begin, at := block.Begin, block.Begin
	it := sentences.FromString(text[block.Begin:block.End])
	for it.Next() {
		if at > begin && !joined(text[begin:at], text[at:block.End]) {
			cut := at + closing(text[begin:at], text[at:block.End])
			add(begin, cut)
			begin = cut
		}
		at += len(it.Value())
	}
	add(begin, block.End)
	return out
}

// joined reports whether the candidate boundary between before and after is
// none.
func joined(before, after string) bool {
	left := strings.TrimRightFunc(before, unicode.IsSpace)
	if strings.Contains(before[len(left):], "\n\n") {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, unicode.IsSpace))
	if unicode.IsLower(next) {
		return true
	}
	if !strings.HasSuffix(left, ".") {
		return false
	}
	left = left[:len(left)-1]
	w := lastWord.FindString(left)
	if w == "" {
		return false
	}
	lower := strings.ToLower(w)
	first := ""
	if m := firstWord.FindStringSubmatch(strings.TrimLeftFunc(after, unicode.IsSpace)); m != nil {
		first = strings.ToLower(m[1])
	}
	switch {
	case lower == "no" || lower == "nos" || lower == "art" || lower == "fig":
		return unicode.IsDigit(next)
	case titles[lower] && w != lower || lower == "vs" || lower == "e.g" || lower == "i.e" || lower == "approx":
		return true
	case trailers[lower] && (w != lower || lower == "etc" || lower == "al") || acronym.MatchString(w):
		return !starters[first]
	case utf8.RuneCountInString(w) == 1 && unicode.IsUpper(rune(w[0])) && w != "I":
		return true
	}
	return false
}

// closing is the length of the quotation mark at the start of after that
// closes what before opened, with the spaces before it; 0 if there is none.
func closing(before, after string) int {
	trimmed := strings.TrimLeft(after, " \u00a0")
	r, n := utf8.DecodeRuneInString(trimmed)
	lead := len(after) - len(trimmed)
	switch r {
	case '”', '’':
		return lead + n
	case '"':
		rest, _ := utf8.DecodeRuneInString(trimmed[n:])
		if strings.Count(before, `"`)%2 == 1 && (rest == utf8.RuneError || unicode.IsSpace(rest)) {
			return lead + n
		}
	}
	return 0
}
