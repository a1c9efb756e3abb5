package actors

import (
	"strings"
	"testing"
)

const own = `name,aliases,kind,country,sector,cameo,of,role,title,from,to,note
Orvenna Workers' Front,OWF; Workers' Front,party,BLR,OPP,,,,,2019-01-01,,invented
Jana Orlova,,person,BLR,,,Orvenna Workers' Front,chair,chairwoman,2019-02,2021-05-01,
Jana Orlova,,,,,,BLR,deputy foreign minister,,2022-01-01,,
Hamas,,,,GOV,,,,,,,
`

func TestWith(t *testing.T) {
	b, err := Default().With("own.csv", strings.NewReader(own))
	if err != nil {
		t.Fatal(err)
	}
	for phrase, want := range map[string]string{"OWF": "BLR OPP", "a Workers' Front spokesman": "BLR OPP", "Hamas": "PSE GOV", "Jana Orlova": "BLR GOV"} {
		c, _ := b.Code(phrase, "2022-06-01")
		if got := strings.Join(c.Countries, "+") + " " + c.Sector; got != want {
			t.Errorf("%s: %q, want %q", phrase, got, want)
		}
	}
	if h := b.Office("BLR", "deputy foreign minister", "2022-06-01"); len(h) == 0 || h[0].Person != "person/jana-orlova" || h[0].Source != "own.csv" {
		t.Errorf("deputy foreign minister: %v", h)
	}
	if h := b.Office("org/orvenna-workers-front", "chairwoman", "2020-01-01"); len(h) != 1 {
		t.Errorf("chairwoman: %v", h)
	}
	if n := len(b.Holder("person/jana-orlova", "")); n != 2 {
		t.Errorf("%d terms of Orlova, want 2", n)
	}
	if c, _ := Default().Code("Hamas", "2022-06-01"); c.Sector != "REB" {
		t.Error("the file changed the base it was added to")
	}
}

func TestWithFaults(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"", "own.csv:1:1: the file is empty"},
		{"name,colour\n", `own.csv:1:6: no column "colour"; allowed: name, aliases, kind`},
		{"kind,country\n", `own.csv:1:1: no column "name"`},
		{"name,name\n", `own.csv:1:6: column "name" is there twice`},
		{"name,kind\nOrvenna,planet\n", `own.csv:2:9: no kind "planet"; allowed: agency,`},
		{"name,kind,sector\nOrvenna,ngo,gov\n", `own.csv:2:13: no sector "gov"; allowed: GOV, MIL`},
		{"name,kind,country\nOrvenna,ngo,Belarus\n", `own.csv:2:13: no country "Belarus"; allowed: ISO 3166-1 alpha-3`},
		{"name,kind,from\nOrvenna,ngo,yesterday\n", `own.csv:2:13: date "yesterday": want a day`},
		{"name,kind,from,to\nOrvenna,ngo,2020,2019\n", `own.csv:2:18: 2019 lies before 2020`},
		{"name\nOrvenna\n", `own.csv:2:1: "Orvenna" is new and needs a kind`},
		{"name,kind\n,ngo\n", `own.csv:2:1: a row without a name`},
		{"name,kind\nOrvenna,ngo,x\n", `own.csv:2:1: wrong number of fields`},
		{"name,kind\n\"Orvenna,ngo\n", `own.csv:2:`},
		{"name,role\nJana Orlova,minister\n", `own.csv:2:13: whose office is it?`},
		{"name,role,of\nJana Orlova,minister,Atlantis\n", `own.csv:2:22: nothing is known as "Atlantis"`},
		{"name,kind,of\nOrvenna,ngo,BLR\n", `own.csv:2:13: "of" is of an office`},
		{"name,sector\nPeoples' Democratic Party,OPP\n", `own.csv:2:1: "Peoples' Democratic Party" is the name of org/`},
	} {
		_, err := Default().With("own.csv", strings.NewReader(c.file))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.file, err, c.want)
		}
	}
}

func FuzzWith(f *testing.F) {
	f.Add(own)
	f.Fuzz(func(t *testing.T, s string) {
		if b, err := Default().With("own.csv", strings.NewReader(s)); (b == nil) == (err == nil) {
			t.Error("neither a base nor an error")
		}
	})
}
