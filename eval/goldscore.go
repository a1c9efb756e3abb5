package eval

import (
	"slices"
	"sort"
	"strings"

	"example.org/readout/codebook"
)

// The measures of set gold, in the order of the table. Those with a name that
// ends in accuracy are shares of matched records.
const (
	mTrigger = iota
	mRoot
	mArgs
	mActor
	mRecipient
	mModality
	mVoice
	mNarrator
	mWhen
	mWhere
	mContent
	mSpeaker
	mAct
	mForm
	mName
	mNameGiven
	nMeasures
)

var measureNames = [nMeasures]string{
	"trigger", "root", "args", "actor", "recipient", "modality_accuracy", "voice_accuracy", "narrator_accuracy", "when", "where",
	"content", "speaker", "act_accuracy", "form_accuracy", "name_accuracy", "name_given_accuracy",
}

// modalities in the order of the table.
var modalities = [...]string{"actual", "planned", "cancelled", "denied", "hypothetical"}

// A tally holds the counts of one article: first the measures, then a count by
// root of the codebook, then one by modality of the matched triggers.
type tally []PRF

func (t tally) plus(o tally) {
	for i := range t {
		t[i] = t[i].Plus(o[i])
	}
}

// rootNames are the roots of PLOVER in the order of the codebook.
func rootNames() []string {
	var out []string
	for _, r := range codebook.Roots() {
		out = append(out, r.Name)
	}
	return out
}

// A pairing says which predicted record each gold record was matched with.
type pairing struct{ events, statements []int } // indices into the predicted, -1 for none

// pair matches the records of two sheets of one text, both in text order.
//
// Events: triggers match if they overlap. Of all one-to-one matchings the one
// is taken that has the most pairs; among these the most pairs of the same
// root, then the largest sum of overlap, then the most pairs with the right
// arguments. Statements: contents match if the code points that both cover
// are at least half of those that either covers; the most pairs, then the most
// with the right speaker, then the largest sum of that share.
func pair(gold, predicted *Sheet) pairing {
	return pairing{
		events: assign(len(gold.Events), len(predicted.Events), func(i, j int) weight {
			g, p := gold.Events[i], predicted.Events[j]
			n := overlap(g.Trigger.Range, p.Trigger.Range)
			if n == 0 {
				return 0
			}
			return pairWeight(g.Root == p.Root, n, rightArguments(g, p))
		}),
		statements: assign(len(gold.Statements), len(predicted.Statements), func(i, j int) weight {
			g, p := gold.Statements[i], predicted.Statements[j]
			inter, all := common(ranges(g.Content), ranges(p.Content))
			if inter == 0 || 2*inter < all {
				return 0
			}
			return pairWeight(rightSpeaker(g, p), 1_000_000*inter/all, false)
		}),
	}
}

func ranges(m []Mention) []Range {
	out := make([]Range, len(m))
	for i, x := range m {
		out[i] = x.Range
	}
	return out
}

func rightActor(g, p EventRecord) bool { return sameArgument(ranges(g.Actors), ranges(p.Actors)) }
func rightRecipient(g, p EventRecord) bool {
	return sameArgument(ranges(g.Recipients), ranges(p.Recipients))
}
func rightArguments(g, p EventRecord) bool { return rightActor(g, p) && rightRecipient(g, p) }

func rightSpeaker(g, p StatementRecord) bool {
	if g.Speaker == nil || p.Speaker == nil {
		return g.Speaker == nil && p.Speaker == nil
	}
	return g.Speaker.Overlaps(p.Speaker.Range)
}

// rightVoice reports whether p speaks with the voice of g: both the article's
// own, or a statement of the one sheet that was matched with that of the other.
func rightVoice(g, p EventRecord, gold, predicted *Sheet, m pairing) bool {
	if narrated(g) || narrated(p) {
		return narrated(g) && narrated(p)
	}
	i := slices.IndexFunc(gold.Statements, func(s StatementRecord) bool { return s.ID == g.Voice })
	j := slices.IndexFunc(predicted.Statements, func(s StatementRecord) bool { return s.ID == p.Voice })
	return i >= 0 && j >= 0 && m.statements[i] == j
}

// rightWhen compares TIMEX values as strings, without a time of day.
func rightWhen(g, p *string) bool {
	day := func(s string) string { s, _, _ = strings.Cut(s, "T"); return s }
	return g != nil && p != nil && day(*g) == day(*p)
}

// rightWhere compares the most specific part of two place names, the one
// before the first comma, without regard to case and a leading article.
func rightWhere(g, p *string) bool {
	first := func(s string) string { s, _, _ = strings.Cut(s, ","); return foldName(s) }
	return g != nil && p != nil && first(*g) == first(*p)
}

// foldName is a name in small letters without a leading article.
func foldName(s string) string {
	return strings.TrimPrefix(strings.Join(strings.Fields(strings.ToLower(s)), " "), "the ")
}

