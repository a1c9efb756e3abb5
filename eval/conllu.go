package eval

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"example.org/readout/text"
)

// A treebank is one document of a CoNLL-U file: its raw text, rebuilt, and its
// gold words.
type treebank struct {
	name      string
	text      string
	blocks    []text.Block // paragraphs
	sentences []text.Sentence
	tokens    []text.Token
}

// A parseTally counts what two analyses of one text share, as the CoNLL 2018
// shared task does.
type parseTally struct{ sentence, word, upos, uas, las PRF }

func (t *parseTally) plus(o parseTally) {
	t.sentence = t.sentence.Plus(o.sentence)
	t.word = t.word.Plus(o.word)
	t.upos = t.upos.Plus(o.upos)
	t.uas = t.uas.Plus(o.uas)
	t.las = t.las.Plus(o.las)
}

// Conllu scores sentences, words, parts of speech and dependencies against the
// CoNLL-U file or folder of *.conllu files at path, after the evaluation script
// of the CoNLL 2018 shared task: from raw text, an item counts if the same
// characters carry it, and relations are compared without their subtypes. The
// words of a multiword token ("do", "n't") are aligned by their characters.
//
// analyze fills a document whose Text and Blocks are given. It is called twice
// for each document: with the text alone, and with the gold Sentences and
// Tokens, which it must keep. progress is told how many of all documents are
// done; it may be nil.
//
// The numbers are those of [PRF] rows named sentence, word, upos, uas and las,
// and the same with the prefix gold_ for gold words: "las_f1", "gold_upos_f1".
func Conllu(path string, analyze func(*text.Document) error, progress func(done, total int)) (map[string]float64, error) {
	res, err := scoreConllu(context.Background(), path, analyze, progress)
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	for _, v := range res.Values() {
		out[v.Name] = v.Number
	}
	return out, nil
}

// runConllu is [Conllu] as a [Set]. The reader must be an [Analyzer] too.
func runConllu(ctx context.Context, path string, r Reader, _ Options) (*Result, error) {
	a, ok := r.(Analyzer)
	if !ok {
		return nil, errors.New("nothing to score: the reader cannot analyse a document")
	}
	return scoreConllu(ctx, path, func(d *text.Document) error { return a.Analyze(ctx, d) }, nil)
}

func scoreConllu(ctx context.Context, path string, analyze func(*text.Document) error, progress func(done, total int)) (*Result, error) {
	docs, err := loadConllu(path)
	if err != nil {
		return nil, err
	}
	var raw, gold parseTally
	for i, g := range docs {
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
		if progress != nil {
			progress(i+1, len(docs))
		}
	}
	res := &Result{}
	res.Add("documents", float64(len(docs)))
	res.AddPRF("sentence", raw.sentence)
	res.AddPRF("word", raw.word)
	res.AddPRF("upos", raw.upos)
	res.AddPRF("uas", raw.uas)
	res.AddPRF("las", raw.las)
	res.AddPRF("gold_upos", gold.upos)
	res.AddPRF("gold_uas", gold.uas)
	res.AddPRF("gold_las", gold.las)
	return res, nil
}

// compareParses counts what d and g agree on. Spans are compared as ranges of
// the text; as no word holds a space, these are ranges of its characters too.
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
	t.word, t.upos, t.uas, t.las = words, words, words, words
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

// loadConllu reads the documents of a file, or of all *.conllu files of a
// folder in the order of their names.
func loadConllu(path string) ([]*treebank, error) {
	files := []string{path}
	if st, err := os.Stat(path); err != nil {
		return nil, err
	} else if st.IsDir() {
		if files, err = filepath.Glob(filepath.Join(path, "*.conllu")); err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("%s: no .conllu files there", path)
		}
		sort.Strings(files)
	}
	var docs []*treebank
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		more, err := parseConllu(filepath.Base(f), data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		docs = append(docs, more...)
	}
	return docs, nil
}

// parseConllu rebuilds documents from CoNLL-U. "# newdoc" begins a document,
// "# newpar" a paragraph, which becomes a block; SpaceAfter=No says where two
// words touch. Without "# newdoc" the file is one document.
func parseConllu(name string, data []byte) ([]*treebank, error) {
	p := conlluParser{name: name}
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		if err := p.line(strings.TrimRight(in.Text(), "\r")); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	if err := p.endSentence(); err != nil {
		return nil, fmt.Errorf("last sentence: %w", err)
	}
	p.endDocument()
	return p.docs, nil
}

