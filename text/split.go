package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Split fills d.Sentences and d.Tokens from d.Text and d.Blocks. Every block is
// split but the furniture of a page, in which nobody looks for names or dates,
// and no sentence crosses a block. Tokens get their
// span, their sentence and a head of -1; parts of speech and heads are left to
// the model.
//
// Sentences are those of UAX #29 with the repairs that news needs: titles,
// initials and abbreviations, and the quotation marks and dashes that
// translation and scraping break; and with what mail, comments and other prose
// that nobody edited need, see [plain]. Words are those of the English Web Treebank
// of Universal Dependencies.
func Split(d *Document) {
	d.Sentences, d.Tokens = d.Sentences[:0], d.Tokens[:0]
	var spans []Span
	for b, block := range d.Blocks {
		if block.Role == Furniture {
			continue
		}
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

// starters are words that begin a sentence so often that an abbreviation
// before them is taken to end one.
var starters = set(`the a an he she it they we i you but and or so in on at this that these those his
	her their our its my as if when while after before however for since according last what who why
	how where meanwhile also there both earlier later some many most no not yes please do be then now
	here such all each every another although though because with from to one two several only`)

var (
	// titles stand before a name or a number: a dot behind one ends no sentence.
	titles = set(`mr mrs ms dr prof gen col lt sgt capt cmdr adm maj sen rep gov pres rev hon st messrs
		amb sec nos vs v jan feb mar apr jun jul aug sept sep oct nov dec mt ft vol pp approx cf brig supt
		insp min dept sens reps e.g i.e esp`)
	// numbered are abbreviations only before a number.
	numbered = set(`no nos art fig figs op p pp c ca vol sec sc ch para ext tel ph`)
	// weekdays end no sentence before a month or a number.
	weekdays = set(`mon tue tues wed weds thu thur thurs fri sat sun`)
	months   = set(`jan feb mar apr jun jul aug sept sep oct nov dec january february march april may june july
		august september october november december`)
	// trailers may end a sentence.
	trailers = set(`inc corp co ltd jr sr bros etc al calif mass conn fla pa va ga ky tenn wash ore ariz la ark
		neb nev kan wyo vt ind colo ill mich minn wis okla tex ala md del plc univ blvd attn`)

	lastWord  = regexp.MustCompile(`[\p{L}\p{N}.]+$`)
	firstWord = regexp.MustCompile(`^["“”'‘’(\[]*(\p{L}+)(\.?)`)
	// item is the number of a point in a list that runs on in one paragraph.
	item = regexp.MustCompile(`^[(*]?\d{1,2}[.)]$`)
	// year is a year or a number in brackets, as after a title with ! or ?.
	year = regexp.MustCompile(`^\(\d+\)`)
	// reference is the mark of a footnote behind the sentence it belongs to.
	reference = regexp.MustCompile(`^(?:\[\d+\])+`)
	// asked follows a quoted question or exclamation in the same sentence.
	asked = regexp.MustCompile(`^(?:\p{Lu}[\p{L}'’.-]*\s+){1,3}(?:said|says|asked|asks|wrote|added|replied|shouted|exclaimed|wondered|continued|told \p{L}+)[.,;]`)
	// resumed is a dash behind a full sentence: a quotation goes on after the
	// words that attribute it.
	resumed = regexp.MustCompile(`[.?!…]["”’']*[ \x{a0}]+()[-–—]+[ \x{a0}]*["“‘]?\p{Lu}`)
	// glued is a sentence end whose space is missing.
	glued = regexp.MustCompile(`([\p{L}\p{N}]+)[.?!…]["”’]?()["“‘(]?(\p{Lu}\p{Ll}+)`)
	// figure is a sentence that begins with a number, which UAX #29 does not see.
	figure = regexp.MustCompile(`(\p{Ll}{4,}|\d{2,}|%)[.?!…]+["”’)]*[ \x{a0}]+()[$€£(“"]*\d`)
)

// wrapped is the length in bytes from which a line without a full stop is taken
// to have been broken by a program and to go on in the next line.
const wrapped = 50

// splitSentences gives the sentences of one block, without the spaces around
// them.
func splitSentences(text string, block Span) []Span {
	var out []Span
	add := func(b, e int) {
		raw := text[b:e]
		if trimmed := strings.TrimSpace(raw); trimmed != "" {
			b += strings.Index(raw, trimmed)
			out = append(out, Span{b, b + len(trimmed)})
		}
	}
	begin := block.Begin
	sure := plain(text[block.Begin:block.End])
	slices.Sort(sure)
	for _, at := range merge(candidates(text[block.Begin:block.End]), sure) {
		_, certain := slices.BinarySearch(sure, at)
		at += block.Begin
		if at <= begin {
			continue
		}
		before, after := text[begin:at], text[at:block.End]
		if !certain && joined(before, after) {
			continue
		}
		at += closing(text[block.Begin:at], after)
		add(begin, at)
		begin = at
	}
	add(begin, block.End)
	return out
}

// merge is the ordered union of two lists of offsets.
func merge(a, b []int) []int {
	if len(b) == 0 {
		return a
	}
	a = append(a, b...)
	slices.Sort(a)
	return slices.Compact(a)
}

// candidates are the offsets in s at which a sentence may begin, in order.
func candidates(s string) []int {
	var at []int
	n := 0
	it := sentences.FromString(s)
	for it.Next() {
		n += len(it.Value())
		at = append(at, openers(s, n))
	}
	for _, m := range resumed.FindAllStringSubmatchIndex(s, -1) {
		at = append(at, m[2])
	}
	for _, m := range figure.FindAllStringSubmatchIndex(s, -1) {
		if !abbreviations[s[m[2]:m[3]]] {
			at = append(at, m[4])
		}
	}
	for _, m := range glued.FindAllStringSubmatchIndex(s, -1) {
		left, right := strings.ToLower(s[m[2]:m[3]]), strings.ToLower(s[m[6]:m[7]])
		if utf8.RuneCountInString(left) > 2 && !abbreviations[left] && !titles[left] && !endings[right] && !addressed(s, m[4]) {
			at = append(at, m[4])
		}
	}
	slices.Sort(at)
	return slices.Compact(at)
}

// addressed reports whether the word around at is an address.
func addressed(s string, at int) bool {
	b := strings.LastIndexFunc(s[:at], unicode.IsSpace) + 1
	e := strings.IndexFunc(s[at:], unicode.IsSpace)
	if e < 0 {
		e = len(s) - at
	}
	w := s[b : at+e]
	return strings.Contains(w, "@") || strings.Contains(w, "://") || strings.HasPrefix(w, "www.")
}

// openers is at, moved before the opening marks that stand right before it:
// UAX #29 takes them for closing ones when no space parts them from a full
// stop.
func openers(s string, at int) int {
	for {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		if n == 0 || !strings.ContainsRune("([{“‘«", r) {
			return at
		}
		at -= n
	}
}

// joined reports whether the candidate boundary between before, which starts
// with a sentence, and after is none.
func joined(before, after string) bool {
	left := strings.TrimSpace(before)
	space := before[len(strings.TrimRightFunc(before, unicode.IsSpace)):]
	right := strings.TrimLeftFunc(after, unicode.IsSpace)
	next, _ := utf8.DecodeRuneInString(right)
	if strings.Count(space, "\n") > 1 {
		return false
	}
	ended := strings.TrimRight(left, `"”’')]`)
	if unicode.IsLower(next) {
		return true
	}
	if strings.Contains(space, "\n") && !strings.HasSuffix(ended, ".") && !strings.HasSuffix(ended, "!") && !strings.HasSuffix(ended, "?") {
		return len(left)-1-strings.LastIndexByte(left, '\n') >= wrapped
	}
	switch {
	case left == "" || item.MatchString(left) || year.MatchString(right):
		return true
	case left != ended && (strings.HasSuffix(ended, "?") || strings.HasSuffix(ended, "!")) && asked.MatchString(right):
		return true
	}
	if m := firstWord.FindStringSubmatch(right); space == "" && m != nil && len(m[1]) > 2 && m[1] == strings.ToUpper(m[1]) && endings[strings.ToLower(m[1])] {
		return true // REPORT-1.DOC
	}
	ended = strings.TrimRight(left, ")]") // "[George W.] Bush"
	if !strings.HasSuffix(ended, ".") {
		return false
	}
	w := lastWord.FindString(ended[:len(ended)-1])
	if len(w)+1 == len(left) && letter.MatchString(w) {
		return true // P.S. The rest
	}
	first, initial := "", false
	if m := firstWord.FindStringSubmatch(right); m != nil {
		first, initial = strings.ToLower(m[1]), m[2] != "" && utf8.RuneCountInString(m[1]) == 1
	}
	return abbreviated(w, first, initial, next)
}

// abbreviated reports whether the dot behind w is only that of an abbreviation,
// before a sentence rest that begins with next and the lower-case word first;
// initial says that this word is a letter with a dot.
func abbreviated(w, first string, initial bool, next rune) bool {
	lower := strings.ToLower(w)
	capital := w != lower
	starts := starters[first] && !initial
	switch {
	case numbered[lower] && unicode.IsDigit(next):
		return true
	case weekdays[lower] && capital && (unicode.IsDigit(next) || months[first]):
		return true
	case titles[lower] && capital, lower == "vs", lower == "v", lower == "e.g", lower == "i.e", lower == "approx", lower == "esp":
		return true
	case trailers[lower] && (capital || lower == "etc" || lower == "al"), letter.MatchString(w):
		return !starts
	case utf8.RuneCountInString(w) == 1 && capital && w != "I":
		return !starts
	}
	return false
}

// closing is the length of the closing mark, note mark or face at the start of
// after that belongs to the sentence before, with the spaces before it; 0 if
// there is none. before is the block so far.
func closing(before, after string) int {
	trimmed := strings.TrimLeft(after, " \u00a0")
	lead := len(after) - len(trimmed)
	if m := reference.FindString(trimmed); m != "" {
		return lead + len(m)
	}
	r, n := utf8.DecodeRuneInString(trimmed)
	if word := following(trimmed, 0); smiles(trimmed[word.Begin:word.End]) {
		return lead + word.End
	}
	switch r {
	case '”', '»':
		return lead + n
	case ')', ']':
		return lead + n
	case '*', '>': // the end of emphasis or of a quoted mail
		if last, _ := utf8.DecodeLastRuneInString(before); lead == 0 && !unicode.IsSpace(last) {
			return len(after) - len(strings.TrimLeft(after, string(r)))
		}
	case '’':
		if next, _ := utf8.DecodeRuneInString(trimmed[n:]); !unicode.IsDigit(next) && !unicode.IsLower(next) {
			return lead + n
		}
	case '"', '\'':
		if strings.HasPrefix(trimmed, "''") {
			n = 2
		}
		mark, rest := trimmed[:n], trimmed[n:]
		if strings.TrimSpace(rest) == "" {
			return lead + n
		}
		if r == '\'' && n == 1 {
			return 0 // an apostrophe: 'Tis, '90s
		}
		open := strings.Count(before, mark)%2 == 1 && !closed(before, mark)
		next, _ := utf8.DecodeRuneInString(rest)
		if open && (unicode.IsSpace(next) || strings.Count(rest, mark)%2 == 0) {
			return lead + n
		}
	}
	return 0
}

// closed reports whether the last mark in before plainly ends a quotation: it
// stands behind a word and before a space.
func closed(before, mark string) bool {
	i := max(strings.LastIndex(before, mark), 0)
	left, _ := utf8.DecodeLastRuneInString(before[:i])
	right, _ := utf8.DecodeRuneInString(before[i+len(mark):])
	return i > 0 && !unicode.IsSpace(left) && !unicode.IsLetter(right)
}
