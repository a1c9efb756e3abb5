package eval

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A draft makes sheets of an invented text: spans are found by their words, so
// that nobody counts code points by hand.
type draft struct {
	t    *testing.T
	text string
}

// at is the nth occurrence, from 1, of words in the text.
func (d draft) at(words string, n int) Mention {
	d.t.Helper()
	from := 0
	for i := 1; ; i++ {
		k := strings.Index(d.text[from:], words)
		if k < 0 {
			d.t.Fatalf("%q stands less than %d times in the text", words, n)
		}
		from += k
		if i == n {
			begin := utf8.RuneCountInString(d.text[:from])
			return Mention{Range: Range{begin, begin + utf8.RuneCountInString(words)}, Text: words}
		}
		from += len(words)
	}
}

func (d draft) m(words string) Mention { d.t.Helper(); return d.at(words, 1) }

func (d draft) all(words ...string) []Mention {
	d.t.Helper()
	var out []Mention
	for _, w := range words {
		out = append(out, d.m(w))
	}
	return out
}

func (d draft) one(words string) *Mention { d.t.Helper(); m := d.m(words); return &m }

func str(s string) *string { return &s }

const harbour = `Ostrava envoy calls on Lund
The envoy of Ostrava visited Lund on 3 May. “We asked for a wider harbour,” Mayor Åsa Brandt said.
Port workers plan to strike. Lund’s council refused to meet them, a spokesman said.
`

// harbourGold is the invented article as an annotator would mark it: four
// events (one planned, one inside each statement) and two statements.
func harbourGold(t *testing.T) *Sheet {
	d := draft{t, harbour}
	return &Sheet{
		Doc: "harbour", Published: "2021-05-04", Text: harbour,
		Events: []EventRecord{
			{ID: "e1", Trigger: d.m("visited"), Root: "CONSULT", Actors: d.all("The envoy of Ostrava"), Recipients: []Mention{d.at("Lund", 2)}, Modality: "actual", Voice: "narrator", When: str("2021-05-03"), Where: str("Lund, Sweden")},
			{ID: "e2", Trigger: d.m("asked"), Root: "REQUEST", Actors: d.all("We"), Modality: "actual", Voice: "s1"},
			{ID: "e3", Trigger: d.m("strike"), Root: "PROTEST", Actors: d.all("Port workers"), Modality: "planned", Voice: "narrator"},
			{ID: "e4", Trigger: d.m("refused"), Root: "REJECT", Actors: d.all("Lund’s council"), Recipients: d.all("them"), Modality: "actual", Voice: "s2"},
		},
		Statements: []StatementRecord{
			{ID: "s1", Speaker: d.one("Mayor Åsa Brandt"), Name: str("Åsa Brandt"), Cue: d.one("said"), Content: d.all("We asked for a wider harbour"), Form: "direct", Act: "demand"},
			{ID: "s2", Speaker: d.one("a spokesman"), Cue: func() *Mention { m := d.at("said", 2); return &m }(), Content: d.all("Lund’s council refused to meet them"), Form: "indirect", Act: "assertion"},
		},
	}
}

const bridge = `Bridge closed
Tarvia closed the bridge and Belmont condemned the closure.
“Open it,” the Belmont minister told Tarvia.
`

func bridgeGold(t *testing.T) *Sheet {
	d := draft{t, bridge}
	return &Sheet{
		Doc: "bridge", Text: bridge,
		Events: []EventRecord{
			{ID: "e1", Trigger: d.at("closed", 2), Root: "COERCE", Actors: d.all("Tarvia"), Modality: "actual", Voice: "narrator"},
			{ID: "e2", Trigger: d.m("condemned"), Root: "ACCUSE", Actors: d.all("Belmont"), Recipients: d.all("Tarvia"), Modality: "actual", Voice: "narrator"},
		},
		Statements: []StatementRecord{
			{ID: "s1", Speaker: d.one("the Belmont minister"), Cue: d.one("told"), Content: d.all("Open it"), Form: "direct", Act: "demand"},
		},
	}
}
