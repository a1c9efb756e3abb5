package codingtest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.org/readout"
	"example.org/readout/codebook"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

const trip = `# put off
read 2024-02-03
  The minister's trip to Riga, set for 4 January, was
  put off.

  "No date is set," the ministry said.
event CONSULT visit 042
  trigger   "trip"
  actor     "The minister"
  recipient none
  when      2024-01-04
  where     "Riga"
  modality  cancelled
  voice     narrator
event REJECT
  trigger   "put off"
statement
  speaker   "the ministry"
  content   "No date is set"
  form      direct
  act       assertion
`

// reader reads the text of trip as trip wants it; change makes it err.
func reader(t *testing.T, change func(*readout.Reading)) func(string, time.Time) (*readout.Reading, error) {
	return func(s string, day time.Time) (*readout.Reading, error) {
		if day.Format(time.DateOnly) != "2024-02-03" {
			t.Errorf("published %v", day)
		}
		at := func(words string) text.Span {
			span, ok := Quote{Words: words, N: 1}.find(s)
			if !ok {
				t.Fatalf("no %q in %q", words, s)
			}
			return span
		}
		riga, ministry, said := at("Riga"), at("the ministry"), at("said")
		r := &readout.Reading{
			Document: &text.Document{Text: s},
			Events: []event.Event{
				{
					ID: "e1", Trigger: at("trip"), Code: codebook.Code{Root: "CONSULT", Cameo: "042"}, Actors: []text.Span{at("minister")},
					Modality: event.Cancelled, Voice: event.Narrator, When: "2024-01-04", Where: "Riga, Latvia", WhereSpan: &riga,
				},
				{ID: "e2", Trigger: at("put off"), Code: codebook.ForRoot("REJECT"), Modality: event.Actual, Voice: event.Narrator},
			},
			Statements: []quote.Statement{{
				ID: "s1", Speaker: &ministry, Cue: &said, Content: []text.Span{at("No date is set,")}, Form: quote.Direct, Act: "assertion",
			}},
		}
		change(r)
		return r, nil
	}
}

func parseOne(t *testing.T, s string) Case {
	t.Helper()
	cases, err := Parse("a.test", s)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) != 1 {
		t.Fatalf("%d cases, want 1", len(cases))
	}
	return cases[0]
}

func TestParse(t *testing.T) {
	c := parseOne(t, trip)
	if want := "The minister's trip to Riga, set for 4 January, was put off.\n\n\"No date is set,\" the ministry said."; c.Text != want {
		t.Errorf("text %q, want %q", c.Text, want)
	}
	if c.Line != 2 || len(c.Want) != 3 || c.Want[0].Line != 7 || c.Want[0].Mode != "visit" || c.Want[0].Cameo != "042" {
		t.Errorf("case %+v", c)
	}
	want := Field{Line: 12, Key: "where", Words: []Quote{{"Riga", 1}}}
	if diff := cmp.Diff(want, c.Want[0].Fields[4]); diff != "" {
		t.Error(diff)
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"event CONSULT\n", `a.test:1: "event" before the first "read"`},
		{"read 4 January\n  Text.\n", `a.test:1: "4 January" is no day`},
		{"read\nno event\n", "a.test:1: \"read\" without an indented text"},
		{"read\n  He met her.\n", "a.test:1: nothing is expected"},
		{"read\n  He met her.\nevent MEET\n", `a.test:3: "MEET" is none of the 16 roots`},
		{"read\n  He met her.\nevent CONSULT arrest\n", `a.test:3: "arrest" is neither a mode of CONSULT nor a CAMEO code`},
		{"read\n  He met her.\nevent CONSULT\n  trigger \"meet\"\n", `a.test:4: the text does not hold "meet"`},
		{"read\n  He met her.\nevent CONSULT\n  trigger \"he\"\n", `a.test:4: the text does not hold "he"`},
		{"read\n  He met her.\nevent CONSULT\n  trigger \"met\"#2\n", `a.test:4: the text does not hold "met"#2`},
		{"read\n  He met her.\nevent CONSULT\n  trigger \"met\n", "a.test:4: \"met: no closing quotation mark"},
		{"read\n  He met her.\nevent CONSULT\n  trigger none\n", "a.test:4: trigger \"none\": want quoted words"},
		{"read\n  He met her.\nevent CONSULT\n  modality maybe\n", "a.test:4: modality \"maybe\": want quoted words or one of: actual"},
		{"read\n  He met her.\nevent CONSULT\n  speaker \"He\"\n", `a.test:4: "speaker" is no field of an event`},
		{"read\n  He met her.\nevent CONSULT\n  actor \"He\"\n  actor \"her\"\n", "a.test:5: actor is given twice"},
		{"read\n  He met her.\nevent CONSULT\n", "a.test:3: the event has no fields"},
		{"read\n  He met her.\nno meeting\n", `a.test:3: "no meeting"`},
		{"read\n  He met her.\ntodo\n", "a.test:3: \"todo\" needs a reason"},
		{"read\n  He met her.\nassert\n", `a.test:3: unknown word "assert"`},
	} {
		_, err := Parse("a.test", c.in)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("Parse(%q)\n got %v\nwant %s...", c.in, err, c.want)
		}
	}
}

