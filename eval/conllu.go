package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"example.org/readout/text"
)

// A parseTally counts what two analyses of one text share, as the CoNLL 2018
// shared task does.
type parseTally struct{ sentence, word, upos, ufeats, lemma, uas, las PRF }

func (t *parseTally) plus(o parseTally) {
	t.sentence = t.sentence.Plus(o.sentence)
	t.word = t.word.Plus(o.word)
	t.upos = t.upos.Plus(o.upos)
	t.ufeats = t.ufeats.Plus(o.ufeats)
	t.lemma = t.lemma.Plus(o.lemma)
	t.uas = t.uas.Plus(o.uas)
	t.las = t.las.Plus(o.las)
}

// addTo adds the rows that speak of words.
func (t *parseTally) addTo(res *Result, prefix string) {
	res.AddPRF(prefix+"upos", t.upos)
	res.AddPRF(prefix+"ufeats", t.ufeats)
	res.AddPRF(prefix+"lemma", t.lemma)
	res.AddPRF(prefix+"uas", t.uas)
	res.AddPRF(prefix+"las", t.las)
}

// runConllu scores sentences, words, parts of speech, features, lemmas and
// dependencies against the CoNLL-U file or folder of *.conllu files at path,
// after the evaluation script of the CoNLL 2018 shared task: from raw text, an
// item counts if the same characters carry it. Relations are compared without
// their subtypes, features as far as the shared task's list of universal ones
// goes, lemmas as they stand, any lemma being right where the gold has none. The
// words of a multiword token ("do", "n't") are aligned by their characters.
//
// The numbers are those of [PRF] rows named sentence, word, upos, ufeats, lemma,
// uas and las, and the last five with the prefix gold_ for gold words:
// "las_f1", "gold_upos_f1". The reader must be an [Analyzer] too.
func runConllu(ctx context.Context, path string, r Reader, opts Options) (*Result, error) {
	docs, err := loadConllu(path)
	if err != nil {
		return nil, err
	}
	if opts.Texts != "" || opts.Predictions != "" {
		texts := make([]namedText, len(docs))
		for i, d := range docs {
			texts[i] = namedText{d.name, d.text}
		}
		nameFiles(texts)
		if opts.Texts != "" {
			return writeTexts(opts.Texts, texts)
		}
		return scoreParses(docs, texts, opts.Predictions)
	}
	a, ok := r.(Analyzer)
	if !ok {
		return nil, errors.New("nothing to score: the reader cannot analyse a document")
	}
	return scoreConllu(ctx, docs, func(d *text.Document) error { return a.Analyze(ctx, d) })
}

// scoreConllu calls analyze twice for each document: with the text alone, and
// with the gold Sentences and Tokens, which it must keep.
func scoreConllu(ctx context.Context, docs []*treebank, analyze func(*text.Document) error) (*Result, error) {
	var raw, gold parseTally
	for _, g := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := &text.Document{ID: g.name, Text: g.text, Lang: "en", Blocks: g.blocks}
		if err := analyze(d); err != nil {
			return nil, fmt.Errorf("%s: %w", g.name, err)
		}
		raw.plus(compareParses(g, d))
		d = &text.Document{ID: g.name, Text: g.text, Lang: "en", Blocks: g.blocks}
		d.Sentences = append(d.Sentences, g.sentences...)
		for _, t := range g.tokens {
			d.Tokens = append(d.Tokens, text.Token{Span: t.Span, Sentence: t.Sentence, Head: -1})
		}
		if err := analyze(d); err != nil {
			return nil, fmt.Errorf("%s with gold words: %w", g.name, err)
		}
		if !slices.EqualFunc(d.Tokens, g.tokens, func(a, b text.Token) bool { return a.Span == b.Span && a.Sentence == b.Sentence }) {
			return nil, fmt.Errorf("%s: the gold words were given, and others came back", g.name)
		}
		gold.plus(compareParses(g, d))
	}
	res := &Result{}
	res.Add("documents", float64(len(docs)))
	res.AddPRF("sentence", raw.sentence)
	res.AddPRF("word", raw.word)
	raw.addTo(res, "")
	gold.addTo(res, "gold_")
	return res, nil
}

// scoreParses scores the CoNLL-U files that another system made of the texts.
func scoreParses(docs []*treebank, texts []namedText, path string) (*Result, error) {
	out, err := openOutputs(path, ".conllu", parseUnits)
	if err != nil {
		return nil, err
	}
	var sum parseTally
	for i, g := range docs {
		units, err := out.take(texts[i])
		if err != nil {
			return nil, err
		}
		sum.plus(compareParses(g, parsedDocument(g.text, units)))
	}
	if err := out.end(); err != nil {
		return nil, err
	}
	res := &Result{}
	res.Add("documents", float64(len(docs)))
	res.AddPRF("sentence", sum.sentence)
	res.AddPRF("word", sum.word)
	sum.addTo(res, "")
	return res, nil
}

