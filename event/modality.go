package event

import "example.org/readout/text"

// Words that decide how an act is presented, by their place in the parse.
var (
	negations = words("not n't n’t never neither nor hardly")
	future    = words("will shall 'll ’ll wo")
	possible  = words("may might could would should can 'd ’d")
	// plans govern an act that is intended: "plans to visit".
	plans = words("plan plans planned planning intend intends intended intending schedule scheduled due set expected slated prepare prepares prepared preparing going about")
	// wishes govern an act that is wanted, tried or weighed: no more than possible.
	wishes = words("want wants wanted wanting hope hopes hoped hoping seek seeks sought seeking try tries tried trying attempt attempts attempted attempting " +
		"consider considers considered considering wish wishes wished weigh weighs weighed propose proposes proposed aim aims aimed aiming ready willing likely unlikely able reluctant ought need needs needed")
	// failures govern an act that did not happen: "failed to agree".
	failures = words("fail fails failed failing unable decline declined refuse refused")
	// successes govern an act that did happen: "managed to free".
	successes = words("manage manages managed managing succeed succeeds succeeded")
	planned   = words("planned scheduled upcoming forthcoming expected imminent future coming")
	maybe     = words("possible potential proposed hypothetical would-be eventual")
	off       = words("cancelled canceled postponed aborted scrapped delayed")
)

// modality overrules the model where the words leave no doubt. Each rule looks
// at the trigger's own dependents and at the verb that governs it.
func (f *finder) modality(e *found) {
	m, rule := f.worded(e)
	if rule == "" || m == e.Modality || e.Modality == Cancelled {
		return
	}
	e.Modality = m
	e.Rules = append(e.Rules, rule)
}

func (f *finder) worded(e *found) (Modality, string) {
	d, h := f.d, e.head
	if d.Tokens[h].DepRel == "" {
		return "", ""
	}
	noun := d.Tokens[h].UPOS == "NOUN" || d.Tokens[h].UPOS == "PROPN"
	for _, c := range f.tree.Children(h) {
		w, rel := f.lower(int(c)), d.Tokens[c].DepRel
		switch {
		case noun && text.Is(rel, "amod") && off[w]:
			return Cancelled, "modality:called-off-adjective"
		case noun && text.Is(rel, "amod") && planned[w]:
			return Planned, "modality:planned-adjective"
		case noun && text.Is(rel, "amod") && maybe[w]:
			return Hypothetical, "modality:possible-adjective"
		case noun && text.Is(rel, "det") && w == "no":
			return Denied, "modality:no"
		case noun && text.Is(rel, "case") && w == "without":
			return Denied, "modality:without"
		}
	}
	if noun {
		if up := d.Tokens[h].Head; up >= 0 && text.Is(d.Tokens[h].DepRel, "nsubj", "obj") && text.Is(d.Tokens[up].DepRel, "ccomp") && d.Tokens[up].Head >= 0 && denials[f.lower(d.Tokens[up].Head)] {
			return Denied, "modality:denied" // "denied that a promise had been made"
		}
		return f.lightVerb(h)
	}
	if up := d.Tokens[h].Head; up >= 0 && text.Is(d.Tokens[h].DepRel, "ccomp", "xcomp") && denials[f.lower(up)] {
		return Denied, "modality:denied"
	}
	if f.negated(h) {
		return Denied, "modality:negation"
	}
	if f.without(h) {
		return Denied, "modality:without"
	}
	if f.weighed(h) {
		return Hypothetical, "modality:possibility"
	}
	if up := d.Tokens[h].Head; up >= 0 && text.Is(d.Tokens[h].DepRel, "xcomp") {
		w := f.lower(up)
		switch {
		case failures[w]:
			return Denied, "modality:failure"
		case successes[w] && !f.negated(up):
			return Actual, "modality:success"
		case plans[w] && f.infinitive(h):
			return Planned, "modality:plan"
		case wishes[w] && f.infinitive(h):
			return Hypothetical, "modality:wish"
		}
	}
	return "", ""
}

