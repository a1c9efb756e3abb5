package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words follow the tokenisation of the English Web Treebank of Universal
// Dependencies (release 2.15): the model's parser was trained on its trees, so
// a word split differently is a word parsed badly. Whoever changes the rules
// below must train the model again.

// prefixes are the parts before a hyphen that the treebank does not split off.
var prefixes = set(`anti arch bi bio co counter cross de e ex extra hyper inter intra macro
	mega meta micro mid mini mis multi neo non over para post pre pro proto psycho re semi
	socio sub super trans tri ultra un uni`)

// abbreviations keep their dot wherever they stand.
var abbreviations = set(`mr mrs ms dr prof gen lt col sgt capt cmdr adm maj cpl pvt brig sen
	reps sens rep gov hon rev messrs amb supt insp st ft mt jr sr inc corp ltd co bros plc
	vs etc jan feb apr jun jul aug sept sep oct nov dec tues thurs thur approx dept univ
	assn assoc est al ave blvd rd ed eds vol pp ph cf ca eg viz resp rs fr pres sec
	treas atty dist ext tel calif conn fla tenn ariz colo mich minn okla ala nev gmbh`)

// contextual are abbreviations that are also words: they keep their dot only
// before what stands behind such an abbreviation, a number for "No.".
var contextual = set(`no nos art fig figs mar sun sat mon wed fri p`)

// endings are what follows the last dot of an address or file name; after any
// other lower-case word a dot without a space is a sentence end without one.
var endings = set(`com org net gov edu mil int info biz eu uk us ru by ua kz az am ge md
	pl de fr it es nl se no fi dk ch at cz sk hu ro bg gr tr ir il cn jp kr in pk au nz ca
	mx br ar za ng ke eg tv io co me ai fm app news doc docx pdf xls xlsx ppt txt htm
	html jpg jpeg png gif zip csv json xml mp3 mp4 exe url asp php`)

// fused are words that the treebank splits without an apostrophe, with the
// number of letters before the split.
var fused = map[string]int{
	"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3,
	"dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "couldnt": 5, "wouldnt": 5, "shouldnt": 6, "havent": 4, "hasnt": 3, "arent": 3,
	"cant": 2, "aint": 2, "arnt": 2, "thats": 4, "whats": 4, "theres": 5, "hes": 2, "youre": 3,
}

// fusedSmall are those that are names when they have a capital.
var fusedSmall = map[string]int{"im": 1, "ive": 1}

// slashed are words written with a slash.
var slashed = set(`w/o b/c c/o a/c n/a w/e l/c`)

