package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"unicode/utf8"

	"example.org/readout"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

// WriteJSON writes readings as one JSON array, each as soon as it comes, so
// that memory does not grow with their number. A nil reading stands for an
// article that was skipped: it leaves nothing in the array. The array is
// closed and valid wherever readings ends.
func WriteJSON(w io.Writer, readings iter.Seq[*readout.Reading]) error {
	before := "[\n"
	for r := range readings {
		if r == nil {
			continue
		}
		if err := writeReading(w, before, r, ""); err != nil {
			return err
		}
		before = ",\n"
	}
	end := "\n]\n"
	if before == "[\n" {
		end = "[]\n"
	}
	if _, err := io.WriteString(w, end); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// WriteJSONL writes readings as JSON Lines: one article a line, written whole
// as soon as it comes. Nil readings are passed over.
func WriteJSONL(w io.Writer, readings iter.Seq[*readout.Reading]) error {
	for r := range readings {
		if r == nil {
			continue
		}
		if err := writeReading(w, "", r, "\n"); err != nil {
			return err
		}
	}
	return nil
}

// writeReading writes one reading in a single call to w.
func writeReading(w io.Writer, before string, r *readout.Reading, after string) error {
	out, err := newJSONReading(r)
	if err != nil {
		return fmt.Errorf("write JSON of %s: %w", r.Article.Source, err)
	}
	var b bytes.Buffer
	b.WriteString(before)
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // readers of news see "&" as "&"
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("write JSON of %s: %w", r.Article.Source, err)
	}
	b.Truncate(b.Len() - 1) // the newline that Encode adds
	b.WriteString(after)
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write JSON of %s: %w", r.Article.Source, err)
	}
	return nil
}

// The types below are the output as schema.json describes it. A pointer is
// null where the value is unknown.

type jsonReading struct {
	Reader     string          `json:"reader"`
	Unit       string          `json:"unit"`
	Article    jsonArticle     `json:"article"`
	Text       string          `json:"text"`
	Vector     jsonVector      `json:"vector,omitempty"`
	Sentences  []jsonSentence  `json:"sentences"`
	Statements []jsonStatement `json:"statements"`
	Events     []jsonEvent     `json:"events"`
	Entities   []jsonEntity    `json:"entities"`
	Times      []jsonTime      `json:"times"`
	Places     []jsonPlace     `json:"places"`
	Notes      []string        `json:"notes"`
}

type jsonArticle struct {
	ID        string      `json:"id"`
	Source    *string     `json:"source"`
	URL       *string     `json:"url"`
	Outlet    *string     `json:"outlet"`
	Agency    *string     `json:"agency"`
	Dateline  *string     `json:"dateline"`
	Author    *string     `json:"author"`
	Narrator  *string     `json:"narrator"`
	Title     *string     `json:"title"`
	Published *string     `json:"published"`
	Language  *string     `json:"language"`
	Genre     *string     `json:"genre"`
	GenreWhy  *string     `json:"genre_why"`
	Blocks    []jsonBlock `json:"blocks"`
	Map       [][4]int    `json:"map"`
}