// chances are nouns whose complement is only thought of.
var chances = words("possibility possibilities prospect prospects option options likelihood chance chances idea scenario")

// weighed reports whether verb h hangs on a noun of possibility, directly or
// through another verb: "the possibility of changing ... by sponsoring ...".
func (f *finder) weighed(h int) bool {
	for n := 0; n < 3; n++ {
		rel, up := f.d.Tokens[h].DepRel, f.d.Tokens[h].Head
		if up < 0 || !text.Is(rel, "acl", "advcl", "conj") || f.tree.Child(h, "nsubj") >= 0 {
			return false
		}
		if f.d.Tokens[up].UPOS == "NOUN" {
			return rel == "acl" && chances[f.lower(up)]
		}
		h = up
	}
	return false
}

// without reports whether verb h is what does not happen: "without asking",
// "without Oslo joining".
func (f *finder) without(h int) bool {
	if m := f.tree.Child(h, "mark"); m >= 0 && f.lower(m) == "without" {
		return true
	}
	noun := f.tree.Child(h, "nsubj") // who would do it, under the preposition
	if up := f.d.Tokens[h].Head; noun < 0 && up >= 0 && up < h && text.Is(f.d.Tokens[h].DepRel, "acl") {
		noun = up
	}
	if noun < 0 {
		return false
	}
	c := f.tree.Child(noun, "case")
	return c >= 0 && f.lower(c) == "without"
}

// light are verbs that only carry an act told as a noun: "held talks".
var light = words("hold holds held holding conduct conducts conducted conducting launch launches launched launching make makes made making pay pays paid paying " +
	"begin begins began begun beginning start starts started starting stage stages staged staging carry carries carried carrying impose imposes imposed imposing")

var denials = words("deny denies denied denying")

// lightVerb reads the modality of a noun off the verb that carries it: "will
// hold drills", "may impose sanctions", "never held talks".
func (f *finder) lightVerb(h int) (Modality, string) {
	up := f.d.Tokens[h].Head
	if up >= 0 && drills[f.lower(h)] && announcing[f.lower(up)] && text.Is(f.d.Tokens[h].DepRel, "obj") {
		return Planned, "modality:announced"
	}
	if up < 0 || !light[f.lower(up)] || !text.Is(f.d.Tokens[h].DepRel, "obj", "nsubj:pass") {
		return "", ""
	}
	if f.negated(up) {
		return Denied, "modality:light-verb"
	}
	for _, c := range f.tree.Children(up) {
		switch w := f.lower(int(c)); {
		case !text.Is(f.d.Tokens[c].DepRel, "aux"):
		case w == "will" || w == "shall" || w == "'ll" || w == "’ll":
			return Planned, "modality:light-verb"
		case w == "may" || w == "might" || w == "could" || w == "would":
			return Hypothetical, "modality:light-verb"
		}
	}
	return "", ""
}

// negated reports whether a negation hangs on token h, or stands before it with
// no other verb between: "had never once apologised".
func (f *finder) negated(h int) bool {
	for _, c := range f.tree.Children(h) {
		if text.Is(f.d.Tokens[c].DepRel, "advmod", "cc:preconj") && negations[f.lower(int(c))] && !f.notOnly(int(c)) {
			return true
		}
	}
	for i := h - 1; i >= max(f.d.Sentences[f.d.Tokens[h].Sentence].First, h-4); i-- {
		switch f.d.Tokens[i].UPOS {
		case "AUX", "ADV", "PART":
			if negations[f.lower(i)] && !f.notOnly(i) {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// notOnly reports whether the negation at token i denies nothing: "not only".
func (f *finder) notOnly(i int) bool {
	if i+1 >= len(f.d.Tokens) {
		return false
	}
	switch f.lower(i + 1) {
	case "only", "just", "merely", "simply":
		return true
	}
	return false
}
