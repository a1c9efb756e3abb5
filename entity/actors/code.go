package actors

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Coding is what a noun phrase says of an actor by its words alone.
type Coding struct {
	Countries []string // ISO 3166-1 alpha-3; none where unknown or where the actor belongs to no country
	Sector    string   // PLOVER; "" where unknown
	Entry     string   // ID of the organisation or person that the phrase names, "" if none
	Why       string   // the words and entries that decided
}

// An item is a stretch of a phrase: an actor by name, a role, a word, or what
// joins.
type item struct {
	kind  byte // 'a' actor, 'r' role, 'w' word, 'c' capitalised word, 'p' preposition, 'j' and
	text  string
	n     int    // its words
	hit   Hit    // of an actor
	value string // sector of a role
	owns  bool   // it ends in the possessive
}

var (
	prepositions = words("of for in to from on at against with by over under near after before between among within")
	joins        = words("and or , & plus")
	fillers      = words("the a an this that these those its their his her our my your other another top senior leading key unidentified unnamed local new newly then so-called self-declared")
	adjectives   = words("new local top senior leading key other another") // no fillers in "New Zealand"
	amounts      = words("some many several all most both one two three four five six seven eight nine ten few hundreds thousands millions tens scores dozens more than about around nearly almost up over")
	// general are role words of those who speak or stand for the body named beside them.
	general = words("spokesman spokeswoman spokesperson spokesmen spokespeople leader leaders leadership head chief official officials member members representative representatives officer officers " +
		"chairman chairwoman chair director president founder secretary deputy commander commanders delegation side adviser advisers aide aides minister authorities administration regime envoy envoys mission")
	particles = words("de da do dos das du di del della der den van von bin ibn ben al el ul la le")
	honorific = words("mr mr. mrs mrs. ms ms. dr dr. sir lady lord")
	parts     = words("latin air radio voice bank native african anglo central royal pan trans inter new north south east west")
	ministers = words("minister ministers ministry secretary department")
	serving   = words("adviser advisers advisor advisors aide aides assistant assistants counsel counselor counsellor")
	gone      = words("former ex- ex ousted deposed late erstwhile")
)

var (
	marks     = strings.NewReplacer("’", "'", "‘", "'", "“", " ", "”", " ", "\"", " ", "#", " ", ",", " , ", "(", " ", ")", " ", "[", " ", "]", " ")
	brackets  = regexp.MustCompile(`\([^)]*\)`)
	thousands = regexp.MustCompile(`(\d),`)
	points    = strings.NewReplacer(".", "", "'", "", "’", "")
)