type conlluParser struct {
	name     string
	docs     []*treebank
	doc      *treebank
	raw      strings.Builder
	newPar   bool
	first    int    // first token of the sentence at hand
	gap      string // what stands before the next word
	multi    string // the multiword token at hand, and the words of it so far
	parts    string
	multiEnd int
	multiGap string
}

func (p *conlluParser) line(l string) error {
	switch {
	case l == "":
		return p.endSentence()
	case strings.HasPrefix(l, "# newdoc"):
		p.endDocument()
		_, id, _ := strings.Cut(l, "=")
		p.begin(strings.TrimSpace(id))
		return nil
	case strings.HasPrefix(l, "# newpar"):
		p.newPar = true
		return nil
	case strings.HasPrefix(l, "#"):
		return nil
	}
	cols := strings.Split(l, "\t")
	if len(cols) != 10 {
		return fmt.Errorf("%d columns, want 10", len(cols))
	}
	gap := " "
	if strings.Contains(cols[9], "SpaceAfter=No") {
		gap = ""
	}
	if _, last, ok := strings.Cut(cols[0], "-"); ok {
		end, err := strconv.Atoi(last)
		if err != nil {
			return fmt.Errorf("ID %q", cols[0])
		}
		p.multi, p.parts, p.multiEnd, p.multiGap = cols[1], "", end, gap
		return nil
	}
	if strings.Contains(cols[0], ".") {
		return nil // an empty node of the enhanced graph
	}
	id, err := strconv.Atoi(cols[0])
	if err != nil {
		return fmt.Errorf("ID %q", cols[0])
	}
	head, err := strconv.Atoi(cols[6])
	if err != nil {
		return fmt.Errorf("HEAD %q", cols[6])
	}
	p.word(cols[1], cols[3], cols[7], head, gap)
	if p.multi == "" {
		return nil
	}
	p.parts += cols[1]
	p.gap = ""
	if id < p.multiEnd {
		return nil
	}
	if p.parts != p.multi {
		return fmt.Errorf("multiword token %q is not made of its words %q", p.multi, p.parts)
	}
	p.multi, p.gap = "", p.multiGap
	return nil
}

func (p *conlluParser) begin(name string) {
	if name == "" {
		name = p.name
	}
	p.doc = &treebank{name: name}
	p.raw.Reset()
	p.newPar, p.gap, p.first = true, "", 0
}

func (p *conlluParser) word(form, upos, rel string, head int, gap string) {
	if p.doc == nil {
		p.begin("")
	}
	d := p.doc
	if p.newPar {
		if len(d.blocks) > 0 {
			p.raw.WriteString("\n\n")
		}
		d.blocks = append(d.blocks, text.Block{Span: text.Span{Begin: p.raw.Len()}, Role: text.Body, Why: "newpar"})
	} else {
		p.raw.WriteString(p.gap)
	}
	p.newPar = false
	span := text.Span{Begin: p.raw.Len(), End: p.raw.Len() + len(form)}
	p.raw.WriteString(form)
	p.gap = gap
	d.blocks[len(d.blocks)-1].Span.End = span.End
	if head > 0 {
		head += p.first
	}
	d.tokens = append(d.tokens, text.Token{Span: span, Sentence: len(d.sentences), UPOS: upos, Head: head - 1, DepRel: rel})
}

func (p *conlluParser) endSentence() error {
	if p.multi != "" {
		return fmt.Errorf("multiword token %q has no end", p.multi)
	}
	if p.doc == nil || len(p.doc.tokens) == p.first {
		return nil
	}
	d := p.doc
	for _, t := range d.tokens[p.first:] {
		if t.Head >= len(d.tokens) || t.Head == -1 && universal(t.DepRel) != "root" {
			return fmt.Errorf("HEAD %d of a sentence of %d words", t.Head+1-p.first, len(d.tokens)-p.first)
		}
	}
	d.sentences = append(d.sentences, text.Sentence{
		Span:  text.Span{Begin: d.tokens[p.first].Span.Begin, End: d.tokens[len(d.tokens)-1].Span.End},
		Block: len(d.blocks) - 1, First: p.first, Last: len(d.tokens),
	})
	p.first = len(d.tokens)
	return nil
}

func (p *conlluParser) endDocument() {
	if p.doc != nil && len(p.doc.tokens) > 0 {
		p.doc.text = p.raw.String()
		p.docs = append(p.docs, p.doc)
	}
	p.doc = nil
}
