package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"example.org/readout/text/model"
	"example.org/readout/text/nn"
)

func TestEditRule(t *testing.T) {
	for _, c := range []struct{ rule, form, want string }{
		{"=", "Oslo", "Oslo"},
		{"l", "The", "the"},
		{"l", "ÉTAT", "état"},
		{"l1+", "Talks", "talk"},
		{"l2+an", "Men", "man"},
		{"l3+y", "countries", "country"},
		{"c1+", "Democrats", "Democrat"},
		{"c1+", "cafés", "café"},
		{"l2+e", "né", "e"}, // the whole form goes, the ending stays
		{"!be", "Was", "be"},
		{"l0+e", "Str", "stre"},
		{"l1++", "a-", "a+"},
	} {
		r, ok := parseEditRule(c.rule)
		if !ok {
			t.Errorf("rule %q cannot be read", c.rule)
			continue
		}
		if !r.fits(utf8.RuneCountInString(c.form)) {
			t.Errorf("rule %q does not fit %q", c.rule, c.form)
		} else if got := r.apply(c.form); got != c.want {
			t.Errorf("rule %q makes %q of %q, want %q", c.rule, got, c.form, c.want)
		}
	}
	for _, bad := range []string{"", "x", "L", "!", "l2", "l+an", "c-1+y", "lx+y", "2+y", "l99999+"} {
		if r, ok := parseEditRule(bad); ok {
			t.Errorf("rule %q was read as %+v", bad, r)
		}
	}
}

// A rule that fits never makes an empty lemma, and one that is too long never fits.
func TestEditRuleProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.StringN(1, 12, -1).Draw(t, "form")
		label := rapid.StringMatching(`[lc][0-9]{1,2}\+[a-zé]{0,3}|=|l|![a-z]+`).Draw(t, "label")
		r, ok := parseEditRule(label)
		if !ok {
			t.Fatalf("label %q cannot be read", label)
		}
		n := utf8.RuneCountInString(form)
		if !r.fits(n) {
			if r.cut < n {
				t.Fatalf("rule %q does not fit %q", label, form)
			}
			return
		}
		if got := r.apply(form); got == "" || !strings.HasSuffix(got, r.add) {
			t.Fatalf("rule %q makes %q of %q", label, got, form)
		}
	})
}

func TestLemma(t *testing.T) {
	rules := newLemmaRules([]string{"l4+", "l2+", "from a later version", "l3+y", "!_"})
	for _, c := range []struct {
		form   string
		scores []float32
		want   string
	}{
		{"visited", []float32{0, 2, 1, -1, 3}, "visit"},
		{"visited", []float32{1, 2, 9, -1, 0}, "visit"}, // the best label is none that we know
		{"an", []float32{4, 3, 2, 1, 0}, "an"},          // nothing fits: the form
		{"ABC", []float32{4, 3, 2, 1, 0}, "a"},          // the first does not fit, the second does
		{"its", []float32{4, -3, 9, -1, 0}, "y"},
		{"its", nil, ""}, // a model without the head
	} {
		if got := rules.lemma(c.form, c.scores); got != c.want {
			t.Errorf("lemma of %q by scores %v: %q, want %q", c.form, c.scores, got, c.want)
		}
	}
}

// The labels of the weights that the program ships with are all known to it.
func TestShippedLabels(t *testing.T) {
	m, err := nn.Load(model.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	rules := m.Labels("lemma")
	if len(rules) == 0 {
		t.Skip("these weights have no lemmas; train/export.py makes some that do")
	}
	for _, l := range rules {
		if _, ok := parseEditRule(l); !ok {
			t.Errorf("no rule: %q", l)
		}
	}
	for _, feats := range m.Labels("feats") {
		last := ""
		for _, f := range strings.Split(feats, "|") {
			name, value, ok := strings.Cut(f, "=")
			if feats != "_" && (!ok || value == "" || strings.ToLower(name) <= last) {
				t.Errorf("features %q: %q", feats, f)
			}
			last = strings.ToLower(name)
		}
	}
}

func TestFeat(t *testing.T) {
	d := &Document{Tokens: []Token{{Feats: "Mood=Ind|Number=Sing|NumberType=X|PronType=Int,Rel|Tense=Past"}, {}}}
	for name, want := range map[string]string{
		"Mood": "Ind", "Number": "Sing", "NumberType": "X", "PronType": "Int,Rel", "Tense": "Past", "Num": "", "Case": "", "": "",
	} {
		if got := d.Feat(0, name); got != want {
			t.Errorf("Feat(%q) = %q, want %q", name, got, want)
		}
	}
	if got := d.Feat(1, "Number"); got != "" {
		t.Errorf("a word without features has Number %q", got)
	}
}
