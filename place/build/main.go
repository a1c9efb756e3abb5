// Command build makes gazetteer.tsv of package place from public tables. Run
// it in the folder place, with the folder that holds country_codes,
// cldr_names, factbook_json, rigour_territories and geonames_cities500:
//
//	go run ./build -from DIR
//
// extra.tsv beside this file is kept by hand; its rows come first and win.
// ../SOURCE.md says where each fact comes from.
package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// least is the number of inhabitants from which a city is listed that is no
// capital of a country or of its first-order division: about 14,000 cities.
const least = 30_000

// clear is how many times larger than its namesakes abroad a city must be for
// its name alone to tell the country.
const clear = 3

func main() {
	from := flag.String("from", "", "folder with the source tables")
	to := flag.String("to", "gazetteer.tsv", "file to write")
	extra := flag.String("extra", filepath.Join("build", "extra.tsv"), "rows kept by hand")
	flag.Parse()
	out, err := build(*from, *extra)
	if err == nil {
		err = os.WriteFile(*to, out, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "place/build:", err)
		os.Exit(1)
	}
}

// A row is one name with what it names: kind is country, capital, seat, site,
// city, region, continent or sea, or for words derived from a place adjective
// or people.
type row struct{ name, kind, canonical, country string }

// A table collects rows; the first row of a name stays.
type table struct {
	rows []row
	seen map[string]bool
}

func (t *table) add(r row) {
	r.name = strings.Join(strings.Fields(strings.ReplaceAll(r.name, "’", "'")), " ")
	key := strings.ToLower(r.name)
	if len(r.name) < 2 || t.seen[key] {
		return
	}
	t.seen[key] = true
	t.rows = append(t.rows, r)
}

func build(from, extra string) ([]byte, error) {
	t := &table{seen: make(map[string]bool)}
	steps := []func(string, *table, map[string]country) error{countries, derived, cities, territories}
	raw, err := os.ReadFile(extra)
	if err != nil {
		return nil, err
	}
	for i, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		f := strings.Split(line, "\t")
		if len(f) == 3 {
			f = append(f, "") // a trailing tab that an editor took away
		}
		if len(f) != 4 {
			return nil, fmt.Errorf("%s:%d: %d columns, want 4", extra, i+1, len(f))
		}
		if i > 0 {
			t.add(row{f[0], f[1], f[2], f[3]})
		}
	}
	codes := make(map[string]country)
	for _, step := range steps {
		if err := step(from, t, codes); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(t.rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.kind, b.kind))
	})
	var b strings.Builder
	b.WriteString("name\tkind\tcanonical\tcountry\n")
	for _, r := range t.rows {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", r.name, r.kind, r.canonical, r.country)
	}
	return []byte(b.String()), nil
}

type country struct{ iso3, name string }

// countries adds the English names of ISO 3166 countries and fills codes, by
// ISO alpha-2 in capitals and by FIPS in lower case.
func countries(from string, t *table, codes map[string]country) error {
	path := filepath.Join(from, "cldr_names", "territories.en.json")
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var cldr struct {
		Main struct {
			En struct {
				Display struct {
					Territories map[string]string `json:"territories"`
				} `json:"localeDisplayNames"`
			} `json:"en"`
		} `json:"main"`
	}
	if err := json.Unmarshal(raw, &cldr); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	names := cldr.Main.En.Display.Territories
	path = filepath.Join(from, "country_codes", "country-codes.csv")
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	col := make(map[string]int)
	for i, name := range rows[0] {
		col[name] = i
	}
	for _, r := range rows[1:] {
		get := func(name string) string { return strings.TrimSpace(r[col[name]]) }
		iso2, iso3 := get("ISO3166-1-Alpha-2"), get("ISO3166-1-Alpha-3")
		name := names[iso2]
		if name == "" || iso3 == "" {
			continue
		}
		name = strings.NewReplacer(" & ", " and ", "St. ", "Saint ").Replace(name)
		name, _, _ = strings.Cut(name, " (")
		kind := "country"
		if get("is_independent") != "Yes" {
			kind = "region"
		}
		for _, x := range t.rows {
			if x.country == iso3 && x.kind == kind {
				name = x.canonical // the hand-kept name: "Turkey", "Myanmar"
				break
			}
		}
		codes[iso2] = country{iso3, name}
		if fips := get("FIPS"); fips != "" {
			codes[strings.ToLower(fips)] = country{iso3, name}
		}
		list := []string{
			name, get("official_name_en"), get("UNTERM English Short"), get("UNTERM English Formal"),
			names[iso2], names[iso2+"-alt-short"], names[iso2+"-alt-variant"],
		}
		for _, n := range list {
			n, _, _ = strings.Cut(n, " (")
			n = strings.TrimSuffix(n, " *")
			n = strings.TrimPrefix(strings.TrimPrefix(n, "the "), "The ")
			t.add(row{strings.ReplaceAll(n, " & ", " and "), kind, name, iso3})
		}
	}
	if len(codes) < 400 {
		return fmt.Errorf("%s: only %d codes", path, len(codes))
	}
	return nil
}