func TestCheck(t *testing.T) {
	extra := func(r *readout.Reading) {
		r.Events = append(r.Events, event.Event{Trigger: r.Events[0].Actors[0], Code: codebook.ForRoot("AID")})
	}
	for _, c := range []struct {
		name, in string
		change   func(*readout.Reading)
		want     []string // parts of the error; none: it passes
	}{
		{"as wanted", trip, func(*readout.Reading) {}, nil},
		{"wrong root", trip, func(r *readout.Reading) { r.Events[1].Code = codebook.ForRoot("ACCUSE") }, []string{
			`line 15: event ACCUSE 11 at "put off", want event REJECT at "put off"`,
		}},
		{"wrong code", trip, func(r *readout.Reading) { r.Events[0].Code.Cameo = "043" }, []string{"line 7: event CONSULT 043"}},
		{"wrong fields", trip, func(r *readout.Reading) {
			r.Events[0].Modality, r.Events[0].When, r.Events[0].WhereSpan, r.Events[0].Where = event.Actual, "", nil, ""
			r.Events[0].Recipients, r.Events[0].Voice = []text.Span{r.Events[0].Trigger}, "s1"
		}, []string{
			`line 10: recipient is "trip", want none`, "line 11: when is none, want 2024-01-04", `line 12: where is none, want "Riga"`,
			"line 13: modality is actual, want cancelled", `line 14: voice is "the ministry", want narrator`,
		}},
		{"part of the trigger", trip, func(r *readout.Reading) { r.Events[1].Trigger.End -= len(" off") }, nil},
		{"missing", trip, func(r *readout.Reading) { r.Events = r.Events[:1] }, []string{`line 15: missing: event REJECT at "put off"`}},
		{"too much", trip, extra, []string{`not expected: event AID 07 at "minister"`}},
		{"too much, but partial", trip + "partial\n", extra, nil},
		{"refused", trip + "partial\nno event \"minister\"\n", extra, []string{`line 23: no event at "minister", but: event AID`}},
		{"refused elsewhere", trip + "partial\nno event \"Riga\"\n", extra, nil},
		{"no statement", "read 2024-02-03\n" + strings.Join(strings.SplitAfter(trip, "\n")[2:6], "") + "no statement\n", func(*readout.Reading) {}, []string{
			`no statement, but: statement of "the ministry": "No date is set,"`,
		}},
		{"events are not judged", "read 2024-02-03\n" + strings.Join(strings.SplitAfter(trip, "\n")[2:6], "") + "statement\n  content \"No date is set\"\n", extra, nil},
		{"the author speaks", trip, func(r *readout.Reading) { r.Statements[0].Author, r.Statements[0].Speaker = true, nil }, []string{
			`line 18: speaker is author, want "the ministry"`,
		}},
		{"wrong extent", trip, func(r *readout.Reading) { r.Statements[0].Content[0].Begin += 3 }, []string{`line 19: content is "date is set," , want`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseOne(t, c.in).Check(reader(t, c.change))
			if len(c.want) == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil {
				t.Fatal("passes")
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), strings.ReplaceAll(w, " ,", ",")) {
					t.Errorf("the error does not say %q:\n%v", w, err)
				}
			}
		})
	}
	broken := func(string, time.Time) (*readout.Reading, error) { return nil, errors.New("no model") }
	if _, err := parseOne(t, trip).Check(broken); err == nil || err.Error() != "a.test:2: no model" {
		t.Errorf("error %v", err)
	}
}

// What a failure prints can be pasted: parsed again, it is what came out.
func TestFormat(t *testing.T) {
	c := parseOne(t, trip)
	read := reader(t, func(r *readout.Reading) { r.Events[1].Voice, r.Statements[0].Name = "s1", "Ministry of Ports" })
	r, err := read(c.Text, c.Published)
	if err != nil {
		t.Fatal(err)
	}
	printed := Format(r)
	head := strings.Join(strings.SplitAfter(trip, "\n")[1:6], "")
	if _, err := parseOne(t, head+printed).Check(read); err != nil {
		t.Errorf("pasted, it fails: %v", err)
	}
	for _, want := range []string{
		"event CONSULT visit 042\n  trigger   \"trip\"\n  actor     \"minister\"\n  recipient none\n",
		"  voice     \"the ministry\"\n", "  name      \"Ministry of Ports\"\n", "  cue       \"said\"\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
	empty := &readout.Reading{Document: &text.Document{Text: c.Text}}
	if got := Format(empty); got != "no event\nno statement\n" {
		t.Errorf("nothing is printed as %q", got)
	}
}

func TestQuoteFind(t *testing.T) {
	s := "The he said he: “he”"
	for n, want := range map[int]int{1: 4, 2: 12, 3: 19} {
		if got, ok := (Quote{"he", n}).find(s); !ok || got.Begin != want {
			t.Errorf("occurrence %d at %v, want %d", n, got, want)
		} else if q := quoteOf(s, got); q.N != n {
			t.Errorf("quote of %v is %v, want number %d", got, q, n)
		}
	}
	if _, ok := (Quote{"he", 4}).find(s); ok {
		t.Error("a fourth one is found")
	}
}

func TestWithTodo(t *testing.T) {
	in := "# a\nread\n  He met her.\ntodo old\nno event\n\nread\n  He left.\n\n# b\nno event\n"
	want := "# a\nread\n  He met her.\nno event\n\nread\n  He left.\n\n# b\ntodo new\nno event\n"
	if got := withTodo(in, map[int]string{7: "new"}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := withTodo(want, map[int]string{6: "new"}); got != want {
		t.Errorf("written again it changes: %q", got)
	}
}