// A parsedUnit is what is aligned with the text: one word of a sentence, or the
// words of a multiword token that they do not make up.
type parsedUnit struct {
	form        string
	in          *conlluSentence
	first, last int
}

func (u parsedUnit) surface() string { return u.form }

func parseUnits(data []byte) ([]parsedUnit, error) {
	sentences, err := readConllu(data)
	if err != nil {
		return nil, err
	}
	var out []parsedUnit
	for _, s := range sentences {
		for _, t := range s.tokens {
			parts, ok := s.parts(t)
			if !ok {
				out = append(out, parsedUnit{t.form, s, t.first, t.last})
				continue
			}
			for i, form := range parts {
				out = append(out, parsedUnit{form, s, t.first + i, t.first + i + 1})
			}
		}
	}
	return out, nil
}

// parsedDocument is the analysis of another system as a document. A word whose
// head it does not tell, or has in another document, has no relation.
func parsedDocument(content string, units []located[parsedUnit]) *text.Document {
	d := &text.Document{Text: content}
	for from := 0; from < len(units); {
		in := units[from].item.in
		at := make([]int, len(in.words)) // tokens of the sentence's words, -1 for none
		for i := range at {
			at[i] = -1
		}
		s := text.Sentence{First: len(d.Tokens)}
		to := from
		for ; to < len(units) && units[to].item.in == in; to++ {
			u := units[to]
			if u.span.Len() == 0 {
				continue // white space
			}
			for k := u.item.first; k < u.item.last; k++ {
				w := in.words[k]
				at[k] = len(d.Tokens)
				d.Tokens = append(d.Tokens, text.Token{
					Span: u.span, Sentence: len(d.Sentences), Lemma: w.lemma, UPOS: w.upos, Feats: w.feats, Head: w.head, DepRel: w.rel,
				})
			}
		}
		from = to
		if s.Last = len(d.Tokens); s.First == s.Last {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			switch t := &d.Tokens[i]; {
			case t.Head == 0:
				t.Head = -1
			case t.Head > 0 && at[t.Head-1] >= 0:
				t.Head = at[t.Head-1]
			default:
				t.Head, t.DepRel = -1, ""
			}
		}
		s.Span = d.Range(s.First, s.Last)
		d.Sentences = append(d.Sentences, s)
	}
	return d
}

// compareParses counts what d and g agree on. Spans are compared as ranges of
// the text; as no word begins or ends with a space, these are ranges of its
// other characters too.
func compareParses(g *treebank, d *text.Document) parseTally {
	var t parseTally
	t.sentence = PRF{Predicted: len(d.Sentences), Gold: len(g.sentences)}
	edges := map[text.Span]bool{}
	for _, s := range g.sentences {
		edges[text.Span{Begin: g.tokens[s.First].Span.Begin, End: g.tokens[s.Last-1].Span.End}] = true
	}
	for _, s := range d.Sentences {
		if s.First < s.Last && edges[text.Span{Begin: d.Tokens[s.First].Span.Begin, End: d.Tokens[s.Last-1].Span.End}] {
			t.sentence.TP++
		}
	}
	words := PRF{Predicted: len(d.Tokens), Gold: len(g.tokens)}
	t.word, t.upos, t.ufeats, t.lemma, t.uas, t.las = words, words, words, words, words, words
	ours := make(map[text.Span]int, len(d.Tokens))
	for i, tok := range d.Tokens {
		ours[tok.Span] = i
	}
	for _, a := range g.tokens {
		i, ok := ours[a.Span]
		if !ok {
			continue
		}
		b := d.Tokens[i]
		t.word.TP++
		t.upos.TP += oneIf(a.UPOS == b.UPOS)
		t.ufeats.TP += oneIf(a.Feats == b.Feats || universalFeats(a.Feats) == universalFeats(b.Feats))
		t.lemma.TP += oneIf(a.Lemma == b.Lemma || a.Lemma == "")
		if !sameHead(g.tokens, a, d.Tokens, b) || b.DepRel == "" {
			continue
		}
		t.uas.TP++
		t.las.TP += oneIf(universal(a.DepRel) == universal(b.DepRel))
	}
	return t
}

// sameHead reports whether the governors of a and b are the same word, or both
// are roots.
func sameHead(as []text.Token, a text.Token, bs []text.Token, b text.Token) bool {
	if a.Head < 0 || b.Head < 0 {
		return a.Head < 0 && b.Head < 0
	}
	return as[a.Head].Span == bs[b.Head].Span
}

func universal(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

// universalFeats leaves of a FEATS column the features that the CoNLL 2018
// shared task compared, in the order of the alphabet.
func universalFeats(feats string) string {
	var kept []string
	for _, f := range strings.Split(feats, "|") {
		switch name, _, _ := strings.Cut(f, "="); name {
		case "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", // of words
			"Gender", "Animacy", "Number", "Case", "Definite", "Degree", // of nouns and their like
			"VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite": // of verbs
			kept = append(kept, f)
		}
	}
	sort.Strings(kept)
	return strings.Join(kept, "|")
}
