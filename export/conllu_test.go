package export

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.org/readout"
	"example.org/readout/text"
)

// parsed is a short article with words, as the layer text fills them.
func parsed() *readout.Reading {
	d := &text.Document{
		ID: "d0c", Text: "Eld — née Rå —  can't\nstay.\n\nTalks end.Soon", Lang: "en",
		Blocks: []text.Block{{Span: text.Span{Begin: 0, End: 32}, Role: text.Body}, {Span: text.Span{Begin: 34, End: 48}, Role: text.Caption}},
	}
	add := func(form, lemma, upos, feats string, head int, rel string) {
		from := 0
		if n := len(d.Tokens); n > 0 {
			from = d.Tokens[n-1].Span.End
		}
		i := from + strings.Index(d.Text[from:], form)
		d.Tokens = append(d.Tokens, text.Token{
			Span: text.Span{Begin: i, End: i + len(form)}, Sentence: len(d.Sentences), Lemma: lemma, UPOS: upos, Feats: feats, Head: head, DepRel: rel,
		})
	}
	end := func(block int) {
		first := 0
		if n := len(d.Sentences); n > 0 {
			first = d.Sentences[n-1].Last
		}
		d.Sentences = append(d.Sentences, text.Sentence{Span: d.Range(first, len(d.Tokens)), Block: block, First: first, Last: len(d.Tokens)})
	}
	add("Eld", "Eld", "PROPN", "Number=Sing", 7, "nsubj")
	add("—", "—", "PUNCT", "", 2, "punct")
	add("née", "née", "ADJ", "Degree=Pos", 0, "acl")
	add("Rå", "Rå", "PROPN", "Number=Sing", 2, "obj")
	add("—", "—", "PUNCT", "", 2, "punct")
	add("ca", "can", "AUX", "VerbForm=Fin", 7, "aux")
	add("n't", "not", "PART", "Polarity=Neg", 7, "advmod")
	add("stay", "stay", "VERB", "VerbForm=Inf", -1, "root")
	add(".", ".", "PUNCT", "", 7, "punct")
	end(0)
	add("Talks", "talk", "NOUN", "Number=Plur", 10, "nsubj")
	add("end", "end", "VERB", "Tense=Pres", -1, "root")
	add(".", ".", "PUNCT", "", 10, "punct")
	end(1)
	add("Soon", "", "", "", -1, "")
	end(1)
	d.Names = []text.Name{{Span: d.Range(0, 1), Type: "Person"}, {Span: d.Range(2, 4), Type: "Person"}}
	return &readout.Reading{
		Version: "readout 0.1.0, model news-en 1 (3f2a91c0)",
		Article: &readout.Article{ID: "d0c", Source: "eld.txt", Title: "A\nvisit", Text: d.Text, Blocks: d.Blocks}, Document: d,
	}
}

