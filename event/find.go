package event

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"example.org/readout/codebook"
	"example.org/readout/entity"
	"example.org/readout/text"
)

// Options set how sure the reader must be.
type Options struct {
	Threshold float64  // least probability of a trigger, 0 to 1
	Roots     []string // the classes of [text.Candidate.Class], index 0 being none
	// Modalities are the classes of [text.Candidate.Attr].
	Modalities []string
}

// Find decodes the trigger candidates of d into events, in the order of the
// text. Voice, When and Where are left to the caller, who has the statements,
// times and places. entities tell which participants are one.
func Find(d *text.Document, entities []entity.Entity, o Options) []Event {
	f := &finder{d: d, tree: text.NewTree(d), entities: entities, o: o}
	f.triggers()
	f.calledOff()
	f.complements()
	for i := range f.out {
		e := &f.out[i]
		f.settle(e)
		f.arguments(e)
		f.settleByParties(e)
		f.hostAndVisitor(e)
		f.modality(e)
		f.finish(&e.Event)
	}
	events := make([]Event, len(f.out))
	for i := range f.out {
		events[i] = f.out[i].Event
	}
	f.same(events)
	return events
}

type finder struct {
	d    *text.Document
	tree *text.Tree
	o    Options
	out  []found

	entities []entity.Entity
}

// found is an event on its way: with the tokens and scores it came from.
type found struct {
	Event
	first, last int // tokens of the trigger
	head        int // the token of them that governs the others
	cand        *text.Candidate
}

// leastRoot is the least probability of a root: an act of which the model cannot
// say what it is would be a false record of one class or another. Measured on
// held-out articles it gains in root and arguments what it loses in triggers.
const leastRoot = .5

// triggers makes an event of each run of trigger words of one root.
func (f *finder) triggers() {
	d := f.d
	for k := 0; k < len(d.Triggers); k++ {
		c := &d.Triggers[k]
		if c.P() < f.o.Threshold {
			continue
		}
		root, p := c.Best()
		if p < leastRoot {
			continue
		}
		first, last := c.Token, c.Token+1
		for k+1 < len(d.Triggers) && d.Triggers[k+1].Token == last && d.Triggers[k+1].P() >= f.o.Threshold {
			if next, _ := d.Triggers[k+1].Best(); next != root {
				break
			}
			k++
			last++
		}
		if f.noWordOfAct(f.tree.Head(first, last)) {
			continue
		}
		f.out = append(f.out, found{
			Event: Event{
				Trigger: d.Range(first, last), Code: codebook.Code{Root: f.o.Roots[root]},
				Modality: Modality(f.o.Modalities[c.Attribute()]), Confidence: p,
			},
			first: first, last: last, head: f.tree.Head(first, last), cand: c,
		})
	}
}

// calls that end a plan. Their object was planned; doing so is REJECT.
var callingOff = words("cancel cancels canceled cancelled canceling cancelling postpone postpones postponed postponing scrap scrapped shelve shelved " +
	"abort aborted delay delayed delaying")

// calledOff adds REJECT at the verb that cancels or postpones an event, where
// the model has the event alone, and marks that event as cancelled.
func (f *finder) calledOff() {
	n := len(f.out)
	for i := 0; i < n; i++ {
		e := &f.out[i]
		v := f.offVerb(e.head)
		if v < 0 || e.first <= v && v < e.last {
			continue
		}
		switch e.Code.Root {
		case "CONSULT", "COOPERATE", "PROTEST", "SUPPORT", "AGREE", "MOBILIZE", "AID", "RETREAT":
		default:
			continue
		}
		e.Modality = Cancelled
		e.Rules = append(e.Rules, "called-off")
		if !slices.ContainsFunc(f.out, func(x found) bool { return x.first <= v && v < x.last }) && !f.negated(v) && f.happened(v) {
			f.out = append(f.out, found{
				Event: Event{Trigger: f.d.Range(v, f.behindParticle(v)), Code: codebook.Code{Root: "REJECT"}, Modality: Actual, Confidence: e.Confidence, Rules: []string{"called-off-verb"}},
				first: v, last: f.behindParticle(v), head: v,
			})
		}
	}
	slices.SortStableFunc(f.out, func(a, b found) int { return a.first - b.first })
	f.calledOffLater()
}

// calledOffLater marks a planned event as cancelled if the next act of its
// sentence is the calling off of a plan whose object the parse does not give:
// "was planned for May, but was postponed".
func (f *finder) calledOffLater() {
	for i := 0; i+1 < len(f.out); i++ {
		e, v := &f.out[i], &f.out[i+1]
		if e.Modality == Planned && v.Code.Root == "REJECT" && f.callsOff(v.head) && f.happened(v.head) && !f.negated(v.head) &&
			f.d.Tokens[e.head].Sentence == f.d.Tokens[v.head].Sentence && f.tree.Child(v.head, "obj") < 0 {
			e.Modality = Cancelled
			e.Rules = append(e.Rules, "called-off-later")
		}
	}
}

// offVerb is the verb that cancels the event with head h: it governs h as its
// object or passive subject, or is coordinated with the verb that does; -1 if none.
func (f *finder) offVerb(h int) int {
	d := f.d
	if callingOff[f.lower(h)] {
		return -1
	}
	if c := f.tree.Child(h, "amod"); c >= 0 && callingOff[f.lower(c)] {
		return -1 // "the cancelled visit" is no act of cancelling; see modality
	}
	rel, up := d.Tokens[h].DepRel, d.Tokens[h].Head
	if up < 0 || !text.Is(rel, "obj", "nsubj") {
		return -1
	}
	if f.callsOff(up) && (text.Is(rel, "obj", "nsubj:pass") || f.tree.Child(up, "aux:pass") >= 0) {
		return up
	}
	if text.Is(rel, "nsubj") { // "was planned for May but was put off"
		for _, c := range f.tree.Children(up) {
			if text.Is(d.Tokens[c].DepRel, "conj") && f.callsOff(int(c)) && f.tree.Child(int(c), "obj") < 0 {
				return int(c)
			}
		}
	}
	return -1
}

