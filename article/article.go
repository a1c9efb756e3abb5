// Package article turns what a publisher put out into articles that can be
// analysed.
//
// In: the bytes of a file or page (plain text, HTML, JSON, or JSON Lines) and
// what the caller knows beside them ([Meta]). Out: [readout.Article] values
// whose Text is cut into blocks, each with the role that it plays (headline,
// byline, caption, body ...) and the rule that says so.
//
// Nothing is thrown away. The text of a plain file or of a JSON "text" field is
// the decoded input itself, unaltered, and blocks are spans over it; what is no
// body keeps its place with another role. The text of an HTML page is written
// anew, block by block, and Article.Map leads back to the bytes of the page.
// Where a rule is not sure, the block stays body: a caption that was kept does
// less harm than a paragraph that was lost.
package article

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"example.org/readout"
	"example.org/readout/text"
)

// DefaultLimit is the size in bytes that one article may have at most when
// [Meta.Limit] is zero: 50 MB.
const DefaultLimit = 50 << 20

// A Kind is a form of input.
type Kind string

// The kinds of input. Auto finds out from the content and, where that does not
// tell, from the name.
const (
	Auto  Kind = ""
	Plain Kind = "text"
	HTML  Kind = "html"
	JSON  Kind = "json" // one object, an array of objects, or one object a line
)

// Meta is what a caller knows about an input. What the input itself declares
// comes first; Meta fills the gaps. Only Language and Kind overrule it.
type Meta struct {
	Source      string // file name or address, for messages and Article.Source; records of a JSON file add ":LINE"
	Kind        Kind
	ContentType string // of the HTTP response, "" if none
	URL         string
	Outlet      string
	Author      string
	Title       string
	Language    string    // BCP 47; overrules what the words suggest
	Published   time.Time // zero where unknown
	Precision   string    // of Published: "day" or "second"
	Limit       int       // bytes of one article at most; 0 means [DefaultLimit]

	ofRecord bool // the facts were given with this very article, not for many
}

func (m Meta) limit() int {
	if m.Limit > 0 {
		return m.Limit
	}
	return DefaultLimit
}

func (m Meta) source() string {
	switch {
	case m.Source != "":
		return m.Source
	case m.URL != "":
		return m.URL
	}
	return "input"
}

// Read makes articles from the bytes of one file or page: one article, or as
// many as there are records in a JSON file. Records that cannot be read do not
// stop the others: the articles that could be read come with an error that
// joins one [Error] for each that could not.
func Read(src []byte, meta Meta) ([]*readout.Article, error) {
	var all []*readout.Article
	var errs []error
	for a, err := range Stream(bytes.NewReader(src), meta) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, a)
	}
	return all, errors.Join(errs...)
}

// Stream makes articles from r one at a time, in order. It holds one article
// in memory, whatever the length of a JSON Lines file. Each step gives either
// an article or an error, which is an [*Error] unless r itself failed; after an
// error the next record is read if there is one.
func Stream(r io.Reader, meta Meta) iter.Seq2[*readout.Article, error] {
	return func(yield func(*readout.Article, error) bool) {
		in := newInput(r)
		head, err := in.Peek(sniffLen)
		if err != nil && err != io.EOF {
			yield(nil, err)
			return
		}
		if len(head) == 0 {
			yield(nil, meta.fail(ErrEmpty, 0, "the file has no bytes; check that it was written or downloaded whole"))
			return
		}
		if what := magic(head); what != "" {
			yield(nil, meta.fail(ErrBinary, 0, what+"; save it as text or HTML first"))
			return
		}
		kind := meta.Kind
		if kind == Auto {
			kind = detect(head, meta)
		}
		if kind == JSON {
			streamJSON(in, head, meta, yield)
			return
		}
		src, err := io.ReadAll(io.LimitReader(in, int64(meta.limit())+1))
		if err != nil {
			yield(nil, err)
			return
		}
		if len(src) > meta.limit() {
			yield(nil, meta.tooLarge(0))
			return
		}
		if kind == HTML {
			yield(readHTML(src, meta))
			return
		}
		yield(readPlain(src, meta))
	}
}

// readPlain makes the article of a plain text file.
func readPlain(src []byte, meta Meta) (*readout.Article, error) {
	d, err := decode(src, meta.ContentType)
	if err != nil {
		return nil, meta.fail(ErrBinary, 0, err.Error()+"; save it as text or HTML first")
	}
	if !hasLetters(d.text) {
		return nil, meta.fail(ErrNoText, 0, "there are no words in it; give the article's text")
	}
	return fromText(d, meta), nil
}