// share counts one case of an accuracy.
func share(right bool) PRF { return PRF{TP: oneIf(right), Predicted: 1, Gold: 1} }

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// count scores one article.
func count(gold, predicted *Sheet, m pairing) tally {
	roots := rootNames()
	t := make(tally, nMeasures+len(roots)+len(modalities))
	all := PRF{Predicted: len(predicted.Events), Gold: len(gold.Events)}
	for _, i := range []int{mTrigger, mRoot, mArgs, mActor, mRecipient} {
		t[i] = all
	}
	byRoot := func(root string) *PRF {
		if i := slices.Index(roots, root); i >= 0 {
			return &t[nMeasures+i]
		}
		return &PRF{} // a root outside the scheme has no line of its own
	}
	byModality := func(m string) *PRF {
		if i := slices.Index(modalities[:], m); i >= 0 {
			return &t[nMeasures+len(roots)+i]
		}
		return &PRF{}
	}
	for _, p := range predicted.Events {
		byRoot(p.Root).Predicted++
	}
	for i, g := range gold.Events {
		byRoot(g.Root).Gold++
		j := m.events[i]
		if j < 0 {
			continue
		}
		p := predicted.Events[j]
		t[mTrigger].TP++
		if g.Root == p.Root {
			t[mRoot].TP++
			byRoot(g.Root).TP++
			t[mActor].TP += oneIf(rightActor(g, p))
			t[mRecipient].TP += oneIf(rightRecipient(g, p))
			t[mArgs].TP += oneIf(rightArguments(g, p))
		}
		byModality(g.Modality).Gold++
		byModality(p.Modality).Predicted++
		if g.Modality == p.Modality {
			byModality(g.Modality).TP++
		}
		t[mModality] = t[mModality].Plus(share(g.Modality == p.Modality))
		t[mVoice] = t[mVoice].Plus(share(rightVoice(g, p, gold, predicted, m)))
		t[mNarrator] = t[mNarrator].Plus(share(narrated(g) == narrated(p)))
		t[mWhen] = t[mWhen].Plus(PRF{oneIf(rightWhen(g.When, p.When)), oneIf(p.When != nil), oneIf(g.When != nil)})
		t[mWhere] = t[mWhere].Plus(PRF{oneIf(rightWhere(g.Where, p.Where)), oneIf(p.Where != nil), oneIf(g.Where != nil)})
	}
	all = PRF{Predicted: len(predicted.Statements), Gold: len(gold.Statements)}
	t[mContent], t[mSpeaker] = all, all
	for i, g := range gold.Statements {
		j := m.statements[i]
		if j < 0 {
			continue
		}
		p := predicted.Statements[j]
		t[mContent].TP++
		t[mSpeaker].TP += oneIf(rightSpeaker(g, p))
		t[mAct] = t[mAct].Plus(share(g.Act == p.Act))
		t[mForm] = t[mForm].Plus(share(g.Form == p.Form))
		right := g.Name != nil && p.Name != nil && foldName(*g.Name) == foldName(*p.Name)
		if g.Name != nil {
			t[mName] = t[mName].Plus(share(right))
		}
		if p.Name != nil {
			t[mNameGiven] = t[mNameGiven].Plus(share(right))
		}
	}
	return t
}

// ScoreSheets scores predicted against gold sheets; predicted[i] belongs to
// gold[i]. It puts the records of both in text order.
func ScoreSheets(gold, predicted []*Sheet) *Result {
	roots := rootNames()
	var tallies []tally
	sum := make(tally, nMeasures+len(roots)+len(modalities))
	for i, g := range gold {
		p := predicted[i]
		g.sortRecords()
		p.sortRecords()
		t := count(g, p, pair(g, p))
		tallies = append(tallies, t)
		sum.plus(t)
	}
	r := &Result{}
	r.Add("articles", float64(len(gold)))
	for i, name := range measureNames {
		switch {
		case (i == mWhen || i == mWhere) && sum[i].Gold == 0:
			// Sets without dates and places have nothing to say on them.
		case strings.HasSuffix(name, "_accuracy"):
			r.AddShare(name, sum[i].TP, sum[i].Gold)
		default:
			r.AddPRF(name, sum[i])
		}
	}
	for i, name := range roots {
		r.AddPRF(name, sum[nMeasures+i])
	}
	for i, name := range modalities {
		r.AddPRF(name, sum[nMeasures+len(roots)+i])
	}
	for _, i := range []int{mTrigger, mRoot, mArgs, mContent, mSpeaker} {
		low, high := bootstrap(tallies, i)
		r.AddInterval(measureNames[i]+"_f1_80", low, high)
	}
	return r
}

// bootstrap gives the 80 % interval of the F1 of measure m when the articles
// are drawn anew, with replacement, 1,000 times from a fixed seed.
func bootstrap(tallies []tally, m int) (low, high float64) {
	const draws = 1000
	rng := splitmix(1)
	var f []float64
	for range draws {
		var p PRF
		for range tallies {
			p = p.Plus(tallies[rng.next()%uint64(len(tallies))][m])
		}
		f = append(f, p.F1())
	}
	sort.Float64s(f)
	return f[draws/10], f[draws-draws/10-1]
}

// splitmix is the generator SplitMix64 (Steele, Lea and Flood 2014): the same
// few lines in any language give the same intervals.
type splitmix uint64

func (s *splitmix) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
