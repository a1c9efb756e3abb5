package place

import (
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.org/readout/text"
)

// document splits a text into one block a line. Each name is "words/Type" and
// marks every occurrence of the words.
func document(s string, names ...string) *text.Document {
	d := &text.Document{Text: s, Lang: "en"}
	at := 0
	for _, line := range strings.SplitAfter(s, "\n") {
		if t := strings.TrimSpace(line); t != "" {
			begin := at + strings.Index(line, t)
			d.Blocks = append(d.Blocks, text.Block{Span: text.Span{Begin: begin, End: begin + len(t)}, Role: text.Body})
		}
		at += len(line)
	}
	text.Split(d)
	for _, n := range names {
		words, kind, _ := strings.Cut(n, "/")
		for from := 0; ; {
			i := strings.Index(s[from:], words)
			if i < 0 {
				break
			}
			d.Names = append(d.Names, text.Name{Span: text.Span{Begin: from + i, End: from + i + len(words)}, Type: kind, Confidence: 1})
			from += i + len(words)
		}
	}
	sort.Slice(d.Names, func(i, j int) bool { return d.Names[i].Span.Begin < d.Names[j].Span.Begin })
	return d
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text  string
		names []string
		want  []string // "words sense country"
	}{
		{text: "The minister flew to Minsk on Monday.", want: []string{"Minsk place BLR"}},
		{text: "Minsk said the talks had failed.", want: []string{"Minsk government BLR"}},
		{text: "A deal between Minsk and Riga is near.", want: []string{"Minsk government BLR", "Riga government LVA"}},
		{text: "Protests went on in Minsk and Riga.", want: []string{"Minsk place BLR", "Riga place LVA"}},
		{text: "The Latvian minister met Belarusians.", want: []string{"Latvian adjective LVA", "Belarusians people BLR"}},
		{text: "Many Swiss said no.", want: []string{"Swiss people CHE"}},
		{text: "Swedish and Finnish officers took part.", want: []string{"Swedish adjective SWE", "Finnish adjective FIN"}},
		{text: "Latvia recalled its ambassador.", want: []string{"Latvia government LVA"}},
		{text: "Latvia's parliament voted.", want: []string{"Latvia government LVA"}},
		{text: "Storms hit Latvia's coast.", want: []string{"Latvia place LVA"}},
		{text: "The president of Latvia spoke.", want: []string{"Latvia government LVA"}},
		{text: "The people of Latvia voted.", want: []string{"Latvia place LVA"}},
		{text: "They met near the border with Latvia.", want: []string{"Latvia place LVA"}},
		{text: "A US official spoke to us.", want: []string{"US government USA"}},
		{text: "The U.S. Embassy in Riga was closed.", want: []string{"U.S. organisation USA", "Riga place LVA"}},
		{text: "The Kremlin denied it.", want: []string{"Kremlin government RUS"}},
		{text: "She was received at the Kremlin.", want: []string{"Kremlin place RUS"}},
		{text: "RIGA, Latvia — The talks ended.", want: []string{"RIGA place LVA", "Latvia place LVA"}},
		{text: "He spoke in French about trade."},
		{text: "We told us all about it."},
		{text: "Reading the paper in Split, Croatia, he laughed.", want: []string{"Split place HRV", "Croatia place HRV"}},
		{text: "Paris Meyer resigned.", names: []string{"Paris Meyer/Person"}},
		{text: "He joined the Minsk Tractor Club.", names: []string{"Minsk Tractor Club/Organization"}, want: []string{"Minsk organisation BLR"}},
		{text: "The Swiss village of Obertal lies high.", names: []string{"Obertal/Location"}, want: []string{"Swiss adjective CHE", "Obertal place CHE"}},
		{text: "They stayed in Obertal.", names: []string{"Obertal/Location"}, want: []string{"Obertal place "}},
		{text: "North Korea agreed. The North will send a team.", want: []string{"North Korea government PRK", "North government PRK"}},
		{text: "The North will send a team."},
		{text: "She toured Minsk today.", want: []string{"Minsk place BLR"}},
		{text: "He arrived in Riga Monday.", want: []string{"Riga place LVA"}},
		{text: "They travelled to Latvia last week.", want: []string{"Latvia place LVA"}},
		{text: "She visited Latvia troops.", want: []string{"Latvia government LVA"}},
		{text: "Sens. Per Lund (D-Hawaii), Ida Holm (R-Texas) and Jon Berg (D-Mo.) left Riga.", names: []string{"D-Hawaii/Location", "Texas/Location", "D-Mo./Person"}, want: []string{"Riga place LVA"}},
		{text: "Sen. Per Lund, R-Texas, left Riga.", names: []string{"R-Texas/Location"}, want: []string{"Riga place LVA"}},
	} {
		var got []string
		d := document(c.text, c.names...)
		for _, p := range Find(d) {
			got = append(got, d.Slice(p.Span)+" "+string(p.Sense)+" "+p.Country)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s\n(-want +got)\n%s", c.text, diff)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		text  string
		names []string
		want  []string
	}{
		{"Latvia agreed.", []string{"Latvia/Person"}, []string{"Latvia/Location"}},
		{"She met Jordan Berg. Later the aides saw Berg.", []string{"Jordan Berg/Person"}, []string{"Jordan Berg/Person", "Berg/Person"}},
		{"The President of Latvia Ida Holm spoke.", []string{"Latvia Ida Holm/Person"}, []string{"Latvia/Location", "Ida Holm/Person"}},
		{"He saw Prime Minister Holm and Dr. Berg.", nil, []string{"Holm/Person", "Berg/Person"}},
		{"US Trade Secretary Per Lund came.", []string{"Secretary Per Lund/Person"}, []string{"US/Location", "Per Lund/Person"}},
		{"The UAPX was passed.", []string{"UAPX/Person"}, []string{"UAPX/Organization"}},
		{"Grain Board members met. The press wrote of Grain Board plans.", []string{"Grain Board/Organization"}, []string{"Grain Board/Organization", "Grain Board/Organization"}},
		{"They met in Punta del Oro.", []string{"Punta/Location", "del/Location", "Oro/Location"}, []string{"Punta del Oro/Location"}},
		{"Some dockers left the Southern Board.", []string{"dockers/Person", "Southern/Location"}, nil},
		{"NATO and Reuters", nil, []string{"NATO/Organization", "Reuters/Organization"}},
		{"In Riga, President Holm left.", []string{"Riga, President Holm/Person"}, []string{"Riga/Location", "Holm/Person"}},
	} {
		d := document(c.text, c.names...)
		var got []string
		for _, n := range Names(d) {
			got = append(got, d.Slice(n.Span)+"/"+n.Type)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s\n(-want +got)\n%s", c.text, diff)
		}
	}
}

