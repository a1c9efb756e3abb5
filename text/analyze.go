package text

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"example.org/readout/text/nn"
)

const (
	// windowPieces is how many word pieces of whole sentences the model sees
	// at once; training cuts its windows alike.
	windowPieces = 192
	// sentencePieces is the most that one sentence may have before it is cut.
	sentencePieces = 500
)

// An Analyzer runs the model over documents. It is safe for use by many
// goroutines.
type Analyzer struct {
	model   *nn.Model
	scratch sync.Pool
	upos    []string
	feats   []string // "" for none
	lemmas  *lemmatizer
	tags    nameTags
	// A word becomes a candidate for a trigger, or a cue, if it is one with a
	// higher probability than this: half of the threshold of a decision. All the
	// words of a window are weighed as arguments of each candidate.
	trigger, cue float32
}

// NewAnalyzer makes an Analyzer for m.
func NewAnalyzer(m *nn.Model) *Analyzer {
	a := &Analyzer{
		model: m, upos: m.Labels("upos"), feats: m.Labels("feats"),
		lemmas: newLemmatizer(m.Labels("lemma"), string(m.Table("lemma.words"))), tags: newNameTags(m.Labels("name")),
		trigger: float32(m.Threshold("trigger") / 2), cue: float32(m.Threshold("cue") / 2),
	}
	for i, f := range a.feats {
		if f == "_" { // the sign of CoNLL-U for none
			a.feats[i] = ""
		}
	}
	a.scratch.New = func() any { return m.NewScratch() }
	return a
}

// Analyze fills what the model says about d: parts of speech, lemmas, features
// and dependencies of the tokens, names, and, in coded blocks only, candidates
// for triggers and cues. It needs what [Split] fills in. Earlier results are
// replaced.
//
// A sentence too long for the model is cut behind a comma or semicolon; the
// roots of its further parts then hang on the root of the first by parataxis.
// After an error, which is that of ctx if ctx is done, d is half filled.
func (a *Analyzer) Analyze(ctx context.Context, d *Document) error {
	d.Names, d.Triggers, d.Cues = nil, nil, nil
	words := modelWords(d)
	s := a.scratch.Get().(*nn.Scratch)
	defer a.scratch.Put(s)
	for _, w := range cutWindows(d, words, a.model) {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("text: analyze: %w", err)
		}
		from, to := w[0].first, w[len(w)-1].last
		win, err := a.model.Encode(s, words[from:to])
		if err != nil {
			return fmt.Errorf("text: analyze: tokens %d to %d: %w", from, to, err)
		}
		for i := from; i < to; i++ {
			t := &d.Tokens[i]
			t.UPOS = a.upos[argmax(win.UPOS(i-from))]
			t.Lemma = a.lemmas.lemma(words[i].Form, t.UPOS, win.Lemma(i-from))
			t.Feats = a.feats[argmax(win.Feats(i-from))]
		}
		for _, p := range w {
			a.parse(d, win, from, p)
			d.Names = a.tags.decode(d.Names, d, p.first, p.last, func(i int) []float32 { return win.Name(i - from) })
		}
		if w[0].coded {
			d.Triggers = appendCandidates(d.Triggers, win, from, a.trigger, win.Trigger, win.Modality, win.EventArgs)
			d.Cues = appendCandidates(d.Cues, win, from, a.cue, win.Cue, win.Act, win.CueArgs)
		}
	}
	return nil
}

// modelWords are the tokens of d as the model takes them.
func modelWords(d *Document) []nn.Word {
	words := make([]nn.Word, len(d.Tokens))
	for i, s := range d.Sentences {
		first := true
		for k := s.First; k < s.Last; k++ {
			words[k] = nn.Word{Form: d.Form(k), Sentence: i, First: first}
			first = first && !nn.Alphanumeric(words[k].Form)
		}
	}
	return words
}

// A part is a sentence, or a piece of one that is too long: tokens [first, last).
type part struct {
	first, last int
	pieces      int
	block       int
	coded       bool
	root        int   // token, of a first part, once parsed
	parent      *part // the first part of the same sentence, nil in that one
}

// cutWindows cuts the sentences of d into windows: runs of whole sentences of
// at most windowPieces, one sentence where it is longer. A window holds either
// coded blocks or a single other one.
func cutWindows(d *Document, words []nn.Word, m *nn.Model) [][]*part {
	var windows [][]*part
	size := 0
	for _, s := range d.Sentences {
		for _, p := range cutSentence(s, words, m, min(sentencePieces, m.Room())) {
			p.coded = d.Blocks[s.Block].Role.Coded()
			n := len(windows) - 1
			if n >= 0 && size+p.pieces <= min(windowPieces, m.Room()) {
				last := windows[n][len(windows[n])-1]
				if last.coded && p.coded || last.block == p.block {
					windows[n] = append(windows[n], p)
					size += p.pieces
					continue
				}
			}
			windows, size = append(windows, []*part{p}), p.pieces
		}
	}
	return windows
}

