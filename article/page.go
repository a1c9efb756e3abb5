package article

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout/text"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A segment is one block of a page's visible text, with the place of its
// words in the page and the markup around it.
type segment struct {
	text    string  // white space collapsed as browsers do; a <br> is a line feed
	runs    []piece // the text nodes it is made of
	compact string  // letters and figures in lower case, for comparing
	tag     atom.Atom
	inside  inside // elements around it
	classes string // class, id and role values around it, lower case
	linked  int    // bytes of text within links
	strong  bool   // all of it bold
	area    area   // part of the page that is not the article
	parent  int    // number of the element around the block
}

// inside is the set of elements around a block that matter.
type inside uint16

const (
	inFigure inside = 1 << iota
	inCaption
	inQuote
	inNav
	inFooter
	inForm
	inButton
	inAside
	inTime
	inLink
)

func insideOf(a atom.Atom) inside {
	switch a {
	case atom.Figure:
		return inFigure
	case atom.Figcaption:
		return inCaption
	case atom.Blockquote:
		return inQuote
	case atom.Nav:
		return inNav
	case atom.Footer:
		return inFooter
	case atom.Form:
		return inForm
	case atom.Button:
		return inButton
	case atom.Aside:
		return inAside
	case atom.Time:
		return inTime
	case atom.A:
		return inLink
	}
	return 0
}

func (in inside) any(of inside) bool { return in&of != 0 }

// A piece joins bytes of a segment's text to bytes of the decoded page.
type piece struct{ text, source text.Span }

// A page is what one pass over the bytes of an HTML file finds.
type page struct {
	segments []segment
	metas    map[string]string // name, property or itemprop -> content, first wins
	jsonld   []string
	title    string
	lang     string
	link     string // canonical address
	time     string // of the first <time> that is not in a menu or a list of links
}

// Elements that begin and end a block of text.
var blockTags = set(`address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
	figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section select summary
	table tbody td tfoot th thead tr ul button label video audio`)

// Elements whose text is not shown, or is no text.
var silentTags = set(`script style noscript template iframe svg math object canvas textarea title noembed noframes head`)

// Elements without an end tag.
var voidTags = set(`area base br col embed hr img input link meta param source track wbr`)

// open is an element that the walk is inside of.
type open struct {
	name    string
	atom    atom.Atom
	classes string
	id      int
	area    area
	inside  inside
}

// An area is a part of a page that is not the article.
type area int

const (
	noArea  area = iota
	promo        // related articles, newsletters, shares, advertisements
	frame        // navigation, header, footer, sidebar
	replies      // comments of readers
)

var (
	reReplies = regexp.MustCompile(`^(?:comments?|comment-?(?:list|area|section|body|content|thread|wrap(?:per)?|respond|text|item|block|container)s?|commentlist|disqus.*|respond|reply|replies|kommentare?|leserkommentare?|comentarios?|commentaires?)$`)
	rePromo   = regexp.MustCompile(`^(?:related.*|recommend.*|more-(?:stories|news|articles|on|from).*|read-?(?:more|also|next).*|also-?read.*|you-?may.*|most-?(?:read|popular|viewed).*|popular.*|trending.*|newsletter.*|subscri.*|sign-?up.*|share.*|sharing.*|social.*|sociable.*|addthis.*|promo.*|advert.*|ads?|ad-.*|banner.*|sponsor.*|outbrain.*|taboola.*|paywall.*|cookie.*|consent.*|gdpr.*|breadcrumbs?|pagination|pager|tags?|tag-?(?:list|cloud|links)|post-tags|toc|widget.*|modal.*|popup.*|donat.*|authors?-?(?:bio|box|info).*|about-?author.*|post-?nav.*|nav-links)$`)
	reFrame   = regexp.MustCompile(`^(?:nav|navbar|navigation|menu.*|main-?menu|side-?bar.*|footer.*|site-?footer.*|page-?footer.*|colophon|masthead|site-?header.*|top-?bar.*|skip-.*)$`)
)

// areaOf tells what area an element begins, by its name and classes. The
// elements that hold a whole page name what the page has, not what they are.
func areaOf(o open) area {
	switch o.name {
	case "html", "body", "main", "article":
		return noArea
	case "nav", "footer":
		return frame
	}
	found := noArea
	for _, c := range strings.Fields(o.classes) {
		switch {
		case reReplies.MatchString(c):
			return replies
		case reFrame.MatchString(c):
			found = max(found, frame)
		case rePromo.MatchString(c):
			found = max(found, promo)
		}
	}
	return found
}

