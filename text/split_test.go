package text

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// lines makes each line of s that is not blank a block.
func lines(s string) []Block {
	var blocks []Block
	begin := 0
	for _, l := range strings.SplitAfter(s, "\n") {
		if strings.TrimSpace(l) != "" {
			blocks = append(blocks, Block{Span: Span{begin, begin + len(strings.TrimRight(l, "\n"))}, Role: Body})
		}
		begin += len(l)
	}
	return blocks
}

// shown is the split text, one sentence a string, its words parted by "|".
func shown(s string) []string {
	d := &Document{Text: s, Blocks: lines(s)}
	Split(d)
	var out []string
	for _, sent := range d.Sentences {
		var words []string
		for i := sent.First; i < sent.Last; i++ {
			words = append(words, d.Form(i))
		}
		out = append(out, strings.Join(words, "|"))
	}
	return out
}

// sentencesOf is the text of each sentence of s.
func sentencesOf(s string) []string {
	d := &Document{Text: s, Blocks: lines(s)}
	Split(d)
	var out []string
	for _, sent := range d.Sentences {
		out = append(out, d.Slice(sent.Span))
	}
	return out
}

func TestSplitWords(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"clitics", "They've said Norway's envoy can't, cannot and won't go", "They|'ve|said|Norway|'s|envoy|ca|n't|,|can|not|and|wo|n't|go"},
		{"curly clitics", "It’s the ministers’ view; he didn’t", "It|’s|the|ministers|’|view|;|he|did|n’t"},
		{"two clitics", "She wouldn't've gone", "She|would|n't|'ve|gone"},
		{"apostrophes in names", "O'Hara met Sha'lan at 5 o'clock", "O'Hara|met|Sha'lan|at|5|o'clock"},
		{"hyphens", "The Russian-American five-year-old al-Amin deal", "The|Russian|-|American|five|-|year|-|old|al|-|Amin|deal"},
		{"bound prefixes", "a pro-Western ex-minister of post-Soviet non-members e-mailed", "a|pro-Western|ex-minister|of|post-Soviet|non-members|e-mailed"},
		{"acronyms", "the U.S. and U.N. at 10 a.m. (D.C.)", "the|U.S.|and|U.N.|at|10|a.m.|(|D.C.|)"},
		{"abbreviations", "Mr. Lind and Gen. Roe of Acme Inc. paid", "Mr.|Lind|and|Gen.|Roe|of|Acme|Inc.|paid"},
		{"numbers", "30,000 of 3.5 at 12:30 on 4/5 in 2017-2018", "30,000|of|3.5|at|12:30|on|4/5|in|2017|-|2018"},
		{"abbreviations before a comma", "in Paducah, Ky., and Lund, Skan., too", "in|Paducah|,|Ky.|,|and|Lund|,|Skan.|,|too"},
		{"states", "the D-Va. and R-La. bill (Reno, Nev.) of Va.", "the|D|-|Va.|and|R|-|La.|bill|(|Reno|,|Nev.|)|of|Va|."},
		{"No.", "Article No. 5 says no.", "Article|No.|5|says|no|."},
		{"money", "$5 or US$7.5m, €3 and 30% of £2bn", "$|5|or|US$|7.5|m|,|€|3|and|30|%|of|£|2|bn"},
		{"dashes", "peace—or war – at last... he left --", "peace|—|or|war|–|at|last|...|he|left|--"},
		{"addresses", "see https://a.example/x?y=1, news@b.example, Kurier.by and @envoy on #talks.", "see|https://a.example/x?y=1|,|news@b.example|,|Kurier.by|and|@envoy|on|#talks|."},
		{"glued quotes", "so on, ”Berg said", "so|on|,|”|Berg|said"},
		{"a missing space", "in 2019.What next", "in|2019|.¶What|next"},
		{"decades", "the 1990s, the 90's and '68", "the|1990s|,|the|90's|and|'68"},
		{"joined firms", "AT&T and R&D", "AT&T|and|R&D"},
		{"phone", "call 800-555-0100 now", "call|800-555-0100|now"},
		{"slashes", "and/or Smith/Jones", "and|/|or|Smith|/|Jones"},
		{"clitics without a mark", "im glad thats done, cant stop; Im Sook and Ive left", "i|m|glad|that|s|done|,|ca|nt|stop|;|Im|Sook|and|Ive|left"},
		{"faces", "fine :) =( ^_^ >:( xD (: :/ ok (x)", "fine|:)|=(|^_^|>:(|xD|(:|:/|ok|(|x|)"},
		{"units", "5km at 9am", "5|km|at|9|am"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(shown(c.in), "¶"); got != c.want {
				t.Errorf("words of %q\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

func TestSplitSentences(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "He came. She left! Why? Nobody knows.", "He came.¶She left!¶Why?¶Nobody knows."},
		{"acronym inside", "The U.S. Secretary of State left the U.S. The talks go on.", "The U.S. Secretary of State left the U.S.¶The talks go on."},
		{"titles", "Gen. Ohr met Mr. Vahl on Jan. 5. Sen. Moe did not.", "Gen. Ohr met Mr. Vahl on Jan. 5.¶Sen. Moe did not."},
		{"initials", "J. P. Dahl and George W. Holm met. It was Plan B. The rest is known.", "J. P. Dahl and George W. Holm met.¶It was Plan B.¶The rest is known."},
		{"numbers", "Prices rose 3.5 percent. 20 firms closed.", "Prices rose 3.5 percent.¶20 firms closed."},
		{"numbered points", "1. The fleet leaves. 2. The port reopens.", "1. The fleet leaves.¶2. The port reopens."},
		{"a quoted question", "“Why now?” Holm asked. “Why here?” he said.", "“Why now?” Holm asked.¶“Why here?” he said."},
		{"a closing mark left over", "“All you need is to call. ” Then he left.", "“All you need is to call. ”¶Then he left."},
		{"a closing mark at the end", "It is \"normal\" to trade with the neighbours. \"", "It is \"normal\" to trade with the neighbours. \""},
		{"glued straight marks", "\"It is done, \"Dahl said. \"It will hold. \"He left.", "\"It is done, \"Dahl said.¶\"It will hold. \"¶He left."},
		{"glued curly marks", "“It is done, ”Dahl said. ”It will hold.", "“It is done, ”Dahl said. ”¶It will hold."},
		{"a quotation resumed", "\"We act,\" she said. \"We do not wait.\"", "\"We act,\" she said.¶\"We do not wait.\""},
		{"a dash resumes", "Ours is a free state, the agency quotes him. - Our ports are open.", "Ours is a free state, the agency quotes him.¶- Our ports are open."},
		{"a dash inside", "Talks failed - again - in Oslo. Nobody - not one - came.", "Talks failed - again - in Oslo.¶Nobody - not one - came."},
		{"a missing space", "The talks ended in 2019.Nobody signed.He left.", "The talks ended in 2019.¶Nobody signed.¶He left."},
		{"addresses", "Write to Mary.Holm@news.example or see http://www.FreePress.example/a now.", "Write to Mary.Holm@news.example or see http://www.FreePress.example/a now."},
		{"a site", "Kurier.by and News.Com reported it. Nobody else did.", "Kurier.by and News.Com reported it.¶Nobody else did."},
		{"lines are blocks", "Results of the talks\nThe head was kind.\n\n© A. Lens / Agency", "Results of the talks¶The head was kind.¶© A. Lens / Agency"},
		{"note marks", "The bill passed.[1] It was signed. [2] Then it lapsed.", "The bill passed.[1]¶It was signed. [2]¶Then it lapsed."},
		{"etc.", "Tanks, guns, etc. were sold. Guns, tanks, etc. The list is long.", "Tanks, guns, etc. were sold.¶Guns, tanks, etc.¶The list is long."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(sentencesOf(c.in), "¶"); got != c.want {
				t.Errorf("sentences of %q\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

// A block that a program wrapped at a fixed width goes on from line to line;
// short lines stand for themselves.
func TestSplitWrappedLines(t *testing.T) {
	in := "The delegation arrived late in the evening at the port of\nGdansk and left again. The next day\nit rained.\nNorth Hall\nRoom 4"
	d := &Document{Text: in, Blocks: []Block{{Span: Span{0, len(in)}, Role: Body}}}
	Split(d)
	var got []string
	for _, s := range d.Sentences {
		got = append(got, d.Slice(s.Span))
	}
	want := []string{
		"The delegation arrived late in the evening at the port of\nGdansk and left again.",
		"The next day\nit rained.", "North Hall", "Room 4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSplitAgain(t *testing.T) {
	d := &Document{Text: "One. Two.", Blocks: lines("One. Two.")}
	Split(d)
	first := append([]Token(nil), d.Tokens...)
	Split(d)
	if diff := cmp.Diff(first, d.Tokens); diff != "" {
		t.Errorf("the second call gives other tokens:\n%s", diff)
	}
	if d.Tokens[2].Sentence != 1 || d.Tokens[2].Head != -1 {
		t.Errorf("token 2 = %+v, want sentence 1, head -1", d.Tokens[2])
	}
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkSplit holds a split document to what [Split] promises.
func checkSplit(t failer, d *Document) {
	t.Helper()
	covered := make([]bool, len(d.Text))
	end, block := 0, 0
	for i, s := range d.Sentences {
		if s.Span.Begin < end || s.Span.Len() <= 0 || s.Block < block {
			t.Fatalf("sentence %d %v: out of order in %q", i, s.Span, d.Text)
		}
		if !d.Blocks[s.Block].Span.Covers(s.Span) {
			t.Fatalf("sentence %d %v leaves its block in %q", i, s.Span, d.Text)
		}
		if got := d.Slice(s.Span); got != strings.TrimSpace(got) {
			t.Fatalf("sentence %d has spaces around it: %q", i, got)
		}
		if i > 0 && s.First != d.Sentences[i-1].Last || s.First >= s.Last || s.Last > len(d.Tokens) {
			t.Fatalf("sentence %d has tokens %d to %d", i, s.First, s.Last)
		}
		end, block = s.Span.End, s.Block
	}
	end = 0
	for i, k := range d.Tokens {
		if k.Span.Begin < end || k.Span.Len() <= 0 {
			t.Fatalf("token %d %v: out of order in %q", i, k.Span, d.Text)
		}
		if s := d.Sentences[k.Sentence]; !s.Span.Covers(k.Span) || i < s.First || i >= s.Last {
			t.Fatalf("token %d is not in its sentence %d in %q", i, k.Sentence, d.Text)
		}
		if strings.ContainsFunc(d.Form(i), unicode.IsSpace) {
			t.Fatalf("token %d %q holds a space", i, d.Form(i))
		}
		for b := k.Span.Begin; b < k.Span.End; b++ {
			covered[b] = true
		}
		end = k.Span.End
	}
	for _, b := range d.Blocks {
		for i, r := range d.Text[b.Span.Begin:b.Span.End] {
			if !unicode.IsSpace(r) && !covered[b.Span.Begin+i] {
				t.Fatalf("%q at %d is in no token of %q", r, b.Span.Begin+i, d.Text)
			}
		}
	}
}

func TestSplitInvariants(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		" ", "  ", "\n", "\u00a0", ".", "..", "…", ",", "?", "!", "\"", "“", "”", "'", "’", "‘", "''", "-", " - ", "—", "(", ")", "[", "]",
		"U.S.", "Mr.", "No.", "etc.", "a.m.", "e.g.", "Inc.", "J.", "Berg", "said", "he", "The", "can't", "cannot", "it’s", "n't", "'s",
		"al-Amin", "re-elect", "30,000", "3.5", "5", "%", "$", "US$", "9am", "2019.", "a@b.org", "http://x.org/a.", "x.org", "#tag", "@who",
		"é", "Минск", "明", "\u0301", "👍🏽", "\u200d", "\ufffd", "&", "/", "1)", "[2]",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "pieces"), "")
		d := &Document{Text: s, Blocks: lines(s)}
		if rapid.Bool().Draw(t, "one block") {
			d.Blocks = []Block{{Span: Span{0, len(s)}}}
		}
		Split(d)
		checkSplit(t, d)
	})
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"", " \n ", "“It is done, ”Dahl said. ”It will hold.", "The U.S. left.[1] He said. - Our ports", "a\xffb\xc3. \"", "2019.What’s '90s?",
		"http://.. @ # .5 n't ''' ``x'' 1-2-3", "\"\"\"", "A.B.C.D. e.g.the (a.) [George W.] Bush",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := &Document{Text: s, Blocks: lines(s)}
		Split(d)
		checkSplit(t, d)
	})
}

// data is the folder of corpora, "" where this machine has none.
func data(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("READOUT_DATA"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			if shared := filepath.Join(dir, "..", "shared"); isDir(shared) {
				return shared
			}
			break
		}
	}
	t.Skip("no corpora: set READOUT_DATA to the folder that holds data/lang")
	return ""
}

func isDir(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// The sentences of running prose: paragraphs whose sentences all begin like one
// and end with a full stop, question or exclamation mark. Headings, lists and
// captions are told apart by their lines, before Split sees them.
func TestSplitCorpora(t *testing.T) {
	if testing.Short() {
		t.Skip("reads corpora: run without -short")
	}
	dir := filepath.Join(data(t), "data", "lang")
	for _, c := range []struct {
		name, glob string
		floor      float64
	}{
		{"GUM news", "gum/dep/GUM_news_*.conllu", .99},
		{"EWT dev", "ud-ewt/en_ewt-ud-dev.conllu", .99},
	} {
		files, err := filepath.Glob(filepath.Join(dir, c.glob))
		if err != nil || len(files) == 0 {
			t.Skipf("no %s: set READOUT_DATA to the folder that holds data/lang", c.glob)
		}
		var both, gold, ours int
		for _, f := range files {
			for _, p := range prose(t, f) {
				ends := map[int]bool{}
				d := &Document{Text: p.text, Blocks: []Block{{Span: Span{0, len(p.text)}}}}
				Split(d)
				checkSplit(t, d)
				for _, s := range d.Sentences {
					ends[s.Span.End] = true
				}
				for _, e := range p.ends {
					if ends[e] {
						both++
					}
				}
				gold += len(p.ends)
				ours += len(d.Sentences)
			}
		}
		f1 := 2 * float64(both) / float64(gold+ours)
		t.Logf("%s: %d sentences, boundary F1 %.4f", c.name, gold, f1)
		if f1 < c.floor {
			t.Errorf("%s: boundary F1 %.4f, want at least %.2f", c.name, f1, c.floor)
		}
	}
}

type paragraph struct {
	text string
	ends []int
}

// prose rebuilds the paragraphs of running prose of a CoNLL-U file.
func prose(t *testing.T, file string) []paragraph {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []paragraph
	var cur *paragraph
	glue := false // the last word has no space behind it
	for _, block := range strings.Split(string(raw), "\n\n") {
		newPar, txt, noSpace := false, "", false
		for _, l := range strings.Split(block, "\n") {
			switch {
			case strings.HasPrefix(l, "# newpar"), strings.HasPrefix(l, "# newdoc"):
				newPar = true
			case strings.HasPrefix(l, "# text = "):
				txt = strings.TrimSpace(l[len("# text = "):])
			case !strings.HasPrefix(l, "#"):
				noSpace = strings.Contains(l, "SpaceAfter=No")
			}
		}
		if txt == "" {
			continue
		}
		if newPar || cur == nil {
			out = append(out, paragraph{})
			cur = &out[len(out)-1]
		} else if !glue {
			cur.text += " "
		}
		cur.text += txt
		cur.ends = append(cur.ends, len(cur.text))
		glue = noSpace
	}
	kept := out[:0]
	for _, p := range out {
		begin, ok := 0, true
		for _, e := range p.ends {
			s := strings.TrimSpace(p.text[begin:e])
			last := strings.TrimRight(s, `"”’')]`)
			first := strings.TrimLeft(s, `"“‘'([`)
			stop, _ := utf8.DecodeLastRuneInString(last)
			ok = ok && strings.ContainsRune(".?!…", stop) &&
				first != "" && (unicode.IsUpper(rune(first[0])) || unicode.IsDigit(rune(first[0])))
			begin = e
		}
		if ok {
			kept = append(kept, p)
		}
	}
	return kept
}
