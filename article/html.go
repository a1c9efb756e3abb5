package article

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"

	"example.org/readout"
	"example.org/readout/text"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML makes the article of a page. Which blocks belong to the article,
// go-readability says; the words of each block, and where they stand in the
// page, come from a walk of our own over the page's bytes.
func readHTML(src []byte, meta Meta) (*readout.Article, error) {
	contentType := meta.ContentType
	if contentType == "" {
		contentType = "text/html"
	}
	d, err := decode(src, contentType)
	if err != nil {
		return nil, meta.fail(ErrBinary, 0, err.Error()+"; save the page as HTML first")
	}
	p := walk(d.text)
	words := false
	for _, s := range p.segments {
		words = words || s.compact != ""
	}
	if !words {
		return nil, meta.fail(ErrNoText, 0, "the page shows no words without its scripts; save it from a browser as it is shown, or give its text")
	}
	notes := d.notes
	found, err := extract(d.text, meta)
	var kept []bool
	if err == nil {
		var missed int
		if kept, missed = keep(p.segments, found.Node); missed > 0 {
			notes = append(notes, fmt.Sprintf("%d blocks of the extractor's result were not found in the page and are left out", missed))
		}
	} else {
		notes = append(notes, "the extractor found no article ("+err.Error()+"): long paragraphs are taken")
	}
	if none(kept) {
		kept = longParagraphs(p.segments)
	}
	meta, doubts := p.meta(meta, found)
	title := headline(p.segments, kept, meta.Title)
	if title >= 0 {
		meta.Title = shorter(meta.Title, clean(p.segments[title].text))
	}
	amend(p.segments, kept, title)
	if t, ok := p.lineDate(kept, title); ok && meta.Published.IsZero() {
		meta.Published, meta.Precision = t, "day"
		doubts = []string{"published taken from a date line of the page"}
	}
	notes = append(notes, doubts...)
	order, inArticle := arrange(p.segments, kept, title)
	txt, paras, pieces := write(p.segments, order, inArticle, kept, title)
	if !hasLetters(txt) {
		return nil, meta.fail(ErrNoText, 0, "the page has no words; give the article's text")
	}
	a := newArticle(txt, meta)
	a.Language = p.lang
	a.Notes = append(a.Notes, notes...)
	if pieces, ok := d.toSource(src, pieces); ok {
		a.Map = pieces
	} else {
		a.Notes = append(a.Notes, "no map to the page's bytes: it is encoded as "+d.enc)
	}
	facts := label(a, paras)
	facts.section = p.section()
	finish(a, meta, facts)
	return a, nil
}

func none(kept []bool) bool {
	for _, k := range kept {
		if k {
			return false
		}
	}
	return true
}

// extractLimit is the size of a page in bytes up to which the extractor runs:
// it holds the page as a tree, several times over.
const extractLimit = 6 << 20

// extract runs the extractor over a page. It is third-party code over
// third-party pages: a panic there is an error here.
func extract(page string, meta Meta) (found readability.Article, err error) {
	defer func() {
		if p := recover(); p != nil {
			found, err = readability.Article{}, fmt.Errorf("it failed: %v", p)
		}
	}()
	if len(page) > extractLimit {
		return found, fmt.Errorf("more than %s", size(extractLimit))
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return found, err
	}
	var address *url.URL
	if u, err := url.Parse(meta.URL); err == nil && u.IsAbs() {
		address = u
	}
	parser := readability.NewParser()
	found, err = parser.ParseAndMutate(doc, address)
	if err == nil && found.Node == nil {
		err = errors.New("nothing looks like one")
	}
	return found, err
}

// longParagraphs is what is taken for the article where the extractor finds
// none: paragraphs of some length that are not mostly links.
func longParagraphs(segments []segment) []bool {
	kept := make([]bool, len(segments))
	for i, s := range segments {
		kept[i] = len(s.compact) >= 80 && s.linked*2 < len(s.text) && !s.inside.any(inNav) && !s.inside.any(inFooter)
	}
	if !none(kept) {
		return kept
	}
	for i, s := range segments {
		kept[i] = s.compact != "" && !s.inside.any(inNav)
	}
	return kept
}

