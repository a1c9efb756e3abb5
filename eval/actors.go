package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.org/readout"
	"example.org/readout/entity"
	"example.org/readout/entity/actors"
	"example.org/readout/place"
	"example.org/readout/text"
)

// An ActorSheet holds who is named and what places are in one gold article,
// one line of entities/dev.jsonl: offsets are code points into the text of the
// sheet of the same document.
type ActorSheet struct {
	Doc     string         `json:"doc"`
	Persons []PersonRecord `json:"persons"`
	Actors  []PlaceRecord  `json:"actors"` // each actor, recipient and speaker, with its country
	Places  []PlaceRecord  `json:"places"`
}

// A PersonRecord is a chain of mentions of one person.
type PersonRecord struct {
	Name     string `json:"name"`
	Mentions []struct {
		Mention
		Kind string
	} `json:"-"`
	Raw []json.RawMessage `json:"mentions"`
}

// A PlaceRecord is one toponym or nationality, or one actor with its country
// and PLOVER sector; an actor has no sense, and several countries are joined
// by "+".
type PlaceRecord struct {
	Mention
	Sense, Country, Sector string
}

// UnmarshalJSON takes a place apart; its span is read as [Mention] has it.
func (p *PlaceRecord) UnmarshalJSON(b []byte) error {
	if err := p.Mention.UnmarshalJSON(b); err != nil {
		return err
	}
	var v struct{ Sense, Country, Sector string }
	err := json.Unmarshal(b, &v)
	p.Sense, p.Country, p.Sector = v.Sense, v.Country, v.Sector
	return err
}

// LoadActorSheets reads a file of actor sheets, one a line.
func LoadActorSheets(path string) ([]*ActorSheet, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []*ActorSheet
	for dec := json.NewDecoder(f); dec.More(); {
		s := new(ActorSheet)
		if err := dec.Decode(s); err != nil {
			return nil, fmt.Errorf("%s: document %d: %w", path, len(out)+1, err)
		}
		for i := range s.Persons {
			p := &s.Persons[i]
			p.Mentions = make([]struct {
				Mention
				Kind string
			}, len(p.Raw))
			for j, raw := range p.Raw {
				var kind struct{ Kind string }
				err := json.Unmarshal(raw, &p.Mentions[j].Mention)
				if err == nil {
					err = json.Unmarshal(raw, &kind)
				}
				if err != nil {
					return nil, fmt.Errorf("%s: %s: %w", path, s.Doc, err)
				}
				p.Mentions[j].Kind = kind.Kind
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// actorTally counts what [runActors] scores.
type actorTally struct {
	places, senses, where PRF
	sense, country        [2]int // right, of all matched
	speaker, actor        PRF
	sector, coded         PRF // of actors: the sector, and country and sector both
	words, wordsCoded     PRF // the same by the words alone
	named, all            bcubed
	trace                 func(format string, args ...any)
}

// runActors scores places, persons and the resolution of speakers and event
// places, the last two with the spans of the gold records given: what the
// layers entity and place do, apart from the layers before and after them.
func runActors(ctx context.Context, path string, r Reader, opts Options) (*Result, error) {
	sheets, err := LoadActorSheets(path)
	if err != nil {
		return nil, err
	}
	var t actorTally
	t.trace = func(string, ...any) {}
	if opts.Errors != nil {
		t.trace = func(format string, args ...any) { fmt.Fprintf(opts.Errors, format+"\n", args...) }
	}
	for _, s := range sheets {
		gold, err := LoadSheets(filepath.Join(filepath.Dir(path), "..", "dev", s.Doc+".json"))
		if err != nil {
			return nil, err
		}
		a, err := newArticle(gold[0].Text, gold[0].Outlet, gold[0].Published)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Doc, err)
		}
		reading, err := r.Read(ctx, a)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Doc, err)
		}
		t.count(s, gold[0], reading)
	}
	res := new(Result)
	res.AddPRF("places", t.places)
	res.AddShare("place_sense", t.sense[0], t.sense[1])
	res.AddPRF("places_with_sense", t.senses)
	res.AddShare("place_country", t.country[0], t.country[1])
	res.AddPRF("event_where", t.where)
	res.AddPRF("speaker_name", t.speaker)
	res.AddPRF("actor_country", t.actor)
	res.AddPRF("actor_sector", t.sector)
	res.AddPRF("actor_country_and_sector", t.coded)
	res.AddPRF("phrase_country", t.words)
	res.AddPRF("phrase_country_and_sector", t.wordsCoded)
	t.named.add(res, "persons_named")
	t.all.add(res, "persons_all")
	return res, nil
}

