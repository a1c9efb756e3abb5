package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"example.org/readout/codebook"
)

// mayBe reports whether an event of the two-digit CAMEO root may have the
// PLOVER root: some code below the one crosses over to the other. The codebook
// has no class for 01, a public statement ("" here, saying is no event), and
// none for 02, an appeal, which is set to REQUEST.
func mayBe(cameo, root string) bool {
	switch cameo {
	case "01":
		return root == ""
	case "02":
		return root == "REQUEST"
	}
	return slices.ContainsFunc(codebook.All(), func(e codebook.Entry) bool {
		return strings.HasPrefix(e.Code, cameo) && e.Root == root && root != ""
	})
}

// A cameoSentence is one sentence with what at least two of its coders agree on.
type cameoSentence struct {
	ID        string
	Sentence  string
	Consensus struct {
		Relevant bool
		Events   []cameoEvent
	}
}

type cameoEvent struct {
	Action, Sources, Targets []cameoSpan
	CameoRoot                string `json:"cameo_root"`
}

// A cameoSpan is ["words", begin, end] in code points.
type cameoSpan struct{ Range }

func (s *cameoSpan) UnmarshalJSON(b []byte) error {
	var words string
	v := []any{&words, &s.Begin, &s.End}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	if len(v) != 3 {
		return fmt.Errorf("%s is no span: it needs words, begin, end", b)
	}
	return nil
}

func cameoRanges(s []cameoSpan) []Range {
	out := make([]Range, len(s))
	for i, x := range s {
		out[i] = x.Range
	}
	return out
}

// A cameoAct is a predicted event on the scale of this set.
type cameoAct struct {
	action           Range
	root             string // PLOVER root, "" for a public statement
	sources, targets []Range
}

// sameParties asks that source and target overlap, each side empty only where
// the other is.
func sameParties(g cameoEvent, p cameoAct) bool {
	touch := func(a, b []Range) bool {
		if len(a) == 0 || len(b) == 0 {
			return len(a) == len(b)
		}
		return slices.ContainsFunc(a, func(r Range) bool { return slices.ContainsFunc(b, r.Overlaps) })
	}
	return touch(cameoRanges(g.Sources), p.sources) && touch(cameoRanges(g.Targets), p.targets)
}

// runCameoSpans scores events in single sentences against the consensus of the
// coders of CAMEO_ConfliBERT, and whether a sentence has any event at all.
// Public statements (CAMEO 01) are gold events there and none to us, so there
// are two counts: "all" sets them against the statements that were read (cue
// and speaker), "action" leaves them and what overlaps only them out.
func runCameoSpans(ctx context.Context, path string, r Reader, _ Options) (*Result, error) {
	var action, root, parties, all, allRoot, allParties, relevant, relevantAll PRF
	sentences, silent, irrelevant := 0, 0, 0
	err := eachLine(path, func(line []byte) error {
		var s cameoSentence
		if err := json.Unmarshal(line, &s); err != nil {
			return err
		}
		sentences++
		p, err := readSheet(ctx, r, s.ID, bareArticle(s.Sentence))
		if err != nil {
			return err
		}
		var events, says []cameoAct
		for _, e := range p.Events {
			events = append(events, cameoAct{e.Trigger.Range, e.Root, ranges(e.Actors), ranges(e.Recipients)})
		}
		for _, st := range p.Statements {
			if st.Cue == nil {
				continue
			}
			a := cameoAct{action: st.Cue.Range}
			if st.Speaker != nil {
				a.sources = []Range{st.Speaker.Range}
			}
			says = append(says, a)
		}
		var acts, statements []cameoEvent
		for _, e := range s.Consensus.Events {
			if e.CameoRoot == "01" {
				statements = append(statements, e)
			} else {
				acts = append(acts, e)
			}
		}
		var heard []cameoAct // events that do not merely overlap a public statement
		for _, e := range events {
			if touches(acts, e) || !touches(statements, e) {
				heard = append(heard, e)
			}
		}
		a, b, c := scoreActs(acts, heard)
		action, root, parties = action.Plus(a), root.Plus(b), parties.Plus(c)
		// Where a cue is the trigger of an event too, it is that event.
		everything := events
		for _, st := range says {
			if !slices.ContainsFunc(events, func(e cameoAct) bool { return e.action.Overlaps(st.action) }) {
				everything = append(everything, st)
			}
		}
		a, b, c = scoreActs(s.Consensus.Events, everything)
		all, allRoot, allParties = all.Plus(a), allRoot.Plus(b), allParties.Plus(c)
		yes := s.Consensus.Relevant
		if !yes {
			irrelevant++
			silent += oneIf(len(events) == 0)
		}
		relevant = relevant.Plus(PRF{oneIf(yes && len(events) > 0), oneIf(len(events) > 0), oneIf(yes)})
		relevantAll = relevantAll.Plus(PRF{oneIf(yes && len(everything) > 0), oneIf(len(everything) > 0), oneIf(yes)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	res := &Result{}
	res.Add("sentences", float64(sentences))
	res.AddPRF("action", action)
	res.AddPRF("root", root)
	res.AddPRF("parties", parties)
	res.AddPRF("all_action", all)
	res.AddPRF("all_root", allRoot)
	res.AddPRF("all_parties", allParties)
	res.AddPRF("relevance", relevant)
	res.AddPRF("all_relevance", relevantAll)
	res.AddShare("silent_accuracy", silent, irrelevant)
	return res, nil
}

// touches reports whether the words of p overlap the action of one of gold.
func touches(gold []cameoEvent, p cameoAct) bool {
	return slices.ContainsFunc(gold, func(g cameoEvent) bool {
		return slices.ContainsFunc(cameoRanges(g.Action), p.action.Overlaps)
	})
}

// scoreActs pairs the acts of one sentence and counts overlap of the action,
// of these the same root, of these source and target.
func scoreActs(gold []cameoEvent, predicted []cameoAct) (action, root, parties PRF) {
	action = PRF{Predicted: len(predicted), Gold: len(gold)}
	root, parties = action, action
	for i, j := range assign(len(gold), len(predicted), func(i, j int) weight {
		n := 0
		for _, s := range gold[i].Action {
			n += overlap(s.Range, predicted[j].action)
		}
		if n == 0 {
			return 0
		}
		return pairWeight(mayBe(gold[i].CameoRoot, predicted[j].root), n, sameParties(gold[i], predicted[j]))
	}) {
		if j < 0 {
			continue
		}
		action.TP++
		if mayBe(gold[i].CameoRoot, predicted[j].root) {
			root.TP++
			parties.TP += oneIf(sameParties(gold[i], predicted[j]))
		}
	}
	return action, root, parties
}