// walker builds the segments of a page while the tokens go by.
type walker struct {
	page
	stack   []open
	next    int // number for the next element
	silent  int // open elements whose text is not shown
	foreign int // open <svg> and <math>
	cur     strings.Builder
	runs    []piece
	linked  int
	bold    int  // open <b> and <strong>
	plain   bool // the current segment has text that is not bold
	space   bool
	breaks  int // <br> since the last text
}

const maxDepth = 512

// walk reads the whole page.
func walk(src string) page {
	w := &walker{page: page{metas: map[string]string{}}}
	z := html.NewTokenizer(strings.NewReader(src))
	pos := 0
	for {
		tt := z.Next()
		raw := z.Raw()
		begin := pos
		pos += len(raw)
		switch tt {
		case html.ErrorToken:
			w.flush()
			return w.page
		case html.TextToken:
			w.words(string(raw), begin)
		case html.StartTagToken, html.SelfClosingTagToken:
			name, attrs := tag(z)
			if w.foreign > 0 {
				z.NextIsNotRawText() // <title> and <style> in a drawing are ordinary elements
			}
			w.start(name, attrs, tt == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		}
	}
}

func tag(z *html.Tokenizer) (string, map[string]string) {
	name, more := z.TagName()
	attrs := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, ok := attrs[string(k)]; !ok {
			attrs[string(k)] = string(v)
		}
	}
	return string(name), attrs
}

func (w *walker) start(name string, attrs map[string]string, closed bool) {
	switch name {
	case "html":
		w.lang = attrs["lang"]
	case "meta":
		for _, k := range []string{"property", "name", "itemprop", "http-equiv"} {
			if v := strings.ToLower(attrs[k]); v != "" && w.metas[v] == "" {
				w.metas[v] = strings.TrimSpace(attrs["content"])
			}
		}
	case "link":
		if strings.EqualFold(attrs["rel"], "canonical") && w.link == "" {
			w.link = attrs["href"]
		}
	case "time":
		if n := len(w.stack); w.time == "" && (n == 0 || w.stack[n-1].area == noArea) {
			w.time = attrs["datetime"]
		}
	case "br":
		if w.breaks++; w.breaks > 1 {
			w.flush()
		}
		return
	case "body":
		w.silent, w.foreign = 0, 0 // a head that was never closed
	}
	if blockTags[name] {
		w.implied(name)
		w.flush()
	}
	if voidTags[name] || closed && (w.foreign > 0 || name == "svg" || name == "math") || len(w.stack) >= maxDepth {
		return
	}
	if silentTags[name] {
		w.silent++
	}
	if name == "svg" || name == "math" {
		w.foreign++
	}
	if name == "script" && strings.Contains(strings.ToLower(attrs["type"]), "ld+json") {
		name = "script+json"
	}
	if name == "b" || name == "strong" {
		w.bold++
	}
	o := open{name: name, atom: atom.Lookup([]byte(name)), id: w.next}
	o.classes = strings.ToLower(attrs["class"] + " " + attrs["id"] + " " + attrs["role"] + " " + attrs["itemprop"] + " " + attrs["rel"])
	w.next++
	o.inside = insideOf(o.atom)
	if n := len(w.stack); n > 0 {
		o.area = w.stack[n-1].area
		o.inside |= w.stack[n-1].inside
	}
	if a := areaOf(o); a > o.area {
		o.area = a
	}
	w.stack = append(w.stack, o)
}

// implied closes what HTML lets stand open: a paragraph before any block, an
// item before the next.
func (w *walker) implied(name string) {
	top := func() string {
		if len(w.stack) == 0 {
			return ""
		}
		return w.stack[len(w.stack)-1].name
	}
	for top() == "p" || top() == "option" && (name == "option" || name == "select") ||
		top() == "li" && name == "li" || (top() == "dt" || top() == "dd") && (name == "dt" || name == "dd") ||
		(top() == "td" || top() == "th") && (name == "td" || name == "th" || name == "tr") || top() == "tr" && name == "tr" {
		w.pop()
	}
}

