package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"example.org/readout/entity/actors"
)

// states adds the states and territories of ISO 3166-1, and Kosovo.
func (b *base) states() error {
	var cldr struct {
		Main struct {
			En struct {
				Display struct {
					Territories map[string]string `json:"territories"`
				} `json:"localeDisplayNames"`
			} `json:"en"`
		} `json:"main"`
	}
	path := filepath.Join(b.from, "cldr_names", "territories.en.json")
	raw, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(raw, &cldr)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	list, err := b.sheet("country_codes", "country-codes.csv")
	if err != nil {
		return err
	}
	hand, err := b.table("names.tsv", 5)
	if err != nil {
		return err
	}
	numbers, err := b.table("states.tsv", 5)
	if err != nil {
		return err
	}
	kosovo := map[string]string{
		"ISO3166-1-Alpha-2": "XK", "ISO3166-1-Alpha-3": "XKX", "FIPS": "KV", "Capital": "Pristina",
		"is_independent": "In contention", "wikidata_id": "Q1246",
	}
	member := make(map[string]bool) // of the state systems
	for _, r := range numbers {
		member[r[0]] = true
	}
	alpha3 := make(map[string]string)
	for _, r := range list {
		alpha3[r["ISO3166-1-Alpha-2"]] = r["ISO3166-1-Alpha-3"]
	}
	fips := make(map[string]string)
	const codes = "country-codes"
	for _, r := range append(list, kosovo) {
		id, iso2 := r["ISO3166-1-Alpha-3"], r["ISO3166-1-Alpha-2"]
		if id == "" {
			continue
		}
		kind := actors.KindArea
		if r["is_independent"] == "Yes" || member[id] || id == "PSE" {
			kind = actors.KindState
		}
		b.put(id, "kind", kind, codes)
		for _, h := range hand { // the name in use comes before what the lists say
			if h[0] == id && h[2] == "name" {
				b.add(id, actors.Fact{Property: "name", Value: h[1], From: actors.Date(h[3]), To: actors.Date(h[4]), Source: "compiled"})
			}
		}
		name := strings.NewReplacer(" & ", " and ", "St. ", "Saint ").Replace(cldr.Main.En.Display.Territories[iso2])
		switch {
		case name == "":
		case !b.has(id, "name"):
			b.put(id, "name", name, "cldr")
		case !b.named(id, name) && id != "HKG" && id != "MAC" && id != "PSE":
			b.put(id, "alias", name, "cldr")
		}
		if !strings.Contains(r["UNTERM English Formal"], "(") {
			b.put(id, "official", strings.TrimPrefix(r["UNTERM English Formal"], "the "), codes)
		}
		if s := r["UNTERM English Short"]; s != "" && !strings.ContainsAny(s, "([") {
			b.alias(id, strings.TrimPrefix(s, "the "), codes)
		}
		b.put(id, "country", id, codes)
		if of, ok := strings.CutPrefix(r["is_independent"], "Territory of "); ok {
			b.put(id, "belongs_to", alpha3[of], codes)
		} else if _, of, ok := strings.Cut(r["is_independent"], " of "); ok {
			b.put(id, "belongs_to", alpha3[of], codes)
		}
		b.put(id, "sector", "GOV", "plover")
		b.put(id, "iso2", iso2, codes)
		b.put(id, "iso3", id, codes)
		b.put(id, "iso_numeric", r["ISO3166-1-numeric"], codes)
		for f := r["FIPS"]; len(f) >= 2 && len(f)%2 == 0; f = f[2:] {
			if f[:2] == "KV" && id == "SRB" {
				continue // Kosovo has its own row
			}
			b.put(id, "fips", f[:2], codes)
			if fips[strings.ToLower(f[:2])] == "" {
				fips[strings.ToLower(f[:2])] = id
			}
		}
		b.put(id, "wikidata", r["wikidata_id"][strings.LastIndexByte(r["wikidata_id"], '/')+1:], codes)
		b.put(id, "capital", r["Capital"], codes)
	}
	for _, r := range numbers {
		id := r[0]
		b.add(id, actors.Fact{Property: "cow", Value: r[1], From: actors.Date(r[2]), Source: "compiled"})
		b.add(id, actors.Fact{Property: "gw", Value: r[3], From: actors.Date(r[4]), Source: "compiled"})
		b.put(id, "cameo", cameo(id), "cameo")
	}
	for _, id := range []string{"PSE", "HKG"} {
		b.put(id, "cameo", id, "cameo")
	}
	for _, r := range hand {
		if len(b.facts[r[0]]) == 0 {
			return fmt.Errorf("names.tsv: %q: no such country", r[0])
		}
		if r[2] != "name" {
			b.add(r[0], actors.Fact{Property: r[2], Value: r[1], From: actors.Date(r[3]), To: actors.Date(r[4]), Source: "compiled"})
		}
	}
	b.people.fips = fips
	return b.nationalities(fips)
}