type jsonSpan struct {
	Begin int    `json:"begin"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// jsonWords is a span that may be unknown while what it would say is known.
type jsonWords struct {
	Begin *int    `json:"begin"`
	End   *int    `json:"end"`
	Text  *string `json:"text"`
}

type jsonBlock struct {
	jsonSpan
	Role string  `json:"role"`
	Why  *string `json:"why"`
}

type jsonSentence struct {
	Number int `json:"number"`
	jsonSpan
	Vector jsonVector `json:"vector,omitempty"`
}

// jsonVector is a vector, left out where there is none.
type jsonVector []float32

// MarshalJSON writes five decimals, more than the weights are good for; adding
// 0 takes the sign off a 0.
func (v jsonVector) MarshalJSON() ([]byte, error) {
	b := []byte{'['}
	for i, x := range v {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendFloat(b, math.Round(float64(x)*1e5)/1e5+0, 'f', -1, 64)
	}
	return append(b, ']'), nil
}

type jsonArgument struct {
	jsonSpan
	Entity *string   `json:"entity"`
	Code   *jsonCode `json:"code"`
}

type jsonCode struct {
	Countries []string `json:"countries"`
	Sector    *string  `json:"sector"`
	Actor     *string  `json:"actor"`
	By        []string `json:"by"`
}

type jsonSpeaker struct {
	jsonWords
	Name   *string   `json:"name"`
	Author bool      `json:"author"`
	Entity *string   `json:"entity"`
	Code   *jsonCode `json:"code"`
}

type jsonStatement struct {
	ID         string       `json:"id"`
	Speaker    *jsonSpeaker `json:"speaker"`
	Cue        *jsonSpan    `json:"cue"`
	Content    []jsonSpan   `json:"content"`
	Form       *string      `json:"form"`
	Act        *string      `json:"act"`
	Channel    *jsonSpan    `json:"channel"`
	Chain      []jsonSpan   `json:"chain"`
	Parent     *string      `json:"parent"`
	Sentence   int          `json:"sentence"`
	By         []string     `json:"by"`
	Confidence *float64     `json:"confidence"`
}

type jsonWhen struct {
	jsonWords
	Value *string `json:"value"`
}

type jsonWhere struct {
	jsonWords
	Name *string `json:"name"`
}

type jsonEvent struct {
	ID         string         `json:"id"`
	Trigger    jsonSpan       `json:"trigger"`
	Root       *string        `json:"root"`
	Cameo      *string        `json:"cameo"`
	Quad       *int           `json:"quad"`
	Goldstein  *float64       `json:"goldstein"`
	Actors     []jsonArgument `json:"actors"`
	Recipients []jsonArgument `json:"recipients"`
	Modality   *string        `json:"modality"`
	Voice      *string        `json:"voice"`
	When       *jsonWhen      `json:"when"`
	Where      *jsonWhere     `json:"where"`
	SameAs     *string        `json:"same_as"`
	Sentence   int            `json:"sentence"`
	By         []string       `json:"by"`
	Confidence *float64       `json:"confidence"`
}

type jsonMention struct {
	jsonSpan
	Form     *string `json:"form"`
	Sentence *int    `json:"sentence"`
}

type jsonEntity struct {
	ID         string        `json:"id"`
	Name       *string       `json:"name"`
	Type       *string       `json:"type"`
	Country    *string       `json:"country"`
	Sector     *string       `json:"sector"`
	Actor      *string       `json:"actor"`
	Mentions   []jsonMention `json:"mentions"`
	By         []string      `json:"by"`
	Confidence *float64      `json:"confidence"`
}

type jsonTime struct {
	ID string `json:"id"`
	jsonSpan
	Type       *string  `json:"type"`
	Value      *string  `json:"value"`
	Mod        *string  `json:"mod"`
	Sentence   *int     `json:"sentence"`
	By         []string `json:"by"`
	Confidence *float64 `json:"confidence"`
}

type jsonPlace struct {
	ID string `json:"id"`
	jsonSpan
	Name       *string  `json:"name"`
	Country    *string  `json:"country"`
	Precision  *string  `json:"precision"`
	Sense      *string  `json:"sense"`
	Sentence   *int     `json:"sentence"`
	By         []string `json:"by"`
	Confidence *float64 `json:"confidence"`
}

// A converter turns the spans of one document into offsets in code points. It
// keeps the first span that does not fit the text.
type converter struct {
	reading *readout.Reading
	doc     *text.Document
	offsets *text.Offsets
	refer   referents
	err     error
}

// check is an error if a span of r does not fit its text: a record that points
// beside its words is worse than none, in every form.
func check(r *readout.Reading) error {
	_, err := newJSONReading(r)
	return err
}

func newJSONReading(r *readout.Reading) (*jsonReading, error) {
	if !utf8.ValidString(r.Document.Text) {
		return nil, fmt.Errorf("text of article %s is not UTF-8", r.Article.ID)
	}
	c := &converter{reading: r, doc: r.Document, offsets: text.NewOffsets(r.Document.Text)}
	c.checkMentions(r)
	if c.err != nil {
		return nil, c.err
	}
	c.refer = newReferents(r)
	out := &jsonReading{
		Reader:     r.Version,
		Unit:       "code points",
		Article:    c.article(r.Article, r.Document),
		Text:       r.Document.Text,
		Vector:     r.Document.Vector(),
		Sentences:  make([]jsonSentence, len(r.Document.Sentences)),
		Statements: make([]jsonStatement, len(r.Statements)),
		Events:     make([]jsonEvent, len(r.Events)),
		Entities:   make([]jsonEntity, len(r.Entities)),
		Times:      make([]jsonTime, len(r.Times)),
		Places:     make([]jsonPlace, len(r.Places)),
		Notes:      append([]string{}, r.Article.Notes...),
	}
	for i, s := range r.Document.Sentences {
		out.Sentences[i] = jsonSentence{i + 1, c.span(s.Span), s.Vector}
	}
	for i := range r.Statements {
		out.Statements[i] = c.statement(&r.Statements[i], r.Version)
	}
	for i := range r.Events {
		out.Events[i] = c.event(&r.Events[i], r.Version)
	}
	for i := range r.Entities {
		e := &r.Entities[i]
		mentions := make([]jsonMention, len(e.Mentions))
		for k, m := range e.Mentions {
			mentions[k] = jsonMention{c.span(m.Span), known(m.Form), c.sentence(m.Span)}
		}
		out.Entities[i] = jsonEntity{
			e.ID, known(e.Name), known(e.Type), known(e.Country), known(e.Sector), known(e.Actor), mentions,
			makers(r.Version, e.Rule), round(e.Confidence),
		}
	}
	for i, t := range r.Times {
		out.Times[i] = jsonTime{
			identity(r.Document.ID, "time", t.Span), c.span(t.Span), known(t.Type), known(t.Value), known(t.Mod),
			c.sentence(t.Span), makers(r.Version, t.Rule), nil,
		}
	}
	for i, p := range r.Places {
		out.Places[i] = jsonPlace{
			identity(r.Document.ID, "place", p.Span), c.span(p.Span), known(p.Name), known(p.Country),
			known(p.Precision), known(string(p.Sense)), c.sentence(p.Span), makers(r.Version, p.Rule), round(p.Confidence),
		}
	}
	return out, c.err
}

func (c *converter) article(a *readout.Article, d *text.Document) jsonArticle {
	out := jsonArticle{
		ID: a.ID, Source: known(a.Source), URL: known(a.URL), Outlet: known(a.Outlet), Agency: known(a.Agency), Dateline: known(a.Dateline),
		Author: known(a.Author), Narrator: known(a.Narrator()), Title: known(a.Title), Published: known(published(a)), Language: known(a.Language),
		Genre: known(a.Genre), GenreWhy: known(a.GenreWhy),
		Blocks: make([]jsonBlock, len(d.Blocks)), Map: make([][4]int, len(a.Map)),
	}
	for i, b := range d.Blocks {
		out.Blocks[i] = jsonBlock{c.span(b.Span), string(b.Role), known(b.Why)}
	}
	for i, p := range a.Map {
		t := c.span(p.Text)
		out.Map[i] = [4]int{t.Begin, t.End, p.Source.Begin, p.Source.End}
	}
	return out
}

func (c *converter) statement(s *quote.Statement, version string) jsonStatement {
	out := jsonStatement{
		ID: s.ID, Cue: c.maybe(s.Cue), Content: c.spans(s.Content), Form: known(string(s.Form)), Act: known(s.Act),
		Channel: c.maybe(s.Channel), Chain: c.spans(s.Chain), Parent: known(s.Parent), Sentence: s.Sentence + 1,
		By: makers(version, s.Rules...), Confidence: round(s.Confidence),
	}
	if s.Speaker != nil || s.Name != "" || s.Author {
		out.Speaker = &jsonSpeaker{jsonWords: c.words(s.Speaker), Name: known(s.Name), Author: s.Author}
		if s.Speaker != nil {
			out.Speaker.Entity = c.entity(*s.Speaker)
			out.Speaker.Code = c.code(*s.Speaker)
		}
	}
	return out
}

func (c *converter) event(e *event.Event, version string) jsonEvent {
	out := jsonEvent{
		ID: e.ID, Trigger: c.span(e.Trigger), Root: known(e.Code.Root), Cameo: known(e.Code.Cameo),
		Actors: c.arguments(e.Actors), Recipients: c.arguments(e.Recipients),
		Modality: known(string(e.Modality)), Voice: known(e.Voice), SameAs: known(e.SameAs), Sentence: e.Sentence + 1,
		By: makers(version, e.Rules...), Confidence: round(e.Confidence),
	}
	if e.Code.Quad != 0 {
		out.Quad = &e.Code.Quad
	}
	if e.Code.Cameo != "" { // 0 is a value of the scale, so only the code tells
		out.Goldstein = &e.Code.Goldstein
	}
	if e.When != "" || e.WhenSpan != nil {
		out.When = &jsonWhen{c.words(e.WhenSpan), known(e.When)}
	}
	if e.Where != "" || e.WhereSpan != nil {
		out.Where = &jsonWhere{c.words(e.WhereSpan), known(e.Where)}
	}
	return out
}

func (c *converter) arguments(spans []text.Span) []jsonArgument {
	out := make([]jsonArgument, len(spans))
	for i, s := range spans {
		out[i] = jsonArgument{c.span(s), c.entity(s), c.code(s)}
	}
	return out
}

func (c *converter) entity(s text.Span) *string {
	if !c.fits(s) {
		return nil
	}
	if e := c.refer.entity(s); e != nil {
		return &e.ID
	}
	return nil
}

// code is what an actor is coded as, nil where nothing is known.
func (c *converter) code(s text.Span) *jsonCode {
	k := c.reading.CodeOf(s)
	if k == nil || len(k.Countries) == 0 && k.Sector == "" {
		return nil
	}
	return &jsonCode{append([]string{}, k.Countries...), known(k.Sector), known(k.Actor), makers(c.reading.Version, k.Rule)}
}

func (c *converter) fits(s text.Span) bool {
	t := c.doc.Text
	return 0 <= s.Begin && s.Begin <= s.End && s.End <= len(t) &&
		(s.Begin == len(t) || utf8.RuneStart(t[s.Begin])) && (s.End == len(t) || utf8.RuneStart(t[s.End]))
}

// checkMentions looks at the spans that newReferents will slice by.
func (c *converter) checkMentions(r *readout.Reading) {
	for i := range r.Entities {
		for _, m := range r.Entities[i].Mentions {
			c.span(m.Span)
		}
	}
}

func (c *converter) span(s text.Span) jsonSpan {
	if !c.fits(s) {
		if c.err == nil {
			c.err = fmt.Errorf("span %v does not fit the text of %d bytes", s, len(c.doc.Text))
		}
		return jsonSpan{}
	}
	return jsonSpan{
		c.offsets.CodePoints(c.doc.Text, s.Begin), c.offsets.CodePoints(c.doc.Text, s.End), c.doc.Slice(s),
	}
}

func (c *converter) spans(ss []text.Span) []jsonSpan {
	out := make([]jsonSpan, len(ss))
	for i, s := range ss {
		out[i] = c.span(s)
	}
	return out
}

func (c *converter) maybe(s *text.Span) *jsonSpan {
	if s == nil {
		return nil
	}
	out := c.span(*s)
	return &out
}

func (c *converter) words(s *text.Span) jsonWords {
	if s == nil {
		return jsonWords{}
	}
	out := c.span(*s)
	return jsonWords{&out.Begin, &out.End, &out.Text}
}

// sentence is the number of the sentence that s begins in, nil outside all.
func (c *converter) sentence(s text.Span) *int {
	i := c.doc.SentenceAt(s.Begin)
	if i < 0 {
		return nil
	}
	i++
	return &i
}

// known is nil for the empty string: unknown is null, never "".
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// round is p to two decimals, nil where p is no probability.
func round(p float64) *float64 {
	if math.IsNaN(p) || math.IsInf(p, 0) {
		return nil
	}
	p = math.Round(p*100) / 100
	return &p
}
