package eval

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"example.org/readout"
	"example.org/readout/event"
	"example.org/readout/text"
)

// A Sheet holds the records of one article as an annotator writes them down,
// in the format of the gold folder: offsets are code points.
type Sheet struct {
	Doc        string            `json:"doc"`
	Outlet     string            `json:"outlet"`
	Published  string            `json:"published"` // YYYY-MM-DD, "" where unknown
	Text       string            `json:"text"`
	Events     []EventRecord     `json:"events"`
	Statements []StatementRecord `json:"statements"`
}

// An EventRecord is one event mention of a [Sheet].
type EventRecord struct {
	ID         string    `json:"id"`
	Trigger    Mention   `json:"trigger"`
	Root       string    `json:"root"`
	Actors     []Mention `json:"actor"`
	Recipients []Mention `json:"recipient"`
	Modality   string    `json:"modality"`
	Voice      string    `json:"voice"` // "narrator" or the ID of a statement of the sheet
	When       *string   `json:"when"`  // TIMEX value, nil where unknown
	Where      *string   `json:"where"` // name, nil where unknown
}

// A StatementRecord is one statement of a [Sheet].
type StatementRecord struct {
	ID      string    `json:"id"`
	Speaker *Mention  `json:"speaker"`
	Name    *string   `json:"speaker_name"`
	Cue     *Mention  `json:"cue"`
	Content []Mention `json:"content"`
	Form    string    `json:"form"`
	Act     string    `json:"act"`
}

// A Mention is a stretch of a sheet's text with its words beside it.
type Mention struct {
	Range
	Text string
}

// UnmarshalJSON takes the keys of the gold folder (start, end, text) and those
// of the program's own output (begin, end, text).
func (m *Mention) UnmarshalJSON(b []byte) error {
	var v struct {
		Start, Begin, End *int
		Text              string
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	if v.Start == nil {
		v.Start = v.Begin
	}
	if v.Start == nil || v.End == nil || *v.Start > *v.End || *v.Start < 0 {
		return fmt.Errorf("%s is no span: it needs start (or begin) and end, in code points", b)
	}
	*m = Mention{Range{*v.Start, *v.End}, v.Text}
	return nil
}

// MarshalJSON writes the keys of the gold folder.
func (m Mention) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Text  string `json:"text"`
	}{m.Begin, m.End, m.Text})
}

// LoadSheets reads every sheet at path: a folder of .json files, one .json
// file (an object or an array), or a .jsonl file with one sheet a line. Sheets
// may also be the program's own output (fields article, text, events,
// statements); they have no Doc then. Sheets come in the order of file names
// and lines.
func LoadSheets(path string) ([]*Sheet, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	files := []string{path}
	if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(path, "*.json")); err != nil {
			return nil, err
		}
		sort.Strings(files)
	}
	var out []*Sheet
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		sheets, err := parseSheets(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		out = append(out, sheets...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no documents there (want .json files with text, events and statements)", path)
	}
	return out, nil
}

func parseSheets(data []byte) ([]*Sheet, error) {
	dec := json.NewDecoder(bufio.NewReader(bytes.NewReader(data)))
	var out []*Sheet
	for n := 1; ; n++ {
		var raw json.RawMessage
		if err := dec.Decode(&raw); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("document %d: %w", n, err)
		}
		items := []json.RawMessage{raw}
		if raw[0] == '[' {
			if err := json.Unmarshal(raw, &items); err != nil {
				return nil, err
			}
		}
		for _, it := range items {
			s, err := parseSheet(it)
			if err != nil {
				return nil, fmt.Errorf("document %d: %w", n, err)
			}
			out = append(out, s)
		}
	}
}