func words(s string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// Code composes the country and the sector of an actor from a noun phrase as
// it stands in a text: "the Russian Defence Ministry" is RUS GOV, "Ukraine's
// army" UKR MIL, "Hamas" PSE REB. Only what the phrase itself says counts; ok
// is false where it says neither.
func (b *Base) Code(phrase string, on Date) (Coding, bool) {
	c, whole := b.whole(strings.TrimSpace(phrase), on)
	if !whole {
		c = b.code(tokens(phrase), on)
	}
	if low := strings.ToLower(phrase); strings.HasSuffix(c.Why, "(surname)") && (strings.HasPrefix(low, "the ") || strings.HasPrefix(low, "a ")) {
		return Coding{}, false // "the North" is not Oliver North
	}
	slices.Sort(c.Countries)
	c.Countries = slices.Compact(c.Countries)
	return c, len(c.Countries) > 0 || c.Sector != ""
}

// tokens are the words of a phrase without marks but the comma, and without
// what says how many.
func tokens(phrase string) []string {
	phrase = marks.Replace(thousands.ReplaceAllString(brackets.ReplaceAllString(phrase, " "), "$1"))
	var out []string
	for w := range strings.FieldsSeq(phrase) {
		w = strings.TrimRight(w, ";:!?")
		if strings.HasSuffix(w, ".") && strings.Count(w, ".") == 1 && len(w) > 5 {
			w = strings.TrimSuffix(w, ".")
		}
		if w != "" {
			out = append(out, w)
		}
	}
	return trimFillers(out)
}

// bare is a word without its possessive.
func bare(w string) (string, bool) {
	if s, ok := strings.CutSuffix(w, "'s"); ok && s != "" {
		return s, true
	}
	if s, ok := strings.CutSuffix(w, "'"); ok && strings.HasSuffix(s, "s") {
		return s, true
	}
	return w, false
}

func (b *Base) code(w []string, on Date) Coding {
	if len(w) == 0 {
		return Coding{}
	}
	name, _ := bare(strings.Join(w, " "))
	if c, ok := b.whole(name, on); ok {
		return c
	}
	items := b.items(w, on)
	cut := slices.IndexFunc(items, func(i item) bool { return i.kind == 'p' })
	first, rest := items, []string(nil)
	prep := ""
	if cut >= 0 {
		first, prep = items[:cut], strings.ToLower(items[cut].text)
		n := 0
		for _, i := range items[:cut+1] {
			n += i.n
		}
		rest = w[n:]
	}
	head := -1
	for i, it := range first {
		if it.kind == 'r' {
			head = i
		}
	}
	named := "" // the capitalised words that end the phrase
	for i := len(first) - 1; i > head && first[i].kind == 'c'; i-- {
		named = strings.TrimSpace(first[i].text + " " + named)
	}
	var c Coding
	var left bool
	for i, it := range first {
		if head >= 0 && i > head && it.kind == 'w' {
			return Coding{} // "police custody": the head is a word not known
		}
		left = left || it.kind == 'w' && gone[strings.ToLower(it.text)]
	}
	// Who is named before the head.
	limit := len(first)
	if head >= 0 {
		limit = head
	}
	var org *Entry
	plain, joined, several := false, false, false
	for i, it := range first[:limit] {
		switch it.kind {
		case 'a':
			e := it.hit.Entry
			several = joined && plain
			if !several {
				c.Countries, org = nil, nil
			}
			c.Countries = append(c.Countries, countries(e)...)
			if e.Kind != KindState && e.Kind != KindFormer && e.Kind != KindArea {
				org = e
			}
			plain, joined = true, false
			c.Why = join(c.Why, it.text+" ("+it.hit.Why+")")
		case 'j':
			joined = i > 0
		case 'w':
			joined = false
		}
	}
	switch {
	case head >= 0:
		c.Sector = first[head].value
		if head > 1 && first[head-1].kind == 'j' && first[head-2].kind == 'r' && first[head-2].value != c.Sector {
			c.Sector = "" // "soldiers and militants"
		}
		c.Why = join(c.Why, strings.TrimSuffix(first[head].text+" ("+c.Sector+")", " ()"))
		last := lastWord(first[head].text)
		speaks := general[last]
		if speaks && head > 0 && first[head-1].kind == 'r' && first[head-1].value != "" {
			c.Sector = first[head-1].value // "rebel leaders"
		}
		if org != nil && several {
			org = nil // "NATO and Afghan forces"
		} else if org != nil {
			own := b.sectorOf(org, on, c.Sector)
			if speaks || c.Sector == "" || c.Sector == "GOV" || c.Sector == "UAF" || c.Sector == "MIL" && (own == "REB" || own == "IGO") {
				c.Sector, c.Entry = own, org.ID
			}
		}
		if len(c.Countries) == 0 && org == nil {
			c.Countries = b.owner(first[:head], on) // "the Trump administration"
		}
		if org == nil && rest != nil {
			switch {
			case prep == "to" && serving[last], prep == "from" && c.Sector == "PTY":
				prep = "of"
			}
			b.behind(&c, strings.Join(w[:len(w)-len(rest)-1], " "), prep, rest, on, speaks || c.Sector == "PTY")
		}
	case rest == nil && plain && named == "" && first[len(first)-1].kind == 'a' && !first[len(first)-1].owns:
		// "China and Russia"
		for _, it := range first {
			if it.kind == 'a' {
				one, _ := b.whole(it.text, on)
				if c.Sector != "" && c.Sector != one.Sector {
					return Coding{Countries: c.Countries, Why: c.Why}
				}
				c.Sector = one.Sector
			}
		}
	case named != "" && len(first) == len(strings.Fields(named)) && prep == "of":
		// "Jennifer Jacobs of Bloomberg News"
		if it, ok := b.opening(rest, on); ok && it.kind == 'a' && it.hit.Entry.Kind != KindState && it.hit.Entry.Kind != KindArea {
			e := it.hit.Entry
			return Coding{Countries: e.Countries(), Sector: e.Sector(on), Entry: e.ID, Why: it.text + " (" + it.hit.Why + ")"}
		}
		return Coding{}
	case named != "" && rest == nil:
		// "Russia's Putin", "the autocrat-turned-reformer Jan Novak", "NPR's Ann Lee"
		p, ok := b.whole(named, on)
		ok = ok && strings.HasPrefix(p.Entry, "person/")
		switch {
		case ok && (plain && slices.Equal(p.Countries, c.Countries) || !plain && strings.Contains(named, " ")):
			return p
		case org != nil && slices.ContainsFunc(first, func(i item) bool { return i.owns }):
			return Coding{Countries: c.Countries, Sector: org.Sector(on), Entry: org.ID, Why: c.Why}
		}
		return Coding{}
	default:
		return Coding{}
	}
	if named != "" {
		if p, ok := b.whole(named, on); ok && strings.HasPrefix(p.Entry, "person/") {
			c.Entry = p.Entry
			if len(c.Countries) == 0 {
				c.Countries = p.Countries
			}
		}
	}
	if left {
		c.Sector = "" // what somebody was says not what he is
	}
	return c
}

// owner is the country of the person who is named right before a head.
func (b *Base) owner(before []item, on Date) []string {
	name := ""
	for i := len(before) - 1; i >= 0 && before[i].kind == 'c'; i-- {
		w, _ := bare(before[i].text)
		name = strings.TrimSpace(w + " " + name)
	}
	if name == "" || on == "" && !strings.Contains(name, " ") {
		return nil
	}
	if p, ok := b.whole(name, on); ok && strings.HasPrefix(p.Entry, "person/") {
		return p.Countries
	}
	return nil
}

// behind adds what stands behind a preposition.
func (b *Base) behind(c *Coding, before, prep string, rest []string, on Date, speaks bool) {
	switch prep {
	case "of", "for":
		r := b.code(trimFillers(rest), on)
		if len(r.Countries) == 0 && r.Sector == "" {
			// "President of China Xi Jinping": a name after the country
			if it, ok := b.opening(rest, on); ok && it.kind == 'a' && (it.hit.Entry.Kind == KindState || it.hit.Entry.Kind == KindArea) {
				r.Countries = countries(it.hit.Entry)
				r.Why = it.text + " (" + it.hit.Why + ")"
			}
		}
		if ministers[lastWord(before)] && strings.HasPrefix(r.Entry, "org/") {
			return // "Minister of Labour": a field, not a party
		}
		if len(c.Countries) == 0 {
			c.Countries = r.Countries
		}
		if speaks && r.Sector != "" {
			c.Sector, c.Entry = r.Sector, r.Entry
		}
		c.Why = join(c.Why, r.Why)
	case "from": // "diplomats from Chile and Peru"
		if r := b.code(trimFillers(rest), on); len(c.Countries) == 0 && r.Sector == "GOV" && r.Entry == "" {
			c.Countries = r.Countries
			c.Why = join(c.Why, r.Why)
		}
	case "in":
		if Abroad(before) {
			return // "foreign troops in Chad"
		}
		if it, ok := b.opening(trimFillers(rest), on); ok && it.kind == 'a' && len(c.Countries) == 0 && (it.hit.Entry.Kind == KindState || it.hit.Entry.Kind == KindArea) && it.hit.Why != "demonym" {
			c.Countries = countries(it.hit.Entry)
			c.Why = join(c.Why, it.text+" ("+it.hit.Why+")")
		}
	}
}

var abroad = words("foreign international multinational coalition allied western european african asian arab un u.n. nato peacekeeping global world outside neighbouring neighboring")

// Abroad reports whether a phrase speaks of those who come from elsewhere:
// "foreign troops" are not of the country they are in.
func Abroad(phrase string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(phrase)) {
		if abroad[w] {
			return true
		}
	}
	return false
}