// count adds one article to the tally.
func (t *actorTally) count(s *ActorSheet, gold *Sheet, reading *readout.Reading) {
	at := codePoints(reading.Document.Text)
	span := func(r Range) text.Span { return text.Span{Begin: at[r.Begin], End: at[r.End]} }
	t.countPlaces(s, reading, span)
	t.countWhere(s.Doc, gold, reading, span)
	t.countSpeakers(s.Doc, gold, reading, span)
	t.countCodes(s, reading, span)
	t.persons(s, reading, span)
	t.countChains(s, reading, span)
}

// countPlaces pairs the places of the gold with those found.
func (t *actorTally) countPlaces(s *ActorSheet, reading *readout.Reading, span func(Range) text.Span) {
	d := reading.Document
	t.places.Gold += len(s.Places)
	t.places.Predicted += len(reading.Places)
	t.senses.Gold, t.senses.Predicted = t.places.Gold, t.places.Predicted
	used := make([]bool, len(reading.Places))
next:
	for _, g := range s.Places {
		for i := range reading.Places {
			p := &reading.Places[i]
			if used[i] || !p.Span.Overlaps(span(g.Range)) {
				continue
			}
			used[i] = true
			t.places.TP++
			t.sense[1]++
			t.country[1]++
			if string(p.Sense) == g.Sense {
				t.sense[0]++
				t.senses.TP++
			} else {
				t.trace("%s sense %s, gold %s: %s (%s)", s.Doc, p.Sense, g.Sense, around(d, p.Span), p.Rule)
			}
			if p.Country == g.Country {
				t.country[0]++
			} else {
				t.trace("%s country %q, gold %q: %s", s.Doc, p.Country, g.Country, around(d, p.Span))
			}
			continue next
		}
		t.trace("%s place missed: %s (%s)", s.Doc, around(d, span(g.Range)), g.Sense)
	}
	for i := range reading.Places {
		if !used[i] {
			t.trace("%s no place: %s (%s)", s.Doc, around(d, reading.Places[i].Span), reading.Places[i].Rule)
		}
	}
}

// countWhere scores the places of the gold events.
func (t *actorTally) countWhere(doc string, gold *Sheet, reading *readout.Reading, span func(Range) text.Span) {
	d := reading.Document
	for _, e := range gold.Events {
		p := place.ForEvent(d, reading.Places, span(e.Trigger.Range))
		var name *string
		if p != nil {
			full := p.Full()
			name = &full
			t.where.Predicted++
		}
		if e.Where != nil {
			t.where.Gold++
		}
		switch {
		case rightWhere(e.Where, name):
			t.where.TP++
		case name != nil:
			want := "none"
			if e.Where != nil {
				want = *e.Where
			}
			t.trace("%s where %s, gold %s: %s", doc, *name, want, around(d, span(e.Trigger.Range)))
		case e.Where != nil:
			t.trace("%s where missed, gold %s: %s", doc, *e.Where, around(d, span(e.Trigger.Range)))
		}
	}
}

