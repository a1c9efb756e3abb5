package export

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"example.org/readout"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

// The rules of the terminal form are:
//
//   - One record is one small block: who and whom on the first line, what and
//     how below, the words last. Its kind and status stand in the left margin,
//     so that the eye can run down it.
//
//   - Words tell everything; colour and weight only repeat it.
//
//   - What is unknown is said, in the faintest style.
//
//   - Text from an article never reaches the terminal with control characters.

// TerminalOptions say how the text for a terminal is to look.
type TerminalOptions struct {
	Width int  // in columns; 0 means 80. Text is never wider than 100, the most that reads well
	Color bool // whether escape codes for colour and weight may be used
}

const (
	defaultWidth = 80
	minWidth     = 40
	maxWidth     = 100
	margin       = 6  // sentence numbers end two columns before it
	indent       = 20 // where a record's own lines begin
)

// The styles, as parameters of the escape code SGR.
const (
	plain      = ""
	bold       = "1"
	faint      = "2"
	underlined = "1;4"
	eventHue   = "36"
	stateHue   = "35"
)

// hue is the style of a modality's name.
func hue(m event.Modality) string {
	switch m {
	case event.Actual:
		return "32"
	case event.Planned:
		return "34"
	case event.Cancelled, event.Hypothetical:
		return "33"
	case event.Denied:
		return "31"
	}
	return faint
}

// WriteTerminal writes r for a reader at a terminal: a header, then the
// statements and events in the article's order, each with the number of its
// sentence and the words it stands on.
func WriteTerminal(w io.Writer, r *readout.Reading, o TerminalOptions) error {
	if err := check(r); err != nil {
		return fmt.Errorf("write reading of %s: %w", r.Article.Source, err)
	}
	t := &terminal{page: newPage(o), r: r, doc: r.Document, refer: newReferents(r), byID: map[string]*quote.Statement{}, triggers: map[string]*event.Event{}}
	for i := range r.Statements {
		t.byID[r.Statements[i].ID] = &r.Statements[i]
	}
	for i := range r.Events {
		t.triggers[r.Events[i].ID] = &r.Events[i]
	}
	t.header()
	last := 0
	for _, rec := range records(r) {
		if rec.sentence() != last {
			t.br()
		}
		last = rec.sentence()
		if rec.event != nil {
			t.event(rec.event)
		} else {
			t.statement(rec.statement)
		}
	}
	if last == 0 {
		t.br()
		t.para(nil, 0, run{"No statement and no event found.", faint})
	}
	if _, err := w.Write(t.out.Bytes()); err != nil {
		return fmt.Errorf("write reading of %s: %w", r.Article.Source, err)
	}
	return nil
}

type terminal struct {
	*page
	r        *readout.Reading
	doc      *text.Document
	refer    referents
	byID     map[string]*quote.Statement
	triggers map[string]*event.Event
}

func (t *terminal) header() {
	a, d := t.r.Article, t.doc
	if a.Title != "" || a.URL != "" || a.Source != "" { // else it is a mere sentence, not an article
		t.publication(a)
	}
	found := dot(nil, run{count(len(d.Sentences), "sentence"), plain})
	found = dot(found, run{count(len(t.r.Statements), "statement"), plain})
	t.para(nil, 0, dot(found, run{tally(t.r.Events), plain})...)
	if s := uncoded(d); s != "" {
		t.para(nil, 0, run{"not coded: " + s, faint})
	}
	for _, note := range a.Notes {
		t.para(nil, 0, run{"note: " + clean(note), faint})
	}
}

func (t *terminal) publication(a *readout.Article) {
	t.para(nil, 0, run{clean(title(a)), bold})
	var line []run
	for _, f := range []struct{ value, unknown string }{
		{a.Outlet, "outlet unknown"},
		{published(a), "date unknown"},
		{a.Author, "author unknown"},
		{a.Genre, "genre unknown"},
		{a.Language, "language unknown"},
	} {
		if f.value == "" {
			line = dot(line, run{f.unknown, faint})
		} else {
			line = dot(line, run{clean(f.value), plain})
		}
	}
	if a.Agency != "" {
		line = dot(line, run{"agency " + clean(a.Agency), plain})
	}
	t.para(nil, 0, line...)
	if n := a.Narrator(); n != "" {
		t.para(nil, 0, run{"opinion: what no other voice says is the claim of " + clean(n), plain})
	}
}

// entry writes a record's lines, the first two with kind and status beside them.
func (t *terminal) entry(sentence int, kind, status run, lines ...[]run) {
	number := run{fmt.Sprintf("%*d  ", margin-2, sentence), faint}
	side := [][]run{{number, kind}, {{strings.Repeat(" ", margin), plain}, status}}
	for len(lines) < len(side) {
		lines = append(lines, nil)
	}
	for i, line := range lines {
		if i < len(side) {
			t.para(side[i], indent, line...)
		} else {
			t.para(nil, indent, line...)
		}
	}
}