var brackets = regexp.MustCompile(`\s*\([^)]*\)`)

// derived adds nationalities out of the World Factbook.
func derived(from string, t *table, codes map[string]country) error {
	paths, err := filepath.Glob(filepath.Join(from, "factbook_json", "*", "*.json"))
	if err != nil {
		return err
	}
	if len(paths) < 200 {
		return fmt.Errorf("%s: only %d profiles", filepath.Join(from, "factbook_json"), len(paths))
	}
	type text struct{ Text string }
	for _, path := range paths {
		c, ok := codes[strings.TrimSuffix(filepath.Base(path), ".json")]
		if !ok {
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var p struct {
			People struct {
				Nationality struct{ Noun, Adjective text }
			} `json:"People and Society"`
		}
		if err := json.Unmarshal(raw, &p); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, a := range words(p.People.Nationality.Adjective.Text) {
			t.add(row{strings.TrimSuffix(brackets.ReplaceAllString(a, ""), "(s)"), "adjective", c.name, c.iso3})
		}
		for _, n := range words(p.People.Nationality.Noun.Text) {
			if base, ok := strings.CutSuffix(n, "(s)"); ok {
				t.add(row{base, "adjective", c.name, c.iso3}) // a singular: "a Dane"; its use decides
				t.add(row{base + "s", "people", c.name, c.iso3})
			}
		}
	}
	return nil
}

// words splits a field of nationalities into names that have a capital.
func words(s string) []string {
	s, _, _ = strings.Cut(s, "note")
	s = strings.NewReplacer(" or ", ",", "/", ",", ";", ",").Replace(s)
	var found []string
	for w := range strings.SplitSeq(s, ",") {
		w = strings.TrimSpace(w)
		for _, tail := range []string{" (US citizens)", " (US nationals)", " (singular and plural)", " (colloquial)", " (collective plural)"} {
			w = strings.TrimSuffix(w, tail)
		}
		if w != "" && w[0] >= 'A' && w[0] <= 'Z' && w != "NA" {
			found = append(found, w)
		}
	}
	return found
}

// territories adds the parts of countries that have a code of their own.
func territories(from string, t *table, codes map[string]country) error {
	dir := filepath.Join(from, "rigour_territories", "resources", "territories")
	paths, err := filepath.Glob(filepath.Join(dir, "??_*.yml"))
	if err != nil {
		return err
	}
	if len(paths) < 200 {
		return fmt.Errorf("%s: only %d parts of countries", dir, len(paths))
	}
	for _, path := range paths {
		c, ok := codes[strings.ToUpper(filepath.Base(path)[:2])]
		if !ok {
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for line := range strings.SplitSeq(string(raw), "\n") {
			if name, ok := strings.CutPrefix(line, "name: "); ok {
				name = brackets.ReplaceAllString(strings.Trim(name, `"'`), "")
				t.add(row{name, "region", name, c.iso3})
			}
		}
	}
	return nil
}

// cities adds the capitals and the largest cities of GeoNames, the larger
// first where two share a name.
func cities(from string, t *table, codes map[string]country) error {
	path := filepath.Join(from, "geonames_cities500", "cities500.txt")
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	type city struct {
		row
		people int
	}
	var list []city
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		c := strings.Split(lines.Text(), "\t")
		if len(c) < 15 {
			return fmt.Errorf("%s:%d: %d columns", path, n, len(c))
		}
		people, err := strconv.Atoi(c[14])
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		code, kind := c[7], "city"
		if code == "PPLC" {
			kind = "capital"
		}
		if code == "PPLX" || kind == "city" && code != "PPLA" && people < least { // PPLX: a part of a city
			continue
		}
		in, ok := codes[c[8]]
		if !ok {
			continue
		}
		names := []string{c[1], c[2]}
		if c[1] == c[2] {
			names = names[:1]
		}
		for _, name := range names {
			list = append(list, city{row{name, kind, c[2], in.iso3}, people})
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	slices.SortStableFunc(list, func(a, b city) int { return cmp.Compare(b.people, a.people) })
	largest := make(map[string]*city)
	for i := range list {
		c := &list[i]
		key := strings.ToLower(c.name)
		switch big := largest[key]; {
		case big == nil:
			largest[key] = c
		case big.kind == "city" && big.country != c.country && c.people*clear > big.people:
			big.country = "" // it could be either
		}
	}
	for _, c := range list {
		t.add(c.row)
	}
	return nil
}
