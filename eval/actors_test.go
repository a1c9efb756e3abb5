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
	for name, least := range map[string]float64{
		"place_sense": .93, "place_country": .9, "event_where_precision": .85, "speaker_name_precision": .95,
		"persons_named_b3_f1": .93, "persons_all_b3_precision": .9,
	} {
		if got, ok := res.Get(name); !ok || got < least {
			t.Errorf("%s is %.3f, it was at least %.3f", name, got, least)
		}
	}
}

func TestBCubed(t *testing.T) {
	at := func(b ...int) (c []text.Span) {
		for _, x := range b {
			c = append(c, text.Span{Begin: x, End: x + 2})
		}
		return c
	}
	for _, c := range []struct {
		what              string
		gold, got         [][]text.Span
		precision, recall float64
	}{
		{"the same", [][]text.Span{at(0, 10), at(20)}, [][]text.Span{at(0, 10), at(20)}, 1, 1},
		{"all in one", [][]text.Span{at(0), at(10)}, [][]text.Span{at(0, 10)}, .5, 1},
		{"all apart", [][]text.Span{at(0, 10)}, [][]text.Span{at(0), at(10)}, 1, .5},
		{"one missed", [][]text.Span{at(0, 10)}, [][]text.Span{at(0)}, 1, .25 * 1},
		{"one too many", [][]text.Span{at(0)}, [][]text.Span{at(0), at(50)}, .5, 1},
		{"nothing", nil, nil, 0, 0},
	} {
		var b bcubed
		b.count(c.gold, c.got)
		var r Result
		b.add(&r, "x")
		p, _ := r.Get("x_b3_precision")
		q, _ := r.Get("x_b3_recall")
		if p != c.precision || q != c.recall {
			t.Errorf("%s: precision %g, recall %g, want %g, %g", c.what, p, q, c.precision, c.recall)
		}
	}
}

func TestSameSpeaker(t *testing.T) {
	for _, c := range []struct {
		gold, got, kind string
		want            bool
	}{
		{"Marta Ozola", "Ozola", "Person", true},
		{"Marta Ozola", "Ilze Marta Ozola", "Person", true},
		{"Marta Ozola", "Anna Ozola", "Person", false},
		{"Marta Ozola", "Marta", "Person", false},
		{"Government of Latvia", "Latvia", "Location", true},
		{"the Grain Board (Latvia)", "Grain Board", "Organization", true},
		{"Grain Board", "Board", "Organization", false},
	} {
		if got := sameSpeaker(c.gold, &entity.Entity{Name: c.got, Type: c.kind}); got != c.want {
			t.Errorf("%s, %s: %t", c.gold, c.got, got)
		}
	}
}
