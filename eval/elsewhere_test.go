package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.org/readout/text"
)

const twoTexts = `
# newdoc id = a/1
1 Envoys NOUN 2 nsubj
2 met VERB 0 root SpaceAfter=No
3 . PUNCT 2 punct

1 Talks NOUN 2 nsubj
2 end VERB 0 root SpaceAfter=No
3 . PUNCT 2 punct

# newdoc id = a:1
1 Don't VERB 0 root
2 go VERB 1 xcomp
`

func TestWriteTexts(t *testing.T) {
	gold := file(t, "gold.conllu", tree(twoTexts))
	folder := filepath.Join(t.TempDir(), "new", "folder")
	res, err := Run(t.Context(), "conllu", gold, nil, Options{Texts: folder})
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := res.Get("texts"); n != 2 {
		t.Errorf("%v texts, want 2", n)
	}
	for name, want := range map[string]string{"a_1.txt": "Envoys met. Talks end.", "a_1-2.txt": "Don't go"} {
		got, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	if _, err := Run(t.Context(), "polnear", gold, nil, Options{Texts: folder}); err == nil || !strings.Contains(err.Error(), "gold, conllu and ner") {
		t.Errorf("a set without texts: error %v", err)
	}
	if _, err := Run(t.Context(), "conllu", gold, nil, Options{Texts: folder, Predictions: gold}); err == nil || !strings.Contains(err.Error(), "exclude each other") {
		t.Errorf("texts and predictions at once: error %v", err)
	}
}

func TestNameFiles(t *testing.T) {
	texts := []namedText{{name: "a b"}, {name: "A_B"}, {name: ".x"}, {name: ""}, {name: "é/../é"}, {name: "a_b-2"}}
	nameFiles(texts)
	var got []string
	for _, x := range texts {
		got = append(got, x.name)
	}
	if want := "a_b A_B-2 _.x _ __..__ a_b-2-2"; strings.Join(got, " ") != want {
		t.Errorf("names %q, want %s", got, want)
	}
}

// Another system's words: "met." is one, "Don't" is two of a multiword token
// that they do not make up, one sentence ends too early, and a word hangs on one
// of another text.
const otherSystem = `
1 Envoys NOUN 2 nsubj
2 met. VERB 0 ROOT

1 Talks NOUN 0 root

1 end VERB 0 root
2 . PUNCT 1 punct
3-4 Don't
3 Do AUX 1 aux
4 not PART 3 advmod
5 go VERB 1 conj
`

func TestConlluPredictions(t *testing.T) {
	gold := file(t, "gold.conllu", tree(twoTexts))
	res, err := Run(t.Context(), "conllu", gold, nil, Options{Predictions: file(t, "other.conllu", tree(otherSystem))})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{
		"documents":   2,
		"sentence_tp": 2, "sentence_predicted": 4, "sentence_gold": 3, // "Envoys met." and, cut off where its text begins, "Don't go"
		"word_tp": 6, "word_predicted": 8, "word_gold": 8, // Envoys Talks end . go, and one for Don't
		"upos_tp": 5, // not Don't
		"uas_tp":  2, // end, and its mark: "Envoys" hangs on a word that the gold does not have
		"las_tp":  2,
	} {
		if got, _ := res.Get(name); got != want {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
}

// A system that gives the gold back has all right, from one file or from a file
// for each text, in other white space, with its own columns of white space.
func TestConlluPredictionsPerfect(t *testing.T) {
	rows := tree(strings.ReplaceAll(twoTexts, " SpaceAfter=No", ""))
	rows = strings.Replace(rows, "1\tTalks\t_\tNOUN\t_\t_\t2", "1\t \t_\tSPACE\t_\t_\t2\tdep\t_\t_\n2\tTalks\t_\tNOUN\t_\t_\t3", 1)
	rows = strings.Replace(rows, "2\tend\t_\tVERB\t_\t_\t0", "3\tend\t_\tVERB\t_\t_\t0", 1)
	rows = strings.Replace(rows, "3\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n# newdoc id = a:1", "4\t.\t_\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n# newdoc id = a:1", 1)
	folder := t.TempDir()
	one, two, _ := strings.Cut(rows, "# newdoc id = a:1")
	for name, content := range map[string]string{"a_1.conllu": one, "a_1-2.conllu": two} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	gold := file(t, "gold.conllu", tree(twoTexts))
	for _, path := range []string{file(t, "all.conllu", rows), folder} {
		res, err := Run(t.Context(), "conllu", gold, nil, Options{Predictions: path})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"sentence_f1", "word_f1", "upos_f1", "ufeats_f1", "lemma_f1", "uas_f1", "las_f1"} {
			if got, ok := res.Get(name); !ok || got != 1 {
				t.Errorf("%s: %s = %v, want 1", filepath.Base(path), name, got)
			}
		}
	}
	more := filepath.Join(folder, "a_1-2.conllu")
	if err := os.WriteFile(more, []byte(two+"\n"+tree("1 away ADV 0 root")), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), "conllu", gold, nil, Options{Predictions: folder}); err == nil || !strings.Contains(err.Error(), more+`: "away" and what follows stand in no text`) {
		t.Errorf("a file with words of no text: error %v", err)
	}
	if err := os.Remove(more); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), "conllu", gold, nil, Options{Predictions: folder}); err == nil || !strings.Contains(err.Error(), "a_1-2.conllu") {
		t.Errorf("a text without a file: error %v", err)
	}
}

