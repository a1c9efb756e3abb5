package entity

import (
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.org/readout/place"
	"example.org/readout/text"
)

// document splits a text into one block a line. Each name is "words/Type" and
// marks every occurrence of the words that no longer name holds.
func document(s string, names ...string) *text.Document {
	d := &text.Document{ID: "test", Text: s, Lang: "en"}
	at := 0
	for _, line := range strings.SplitAfter(s, "\n") {
		if t := strings.TrimSpace(line); t != "" {
			begin := at + strings.Index(line, t)
			d.Blocks = append(d.Blocks, text.Block{Span: text.Span{Begin: begin, End: begin + len(t)}, Role: text.Body})
		}
		at += len(line)
	}
	text.Split(d)
	sort.SliceStable(names, func(i, j int) bool { return len(names[i]) > len(names[j]) })
	for _, n := range names {
		words, kind, _ := strings.Cut(n, "/")
	next:
		for from := 0; ; {
			i := strings.Index(s[from:], words)
			if i < 0 {
				break
			}
			span := text.Span{Begin: from + i, End: from + i + len(words)}
			from = span.End
			for _, have := range d.Names {
				if have.Span.Overlaps(span) {
					continue next
				}
			}
			d.Names = append(d.Names, text.Name{Span: span, Type: kind, Confidence: 1})
		}
	}
	sort.Slice(d.Names, func(i, j int) bool { return d.Names[i].Span.Begin < d.Names[j].Span.Begin })
	return d
}

// list writes the entities of some types down: "Name: mention, mention".
func list(d *text.Document, types string) []string {
	var out []string
	for _, e := range Find(d, place.Find(d)) {
		if !strings.Contains(types, e.Type) {
			continue
		}
		var m []string
		for _, x := range e.Mentions {
			m = append(m, strings.Join(strings.Fields(d.Slice(x.Span)), " "))
		}
		out = append(out, e.Name+": "+strings.Join(m, ", "))
	}
	return out
}