// callsOff reports whether token v is a verb of calling off, "call off" and
// "put off" among them.
func (f *finder) callsOff(v int) bool {
	if callingOff[f.lower(v)] {
		return true
	}
	switch f.lower(v) {
	case "call", "calls", "called", "calling", "put", "puts", "putting":
		p := f.tree.Child(v, "compound:prt", "advmod")
		return p >= 0 && f.lower(p) == "off"
	}
	return false
}

// behindParticle is the token behind verb v and the particle next to it.
func (f *finder) behindParticle(v int) int {
	if p := f.tree.Child(v, "compound:prt", "advmod"); p == v+1 && f.lower(p) == "off" {
		return v + 2
	}
	return v + 1
}

// happened reports whether verb v is told as done: no will, may, or to before it.
func (f *finder) happened(v int) bool {
	for _, c := range f.tree.Children(v) {
		if w := f.lower(int(c)); future[w] || possible[w] || w == "to" && f.d.Tokens[c].DepRel == "mark" {
			return false
		}
	}
	return true
}

// outer are roots whose verb has the act as its complement: one event, the outer one.
var outer = map[string]bool{"AGREE": true, "THREATEN": true, "REJECT": true, "REQUEST": true, "CONCEDE": true}

// complements drops an event that is the complement of a verb of commitment,
// demand, refusal or threat ("offered to supply" is one event), or the object
// of a verb that imposes it.
func (f *finder) complements() {
	drop := make([]bool, len(f.out))
	for i := range f.out {
		e := &f.out[i]
		o := f.governing(e.head)
		drop[i] = o != nil && o.first != e.first && outer[o.Code.Root] && o.Confidence >= .5 || f.imposedBy(e)
	}
	var keep []found
	for i, e := range f.out {
		if !drop[i] {
			keep = append(keep, e)
		}
	}
	f.out = keep
}

// noWordOfAct tells a pronoun, number or mark, which carry no act.
func (f *finder) noWordOfAct(h int) bool {
	switch f.d.Tokens[h].UPOS {
	case "DET", "PRON", "CCONJ", "SCONJ", "PUNCT", "NUM", "SYM":
		return true
	}
	return false
}

// imposing are verbs that carry the act together with their object, the verb
// being the trigger: "imposed sanctions" is one event.
var imposing = words("impose imposes imposed imposing slap slaps slapped levy levies levied reimpose reimposed")

// imposedBy reports whether e's noun is the object of a verb of imposing that
// is an event of the same root.
func (f *finder) imposedBy(e *found) bool {
	up := f.d.Tokens[e.head].Head
	if up < 0 || !imposing[f.lower(up)] || !text.Is(f.d.Tokens[e.head].DepRel, "obj", "nsubj:pass") {
		return false
	}
	return slices.ContainsFunc(f.out, func(o found) bool { return o.first <= up && up < o.last && o.Code.Root == e.Code.Root })
}

// governing is the event whose trigger has token h as its infinitive or gerund
// complement, directly or through coordinated infinitives; nil if none.
func (f *finder) governing(h int) *found {
	d := f.d
	g := h
	for n := 0; n < 3 && text.Is(d.Tokens[g].DepRel, "conj") && d.Tokens[g].Head >= 0; n++ {
		g = d.Tokens[g].Head
	}
	rel, up := d.Tokens[g].DepRel, d.Tokens[g].Head
	if up < 0 || !text.Is(rel, "xcomp") && !(text.Is(rel, "ccomp", "advcl", "acl") && f.infinitive(g)) {
		return nil
	}
	if rel == "advcl" || rel == "acl" && d.Tokens[up].UPOS != "NOUN" {
		// "called on X to release": the infinitive hangs on X or on the verb.
		if !f.demands(up) {
			return nil
		}
	}
	for i := range f.out {
		o := &f.out[i]
		if o.first <= up && up < o.last {
			return o
		}
	}
	return nil
}

func (f *finder) infinitive(v int) bool {
	for _, c := range f.tree.Children(v) {
		if f.lower(int(c)) == "to" && f.d.Tokens[c].DepRel == "mark" {
			return true
		}
	}
	return false
}

func (f *finder) demands(v int) bool {
	switch f.lower(v) {
	case "call", "called", "calling", "calls", "urge", "urged", "urging", "urges", "ask", "asked", "asking", "asks", "appeal", "appealed", "invite", "invited", "press", "pressed", "order", "ordered", "demand", "demanded":
		return true
	}
	return false
}

func (f *finder) lower(i int) string { return strings.ToLower(f.d.Form(i)) }

// finish fills what follows from the spans.
func (f *finder) finish(e *Event) {
	root := e.Code.Root
	e.Code = codebook.Refine(root, strings.Fields(strings.ToLower(f.d.Slice(e.Trigger)))...)
	e.Sentence = max(f.d.SentenceAt(e.Trigger.Begin), 0)
	h := sha256.Sum256(fmt.Appendf(nil, "%s event %s %s", f.d.ID, e.Trigger, root))
	e.ID = "e" + hex.EncodeToString(h[:6])
	if e.Voice == "" {
		e.Voice = Narrator
	}
}

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