func TestForEvent(t *testing.T) {
	for _, c := range []struct{ text, trigger, want string }{
		{"The ministers met in Minsk on Monday.", "met", "Minsk, Belarus"},
		{"He visited Latvia in May.", "visited", "Latvia"},
		{"Her trip to Riga was short.", "trip", "Riga, Latvia"},
		{"In Minsk, the ministers signed a treaty.", "signed", "Minsk, Belarus"},
		{"The summit in Vilnius ended.", "summit", "Vilnius, Lithuania"},
		{"Rebels attacked a convoy of lorries in Mali.", "attacked", "Mali"},
		{"They invaded Georgia in 2008.", "invaded", "Georgia"},
		{"Two rockets were fired from Lebanon.", "fired", "Lebanon"},
		{"The ministers discussed the crisis in Mali.", "discussed", ""},
		{"Minsk condemned the attack.", "condemned", ""},
		{"RIGA, Latvia — The ministers met.", "met", ""},
		{"Latvia expelled two diplomats.", "expelled", ""},
		{"He condemned what, he said, happened in Minsk.", "condemned", ""},
		{"The minister met a friend of the envoy who lives in Minsk.", "met", ""},
	} {
		d := document(c.text)
		i := strings.Index(c.text, c.trigger)
		got := ""
		if p := ForEvent(d, Find(d), text.Span{Begin: i, End: i + len(c.trigger)}); p != nil {
			got = p.Full()
		}
		if got != c.want {
			t.Errorf("%s at %q: got %q, want %q", c.text, c.trigger, got, c.want)
		}
	}
}