// trimFillers drops articles and amounts from the beginning: "21 of the".
func trimFillers(w []string) []string {
	for n := 0; len(w) > 1; n++ {
		low := strings.ToLower(w[0])
		if honorific[low] {
			return w[1:]
		}
		if low == "at" && strings.EqualFold(w[1], "least") && len(w) > 2 {
			w = w[2:]
			continue
		}
		amount := amounts[low] || low[0] >= '0' && low[0] <= '9' && strings.Trim(low, "0123456789,.") == ""
		if !fillers[w[0]] && !(n == 0 && fillers[strings.ToLower(w[0])] && !adjectives[low]) && !amount && (low != "of" || n == 0) {
			break
		}
		w = w[1:]
	}
	return w
}

// whole codes a phrase that is one name.
func (b *Base) whole(phrase string, on Date) (Coding, bool) {
	if !capital(strings.TrimPrefix(phrase, "the ")) {
		return Coding{}, false
	}
	var persons []Hit
	for _, h := range b.Find(phrase, on) {
		if !written(h, phrase) {
			continue
		}
		e := h.Entry
		c := Coding{Countries: e.Countries(), Why: phrase + " (" + h.Why + ")"}
		switch {
		case e.Kind == KindPerson:
			persons = append(persons, h)
			continue
		case disputed(e):
			return Coding{}, false
		case h.Why == "demonym":
			c.Sector = "CVL"
		case h.Why == "adjective" || h.Why == "part":
		case e.Kind == KindState || e.Kind == KindArea || e.Kind == KindFormer:
			c.Sector = "GOV"
		default:
			c.Sector, c.Entry = e.Sector(on), e.ID
		}
		return c, true
	}
	return b.somebody(persons, phrase, on)
}