// fromText makes the article whose text is d, unaltered.
func fromText(d decoded, meta Meta) *readout.Article {
	a := newArticle(d.text, meta)
	a.Notes = append(a.Notes, d.notes...)
	facts := label(a, paragraphs(a.Text))
	finish(a, meta, facts)
	return a
}

// newArticle starts an article with what is known before its text is looked at.
func newArticle(txt string, meta Meta) *readout.Article {
	sum := sha256.Sum256([]byte(txt))
	return &readout.Article{
		ID:        hex.EncodeToString(sum[:]),
		Source:    meta.Source,
		URL:       meta.URL,
		Outlet:    meta.Outlet,
		Author:    meta.Author,
		Title:     meta.Title,
		Published: meta.Published,
		Precision: meta.Precision,
		Text:      txt,
	}
}

// finish fills what follows from the blocks: title, author, agency, dateline,
// date, language and genre.
func finish(a *readout.Article, meta Meta, f facts) {
	if a.Title == "" {
		for _, b := range a.Blocks {
			if b.Role == text.Headline {
				a.Title = clean(a.Text[b.Span.Begin:b.Span.End])
				break
			}
		}
	}
	if a.Author == "" {
		a.Author = f.author
	}
	// Pages name an agency, or themselves, where the author's name belongs.
	if ag := agency(a.Author); ag != "" && f.agency == "" {
		f.agency, f.agencyWhy = ag, "author's place"
	}
	if ag := agency(a.Author); ag != "" && !strings.ContainsAny(a.Author, ",;/") || a.Outlet != "" && fold(a.Author) == fold(a.Outlet) {
		a.Author = ""
	}
	a.Agency = f.agency
	a.Dateline = f.dateline
	if a.Published.IsZero() && !f.published.IsZero() {
		a.Published, a.Precision = f.published, f.precision
		a.Notes = append(a.Notes, "published "+f.published.Format(time.DateOnly)+" taken from the date line of the text")
	}
	if !a.Published.IsZero() && a.Precision == "" {
		a.Precision = "day"
	}
	a.Notes = append(a.Notes, f.notes...)
	setLanguage(a, meta)
	a.Genre, a.GenreWhy = genre(a, f)
}

// detect tells the kind of an input from its first bytes and its name.
func detect(head []byte, meta Meta) Kind {
	s := strings.TrimLeftFunc(sniffText(head), func(r rune) bool {
		return r == '\ufeff' || r == ' ' || r == '\t' || r == '\n' || r == '\r'
	})
	lower := strings.ToLower(s)
	ext := strings.ToLower(path.Ext(strings.SplitN(meta.source(), "?", 2)[0]))
	switch {
	case strings.HasPrefix(s, "{") && strings.HasPrefix(strings.TrimSpace(s[1:]), `"`),
		strings.HasPrefix(s, "[") && strings.HasPrefix(strings.TrimSpace(s[1:]), "{"),
		ext == ".jsonl" || ext == ".ndjson" || ext == ".json":
		return JSON
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"):
		return HTML
	case ext == ".txt" || ext == ".text":
		return Plain
	case strings.Contains(meta.ContentType, "html"),
		ext == ".html" || ext == ".htm" || ext == ".xhtml",
		strings.HasPrefix(lower, "<?xml") && strings.Contains(lower, "<html"),
		looksHTML(lower):
		return HTML
	}
	return Plain
}

// looksHTML reports whether text that begins with a tag has the tags of a page.
func looksHTML(lower string) bool {
	if !strings.HasPrefix(lower, "<") {
		return false
	}
	for _, tag := range []string{"<html", "<head", "<body", "<meta", "<title", "<div", "<article", "<p>", "<p "} {
		if strings.Contains(lower, tag) {
			return true
		}
	}
	return false
}

// sniffText is head as text as far as it can be told, for looking at only.
func sniffText(head []byte) string {
	if enc := bomOrWide(head); enc != nil {
		if b, err := enc.NewDecoder().Bytes(head[:len(head)&^1]); err == nil {
			return string(b)
		}
	}
	for i := 0; i < utf8.UTFMax && len(head) > 0 && !utf8.Valid(head); i++ {
		head = head[:len(head)-1]
	}
	return string(head)
}
