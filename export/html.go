package export

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"example.org/readout"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

//go:embed page/page.html page/page.css page/page.js
var pageFiles embed.FS

var pageTemplate = template.Must(template.ParseFS(pageFiles, "page/page.html"))

// WriteHTML writes readings as one standalone page: each text with the words
// of its records underlined, and the records as cards beside it. The page
// needs no network and loads nothing; its policy allows only its own style and
// script, so that nothing from an article can run.
func WriteHTML(w io.Writer, readings []*readout.Reading) error {
	css, err := pageFiles.ReadFile("page/page.css")
	if err != nil {
		return err
	}
	js, err := pageFiles.ReadFile("page/page.js")
	if err != nil {
		return err
	}
	p := htmlPage{
		CSS: template.CSS(css), JS: template.JS(js), //nolint:gosec // our own files
		CSP: "default-src 'none'; style-src '" + integrity(css) + "'; script-src '" + integrity(js) +
			"'; base-uri 'none'; form-action 'none'",
		Many: len(readings) > 1,
	}
	n := map[string]int{}
	for i, r := range readings {
		if err := check(r); err != nil {
			return fmt.Errorf("write page of %s: %w", r.Article.Source, err)
		}
		v := &viewer{n: i + 1, r: r, doc: r.Document, offsets: text.NewOffsets(r.Document.Text), refer: newReferents(r)}
		a := v.article()
		p.Articles = append(p.Articles, a)
		for _, c := range a.Cards {
			n[c.Kind]++
			n[c.Modality]++
		}
		p.Version = r.Version
	}
	p.Title = count(len(readings), "article")
	if len(readings) == 1 {
		p.Title = p.Articles[0].Title
	}
	for _, k := range [...]string{"statement", "event"} {
		p.Kinds = append(p.Kinds, option{k, k + "s", n[k]})
	}
	for _, m := range modalities {
		if n[string(m)] > 0 {
			p.Modalities = append(p.Modalities, option{string(m), string(m), n[string(m)]})
		}
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, p); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

// integrity is the hash of an inline script or style for the page's policy.
func integrity(b []byte) string {
	h := sha256.Sum256(b)
	return "sha256-" + base64.StdEncoding.EncodeToString(h[:])
}

// The types below are what page.html shows.

type htmlPage struct {
	Title, Version, CSP string
	CSS                 template.CSS
	JS                  template.JS
	Many                bool // more than one article
	Kinds, Modalities   []option
	Articles            []htmlArticle
}

type option struct {
	Name, Label string
	N           int
}

type htmlArticle struct {
	N                                          int
	Title, Outlet, Published, Language, Counts string
	Facts                                      []htmlFact
	Notes                                      []string
	Blocks                                     []htmlBlock
	Cards                                      []htmlCard
	Tables                                     []htmlTable
}

type htmlFact struct {
	Label, Value, Href string
	Unknown            bool
}

type htmlBlock struct {
	Role      string // "" where records are made from the block
	Sentences string // "4", "4–6"; "" where it has none
	Several   bool
	Pieces    []htmlPiece
}

// An htmlPiece is a stretch of text that lies in the same spans throughout.
type htmlPiece struct {
	Text, Class, Refs string
	Starts, Ends      []htmlJoint
	own               []int // the records whose own words these are
}

// An htmlJoint is where a record's words begin or end.
type htmlJoint struct {
	N                                 int
	Kind, Status, Label, Anchor, Card string
}

type htmlParty struct {
	Words, Name string
	Unknown     bool
}

type htmlCard struct {
	N, Sentence                               int
	Kind, Modality, Status, BadgeClass, Label string
	Card, Anchor                              string
	Who, Whom                                 []htmlParty
	Words, Act, Code                          string // of an event
	Cue, Content, Form                        string // of a statement
	Facts                                     []htmlFact
	By, Confidence, Offsets                   string
	Live                                      string // address of the words in the page as published
	Doubtful                                  bool
}

type htmlTable struct {
	Name string
	Head []string
	Rows [][]string
}

// A viewer makes the view of one reading.
type viewer struct {
	n       int // of the article on the page, from 1
	r       *readout.Reading
	doc     *text.Document
	offsets *text.Offsets
	refer   referents
	records []record
	byID    map[string]record
	joined  map[int]bool // the records that have words in the text
}

func (v *viewer) article() htmlArticle {
	v.records = records(v.r)
	v.byID, v.joined = map[string]record{}, map[int]bool{}
	for _, rec := range v.records {
		v.byID[rec.id()] = rec
	}
	a := v.r.Article
	out := htmlArticle{
		N: v.n, Title: oneLine(title(a)), Outlet: a.Outlet, Published: published(a), Language: a.Language, Notes: a.Notes,
		Counts: count(len(v.r.Statements), "statement") + ", " + count(len(v.r.Events), "event"),
		Blocks: v.blocks(), Tables: v.tables(),
	}
	for _, rec := range v.records {
		out.Cards = append(out.Cards, v.card(rec))
	}
	out.Facts = []htmlFact{
		{Label: "Outlet", Value: a.Outlet},
		{Label: "Published", Value: published(a)},
		{Label: "Author", Value: a.Author},
		{Label: "Genre", Value: a.Genre},
		{Label: "Language", Value: a.Language},
	}
	for i := range out.Facts {
		if f := &out.Facts[i]; f.Value == "" {
			f.Value, f.Unknown = "unknown", true
		}
	}
	if a.Agency != "" {
		out.Facts = append(out.Facts, htmlFact{Label: "Agency", Value: a.Agency})
	}
	if a.URL != "" {
		out.Facts = append(out.Facts, htmlFact{Label: "Address", Value: a.URL, Href: a.URL})
	}
	out.Facts = append(out.Facts, htmlFact{Label: "Found", Value: fmt.Sprintf("%s in %s; %s",
		count(len(v.r.Statements), "statement"), count(len(v.doc.Sentences), "sentence"), tally(v.r.Events))},
		htmlFact{Label: "Read by", Value: v.r.Version})
	return out
}

func (v *viewer) cardID(n int) string   { return fmt.Sprintf("r%d-%d", v.n, n) }
func (v *viewer) anchorID(n int) string { return fmt.Sprintf("w%d-%d", v.n, n) }

func (v *viewer) card(rec record) htmlCard {
	c := htmlCard{N: rec.n, Sentence: rec.sentence(), Card: v.cardID(rec.n), Anchor: v.anchorID(rec.n)}
	if rec.event != nil {
		v.eventCard(&c, rec.event)
	} else {
		v.statementCard(&c, rec.statement)
	}
	ps := parts(rec)
	c.Offsets = v.extent(ps)
	if len(ps) > 0 {
		c.Live = live(v.r.Article.URL, v.doc, ps[0].span)
	}
	if !v.joined[rec.n] {
		c.Anchor = ""
	}
	return c
}

// extent is where a record's own words are, in code points.
func (v *viewer) extent(ps []part) string {
	var out []string
	for _, p := range ps {
		if p.own {
			out = append(out, fmt.Sprintf("%d–%d", v.offsets.CodePoints(v.doc.Text, p.span.Begin), v.offsets.CodePoints(v.doc.Text, p.span.End)))
		}
	}
	return strings.Join(out, ", ")
}

func (v *viewer) eventCard(c *htmlCard, e *event.Event) {
	c.Kind, c.Modality, c.Status, c.BadgeClass = "event", string(e.Modality), modalityWords(e.Modality), string(e.Modality)
	c.Who, c.Whom = v.parties(e.Actors), v.parties(e.Recipients)
	if len(c.Who) == 0 {
		c.Who = []htmlParty{{Unknown: true}}
	}
	c.Words, c.Act, c.Code = oneLine(v.doc.Slice(e.Trigger)), act(e.Code), code(e.Code)
	if strings.EqualFold(c.Act, e.Code.Root) {
		c.Act = "" // "reject" beside REJECT says nothing
	}
	c.Facts = []htmlFact{v.fact("When", e.When, e.WhenSpan), v.fact("Where", e.Where, e.WhereSpan)}
	voice := htmlFact{Label: "Told by", Value: "the article itself"}
	if n := v.r.Article.Narrator(); n != "" {
		voice.Value = n + ", who wrote it"
	}
	if rec, ok := v.byID[e.Voice]; ok && rec.statement != nil {
		voice.Value, voice.Href = fmt.Sprintf("%s, in %d", short(v.doc, rec.statement), rec.n), "#"+v.cardID(rec.n)
	} else if e.Voice != event.Narrator {
		voice.Value, voice.Unknown = "unknown", true
	}
	c.Facts = append(c.Facts, voice)
	if rec, ok := v.byID[e.SameAs]; ok && rec.event != nil {
		c.Facts = append(c.Facts, htmlFact{
			Label: "Same as", Value: fmt.Sprintf("“%s”, %d", oneLine(v.doc.Slice(rec.event.Trigger)), rec.n), Href: "#" + v.cardID(rec.n),
		})
	}
	c.By, c.Confidence, c.Doubtful = strings.Join(makers(v.r.Version, e.Rules...), ", "), confidence(e.Confidence), doubtful(e.Confidence)
	c.Label = fmt.Sprintf("event, %s: %s", c.Status, names(c.Who))
	if len(c.Whom) > 0 {
		c.Label += " to " + names(c.Whom)
	}
	c.Label += ", " + act(e.Code)
}

func (v *viewer) statementCard(c *htmlCard, s *quote.Statement) {
	c.Kind, c.Status, c.BadgeClass = "statement", s.Act, "speech"
	if c.Status == "" {
		c.Status = "act unknown"
	}
	words, name := speaker(v.doc, s)
	c.Who = []htmlParty{{words, name, words == ""}}
	if s.Cue != nil {
		c.Cue = oneLine(v.doc.Slice(*s.Cue))
	}
	open, end := "", ""
	if s.Form == quote.Direct {
		open, end = "“", "”"
	}
	content := make([]string, len(s.Content))
	for i, span := range s.Content {
		content[i] = open + oneLine(v.doc.Slice(span)) + end
	}
	c.Content = strings.Join(content, " … ")
	c.Form = string(s.Form)
	if s.Channel != nil {
		c.Facts = append(c.Facts, htmlFact{Label: "Channel", Value: oneLine(v.doc.Slice(*s.Channel))})
	}
	if len(s.Chain) > 0 {
		chain := make([]string, len(s.Chain))
		for i, span := range s.Chain {
			chain[i] = oneLine(v.doc.Slice(span))
		}
		c.Facts = append(c.Facts, htmlFact{Label: "Through", Value: strings.Join(chain, " > ")})
	}
	if rec, ok := v.byID[s.Parent]; ok && rec.statement != nil {
		c.Facts = append(c.Facts, htmlFact{
			Label: "Within", Value: fmt.Sprintf("what %s says, %d", short(v.doc, rec.statement), rec.n), Href: "#" + v.cardID(rec.n),
		})
	}
	c.By, c.Confidence, c.Doubtful = strings.Join(makers(v.r.Version, s.Rules...), ", "), confidence(s.Confidence), doubtful(s.Confidence)
	c.Label = fmt.Sprintf("statement, %s: %s", c.Status, names(c.Who))
}

// fact is a time or a place: its value, and its words where they differ.
func (v *viewer) fact(label, value string, span *text.Span) htmlFact {
	words := ""
	if span != nil {
		words = "“" + oneLine(v.doc.Slice(*span)) + "”"
	}
	switch {
	case value == "" && words == "":
		return htmlFact{Label: label, Value: "unknown", Unknown: true}
	case value == "":
		return htmlFact{Label: label, Value: words}
	case words == "" || words == "“"+value+"”":
		return htmlFact{Label: label, Value: value}
	}
	return htmlFact{Label: label, Value: value + " " + words}
}

func (v *viewer) parties(spans []text.Span) []htmlParty {
	out := make([]htmlParty, len(spans))
	for i, s := range spans {
		out[i] = htmlParty{Words: oneLine(v.doc.Slice(s)), Name: v.refer.name(s)}
	}
	return out
}

// names lists parties in plain text.
func names(ps []htmlParty) string {
	out := make([]string, len(ps))
	for i, p := range ps {
		switch out[i] = p.Words; {
		case p.Unknown:
			out[i] = "unknown"
		case p.Name != "":
			out[i] = p.Name
		}
	}
	return strings.Join(out, ", ")
}

// tables are the entities, times and places of a reading.
func (v *viewer) tables() []htmlTable {
	var out []htmlTable
	add := func(name string, rows [][]string, head ...string) {
		if len(rows) > 0 {
			out = append(out, htmlTable{name, head, rows})
		}
	}
	var rows [][]string
	for _, e := range v.r.Entities {
		rows = append(rows, []string{e.Name, e.Type, e.Country, strconv.Itoa(len(e.Mentions))})
	}
	add("Names", rows, "Name", "Type", "Country", "Mentions")
	rows = nil
	for _, t := range v.r.Times {
		rows = append(rows, []string{oneLine(v.doc.Slice(t.Span)), t.Value, strings.ToLower(t.Type), v.sentence(t.Span)})
	}
	add("Times", rows, "Words", "Value", "Type", "Sentence")
	rows = nil
	for _, p := range v.r.Places {
		rows = append(rows, []string{oneLine(v.doc.Slice(p.Span)), p.Name, p.Country, string(p.Sense), v.sentence(p.Span)})
	}
	add("Places and their governments and peoples", rows, "Words", "Name", "Country", "Sense", "Sentence")
	return out
}

func (v *viewer) sentence(s text.Span) string {
	if i := v.doc.SentenceAt(s.Begin); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	return ""
}
