package event

import (
	"strings"

	"example.org/readout/text"
)

// A settled case decides the root of a trigger by its word, where the
// annotation guidelines leave no choice and the model still errs.
type settled struct {
	words map[string]bool
	from  map[string]bool // roots that it overrules; nil: any
	root  string
	with  func(f *finder, e *found) bool // nil: always
	rule  string
}

var settledCases = []settled{
	{
		words: words("coup coups ouster ousting ousted oust overthrow overthrew overthrown toppled topple"),
		from:  words("ASSAULT RETREAT PROTEST"), root: "COERCE", rule: "root:coup",
	},
	{
		words: words("expel expels expelled expelling expulsion expulsions"),
		from:  words("COERCE REJECT RETREAT"), root: "SANCTION", rule: "root:expulsion",
	},
	{
		words: words("lift lifts lifted lifting"),
		from:  words("SANCTION COERCE SUPPORT REJECT"), root: "RETREAT", rule: "root:lifted", with: ofRestriction,
	},
	{
		words: words("recall recalls recalled recalling withdraw withdraws withdrew withdrawing"),
		from:  words("SUPPORT RETREAT REJECT COERCE"), root: "SANCTION", rule: "root:recalled", with: ofEnvoy,
	},
}

var (
	restrictions = words("sanction sanctions embargo ban bans restriction restrictions blockade curfew siege tariff tariffs measures emergency lockdown")
	envoys       = words("ambassador ambassadors envoy envoys diplomat diplomats consul attache attaches attaché attachés")
)

// settle gives e the root of the first settled case that it falls under.
func (f *finder) settle(e *found) {
	w := f.lower(e.head)
	for _, c := range settledCases {
		if c.words[w] && c.root != e.Code.Root && (c.from == nil || c.from[e.Code.Root]) && (c.with == nil || c.with(f, e)) {
			e.Code.Root = c.root
			e.Rules = append(e.Rules, c.rule)
			return
		}
	}
}

// ofRestriction reports whether a restriction is the object of e's trigger:
// "lifted the embargo", "the lifting of sanctions".
func ofRestriction(f *finder, e *found) bool { return f.hasObject(e, restrictions) }

// ofEnvoy reports whether a diplomat is the object of e's trigger.
func ofEnvoy(f *finder, e *found) bool { return f.hasObject(e, envoys) }

func (f *finder) hasObject(e *found, nouns map[string]bool) bool {
	for _, c := range f.tree.Children(e.head) {
		if text.Is(f.d.Tokens[c].DepRel, "obj", "nsubj:pass", "nmod") && nouns[f.lower(int(c))] {
			return true
		}
	}
	return false
}

var (
	drills     = words("drill drills exercise exercises manoeuvre manoeuvres maneuver maneuvers wargames")
	truces     = words("ceasefire ceasefires cease-fire truce truces")
	announcing = words("announce announces announced announcing declare declares declared declaring proclaim proclaims proclaimed")
)

// settleByParties decides roots that hang on who takes part: drills alone are
// MOBILIZE, joint ones COOPERATE; a truce declared is CONCEDE, one kept RETREAT.
func (f *finder) settleByParties(e *found) {
	w, root := f.lower(e.head), e.Code.Root
	switch {
	case drills[w] && (root == "MOBILIZE" || root == "COOPERATE"):
		root = "MOBILIZE"
		if len(e.Actors)+len(e.Recipients) > 1 || f.joint(e) {
			root = "COOPERATE"
		}
	case truces[w] && (root == "RETREAT" || root == "AGREE"):
		if up := f.d.Tokens[e.head].Head; up >= 0 && announcing[f.lower(up)] && text.Is(f.d.Tokens[e.head].DepRel, "obj", "nsubj:pass") {
			root = "CONCEDE"
		}
	}
	if root != e.Code.Root {
		e.Code.Root = root
		e.Rules = append(e.Rules, "root:parties")
	}
}

// joint reports whether e's noun says itself that several take part.
func (f *finder) joint(e *found) bool {
	for _, c := range f.tree.Children(e.head) {
		switch f.lower(int(c)) {
		case "joint", "bilateral", "trilateral", "multinational", "allied":
			return true
		}
	}
	for _, a := range e.Actors {
		if first, last := f.d.TokensIn(a); f.tree.Child(f.tree.Head(first, last), "conj") >= 0 {
			return true
		}
	}
	return false
}

// hosting are verbs whose subject is the host: by the guidelines the recipient
// of a visit, the visitor being the actor.
var hosting = words("host hosts hosted hosting receive receives received receiving")

// hostAndVisitor sets the parties of a verb of hosting from the parse: "X
// hosted Y", "Y was received by X".
func (f *finder) hostAndVisitor(e *found) {
	if e.Code.Root != "CONSULT" || !hosting[f.lower(e.head)] || f.d.Tokens[e.head].UPOS != "VERB" {
		return
	}
	subject, object := f.tree.Child(e.head, "nsubj"), f.tree.Child(e.head, "obj")
	if f.tree.Child(e.head, "aux:pass", "nsubj:pass") >= 0 {
		object = f.byAgent(e.head)
		subject, object = object, subject // the agent is the host
	}
	if subject < 0 || object < 0 || f.occasionNoun(object) {
		return
	}
	host, visitor := f.phraseAt(subject), f.phraseAt(object)
	if host.Len() == 0 || visitor.Len() == 0 {
		return
	}
	e.Actors, e.Recipients = []text.Span{visitor}, []text.Span{host}
	e.Rules = append(e.Rules, "host-is-recipient")
}

// byAgent is the agent of passive verb v, -1 if none is named.
func (f *finder) byAgent(v int) int {
	for _, c := range f.tree.Children(v) {
		if k := f.tree.Child(int(c), "case"); text.Is(f.d.Tokens[c].DepRel, "obl") && (f.d.Tokens[c].DepRel == "obl:agent" || k >= 0 && f.lower(k) == "by") {
			return int(c)
		}
	}
	return -1
}

// occasionNoun tells what one holds from whom one receives: "hosted a summit".
func (f *finder) occasionNoun(h int) bool {
	w := f.lower(h)
	for _, s := range []string{"summit", "talks", "meeting", "conference", "forum", "round", "games", "session", "reception", "dinner", "event", "exercise", "drill", "aid", "support", "help", "letter", "money", "weapons"} {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	return false
}
