package actors

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFind(t *testing.T) {
	b := Default()
	for _, c := range []struct{ name, on, id, why string }{
		{"Belarus", "", "BLR", "name"},
		{"belarus", "", "BLR", "name"},
		{"the United Kingdom", "", "GBR", "name"},
		{"U.S.", "", "USA", "acronym"},
		{"Türkiye", "", "TUR", "alias"},
		{"Tübingen", "", "", ""},
		{"Dutch", "", "NLD", "adjective"},
		{"Ukrainians", "", "UKR", "demonym"},
		{"Minsk", "", "BLR", "capital"},
		{"Swaziland", "2010-01-01", "SWZ", "former"},
		{"USSR", "", "SUN", "acronym"},
		{"Kremlin", "", "seat/kremlin", "name"},
		{"Foggy Bottom", "", "seat/foggy-bottom", "name"},
		{"NATO", "", "org/north-atlantic-treaty-organization", "acronym"},
		{"al-Shabab", "", "org/al-shabaab", "alias"},
		{"Hizbullah", "", "org/hezbollah", "alias"},
		{"Pompeo", "", "person/mike-pompeo", "surname"},
		{"Aleksandr Lukashenko", "", "person/alexander-lukashenko", "alias"},
		{"Sviatlana Tsikhanouskaya", "", "person/svetlana-tikhanovskaya", "alias"},
	} {
		hits := b.Find(c.name, Date(c.on))
		switch {
		case len(hits) == 0 && c.id != "":
			t.Errorf("%s: not found", c.name)
		case len(hits) > 0 && (hits[0].Entry.ID != c.id || hits[0].Why != c.why):
			t.Errorf("%s: %s (%s), want %s (%s)", c.name, hits[0].Entry.ID, hits[0].Why, c.id, c.why)
		}
	}
}

// A name that was not in use on the date comes last and says so.
func TestFindByDate(t *testing.T) {
	b := Default()
	hits := b.Find("Macedonia", "2021-01-01")
	if len(hits) == 0 || hits[0].When != No {
		t.Errorf("Macedonia in 2021: %v, want a name out of use", hits)
	}
	hits = b.Find("Macedonia", "2015-06-01")
	if len(hits) == 0 || hits[0].Entry.ID != "MKD" || hits[0].When != Yes {
		t.Errorf("Macedonia in 2015: %v", hits)
	}
}

func TestStates(t *testing.T) {
	b := Default()
	for _, c := range []struct{ id, property, want string }{
		{"BLR", "cow", "370"},
		{"DEU", "cow", "255"},
		{"DEU", "gw", "260"},
		{"BLR", "fips", "BO"},
		{"BLR", "iso2", "BY"},
		{"BLR", "wikidata", "Q184"},
		{"TLS", "cameo", "TMP"},
		{"PSE", "cameo", "PSE"},
		{"SUN", "successor", "RUS"},
		{"GRL", "belongs_to", "DNK"},
		{"area/crimea", "controlled_by", "RUS"},
		{"XKX", "claimed_by", "XKX"},
		{"org/tass", "state_media", "state-controlled"},
		{"org/tass", "wire_family", "TASS"},
	} {
		e := b.Entry(c.id)
		if e == nil {
			t.Fatalf("no entry %s", c.id)
		}
		if got := e.Value(c.property, ""); got != c.want {
			t.Errorf("%s: %s is %q, want %q", c.id, c.property, got, c.want)
		}
	}
	if b.Entry("nowhere") != nil {
		t.Error("an entry for an ID that is none")
	}
}

func TestSectorByDate(t *testing.T) {
	taliban := Default().Entry("org/taliban")
	for on, want := range map[Date]string{"2015-01-01": "REB", "2022-01-01": "GOV", "": ""} {
		if got := taliban.Sector(on); got != want {
			t.Errorf("Taliban on %q: %q, want %q", on, got, want)
		}
	}
}

