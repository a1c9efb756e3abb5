package export

import (
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/readout"
	"example.org/readout/codebook"
	"example.org/readout/entity"
	"example.org/readout/event"
	"example.org/readout/place"
	"example.org/readout/quote"
	"example.org/readout/text"
	"example.org/readout/when"
)

// A story builds a Reading by hand from paragraphs of one-sentence lines.
type story struct {
	t testing.TB
	r *readout.Reading
}

// newStory joins blocks into a text; in a block each line is a sentence, and
// the lines are joined by spaces. A block "role: ..." has that role.
func newStory(t testing.TB, blocks ...string) *story {
	d := &text.Document{ID: "d0c", Lang: "en"}
	var b strings.Builder
	for _, block := range blocks {
		role := text.Body
		for _, r := range []text.Role{text.Headline, text.Byline, text.Caption, text.Credit, text.Disclaimer} {
			if rest, ok := strings.CutPrefix(block, string(r)+": "); ok {
				role, block = r, rest
			}
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		begin := b.Len()
		for i, line := range strings.Split(block, "\n") {
			if i > 0 {
				b.WriteByte(' ')
			}
			if role.Coded() {
				d.Sentences = append(d.Sentences, text.Sentence{
					Span: text.Span{Begin: b.Len(), End: b.Len() + len(line)}, Block: len(d.Blocks),
				})
			}
			b.WriteString(line)
		}
		d.Blocks = append(d.Blocks, text.Block{Span: text.Span{Begin: begin, End: b.Len()}, Role: role, Why: string(role) + ":test"})
	}
	d.Text = b.String()
	return &story{t, &readout.Reading{
		Version:  "readout 0.1.0, model news-en 1 (3f2a91c0)",
		Article:  &readout.Article{ID: d.ID, Source: "visit.txt", Text: d.Text, Blocks: d.Blocks, Language: "en"},
		Document: d,
	}}
}

// in is the first place of words in sentence n, counted from 1.
func (s *story) in(n int, words string) text.Span {
	s.t.Helper()
	sentence := s.r.Document.Sentences[n-1].Span
	i := strings.Index(s.r.Document.Slice(sentence), words)
	if i < 0 {
		s.t.Fatalf("sentence %d has no %q", n, words)
	}
	return text.Span{Begin: sentence.Begin + i, End: sentence.Begin + i + len(words)}
}

func (s *story) at(n int, words string) *text.Span {
	s.t.Helper()
	span := s.in(n, words)
	return &span
}

// visit is a reading that has each kind of record and each kind of unknown.
func visit(t testing.TB) *readout.Reading {
	s := newStory(t,
		"headline: Velm opens a door to Orlava",
		"byline: By Ada Brandt",
		"Foreign Minister Tomás Eld arrived in Velm on Monday to meet his counterpart, Ilse Marn.\n"+
			"“We shall reopen the northern crossing before the first snow,” he promised in an interview with Radio Velm.",
		"caption: Tomás Eld at the airport. <b>Photo</b>",
		"According to Marn, Orlava had refused to sign the customs accord & the two sides may freeze aid next year.\n"+
			"A trip to the border by Eld, planned for Tuesday, was called off.\n"+
			"No one was arrested.",
	)
	r := s.r
	a := r.Article
	a.Outlet, a.Author, a.Title, a.Genre, a.GenreWhy = "Northern Courier", "Ada Brandt", "Velm opens a door to Orlava", "report", "dateline"
	a.URL = "https://courier.example/velm"
	a.Published, a.Precision = time.Date(2020, 2, 3, 0, 0, 0, 0, time.UTC), "day"
	a.Notes = []string{"caption repeated once; the second kept as repeat"}

	he := s.at(2, "he promised")
	he.End = he.Begin + len("he")
	r.Statements = []quote.Statement{
		{
			ID: "s-promise", Speaker: he, Name: "Tomás Eld", Cue: s.at(2, "promised"),
			Content: []text.Span{s.in(2, "We shall reopen the northern crossing before the first snow,")},
			Form:    quote.Direct, Act: "promise", Channel: s.at(2, "in an interview with Radio Velm"), Sentence: 1, Confidence: 0.9149,
		},
		{
			ID: "s-marn", Speaker: s.at(3, "Marn"), Name: "Ilse Marn", Cue: s.at(3, "According to"),
			Content: []text.Span{s.in(3, "Orlava had refused to sign the customs accord"), s.in(3, "the two sides may freeze aid next year")},
			Form:    quote.Indirect, Act: "assertion", Sentence: 2, Rules: []string{"quote:split"}, Confidence: 0.8,
		},
		{
			ID: "s-alone", Content: []text.Span{s.in(5, "No one was arrested")}, Form: quote.Indirect, Act: "denial", Parent: "s-marn", Sentence: 4, Confidence: 0.31,
		},
	}
	r.Events = []event.Event{
		{
			ID: "e-visit", Trigger: s.in(1, "arrived"), Code: codebook.Code{Root: "CONSULT", Cameo: "042", Quad: 1, Goldstein: 1.9},
			Actors: []text.Span{s.in(1, "Foreign Minister Tomás Eld")}, Recipients: []text.Span{s.in(1, "Velm")},
			Modality: event.Actual, Voice: event.Narrator, When: "2020-02-03", WhenSpan: s.at(1, "Monday"),
			Where: "Velm", WhereSpan: s.at(1, "Velm"), Sentence: 0, Confidence: 0.977,
		},
		{
			ID: "e-refuse", Trigger: s.in(3, "refused"), Code: codebook.Code{Root: "REJECT", Cameo: "12", Quad: 3, Goldstein: -4},
			Actors: []text.Span{s.in(3, "Orlava")}, Modality: event.Actual, Voice: "s-marn", Sentence: 2, Confidence: 0.88,
		},
		{
			ID: "e-freeze", Trigger: s.in(3, "freeze"), Code: codebook.Code{Root: "SANCTION", Cameo: "16", Quad: 4, Goldstein: -5.6},
			Actors: []text.Span{s.in(3, "the two sides")}, Modality: event.Hypothetical, Voice: "s-marn", When: "2021", WhenSpan: s.at(3, "next year"), Sentence: 2, Confidence: 0.7,
		},
		{
			ID: "e-trip", Trigger: s.in(4, "trip"), Code: codebook.Code{Root: "CONSULT", Cameo: "042", Quad: 1, Goldstein: 1.9},
			Actors: []text.Span{s.in(4, "Eld")}, Modality: event.Cancelled, Voice: event.Narrator, When: "2020-02-04", WhenSpan: s.at(4, "Tuesday"),
			Where: "", WhereSpan: s.at(4, "the border"), SameAs: "e-visit", Sentence: 3, Rules: []string{"modality:called-off", "arguments:by"}, Confidence: 0.66,
		},
		{
			ID: "e-arrest", Trigger: s.in(5, "arrested"), Code: codebook.Code{Root: "COERCE"}, Modality: event.Denied, Voice: "s-alone", Sentence: 4, Confidence: 0.4,
		},
	}
	r.Entities = []entity.Entity{
		{
			ID: "n-eld", Name: "Tomás Eld", Type: "Person", Rule: "name:exact", Confidence: 1,
			Mentions: []entity.Mention{{Span: s.in(1, "Tomás Eld"), Form: "named"}, {Span: *he, Form: "pronoun"}, {Span: s.in(4, "Eld"), Form: "named"}},
		},
		{ID: "n-velm", Name: "Velm", Type: "Location", Mentions: []entity.Mention{{Span: s.in(1, "Velm"), Form: "named"}}, Confidence: 0.9},
		{
			ID: "n-sides", Name: "Velm and Orlava", Type: "", Mentions: []entity.Mention{{Span: s.in(3, "two sides"), Form: "nominal"}}, Confidence: 0.5,
		},
	}
	r.Codes = []entity.Code{
		{Span: s.in(1, "Foreign Minister Tomás Eld"), Countries: []string{"ORL"}, Sector: "GOV", Actor: "person/tomas-eld", Rule: "entity"},
	}
	r.Times = []when.Timex{
		{Span: s.in(1, "Monday"), Type: "DATE", Value: "2020-02-03", Rule: "weekday"},
		{Span: s.in(3, "next year"), Type: "DATE", Value: "", Rule: "relative"},
	}
	r.Places = []place.Place{
		{Span: s.in(1, "Velm"), Name: "Velm", Sense: place.Location, Rule: "name:in", Confidence: 0.9},
		{Span: s.in(3, "Orlava"), Name: "Orlava", Country: "ORL", Precision: "country", Sense: place.Government, Confidence: 0.7},
	}
	return r
}

// bare is a reading of which nothing is known but the text.
func bare(t testing.TB) *readout.Reading {
	r := newStory(t, "Nothing happened.").r
	r.Article.Language = ""
	return r
}

func both(t testing.TB) []*readout.Reading { return []*readout.Reading{visit(t), bare(t)} }

func TestRecordsStandInTheOrderOfTheText(t *testing.T) {
	var got []string
	for _, r := range records(visit(t)) {
		got = append(got, r.id())
	}
	want := []string{"e-visit", "s-promise", "s-marn", "e-refuse", "e-freeze", "e-trip", "s-alone", "e-arrest"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNamesAreGivenOnlyWhereTheyTellMore(t *testing.T) {
	r := visit(t)
	m := newReferents(r)
	for _, c := range []struct{ span, want string }{
		{"he", "Tomás Eld"},
		{"Eld", "Tomás Eld"},
		{"the two sides", "Velm and Orlava"}, // the mention lacks the article
		{"Velm", ""},
		{"Foreign Minister Tomás Eld", ""}, // no entity has this very span
	} {
		var span text.Span
		for _, s := range append(r.Events[0].Actors, r.Events[0].Recipients[0], *r.Statements[0].Speaker, r.Events[2].Actors[0], r.Events[3].Actors[0]) {
			if r.Document.Slice(s) == c.span {
				span = s
			}
		}
		if got := m.name(span); got != c.want {
			t.Errorf("%s: got %q, want %q", c.span, got, c.want)
		}
	}
}