func (t *terminal) event(e *event.Event) {
	who := t.parties(e.Actors)
	if len(who) == 0 {
		who = []run{{"unknown", faint}}
	}
	if whom := t.parties(e.Recipients); len(whom) > 0 {
		who = append(append(who, run{" → ", faint}), whom...)
	}
	var what []run
	if words := act(e.Code); !strings.EqualFold(words, e.Code.Root) {
		what = append(what, run{words + ", ", plain})
	}
	what = append(what, run{code(e.Code), plain})
	what = t.fact(what, "when", e.When, e.WhenSpan)
	what = t.fact(what, "where", e.Where, e.WhereSpan)
	if s := t.byID[e.Voice]; s != nil {
		what = dot(what, run{fmt.Sprintf("says %s (%d)", clean(short(t.doc, s)), s.Sentence+1), plain})
	}
	if same := t.triggers[e.SameAs]; same != nil {
		what = dot(what, run{fmt.Sprintf("same as “%s” (%d)", clean(t.doc.Slice(same.Trigger)), same.Sentence+1), plain})
	}
	if doubtful(e.Confidence) {
		what = dot(what, run{"doubtful: " + confidence(e.Confidence), plain})
	}
	t.entry(e.Sentence+1, run{"event", eventHue}, run{modalityWords(e.Modality), hue(e.Modality)}, who, what, t.context(e.Trigger))
}

// fact adds "when 2020-02-03", the words where the value is unknown, or a
// faint "when unknown".
func (t *terminal) fact(line []run, label, value string, words *text.Span) []run {
	switch {
	case value != "":
		return dot(line, run{label + " " + clean(value), plain})
	case words != nil:
		return dot(line, run{label + " “" + clean(t.doc.Slice(*words)) + "”", plain})
	}
	return dot(line, run{label + " unknown", faint})
}

func (t *terminal) statement(s *quote.Statement) {
	words, name := speaker(t.doc, s)
	who := []run{{clean(words), bold}}
	if words == "" {
		who = []run{{"unknown", faint}}
	}
	if name != "" {
		who = append(who, run{" [" + clean(name) + "]", plain})
	}
	if s.Cue != nil {
		who = append(who, run{" · ", faint}, run{clean(t.doc.Slice(*s.Cue)), plain})
	}
	open, end := "", ""
	if s.Form == quote.Direct {
		open, end = "“", "”"
	}
	var content []run
	for i, c := range s.Content {
		if i > 0 {
			content = append(content, run{" … ", faint})
		}
		content = append(content, run{open + clean(t.doc.Slice(c)) + end, plain})
	}
	var authority []run
	parent := t.byID[s.Parent]
	if len(s.Chain) > 0 {
		authority = dot(authority, run{"through " + strings.Join(t.slices(s.Chain), " > "), faint})
	}
	if s.Channel != nil {
		authority = dot(authority, run{"channel: " + clean(t.doc.Slice(*s.Channel)), faint})
	}
	if parent != nil {
		authority = dot(authority, run{fmt.Sprintf("within the statement of %s (%d)", clean(short(t.doc, parent)), parent.Sentence+1), faint})
	}
	if doubtful(s.Confidence) {
		authority = dot(authority, run{"doubtful: " + confidence(s.Confidence), plain})
	}
	status := run{s.Act, plain}
	if s.Act == "" {
		status = run{"act unknown", faint}
	}
	lines := [][]run{who, content}
	if len(authority) > 0 {
		lines = append(lines, authority)
	}
	t.entry(s.Sentence+1, run{"statement", stateHue}, status, lines...)
}

func (t *terminal) slices(spans []text.Span) []string {
	out := make([]string, len(spans))
	for i, s := range spans {
		out[i] = clean(t.doc.Slice(s))
	}
	return out
}

// parties lists actors or recipients, each with its resolved name where known.
func (t *terminal) parties(spans []text.Span) []run {
	var line []run
	for i, s := range spans {
		switch {
		case i > 0 && i == len(spans)-1:
			line = append(line, run{" and ", plain})
		case i > 0:
			line = append(line, run{", ", plain})
		}
		line = append(line, run{clean(t.doc.Slice(s)), bold})
		if name := t.refer.name(s); name != "" {
			line = append(line, run{" [" + clean(name) + "]", plain})
		}
	}
	return line
}