func (w *walker) pop() {
	o := w.stack[len(w.stack)-1]
	if (o.name == "svg" || o.name == "math") && w.foreign > 0 {
		w.foreign--
	}
	if blockTags[o.name] {
		w.flush()
	}
	w.stack = w.stack[:len(w.stack)-1]
	if silentTags[strings.TrimSuffix(o.name, "+json")] && w.silent > 0 {
		w.silent--
	}
	if (o.name == "b" || o.name == "strong") && w.bold > 0 {
		w.bold--
	}
}

func (w *walker) end(name string) {
	for i := len(w.stack) - 1; i >= 0; i-- {
		n := w.stack[i].name
		if n == name || n == name+"+json" {
			for len(w.stack) > i {
				w.pop()
			}
			return
		}
		// An inline end tag does not close the blocks around it.
		if !blockTags[name] && blockTags[n] && !silentTags[name] {
			return
		}
	}
}

// words takes one text node; raw is its source, begin where that starts.
func (w *walker) words(raw string, begin int) {
	if w.silent > 0 {
		if n := len(w.stack); n > 0 {
			switch w.stack[n-1].name {
			case "script+json":
				w.jsonld = append(w.jsonld, raw)
			case "title":
				if w.title == "" && !w.inSVG() {
					w.title = clean(html.UnescapeString(raw))
				}
			}
		}
		return
	}
	s := html.UnescapeString(raw)
	i := strings.IndexFunc(s, func(r rune) bool { return !asciiSpace(r) })
	if i < 0 {
		w.space = w.space || raw != ""
		return
	}
	w.space = w.space || i > 0
	if w.breaks == 1 && w.cur.Len() > 0 {
		w.cur.WriteByte('\n')
		w.space = false
	}
	w.breaks = 0
	if w.space && w.cur.Len() > 0 {
		w.cur.WriteByte(' ')
	}
	w.space = false
	from := w.cur.Len()
	for _, r := range s[i:] {
		switch {
		case asciiSpace(r):
			w.space = true
			continue
		case r == 0:
			continue
		case w.space:
			w.cur.WriteByte(' ')
			w.space = false
		}
		w.cur.WriteRune(r)
	}
	lead := len(raw) - len(strings.TrimLeft(raw, " \t\r\n\f"))
	tail := len(strings.TrimRight(raw, " \t\r\n\f"))
	w.runs = append(w.runs, piece{text.Span{Begin: from, End: w.cur.Len()}, text.Span{Begin: begin + lead, End: begin + max(tail, lead)}})
	if n := len(w.stack); n > 0 && w.stack[n-1].inside.any(inLink) {
		w.linked += w.cur.Len() - from
	}
	if w.bold == 0 {
		w.plain = true
	}
}

func (w *walker) inSVG() bool {
	for _, o := range w.stack {
		if o.name == "svg" {
			return true
		}
	}
	return false
}

func asciiSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }

// flush ends the current segment.
func (w *walker) flush() {
	w.breaks, w.space = 0, false
	if w.cur.Len() == 0 {
		return
	}
	s := segment{text: w.cur.String(), runs: w.runs, linked: w.linked, tag: atom.Div}
	w.cur.Reset()
	w.runs, w.linked = nil, 0
	defer func() { w.plain = false }()
	if strings.TrimFunc(s.text, isSpace) == "" {
		return
	}
	if n := len(w.stack); n > 0 {
		s.area = w.stack[n-1].area
		s.inside = w.stack[n-1].inside
	}
	var classes []string
	for i := len(w.stack) - 1; i >= 0 && len(classes) < 4; i-- {
		classes = append(classes, w.stack[i].classes)
	}
	for i := len(w.stack) - 1; i >= 0; i-- {
		if blockTags[w.stack[i].name] {
			s.tag = w.stack[i].atom
			s.parent = w.stack[max(i-1, 0)].id
			break
		}
	}
	s.classes = strings.Join(classes, " ")
	s.strong = !w.plain
	s.compact = compact(s.text)
	w.segments = append(w.segments, s)
}

// compact is s without all that extractors and parsers may change: only
// letters and figures, in lower case.
func compact(s string) string {
	var b bytes.Buffer
	b.Grow(len(s))
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			r = unicode.ToLower(r)
			if r < utf8.RuneSelf {
				b.WriteByte(byte(r))
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}
