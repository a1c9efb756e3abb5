package article

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"

	"example.org/readout"
	"example.org/readout/text"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// meta joins what the page declares (meta elements, JSON-LD) to what the
// caller knows and to what the extractor guesses, in this order; where the
// caller's facts belong to this very page (a JSON record), they come first.
func (p *page) meta(m Meta, guess readability.Article) (Meta, []string) {
	var notes []string
	ld := p.linkedData()
	declared := Meta{
		URL:    first(p.metas["og:url"], p.link),
		Outlet: first(p.metas["og:site_name"], ld.outlet, p.metas["application-name"]),
		Title:  first(ld.title, p.metas["og:title"], p.metas["twitter:title"]),
		Author: first(ld.author, p.metas["author"], p.metas["article:author"], p.metas["dc.creator"], p.metas["parsely-author"]),
	}
	if strings.Contains(declared.Author, "://") {
		declared.Author = ""
	}
	if u, err := url.Parse(declared.URL); err != nil || !u.IsAbs() {
		declared.URL = ""
	}
	for _, s := range []string{
		ld.published, p.metas["article:published_time"], p.metas["datepublished"], p.metas["dc.date"], p.metas["dc.date.issued"],
		p.metas["date"], p.metas["pubdate"], p.metas["publishdate"], p.metas["parsely-pub-date"], p.metas["sailthru.date"], p.metas["og:published_time"],
	} {
		if t, precision, ok := parseDate(s); ok {
			declared.Published, declared.Precision = t, precision
			break
		}
	}
	// Many pages escape the words that they put into JSON-LD and attributes once
	// too often. Addresses stay: "&section=" in one would become "§ion=".
	for _, s := range []*string{&declared.Outlet, &declared.Title, &declared.Author} {
		*s = html.UnescapeString(*s)
	}
	pick := func(ours *string, page, guess string) {
		if m.ofRecord {
			*ours = first(*ours, clean(page), clean(guess))
		} else {
			*ours = first(clean(page), *ours, clean(guess))
		}
	}
	pick(&m.URL, declared.URL, "")
	pick(&m.Outlet, declared.Outlet, first(guess.SiteName(), host(m.URL)))
	pick(&m.Title, declared.Title, first(guess.Title(), p.title))
	guessed, _ := splitNames(guess.Byline())
	pick(&m.Author, declared.Author, strings.Join(guessed, ", "))
	switch {
	case !declared.Published.IsZero() && (m.Published.IsZero() || !m.ofRecord):
		m.Published, m.Precision = declared.Published, declared.Precision
	case m.Published.IsZero():
		if t, precision, ok := parseDate(p.time); ok {
			m.Published, m.Precision = t, precision
			return m, append(notes, "published taken from the first <time> of the page")
		}
		if t, ok := findDate(ld.anyDate); ok {
			m.Published, m.Precision = t, "day"
			return m, append(notes, "published taken from the page's own record in its JSON-LD")
		}
		if d := reAddressDate.FindStringSubmatch(m.URL); d != nil {
			if t, err := time.Parse("2006/1/2", d[1]+"/"+d[2]+"/"+d[3]); err == nil {
				m.Published, m.Precision = t, "day"
				return m, append(notes, "published taken from the address")
			}
		}
	}
	return m, notes
}

// reAddressDate is a date in the path of an address: /2031/05/03/.
var reAddressDate = regexp.MustCompile(`[/-]((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/._-]|$)`)

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

func first(all ...string) string {
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

type linkedData struct {
	kind, title, author, published, outlet, section string
	anyDate                                         string // datePublished of another object
}

// section is the part of the paper that the page says it belongs to, or the
// type it gives itself: "Opinion", "OpinionNewsArticle".
func (p *page) section() string {
	ld := p.linkedData()
	if ld.kind != "" && ld.kind != "NewsArticle" && ld.kind != "Article" {
		return ld.kind
	}
	return first(p.metas["article:section"], ld.section)
}

// linkedData reads the article's object from the page's JSON-LD.
func (p *page) linkedData() linkedData {
	var other linkedData
	for _, s := range p.jsonld {
		var v any
		if json.Unmarshal([]byte(strings.TrimSpace(s)), &v) != nil {
			continue
		}
		if d, ok := articleObject(v, 0); ok {
			return d
		}
		other.anyDate = first(other.anyDate, pageDate(v, 0))
	}
	return other
}

// pageDate is the first date of publication in an object of any type, or in
// its graph.
func pageDate(v any, depth int) string {
	if depth > 4 {
		return ""
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if d := pageDate(e, depth+1); d != "" {
				return d
			}
		}
	case map[string]any:
		return first(names(v["datePublished"]), pageDate(v["@graph"], depth+1), pageDate(v["mainEntity"], depth+1))
	}
	return ""
}

