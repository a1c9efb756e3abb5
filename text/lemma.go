package text

import (
	"math"
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
	if whole, ok := strings.CutPrefix(label, "!"); ok && whole != "" {
		return editRule{whole: whole}, true
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

// A lemmatizer makes lemmas of words, given the scores of the model's head.
type lemmatizer struct {
	rules []editRule     // of the head's labels
	label map[string]int // index of a label in rules
	// words has the rules that training saw with a word, and with the endings
	// of words, parted by tabs, the most frequent first. The key is "NOUN ^talks"
	// for a whole word in small letters and "NOUN alks" for an ending.
	words map[string]string
}

// longestEnding is the length in characters of the longest ending in the table;
// train/lemmas.py makes it so.
const longestEnding = 5

// newLemmatizer makes one of the labels of the head and of the table lemma.words
// of a weight file, a line of key, tab and rules for each word or ending; it may
// be empty.
func newLemmatizer(labels []string, table string) *lemmatizer {
	l := &lemmatizer{rules: make([]editRule, len(labels)), label: make(map[string]int, len(labels)), words: make(map[string]string, strings.Count(table, "\n"))}
	for i, name := range labels {
		l.label[name] = i
		l.rules[i], _ = parseEditRule(name)
	}
	for line := range strings.Lines(table) {
		if key, rules, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			l.words[key] = rules
		}
	}
	return l
}

// lemma is what the rule with the highest score makes of form. There is one
// score a label.
//
// Only the rules that the table has for the word, or else for its longest
// ending, take part: the word alone decides most lemmas, and the sentence the
// others ("left": leave or left). A rule without a label comes last, the most
// frequent first. Of a proper noun the table tells no capitals, as any word can
// be part of a name. Where the table has nothing, all labels take part.
//
// A rule that does not fit, such as one that takes four characters off "an", is
// passed over for the next; the form itself is the lemma where none fits.
func (l *lemmatizer) lemma(form, upos string, scores []float32) string {
	n, low := utf8.RuneCountInString(form), strings.ToLower(form)
	best, top := noRule, float32(0)
	try := func(name string) {
		if name == "l" && form == low {
			name = "=" // as training names it
		}
		r, _ := parseEditRule(name)
		score := float32(math.Inf(-1))
		if i, ok := l.label[name]; ok {
			score = scores[i]
		}
		if r.fits(n) && (!best.fits(n) || score > top) {
			best, top = r, score
		}
	}
	for rest := l.known(low, upos); rest != ""; {
		var name string
		name, rest, _ = strings.Cut(rest, "\t")
		if name != "=" || form != low { // "I" is "I", but "i" is not "i"
			try(name)
		}
		if upos == "PROPN" {
			try(otherCase(name))
		}
	}
	if !best.fits(n) {
		for i, r := range l.rules {
			if r.fits(n) && (!best.fits(n) || scores[i] > top) {
				best, top = r, scores[i]
			}
		}
	}
	if !best.fits(n) {
		return form
	}
	return best.apply(form)
}

// known are the rules that the table has for a word in small letters.
func (l *lemmatizer) known(low, upos string) string {
	if len(l.words) == 0 {
		return ""
	}
	key := make([]byte, 0, 64)
	key = append(append(append(key, upos...), " ^"...), low...)
	if rules, ok := l.words[string(key)]; ok {
		return rules
	}
	at := len(low)
	for range longestEnding {
		_, size := utf8.DecodeLastRuneInString(low[:at])
		at -= size
	}
	for {
		key = append(append(key[:len(upos)], ' '), low[at:]...)
		if rules, ok := l.words[string(key)]; ok || at == len(low) {
			return rules
		}
		_, size := utf8.DecodeRuneInString(low[at:])
		at += size
	}
}

// otherCase is the rule that does the same with capitals kept, or not kept.
func otherCase(name string) string {
	switch {
	case name == "l":
		return "="
	case name == "=":
		return "l"
	case strings.HasPrefix(name, "l"):
		return "c" + name[1:]
	case strings.HasPrefix(name, "c"):
		return "l" + name[1:]
	}
	return name
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