func TestOffice(t *testing.T) {
	b := Default()
	for _, c := range []struct{ of, role, on, want string }{
		{"USA", "secretary of state", "2019-05-01", "person/mike-pompeo"},
		{"USA", "foreign minister", "2019-05-01", "person/mike-pompeo"},
		{"USA", "secretary of state", "2018-04-26", "person/mike-pompeo"},
		{"USA", "secretary of state", "2018-04-25", "person/john-j-sullivan"},
		{"USA", "president", "2016-11-30", "person/barack-obama"},
		{"USA", "head of government", "2021-03-01", "person/joe-biden"},
		{"org/central-intelligence-agency", "director", "2017-06-01", "person/mike-pompeo"},
		{"BLR", "foreign minister", "2022-11-25", "person/vladimir-makei"},
		{"BLR", "foreign minister", "2022-12-01", ""},
		{"GBR", "prime minister", "2019-07-24", "person/boris-johnson"},
		{"DEU", "chancellor", "2020-01-01", "person/angela-merkel"},
		{"RUS", "president", "2010-01-01", "person/dmitry-medvedev"},
		{"RUS", "premier", "2010-01-01", "person/vladimir-putin"},
		{"USA", "under secretary of state for political affairs", "2020-02-01", "person/david-hale"},
		{"USA", "deputy secretary of state", "2020-02-01", "person/stephen-biegun"},
		{"org/north-atlantic-treaty-organization", "secretary general", "2020-01-01", "person/jens-stoltenberg"},
		{"GBR", "president", "2019-07-24", ""},
		{"BLR", "astronaut", "2019-07-24", ""},
	} {
		got := ""
		if terms := b.Office(c.of, c.role, Date(c.on)); len(terms) > 0 && terms[0].On(Date(c.on)) == Yes {
			got = terms[0].Person
		}
		if got != c.want {
			t.Errorf("%s %s on %s: %q, want %q", c.of, c.role, c.on, got, c.want)
		}
	}
}

