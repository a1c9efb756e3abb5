package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.org/readout/text"
)

// tree writes CoNLL-U from rows "ID FORM UPOS HEAD DEPREL [SpaceAfter=No]".
func tree(rows string) string {
	var b strings.Builder
	for _, l := range strings.Split(strings.TrimSpace(rows), "\n") {
		f := strings.Fields(l)
		if len(f) == 0 || f[0] == "#" {
			b.WriteString(strings.TrimSpace(l) + "\n")
			continue
		}
		misc := "_"
		if last := f[len(f)-1]; strings.HasPrefix(last, "SpaceAfter") {
			misc, f = last, f[:len(f)-1]
		}
		for len(f) < 5 {
			f = append(f, "_")
		}
		b.WriteString(strings.Join([]string{f[0], f[1], "_", f[2], "_", "_", f[3], f[4], "_", misc}, "\t") + "\n")
	}
	return b.String() + "\n"
}

const twoSentences = `
# newdoc id = a
# newpar
1 Envoys NOUN 4 nsubj
2-3 don't
2 do AUX 4 aux
3 n't PART 4 advmod
4 agree VERB 0 root SpaceAfter=No
5 . PUNCT 4 punct

1 Talks NOUN 2 nsubj:pass
2 end VERB 0 root SpaceAfter=No
3 . PUNCT 2 punct

# newpar
1 No INTJ 0 root
`

func TestParseConllu(t *testing.T) {
	docs, err := parseConllu("f", []byte(tree(twoSentences)))
	if err != nil {
		t.Fatal(err)
	}
	d := docs[0]
	if want := "Envoys don't agree. Talks end.\n\nNo"; d.text != want {
		t.Errorf("text %q, want %q", d.text, want)
	}
	var words []string
	for _, k := range d.tokens {
		words = append(words, d.text[k.Span.Begin:k.Span.End])
	}
	if got, want := strings.Join(words, "|"), "Envoys|do|n't|agree|.|Talks|end|.|No"; got != want {
		t.Errorf("words %s, want %s", got, want)
	}
	if len(d.blocks) != 2 || len(d.sentences) != 3 || d.sentences[2].Block != 1 {
		t.Errorf("blocks %v, sentences %v", d.blocks, d.sentences)
	}
	if d.tokens[0].Head != 3 || d.tokens[5].Head != 6 || d.tokens[6].Head != -1 {
		t.Errorf("heads %d %d %d, want 3 6 -1", d.tokens[0].Head, d.tokens[5].Head, d.tokens[6].Head)
	}
}

func TestParseConlluErrors(t *testing.T) {
	for want, in := range map[string]string{
		"columns":            "1\tEnvoys\n\n",
		"is not made of":     tree("1-2 zum\n1 zu ADP 0 root\n2 dem DET 1 det"),
		"has no end":         tree("1-3 ab\n1 a ADP 0 root\n2 b DET 1 det"),
		"HEAD 9":             tree("1 a ADP 0 root\n2 b DET 9 det"),
		"HEAD \"x\"":         tree("1 a ADP x root"),
		"HEAD \"-1\"":        tree("1 a ADP -1 root"),
		"HEAD -1":            tree("1 a ADP _ root"),
		"ID \"3\" after 1":   tree("1 a ADP 0 root\n3 b DET 1 det"),
		"ID \"2-1\" after 1": tree("1 a ADP 0 root\n2-1 b\n2 b DET 1 det"),
		"ID \"2-3\" after 1": tree("1-3 abc\n1 a ADP 0 root\n2-3 bc\n2 b DET 1 det\n3 c DET 1 det"),
		"ID \"one\"":         tree("one a ADP 0 root"),
		"column 2 is empty":  "1\t\t_\tX\t_\t_\t0\troot\t_\t_\n",
		"HEAD 0 of a senten": tree("1 a ADP 0 nsubj"),
	} {
		if _, err := parseConllu("f", []byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// conlluNumbers are the numbers of the set conllu for an analyser.
func conlluNumbers(t *testing.T, path string, analyze func(*text.Document) error) (map[string]float64, error) {
	t.Helper()
	docs, err := loadConllu(path)
	if err != nil {
		t.Fatal(err)
	}
	res, err := scoreConllu(t.Context(), docs, analyze)
	if err != nil {
		return nil, err
	}
	numbers := map[string]float64{}
	for _, v := range res.Values() {
		numbers[v.Name] = v.Number
	}
	return numbers, nil
}

func TestConllu(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.conllu")
	if err := os.WriteFile(path, []byte(tree(twoSentences)), 0o600); err != nil {
		t.Fatal(err)
	}
	// An analyser that misses the end of the first sentence, calls every word
	// a noun and hangs every word on the one before.
	analyze := func(d *text.Document) error {
		if d.Tokens == nil {
			for b, s := range []string{"Envoys do n't agree. Talks end.", "No"} {
				first := len(d.Tokens)
				at := d.Blocks[b].Span.Begin
				for _, w := range strings.Fields(strings.ReplaceAll(s, "end.", "end .")) {
					i := strings.Index(d.Text[at:], w) + at
					d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Begin: i, End: i + len(w)}, Sentence: b})
					at = i + len(w)
				}
				d.Sentences = append(d.Sentences, text.Sentence{Span: d.Blocks[b].Span, Block: b, First: first, Last: len(d.Tokens)})
			}
		}
		for i := range d.Tokens {
			d.Tokens[i].UPOS, d.Tokens[i].Head, d.Tokens[i].DepRel = "NOUN", i-1, "nsubj"
			if i == d.Sentences[d.Tokens[i].Sentence].First {
				d.Tokens[i].Head = -1
			}
		}
		return nil
	}
	got, err := conlluNumbers(t, path, analyze)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{
		"documents":   1,
		"sentence_tp": 1, "sentence_predicted": 2, "sentence_gold": 3,
		// Found: Envoys do n't Talks end . No; missed: "agree" and its ".".
		"word_tp": 7, "word_predicted": 8, "word_gold": 9,
		"upos_tp": 2, "uas_tp": 2, "las_tp": 0, // right heads: the last "." and "No"
		"gold_upos_tp": 2, "gold_upos_predicted": 9, "gold_uas_tp": 3, // and the first "."
		"gold_las_tp": 0, "gold_upos_f1": 2.0 / 9,
	} {
		if got[name] != want {
			t.Errorf("%s = %v, want %v", name, got[name], want)
		}
	}
	loses := func(d *text.Document) error { d.Tokens = d.Tokens[:0]; return nil }
	if _, err := conlluNumbers(t, path, loses); err == nil {
		t.Error("an analyser that drops gold words passes")
	}
}

// The splitter alone, on corpora where they are at hand.
func TestConlluSplit(t *testing.T) {
	if testing.Short() {
		t.Skip("reads corpora: run without -short")
	}
	path := corpora(t, filepath.Join("data", "lang", "ud-ewt", "en_ewt-ud-dev.conllu"))
	got, err := conlluNumbers(t, path, func(d *text.Document) error {
		if d.Tokens == nil {
			text.Split(d)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("word F1 %.4f, sentence F1 %.4f", got["word_f1"], got["sentence_f1"])
	if got["word_f1"] < .985 {
		t.Errorf("word F1 %.4f, want at least .985", got["word_f1"])
	}
}