// With a parse, a name belongs to the trigger that it hangs on, however far.
func TestForEventParse(t *testing.T) {
	d := document("They signed the treaty on trade and transport after the talks in Minsk.")
	for i := range d.Tokens {
		d.Tokens[i].DepRel, d.Tokens[i].Head = "dep", 1
	}
	minsk, talks := -1, -1
	for i := range d.Tokens {
		switch d.Form(i) {
		case "Minsk":
			minsk = i
		case "talks":
			talks = i
		}
	}
	d.Tokens[minsk].Head, d.Tokens[minsk].DepRel = talks, "nmod"
	places := Find(d)
	if p := ForEvent(d, places, d.Tokens[1].Span); p != nil {
		t.Errorf("signed in %s", p.Name)
	}
	if p := ForEvent(d, places, d.Tokens[talks].Span); p == nil {
		t.Error("no place for the talks")
	}
}

func TestGazetteer(t *testing.T) {
	for name, want := range map[string]string{
		"the United States": "USA", "U.K.": "GBR", "Türkiye": "TUR", "Kyiv": "UKR", "Kiev": "UKR", "Swiss": "CHE",
		"Kosovo": "XKX", "Crimea": "UKR", "Kashmir": "", "Korean": "", "Gaza": "PSE", "Ivorian": "CIV",
	} {
		e, ok := Lookup(name)
		if !ok || e.Country != want {
			t.Errorf("%s: %+v, want %q", name, e, want)
		}
	}
	for iso, want := range map[string]string{
		"USA": "United States", "GBR": "United Kingdom", "TUR": "Turkey", "KOR": "South Korea", "PRK": "North Korea",
		"GEO": "Georgia", "UKR": "Ukraine", "COD": "Democratic Republic of the Congo", "HKG": "Hong Kong", "XKX": "Kosovo", "": "",
	} {
		if got := CountryName(iso); got != want {
			t.Errorf("%s: %q, want %q", iso, got, want)
		}
	}
	if _, ok := Lookup("us"); ok {
		t.Error(`"us" is a pronoun`)
	}
	for name, e := range open().names {
		switch e.Kind {
		case KindCountry, KindCapital, KindSeat, KindSite, KindCity, KindRegion, KindContinent, KindSea, KindAdjective, KindPeople, KindOrganisation:
		default:
			t.Errorf("%s: kind %q", name, e.Kind)
		}
		if e.Country != "" && len(e.Country) != 3 || e.Country != "" && CountryName(e.Country) == "" {
			t.Errorf("%s: country %q", name, e.Country)
		}
	}
	if len(table) > 1<<20 {
		t.Errorf("the gazetteer has %d bytes", len(table))
	}
}

// Whatever the text, places are in order, apart, within it and have a sense.
func TestFindAnyText(t *testing.T) {
	word := rapid.SampledFrom([]string{
		"Minsk", "the", "U.S.", "Latvian", "and", ",", "in", "North", "Korea", "South Korea", "said", "'s", "—", "\n",
		"of", "Split", "Washington, D.C.", "visit", "to", "Embassy", "Europe", "-", "#", "“", ".", "é", "Paris",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(word, 1, 30).Draw(t, "words"), " ")
		if strings.TrimSpace(s) == "" {
			return
		}
		d := document(s, "Paris/Person", "Split/Location")
		places := Find(d)
		at := 0
		for _, p := range places {
			if p.Span.Begin < at || p.Span.Len() <= 0 || p.Span.End > len(s) {
				t.Fatalf("%v after %d in %q", p.Span, at, s)
			}
			at = p.Span.End
			if p.Sense == "" || p.Rule == "" || p.Name == "" || p.Confidence <= 0 || p.Confidence > 1 {
				t.Fatalf("%+v in %q", p, s)
			}
		}
		for _, tok := range d.Tokens {
			ForEvent(d, places, tok.Span)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	d := document(strings.Repeat("The Latvian minister flew from Riga to Minsk on Monday for talks with President Ana Petrova, who had said that Belarus wanted better relations with the United States and its neighbours in the European Union.\n", 50))
	Find(d)
	b.ReportMetric(float64(len(d.Tokens)), "words/op")
	b.ReportAllocs()
	for b.Loop() {
		Find(d)
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		load()
	}
}