func TestPersons(t *testing.T) {
	for _, c := range []struct {
		what, text string
		names      []string
		want       []string
	}{
		{
			"a headline's short name", "Ozola flies to Oslo\nForeign Minister Marta Ozola left on Monday. Ozola will stay.",
			[]string{"Ozola/Person", "Marta Ozola/Person"},
			[]string{"Marta Ozola: Ozola, Marta Ozola, Ozola"},
		},
		{
			"titles are no part of a name", "Mr. Per Lund spoke. Lund smiled. Dr. Lund left.",
			[]string{"Mr. Per Lund/Person", "Lund/Person", "Dr. Lund/Person"},
			[]string{"Per Lund: Per Lund, Lund, Lund"},
		},
		{
			"an initial", "Anna K. Berg and Anna Karin Berg are one.",
			[]string{"Anna K. Berg/Person", "Anna Karin Berg/Person"},
			[]string{"Anna K. Berg: Anna K. Berg, Anna Karin Berg"},
		},
		{
			"two of one last name: the bare name is neither's", "Ida Holm met Jon Holm. Later Holm spoke.",
			[]string{"Ida Holm/Person", "Jon Holm/Person", "Holm/Person"},
			[]string{"Ida Holm: Ida Holm", "Jon Holm: Jon Holm", "Holm: Holm"},
		},
		{
			"apposition before", "The finance minister, Per Lund, resigned. The minister gave no reason.",
			[]string{"Per Lund/Person"},
			[]string{"Per Lund: The finance minister, Per Lund, The minister"},
		},
		{
			"apposition after", "Per Lund, an analyst at a bank, doubts it. The analyst sees a risk.",
			[]string{"Per Lund/Person"},
			[]string{"Per Lund: Per Lund, an analyst at a bank, The analyst"},
		},
		{
			"two ministers: the minister is nobody", "Minister Ida Holm met Minister Per Lund. The minister spoke.",
			[]string{"Ida Holm/Person", "Per Lund/Person"},
			[]string{"Ida Holm: Ida Holm", "Per Lund: Per Lund"},
		},
		{
			"two ministers told apart by country", "Latvian Foreign Minister Ida Holm met Norwegian Foreign Minister Per Lund. The Norwegian minister spoke.",
			[]string{"Ida Holm/Person", "Per Lund/Person"},
			[]string{"Ida Holm: Ida Holm", "Per Lund: Per Lund, The Norwegian minister"},
		},
		{
			"he after a quotation", "Per Lund said: \"We agree.\" \"It will take time,\" he added.",
			[]string{"Per Lund/Person"},
			[]string{"Per Lund: Per Lund, he"},
		},
		{
			"gender of a given name", "Ida met Per Lund. She left.",
			[]string{"Ida/Person", "Per Lund/Person"},
			[]string{"Ida: Ida", "Per Lund: Per Lund"}, // neither name tells a gender
		},
		{
			"she is not he", "Maria Ozola met Peter Lund. She left.",
			[]string{"Maria Ozola/Person", "Peter Lund/Person"},
			[]string{"Maria Ozola: Maria Ozola, She", "Peter Lund: Peter Lund"},
		},
		{
			"two men: he is neither", "Peter Lund and Paul Holm came. He spoke.",
			[]string{"Peter Lund/Person", "Paul Holm/Person"},
			[]string{"Peter Lund: Peter Lund", "Paul Holm: Paul Holm"},
		},
		{
			"a clause is no apposition", "According to Ida Holm, the minister will resign.",
			[]string{"Ida Holm/Person"},
			[]string{"Ida Holm: Ida Holm"},
		},
		{
			"a country that was not stated", "President Ida Holm spoke. The Latvian president did not.",
			[]string{"Ida Holm/Person"},
			[]string{"Ida Holm: Ida Holm"},
		},
		{
			"nor is the next he", "Peter Lund and Paul Holm came. He spoke. He left after Lund.",
			[]string{"Peter Lund/Person", "Paul Holm/Person", "Lund/Person"},
			[]string{"Peter Lund: Peter Lund, Lund", "Paul Holm: Paul Holm"},
		},
		{
			"the leader of a country", "Latvian President Ida Holm spoke. The Latvian leader was brief.",
			[]string{"Ida Holm/Person"},
			[]string{"Ida Holm: Ida Holm, The Latvian leader"},
		},
		{
			"the one spoken of is not the speaker", "\"I told him to go,\" Peter Lund said.",
			[]string{"Peter Lund/Person"},
			[]string{"Peter Lund: Peter Lund"},
		},
		{
			"the role in full", "Deputy Head of the Border Office Ida Holm wrote first. In June the Deputy Head of the Border Office wrote again.",
			[]string{"Ida Holm/Person"},
			[]string{"Ida Holm: Ida Holm, the Deputy Head of the Border Office"},
		},
		{
			"the spokesman of another", "Per Lund left. A spokesman for Lund, Jon Holm, confirmed it.",
			[]string{"Per Lund/Person", "Lund/Person", "Jon Holm/Person"},
			[]string{"Per Lund: Per Lund, Lund", "Jon Holm: A spokesman for Lund, Jon Holm"},
		},
		{
			"a role behind a preposition is no apposition", "They spoke about the grain dispute with President of Latvia Ida Holm, Per Lund said.",
			[]string{"Ida Holm/Person", "Per Lund/Person"},
			[]string{"Ida Holm: Ida Holm", "Per Lund: Per Lund"},
		},
		{
			"a title is an office: two persons", "The former senator, Sen. Per Lund, left.",
			[]string{"Per Lund/Person"},
			[]string{"Per Lund: Per Lund"},
		},
		{
			"a list of persons is no apposition", "Ida Holm, former Latvian ambassador Per Lund and Jon Berg applied.",
			[]string{"Ida Holm/Person", "Per Lund/Person", "Jon Berg/Person"},
			[]string{"Ida Holm: Ida Holm", "Per Lund: Per Lund", "Jon Berg: Jon Berg"},
		},
		{
			"the second office is another's", "Per Lund, a judge in Riga and an aide to former Senator Ida Holm of Latvia, left.",
			[]string{"Per Lund/Person", "Ida Holm/Person"},
			[]string{"Per Lund: Per Lund, a judge in Riga", "Ida Holm: Ida Holm"},
		},
		{
			"the spokesman of an office", "A spokesman for the prime minister, Per Lund, confirmed it. The spokesman smiled.",
			[]string{"Per Lund/Person"},
			[]string{"Per Lund: A spokesman for the prime minister, Per Lund, The spokesman"},
		},
		{
			"an office that owns", "The president's office, Per Lund said, was closed.",
			[]string{"Per Lund/Person"},
			[]string{"Per Lund: Per Lund"},
		},
		{
			"he who says it has no name", "President Peter Lund spoke. The president-elect of Latvia insisted he would not meet President Peter Lund.",
			[]string{"Peter Lund/Person"},
			[]string{"Peter Lund: Peter Lund, Peter Lund"},
		},
		{
			"nor has the envoy's spokesman", "Peter Lund left. A spokesman for Lund said that he was ill.",
			[]string{"Peter Lund/Person", "Lund/Person"},
			[]string{"Peter Lund: Peter Lund, Lund"},
		},
		{
			"he who says it", "Peter Lund met Paul Holm. Holm said that he was glad.",
			[]string{"Peter Lund/Person", "Paul Holm/Person", "Holm/Person"},
			[]string{"Peter Lund: Peter Lund", "Paul Holm: Paul Holm, Holm, he"},
		},
		{
			"he is not whom he meets", "Peter Lund was in Riga. He would not meet Lund.",
			[]string{"Peter Lund/Person", "Lund/Person"},
			[]string{"Peter Lund: Peter Lund, Lund"},
		},
		{
			"the president of another country", "Latvian President Ida Holm spoke. The president of Norway did not. The president of Latvia smiled.",
			[]string{"Ida Holm/Person"},
			[]string{"Ida Holm: Ida Holm, The president of Latvia"},
		},
		{
			"where one speaks is not whose one is", "After talks in Norway with President Ida Holm the crowd left. The president of Norway was absent.",
			[]string{"Ida Holm/Person"},
			[]string{"Ida Holm: Ida Holm"},
		},
		{
			"the one elected", "President-elect Ida Holm spoke. President Per Lund listened. The president-elect was brief.",
			[]string{"Ida Holm/Person", "Per Lund/Person"},
			[]string{"Ida Holm: Ida Holm, The president-elect", "Per Lund: Per Lund"},
		},
		{
			"titles of several", "Sens. Ida Holm and Jon Berg met Reps. Per Lund, Councilman Ole Dahl and Sheriff Eva Moe.",
			[]string{"Sens. Ida Holm/Person", "Jon Berg/Person", "Reps. Per Lund/Person", "Councilman Ole Dahl/Person", "Sheriff Eva Moe/Person"},
			[]string{"Ida Holm: Ida Holm", "Jon Berg: Jon Berg", "Per Lund: Per Lund", "Ole Dahl: Ole Dahl", "Eva Moe: Eva Moe"},
		},
		{
			"a country is no part of a name", "President of Latvia Ida Holm left. Norway Per Lund stayed.",
			[]string{"President of Latvia Ida Holm/Person", "Norway Per Lund/Person"},
			[]string{"Ida Holm: Ida Holm", "Per Lund: Per Lund"},
		},
		{
			"nor is an outlet", "The dam is safe, GNA's Ida Holm-Berg reports. Ida saw it. GNA's Per Lund did not.",
			[]string{"GNA/Organization", "Ida Holm-Berg/Organization", "Ida/Person", "GNA's Per Lund/Person"},
			[]string{"Ida Holm-Berg: Ida Holm-Berg, Ida", "Per Lund: Per Lund"},
		},
	} {
		d := document(c.text, c.names...)
		if diff := cmp.Diff(c.want, list(d, "Person")); diff != "" {
			t.Errorf("%s: %s\n(-want +got)\n%s", c.what, c.text, diff)
		}
	}
}

