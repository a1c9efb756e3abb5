package codebook

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRoots(t *testing.T) {
	roots := Roots()
	if len(roots) != 16 {
		t.Fatalf("%d roots, PLOVER has 16", len(roots))
	}
	for _, r := range roots {
		if r.Quad < 1 || r.Quad > 4 || r.What == "" {
			t.Errorf("%s: quad %d, what %q", r.Name, r.Quad, r.What)
		}
		if r.Score < 0 != (r.Quad > 2) {
			t.Errorf("%s: score %g in quad %d", r.Name, r.Score, r.Quad)
		}
		e, ok := Cameo(r.Cameo)
		if !ok || len(e.Code) != 2 {
			t.Errorf("%s: CAMEO root %q", r.Name, r.Cameo)
		}
		if e.Root != "" && e.Root != r.Name {
			t.Errorf("%s: its CAMEO root %s belongs to %s", r.Name, e.Code, e.Root)
		}
		if len(Under(r.Name)) == 0 {
			t.Errorf("%s: no CAMEO codes", r.Name)
		}
	}
	for name, quad := range map[string]int{"SANCTION": 4, "CONCEDE": 1, "RETREAT": 2, "REQUEST": 3, "PROTEST": 4} {
		if r, _ := Root(name); r.Quad != quad {
			t.Errorf("%s: quad %d, want %d", name, r.Quad, quad)
		}
	}
	if _, ok := Root("consult"); ok {
		t.Error("roots are in capitals")
	}
}

func TestCameo(t *testing.T) {
	for _, c := range []struct {
		code, name, root string
		quad             int
		goldstein        float64
	}{
		{"042", "Make a visit", "CONSULT", 1, 1.9},
		{"163", "Impose embargo, boycott, or sanctions", "SANCTION", 4, -8},
		{"016", "Reject accusation, deny responsibility", "", 1, -5},
		{"055", "Apologize", "CONCEDE", 1, 7},
		{"0871", "Declare truce, ceasefire", "RETREAT", 2, 9},
		{"1951", "Employ precision-guided aerial munitions", "ASSAULT", 4, -10},
	} {
		e, ok := Cameo(c.code)
		if !ok {
			t.Errorf("%s: not found", c.code)
			continue
		}
		if e.Name != c.name || e.Root != c.root || e.Quad != c.quad || e.Goldstein != c.goldstein {
			t.Errorf("%s: got %+v", c.code, e)
		}
	}
	if e, _ := Cameo("1951"); e.Scaled {
		t.Error("1951 has no value on the published scale")
	}
	if _, ok := Cameo("42"); ok {
		t.Error("a code without its leading zero is another string")
	}
}

// Every code stands below its parent, has a class's quad and a legal value.
func TestTable(t *testing.T) {
	all := All()
	if len(all) != 318 {
		t.Errorf("%d codes, want 318", len(all))
	}
	seen := make(map[string]bool)
	for _, e := range all {
		if seen[e.Code] {
			t.Errorf("%s twice", e.Code)
		}
		seen[e.Code] = true
		if n := len(e.Code); n < 2 || n > 4 || n > 2 && !seen[e.Code[:n-1]] {
			t.Errorf("%s: no code above it", e.Code)
		}
		if e.Name == "" || e.Goldstein < -10 || e.Goldstein > 10 {
			t.Errorf("bad entry %+v", e)
		}
		if r, ok := Root(e.Root); ok && r.Quad != e.Quad || !ok && e.Root != "" {
			t.Errorf("%s: quad %d, root %q", e.Code, e.Quad, e.Root)
		}
	}
}

func TestRefine(t *testing.T) {
	for _, c := range []struct {
		root, words, want string
	}{
		{"CONSULT", "visited", "042"},
		{"CONSULT", "Visit", "042"},
		{"CONSULT", "trip", "042"},
		{"CONSULT", "hosting", "043"},
		{"CONSULT", "phoned", "041"},
		{"CONSULT", "negotiations", "046"},
		{"CONSULT", "met", "040"},
		{"CONSULT", "held talks", "046"},
		{"CONSULT", "travelled", "042"},
		{"CONSULT", "touched upon", "04"},
		{"CONSULT", "telephone negotiations", "04"}, // 041 or 046
		{"SANCTION", "sanctions", "163"},
		{"SANCTION", "expelled", "16"},
		{"ASSAULT", "air strikes", "195"},
		{"ASSAULT", "strike", "18"},
		{"ASSAULT", "killed", "18"},
		{"PROTEST", "hunger strike", "142"},
		{"PROTEST", "strikes", "143"},
		{"PROTEST", "rallied", "141"},
		{"ACCUSE", "criticised", "111"},
		{"ACCUSE", "probe", "090"},
		{"RETREAT", "released", "084"},
		{"RETREAT", "withdrew", "08"},
		{"SUPPORT", "signed", "057"},
		{"AGREE", "visit", "03"}, // another class's word
	} {
		got := Refine(c.root, c.words)
		r, _ := Root(c.root)
		e, _ := Cameo(c.want)
		if got.Cameo != c.want || got.Root != c.root || got.Quad != r.Quad || got.Goldstein != e.Goldstein {
			t.Errorf("%s %q: got %+v, want %s", c.root, c.words, got, c.want)
		}
	}
	if got := Refine("GREET", "visit"); got != (Code{Root: "GREET"}) {
		t.Errorf("unknown root: %+v", got)
	}
}

// Each trigger leads to a code of its own root, so that the two ontologies
// never contradict each other on one record.
func TestTriggers(t *testing.T) {
	for root, list := range open().triggers {
		for _, tr := range list {
			e, ok := Cameo(tr.code)
			if !ok || e.Root != root {
				t.Errorf("%s %v: %s is of %q", root, tr.words, tr.code, e.Root)
			}
			if got := Refine(root, tr.words...); got.Cameo != tr.code {
				t.Errorf("%s %v: got %s, want %s", root, tr.words, got.Cameo, tr.code)
			}
		}
	}
}

func TestRefineKeepsRoot(t *testing.T) {
	roots := Roots()
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(roots).Draw(t, "root")
		words := rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "words")
		c := Refine(r.Name, words...)
		if c.Root != r.Name || c.Quad != r.Quad {
			t.Fatalf("%s %q: %+v", r.Name, words, c)
		}
		if _, ok := Cameo(c.Cameo); !ok {
			t.Fatalf("no code %q", c.Cameo)
		}
	})
}

func TestSearch(t *testing.T) {
	var codes []string
	for _, e := range Search("Hunger STRIKE rights") {
		codes = append(codes, e.Code)
	}
	if got := strings.Join(codes, " "); got != "1423" {
		t.Errorf("got %s", got)
	}
	if len(Search(" ")) != 0 || len(Search("no such act")) != 0 {
		t.Error("found something for nothing")
	}
}

func BenchmarkRefine(b *testing.B) {
	for b.Loop() {
		Refine("CONSULT", "visited")
	}
}