// cutSentence is s as a whole if it has at most limit word pieces. If not it is
// cut wherever a word does not fit any more: behind the last comma or semicolon
// of the part, or, where that has none, before the word.
func cutSentence(s Sentence, words []nn.Word, m *nn.Model, limit int) []*part {
	total := m.Count(words[s.First:s.Last])
	var parts []*part
	add := func(first, last, pieces int) {
		p := &part{first: first, last: last, pieces: pieces, block: s.Block, root: -1}
		if len(parts) > 0 {
			p.parent = parts[0]
		}
		parts = append(parts, p)
	}
	first, n := s.First, 0  // of the part, and its pieces so far
	cut, upto := s.First, 0 // behind the last comma of the part, and the pieces up to there
	for k := s.First; k < s.Last && total > limit; k++ {
		c := m.Count(words[k : k+1])
		for n > 0 && n+c > limit {
			if cut == first {
				cut, upto = k, n
			}
			add(first, cut, upto)
			first, n, total = cut, n-upto, total-upto
		}
		n += c
		if f := words[k].Form; f == "," || f == ";" {
			cut, upto = k+1, n
		}
	}
	add(first, s.Last, total)
	return parts
}

// parse fills heads and relations of the tokens of p; the window starts at
// token from.
func (a *Analyzer) parse(d *Document, w *nn.Window, from int, p *part) {
	heads, rels := w.Parse(p.first-from, p.last-from)
	for i, h := range heads {
		t := &d.Tokens[p.first+i]
		t.Head, t.DepRel = h, rels[i]
		switch {
		case h >= 0:
			t.Head += from
		case p.parent == nil:
			p.root = p.first + i
		default:
			t.Head, t.DepRel = p.parent.root, "parataxis"
		}
	}
}

// appendCandidates adds the words of a window that may be triggers, or cues:
// those of a probability above least.
func appendCandidates(to []Candidate, w *nn.Window, from int, least float32, class, attr func(int) []float32, args func(...int) [][][]float32) []Candidate {
	var at []int
	for i := range w.Len() {
		if 1-class(i)[0] > least {
			at = append(at, i)
		}
	}
	if at == nil {
		return to
	}
	all := args(at...)
	for k, i := range at {
		to = append(to, Candidate{
			Token: from + i, Class: append([]float32(nil), class(i)...), Attr: attr(i),
			From: from, To: from + w.Len(), Args: all[k],
		})
	}
	return to
}

func argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// nameTags are the labels of the head for names: O, B-X and I-X.
type nameTags struct {
	kind   []string // X, "" for O
	inside []bool   // I-X
	before [][]int  // of I-X: the tags that may come before it
}

func newNameTags(labels []string) nameTags {
	t := nameTags{kind: make([]string, len(labels)), inside: make([]bool, len(labels))}
	for i, l := range labels {
		if k, ok := strings.CutPrefix(l, "B-"); ok {
			t.kind[i] = k
		} else if k, ok := strings.CutPrefix(l, "I-"); ok {
			t.kind[i], t.inside[i] = k, true
		}
	}
	t.before = make([][]int, len(labels))
	for b := range labels {
		for a := range labels {
			if t.inside[b] && t.kind[a] == t.kind[b] {
				t.before[b] = append(t.before[b], a)
			}
		}
	}
	return t
}

// decode adds the names in the tokens [first, last), given the probabilities of
// the tags of each: the most probable legal sequence of tags (Viterbi). The
// confidence of a name is the mean probability of its tags.
func (t nameTags) decode(to []Name, d *Document, first, last int, probability func(token int) []float32) []Name {
	n, k := last-first, len(t.kind)
	back := make([]int, n*k)
	score, next := make([]float64, k), make([]float64, k)
	for a := range score { // before the first word: outside of any name
		if t.kind[a] == "" {
			score[a] = 1
		}
	}
	for i := range n {
		top := 0 // the best of all tags, which all but I-X may follow
		for a := range score {
			if score[a] > score[top] {
				top = a
			}
		}
		for b, p := range probability(first + i) {
			best := top
			if t.inside[b] {
				best = t.before[b][0]
				for _, a := range t.before[b] {
					if score[a] > score[best] {
						best = a
					}
				}
			}
			// Probabilities multiplied, the best one kept at 1: the last bit of
			// a logarithm differs between machines, that of a product does not.
			next[b] = score[best] / score[top] * max(float64(p), 1e-30)
			back[i*k+b] = best
		}
		score, next = next, score
	}
	tag := 0
	for b := range score {
		if score[b] > score[tag] {
			tag = b
		}
	}
	tags := make([]int, n)
	for i := n - 1; i >= 0; i-- {
		tags[i] = tag
		tag = back[i*k+tag]
	}
	for i := 0; i < n; i++ {
		if t.kind[tags[i]] == "" {
			continue
		}
		begin, sum := i, 0.0
		for ; i < n && (i == begin || t.inside[tags[i]]); i++ {
			sum += float64(probability(first + i)[tags[i]])
		}
		to = append(to, Name{Span: d.Range(first+begin, first+i), Type: t.kind[tags[begin]], Confidence: sum / float64(i-begin)})
		i--
	}
	return to
}
