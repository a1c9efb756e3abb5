package eval

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.org/readout"
	"example.org/readout/entity"
	"example.org/readout/place"
	"example.org/readout/text"
)

// nameGiver reads with the names of persons, and of places that are used as
// such, taken from the gold: it stands for a model with perfect names and
// neither parts of speech nor a parse, so that the layers are measured alone.
type nameGiver struct{ sheets map[string]*ActorSheet }

func (n nameGiver) Read(_ context.Context, a *readout.Article) (*readout.Reading, error) {
	d := &text.Document{ID: a.ID, Text: a.Text, Lang: "en", Blocks: a.Blocks}
	text.Split(d)
	at := codePoints(d.Text)
	s := n.sheets[d.Text]
	for _, p := range s.Persons {
		for _, m := range p.Mentions {
			if m.Kind == entity.Named {
				d.Names = append(d.Names, text.Name{Span: bareName(d, text.Span{Begin: at[m.Begin], End: at[m.End]}, p.Name), Type: "Person", Confidence: 1})
			}
		}
	}
	for _, p := range s.Places {
		if p.Sense == string(place.Location) || p.Sense == string(place.Government) {
			d.Names = append(d.Names, text.Name{Span: text.Span{Begin: at[p.Begin], End: at[p.End]}, Type: "Location", Confidence: 1})
		}
	}
	slices.SortFunc(d.Names, func(a, b text.Name) int { return a.Span.Begin - b.Span.Begin })
	r := &readout.Reading{Article: a, Document: d, Places: place.Find(d)}
	r.Entities = entity.Find(d, r.Places)
	return r, nil
}

// bareName is the part of s that is made of the words of name.
func bareName(d *text.Document, s text.Span, name string) text.Span {
	words := d.Slice(s)
	begin, end := -1, 0
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' }) {
		if i := strings.Index(words, w); i >= 0 {
			if begin < 0 || i < begin {
				begin = i
			}
			end = max(end, i+len(w))
		}
	}
	if begin < 0 {
		return s
	}
	return text.Span{Begin: s.Begin + begin, End: s.Begin + end}
}

func TestActors(t *testing.T) {
	data := os.Getenv("READOUT_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(data, "gold", "entities", "dev.jsonl")
	sheets, err := LoadActorSheets(path)
	if os.IsNotExist(err) {
		t.Skip("set READOUT_DATA to a folder with gold/entities to measure persons and places")
	}
	if err != nil {
		t.Fatal(err)
	}
	giver := nameGiver{make(map[string]*ActorSheet)}
	for _, s := range sheets {
		gold, err := LoadSheets(filepath.Join(data, "gold", "dev", s.Doc+".json"))
		if err != nil {
			t.Fatal(err)
		}
		giver.sheets[gold[0].Text] = s
	}
	var errs strings.Builder
	res, err := runActors(context.Background(), path, giver, Options{Errors: &errs})
	if err != nil {
		t.Fatal(err)
	}
	if file := os.Getenv("READOUT_ERRORS"); file != "" {
		if err := os.WriteFile(file, []byte(errs.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	if err := res.WriteTable(&out); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
}