// parseSheet reads one document in either format.
func parseSheet(raw []byte) (*Sheet, error) {
	var own struct {
		Article *struct{ Outlet, Published string }
		Text    string
		Events  []struct {
			ID, Root, Modality, Voice string
			Trigger                   Mention
			Actors, Recipients        []Mention
			When, Where               json.RawMessage
		}
		Statements []struct {
			ID, Form, Act string
			Speaker       *struct { // without a span where the author speaks
				Begin, End *int
				Text, Name string
			}
			Cue     *Mention
			Content []Mention
		}
	}
	if err := json.Unmarshal(raw, &own); err != nil {
		return nil, err
	}
	s := &Sheet{}
	if own.Article == nil { // the gold folder's format
		if err := json.Unmarshal(raw, s); err != nil {
			return nil, err
		}
		return s, s.check()
	}
	s.Outlet, s.Published, s.Text = own.Article.Outlet, own.Article.Published, own.Text
	for _, e := range own.Events {
		when, err := nameOrNull(e.When, "value")
		if err != nil {
			return nil, fmt.Errorf("event %s: when: %w", e.ID, err)
		}
		where, err := nameOrNull(e.Where, "name")
		if err != nil {
			return nil, fmt.Errorf("event %s: where: %w", e.ID, err)
		}
		s.Events = append(s.Events, EventRecord{
			ID: e.ID, Trigger: e.Trigger, Root: e.Root, Actors: e.Actors, Recipients: e.Recipients,
			Modality: e.Modality, Voice: e.Voice, When: when, Where: where,
		})
	}
	for _, st := range own.Statements {
		out := StatementRecord{ID: st.ID, Cue: st.Cue, Content: st.Content, Form: st.Form, Act: st.Act}
		if sp := st.Speaker; sp != nil {
			out.Name = optional(sp.Name)
			if sp.Begin != nil && sp.End != nil {
				out.Speaker = &Mention{Range{*sp.Begin, *sp.End}, sp.Text}
			}
		}
		s.Statements = append(s.Statements, out)
	}
	return s, s.check()
}

