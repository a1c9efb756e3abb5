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
	rules := newLemmatizer([]string{"l4+", "l2+", "from a later version", "l3+y", "!_"}, "")
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
	} {
		if got := rules.lemma(c.form, "VERB", c.scores); got != c.want {
			t.Errorf("lemma of %q by scores %v: %q, want %q", c.form, c.scores, got, c.want)
		}
	}
}

// The table leaves the model the rules that a word or its ending can have.
func TestLemmaTable(t *testing.T) {
	labels := []string{"=", "l", "l1+", "c1+", "l3+y", "!leave", "l2+"}
	table := "NOUN ^news\tl\nNOUN \tl\nNOUN ies\tl3+y\tl1+\nNOUN s\tl1+\tl\nPROPN s\tl1+\n" +
		"VERB ^left\t!leave\tl\nVERB ^sat\tl2+it\tl1+t\nVERB \tl\nADJ ^nil\tl9+\tunknown\nNOUN ärger\tl1+\nPRON ^i\t=\t!I\nPROPN ^void\t\tl\n"
	l := newLemmatizer(labels, table)
	best := func(label string) []float32 {
		scores := []float32{.7, .6, .5, .4, .55, .2, .1}
		scores[l.label[label]] = 9
		return scores
	}
	for _, c := range []struct{ form, upos, model, want string }{
		{"news", "NOUN", "l1+", "news"},       // the word is known
		{"News", "NOUN", "=", "news"},         // in any case
		{"cities", "NOUN", "l2+", "city"},     // the model has none of the ending's rules first, but one before the other
		{"movies", "NOUN", "l1+", "movie"},    // and here the other
		{"talk", "NOUN", "l1+", "talk"},       // the empty ending is that of all nouns
		{"left", "VERB", "!leave", "leave"},   // the model decides
		{"left", "VERB", "=", "left"},         //
		{"left", "ADV", "l2+", "le"},          // no line for adverbs: the model alone
		{"sat", "VERB", "=", "sit"},           // none of the rules is a label: the most frequent
		{"Nil", "ADJ", "l", "nil"},            // no rule of the table fits
		{"Meadows", "PROPN", "c1+", "Meadow"}, // capitals are left to the model
		{"Meadows", "PROPN", "l1+", "meadow"},
		{"Meadows", "PROPN", "=", "meadow"}, // by the scores of l1+ and c1+
		{"I", "PRON", "=", "I"},
		{"i", "PRON", "=", "I"},        // "=" was seen with the capital
		{"Void", "PROPN", "l", "void"}, // a rule without a name in the table is none
		{"ärger", "NOUN", "=", "ärge"},
		{"Übärger", "NOUN", "=", "übärge"}, // five characters, not five bytes
	} {
		if got := l.lemma(c.form, c.upos, best(c.model)); got != c.want {
			t.Errorf("lemma of %s %q where the model says %s: %q, want %q", c.upos, c.form, c.model, got, c.want)
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
		t.Fatal("no labels of lemmas")
	}
	for _, l := range rules {
		if _, ok := parseEditRule(l); !ok {
			t.Errorf("no rule: %q", l)
		}
	}
	if m.Table("lemma.words") == nil {
		t.Error("no table lemma.words")
	}
	for line := range strings.Lines(string(m.Table("lemma.words"))) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if _, word, ok := strings.Cut(fields[0], " "); !ok || len(fields) < 2 || !strings.HasPrefix(word, "^") && utf8.RuneCountInString(word) > longestEnding {
			t.Errorf("table lemma.words: line %q", line)
		}
		for _, rule := range fields[1:] {
			if _, ok := parseEditRule(rule); !ok {
				t.Errorf("table lemma.words: no rule %q in line %q", rule, line)
			}
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