// disputed reports whether an entry is land that several states claim: whose
// it is, is the question.
func disputed(e *Entry) bool {
	return strings.HasPrefix(e.ID, "area/") && len(e.Values("claimed_by", "")) > 1
}

// countries are those of an entry, none of disputed land.
func countries(e *Entry) []string {
	if disputed(e) {
		return nil
	}
	return e.Countries()
}

// somebody codes a person's name: the one person it can mean, who by choice
// was in office on the date.
func (b *Base) somebody(hits []Hit, phrase string, on Date) (Coding, bool) {
	var one *Hit
	in := func(h *Hit) bool {
		return slices.ContainsFunc(b.Holder(h.Entry.ID, on), func(t Term) bool { return t.On(on) == Yes })
	}
	for i := range hits {
		h := &hits[i]
		switch {
		case one == nil:
			one = h
		case strength(h.Why) > strength(one.Why):
		case on != "" && in(h) != in(one):
			if in(h) {
				one = h
			}
		default:
			return Coding{}, false
		}
	}
	if one == nil {
		return Coding{}, false
	}
	c := Coding{Countries: one.Entry.Countries(), Entry: one.Entry.ID, Why: phrase + " (" + one.Why + ")"}
	c.Sector = one.Entry.Sector(on)
	if on == "" {
		return c, true
	}
	for _, t := range b.Holder(one.Entry.ID, on) {
		if c.Sector == "" && t.On(on) == Yes {
			c.Sector = b.TermSector(&t)
			c.Why = join(c.Why, t.Title)
		}
	}
	return c, true
}

// TermSector is the PLOVER sector of an office: that of the role, or of the
// organisation whose office it is; "" if unknown.
func (b *Base) TermSector(t *Term) string {
	e := b.Entry(t.Of)
	if e != nil && e.Kind != KindState && e.Kind != KindFormer && e.Kind != KindArea {
		return e.Sector(t.From)
	}
	if s := roleSector(strings.ReplaceAll(t.Role, "-", " ")); s != "" {
		return s
	}
	title := strings.Fields(Key(t.Title)) // "ambassador to Chad": the longest beginning that is a role
	for n := len(title); n > 0; n-- {
		if s := roleSector(strings.Join(title[:n], " ")); s != "" {
			return s
		}
	}
	return ""
}

// roleSector is the sector of a role word or its plural, "" if it is none.
func roleSector(key string) string {
	if s := listed(key); s != "" || len(key) < 5 {
		return s
	}
	if stem, ok := strings.CutSuffix(key, "ies"); ok {
		return listed(stem + "y")
	}
	if stem, ok := strings.CutSuffix(key, "s"); ok {
		return listed(stem)
	}
	if strings.HasSuffix(key, "men") {
		return listed(key[:len(key)-3] + "man")
	}
	return ""
}