// lineDate finds the day of publication on a line of its own near the headline
// or the text, or at the end of the page's title.
func (p *page) lineDate(kept []bool, title int) (time.Time, bool) {
	from, to := title, -1
	for i, k := range kept {
		if k && from < 0 {
			from = i
		}
		if k {
			to = i
		}
	}
	const near = 6 // blocks before the headline or behind the text
	for i := max(0, from-near); i < min(len(p.segments), to+near); i++ {
		s := clean(p.segments[i].text)
		if p.segments[i].area == noArea && len(s) <= 120 && !p.segments[i].links() && (isDateLine(s) || reTimeOnly.MatchString(s) && !endsStop(s)) {
			if t, ok := findDate(s); ok {
				return t, true
			}
		}
	}
	if d := reTitleDate.FindString(p.title); d != "" {
		return findDate(d)
	}
	return time.Time{}, false
}

var reTitleDate = regexp.MustCompile(`[|–—-] ?` + date + `$`)

// findDate is the first full date within s.
func findDate(s string) (time.Time, bool) {
	if t, _, ok := parseDate(s); ok {
		return t.Truncate(24 * time.Hour), true
	}
	if m := reDate.FindString(s); m != "" {
		if t, _, ok := parseDate(ordinal.Replace(m)); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

func articleObject(v any, depth int) (linkedData, bool) {
	if depth > 4 {
		return linkedData{}, false
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if d, ok := articleObject(e, depth+1); ok {
				return d, true
			}
		}
	case map[string]any:
		kind := names(v["@type"])
		if strings.Contains(kind, "Article") || strings.Contains(kind, "BlogPosting") || strings.Contains(kind, "Report") {
			return linkedData{
				kind:      kind,
				section:   names(v["articleSection"]),
				title:     names(v["headline"]),
				author:    names(v["author"]),
				published: names(v["datePublished"]),
				outlet:    names(v["publisher"]),
			}, true
		}
		return articleObject(v["@graph"], depth+1)
	}
	return linkedData{}, false
}

// names is a JSON-LD value as text: a string, an object with a name, or a list.
func names(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		s, _ := v["name"].(string)
		return s
	case []any:
		var all []string
		for _, e := range v {
			if s := names(e); s != "" {
				all = append(all, s)
			}
		}
		return strings.Join(all, ", ")
	}
	return ""
}

// toSource turns pieces over the decoded page into pieces over its bytes. It
// is false for encodings whose characters have no fixed width.
func (d decoded) toSource(src []byte, pieces []piece) ([]readout.Piece, bool) {
	offset := func(i int) int { return i + d.skip }
	if !d.same {
		width, ok := d.width()
		if !ok {
			return nil, false
		}
		// Pieces are asked for in the order of the text, which may jump back
		// in the page: offsets are counted once for all.
		at := make([]int, len(d.text)+1)
		pos := d.skip
		for i, r := range d.text {
			n := utf8.RuneLen(r)
			for k := i; k < i+n && k < len(at); k++ {
				at[k] = pos
			}
			pos += width(r)
		}
		at[len(d.text)] = pos
		if pos != len(src) {
			return nil, false
		}
		offset = func(i int) int { return at[i] }
	}
	out := make([]readout.Piece, 0, len(pieces))
	for _, p := range pieces {
		out = append(out, readout.Piece{Text: p.text, Source: text.Span{Begin: offset(p.source.Begin), End: offset(p.source.End)}})
	}
	return out, true
}

// width tells how many bytes a character takes in the encoding.
func (d decoded) width() (func(rune) int, bool) {
	switch d.enc {
	case "utf-16":
		return func(r rune) int {
			if r > 0xffff {
				return 4
			}
			return 2
		}, true
	case "utf-8":
		return nil, false
	}
	if enc, err := htmlindex.Get(d.enc); err == nil {
		if _, ok := enc.(*charmap.Charmap); ok {
			return func(rune) int { return 1 }, true
		}
	}
	return nil, false
}
