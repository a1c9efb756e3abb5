package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.org/readout"
	"example.org/readout/entity"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

func seq(rs ...*readout.Reading) iter.Seq[*readout.Reading] { return slices.Values(rs) }

// toJSON is the decoded output for r.
func toJSON(t rapid.TB, r *readout.Reading) map[string]any {
	var b bytes.Buffer
	if err := WriteJSONL(&b, seq(r)); err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// spans visits every object of v that has "begin", with its path.
func spans(v any, path string, visit func(path string, o map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["begin"]; ok {
			visit(path, v)
		}
		for k, w := range v {
			spans(w, path+"."+k, visit)
		}
	case []any:
		for _, w := range v {
			spans(w, path+"[]", visit)
		}
	}
}

// checkSpans fails unless each span's text is what its offsets cut from the
// text; it returns how many spans it saw.
func checkSpans(t rapid.TB, out map[string]any) int {
	runes := []rune(out["text"].(string))
	n := 0
	spans(out, "", func(path string, o map[string]any) {
		if o["begin"] == nil {
			if o["end"] != nil || o["text"] != nil {
				t.Errorf("%s: half a span: %v", path, o)
			}
			return
		}
		n++
		begin, end := int(o["begin"].(float64)), int(o["end"].(float64))
		if got := string(runes[begin:end]); got != o["text"] {
			t.Errorf("%s [%d, %d): text has %q, record has %q", path, begin, end, got, o["text"])
		}
	})
	return n
}

func TestEverySpanCutsItsTextInCodePoints(t *testing.T) {
	if n := checkSpans(t, toJSON(t, visit(t))); n < 40 {
		t.Errorf("saw only %d spans", n)
	}
}

func TestEverySpanCutsItsTextInCodePointsWhateverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &text.Document{ID: "x", Text: rapid.String().Draw(t, "text")}
		var starts []int
		for i := range d.Text {
			starts = append(starts, i)
		}
		starts = append(starts, len(d.Text))
		draw := rapid.Custom(func(t *rapid.T) text.Span {
			a, b := rapid.SampledFrom(starts).Draw(t, "a"), rapid.SampledFrom(starts).Draw(t, "b")
			return text.Span{Begin: min(a, b), End: max(a, b)}
		})
		some := rapid.SliceOfN(draw, 0, 3)
		one := func(name string) *text.Span { s := draw.Draw(t, name); return &s }
		r := &readout.Reading{
			Article: &readout.Article{}, Document: d,
			Events: []event.Event{{
				Trigger: draw.Draw(t, "trigger"), Actors: some.Draw(t, "actors"), Recipients: some.Draw(t, "recipients"),
				WhenSpan: one("when"), WhereSpan: one("where"),
			}},
			Statements: []quote.Statement{{
				Speaker: one("speaker"), Cue: one("cue"), Content: some.Draw(t, "content"), Chain: some.Draw(t, "chain"), Channel: one("channel"),
			}},
			Entities: []entity.Entity{{Mentions: []entity.Mention{{Span: draw.Draw(t, "mention")}}}},
		}
		checkSpans(t, toJSON(t, r))
	})
}

func TestUnknownIsNullNeverEmpty(t *testing.T) {
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, w := range v {
				walk(path+"."+k, w)
			}
		case []any:
			for _, w := range v {
				walk(path+"[]", w)
			}
		case string:
			if v == "" {
				t.Errorf("%s is the empty string", path)
			}
		}
	}
	for _, r := range both(t) {
		walk("", toJSON(t, r))
	}
	article := toJSON(t, bare(t))["article"].(map[string]any)
	for _, k := range []string{"outlet", "published", "language", "genre"} {
		if v, ok := article[k]; !ok || v != nil {
			t.Errorf("%s: got %v, want null", k, v)
		}
	}
}

func TestRecordsInJSON(t *testing.T) {
	out := toJSON(t, visit(t))
	events, statements := out["events"].([]any), out["statements"].([]any)
	trip := events[3].(map[string]any)
	want := map[string]any{
		"id": "e-trip", "trigger": trip["trigger"], "root": "CONSULT", "cameo": "042", "quad": 1.0, "goldstein": 1.9,
		"actors": trip["actors"], "recipients": []any{}, "modality": "cancelled", "voice": "narrator",
		"when": trip["when"], "where": trip["where"], "same_as": "e-visit", "sentence": 4.0,
		"by": []any{"modality:called-off@0.1.0", "arguments:by@0.1.0"}, "confidence": 0.66,
	}
	if diff := cmp.Diff(want, trip); diff != "" {
		t.Error(diff)
	}
	if where := trip["where"].(map[string]any); where["name"] != nil || where["text"] != "the border" {
		t.Errorf("a place with words and no name: %v", where)
	}
	if arrest := events[4].(map[string]any); arrest["cameo"] != nil || arrest["goldstein"] != nil || arrest["quad"] != nil {
		t.Errorf("unknown codes must be null: %v", arrest)
	}
	promise := statements[0].(map[string]any)
	speaker := promise["speaker"].(map[string]any)
	if speaker["text"] != "he" || speaker["name"] != "Tomás Eld" || speaker["entity"] != "n-eld" {
		t.Errorf("speaker: %v", speaker)
	}
	if diff := cmp.Diff([]any{"model@news-en 1 (3f2a91c0)"}, promise["by"]); diff != "" || promise["confidence"] != 0.91 {
		t.Errorf("by %v, confidence %v", promise["by"], promise["confidence"])
	}
	if alone := statements[2].(map[string]any); alone["speaker"] != nil || alone["cue"] != nil || alone["parent"] != "s-marn" {
		t.Errorf("a statement without speaker or cue: %v", alone)
	}
}