// listed is the sector that the table gives a role word.
func listed(key string) string {
	for r := range rows(wordTable, key) {
		if r[0] == "sector" {
			return r[1]
		}
	}
	return ""
}

func (b *Base) sectorOf(e *Entry, on Date, otherwise string) string {
	if s := e.Sector(on); s != "" {
		return s
	}
	return otherwise
}

// opening is the name or role that a phrase begins with.
func (b *Base) opening(w []string, on Date) (item, bool) {
	all := b.items(w, on)
	if len(all) == 0 {
		return item{}, false
	}
	return all[0], true
}

// items takes a phrase apart, the longest name or role first.
func (b *Base) items(w []string, on Date) []item {
	const most = 7
	var out []item
	for i := 0; i < len(w); i += out[len(out)-1].n {
		found := false
		for n := min(most, len(w)-i); n > 0 && !found; n-- {
			if low := strings.ToLower(w[i+n-1]); joins[low] || prepositions[low] {
				continue
			}
			text := strings.Join(w[i:i+n], " ")
			var it item
			if it, found = b.item(text, on); !found {
				if s, owns := bare(text); owns {
					it, found = b.item(s, on)
					it.owns = true
				}
			}
			if found {
				it.n = n
				out = append(out, it)
			}
		}
		if found {
			continue
		}
		it := item{kind: 'w', text: w[i], n: 1}
		switch low := strings.ToLower(w[i]); {
		case prepositions[low]:
			it.kind = 'p'
		case joins[low]:
			it.kind = 'j'
		case gone[low], i == 0 && fillers[low]:
		case capital(w[i]), particles[low] && i > 0 && i+1 < len(w) && (capital(w[i+1]) || particles[w[i+1]]):
			it.kind = 'c'
		}
		out = append(out, it)
	}
	for i := range out {
		it := &out[i]
		if it.kind != 'a' {
			continue
		}
		// A name inside a longer one that is not known is none: "Latin American",
		// "Air France", "Liberation Army".
		inside := i > 0 && out[i-1].kind == 'c' && !out[i-1].owns && (i > 1 || parts[strings.ToLower(out[i-1].text)])
		paper := it.hit.Entry.Kind == "outlet" && it.n == 1 && i+1 < len(out) && out[i+1].kind == 'r' && capital(out[i+1].text) && out[i+1].value != "MED"
		if inside || paper {
			it.kind = 'c'
		}
	}
	return out
}

// item is a name or a role that is all of a text.
func (b *Base) item(text string, on Date) (item, bool) {
	if s := roleSector(Key(text)); s != "" {
		return item{kind: 'r', text: text, value: s}, true
	}
	if general[strings.ToLower(text)] { // a head of whatever it is
		return item{kind: 'r', text: text}, true
	}
	if !capital(text) {
		return item{}, false
	}
	for _, h := range b.Find(text, on) {
		if h.Entry.Kind != KindPerson && written(h, text) {
			return item{kind: 'a', text: text, hit: h}, true
		}
	}
	return item{}, false
}

// written reports whether a name stands in the text as it is listed: one in
// capitals must be in capitals, so that "who" is not the WHO, and one of an
// article and a word needs the article.
func written(h Hit, text string) bool {
	if rest, ok := strings.CutPrefix(h.As, "The "); ok && !strings.Contains(rest, " ") && (len(text) < 5 || !strings.EqualFold(text[:4], "the ")) {
		return false // "The Times" is a paper, "Times" a word
	}
	text = strings.TrimPrefix(text, "the ")
	if a := points.Replace(h.As); strings.ToUpper(a) == a {
		return points.Replace(text) == a
	}
	return true
}

func capital(s string) bool {
	for _, w := range strings.Fields(s) { // "al-Shabab", "el-Sisi"
		r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(strings.TrimPrefix(w, "al-"), "el-"))
		return unicode.IsUpper(r) || unicode.IsDigit(r)
	}
	return false
}

func lastWord(s string) string {
	f := strings.Fields(strings.ToLower(s))
	return f[len(f)-1]
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}