func TestCoNLLU(t *testing.T) {
	var b strings.Builder
	if err := WriteCoNLLU(&b, seq(nil, parsed())); err != nil {
		t.Fatal(err)
	}
	want := `# newdoc id = d0c
# generator = readout 0.1.0, model news-en 1 (3f2a91c0)
# source = eld.txt
# title = A visit
# newpar id = d0c-p1
# role = body
# sent_id = d0c-1
# text = Eld — née Rå — can't stay.
1 Eld Eld PROPN _ Number=Sing 8 nsubj _ start_char=0|end_char=3|ner=B-Person
2 — — PUNCT _ _ 3 punct _ start_char=4|end_char=5
3 née née ADJ _ Degree=Pos 1 acl _ start_char=6|end_char=9|ner=B-Person
4 Rå Rå PROPN _ Number=Sing 3 obj _ start_char=10|end_char=12|ner=I-Person
5 — — PUNCT _ _ 3 punct _ start_char=13|end_char=14
6-7 can't _ _ _ _ _ _ _ start_char=16|end_char=21
6 ca can AUX _ VerbForm=Fin 8 aux _ start_char=16|end_char=18
7 n't not PART _ Polarity=Neg 8 advmod _ start_char=18|end_char=21
8 stay stay VERB _ VerbForm=Inf 0 root _ SpaceAfter=No|start_char=22|end_char=26
9 . . PUNCT _ _ 8 punct _ start_char=26|end_char=27

# newpar id = d0c-p2
# role = caption
# sent_id = d0c-2
# text = Talks end.
1 Talks talk NOUN _ Number=Plur 2 nsubj _ start_char=29|end_char=34
2 end end VERB _ Tense=Pres 0 root _ SpaceAfter=No|start_char=35|end_char=38
3 . . PUNCT _ _ 2 punct _ SpaceAfter=No|start_char=38|end_char=39

# sent_id = d0c-3
# text = Soon
1 Soon _ _ _ _ _ _ _ start_char=39|end_char=43

`
	got := b.String()
	for _, l := range strings.Split(want, "\n") {
		if l != "" && l[0] != '#' {
			want = strings.Replace(want, l, strings.ReplaceAll(l, " ", "\t"), 1)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	checkCoNLLU(t, got)
}

// What is written as one word and is more: by form, with the part of speech
// where the form does not tell.
func TestCoNLLUMultiword(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"do n't", "1-2 don't"},
		{"U.S. ’s", "1-2 U.S.’s"},
		{"can not", "1-2 cannot"},
		{"should n't 've", "1-3 shouldn't've"},
		{"workers ' /PART", "1-2 workers'"},
		{"workers ' /PUNCT", ""},
		{"1990 's", "1-2 1990's"},
		{"5 pm", ""},
		{"50 %", ""},
		{"end .", ""},
		{". Then", ""},
		{"“ 'em", ""},
		{"and / or", ""},
	} {
		d := &text.Document{ID: "x"}
		for _, w := range strings.Fields(c.words) {
			if tag, ok := strings.CutPrefix(w, "/"); ok && tag != "" {
				d.Tokens[len(d.Tokens)-1].UPOS = tag
				continue
			}
			d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Begin: len(d.Text), End: len(d.Text) + len(w)}, Head: -1})
			d.Text += w
		}
		d.Blocks = []text.Block{{Span: text.Span{Begin: 0, End: len(d.Text)}, Role: text.Body}}
		d.Sentences = []text.Sentence{{Span: d.Blocks[0].Span, Last: len(d.Tokens)}}
		var b strings.Builder
		if err := WriteCoNLLU(&b, seq(&readout.Reading{Article: &readout.Article{}, Document: d})); err != nil {
			t.Fatal(err)
		}
		checkCoNLLU(t, b.String())
		got := ""
		for _, l := range strings.Split(b.String(), "\n") {
			if cols := strings.Split(l, "\t"); len(cols) == 10 && strings.Contains(cols[0], "-") {
				got += cols[0] + " " + cols[1]
			}
		}
		if got != c.want {
			t.Errorf("%s: multiword token %q, want %q", c.words, got, c.want)
		}
	}
}

// An article that comes twice has its own identifiers each time.
func TestCoNLLURepeated(t *testing.T) {
	var b strings.Builder
	if err := WriteCoNLLU(&b, seq(parsed(), parsed(), parsed())); err != nil {
		t.Fatal(err)
	}
	if n := checkCoNLLU(t, b.String()); n != 9 {
		t.Errorf("%d sentences, want 9", n)
	}
	for _, want := range []string{"# newdoc id = d0c\n", "# newdoc id = d0c.2\n", "# newpar id = d0c.3-p2\n", "# sent_id = d0c.3-3\n"} {
		if strings.Count(b.String(), want) != 1 {
			t.Errorf("not once: %q", want)
		}
	}
}

func TestCoNLLUWriteError(t *testing.T) {
	full := errors.New("full")
	if err := WriteCoNLLU(failing{full}, seq(parsed())); !errors.Is(err, full) || !strings.Contains(err.Error(), "eld.txt") {
		t.Errorf("error %v, want the writer's with the article's name", err)
	}
	if err := WriteCoNLLU(io.Discard, seq(&readout.Reading{Article: &readout.Article{}, Document: &text.Document{}})); err != nil {
		t.Errorf("an article without words: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Any words, in any white space, with or without a parse, make a valid file.
func TestCoNLLUProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &text.Document{ID: "x"}
		for range rapid.IntRange(1, 3).Draw(t, "sentences") {
			first := len(d.Tokens)
			n := rapid.IntRange(1, 5).Draw(t, "words")
			whole := rapid.Bool().Draw(t, "parsed")
			root := rapid.IntRange(0, n-1).Draw(t, "root")
			for i := range n {
				begin := len(d.Text)
				d.Text += rapid.StringMatching(`[#_a-zé|=\d'’.]{1,4}`).Draw(t, "form")
				tok := text.Token{Span: text.Span{Begin: begin, End: len(d.Text)}, Sentence: len(d.Sentences), Head: -1}
				if whole {
					tok.UPOS, tok.DepRel, tok.Head = "X", "dep", first+root
					tok.Lemma = rapid.SampledFrom([]string{"", "a", "b c"}).Draw(t, "lemma")
					if i == root {
						tok.DepRel, tok.Head = "root", -1
					}
				}
				d.Tokens = append(d.Tokens, tok)
				d.Text += rapid.SampledFrom([]string{"", " ", "\n", "\u00a0\t"}).Draw(t, "gap")
			}
			d.Sentences = append(d.Sentences, text.Sentence{First: first, Last: len(d.Tokens), Span: d.Range(first, len(d.Tokens))})
		}
		d.Blocks = []text.Block{{Span: text.Span{Begin: 0, End: len(d.Text)}, Role: text.Body}}
		var b strings.Builder
		if err := WriteCoNLLU(&b, seq(&readout.Reading{Article: &readout.Article{}, Document: d})); err != nil {
			t.Fatal(err)
		}
		sentences := checkCoNLLU(t, b.String())
		if sentences != len(d.Sentences) {
			t.Fatalf("%d sentences, want %d", sentences, len(d.Sentences))
		}
	})
}

