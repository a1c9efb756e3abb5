package entity

import (
	"slices"
	"strings"
	"testing"

	"example.org/readout/entity/actors"
	"example.org/readout/place"
	"example.org/readout/text"
)

// codes codes the words given of a text: "words: BLR GOV".
func codes(t testing.TB, d *text.Document, on actors.Date, words ...string) []string {
	t.Helper()
	ents := Find(d, place.Find(d))
	Identify(d, ents, actors.Default(), on)
	var spans []text.Span
	for _, w := range words {
		i := strings.LastIndex(d.Text, w)
		if i < 0 {
			t.Fatalf("%q is not in the text", w)
		}
		spans = append(spans, text.Span{Begin: i, End: i + len(w)})
	}
	var out []string
	for i, c := range Codes(d, ents, actors.Default(), spans, on) {
		out = append(out, strings.TrimSpace(words[i]+": "+strings.TrimSpace(strings.Join(c.Countries, "+")+" "+c.Sector)))
	}
	return out
}

func TestCodes(t *testing.T) {
	for _, c := range []struct {
		what, text string
		names      []string
		on         actors.Date
		want       []string
	}{
		{
			"a role stated once holds for the name and the pronoun",
			"Foreign Minister Marta Ozola of Latvia left on Monday. Ozola said she would return.",
			[]string{"Marta Ozola/Person", "Ozola/Person", "Latvia/Location"},
			"",
			[]string{"Ozola: LVA GOV", "she: LVA GOV"},
		},
		{
			"a name alone, in office on the day of publication",
			"The talks with Moscow failed. Lavrov left early.",
			[]string{"Moscow/Location", "Lavrov/Person"},
			"2019-03-01",
			[]string{"Lavrov: RUS GOV"},
		},
		{
			"the same without a date: anybody",
			"The talks with Moscow failed. Lavrov left early.",
			[]string{"Moscow/Location", "Lavrov/Person"},
			"",
			[]string{"Lavrov:"},
		},
		{
			"a surname of somebody whose country is not named: anybody",
			"The chess club met. Lavrov left early.",
			[]string{"Lavrov/Person"},
			"2019-03-01",
			[]string{"Lavrov:"},
		},
		{
			"the full name of a minister with another country's office: a namesake",
			"Mike Pompeo, the mayor of Vienna, Austria, opened a bridge. Pompeo cut a ribbon.",
			[]string{"Mike Pompeo/Person", "Pompeo/Person", "Vienna/Location", "Austria/Location"},
			"2019-03-01",
			[]string{"Pompeo: AUT GOV"},
		},
		{
			"organisations by name",
			"Hamas fired rockets. Reuters saw them land.",
			[]string{"Hamas/Organization", "Reuters/Organization"},
			"2019-03-01",
			[]string{"Hamas: PSE REB", "Reuters: GBR MED"},
		},
		{
			"a body that many countries have is not that of one which the article does not name",
			"The Labour Party of Fiji lost.",
			[]string{"Labour Party/Organization", "Fiji/Location"},
			"2019-03-01",
			[]string{"Labour Party: PTY"},
		},
		{
			"the owner in front of a name",
			"Chile's Supreme Court met.",
			[]string{"Chile/Location", "Supreme Court/Organization"},
			"2019-03-01",
			[]string{"Chile's Supreme Court: CHL JUD"},
		},
		{
			"an article about one country",
			"Kenya voted. Kenya counted. Kenyan police watched. The army stayed in its barracks.",
			[]string{"Kenya/Location", "Kenyan/NORP"},
			"2019-03-01",
			[]string{"Kenyan police: KEN COP", "The army: KEN MIL"},
		},
		{
			"an article about two",
			"Kenya and Uganda voted. Kenya counted. Uganda did not. The army stayed in its barracks.",
			[]string{"Kenya/Location", "Uganda/Location"},
			"2019-03-01",
			[]string{"The army: MIL"},
		},
	} {
		d := document(c.text, c.names...)
		var words []string
		for _, w := range c.want {
			w, _, _ = strings.Cut(w, ":")
			words = append(words, w)
		}
		if got := codes(t, d, c.on, words...); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.what, got, c.want)
		}
	}
}

func BenchmarkIdentify(b *testing.B) {
	d := document(strings.Repeat("US Secretary of State Mike Pompeo met Foreign Minister Vladimir Makei in Minsk. Pompeo said Hamas would not. The Russian Defence Ministry denied it.\n", 10),
		"Mike Pompeo/Person", "Pompeo/Person", "Vladimir Makei/Person", "Minsk/Location", "Hamas/Organization", "US/Location", "Russian Defence Ministry/Organization")
	ents := Find(d, place.Find(d))
	base := actors.Default()
	var spans []text.Span
	for i := 0; i < 40; i++ {
		n := d.Names[i%len(d.Names)]
		spans = append(spans, n.Span)
	}
	for b.Loop() {
		Identify(d, ents, base, "2019-03-01")
		Codes(d, ents, base, spans, "2019-03-01")
	}
}
