package readout

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.org/readout/entity"
	"example.org/readout/entity/actors"
	"example.org/readout/event"
	"example.org/readout/place"
	"example.org/readout/quote"
	"example.org/readout/text"
	"example.org/readout/text/nn"
	"example.org/readout/when"
)

// Version is the version of the rules. The model has its own; a [Reading]
// names both.
const Version = "0.1.0"

// Errors that a caller may want to tell apart.
var (
	// ErrNoText is returned for an article in which there is nothing to read.
	ErrNoText = errors.New("no text to read")
	// ErrLanguage is returned, wrapped, for an article in a language that the model was not trained on.
	ErrLanguage = errors.New("only English is read")
)

// A Reader reads articles. It holds the model and nothing else; it is safe for
// use by many goroutines.
type Reader struct {
	vectors  bool
	actors   *actors.Base
	analyzer *text.Analyzer
	events   event.Options
	quotes   quote.Options
	version  string
}

// An Option changes what a Reader does.
type Option func(*Reader)

// WithVectors also gives each sentence of a reading its vector, for finding
// others that say the same: about twice the work.
func WithVectors() Option { return func(r *Reader) { r.vectors = true } }

// WithActors takes what is known of actors from a base other than the one in
// the program: one with a file of the user's.
func WithActors(b *actors.Base) Option { return func(r *Reader) { r.actors = b } }

// NewReader makes a Reader that uses model m.
func NewReader(m *nn.Model, options ...Option) *Reader {
	r := &Reader{
		actors:   actors.Default(),
		analyzer: text.NewAnalyzer(m),
		events:   event.Options{Threshold: m.Threshold("trigger"), Roots: m.Labels("trigger"), Modalities: m.Labels("modality")},
		quotes:   quote.Options{Threshold: m.Threshold("cue")},
	}
	for _, o := range options {
		o(r)
	}
	rules := Version
	if v := r.actors.Version(); v != "" {
		rules += " with actors " + v
	}
	r.version = fmt.Sprintf("readout %s, model %s %s", rules, m.Name(), m.Version())
	return r
}

// Version names the rules and the model, for example "readout 0.1.0, model
// news-en 1 (3f2a91c0)". Readings with the same version are comparable.
func (r *Reader) Version() string { return r.version }

// Analyze runs the language layers alone: sentences, tokens, parse, names and
// candidates. d needs Text and Blocks; Sentences and Tokens that are there
// already are kept.
func (r *Reader) Analyze(ctx context.Context, d *text.Document) error {
	if len(d.Tokens) == 0 {
		text.Split(d)
	}
	return r.analyzer.Analyze(ctx, d)
}

// Read analyses a. The error is [ErrNoText], [ErrLanguage] wrapped, or that of
// ctx; a passage that cannot be coded yields no record, not an error.
func (r *Reader) Read(ctx context.Context, a *Article) (*Reading, error) {
	if !slices.ContainsFunc(a.Blocks, func(b text.Block) bool { return b.Role.Coded() && b.Span.Len() > 0 }) {
		return nil, ErrNoText
	}
	if a.Language != "" && a.Language != "en" && !strings.HasPrefix(a.Language, "en-") {
		return nil, fmt.Errorf("the language is %q: %w", a.Language, ErrLanguage)
	}
	d := &text.Document{ID: a.ID, Text: a.Text, Lang: a.Language, Blocks: a.Blocks}
	if err := r.Analyze(ctx, d); err != nil {
		return nil, err
	}
	if r.vectors {
		if err := r.analyzer.Vectors(ctx, d); err != nil {
			return nil, err
		}
	}
	rd := &Reading{Version: r.version, Article: a, Document: d}
	rd.Times = when.Find(d, a.Published)
	rd.Places = place.Find(d)
	rd.Entities = entity.Find(d, rd.Places)
	entity.Identify(d, rd.Entities, r.actors, day(a))
	rd.Statements = quote.Find(d, r.quotes)
	rd.Events = event.Find(d, rd.Entities, r.events)
	rd.speakers()
	rd.circumstances()
	rd.oneHappening()
	rd.Codes = entity.Codes(d, rd.Entities, r.actors, rd.parties(), day(a))
	return rd, nil
}

// parties are the spans of all actors, recipients and speakers, each once.
func (rd *Reading) parties() []text.Span {
	var spans []text.Span
	for i := range rd.Events {
		spans = append(append(spans, rd.Events[i].Actors...), rd.Events[i].Recipients...)
	}
	for i := range rd.Statements {
		if s := rd.Statements[i].Speaker; s != nil {
			spans = append(spans, *s)
		}
	}
	slices.SortFunc(spans, func(a, b text.Span) int { return cmp.Or(a.Begin-b.Begin, a.End-b.End) })
	return slices.Compact(spans)
}

// CodeOf is the code of an actor, a recipient or a speaker by its span, nil if
// s is none's.
func (rd *Reading) CodeOf(s text.Span) *entity.Code {
	i, ok := slices.BinarySearchFunc(rd.Codes, s, func(c entity.Code, s text.Span) int {
		return cmp.Or(c.Span.Begin-s.Begin, c.Span.End-s.End)
	})
	if !ok {
		return nil
	}
	return &rd.Codes[i]
}

// day is the day of publication of an article, empty where it is unknown.
func day(a *Article) actors.Date {
	if a.Published.IsZero() {
		return ""
	}
	return actors.Date(a.Published.Format("2006-01-02"))
}