func TestHolder(t *testing.T) {
	var got []string
	for _, x := range Default().Holder("person/mike-pompeo", "") {
		got = append(got, string(x.From)+" "+x.Title)
	}
	want := []string{"2017-01-23 director", "2018-04-26 secretary of state"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := Default().Holder("person/mike-pompeo", "2016-01-01"); len(got) > 0 {
		t.Errorf("in 2016: %v", got)
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		on, from, to, seen Date
		want               Certainty
	}{
		{"", "2000", "2001", "", Yes},
		{"2018-04-26", "2018-04-26", "2021-01-20", "", Yes},
		{"2021-01-20", "2018-04-26", "2021-01-20", "", No},
		{"2018-04", "2018-04-26", "2021-01-20", "", Maybe},
		{"2018-05", "2018-04-26", "2021-01-20", "", Yes},
		{"2020-09-10", "2020-09", "", "2021", Maybe},
		{"2020-10-01", "2020-09", "", "2021", Yes},
		{"2022-10-01", "2020-09", "", "2021-05-01", Maybe},
		{"2020-08-31", "2020-09", "", "", No},
		{"2020-09-10", "2020-01", "2020-09", "", Maybe},
		{"2020-10-01", "2020-01", "2020-09", "", No},
		{"1999", "", "", "", Yes},
	} {
		if got := within(c.on, c.from, c.to, c.seen); got != c.want {
			t.Errorf("%s in [%s, %s) seen %s: %d, want %d", c.on, c.from, c.to, c.seen, got, c.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2018", "2018-04", "2018-04-26"} {
		if d, err := ParseDate(s); err != nil || string(d) != s {
			t.Errorf("%s: %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "yesterday", "2018-13", "2018-02-30", "26.4.2018"} {
		if _, err := ParseDate(s); err == nil {
			t.Errorf("%s is taken for a date", s)
		}
	}
}

// The tables are sorted, whole and point only to what there is.
func TestTables(t *testing.T) {
	ids := make(map[string]bool)
	for id := range column(factTable) {
		if ids[id] {
			t.Errorf("facts.tsv: %s stands in two places", id)
		}
		ids[id] = true
	}
	kinds := append([]string{KindState, KindArea, KindFormer, KindSeat, KindPerson}, OrganisationKinds()...)
	var sectors []string
	for _, s := range Sectors() {
		sectors = append(sectors, s[0])
	}
	check := func(name, table string, columns int, each func(r []string)) {
		last := ""
		for line := range strings.Lines(table) {
			r := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(r) != columns {
				t.Fatalf("%s: %q: %d columns, want %d", name, line, len(r), columns)
			}
			if r[0] < last {
				t.Fatalf("%s: %q stands after %q", name, r[0], last)
			}
			last = r[0]
			each(r)
		}
	}
	dates := func(from, to string) {
		for _, d := range []string{from, to} {
			if _, err := ParseDate(d); d != "" && err != nil {
				t.Error(err)
			}
		}
		if from != "" && to != "" && Date(to).last() < Date(from).first() {
			t.Errorf("%s lies before %s", to, from)
		}
	}
	check("facts.tsv", factTable, 6, func(r []string) {
		dates(r[3], r[4])
		switch {
		case r[1] == "kind" && !slices.Contains(kinds, r[2]),
			r[1] == "sector" && !slices.Contains(sectors, r[2]),
			(r[1] == "country" || r[1] == "belongs_to" || r[1] == "successor" || r[1] == "claimed_by") && !ids[r[2]],
			r[5] == "":
			t.Errorf("facts.tsv: %q", r)
		}
	})
	check("names.tsv", nameTable, 6, func(r []string) {
		dates(r[4], r[5])
		if !ids[r[1]] || r[0] != Key(r[3]) {
			t.Errorf("names.tsv: %q", r)
		}
	})
	check("terms.tsv", termTable, 9, func(r []string) {
		dates(r[3], r[4])
		of, _, _ := strings.Cut(r[0], " ")
		if !ids[of] || !ids[r[1]] || r[3] == "" || r[7] == "" {
			t.Errorf("terms.tsv: %q", r)
		}
	})
	check("words.tsv", wordTable, 3, func(r []string) {
		if r[1] == "sector" && !slices.Contains(sectors, r[2]) {
			t.Errorf("words.tsv: %q", r)
		}
	})
}

// rows finds what a walk over the table finds.
func TestRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.StringMatching(`[a-c]{1,3}`)).Draw(t, "keys")
		slices.Sort(keys)
		var table strings.Builder
		count := make(map[string]int)
		for _, k := range keys {
			table.WriteString(k + "\tx\n")
			count[k]++
		}
		key := rapid.StringMatching(`[a-d]{1,3}`).Draw(t, "key")
		n := 0
		for range rows(table.String(), key) {
			n++
		}
		if n != count[key] {
			t.Fatalf("%q in %q: %d rows, want %d", key, keys, n, count[key])
		}
	})
}

func TestKey(t *testing.T) {
	for in, want := range map[string]string{
		"The U.S.": "us", "al-Qaida": "al qaida", "Côte d’Ivoire": "cote divoire", "  Michał   Kamiński ": "michal kaminski",
		"P5+1": "p5+1", "Foreign, Commonwealth": "foreign commonwealth", "": "", "...": "",
	} {
		if got := Key(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if k := Key("x" + s); Key(k) != k {
			t.Fatalf("%q: the key of its key %q is %q", s, k, Key(k))
		}
	})
}

func TestNear(t *testing.T) {
	if got := Default().Near("Kremln", 3); !slices.Contains(got, "Kremlin") {
		t.Errorf("near Kremln: %q", got)
	}
	if got := Default().Near("", 3); got != nil {
		t.Errorf("near nothing: %q", got)
	}
}

func BenchmarkFind(b *testing.B) {
	base := Default()
	for b.Loop() {
		base.Find("Pompeo", "2019-05-01")
	}
}

func BenchmarkCode(b *testing.B) {
	base := Default()
	for b.Loop() {
		base.Code("the Belarusian foreign minister", "2019-05-01")
	}
}