// countSpeakers scores the names of the gold speakers.
func (t *actorTally) countSpeakers(doc string, gold *Sheet, reading *readout.Reading, span func(Range) text.Span) {
	d := reading.Document
	for _, q := range gold.Statements {
		if q.Speaker == nil {
			continue
		}
		e := entity.Resolve(reading.Entities, d, span(q.Speaker.Range))
		if q.Name != nil {
			t.speaker.Gold++
		}
		if e != nil {
			t.speaker.Predicted++
		}
		switch {
		case q.Name != nil && e != nil && sameSpeaker(*q.Name, e):
			t.speaker.TP++
		case q.Name != nil || e != nil:
			got, want := "none", "none"
			if e != nil {
				got = e.Name
			}
			if q.Name != nil {
				want = *q.Name
			}
			t.trace("%s speaker %s, gold %s: %s", doc, got, want, around(d, span(q.Speaker.Range)))
		}
	}
}

// countCodes scores the countries and sectors of the gold actors: as the
// reader codes them, and by their words alone. An actor that is coded in part
// counts as predicted; one of no country is right if none is given.
func (t *actorTally) countCodes(s *ActorSheet, reading *readout.Reading, span func(Range) text.Span) {
	d := reading.Document
	base := actors.Default()
	on := actors.Date("")
	if p := reading.Article.Published; !p.IsZero() {
		on = actors.Date(p.Format("2006-01-02"))
	}
	spans := make([]text.Span, len(s.Actors))
	for i, a := range s.Actors {
		spans[i] = span(a.Range)
	}
	codes := entity.Codes(d, reading.Entities, base, spans, on)
	for i, a := range s.Actors {
		want := strings.Split(a.Country, "+")
		slices.Sort(want)
		gold := [2]string{strings.Join(want, "+"), a.Sector}
		if a.Sector == "UNK" {
			gold[1] = ""
		}
		c := codes[i]
		got := [2]string{strings.Join(c.Countries, "+"), c.Sector}
		t.actor.count(gold[0], got[0])
		t.sector.count(gold[1], got[1])
		t.coded.count(strings.Join(gold[:], " "), strings.Join(got[:], " "))
		if got != gold {
			t.trace("%s code %q, gold %q: %s", s.Doc, got, gold, around(d, span(a.Range)))
		}
		w, _ := base.Code(d.Slice(span(a.Range)), on)
		got = [2]string{strings.Join(w.Countries, "+"), w.Sector}
		t.words.count(gold[0], got[0])
		t.wordsCoded.count(strings.Join(gold[:], " "), strings.Join(got[:], " "))
	}
}

// count adds one pair of values; an empty one, or a space, is none.
func (p *PRF) count(gold, got string) {
	if gold != "" && gold != " " {
		p.Gold++
	}
	if got != "" && got != " " {
		p.Predicted++
		if got == gold {
			p.TP++
		}
	}
}

// countChains scores the persons as chains of mentions.
func (t *actorTally) countChains(s *ActorSheet, reading *readout.Reading, span func(Range) text.Span) {
	chains := func(forms func(string) bool) (gold, got [][]text.Span) {
		for _, p := range s.Persons {
			var chain []text.Span
			for _, m := range p.Mentions {
				if forms(m.Kind) {
					chain = append(chain, span(m.Range))
				}
			}
			gold = append(gold, chain)
		}
		for _, e := range reading.Entities {
			if e.Type != "Person" {
				continue
			}
			var chain []text.Span
			for _, m := range e.Mentions {
				if forms(m.Form) {
					chain = append(chain, m.Span)
				}
			}
			got = append(got, chain)
		}
		return gold, got
	}
	t.named.count(chains(func(f string) bool { return f == entity.Named }))
	t.all.count(chains(func(string) bool { return true }))
}

