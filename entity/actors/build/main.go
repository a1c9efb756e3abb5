// Command build makes the tables of package actors: facts.tsv, names.tsv,
// terms.tsv and words.tsv. Run it in the folder entity/actors, with the folder
// that holds country_codes, cldr_names, factbook_json, factbook_leaders,
// every_politician_us and state_media_matrix:
//
//	go run ./build -from DIR
//
// The tables beside this file are kept by hand ("compiled"); where they and a
// source say different things of one fact, theirs stands. The same input gives
// the same bytes.
package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.org/readout/entity/actors"
)

func main() {
	from := flag.String("from", "", "folder with the source tables")
	hand := flag.String("hand", "build", "folder with the tables kept by hand")
	to := flag.String("to", ".", "folder to write to")
	flag.Parse()
	tables, err := build(*from, *hand)
	for name, text := range tables {
		if err == nil {
			err = os.WriteFile(filepath.Join(*to, name), []byte(text), 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "actors/build:", err)
		os.Exit(1)
	}
}

// A base collects facts in the order in which they are read.
type base struct {
	from, hand string
	order      []string // IDs
	facts      map[string][]actors.Fact
	people     *people
}

// build is the tables by their names.
func build(from, hand string) (map[string]string, error) {
	b := &base{from: from, hand: hand, facts: make(map[string][]actors.Fact)}
	b.people = newPeople(b)
	steps := []func() error{
		b.states, b.former, b.areas, b.seats, b.organisations, b.media,
		b.people.compiled, b.people.cabinet, b.people.leaders,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	terms := b.people.finish() // before the facts: it adds some
	words, err := b.words()
	if err != nil {
		return nil, err
	}
	tables := make(map[string]string)
	for name, rows := range map[string][]string{"facts.tsv": b.factRows(), "names.tsv": b.nameRows(), "terms.tsv": terms, "words.tsv": words} {
		slices.SortStableFunc(rows, func(x, y string) int {
			a, _, _ := strings.Cut(x, "\t")
			b, _, _ := strings.Cut(y, "\t")
			return cmp.Compare(a, b)
		})
		tables[name] = strings.Join(rows, "\n") + "\n"
	}
	return tables, nil
}

// add notes a fact, once for each value and time.
func (b *base) add(id string, f actors.Fact) {
	f.Value = strings.Join(strings.Fields(strings.ReplaceAll(f.Value, "’", "'")), " ")
	if f.Value == "" {
		return
	}
	known, ok := b.facts[id]
	if !ok {
		b.order = append(b.order, id)
	}
	for _, k := range known {
		if k.Property == f.Property && k.Value == f.Value && k.From == f.From && k.To == f.To {
			return
		}
	}
	b.facts[id] = append(known, f)
}

func (b *base) put(id, property, value, source string) {
	b.add(id, actors.Fact{Property: property, Value: value, Source: source})
}

func (b *base) has(id, property string) bool {
	return slices.ContainsFunc(b.facts[id], func(f actors.Fact) bool { return f.Property == property })
}

// names are the properties that are names.
var names = []string{"name", "official", "alias", "acronym", "former", "adjective", "demonym", "capital", "part", "seat", "surname"}

// named reports whether a name of the entry has this key.
func (b *base) named(id, name string) bool {
	key := actors.Key(name)
	return slices.ContainsFunc(b.facts[id], func(f actors.Fact) bool {
		return slices.Contains(names, f.Property) && actors.Key(f.Value) == key
	})
}

// alias adds another name of an entry unless it has it, an acronym where it is
// written in capitals.
func (b *base) alias(id, name, source string) {
	if b.named(id, name) {
		return
	}
	kind := "alias"
	if capitals(name) {
		kind = "acronym"
	}
	b.put(id, kind, name, source)
}

func capitals(s string) bool {
	return len(s) > 1 && len(s) <= 8 && strings.ToUpper(s) == s && !strings.Contains(s, " ")
}

func (b *base) factRows() []string {
	var out []string
	for _, id := range b.order {
		for _, f := range b.facts[id] {
			out = append(out, strings.Join([]string{id, f.Property, f.Value, string(f.From), string(f.To), f.Source}, "\t"))
		}
	}
	return out
}

// nameRows lists the names: key, ID, kind, name, from, to.
func (b *base) nameRows() []string {
	var out []string
	for _, id := range b.order {
		seen := make(map[string]bool)
		for _, kind := range names {
			for _, f := range b.facts[id] {
				key := actors.Key(f.Value)
				if f.Property != kind || key == "" || seen[key+string(f.From)+string(f.To)] {
					continue
				}
				seen[key+string(f.From)+string(f.To)] = true
				out = append(out, strings.Join([]string{key, id, kind, f.Value, string(f.From), string(f.To)}, "\t"))
			}
		}
	}
	return out
}

// words lists the words of roles and sectors: key, kind, value.
func (b *base) words() ([]string, error) {
	var out []string
	roles, err := b.table("roles.tsv", 4)
	if err != nil {
		return nil, err
	}
	for _, r := range roles {
		for _, w := range strings.Split(r[3], ";") {
			if w, named := strings.CutPrefix(w, "~"); w != "" {
				out = append(out, actors.Key(w)+"\trole\t"+r[0])
				if r[1] != "" && !named { // it names the body, which says more than the role

					out = append(out, actors.Key(w)+"\tsector\t"+r[1])
				}
			}
		}
	}
	sectors, err := b.table("sectors.tsv", 2)
	if err != nil {
		return nil, err
	}
	for _, r := range sectors {
		for _, w := range strings.Split(r[1], ";") {
			out = append(out, actors.Key(w)+"\tsector\t"+r[0])
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// table reads a table kept by hand, without its header.
func (b *base) table(name string, columns int) ([][]string, error) {
	path := filepath.Join(b.hand, name)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows [][]string
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		row := strings.Split(s.Text(), "\t")
		if len(row) != columns {
			return nil, fmt.Errorf("%s:%d: %d columns, want %d", path, n, len(row), columns)
		}
		if n > 1 {
			rows = append(rows, row)
		}
	}
	return rows, s.Err()
}

// sheet reads a CSV file with a header; the rows answer by column name.
func (b *base) sheet(parts ...string) ([]map[string]string, error) {
	path := filepath.Join(append([]string{b.from}, parts...)...)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := make(map[string]string)
		for i, name := range rows[0] {
			if i < len(row) {
				m[strings.TrimPrefix(name, "\ufeff")] = strings.TrimSpace(row[i])
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// slug makes an ID of a kind and a name.
func slug(kind, name string) string {
	return kind + "/" + strings.ReplaceAll(strings.ReplaceAll(actors.Key(name), " ", "-"), "&", "and")
}
