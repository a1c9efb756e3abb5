package eval

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"example.org/readout"
	"example.org/readout/codebook"
	"example.org/readout/event"
	"example.org/readout/export"
	"example.org/readout/quote"
	"example.org/readout/text"
)

// corpora is the folder of gold data, or the test is skipped.
func corpora(t *testing.T, path string) string {
	t.Helper()
	if dir := os.Getenv("READOUT_DATA"); dir != "" {
		return filepath.Join(dir, path)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		p := filepath.Join(filepath.Dir(dir), "shared", path)
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	t.Skip("no corpora here: set READOUT_DATA to the folder that holds gold/ and data/")
	return ""
}

// check compares some numbers of a result with what was computed by hand.
func check(t *testing.T, r *Result, want map[string]float64) {
	t.Helper()
	for name, x := range want {
		got, ok := r.Get(name)
		if !ok || math.Abs(got-x) > 1e-9 {
			t.Errorf("%s = %v (there: %v), want %v", name, got, ok, x)
		}
	}
}

// perfect fails on every score below 1 that had something to score.
func perfect(t *testing.T, r *Result) {
	t.Helper()
	for _, v := range r.Values() {
		gold, hasGold := r.Get(strings.TrimSuffix(v.Name, "_f1") + "_gold")
		switch {
		case strings.HasSuffix(v.Name, "_accuracy") && v.Number != 1:
			t.Errorf("%s = %v", v.Name, v.Number)
		case strings.HasSuffix(v.Name, "_f1") && hasGold && gold > 0 && v.Number != 1:
			t.Errorf("%s = %v", v.Name, v.Number)
		}
	}
}

func TestGoldAgainstItself(t *testing.T) {
	r := ScoreSheets([]*Sheet{harbourGold(t), bridgeGold(t)}, []*Sheet{harbourGold(t), bridgeGold(t)})
	perfect(t, r)
	check(t, r, map[string]float64{"articles": 2, "trigger_gold": 6, "content_gold": 3, "CONSULT_f1": 1, "planned_gold": 1, "trigger_f1_80_low": 1})
}

func TestGoldNumbersByHand(t *testing.T) {
	d := draft{t, harbour}
	tests := []struct {
		name   string
		change func(p *Sheet)
		want   map[string]float64
	}{
		{
			"a dropped event is a miss", func(p *Sheet) { p.Events = p.Events[:3] },
			map[string]float64{"trigger_precision": 1, "trigger_recall": 3. / 4, "root_recall": 3. / 4, "args_f1": 6. / 7, "REJECT_f1": 0, "modality_accuracy": 1, "modality_accuracy_n": 3},
		},
		{
			"a trigger that merely touches is no match", func(p *Sheet) { p.Events[0].Trigger = d.at("Lund", 2) },
			map[string]float64{"trigger_tp": 3, "trigger_precision": 3. / 4, "trigger_recall": 3. / 4},
		},
		{
			"a longer trigger matches", func(p *Sheet) { p.Events[0].Trigger = d.m("visited Lund") },
			map[string]float64{"trigger_f1": 1, "root_f1": 1, "args_f1": 1},
		},
		{
			"two events on one gold trigger: the second is a false alarm",
			func(p *Sheet) { p.Events = append(p.Events, p.Events[0]) },
			map[string]float64{"trigger_tp": 4, "trigger_predicted": 5, "trigger_precision": 4. / 5, "CONSULT_precision": 1. / 2},
		},
		{
			"actor and recipient swapped", func(p *Sheet) {
				p.Events[0].Actors, p.Events[0].Recipients = p.Events[0].Recipients, p.Events[0].Actors
			},
			map[string]float64{"root_f1": 1, "args_f1": 3. / 4, "actor_f1": 3. / 4, "recipient_f1": 3. / 4},
		},
		{
			"an invented recipient", func(p *Sheet) { p.Events[2].Recipients = d.all("Mayor") },
			map[string]float64{"args_f1": 3. / 4, "actor_f1": 1, "recipient_f1": 3. / 4},
		},
		{
			"part of an actor is the actor, one more is not", func(p *Sheet) {
				p.Events[0].Actors = d.all("envoy of Ostrava")
				p.Events[2].Actors = d.all("Port workers", "Mayor")
			},
			map[string]float64{"args_f1": 3. / 4},
		},
		{
			"a wrong root keeps the trigger", func(p *Sheet) { p.Events[0].Root = "SUPPORT" },
			map[string]float64{"trigger_f1": 1, "root_f1": 3. / 4, "args_f1": 3. / 4, "CONSULT_recall": 0, "SUPPORT_precision": 0, "modality_accuracy_n": 4},
		},
		{
			"plan told as fact", func(p *Sheet) { p.Events[2].Modality = "actual" },
			map[string]float64{"modality_accuracy": 3. / 4, "planned_recall": 0, "actual_precision": 3. / 4},
		},
		{
			"a voice is right only through its statement", func(p *Sheet) { p.Events[1].Voice = "s2" },
			map[string]float64{"voice_accuracy": 3. / 4, "narrator_accuracy": 1},
		},
		{
			"statement taken for narration", func(p *Sheet) { p.Events[1].Voice = "narrator" },
			map[string]float64{"voice_accuracy": 3. / 4, "narrator_accuracy": 3. / 4},
		},
		{
			"a day too early, a date too many, the city alone", func(p *Sheet) {
				p.Events[0].When, p.Events[1].When = str("2021-05-02"), str("2021-05-03")
				p.Events[0].Where = str("Lund")
			},
			map[string]float64{"when_precision": 0, "when_predicted": 2, "when_recall": 0, "where_f1": 1},
		},
		{
			"a dropped statement", func(p *Sheet) { p.Statements = p.Statements[:1] },
			map[string]float64{"content_precision": 1, "content_recall": 1. / 2, "content_f1": 2. / 3, "voice_accuracy": 3. / 4},
		},
		{
			// 28 code points in the gold content; "We asked for a" has 14 of them, "We asked for " 13.
			"half of a content is enough", func(p *Sheet) { p.Statements[0].Content = d.all("We asked for a") },
			map[string]float64{"content_f1": 1},
		},
		{
			"less than half is not", func(p *Sheet) { p.Statements[0].Content = d.all("We asked for ") },
			map[string]float64{"content_f1": 1. / 2, "speaker_f1": 1. / 2},
		},
		{
			"a content in two parts is their union", func(p *Sheet) { p.Statements[0].Content = d.all("We asked", "We asked for", "harbour") },
			map[string]float64{"content_f1": 1},
		},
		{
			"speakers swapped", func(p *Sheet) {
				p.Statements[0].Speaker, p.Statements[1].Speaker = p.Statements[1].Speaker, p.Statements[0].Speaker
			},
			map[string]float64{"content_f1": 1, "speaker_f1": 0},
		},
		{
			"a name for nobody, an act and a form changed", func(p *Sheet) {
				p.Statements[1].Name = str("Nils Ek")
				p.Statements[1].Act, p.Statements[1].Form = "denial", "mixed"
			},
			map[string]float64{"name_accuracy": 1, "name_accuracy_n": 1, "name_given_accuracy": 1. / 2, "act_accuracy": 1. / 2, "form_accuracy": 1. / 2},
		},
		{
			"nothing at all", func(p *Sheet) { p.Events, p.Statements = nil, nil },
			map[string]float64{"trigger_f1": 0, "trigger_precision": 0, "content_f1": 0, "modality_accuracy_n": 0},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := harbourGold(t)
			tt.change(p)
			check(t, ScoreSheets([]*Sheet{harbourGold(t)}, []*Sheet{p}), tt.want)
		})
	}
}