func TestPredictionsThatDoNotAlign(t *testing.T) {
	gold := file(t, "gold.conllu", tree(twoTexts))
	for want, rows := range map[string]string{
		`token 2 is "sat" where the text has "met. Talks`: "1 Envoys NOUN 2 nsubj\n2 sat VERB 0 root",
		`no token for "met. Talks end."`:                  "1 Envoys NOUN 0 root",
		"stand in no text":                                otherSystem + "6 away ADV 5 advmod",
	} {
		_, err := Run(t.Context(), "conllu", gold, nil, Options{Predictions: file(t, "x.conllu", tree(rows))})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestNERPredictions(t *testing.T) {
	folder := t.TempDir()
	gold := "Ann\tB-Person\nLee\tI-Person\nmet\tO\n\nthe\tB-Organization\nU.N.\tI-Organization\nin\tO\nNew\tB-Location\nYork\tI-Location\n.\tO\n"
	if err := os.WriteFile(filepath.Join(folder, "one.tsv"), []byte(gold), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		labels     string
		name, span PRF
	}{
		{gold, PRF{3, 3, 3}, PRF{3, 3, 3}},
		// Tokens cut otherwise; "the" left out; a type that the set does not have.
		{"Ann Lee\tB-Person\nmet\tO\nthe\tO\nU\tB-Organization\n.\tI-Organization\nN\tI-Organization\n.\tI-Organization\nin\tO\nNew\tI-GPE\nYork\tI-GPE\n.\tO\n", PRF{1, 3, 3}, PRF{2, 3, 3}},
		// B begins a new name, and so does another type.
		{"Ann\tB-Person\nLee\tB-Person\nmet\tO\nthe\tB-Organization\nU.N.\tI-Location\nin\tO\nNew\tO\nYork.\tO\n", PRF{0, 4, 3}, PRF{0, 4, 3}},
	} {
		res, err := Run(t.Context(), "ner", folder, nil, Options{Predictions: file(t, "p.tsv", c.labels)})
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]PRF{"name": c.name, "span": c.span} {
			tp, _ := res.Get(name + "_tp")
			predicted, _ := res.Get(name + "_predicted")
			of, _ := res.Get(name + "_gold")
			if got := (PRF{int(tp), int(predicted), int(of)}); got != want {
				t.Errorf("%q: %s %v, want %v", c.labels, name, got, want)
			}
		}
	}
	for _, bad := range []string{"Ann B-Person", "Ann\tPerson", "Ann\tB-Person\tO", "Ann\tB-"} {
		if _, err := Run(t.Context(), "ner", folder, nil, Options{Predictions: file(t, "p.tsv", bad)}); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

func TestCompareParsesLemmaAndFeats(t *testing.T) {
	token := func(lemma, feats string) text.Token {
		return text.Token{Span: text.Span{Begin: 0, End: 1}, Lemma: lemma, Feats: feats, Head: -1, DepRel: "root"}
	}
	for _, c := range []struct {
		gold, ours    text.Token
		lemma, ufeats int
	}{
		{token("be", "Number=Sing"), token("be", "Number=Sing"), 1, 1},
		{token("be", "Number=Sing"), token("Be", "Number=Plur"), 0, 0},
		{token("", ""), token("be", ""), 1, 1}, // no lemma in the gold: any will do
		{token("be", "NumForm=Word|NumType=Card"), token("", "NumType=Card"), 0, 1},
		{token("be", "Number=Sing|Case=Nom"), token("be", "Case=Nom|Number=Sing|Style=Arch"), 1, 1},
		{token("be", "Mood=Ind|Tense=Past"), token("be", "Mood=Ind"), 1, 0},
		{token("be", ""), token("be", "ExtPos=ADV"), 1, 1},
	} {
		whole := []text.Sentence{{First: 0, Last: 1}}
		got := compareParses(&treebank{tokens: []text.Token{c.gold}, sentences: whole}, &text.Document{Tokens: []text.Token{c.ours}, Sentences: whole})
		if got.lemma.TP != c.lemma || got.ufeats.TP != c.ufeats {
			t.Errorf("gold %q %q, ours %q %q: lemma %d, features %d right", c.gold.Lemma, c.gold.Feats, c.ours.Lemma, c.ours.Feats, got.lemma.TP, got.ufeats.TP)
		}
	}
}