// headline is the index of the segment that holds the page's headline, -1 if
// there is none: what says the title, the nearest before the text; else the
// last <h1> before it.
func headline(segments []segment, kept []bool, title string) int {
	first := len(segments)
	for i, k := range kept {
		if k && len(segments[i].compact) > 60 && endsStop(segments[i].text) && compact(title) != segments[i].compact {
			first = i
			break
		}
	}
	want := compact(title)
	best, bestScore := -1, 0
	for i, s := range segments[:min(first+1, len(segments))] {
		if len(s.text) > 400 || s.compact == "" {
			continue
		}
		score := 0
		begins := want != "" && len(s.compact) >= 12 && (strings.HasPrefix(want, s.compact) || strings.HasPrefix(s.compact, want))
		switch {
		case want != "" && s.compact == want:
			score = 4
		case begins && (isHeading(s.tag) || len(s.compact) >= 40 && len(want) >= 40):
			score = 3
		case s.tag == atom.H1 && len(s.compact) >= 8:
			score = 2
		}
		if score > 0 && score >= bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

// shorter is the headline where the title is the headline with the outlet's
// name or a date behind it.
func shorter(title, headline string) string {
	if h := compact(headline); len(h) >= 12 && len(headline) < len(title) && strings.HasPrefix(compact(title), h) {
		return headline
	}
	return title
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// amend corrects the extractor's choice in what it is known to get wrong:
// readers' comments, links to other articles and headings of what follows the
// article go out, paragraphs of running text that stand among the article's
// own come in.
func amend(segments []segment, kept []bool, title int) {
	before := append([]bool(nil), kept...)
	text, first, last := 0, -1, -1
	family := map[int]int{} // letters kept, by the element around the block
	for i, s := range segments {
		if !kept[i] {
			continue
		}
		if s.area == replies || s.links() && !s.inside.any(inQuote) {
			kept[i] = false
			continue
		}
		text += len(s.compact)
		family[s.parent] += len(s.compact)
		if first < 0 {
			first = i
		}
		last = i
	}
	if text == 0 { // a page of links or comments: the extractor knew better
		copy(kept, before)
		return
	}
	if title >= 0 && title < first {
		first = title + 1
	}
	for i := max(first, 0); i <= last; i++ {
		s := &segments[i]
		if kept[i] || before[i] || i == title || s.area != noArea || s.linked*3 > len(s.text) ||
			s.inside.any(inForm|inButton|inAside|inFigure|inCaption) || isHeading(s.tag) {
			continue
		}
		prose := endsStop(s.text) && len(s.compact) >= 60
		sibling := family[s.parent] > 200 && (s.tag == atom.P || s.tag == atom.Li || s.tag == atom.Div || s.tag == atom.Blockquote)
		if prose || sibling && len(s.compact) >= 20 && endsStop(s.text) {
			kept[i] = true
		}
	}
	// Headings with nothing of the article below them, labels of what follows.
	for i := last; i >= 0 && (!kept[i] || segments[i].trails()); i-- {
		kept[i] = false
	}
	if none(kept) { // a list of short lines: the extractor knew better
		copy(kept, before)
	}
}

// trails reports whether a block cannot be the end of an article: a heading, or
// a short line without a full stop that is part of no list, table or quotation.
func (s *segment) trails() bool {
	switch s.tag {
	case atom.Li, atom.Td, atom.Th, atom.Dd, atom.Pre, atom.Blockquote:
		return false
	}
	return isHeading(s.tag) || len(s.compact) < 60 && !endsStop(s.text) && !s.inside.any(inQuote)
}

// links reports whether a block is nothing but links to elsewhere, or a label
// and a link: "Read also: ...", in whatever language.
func (s *segment) links() bool {
	switch {
	case s.linked == 0 || lastMark(s.text) == '.':
		return false
	case s.linked*10 >= len(s.text)*9:
		return true
	}
	label := s.text[:min(len(s.text)-s.linked, 40)]
	return s.linked*10 >= len(s.text)*6 && len(s.text) <= 240 && strings.ContainsAny(label, ":»>|")
}

// gap is how much text that is not the article's may stand between two of its
// blocks without being moved behind it: captions and asides do, menus do not.
const gap = 1500

// arrange puts the segments in the order of the article's text: headline and
// text with what stands between them, then the rest of the page.
func arrange(segments []segment, kept []bool, title int) (order []int, inArticle []bool) {
	inArticle = make([]bool, len(segments))
	last := -1
	for i := range segments {
		if !kept[i] && i != title {
			continue
		}
		inArticle[i] = true
		if last >= 0 {
			between := 0
			for k := last + 1; k < i; k++ {
				between += len(segments[k].text)
			}
			if between <= gap {
				for k := last + 1; k < i; k++ {
					inArticle[k] = segments[k].area == noArea || isCaption(&segments[k])
				}
			}
		}
		last = i
	}
	for i := range segments {
		if inArticle[i] {
			order = append(order, i)
		}
	}
	for i := range segments {
		if !inArticle[i] {
			order = append(order, i)
		}
	}
	return order, inArticle
}

// write sets down the text of the article, its paragraphs with what the markup
// says of them, and the way back to the page.
func write(segments []segment, order []int, inArticle, kept []bool, title int) (string, []para, []piece) {
	var b strings.Builder
	var paras []para
	var pieces []piece
	for _, i := range order {
		s := &segments[i]
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		base := b.Len()
		b.WriteString(s.text)
		p := para{span: trim(b.String(), base, b.Len())}
		p.role, p.why = s.role(kept[i], inArticle[i], i == title)
		paras = append(paras, p)
		for _, r := range s.runs {
			r.text.Begin += base
			r.text.End += base
			pieces = append(pieces, r)
		}
	}
	return b.String(), paras, pieces
}

var (
	reClassCaption  = regexp.MustCompile(`\b[\w-]*(?:caption|cutline|bildunterschrift|img-desc|image-desc)[\w-]*`)
	reClassCredit   = regexp.MustCompile(`\b[\w-]*(?:photo-?credit|image-?credit|img-?credit|picture-?credit|copyright|photographer|credits?)\b`)
	reClassByline   = regexp.MustCompile(`\b[\w-]*(?:byline|by-line|author|writer)[\w-]*`)
	reClassDate     = regexp.MustCompile(`\b[\w-]*(?:dateline|publish|pubdate|post-date|entry-date|timestamp|date-?time|datum)[\w-]*`)
	reClassPull     = regexp.MustCompile(`\b[\w-]*(?:pull-?quote|pullquote|blockzitat)[\w-]*`)
	reClassEmbedded = regexp.MustCompile(`\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|fb-post|telegram-post|embedded-post|social-embed)\b`)
	reClassDeck     = regexp.MustCompile(`\b[\w-]*(?:standfirst|subtitle|sub-title|deck|dek|teaser-text|subheadline|sub-headline)\b`)
)

// role is what the markup says of a segment; "" leaves it to the words.
func (s *segment) role(kept, inArticle, title bool) (text.Role, string) {
	near := s.classes
	short := len(s.text) <= 600
	switch {
	case title:
		return text.Headline, "headline:markup"
	case !inArticle:
		return text.Furniture, "furniture:outside"
	case reClassEmbedded.MatchString(near):
		return text.Embedded, "embedded:class"
	case s.inside.any(inCaption) && short, reClassCaption.MatchString(near) && short && s.inside.any(inFigure):
		return text.Caption, "caption:figcaption"
	case !kept && short && isCaption(s):
		return text.Caption, "caption:class"
	case !kept && reClassCredit.MatchString(near) && len(s.text) <= 200:
		return text.Credit, "credit:class"
	case !kept && reClassByline.MatchString(near) && len(s.text) <= 160 && signed(s.text):
		return text.Byline, "byline:class"
	case !kept && len(s.text) <= 120 && isDateLine(clean(s.text)):
		return text.Dateline, "dateline:date"
	case !kept && (s.inside.any(inTime) || reClassDate.MatchString(near)) && len(s.text) <= 120 && reTimeOnly.MatchString(clean(s.text)):
		return text.Dateline, "dateline:update"
	case !kept && reClassDeck.MatchString(near) && short:
		return text.Subheading, "subheading:deck"
	case reClassPull.MatchString(near) && short:
		return text.PullQuote, "pull_quote:class"
	case !kept:
		line := clean(s.text)
		if r, why := pictureLine(line, len(strings.Fields(line))); r != "" {
			return r, why
		}
		return text.Furniture, "furniture:dropped"
	case isHeading(s.tag) && len(s.text) <= 300:
		return text.Subheading, "subheading:" + s.tag.String()
	case s.tag == atom.Li || s.tag == atom.Dd || s.tag == atom.Dt:
		return text.Body, "body:list"
	case s.tag == atom.Td || s.tag == atom.Th:
		return text.Body, "body:table"
	case s.tag == atom.Pre:
		return text.Body, "body:pre"
	}
	return "", ""
}

// isCaption reports whether the markup calls a block the caption of a picture.
func isCaption(s *segment) bool {
	return s.inside.any(inCaption) || reClassCaption.MatchString(s.classes)
}

// signed reports whether a line that the markup calls the author's names one.
func signed(s string) bool {
	s = clean(s)
	if reByline.MatchString(s) || agency(s) != "" {
		return true
	}
	names, _ := splitNames(s)
	return len(names) > 0 && len(strings.Fields(s)) <= 14
}