// speakers resolves the speaker of each statement to a name.
func (rd *Reading) speakers() {
	for i := range rd.Statements {
		s := &rd.Statements[i]
		if s.Speaker == nil {
			continue
		}
		if rd.author(s) {
			s.Author, s.Name = true, rd.Article.Author
			continue
		}
		if e := entity.Resolve(rd.Entities, rd.Document, *s.Speaker); e != nil {
			s.Name = e.Name
			if other := rd.speaksOfAnother(i, e); other != "" {
				s.Name = other
				rd.moveMention(*s.Speaker, e, other)
			}
		}
	}
}

// speaksOfAnother is the name of who spoke last in the paragraph, where the
// speaker of statement i is a pronoun and e, whom it would mean, is only named
// in what is said: "The letters of X, he said, are forged" is not X speaking.
// It is "" in every other case.
func (rd *Reading) speaksOfAnother(i int, e *entity.Entity) string {
	s := &rd.Statements[i]
	switch strings.ToLower(rd.Document.Slice(*s.Speaker)) {
	case "he", "she":
	default:
		return ""
	}
	inside := slices.ContainsFunc(e.Mentions, func(m entity.Mention) bool {
		return m.Span.Begin < s.Speaker.Begin && slices.ContainsFunc(s.Content, func(c text.Span) bool { return c.Covers(m.Span) })
	})
	if !inside || i == 0 {
		return ""
	}
	last := &rd.Statements[i-1]
	d := rd.Document
	if last.Name == "" || last.Name == e.Name || d.Sentences[last.Sentence].Block != d.Sentences[s.Sentence].Block {
		return ""
	}
	return last.Name
}

// moveMention takes the mention at span from one entity to the one named to, so
// that the entities say the same as the statements.
func (rd *Reading) moveMention(span text.Span, from *entity.Entity, to string) {
	k := slices.IndexFunc(rd.Entities, func(e entity.Entity) bool { return e.Name == to })
	i := slices.IndexFunc(from.Mentions, func(m entity.Mention) bool { return m.Span == span })
	if k < 0 || i < 0 {
		return
	}
	m := from.Mentions[i]
	from.Mentions = slices.Delete(from.Mentions, i, i+1)
	rd.Entities[k].Mentions = append(rd.Entities[k].Mentions, m)
	slices.SortFunc(rd.Entities[k].Mentions, func(a, b entity.Mention) int { return a.Span.Begin - b.Span.Begin })
}

// author reports whether s is in the voice of the author of an opinion piece: a
// first person outside all quotations.
func (rd *Reading) author(s *quote.Statement) bool {
	if rd.Article.Narrator() == "" {
		return false
	}
	switch strings.ToLower(rd.Document.Slice(*s.Speaker)) {
	case "i", "me", "my", "this author", "this writer":
		return s.Parent == "" && s.Form == quote.Indirect
	}
	return false
}

// circumstances gives each event its voice, time and place.
func (rd *Reading) circumstances() {
	for i := range rd.Events {
		e := &rd.Events[i]
		if s := rd.voice(e.Trigger); s != nil {
			e.Voice = s.ID
		}
		if t := when.ForEvent(rd.Document, rd.Times, e.Trigger, rd.Article.Published); t != nil && t.Date() != "" {
			e.When, e.WhenSpan = t.Date(), &t.Span
		}
		if p := place.ForEvent(rd.Document, rd.Places, e.Trigger); p != nil && !rd.oneOfSeveral(e, p) {
			e.Where, e.WhereSpan = p.Full(), &p.Span
		}
	}
}

// voice is the innermost statement whose content holds s, nil if none does.
func (rd *Reading) voice(s text.Span) *quote.Statement {
	var best *quote.Statement
	size := 0
	for i := range rd.Statements {
		st := &rd.Statements[i]
		n, in := 0, false
		for _, c := range st.Content {
			n += c.Len()
			in = in || c.Covers(s)
		}
		if in && (best == nil || n < size) {
			best, size = st, n
		}
	}
	return best
}

// oneOfSeveral reports whether p is one of several places that e leads to: "will
// visit Oslo, Riga and Kyiv" takes place in none of them alone.
func (rd *Reading) oneOfSeveral(e *event.Event, p *place.Place) bool {
	places, in := 0, false
	for _, r := range e.Recipients {
		if slices.ContainsFunc(rd.Places, func(x place.Place) bool { return r.Covers(x.Span) && x.Sense != place.Adjective }) {
			places++
		}
		in = in || r.Covers(p.Span)
	}
	return in && places > 1
}

// oneHappening gives the mentions of one happening the time and place that any
// of them has, unless two of them differ.
func (rd *Reading) oneHappening() {
	times, places := map[string][]*event.Event{}, map[string][]*event.Event{}
	for i := range rd.Events {
		e := &rd.Events[i]
		if e.When != "" && !slices.ContainsFunc(times[e.Happening()], func(x *event.Event) bool { return x.When == e.When }) {
			times[e.Happening()] = append(times[e.Happening()], e)
		}
		if e.Where != "" && !slices.ContainsFunc(places[e.Happening()], func(x *event.Event) bool { return x.Where == e.Where }) {
			places[e.Happening()] = append(places[e.Happening()], e)
		}
	}
	for i := range rd.Events {
		e := &rd.Events[i]
		if from := times[e.Happening()]; e.When == "" && len(from) == 1 {
			e.When, e.WhenSpan = from[0].When, from[0].WhenSpan
			e.Rules = append(e.Rules, "when:same-happening")
		}
		if from := places[e.Happening()]; e.Where == "" && len(from) == 1 {
			e.Where, e.WhereSpan = from[0].Where, from[0].WhereSpan
			e.Rules = append(e.Rules, "where:same-happening")
		}
	}
}
