package text

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// An editRule makes a lemma of a word's form. The labels of the model's head for
// lemmas are such rules, as training found them in treebanks:
//
//	=      the form as it stands
//	l      the form in small letters
//	l2+an  the form in small letters, the last 2 characters off, "an" put on;
//	       "l1+" only takes off
//	c2+y   the same with capitals kept
//	!be    "be", whatever the form
//	!_     no lemma: treebanks give none to the pieces of a word that was
//	       written apart. As every token is to have one, it fits no word.
//
// Characters are code points. Irregular forms need no list: "men" is l2+an,
// "better" is !good, and the model tells them by the sentence: "saw" is "see"
// or "saw".
type editRule struct {
	whole string // the lemma itself, "" for a rule that edits
	lower bool
	cut   int // characters to take off the end
	add   string
}

// noRule fits no word. It also stands for a label of a kind that this version
// of the program does not know.
var noRule = editRule{cut: 1 << 30}

// parseEditRule reads a label.
func parseEditRule(label string) (r editRule, ok bool) {
	switch label {
	case "=", "l":
		return editRule{lower: label == "l"}, true
	case "!_":
		return noRule, true
	}
	if whole, ok := strings.CutPrefix(label, "!"); ok {
		return editRule{whole: whole}, whole != ""
	}
	cut, add, ok := strings.Cut(label, "+")
	if !ok || len(cut) < 2 || cut[0] != 'l' && cut[0] != 'c' {
		return noRule, false
	}
	n, err := strconv.ParseUint(cut[1:], 10, 16)
	if err != nil {
		return noRule, false
	}
	return editRule{lower: cut[0] == 'l', cut: int(n), add: add}, true
}

// fits reports whether the rule makes a lemma, not empty, of a form of n
// characters.
func (r editRule) fits(n int) bool {
	return r.whole != "" || r.cut < n || r.cut == n && r.add != ""
}

// apply is the lemma of form, which the rule must fit.
func (r editRule) apply(form string) string {
	if r.whole != "" {
		return r.whole
	}
	if r.lower {
		form = strings.ToLower(form)
	}
	for range r.cut {
		_, size := utf8.DecodeLastRuneInString(form)
		form = form[:len(form)-size]
	}
	if r.add == "" {
		return form
	}
	return form + r.add
}

// lemmaRules are the labels of the head for lemmas.
type lemmaRules []editRule

func newLemmaRules(labels []string) lemmaRules {
	rules := make(lemmaRules, len(labels))
	for i, l := range labels {
		if r, ok := parseEditRule(l); ok {
			rules[i] = r
		} else {
			rules[i] = noRule
		}
	}
	return rules
}

// lemma is what the rule with the highest score makes of form. A rule that does
// not fit, such as one that takes four characters off "an", is passed over for
// the next; the form itself is the lemma where none fits. There is one score a
// rule; without any, nothing is known of the lemma, and it is "".
func (rules lemmaRules) lemma(form string, scores []float32) string {
	if len(scores) == 0 {
		return ""
	}
	n, best := utf8.RuneCountInString(form), -1
	for i, s := range scores {
		if (best < 0 || s > scores[best]) && rules[i].fits(n) {
			best = i
		}
	}
	if best < 0 {
		return form
	}
	return rules[best].apply(form)
}

// Feat is the value of the morphological feature called name of token i, as UD
// has it: Feat(i, "Tense") is "Past" for "met"; "" if the token has none. Of two
// values, "Int,Rel", both are given.
func (d *Document) Feat(i int, name string) string { return Feat(d.Tokens[i].Feats, name) }

// Feat is the value of the feature called name in feats, the FEATS column of
// CoNLL-U.
func Feat(feats, name string) string {
	for feats != "" {
		var one string
		one, feats, _ = strings.Cut(feats, "|")
		if v, ok := strings.CutPrefix(one, name); ok && strings.HasPrefix(v, "=") {
			return v[1:]
		}
	}
	return ""
}
