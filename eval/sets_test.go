package eval

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.org/readout"
	"example.org/readout/codebook"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

// A scripted reader finds what a test tells it to: each rule gives the records
// for texts that hold its words.
type scripted func(r *readout.Reading, find func(words string) text.Span)

func (s scripted) Read(_ context.Context, a *readout.Article) (*readout.Reading, error) {
	r := &readout.Reading{Article: a, Document: &text.Document{Text: a.Text, Blocks: a.Blocks}}
	s(r, func(words string) text.Span {
		i := strings.Index(a.Text, words)
		if i < 0 {
			return text.Span{}
		}
		return text.Span{Begin: i, End: i + len(words)}
	})
	return r, nil
}

func file(t *testing.T, name, content string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSetsAreListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Sets() {
		if seen[s.Name] || s.Name == "" || s.Measures == "" || s.Path == "" || s.Run == nil {
			t.Errorf("set %q is incomplete or there twice", s.Name)
		}
		seen[s.Name] = true
	}
}

func TestResultIsFlatAndInOrder(t *testing.T) {
	r := &Result{}
	r.AddPRF("trigger", PRF{1, 2, 4})
	r.AddShare("voice_accuracy", 0, 0)
	r.Add("articles", 3)
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"trigger_precision":0.5,"trigger_recall":0.25,"trigger_f1":0.3333333333333333,"trigger_tp":1,"trigger_predicted":2,"trigger_gold":4,"voice_accuracy_n":0,"articles":3}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
	var table strings.Builder
	if err := r.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	if want := "trigger         0.333  P 0.500  R 0.250  1 of 2 predicted, 4 gold\nvoice_accuracy  -                        0 of 0\narticles        3\n"; table.String() != want {
		t.Errorf("got\n%s\nwant\n%s", table.String(), want)
	}
}

// Four sentences: one event of the right kind and parties, one of the wrong
// kind, one public statement, one without any event.
func TestCameoSpans(t *testing.T) {
	path := file(t, "a.jsonl", `
{"id":"1","sentence":"Tarvia bombed Belmont.","consensus":{"relevant":true,"events":[{"action":[["bombed",7,13]],"sources":[["Tarvia",0,6]],"targets":[["Belmont",14,21]],"cameo_root":"19"}]}}
{"id":"2","sentence":"Belmont freed two pilots.","consensus":{"relevant":true,"events":[{"action":[["freed",8,13]],"sources":[["Belmont",0,7]],"targets":[["two pilots",14,24]],"cameo_root":"08"}]}}
{"id":"3","sentence":"Belmont said so.","consensus":{"relevant":true,"events":[{"action":[["said",8,12]],"sources":[["Belmont",0,7]],"targets":[],"cameo_root":"01"}]}}
{"id":"4","sentence":"It rained in Tarvia.","consensus":{"relevant":false,"events":[]}}
`)
	reader := scripted(func(r *readout.Reading, find func(string) text.Span) {
		add := func(root string, trigger text.Span, actors, recipients []text.Span) {
			r.Events = append(r.Events, event.Event{Trigger: trigger, Code: codebook.Code{Root: root}, Actors: actors, Recipients: recipients})
		}
		switch belmont := find("Belmont"); {
		case strings.Contains(r.Document.Text, "bombed"):
			add("ASSAULT", find("bombed"), []text.Span{find("Tarvia")}, []text.Span{belmont})
		case strings.Contains(r.Document.Text, "freed"):
			add("RETREAT", find("freed"), []text.Span{belmont}, nil)
		case strings.Contains(r.Document.Text, "said"):
			cue := find("said")
			r.Statements = append(r.Statements, quote.Statement{Cue: &cue, Speaker: &belmont})
		default:
			add("PROTEST", find("rained"), nil, nil)
		}
	})
	r, err := Run(t.Context(), "cameo-spans", path, reader, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, r, map[string]float64{
		"sentences": 4, "action_tp": 2, "action_predicted": 3, "action_gold": 2, "root_tp": 2, "parties_tp": 1,
		"all_action_tp": 3, "all_action_predicted": 4, "all_action_gold": 3, "all_root_tp": 3, "all_parties_tp": 2,
		"relevance_tp": 2, "relevance_predicted": 3, "relevance_gold": 3, "all_relevance_tp": 3, "silent_accuracy": 0, "silent_accuracy_n": 1,
	})
}

