package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"example.org/readout/text"
)

// Labels name the classes of a model's heads, in the order of its scores.
type Labels struct {
	Roots      []string // of [text.Candidate.Class] of a trigger; the first says that there is no event
	Modalities []string // of Attr of a trigger
	Acts       []string // of Attr of a cue
}

// cueTags are the classes of a cue in words: O, B and I.
var cueTags = []string{"none", "begins", "goes on"}

// WriteExplain writes what the model makes of each sentence of d: its tokens
// with part of speech and governor, its names, the words that may be triggers
// or cues with the likeliest classes and their probabilities, and the
// arguments as the scores have them, before rules or constraints.
func WriteExplain(w io.Writer, d *text.Document, labels Labels, o TerminalOptions) error {
	x := &explainer{page: newPage(o), doc: d, labels: labels}
	for i, s := range d.Sentences {
		if i > 0 {
			x.br()
		}
		x.para([]run{{fmt.Sprintf("%*d  ", margin-2, i+1), faint}}, margin, run{clean(d.Slice(s.Span)), bold})
		x.tokens(s)
		x.br()
		x.names(s)
		x.candidates("event", d.Triggers, s, x.trigger)
		x.candidates("cue", d.Cues, s, x.cue)
	}
	if _, err := w.Write(x.out.Bytes()); err != nil {
		return fmt.Errorf("write explanation: %w", err)
	}
	return nil
}

type explainer struct {
	*page
	doc    *text.Document
	labels Labels
}

// tokens is a table: number in the sentence, form, lemma, part of speech,
// relation, governor.
func (x *explainer) tokens(s text.Sentence) {
	if s.First == s.Last {
		return
	}
	rows := [][]string{{"", "word", "lemma", "tag", "relation", "governor"}}
	for i := s.First; i < s.Last; i++ {
		t := x.doc.Tokens[i]
		governor := "root"
		switch {
		case t.DepRel == "":
			governor = ""
		case t.Head >= s.First && t.Head < s.Last:
			governor = strconv.Itoa(t.Head-s.First+1) + " " + clean(x.doc.Form(t.Head))
		}
		rows = append(rows, []string{strconv.Itoa(i - s.First + 1), clean(x.doc.Form(i)), clean(t.Lemma), t.UPOS, t.DepRel, governor})
	}
	width := make([]int, len(rows[0])-1) // the last column needs none
	for _, row := range rows {
		for k := range width {
			width[k] = max(width[k], uniseg.StringWidth(row[k]))
		}
	}
	x.br()
	for i, row := range rows {
		style := plain
		if i == 0 {
			style = faint
		}
		var line strings.Builder
		for k, cell := range row {
			if k == 0 {
				fmt.Fprintf(&line, "%*s", margin+width[0], cell)
				continue
			}
			line.WriteString("  " + cell)
			if k < len(width) {
				line.WriteString(strings.Repeat(" ", width[k]-uniseg.StringWidth(cell)))
			}
		}
		x.line(run{strings.TrimRight(line.String(), " "), style})
	}
}

func (x *explainer) names(s text.Sentence) {
	for _, n := range x.doc.Names {
		if s.Span.Covers(n.Span) {
			x.row("name", run{clean(x.doc.Slice(n.Span)), bold}, run{fmt.Sprintf(" · %s %.2f", n.Type, n.Confidence), plain})
		}
	}
}

// candidates shows those of cs that lie in s, with the facts that say gives.
func (x *explainer) candidates(kind string, cs []text.Candidate, s text.Sentence, say func(text.Candidate) []run) {
	for _, c := range cs {
		if c.Token >= s.First && c.Token < s.Last {
			x.row(kind, append([]run{{clean(x.doc.Form(c.Token)), bold}}, say(c)...)...)
		}
	}
}

func (x *explainer) trigger(c text.Candidate) []run {
	facts := []run{{" · " + best(x.labels.Roots, c.Class), plain}}
	if c.P() < 0.5 {
		return facts // of what is likely no event, the rest says nothing
	}
	facts = append(facts, run{" · " + best(x.labels.Modalities, c.Attr), plain})
	return append(facts, x.arguments(c, "actor", "recipient")...)
}

func (x *explainer) cue(c text.Candidate) []run {
	facts := []run{{" · " + best(cueTags, c.Class), plain}}
	if c.P() < 0.5 {
		return facts
	}
	facts = append(facts, run{" · " + best(x.labels.Acts, c.Attr), plain})
	return append(facts, x.arguments(c, "speaker", "content")...)
}

// best is the likeliest three of the classes that have a chance of at least
// 5 %, the likeliest first. A class without a label goes by its number.
func best(labels []string, p []float32) string {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[b], p[a]) })
	var parts []string
	for k, i := range order {
		if k == 3 || k > 0 && p[i] < 0.05 {
			break
		}
		label := "class " + strconv.Itoa(i)
		if i < len(labels) {
			label = labels[i]
		}
		parts = append(parts, fmt.Sprintf("%s %.2f", label, p[i]))
	}
	if len(parts) == 0 {
		return "no scores"
	}
	return strings.Join(parts, ", ")
}

// arguments are the words of both arguments as the scores have them.
func (x *explainer) arguments(c text.Candidate, first, second string) []run {
	var out []run
	add := func(label string, ranges [][2]int) {
		for _, r := range ranges {
			words := x.doc.Text[x.doc.Tokens[r[0]].Span.Begin:x.doc.Tokens[r[1]-1].Span.End]
			out = append(out, run{" · " + label + " ", faint}, run{"“" + clean(words) + "”", plain})
		}
	}
	a, b := c.Spans(0)
	add(first, a)
	add(second, b)
	return out
}

// row is one finding under a sentence.
func (x *explainer) row(kind string, facts ...run) {
	x.para([]run{{fmt.Sprintf("%*s%-5s", margin, "", kind), faint}}, margin+7, facts...)
}

// line writes r as it is: the cells of a table do not wrap.
func (x *explainer) line(r run) {
	if x.color && r.style != plain {
		fmt.Fprintf(&x.out, "\x1b[%sm%s\x1b[0m\n", r.style, r.text)
		return
	}
	x.out.WriteString(r.text + "\n")
}