// context is one line of the sentence around a trigger, the trigger marked:
// a keyword in context.
func (t *terminal) context(trigger text.Span) []run {
	around := trigger
	if i := t.doc.SentenceAt(trigger.Begin); i >= 0 {
		around = t.doc.Sentences[i].Span
	}
	around.End = max(around.End, trigger.End)
	left := strings.Fields(clean(t.doc.Text[around.Begin:trigger.Begin]))
	right := strings.Fields(clean(t.doc.Text[trigger.End:around.End]))
	mark := "_" + clean(t.doc.Slice(trigger)) + "_"
	room := t.width - indent - uniseg.StringWidth(mark) - uniseg.StringWidth("…  …")
	if t.color { // underlined then; the room stays as it is without colour
		mark = strings.Trim(mark, "_")
	}
	from, to := len(left), 0
	for {
		// The nearer end grows first, so that the trigger stays in the middle.
		grown := false
		if from > 0 && uniseg.StringWidth(left[from-1]) < room {
			from--
			room -= uniseg.StringWidth(left[from]) + 1
			grown = true
		}
		if to < len(right) && uniseg.StringWidth(right[to]) < room {
			room -= uniseg.StringWidth(right[to]) + 1
			to++
			grown = true
		}
		if !grown {
			break
		}
	}
	before, after := strings.Join(left[from:], " "), strings.Join(right[:to], " ")
	if from > 0 {
		before = "… " + before
	}
	if to < len(right) {
		after += " …"
	}
	// A trigger may stand against a quotation mark or a comma.
	if trigger.Begin > around.Begin && spaceBefore(t.doc.Text, trigger.Begin) {
		before += " "
	}
	if trigger.End < around.End && spaceAfter(t.doc.Text, trigger.End) {
		after = " " + after
	}
	return []run{{before, faint}, {mark, underlined}, {after, faint}}
}

// spaceBefore reports whether white space ends at byte i of s.
func spaceBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsSpace(r)
}

// spaceAfter reports whether white space begins at byte i of s.
func spaceAfter(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsSpace(r)
}

// A run is a stretch of output in one style.
type run struct{ text, style string }

// glue stands for a space at which no line breaks. It is none of the
// characters that clean lets through.
const glue = "\x00"

// dot adds r to a line of facts. A short fact stays on one line.
func dot(line []run, r run) []run {
	if len(line) > 0 {
		line = append(line, run{" · ", faint})
	}
	if uniseg.StringWidth(r.text) <= minWidth-indent {
		r.text = strings.ReplaceAll(r.text, " ", glue)
	}
	return append(line, r)
}

// A page collects lines of at most width columns.
type page struct {
	out   bytes.Buffer
	width int
	color bool
}

func newPage(o TerminalOptions) *page {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	return &page{width: min(max(o.Width, minWidth), maxWidth), color: o.Color}
}

func (p *page) br() { p.out.WriteByte('\n') }

// para writes runs as one paragraph that begins at column at and wraps there;
// side stands before its first line.
func (p *page) para(side []run, at int, runs ...run) {
	var b strings.Builder
	column := 0
	put := func(r run) {
		if r.style != plain && p.color && strings.TrimSpace(r.text) != "" {
			fmt.Fprintf(&b, "\x1b[%sm%s\x1b[0m", r.style, r.text)
		} else {
			b.WriteString(r.text)
		}
		column += uniseg.StringWidth(r.text)
	}
	for _, r := range side {
		put(r)
	}
	if len(side) > 0 && column >= at { // a status as wide as the margin
		put(run{"  ", plain})
	}
	pad := func() { put(run{strings.Repeat(" ", max(0, at-column)), plain}) }
	words := split(runs)
	if len(words) > 0 {
		pad()
	}
	fresh := true // no word on this line yet
	for _, word := range words {
		width := 0
		for _, r := range word {
			width += uniseg.StringWidth(r.text)
		}
		if !fresh {
			if column+1+width > p.width {
				b.WriteByte('\n')
				column = 0
				pad()
			} else {
				put(run{" ", plain})
			}
		}
		for _, r := range word {
			put(r)
		}
		fresh = false
	}
	p.out.WriteString(strings.TrimRight(b.String(), " "))
	p.out.WriteByte('\n')
}

// split breaks runs into words; a word of more than one style is several runs.
func split(runs []run) [][]run {
	var words [][]run
	joined := false // whether the next run goes on with the last word
	for _, r := range runs {
		for i, field := range strings.Fields(r.text) {
			field = strings.ReplaceAll(field, glue, " ")
			if i == 0 && joined && !spaceAfter(r.text, 0) {
				words[len(words)-1] = append(words[len(words)-1], run{field, r.style})
			} else {
				words = append(words, []run{{field, r.style}})
			}
		}
		if r.text != "" {
			joined = len(words) > 0 && !spaceBefore(r.text, len(r.text))
		}
	}
	return words
}