// parse sets the parse of the one sentence of d: "relation:governor", the
// governor counted from 0, with "." for no relation of note.
func parse(d *text.Document, words string) {
	for i, w := range strings.Fields(words) {
		rel, head, ok := strings.Cut(w, ":")
		t := &d.Tokens[i]
		t.DepRel, t.Head = "dep", -1
		if ok {
			t.DepRel, t.Head = rel, int(head[0]-'0')
			if len(head) > 1 {
				t.Head = t.Head*10 + int(head[1]-'0')
			}
		} else if rel == "root" {
			t.DepRel = rel
		}
	}
}

// With a parse, the subject and what stands beside it in the clause are known.
func TestPronounsParse(t *testing.T) {
	for _, c := range []struct{ text, parse, want string }{
		{
			"Peter Lund and the visitor left, but a judge said he hoped to see him.",
			"nsubj:5 flat:0 cc:4 det:4 conj:0 root punct:10 cc:10 det:9 nsubj:10 conj:5 nsubj:12 ccomp:10 mark:14 xcomp:12 obj:14 .",
			"Peter Lund: Peter Lund", // "him": he of a judge, who has no name
		},
		{
			"Peter Lund said Monday he had seen Paul Holm.",
			"nsubj:2 flat:0 root obl:2 nsubj:6 aux:6 ccomp:2 obj:6 flat:7 .",
			"Peter Lund: Peter Lund, he",
		},
		{
			"Peter Lund met him.",
			"nsubj:2 flat:0 root obj:2 .",
			"Peter Lund: Peter Lund",
		},
		{
			"Peter Lund met his wife.",
			"nsubj:2 flat:0 root nmod:4 obj:2 .",
			"Peter Lund: Peter Lund, his",
		},
	} {
		d := document(c.text, "Peter Lund/Person", "Paul Holm/Person")
		parse(d, c.parse)
		got := ""
		for _, s := range list(d, "Person") {
			if strings.HasPrefix(s, "Peter") {
				got = s
			}
		}
		if got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestOrganisations(t *testing.T) {
	for _, c := range []struct {
		text  string
		names []string
		want  []string
	}{
		{
			"The Northern Grain Council (NGC) met. The NGC said no.",
			[]string{"Northern Grain Council/Organization", "NGC/Organization"},
			[]string{"Northern Grain Council: Northern Grain Council, NGC, NGC"},
		},
		{
			"The Council for Grain Exports met. CGE said no.",
			[]string{"The Council for Grain Exports/Organization", "CGE/Organization"},
			[]string{"Council for Grain Exports: The Council for Grain Exports, CGE"},
		},
		{
			"Great Rivers and Grain Rebels met. GR said no.",
			[]string{"Great Rivers/Organization", "Grain Rebels/Organization", "GR/Organization"},
			[]string{"Great Rivers: Great Rivers", "Grain Rebels: Grain Rebels", "GR: GR"},
		},
		{
			"NATO agreed. The U.N. did not, the United Nations said.", nil,
			[]string{"NATO: NATO", "United Nations: U.N., United Nations"},
		},
	} {
		d := document(c.text, c.names...)
		if diff := cmp.Diff(c.want, list(d, "Organization")); diff != "" {
			t.Errorf("%s\n(-want +got)\n%s", c.text, diff)
		}
	}
}

// The state, the country as a place and its people are three things.
func TestCountries(t *testing.T) {
	d := document("Riga said that Latvia and the Latvian minister would stay in Latvia with the Latvians.")
	want := []string{"Latvia: Riga, Latvia, Latvian", "Latvia: Latvia", "Latvia: Latvians"}
	if diff := cmp.Diff(want, list(d, "Location NORP")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, e := range Find(d, place.Find(d)) {
		if e.Country != "LVA" {
			t.Errorf("%+v", e)
		}
	}
}

func TestResolve(t *testing.T) {
	const s = "US Trade Envoy Marta Ozola and Per Lund met in Riga. A spokesman for Ozola said so. The Latvian government agreed. Oslo agreed. Reuters reported it. He left. Latvian officials smiled. The Grain Board's chief left."
	d := document(s, "Marta Ozola/Person", "Per Lund/Person", "Ozola/Person", "Grain Board/Organization")
	ents := Find(d, place.Find(d))
	for _, c := range []struct{ words, want string }{
		{"US Trade Envoy Marta Ozola", "Marta Ozola"},
		{"Per Lund", "Per Lund"},
		{"A spokesman for Ozola", ""},
		{"The Latvian government", "Latvia"},
		{"Oslo", "Norway"},
		{"Reuters", "Reuters"},
		{"He", ""},
		{"Latvian officials", ""},
		{"The Grain Board's chief", ""},
		{"it", ""},
	} {
		i := strings.Index(s, c.words)
		got := ""
		if e := Resolve(ents, d, text.Span{Begin: i, End: i + len(c.words)}); e != nil {
			got = e.Name
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.words, got, c.want)
		}
	}
	if e := Resolve(ents, d, text.Span{Begin: len(s), End: len(s)}); e != nil {
		t.Errorf("an empty span is %s", e.Name)
	}
}

// With a parse, the head decides: "the aide of Ozola who leads" is not Ozola.
func TestResolveParse(t *testing.T) {
	const s = "Party chief Ozola left."
	d := document(s, "Ozola/Person")
	for i := range d.Tokens {
		d.Tokens[i].Head, d.Tokens[i].DepRel = 3, "dep"
	}
	d.Tokens[0].Head, d.Tokens[1].Head = 2, 2
	d.Tokens[2].DepRel, d.Tokens[3].Head = "nsubj", -1
	ents := Find(d, place.Find(d))
	if e := Resolve(ents, d, text.Span{Begin: 0, End: 17}); e == nil || e.Name != "Ozola" {
		t.Errorf("got %+v", e)
	}
}

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		full, short string
		want        bool
	}{
		{"Marta Ozola", "Ozola", true},
		{"Marta Ozola", "Marta", true},
		{"Marta Ozola", "M. Ozola", true},
		{"Marta Ilze Ozola", "Marta Ozola", true},
		{"Lee Dae-won", "Lee", true},
		{"Marta Ozola", "Anna Ozola", false},
		{"Marta Ozola", "Marta Lund", false},
		{"Marta Ilze Ozola", "Ilze", false},
		{"Al Gray", "Al", false},
	} {
		if got := sameName(strings.Fields(c.full), strings.Fields(c.short)); got != c.want {
			t.Errorf("%s, %s: got %t", c.full, c.short, got)
		}
	}
}