// persons lists the mentions of persons that are missed, and those given to
// the wrong one.
func (t *actorTally) persons(s *ActorSheet, reading *readout.Reading, span func(Range) text.Span) {
	d := reading.Document
	for _, p := range s.Persons {
	next:
		for _, m := range p.Mentions {
			g := span(m.Range)
			for _, e := range reading.Entities {
				for _, x := range e.Mentions {
					if e.Type != "Person" || !g.Covers(x.Span) && !x.Span.Covers(g) {
						continue
					}
					if !sameSpeaker(p.Name, &e) {
						t.trace("%s person %s, gold %s: %s", s.Doc, e.Name, p.Name, around(d, g))
					}
					continue next
				}
			}
			t.trace("%s person missed, gold %s: %s", s.Doc, p.Name, around(d, g))
		}
	}
}

// sameSpeaker compares names without regard to case, articles and what
// follows a comma or stands in brackets. A person may have fewer names than in
// the gold, which knows them from outside the article ("Pompeo"), or more, but
// the last must be the same.
func sameSpeaker(gold string, e *entity.Entity) bool {
	bare := func(s string) string {
		s, _, _ = strings.Cut(s, ",")
		s, _, _ = strings.Cut(s, " (")
		return strings.TrimPrefix(foldName(s), "government of ")
	}
	g, p := bare(gold), bare(e.Name)
	if g == p || e.Type != "Person" {
		return g == p
	}
	a, b := strings.Fields(g), strings.Fields(p)
	if len(a) == 0 || len(b) == 0 || a[len(a)-1] != b[len(b)-1] {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, part := range a {
		if !slices.Contains(b, part) {
			return false
		}
	}
	return true
}

// around is a span among its neighbours on one line, for listings.
func around(d *text.Document, s text.Span) string {
	const margin = 45
	from, to := max(0, s.Begin-margin), min(len(d.Text), s.End+margin)
	line := d.Text[from:s.Begin] + "[" + d.Slice(s) + "]" + d.Text[s.End:to]
	return strings.ToValidUTF8(strings.Join(strings.Fields(line), " "), "")
}

// codePoints has the byte offset of each code point of s and of its end.
func codePoints(s string) []int {
	at := make([]int, 0, len(s)+1)
	for i := range s {
		at = append(at, i)
	}
	return append(at, len(s))
}

// bcubed is the B³ score of Bagga and Baldwin (1998) over mentions that the
// system found by itself: a mention without counterpart on the other side has
// nothing right. Mentions correspond where one span covers the other: titles
// and articles belong to a mention for one annotator and not for the next.
type bcubed struct {
	precision, recall  float64 // sums over mentions
	predicted, counted int
}

func (b *bcubed) count(gold, got [][]text.Span) {
	type place struct{ chain, mention int }
	partner := make(map[place]place) // of a gold mention
	taken := make(map[place]bool)
	for i, chain := range gold {
		for j, m := range chain {
		search:
			for k, other := range got {
				for l, n := range other {
					if q := (place{k, l}); !taken[q] && (m.Covers(n) || n.Covers(m)) {
						partner[place{i, j}] = q
						taken[q] = true
						break search
					}
				}
			}
		}
	}
	common := make(map[[2]int]int)
	for p, q := range partner {
		common[[2]int{p.chain, q.chain}]++
	}
	// In the order of the chains: a sum of floats depends on it.
	for i := range gold {
		for k := range got {
			if n := common[[2]int{i, k}]; n > 0 {
				b.recall += float64(n*n) / float64(len(gold[i]))
				b.precision += float64(n*n) / float64(len(got[k]))
			}
		}
	}
	for _, c := range gold {
		b.counted += len(c)
	}
	for _, c := range got {
		b.predicted += len(c)
	}
}

func (b *bcubed) add(r *Result, name string) {
	p, q := 0., 0.
	if b.predicted > 0 {
		p = b.precision / float64(b.predicted)
	}
	if b.counted > 0 {
		q = b.recall / float64(b.counted)
	}
	r.Add(name+"_b3_precision", p)
	r.Add(name+"_b3_recall", q)
	f := 0.
	if p+q > 0 {
		f = 2 * p * q / (p + q)
	}
	r.Add(name+"_b3_f1", f)
}
