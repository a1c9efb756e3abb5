package eval

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"example.org/readout/text"
)

// A conlluSentence is one sentence of a CoNLL-U file.
type conlluSentence struct {
	newDoc, newPar bool
	doc            string // of "# newdoc id ="
	words          []conlluWord
	tokens         []conlluToken
}

// A conlluWord is one line of a sentence, "_" in a column being "".
type conlluWord struct {
	form, lemma, upos, feats, rel string
	head                          int // counted from 1 in the sentence, 0 for a root, -1 for "_"
}

// A conlluToken is what stands in the text: one word, or the multiword token
// ("don't") of several.
type conlluToken struct {
	form        string
	first, last int  // its words [first, last)
	space       bool // white space follows
}

// readConllu reads a CoNLL-U file. Empty nodes of the enhanced graph are left
// out, and so are comments but for "# newdoc" and "# newpar".
func readConllu(data []byte) ([]*conlluSentence, error) {
	var r conlluReader
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, 1<<20)
	n := 1
	for ; in.Scan(); n++ {
		if err := r.line(strings.TrimRight(in.Text(), "\r")); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n, err)
	}
	if err := r.end(); err != nil {
		return nil, fmt.Errorf("last sentence: %w", err)
	}
	return r.sentences, nil
}

type conlluReader struct {
	sentences []*conlluSentence
	now       conlluSentence
}

func (r *conlluReader) line(l string) error {
	s := &r.now
	switch {
	case l == "":
		return r.end()
	case strings.HasPrefix(l, "# newdoc"):
		_, id, _ := strings.Cut(l, "=")
		s.newDoc, s.doc = true, strings.TrimSpace(id)
		return nil
	case strings.HasPrefix(l, "# newpar"):
		s.newPar = true
		return nil
	case strings.HasPrefix(l, "#"):
		return nil
	}
	cols := strings.Split(l, "\t")
	if len(cols) != 10 {
		return fmt.Errorf("%d columns, want 10", len(cols))
	}
	for i, c := range cols {
		if c == "" {
			return fmt.Errorf("column %d is empty", i+1)
		}
		if c == "_" && i != 1 {
			cols[i] = ""
		}
	}
	t := conlluToken{form: cols[1], first: len(s.words), last: len(s.words) + 1}
	t.space = !strings.Contains("|"+cols[9]+"|", "|SpaceAfter=No|")
	open := 0 // words that the multiword token at hand still lacks
	if n := len(s.tokens); n > 0 {
		open = s.tokens[n-1].last - len(s.words)
	}
	badID := fmt.Errorf("ID %q after %d words", cols[0], len(s.words))
	if strings.Contains(cols[0], ".") {
		return nil // an empty node
	}
	if from, to, ok := strings.Cut(cols[0], "-"); ok {
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || first != t.first+1 || last < first || last > first+100 || open > 0 {
			return badID
		}
		t.last = last
		s.tokens = append(s.tokens, t)
		return nil
	}
	if id, err := strconv.Atoi(cols[0]); err != nil || id != t.first+1 {
		return badID
	}
	head := -1
	if cols[6] != "" {
		var err error
		if head, err = strconv.Atoi(cols[6]); err != nil || head < 0 {
			return fmt.Errorf("HEAD %q", cols[6])
		}
	}
	s.words = append(s.words, conlluWord{form: cols[1], lemma: cols[2], upos: cols[3], feats: cols[5], rel: cols[7], head: head})
	if open == 0 {
		s.tokens = append(s.tokens, t)
	}
	return nil
}

// end ends the sentence at hand. Without words it stays at hand: comments of a
// document may stand apart from its first sentence.
func (r *conlluReader) end() error {
	s := r.now
	if len(s.tokens) == 0 {
		return nil
	}
	if t := s.tokens[len(s.tokens)-1]; t.last > len(s.words) {
		return fmt.Errorf("multiword token %q has no end", t.form)
	}
	for _, w := range s.words {
		if w.head > len(s.words) {
			return fmt.Errorf("word %q: HEAD %d of a sentence of %d words", w.form, w.head, len(s.words))
		}
	}
	r.sentences = append(r.sentences, &s)
	r.now = conlluSentence{}
	return nil
}

// parts are the forms of the words of t where they make up the token, ok is
// false where they do not ("zum" is "zu" and "dem").
func (s *conlluSentence) parts(t conlluToken) (forms []string, ok bool) {
	for _, w := range s.words[t.first:t.last] {
		forms = append(forms, w.form)
	}
	return forms, strings.Join(forms, "") == t.form
}

// A treebank is one document of a CoNLL-U file: its raw text, rebuilt, and its
// gold words.
type treebank struct {
	name      string
	text      string
	blocks    []text.Block // paragraphs
	sentences []text.Sentence
	tokens    []text.Token
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
	sentences, err := readConllu(data)
	if err != nil {
		return nil, err
	}
	var docs []*treebank
	for from := 0; from < len(sentences); {
		to := from + 1
		for to < len(sentences) && !sentences[to].newDoc {
			to++
		}
		d, err := newTreebank(sentences[from:to])
		if err != nil {
			return nil, err
		}
		if d.name = sentences[from].doc; d.name == "" {
			d.name = name
		}
		docs, from = append(docs, d), to
	}
	return docs, nil
}

func newTreebank(sentences []*conlluSentence) (*treebank, error) {
	d := &treebank{}
	var raw strings.Builder
	gap := ""
	for _, s := range sentences {
		if s.newPar || len(d.blocks) == 0 {
			if gap = "\n\n"; len(d.blocks) == 0 {
				gap = ""
			}
			begin := raw.Len() + len(gap)
			d.blocks = append(d.blocks, text.Block{Span: text.Span{Begin: begin, End: begin}, Role: text.Body, Why: "newpar"})
		}
		base := len(d.tokens)
		for _, t := range s.tokens {
			parts, ok := s.parts(t)
			if !ok {
				return nil, fmt.Errorf("multiword token %q is not made of its words %q", t.form, parts)
			}
			raw.WriteString(gap)
			for i, w := range s.words[t.first:t.last] {
				if w.head < 0 || w.head == 0 && universal(w.rel) != "root" {
					return nil, fmt.Errorf("word %q: HEAD %d of a sentence of %d words, DEPREL %q", w.form, w.head, len(s.words), w.rel)
				}
				begin := raw.Len()
				raw.WriteString(parts[i])
				tok := text.Token{
					Span: text.Span{Begin: begin, End: raw.Len()}, Sentence: len(d.sentences),
					Lemma: w.lemma, UPOS: w.upos, Feats: w.feats, Head: base + w.head - 1, DepRel: w.rel,
				}
				if w.head == 0 {
					tok.Head = -1
				}
				d.tokens = append(d.tokens, tok)
			}
			if gap = ""; t.space {
				gap = " "
			}
		}
		span := text.Span{Begin: d.tokens[base].Span.Begin, End: raw.Len()}
		d.blocks[len(d.blocks)-1].Span.End = raw.Len()
		d.sentences = append(d.sentences, text.Sentence{Span: span, Block: len(d.blocks) - 1, First: base, Last: len(d.tokens)})
	}
	d.text = raw.String()
	return d, nil
}