// Of two predictions on one trigger the one with the right root is the match,
// though the other overlaps more.
func TestPairPrefersRoot(t *testing.T) {
	d := draft{t, harbour}
	p := harbourGold(t)
	p.Events[0].Trigger = d.m("visit")
	p.Events = append(p.Events, EventRecord{Trigger: d.m("visited"), Root: "SUPPORT", Modality: "denied"})
	check(t, ScoreSheets([]*Sheet{harbourGold(t)}, []*Sheet{p}), map[string]float64{"root_tp": 4, "trigger_predicted": 5, "modality_accuracy": 1})
}

func TestAssignIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 4).Draw(t, "gold"), rapid.IntRange(0, 4).Draw(t, "predicted")
		ws := make([][]weight, n)
		for i := range ws {
			ws[i] = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) weight {
				if rapid.Bool().Draw(t, "joined") {
					return pairWeight(rapid.Bool().Draw(t, "preferred"), rapid.IntRange(0, 9).Draw(t, "closeness"), false)
				}
				return 0
			}), m, m).Draw(t, "weights")
		}
		var best func(i int, used int) weight
		best = func(i, used int) weight {
			if i == n {
				return 0
			}
			most := best(i+1, used)
			for j := range m {
				if ws[i][j] > 0 && used&(1<<j) == 0 {
					most = max(most, ws[i][j]+best(i+1, used|1<<j))
				}
			}
			return most
		}
		got := weight(0)
		seen := map[int]bool{}
		for i, j := range assign(n, m, func(i, j int) weight { return ws[i][j] }) {
			if j < 0 {
				continue
			}
			if seen[j] || ws[i][j] == 0 {
				t.Fatalf("%d is matched with %d twice or without cause", i, j)
			}
			seen[j] = true
			got += ws[i][j]
		}
		if want := best(0, 0); got != want {
			t.Fatalf("assignment of weight %d, the best has %d", got, want)
		}
	})
}