// Whatever the text: mentions lie within it, in order, no two persons share
// one, IDs differ, and a second reading gives the same.
func TestFindAnyText(t *testing.T) {
	word := rapid.SampledFrom([]string{
		"Marta Ozola", "Ozola", "Per Lund", "Lund", "he", "She", "the minister", "Minister", ",", ".", "said", "of",
		"Latvia", "Latvian", "\"", "an analyst", "NATO", "the", "\n", "'s", "Grain Board", "(", "GB", ")", "é", "and",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(word, 1, 40).Draw(t, "words"), " ")
		if strings.TrimSpace(s) == "" {
			return
		}
		read := func() ([]Entity, *text.Document) {
			d := document(s, "Marta Ozola/Person", "Ozola/Person", "Per Lund/Person", "Lund/Person", "Grain Board/Organization", "GB/Organization")
			return Find(d, place.Find(d)), d
		}
		ents, d := read()
		ids := make(map[string]bool)
		owner := make(map[text.Span]bool)
		for _, e := range ents {
			if ids[e.ID] || e.Name == "" || len(e.Mentions) == 0 || e.Confidence <= 0 || e.Confidence > 1 {
				t.Fatalf("%+v in %q", e, s)
			}
			ids[e.ID] = true
			for i, m := range e.Mentions {
				if m.Span.Begin < 0 || m.Span.Len() <= 0 || m.Span.End > len(s) || i > 0 && m.Span.Begin < e.Mentions[i-1].Span.Begin {
					t.Fatalf("mention %v of %s in %q", m, e.Name, s)
				}
				if e.Type == "Person" && m.Form != Nominal {
					if owner[m.Span] {
						t.Fatalf("%q has two owners in %q", d.Slice(m.Span), s)
					}
					owner[m.Span] = true
				}
			}
		}
		again, _ := read()
		if diff := cmp.Diff(ents, again); diff != "" {
			t.Fatalf("a second reading differs: %s", diff)
		}
		for _, tok := range d.Tokens {
			Resolve(ents, d, tok.Span)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	d := document(strings.Repeat("Foreign Minister Marta Ozola met Per Lund, an analyst at the Grain Board, in Riga. He said that she had agreed. The analyst added that Latvia would wait.\n", 60),
		"Marta Ozola/Person", "Per Lund/Person", "Grain Board/Organization")
	places := place.Find(d)
	b.ReportMetric(float64(len(d.Tokens)), "words/op")
	b.ReportAllocs()
	for b.Loop() {
		Find(d, places)
	}
}