// checkCoNLLU holds file to what the format asks for, and returns the number of
// its sentences: ten columns that are not empty, IDs from 1, heads within the
// sentence, one root and no word that does not lead to it (or no parse at all),
// every sentence with an ID of its own and the text that its words make up.
func checkCoNLLU(t rapid.TB, file string) (sentences int) {
	t.Helper()
	if file != "" && !strings.HasSuffix(file, "\n\n") {
		t.Fatalf("no empty line at the end: %q", file)
	}
	ids := map[string]bool{}
	for _, block := range strings.Split(strings.TrimSuffix(file, "\n\n"), "\n\n") {
		sentences++
		var id, line, made string
		var heads []int
		inWords, multi := false, 0 // multi: the last word of the multiword token at hand
		for _, l := range strings.Split(block, "\n") {
			if !inWords && strings.HasPrefix(l, "# ") {
				if v, ok := strings.CutPrefix(l, "# sent_id = "); ok {
					id = v
				} else if v, ok := strings.CutPrefix(l, "# text = "); ok {
					line = v
				}
				continue
			}
			inWords = true
			cols := strings.Split(l, "\t")
			if len(cols) != 10 {
				t.Fatalf("%d columns in %q", len(cols), l)
			}
			for i, c := range cols {
				if c == "" || strings.TrimSpace(c) != c || strings.Contains(c, " ") && i != 1 && i != 2 {
					t.Fatalf("column %d of %q", i+1, l)
				}
			}
			if from, to, ok := strings.Cut(cols[0], "-"); ok {
				last, err := strconv.Atoi(to)
				if err != nil || from != strconv.Itoa(len(heads)+1) || last <= len(heads)+1 || multi > len(heads) || strings.Join(cols[2:9], "") != "_______" {
					t.Fatalf("%q after %d words", l, len(heads))
				}
				multi = last
				made += cols[1]
				if !strings.Contains(cols[9], "SpaceAfter=No") {
					made += " "
				}
				continue
			}
			if cols[0] != strconv.Itoa(len(heads)+1) {
				t.Fatalf("ID %s after %d words", cols[0], len(heads))
			}
			head, err := strconv.Atoi(cols[6])
			if cols[6] == "_" {
				head = -1
			} else if err != nil || head == 0 != (cols[7] == "root") {
				t.Fatalf("HEAD %q, DEPREL %q", cols[6], cols[7])
			}
			heads = append(heads, head)
			if len(heads) <= multi {
				if strings.Contains(cols[9], "SpaceAfter") {
					t.Fatalf("SpaceAfter within a multiword token: %q", l)
				}
				continue
			}
			made += cols[1]
			if !strings.Contains(cols[9], "SpaceAfter=No") {
				made += " "
			}
		}
		if multi > len(heads) {
			t.Fatalf("sentence %s ends within a multiword token", id)
		}
		if strings.TrimSuffix(made, " ") != line || line == "" {
			t.Fatalf("text %q, its words make %q", line, made)
		}
		if id == "" || ids[id] {
			t.Fatalf("sent_id %q is not there or there twice", id)
		}
		ids[id] = true
		if err := oneTree(heads); err != nil {
			t.Fatalf("sentence %s: %v", id, err)
		}
	}
	return sentences
}

func oneTree(heads []int) error {
	roots := 0
	for i, h := range heads {
		if h == 0 {
			roots++
		}
		if h > len(heads) || h < 0 != (heads[0] < 0) {
			return fmt.Errorf("word %d hangs on %d of %d words", i+1, h, len(heads))
		}
		at := i + 1
		for steps := 0; at > 0; steps++ {
			if at = heads[at-1]; steps > len(heads) {
				return fmt.Errorf("word %d leads to no root", i+1)
			}
		}
	}
	if roots != 1 && heads[0] >= 0 {
		return fmt.Errorf("%d roots", roots)
	}
	return nil
}
