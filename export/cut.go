package export

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.org/readout/event"
	"example.org/readout/text"
)

// This file cuts a text into the pieces that the page underlines.

// A part is a span of a record with what the words are to it.
type part struct {
	span text.Span
	rec  record
	name string // act, cue, speaker, actor, recipient, when, where, channel, source, said
	own  bool   // the record's number stands after these words
}

// parts are the spans of a record. Its own are the trigger of an event and the
// content of a statement, or without these whatever comes first.
func parts(rec record) []part {
	var ps []part
	add := func(name string, spans ...text.Span) {
		for _, s := range spans {
			if s.Len() > 0 {
				ps = append(ps, part{s, rec, name, name == "act" || name == "said"})
			}
		}
	}
	maybe := func(name string, s *text.Span) {
		if s != nil {
			add(name, *s)
		}
	}
	if e := rec.event; e != nil {
		add("act", e.Trigger)
		add("actor", e.Actors...)
		add("recipient", e.Recipients...)
		maybe("when", e.WhenSpan)
		maybe("where", e.WhereSpan)
	} else {
		s := rec.statement
		add("said", s.Content...)
		maybe("cue", s.Cue)
		maybe("speaker", s.Speaker)
		maybe("channel", s.Channel)
		add("source", s.Chain...)
	}
	if len(ps) > 0 {
		ps[0].own = true
	}
	return ps
}

// rank orders the parts that cover the same words: what is closest comes first.
func rank(name string) int {
	return slices.Index([]string{"act", "cue", "speaker", "actor", "recipient", "when", "where", "channel", "source", "said"}, name)
}

// blocks cuts the text into its blocks and these into pieces. Text between
// blocks, if there is any, is shown as what it is.
func (v *viewer) blocks() []htmlBlock {
	cut := newCutter(v)
	numbers := make([][]int, len(v.doc.Blocks)) // of the sentences of each block
	for i, s := range v.doc.Sentences {
		numbers[s.Block] = append(numbers[s.Block], i+1)
	}
	var out []htmlBlock
	at := 0
	between := func(end int) {
		if at < end && strings.TrimSpace(v.doc.Text[at:end]) != "" {
			out = append(out, htmlBlock{Role: "outside all blocks", Pieces: cut.pieces(text.Span{Begin: at, End: end})})
		}
	}
	for i, b := range v.doc.Blocks {
		between(b.Span.Begin)
		hb := htmlBlock{Pieces: cut.pieces(b.Span)}
		if n := numbers[i]; !b.Role.Coded() {
			hb.Role = roleWords(b.Role)
		} else if len(n) > 0 {
			hb.Sentences, hb.Several = strconv.Itoa(n[0]), len(n) > 1
			if hb.Several {
				hb.Sentences += "–" + strconv.Itoa(n[len(n)-1])
			}
		}
		out = append(out, hb)
		at = b.Span.End
	}
	between(len(v.doc.Text))
	v.join(out)
	return out
}

// join puts each record's number after the last piece of its own words, and
// its hidden beginning before the first.
func (v *viewer) join(blocks []htmlBlock) {
	first, last := map[int]*htmlPiece{}, map[int]*htmlPiece{}
	for i := range blocks {
		for k := range blocks[i].Pieces {
			piece := &blocks[i].Pieces[k]
			for _, n := range piece.own {
				if first[n] == nil {
					first[n] = piece
				}
				last[n] = piece
			}
		}
	}
	for _, rec := range v.records {
		if first[rec.n] == nil {
			continue
		}
		j := v.joint(rec)
		first[rec.n].Starts = append(first[rec.n].Starts, j)
		j.Label = "end of " + j.Label
		last[rec.n].Ends = append(last[rec.n].Ends, j)
		v.joined[rec.n] = true
	}
	// Where a statement ends with an act, the act's number is the nearer one.
	for _, piece := range last {
		slices.SortStableFunc(piece.Ends, func(a, b htmlJoint) int { return cmp.Compare(a.Kind, b.Kind) })
	}
}

func (v *viewer) joint(rec record) htmlJoint {
	j := htmlJoint{N: rec.n, Kind: "statement", Anchor: v.anchorID(rec.n), Card: v.cardID(rec.n)}
	if rec.event != nil {
		j.Kind = "event"
		if rec.event.Modality != event.Actual {
			j.Status = modalityWords(rec.event.Modality) // a plan must not look like a fact, nor by its number
		}
	}
	j.Label = strings.TrimSpace(fmt.Sprintf("%s %d %s", j.Kind, j.N, j.Status))
	return j
}

// A cutter cuts a text from its beginning to its end wherever a part of a
// record begins or ends.
type cutter struct {
	article int
	text    string
	parts   []part // that begin after the place reached, by their beginnings
	open    []part // that hold the place reached
	cuts    []int  // beginnings and ends not yet reached
}

func newCutter(v *viewer) *cutter {
	c := &cutter{article: v.n, text: v.doc.Text}
	for _, rec := range v.records {
		for _, p := range parts(rec) {
			c.parts = append(c.parts, p)
			c.cuts = append(c.cuts, p.span.Begin, p.span.End)
		}
	}
	slices.SortStableFunc(c.parts, func(a, b part) int { return cmp.Compare(a.span.Begin, b.span.Begin) })
	slices.Sort(c.cuts)
	return c
}

// pieces are those of s, which must lie after all that was cut before.
func (c *cutter) pieces(s text.Span) []htmlPiece {
	var out []htmlPiece
	for at := s.Begin; at < s.End; {
		for len(c.cuts) > 0 && c.cuts[0] <= at {
			c.cuts = c.cuts[1:]
		}
		end := s.End
		if len(c.cuts) > 0 {
			end = min(end, c.cuts[0])
		}
		for len(c.parts) > 0 && c.parts[0].span.Begin <= at {
			c.open = append(c.open, c.parts[0])
			c.parts = c.parts[1:]
		}
		c.open = slices.DeleteFunc(c.open, func(p part) bool { return p.span.End <= at })
		out = append(out, c.piece(c.text[at:end]))
		at = end
	}
	return out
}

// piece is a stretch of text under the parts that are open.
func (c *cutter) piece(words string) htmlPiece {
	over := slices.SortedStableFunc(slices.Values(c.open), func(a, b part) int {
		return cmp.Or(cmp.Compare(rank(a.name), rank(b.name)), cmp.Compare(a.span.Len(), b.span.Len()))
	})
	h := htmlPiece{Text: words}
	var classes, refs []string
	for _, p := range over {
		ref := fmt.Sprintf("%d.%d.%s", c.article, p.rec.n, p.name)
		switch p.name {
		case "act":
			m := string(p.rec.event.Modality)
			ref += "." + m
			classes = append(classes, "act", m)
		case "cue", "said":
			classes = append(classes, p.name)
		}
		refs = append(refs, ref)
		if p.own {
			h.own = append(h.own, p.rec.n)
		}
	}
	h.Refs, h.Class = strings.Join(refs, " "), unique(classes)
	return h
}

// unique joins classes, each once.
func unique(classes []string) string {
	var out []string
	for _, c := range classes {
		if c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return strings.Join(out, " ")
}