var (
	address = regexp.MustCompile(`^(?:(?i:https?|ftp)://[^\s<>"“”]+|(?i:www)\.[^\s<>"“”]+|(?:mailto:)?[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+)`)
	// domain is a site named without a scheme, with a path or without one.
	domain = regexp.MustCompile(`^[\p{L}\p{N}_\-]+(?:\.[\p{L}\p{N}_\-]+)*\.([a-zA-Z]{2,5})(?:/[^\s<>"“”]*)?`)
	handle = regexp.MustCompile(`^[@#][\p{L}_][\p{L}\p{N}_]*`)
	clitic = regexp.MustCompile(`(?i)(?:n['’‘´` + "`" + `]t|['’‘´` + "`" + `](?:s|re|ve|ll|d|m))$`)
	// elided is a word that lost its beginning: 'em, 'til, '90s, '08.
	elided = regexp.MustCompile(`^['’‘](?:(?i:em|til|cause|bout|tis|twas|n)|\d\d(?:s)?)$`)
	// phone and numeric dates keep their hyphens; ranges do not.
	phone  = regexp.MustCompile(`^(?:\d-)?\d{3}-(?:\d{3}-)?\d{4}$|^\d{1,4}-(?:\d{1,2}|[A-Z][a-z]{2})-\d{1,4}$`)
	letter = regexp.MustCompile(`^(?:\p{L}\.)+\p{L}$`)
	short  = regexp.MustCompile(`^\p{Lu}\p{Ll}{1,5}$`)
	degree = regexp.MustCompile(`^(?:Ph|M|B|LL|Ll)\.[A-Z][a-z]?$`)
	unit   = regexp.MustCompile(`^(\d[\d.,:]*)((?i:am|pm|km|kg|cm|mm|mph|kmh|lbs?|mb|gb|kb|kw|mw|gw|bn|mn|tn|hrs?|mins?|yrs?|ft|mg|ml|hp|k|m)|[ap]\.m)$`)
	decade = regexp.MustCompile(`^(?:\d\d)?\d0['’]s$`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// tokenize appends to spans the words of text[s.Begin:s.End], which is one
// sentence. Every character that is not a space is in exactly one word.
func tokenize(spans []Span, text string, s Span) []Span {
	i := s.Begin
	for i < s.End {
		r, n := utf8.DecodeRuneInString(text[i:s.End])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		end := i
		for end < s.End {
			r, n := utf8.DecodeRuneInString(text[end:s.End])
			if unicode.IsSpace(r) {
				break
			}
			end += n
		}
		c := chunk{text: text, sentence: s, begin: i, end: end, spans: spans}
		c.split()
		spans = c.spans
		i = end
	}
	return spans
}

// A chunk is a stretch of a sentence without spaces, on its way into words.
type chunk struct {
	text       string
	sentence   Span
	begin, end int
	spans      []Span
}

func (c *chunk) emit(b, e int) {
	if b < e {
		c.spans = append(c.spans, Span{b, e})
	}
}

func (c *chunk) split() {
	if w := c.text[c.begin:c.end]; smiles(w) {
		c.emit(c.begin, c.end)
		return
	}
	i := c.begin
	for i < c.end {
		rest := c.text[i:c.end]
		r, n := utf8.DecodeRuneInString(rest)
		if e := c.address(i); e > i {
			c.emit(i, e)
			i = e
			continue
		}
		if wordRune(r) {
			i = c.word(i)
			continue
		}
		if r == '.' && i+1 < c.end && isDigit(c.text[i+1]) && i == c.begin {
			e := c.scan(i + 1)
			c.emit(i, e)
			i = e
			continue
		}
		if apostrophe(r) {
			e := i + n
			for e < c.end {
				r, n := utf8.DecodeRuneInString(c.text[e:c.end])
				if !wordRune(r) {
					break
				}
				e += n
			}
			w := c.text[i:e]
			if elided.MatchString(w) || c.loose(i, w) {
				c.emit(i, e)
				i = e
				continue
			}
		}
		e := i + n
		if run := runOf(r); run != "" {
			for e < c.end {
				r, n := utf8.DecodeRuneInString(c.text[e:c.end])
				if !strings.ContainsRune(run, r) {
					break
				}
				e += n
			}
		}
		c.emit(i, e)
		i = e
	}
}

// loose reports whether w at i is a clitic by itself: behind a mark ("”’s"), or
// behind a space that should not be there ("the minister ’s").
func (c *chunk) loose(i int, w string) bool {
	m := clitic.FindStringIndex(w)
	return m != nil && m[0] == 0 && (i > c.begin || i > c.sentence.Begin && !wordFollows(c.text[i+len(w):c.end]))
}

func wordFollows(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n > 0 && (wordRune(r) || apostrophe(r))
}

// runOf is the set of characters that make one word with r when they follow
// it, "" if r stands alone.
func runOf(r rune) string {
	switch r {
	case '.', '…':
		return ".…"
	case '!', '?':
		return "!?"
	case '-', '–', '—', '=', '*', '_', '~', '+', '•', '\'', '’', '`', '<', '>':
		return string(r)
	}
	return ""
}

// address is the end of the address, handle or tag that starts at i, or i.
func (c *chunk) address(i int) int {
	if i > c.begin {
		r, _ := utf8.DecodeLastRuneInString(c.text[c.begin:i])
		if wordRune(r) {
			return i
		}
	}
	rest := c.text[i:c.end]
	if !strings.ContainsAny(rest, ".:@#") {
		return i
	}
	if m := address.FindString(rest); m != "" {
		m = strings.TrimRight(m, ".,;:!?'’…*")
		for strings.HasSuffix(m, ")") && strings.Count(m, "(") < strings.Count(m, ")") {
			m = strings.TrimRight(m[:len(m)-1], ".,;:!?'’…*")
		}
		return i + len(m)
	}
	if m := handle.FindString(rest); m != "" {
		return i + len(m)
	}
	if m := domain.FindStringSubmatch(rest); m != nil && endings[strings.ToLower(m[1])] {
		// "end.In" is two sentences; "Vzglyad.az" is a site.
		if m[1] == strings.ToLower(m[1]) || m[0] == strings.ToUpper(m[0]) {
			whole := strings.TrimRight(m[0], ".,;:!?'’…*)")
			next, _ := utf8.DecodeRuneInString(rest[len(whole):])
			if !wordRune(next) && strings.IndexFunc(whole[:strings.IndexByte(whole, '.')], unicode.IsLetter) >= 0 &&
				!letter.MatchString(whole) {
				return i + len(whole)
			}
		}
	}
	return i
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsNumber(r) ||
		r == '\u200d' || r == '\u200c' || r == '\u00ad'
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '´' || r == '`' }

// scan is the end of the run that starts at i: letters and digits with the
// signs that join them. Hyphens are joined here and split by word.
func (c *chunk) scan(i int) int {
	var before rune
	for i < c.end {
		r, n := utf8.DecodeRuneInString(c.text[i:c.end])
		if wordRune(r) || r == '_' {
			before = r
			i += n
			continue
		}
		after, _ := utf8.DecodeRuneInString(c.text[i+n : c.end])
		if !wordRune(after) || !c.joins(i, before, r, after) {
			break
		}
		before = r
		i += n
	}
	return i
}

// joins reports whether r at i belongs to the word of the characters around it.
func (c *chunk) joins(i int, before, r, after rune) bool {
	digits := unicode.IsDigit(before) && unicode.IsDigit(after)
	switch {
	case r == '-' || r == '‐' || r == '‑':
		return true
	case apostrophe(r):
		return unicode.IsLetter(after) || after == 's'
	case r == ':':
		return digits
	case r == '/':
		return digits || slashed[strings.ToLower(string(before)+"/"+string(after))]
	case r == ',':
		return digits && c.thousands(i)
	case r == '&':
		return unicode.IsUpper(before) && unicode.IsUpper(after) || before == 'p' && after == 'l'
	case r == '.':
		if digits {
			return true
		}
		return c.dotted(i)
	}
	return false
}

// thousands reports whether the comma at i stands within one number.
func (c *chunk) thousands(i int) bool {
	b, e := i, i+1
	for b > c.begin && isDigit(c.text[b-1]) {
		b--
	}
	for e < c.end && isDigit(c.text[e]) {
		e++
	}
	return i-b <= 3 && (e-i-1 == 3 || e-i-1 <= 2 && b > c.begin && c.text[b-1] == ',') || i-b == 1 && e-i-1 <= 2
}

// dotted reports whether the dot at i stands within an abbreviation: "U.S",
// "a.m", "Ph.D". Any other dot between letters ends a sentence whose space is
// missing.
func (c *chunk) dotted(i int) bool {
	b := i
	for b > c.begin {
		r, n := utf8.DecodeLastRuneInString(c.text[c.begin:b])
		if !unicode.IsLetter(r) {
			break
		}
		b -= n
	}
	e := i + 1
	for e < c.end {
		r, n := utf8.DecodeRuneInString(c.text[e:c.end])
		if !unicode.IsLetter(r) {
			break
		}
		e += n
	}
	left, right := c.text[b:i], c.text[i+1:e]
	if degree.MatchString(left + "." + right) {
		return true
	}
	if left == "" && b > c.begin && isDigit(c.text[b-1]) { // "5a.m" is scanned as one run
		return false
	}
	return utf8.RuneCountInString(left) == 1 && utf8.RuneCountInString(right) == 1
}

// word emits the words of the run that starts at i and gives the index behind
// the last of them.
func (c *chunk) word(i int) int {
	e := c.scan(i)
	run := c.text[i:e]
	// The sign of a currency: US$, A$.
	if e < c.end && c.text[e] == '$' && len(run) <= 3 && run == strings.ToUpper(run) && (e+1 == c.end || isDigit(c.text[e+1])) && !strings.ContainsAny(run, "0123456789") {
		c.emit(i, e+1)
		return e + 1
	}
	if phone.MatchString(run) {
		c.emit(i, e)
		return e
	}
	from := i
	for j := i; j < e; {
		r, n := utf8.DecodeRuneInString(c.text[j:e])
		if (r == '-' || r == '‐' || r == '‑') && !c.bound(from, j) {
			c.part(from, j)
			c.emit(j, j+n)
			from = j + n
		}
		j += n
	}
	if dot := e; dot < c.end && c.text[dot] == '.' && c.keepsDot(from, dot) {
		if m := unit.FindStringSubmatch(c.text[from:dot]); m != nil {
			c.emit(from, from+len(m[1]))
			from += len(m[1])
		}
		c.emit(from, dot+1)
		return dot + 1
	}
	c.part(from, e)
	return e
}

// bound reports whether the hyphen at j ties the prefix from from to j to what
// follows.
func (c *chunk) bound(from, j int) bool {
	return prefixes[strings.ToLower(c.text[from:j])]
}

// part emits a word without free hyphens, its clitics split off.
func (c *chunk) part(b, e int) {
	w := c.text[b:e]
	if n := max(fused[strings.ToLower(w)], fusedSmall[w]); n > 0 {
		c.emit(b, b+n)
		c.emit(b+n, e)
		return
	}
	if m := unit.FindStringSubmatch(w); m != nil {
		c.emit(b, b+len(m[1]))
		c.emit(b+len(m[1]), e)
		return
	}
	if decade.MatchString(w) {
		c.emit(b, e)
		return
	}
	var tails []Span
	for strings.ContainsAny(c.text[b:e], "'’‘´`") {
		m := clitic.FindStringIndex(c.text[b:e])
		if m == nil || m[0] == 0 {
			break
		}
		tails = append(tails, Span{b + m[0], e})
		e = b + m[0]
	}
	c.emit(b, e)
	for k := len(tails) - 1; k >= 0; k-- {
		c.spans = append(c.spans, tails[k])
	}
}

// keepsDot reports whether the dot behind the word text[from:dot] is part of
// it: "Mr.", "U.S.", "J.", but not the dot that ends a sentence.
func (c *chunk) keepsDot(from, dot int) bool {
	w := c.text[from:dot]
	w = w[strings.LastIndexByte(w, '-')+1:] // anti-U.S.
	if dot+1 < c.end && strings.ContainsRune(".…", rune(c.text[dot+1])) {
		return letter.MatchString(w) && !(dot+2 < c.end && c.text[dot+2] == '.')
	}
	if letter.MatchString(w) || degree.MatchString(w) {
		return true
	}
	if next, _ := utf8.DecodeRuneInString(c.text[dot+1 : c.end]); next == ',' && short.MatchString(w) {
		return true // no sentence ends before a comma: "Paducah, Ky., and"
	}
	last := strings.TrimSpace(c.text[dot+1:c.sentence.End]) == "" // nothing follows in the sentence
	lower := strings.ToLower(w)
	switch {
	case abbreviations[lower]:
		return !last || w != lower
	case trailers[lower] && w != lower:
		return !last
	case contextual[lower]:
		next := strings.TrimLeft(c.text[dot+1:c.sentence.End], " \u00a0#(")
		return next != "" && (isDigit(next[0]) || w != lower && next[0] == ',' && lower != "no" && lower != "art")
	}
	r, n := utf8.DecodeRuneInString(w)
	if n == len(w) && unicode.IsLetter(r) {
		return !last && (unicode.IsUpper(r) || r == 'v' || r == 'c')
	}
	// The number of an item of a list.
	return from == c.sentence.Begin && !last && len(w) <= 2 && strings.Trim(w, "0123456789") == "" &&
		dot+1 == c.end
}