func TestCommonCountsCodePoints(t *testing.T) {
	ranges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Range {
		b := rapid.IntRange(0, 20).Draw(t, "begin")
		return Range{b, b + rapid.IntRange(0, 8).Draw(t, "length")}
	}), 0, 4)
	rapid.Check(t, func(t *rapid.T) {
		a, b := ranges.Draw(t, "a"), ranges.Draw(t, "b")
		in := func(s []Range, i int) bool {
			return slices.ContainsFunc(s, func(r Range) bool { return r.Begin <= i && i < r.End })
		}
		inter, all := 0, 0
		for i := range 30 {
			inter += oneIf(in(a, i) && in(b, i))
			all += oneIf(in(a, i) || in(b, i))
		}
		if gi, ga := common(a, b); gi != inter || ga != all {
			t.Fatalf("common = %d of %d, want %d of %d", gi, ga, inter, all)
		}
	})
}

func TestSheetOfCountsCodePoints(t *testing.T) {
	span := func(words string) text.Span {
		i := strings.Index(harbour, words)
		return text.Span{Begin: i, End: i + len(words)}
	}
	content, speaker := span("We asked for a wider harbour"), span("Mayor Åsa Brandt")
	r := &readout.Reading{
		Article:    &readout.Article{ID: "harbour", Text: harbour},
		Document:   &text.Document{Text: harbour},
		Statements: []quote.Statement{{ID: "q", Speaker: &speaker, Name: "Åsa Brandt", Content: []text.Span{content}, Form: quote.Direct, Act: "demand"}},
		Events: []event.Event{{
			ID: "v", Trigger: span("refused"), Code: codebook.Code{Root: "REJECT"}, Actors: []text.Span{span("Lund’s council")},
			Recipients: []text.Span{span("them")}, Modality: event.Actual, Voice: event.Narrator,
		}},
	}
	got := SheetOf(r)
	if err := got.check(); err != nil {
		t.Fatal(err)
	}
	check(t, ScoreSheets([]*Sheet{harbourGold(t)}, []*Sheet{got}), map[string]float64{"args_tp": 1, "trigger_predicted": 1, "speaker_tp": 1, "name_accuracy": 1})

	// What the program writes and what is scored without writing are the same.
	var b strings.Builder
	if err := export.WriteJSONL(&b, slices.Values([]*readout.Reading{r})); err != nil {
		t.Fatal(err)
	}
	written, err := LoadSheets(file(t, "out.jsonl", b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*Sheet{got}, written, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("reading (-) and its output (+) differ:\n%s", diff)
	}
}

func TestParseOwnOutput(t *testing.T) {
	d := draft{t, harbour}
	trigger, actor, speaker, content := d.m("visited"), d.m("The envoy of Ostrava"), d.m("Mayor Åsa Brandt"), d.m("We asked for a wider harbour")
	quote := func(m Mention) string { return fmt.Sprintf(`{"begin":%d,"end":%d,"text":%q`, m.Begin, m.End, m.Text) }
	line := fmt.Sprintf(`{"article":{"id":"x","outlet":"Invented"},"text":%q,"events":[{"id":"v","trigger":%s},"root":"CONSULT","actors":[%s}],"recipients":[],`+
		`"modality":"actual","voice":"narrator","when":{"value":"2021-05-03","begin":4,"end":5,"text":"3"},"where":null}],`+
		`"statements":[{"id":"q","speaker":%s,"name":"Åsa Brandt"},"cue":null,"content":[%s}],"form":"direct","act":"demand"},`+
		`{"id":"r","speaker":{"begin":null,"end":null,"text":null,"name":"Ida Holm","author":true},"cue":null,"content":[],"form":null,"act":null}]}`,
		harbour, quote(trigger), quote(actor), quote(speaker), quote(content))
	sheets, err := parseSheets([]byte(line + "\n" + line + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(sheets) != 2 {
		t.Fatalf("%d sheets, want 2", len(sheets))
	}
	want := &Sheet{
		Outlet: "Invented", Text: harbour,
		Events:     []EventRecord{{ID: "v", Trigger: trigger, Root: "CONSULT", Actors: []Mention{actor}, Recipients: []Mention{}, Modality: "actual", Voice: "narrator", When: str("2021-05-03")}},
		Statements: []StatementRecord{{ID: "q", Speaker: &speaker, Name: str("Åsa Brandt"), Content: []Mention{content}, Form: "direct", Act: "demand"}, {ID: "r", Name: str("Ida Holm"), Content: []Mention{}}},
	}
	if diff := cmp.Diff(want, sheets[0]); diff != "" {
		t.Error(diff)
	}

	// Byte offsets are caught, not scored.
	g := harbourGold(t)
	g.Statements[0].Content[0].Begin += 2
	g.Statements[0].Content[0].End += 2
	b, err := json.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parseSheets(b); err == nil || !strings.Contains(err.Error(), "code points") {
		t.Errorf("wrong offsets give error %v", err)
	}
}

// write puts sheets into a folder, one file each.
func write(t *testing.T, sheets ...*Sheet) string {
	t.Helper()
	dir := t.TempDir()
	for _, s := range sheets {
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, s.Doc+".json"), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The scorer used while training gives the very numbers of this one.
func TestTwin(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not there; with it this test runs train/score_gold.py")
	}
	d := draft{t, harbour}
	p, q := harbourGold(t), bridgeGold(t)
	p.Events[0].Trigger = d.m("visit")
	p.Events[0].Actors, p.Events[0].Recipients = p.Events[0].Recipients, p.Events[0].Actors
	p.Events[1].Root, p.Events[1].Voice = "ACCUSE", "s2"
	p.Events[2].Modality, p.Events[2].When = "actual", str("2021-05-03T10:00")
	p.Events = append(p.Events, EventRecord{Trigger: d.m("visited Lund"), Root: "CONSULT", Modality: "denied", Voice: "narrator", Where: str("the Lund")}, p.Events[3])
	p.Statements[0].Content = d.all("We asked", "harbour")
	p.Statements[1].Speaker, p.Statements[1].Name = nil, str("Nils Ek")
	q.Events = q.Events[1:]
	q.Statements = append(q.Statements, q.Statements[0])
	gold, predicted := []*Sheet{bridgeGold(t), harbourGold(t)}, []*Sheet{q, p} // in the order of file names
	goldDir, predictedDir := write(t, gold...), write(t, predicted...)

	cmd := exec.Command(python, filepath.Join("..", "train", "score_gold.py"), goldDir, predictedDir)
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("score_gold.py: %v", err)
	}
	var twin map[string]float64
	if err := json.Unmarshal(out, &twin); err != nil {
		t.Fatal(err)
	}
	res, err := Run(t.Context(), "gold", goldDir, nil, Options{Predictions: predictedDir})
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]float64{}
	for _, v := range res.Values() {
		own[v.Name] = v.Number
	}
	if diff := cmp.Diff(own, twin); diff != "" {
		t.Errorf("Go (-) and Python (+) differ:\n%s", diff)
	}
	if own["trigger_f1"] == 1 || own["content_f1"] == 0 {
		t.Error("the fixture does not test much any more")
	}
}

func TestWriteErrors(t *testing.T) {
	d := draft{t, harbour}
	p := harbourGold(t)
	p.Events[0].Root = "SUPPORT"
	p.Events[1].Actors = d.all("Mayor")
	p.Events[2].Trigger, p.Events[2].Root = d.m("harbour"), "AID"
	p.Statements = p.Statements[:1]
	p.Statements[0].Act = "assertion"
	var b strings.Builder
	if err := WriteErrors(&b, []*Sheet{harbourGold(t)}, []*Sheet{p}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"harbour:49\tThe envoy of Ostrava [[visited]] Lund on 3 May.\n\twrong root\tgold CONSULT, predicted SUPPORT\n",
		"\t“We [[asked]] for a wider harbour,” Mayor Åsa Brandt said.\n\twrong actor\tgold \"We\", predicted \"Mayor\"\n",
		"\tPort workers plan to [[strike]].\n\tmissed trigger\tPROTEST planned \"strike\", actor \"Port workers\", recipient none\n",
		"extra trigger\tAID planned \"harbour\"",
		"\t[[Lund’s council refused to meet them]], a spokesman said.\n\tmissed statement\tspeaker \"a spokesman\", cue \"said\", act assertion\n",
		"wrong act\tgold demand, predicted assertion",
		"wrong voice\tgold statement of \"a spokesman\", predicted statement s2",
		"1  wrong root        CONSULT -> SUPPORT 1\n",
		"1  missed trigger    PROTEST 1\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := WriteErrors(&b, []*Sheet{harbourGold(t)}, []*Sheet{harbourGold(t)}); err != nil || strings.TrimSpace(b.String()) != "" {
		t.Errorf("gold against itself has errors: %v %s", err, b.String())
	}
}

func TestMissingPredictions(t *testing.T) {
	_, err := Run(t.Context(), "gold", write(t, harbourGold(t), bridgeGold(t)), nil, Options{Predictions: write(t, harbourGold(t))})
	if err == nil || !strings.Contains(err.Error(), "no predictions for bridge") {
		t.Errorf("error %v", err)
	}
	if _, err := Run(t.Context(), "gold", write(t, harbourGold(t)), nil, Options{}); err == nil {
		t.Error("no error without reader and predictions")
	}
	if _, err := Run(t.Context(), "timex", "", nil, Options{Predictions: "x"}); err == nil || !strings.Contains(err.Error(), "only sets gold, conllu and ner") {
		t.Errorf("error %v", err)
	}
	if _, err := Run(t.Context(), "silver", "", nil, Options{}); err == nil || !strings.Contains(err.Error(), "gold, cameo-spans") {
		t.Errorf("error %v", err)
	}
}

// Records of the program's own format whose speaker is no span of the text.
func TestSpeakerWithoutSpan(t *testing.T) {
	for _, span := range []string{`"begin":2,"end":1`, `"begin":-1,"end":1`, `"begin":1,"end":9`} {
		path := file(t, "own.json", `{"article":{},"text":"Ann.","statements":[{"id":"s1","speaker":{`+span+`}}]}`)
		if _, err := LoadSheets(path); err == nil || !strings.Contains(err.Error(), "s1: span") {
			t.Errorf("%s: error %v", span, err)
		}
	}
}

// The annotators' own records score 1 throughout.
func TestCorpusGoldAgainstItself(t *testing.T) {
	path := corpora(t, "gold/dev")
	r, err := Run(t.Context(), "gold", path, nil, Options{Predictions: path})
	if err != nil {
		t.Fatal(err)
	}
	perfect(t, r)
	check(t, r, map[string]float64{"articles": 12, "trigger_gold": 229, "content_gold": 124})
}