func TestCodesInJSON(t *testing.T) {
	events := toJSON(t, visit(t))["events"].([]any)
	actor := func(i int) map[string]any { return events[i].(map[string]any)["actors"].([]any)[0].(map[string]any) }
	want := map[string]any{
		"countries": []any{"ORL"}, "sector": "GOV", "actor": "person/tomas-eld", "by": []any{"entity@0.1.0"},
	}
	if diff := cmp.Diff(want, actor(0)["code"]); diff != "" {
		t.Error(diff)
	}
	if code, ok := actor(1)["code"]; !ok || code != nil {
		t.Errorf("an actor of whom nothing is known has the code %v", code)
	}
}

func TestDatesAreGivenAsFarAsTheyAreKnown(t *testing.T) {
	at := time.Date(2020, 2, 1, 18, 30, 0, 0, time.FixedZone("", 3*3600))
	for _, c := range []struct {
		at              time.Time
		precision, want string
	}{
		{at, "day", "2020-02-01"},
		{at, "second", "2020-02-01T18:30:00+03:00"},
		{at.UTC(), "second", "2020-02-01T15:30:00Z"},
		{time.Time{}, "day", ""},
	} {
		if got := published(&readout.Article{Published: c.at, Precision: c.precision}); got != c.want {
			t.Errorf("%v %s: got %q, want %q", c.at, c.precision, got, c.want)
		}
	}
}

func TestArrayHoldsWhateverCame(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []*readout.Reading
		want int
	}{
		{"none", nil, 0},
		{"only skipped", []*readout.Reading{nil, nil}, 0},
		{"first and last skipped", []*readout.Reading{nil, visit(t), nil, bare(t), nil}, 2},
	} {
		var array, lines bytes.Buffer
		if err := errors.Join(WriteJSON(&array, seq(c.in...)), WriteJSONL(&lines, seq(c.in...))); err != nil {
			t.Fatal(err)
		}
		var out []json.RawMessage
		if err := json.Unmarshal(array.Bytes(), &out); err != nil || out == nil || len(out) != c.want {
			t.Errorf("%s: %d readings in array, want %d (%v):\n%s", c.name, len(out), c.want, err, array.Bytes())
		}
		if n := strings.Count(lines.String(), "\n"); n != c.want {
			t.Errorf("%s: %d lines, want %d", c.name, n, c.want)
		}
	}
}

func TestSameReadingSameBytes(t *testing.T) {
	var first bytes.Buffer
	if err := WriteJSON(&first, seq(both(t)...)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		var again bytes.Buffer
		if err := WriteJSON(&again, seq(both(t)...)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("two runs differ")
		}
	}
}

// fullDisk takes n bytes and then fails.
type fullDisk struct{ n int }

var errFull = errors.New("no space left on device")

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > d.n {
		return d.n, errFull
	}
	d.n -= len(p)
	return len(p), nil
}

func TestErrorsOfWritingSayWhat(t *testing.T) {
	for name, write := range map[string]func() error{
		"JSON":  func() error { return WriteJSON(&fullDisk{10}, seq(both(t)...)) },
		"JSONL": func() error { return WriteJSONL(&fullDisk{10}, seq(both(t)...)) },
		"end":   func() error { return WriteJSON(&fullDisk{1}, seq()) },
	} {
		if err := write(); !errors.Is(err, errFull) || (name != "end" && !strings.Contains(err.Error(), "visit.txt")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSpansThatDoNotFitAreErrorsNotPanics(t *testing.T) {
	for _, bad := range []text.Span{{Begin: 5, End: 2}, {Begin: -1, End: 2}, {Begin: 0, End: 1 << 20}, {Begin: 3, End: 4}} {
		d := &text.Document{Text: "ab—cd"} // the dash has the bytes 2 to 4
		for _, r := range []*readout.Reading{
			{Article: &readout.Article{}, Document: d, Events: []event.Event{{Actors: []text.Span{bad}}}},
			{Article: &readout.Article{}, Document: d, Entities: []entity.Entity{{Mentions: []entity.Mention{{Span: bad}}}}},
		} {
			if err := WriteJSONL(&bytes.Buffer{}, seq(r)); err == nil || !strings.Contains(err.Error(), "does not fit") {
				t.Errorf("%v: %v", bad, err)
			}
		}
	}
	bad := &readout.Reading{Article: &readout.Article{}, Document: &text.Document{Text: "a\xff"}}
	if err := WriteJSON(&bytes.Buffer{}, seq(bad)); err == nil || utf8.ValidString(bad.Document.Text) {
		t.Error("a text that is not UTF-8 must be refused")
	}
}

func TestConfidenceHasTwoDecimals(t *testing.T) {
	for p, want := range map[float64]float64{0.9149: 0.91, 0.915: 0.92, 1: 1, 0: 0} {
		if got := round(p); got == nil || *got != want {
			t.Errorf("%v: got %v, want %v", p, got, want)
		}
	}
	if round(math.NaN()) != nil || round(math.Inf(1)) != nil {
		t.Error("what is no number must be null")
	}
}