// nameOrNull reads a string, null, or an object that holds a string under key.
func nameOrNull(raw json.RawMessage, key string) (*string, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var v string
	if raw[0] == '{' {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(raw, &fields); err != nil {
			return nil, err
		}
		return nameOrNull(fields[key], key)
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	return optional(v), nil
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// check tells spans that lie outside the text or do not hold the words given
// with them: then offsets are not code points of this text.
func (s *Sheet) check() error {
	runes := []rune(s.Text)
	verify := func(id string, m Mention) error {
		if m.Begin < 0 || m.Begin > m.End || m.End > len(runes) {
			return fmt.Errorf("%s %s: span %d-%d lies outside the text of %d code points", s.Doc, id, m.Begin, m.End, len(runes))
		}
		if got := string(runes[m.Begin:m.End]); m.Text != "" && got != m.Text {
			return fmt.Errorf("%s %s: span %d-%d holds %q, not %q: are the offsets code points?", s.Doc, id, m.Begin, m.End, got, m.Text)
		}
		return nil
	}
	var errs []error
	for _, e := range s.Events {
		for _, m := range slices.Concat([]Mention{e.Trigger}, e.Actors, e.Recipients) {
			errs = append(errs, verify(e.ID, m))
		}
	}
	for _, st := range s.Statements {
		all := st.Content
		if st.Speaker != nil {
			all = append(slices.Clone(all), *st.Speaker)
		}
		for _, m := range all {
			errs = append(errs, verify(st.ID, m))
		}
	}
	return errors.Join(errs...)
}

// SheetOf writes a reading down as a sheet.
func SheetOf(r *readout.Reading) *Sheet {
	d := r.Document
	offsets := text.NewOffsets(d.Text)
	mention := func(s text.Span) Mention {
		return Mention{Range: Range{offsets.CodePoints(d.Text, s.Begin), offsets.CodePoints(d.Text, s.End)}, Text: d.Slice(s)}
	}
	mentions := func(spans []text.Span) []Mention {
		var out []Mention
		for _, s := range spans {
			out = append(out, mention(s))
		}
		return out
	}
	one := func(s *text.Span) *Mention {
		if s == nil {
			return nil
		}
		m := mention(*s)
		return &m
	}
	out := &Sheet{Text: d.Text}
	for _, e := range r.Events {
		out.Events = append(out.Events, EventRecord{
			ID: e.ID, Trigger: mention(e.Trigger), Root: e.Code.Root,
			Actors: mentions(e.Actors), Recipients: mentions(e.Recipients),
			Modality: string(e.Modality), Voice: e.Voice,
			When: optional(e.When), Where: optional(e.Where),
		})
	}
	for _, s := range r.Statements {
		out.Statements = append(out.Statements, StatementRecord{
			ID: s.ID, Speaker: one(s.Speaker), Name: optional(s.Name), Cue: one(s.Cue),
			Content: mentions(s.Content), Form: string(s.Form), Act: s.Act,
		})
	}
	return out
}

// sortRecords puts records in the order of the text, so that ties in an
// assignment do not hang on the order in which a system wrote them.
func (s *Sheet) sortRecords() {
	sort.SliceStable(s.Events, func(i, j int) bool {
		a, b := s.Events[i].Trigger, s.Events[j].Trigger
		return a.Begin < b.Begin || a.Begin == b.Begin && a.End < b.End
	})
	first := func(st StatementRecord) int {
		if len(st.Content) == 0 {
			return 0
		}
		return st.Content[0].Begin
	}
	sort.SliceStable(s.Statements, func(i, j int) bool { return first(s.Statements[i]) < first(s.Statements[j]) })
}

// runGold scores events and statements.
func runGold(ctx context.Context, path string, r Reader, opts Options) (*Result, error) {
	gold, err := LoadSheets(path)
	if err != nil {
		return nil, err
	}
	if opts.Texts != "" {
		texts := make([]namedText, len(gold))
		for i, g := range gold {
			texts[i] = namedText{g.Doc, g.Text}
		}
		nameFiles(texts)
		return writeTexts(opts.Texts, texts)
	}
	var predicted []*Sheet
	if opts.Predictions != "" {
		if predicted, err = predictionsFor(gold, opts.Predictions); err != nil {
			return nil, err
		}
	} else {
		if predicted, err = readSheets(ctx, gold, r); err != nil {
			return nil, err
		}
	}
	if opts.Errors != nil {
		if err := WriteErrors(opts.Errors, gold, predicted); err != nil {
			return nil, err
		}
	}
	return ScoreSheets(gold, predicted), nil
}

// readSheets runs r over the text of each gold sheet.
func readSheets(ctx context.Context, gold []*Sheet, r Reader) ([]*Sheet, error) {
	var out []*Sheet
	for _, g := range gold {
		a, err := newArticle(g.Text, g.Outlet, g.Published)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.Doc, err)
		}
		s, err := readSheet(ctx, r, g.Doc, a)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// readSheet runs r over one article. doc names it in the sheet and in errors.
func readSheet(ctx context.Context, r Reader, doc string, a *readout.Article) (*Sheet, error) {
	reading, err := r.Read(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doc, err)
	}
	if reading.Document.Text != a.Text {
		return nil, fmt.Errorf("%s: the reader changed the text, so offsets do not match", doc)
	}
	s := SheetOf(reading)
	s.Doc = doc
	return s, nil
}

// predictionsFor loads the records of some system and finds those of each gold
// sheet, by document name or by the same text.
func predictionsFor(gold []*Sheet, path string) ([]*Sheet, error) {
	all, err := LoadSheets(path)
	if err != nil {
		return nil, err
	}
	byName, byText := map[string]*Sheet{}, map[string]*Sheet{}
	trim := func(s string) string { return strings.TrimRight(s, " \n\r\t") }
	for _, s := range all {
		if s.Doc != "" {
			byName[s.Doc] = s
		}
		if s.Text != "" {
			byText[trim(s.Text)] = s
		}
	}
	var out []*Sheet
	var missing []string
	for _, g := range gold {
		p := byName[g.Doc]
		if p == nil {
			p = byText[trim(g.Text)]
		}
		if p == nil {
			missing = append(missing, g.Doc)
			continue
		}
		if p.Text != "" && trim(p.Text) != trim(g.Text) {
			return nil, fmt.Errorf("%s: %s: its text is not the gold text, so offsets do not match", path, g.Doc)
		}
		out = append(out, p)
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("%s: no predictions for %s (an article without records is a document with empty lists)", path, strings.Join(missing, ", "))
	}
	return out, nil
}

// narrated reports whether an event record's voice is the article's own.
func narrated(e EventRecord) bool { return e.Voice == "" || e.Voice == event.Narrator }