// cameo is the actor code of a state: ISO 3166-1 alpha-3 but for two that
// CAMEO named before ISO did.
func cameo(id string) string {
	switch id {
	case "TLS":
		return "TMP"
	case "XKX":
		return "KSV"
	}
	return id
}

var nationality = regexp.MustCompile(`^\pL[\pL' -]+(\(s\)|\(es\)|\(n\))?$`)

// nationalities adds nouns and adjectives of nationality.
func (b *base) nationalities(fips map[string]string) error {
	paths, err := filepath.Glob(filepath.Join(b.from, "factbook_json", "*", "*.json"))
	if err != nil {
		return err
	}
	for _, path := range paths { // Glob sorts
		id := fips[strings.TrimSuffix(filepath.Base(path), ".json")]
		if id == "" {
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		type text struct{ Text string }
		var p struct {
			People struct {
				Nationality struct{ Noun, Adjective text }
			} `json:"People and Society"`
		}
		if err := json.Unmarshal(raw, &p); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, w := range nouns(p.People.Nationality.Adjective.Text) {
			if !b.named(id, w) {
				b.put(id, "adjective", w, "factbook")
			}
		}
		for _, w := range nouns(p.People.Nationality.Noun.Text) {
			stem := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(w, "(s)"), "(es)"), "(n)")
			if !b.named(id, stem) {
				b.put(id, "demonym", stem, "factbook")
			}
			if strings.HasSuffix(w, "(s)") && !b.named(id, stem+"s") {
				b.put(id, "demonym", stem+"s", "factbook")
			}
		}
	}
	return nil
}

// nouns takes a list of nationalities apart and drops what is no single word
// for one.
func nouns(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ReplaceAll(s, " or ", ","), func(r rune) bool { return r == ',' || r == ';' }) {
		w = strings.TrimSpace(w)
		if nationality.MatchString(w) && w != "none" && strings.ToLower(w) != w && len(strings.Fields(w)) <= 3 {
			out = append(out, w)
		}
	}
	return out
}

// former adds states that exist no more.
func (b *base) former() error {
	rows, err := b.table("former.tsv", 9)
	if err != nil {
		return err
	}
	for _, r := range rows {
		id, from, to := r[0], actors.Date(r[4]), actors.Date(r[5])
		put := func(property, value string, dated bool) {
			f := actors.Fact{Property: property, Value: value, Source: "compiled"}
			if dated {
				f.From, f.To = from, to
			}
			b.add(id, f)
		}
		put("kind", actors.KindFormer, false)
		put("name", r[1], false)
		for _, a := range strings.Split(r[7], ";") {
			if a != "" {
				b.alias(id, a, "compiled")
			}
		}
		put("adjective", r[8], false)
		put("country", id, false)
		put("sector", "GOV", false)
		put("iso3", id, false)
		put("existed", r[1], true)
		put("cow", r[2], true)
		put("gw", r[3], true)
		for _, s := range strings.Split(r[6], ";") {
			put("successor", s, false)
		}
	}
	return nil
}

// areas adds land whose status is disputed; where it is a country of the lists
// its facts are added there.
func (b *base) areas() error {
	rows, err := b.table("disputed.tsv", 7)
	if err != nil {
		return err
	}
	for _, r := range rows {
		id := "area/" + r[0]
		if r[5] != "" && b.named(r[5], r[1]) && r[5] != "GEO" && r[5] != "ETH" {
			id = r[5]
		} else {
			b.put(id, "kind", actors.KindArea, "compiled")
			b.put(id, "name", r[1], "compiled")
			b.put(id, "country", r[5], "compiled")
		}
		for _, a := range strings.Split(r[2], ";") {
			if a != "" {
				b.alias(id, a, "compiled")
			}
		}
		for _, c := range strings.Split(r[3], ";") {
			if c == "self" {
				c = "own authorities"
			}
			b.put(id, "controlled_by", c, "compiled")
		}
		for _, c := range strings.Split(r[4], ";") {
			b.put(id, "claimed_by", c, "compiled")
		}
		b.put(id, "note", r[6], "compiled")
	}
	return nil
}

// seats adds places that stand for who sits there.
func (b *base) seats() error {
	rows, err := b.table("seats.tsv", 5)
	if err != nil {
		return err
	}
	for _, r := range rows {
		id := slug("seat", r[0])
		b.put(id, "kind", actors.KindSeat, "compiled")
		b.put(id, "name", r[0], "compiled")
		b.put(id, "country", r[1], "compiled")
		b.put(id, "sector", r[2], "compiled")
		b.put(id, "stands_for", r[3], "compiled")
		for _, a := range strings.Split(r[4], ";") {
			if a != "" {
				b.alias(id, a, "compiled")
			}
		}
	}
	return nil
}
