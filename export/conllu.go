package export

import (
	"bufio"
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout"
	"example.org/readout/text"
)

// WriteCoNLLU writes the words of readings as CoNLL-U, the format of Universal
// Dependencies: ID, FORM, LEMMA, UPOS, FEATS, HEAD, DEPREL and MISC. XPOS and
// DEPS are always "_", as is what is not known.
//
// An article is a document (newdoc id: its identifier), a block is a paragraph
// with its role in a comment, and sentences have the numbers that they have in
// the JSON: sent_id is the identifier, "-" and the number. What is written as
// one but is two words ("don't", "Oslo's") has the line of a multiword token. MISC
// holds start_char and end_char, the word's place in the text of the JSON in code
// points; SpaceAfter=No; and in names ner=B-TYPE or ner=I-TYPE. In "# text" any
// white space between two words is one space. An article of which no sentence
// was made leaves nothing, and neither does a nil reading.
//
// Names of documents and sentences are there once: a second article with the
// same text has ".2" behind its identifier.
func WriteCoNLLU(w io.Writer, readings iter.Seq[*readout.Reading]) error {
	seen := map[uint64]int{} // how often an identifier came, by its hash: a few bytes an article
	for r := range readings {
		if r == nil {
			continue
		}
		h := fnv.New64a()
		_, _ = io.WriteString(h, r.Document.ID)
		seen[h.Sum64()]++
		id := r.Document.ID
		if n := seen[h.Sum64()]; n > 1 {
			id += "." + strconv.Itoa(n)
		}
		b := bufio.NewWriter(w)
		c := conlluWriter{b, r, id, text.NewOffsets(r.Document.Text), nameTags(r.Document)}
		for i := range r.Document.Sentences {
			c.sentence(i)
		}
		if err := b.Flush(); err != nil {
			return fmt.Errorf("write CoNLL-U of %s: %w", r.Article.Source, err)
		}
	}
	return nil
}

// nameTags are the tags B-TYPE and I-TYPE of the tokens of d, "" outside names.
func nameTags(d *text.Document) []string {
	tags := make([]string, len(d.Tokens))
	for _, n := range d.Names {
		first, last := d.TokensIn(n.Span)
		for i := first; i < last; i++ {
			tags[i] = "I-" + n.Type
		}
		if first < last {
			tags[first] = "B-" + n.Type
		}
	}
	return tags
}

type conlluWriter struct {
	*bufio.Writer // keeps its first error
	r             *readout.Reading
	id            string
	offsets       *text.Offsets
	names         []string
}

// comment writes "# name = value" unless the value is not known.
func (c *conlluWriter) comment(name, value string) {
	if value = oneLine(value); value != "" {
		c.WriteString("# " + name + " = " + value + "\n")
	}
}

func (c *conlluWriter) sentence(i int) {
	d, a := c.r.Document, c.r.Article
	s := d.Sentences[i]
	if s.First == s.Last {
		return
	}
	if s.First == 0 {
		c.comment("newdoc id", c.id)
		c.comment("generator", c.r.Version)
		c.comment("source", a.Source)
		c.comment("url", a.URL)
		c.comment("outlet", a.Outlet)
		c.comment("title", a.Title)
		c.comment("published", published(a))
	}
	if s.First == 0 || d.Sentences[d.Tokens[s.First-1].Sentence].Block != s.Block {
		c.comment("newpar id", c.id+"-p"+strconv.Itoa(s.Block+1))
		c.comment("role", string(d.Blocks[s.Block].Role))
	}
	var line strings.Builder
	for k := s.First; k < s.Last; k++ {
		line.WriteString(oneLine(d.Form(k)))
		if k+1 < s.Last && c.spaced(k) {
			line.WriteByte(' ')
		}
	}
	c.comment("sent_id", c.id+"-"+strconv.Itoa(i+1))
	c.comment("text", line.String())
	for k := s.First; k < s.Last; {
		end := k + 1
		for end < s.Last && c.clitic(end) {
			end++
		}
		if end > k+1 {
			form := d.Slice(d.Range(k, end))
			fmt.Fprintf(c, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", k-s.First+1, end-s.First, form, c.misc(k, end))
		}
		for one := end == k+1; k < end; k++ {
			c.word(k, s, one)
		}
	}
	c.WriteByte('\n')
}

// clitic reports whether token k is written as one with the word before it:
// "n't" behind "do", "'s" behind a name, "not" behind "can".
func (c *conlluWriter) clitic(k int) bool {
	d := c.r.Document
	if c.spaced(k - 1) {
		return false
	}
	form := d.Form(k)
	before, _ := utf8.DecodeLastRuneInString(d.Form(k - 1))
	first, size := utf8.DecodeRuneInString(form)
	switch {
	case first != '\'' && first != '’':
		return unicode.IsLetter(first) && unicode.IsLetter(before)
	case len(form) == size: // behind a plural; else it is a quotation mark
		return unicode.IsLetter(before) && d.Tokens[k].UPOS == "PART"
	}
	second, _ := utf8.DecodeRuneInString(form[size:])
	return unicode.IsLetter(second) && (unicode.IsLetter(before) || unicode.IsDigit(before) || before == '.')
}

// misc is the column MISC, but for names, of what tokens [first, last) make up.
func (c *conlluWriter) misc(first, last int) string {
	d, s := c.r.Document, c.r.Document.Range(first, last)
	offsets := fmt.Sprintf("start_char=%d|end_char=%d", c.offsets.CodePoints(d.Text, s.Begin), c.offsets.CodePoints(d.Text, s.End))
	if !c.spaced(last - 1) {
		return "SpaceAfter=No|" + offsets
	}
	return offsets
}

// word writes token k of sentence s; one says that it is no part of a multiword
// token, whose own line tells what follows.
func (c *conlluWriter) word(k int, s text.Sentence, one bool) {
	d, t := c.r.Document, c.r.Document.Tokens[k]
	known := func(v string) string { return cmp.Or(v, "_") }
	head := "_"
	switch {
	case t.DepRel == "": // no parse
	case t.Head < 0:
		head = "0"
	default:
		head = strconv.Itoa(t.Head - s.First + 1)
	}
	misc := c.misc(k, k+1)
	if !one {
		misc = strings.TrimPrefix(misc, "SpaceAfter=No|")
	}
	if c.names[k] != "" {
		misc += "|ner=" + c.names[k]
	}
	fmt.Fprintf(c, "%d\t%s\t%s\t%s\t_\t%s\t%s\t%s\t_\t%s\n", k-s.First+1,
		oneLine(d.Form(k)), known(oneLine(t.Lemma)), known(t.UPOS), known(t.Feats), head, known(t.DepRel), misc)
}

// spaced reports whether white space, or the end of a block, follows token k.
func (c *conlluWriter) spaced(k int) bool {
	tokens := c.r.Document.Tokens
	return k+1 == len(tokens) || tokens[k+1].Span.Begin > tokens[k].Span.End
}