func TestMayBe(t *testing.T) {
	for _, r := range codebook.Roots() {
		if !mayBe(r.Cameo, r.Name) {
			t.Errorf("CAMEO %s cannot be %s", r.Cameo, r.Name)
		}
	}
	if mayBe("04", "ASSAULT") || mayBe("01", "CONSULT") || mayBe("08", "") || !mayBe("08", "CONCEDE") || !mayBe("02", "REQUEST") {
		t.Error("CAMEO and PLOVER roots are mixed up")
	}
}

func TestPolnear(t *testing.T) {
	// The gold has three attributions; the reader finds the first with its
	// source, a third of the second, and the third with a source where none is named.
	path := file(t, "dev.jsonl", `{"doc":"d","text":"Ida says it is late. Tom claims that trains never run on time here. It was said to rain.","annotations":[{"attributions":[`+
		`{"source":[[0,3]],"content":[[9,19]]},{"source":[[21,24]],"content":[[32,66]]},{"source":[],"content":[[80,87]]}]}]}`)
	reader := scripted(func(r *readout.Reading, find func(string) text.Span) {
		for _, x := range [][2]string{{"Ida", "it is late"}, {"Tom", "that trains"}, {"It", "to rain"}} {
			speaker := find(x[0])
			r.Statements = append(r.Statements, quote.Statement{Speaker: &speaker, Content: []text.Span{find(x[1])}})
		}
	})
	r, err := Run(t.Context(), "polnear", path, reader, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, r, map[string]float64{"content_tp": 2, "content_predicted": 3, "content_gold": 3, "source_tp": 1, "content_any_tp": 3})
}

func TestNER(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a_1.tsv": "http://news.example/1\tO\n\nÅsa\tB-Person\nBrandt\tI-Person\nleft\tO\nLund\tB-Location\tB-Organization\n.\tO\n\nBelmont\tB-Location\n",
		"a_2.tsv": "Belmont\tB-Location\n", // not in the hold-out
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var texts []string
	reader := scripted(func(r *readout.Reading, find func(string) text.Span) {
		texts = append(texts, r.Document.Text)
		r.Document.Names = []text.Name{
			{Span: find("Åsa Brandt"), Type: "Person"},
			{Span: find("Lund ."), Type: "Location"},      // a token too many
			{Span: find("Belmont"), Type: "Organization"}, // wrong type
		}
	})
	r, err := Run(t.Context(), "ner", dir, reader, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 1 || texts[0] != "Åsa Brandt left Lund .\nBelmont" {
		t.Errorf("texts %q", texts)
	}
	check(t, r, map[string]float64{"documents": 1, "name_tp": 1, "name_predicted": 3, "name_gold": 3, "span_tp": 2, "Person_f1": 1, "Location_tp": 0, "Location_gold": 2, "Organization_predicted": 1})
}

func TestDataAtFaultIsNamed(t *testing.T) {
	none := scripted(func(*readout.Reading, func(string) text.Span) {})
	for set, content := range map[string]string{"cameo-spans": "{}\n{", "polnear": "[]", "gold": `{"events":[{"trigger":{"start":3}}]}`} {
		path := file(t, "data.jsonl", content)
		if _, err := Run(t.Context(), set, path, none, Options{}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v does not name the file", set, err)
		}
	}
}

// The corpora load, and a reader that finds nothing scores nothing.
func TestCorpusCounts(t *testing.T) {
	none := scripted(func(*readout.Reading, func(string) text.Span) {})
	for _, tt := range []struct {
		set, path string
		want      map[string]float64
	}{
		{"gold", "gold/dev", map[string]float64{"trigger_gold": 229, "trigger_f1": 0}},
		{"cameo-spans", "data/events/cameo_spans/batch_a.jsonl", map[string]float64{"sentences": 100, "all_action_gold": 97, "relevance_gold": 55, "relevance_f1": 0}},
		{"polnear", "data/quotes/polnear/dev.jsonl", map[string]float64{"articles": 84, "content_gold": 2193}},
		{"ner", "data/lang/worldwide/text", map[string]float64{"documents": 87}},
	} {
		r, err := Run(t.Context(), tt.set, corpora(t, tt.path), none, Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		check(t, r, tt.want)
	}
}
