package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"example.org/readout/entity/actors"
)

// actorCmd is `readout actor`.
type actorCmd struct {
	Name   []string `arg:"" name:"name" help:"A name (Pompeo, NATO, Swaziland) or a phrase with a country and a role (\"the Belarusian foreign minister\")."`
	On     string   `name:"on" placeholder:"DATE" help:"What held on a day, month or year: 2018-04-26, 2018-04, 2018."`
	Actors string   `name:"actors" placeholder:"FILE" help:"A CSV file with actors of your own, which add to the base or change it; doc/actors.md gives its form."`
	JSON   bool     `name:"json" help:"Write one JSON object."`
}

// Run prints what is known of a name or of the office that a phrase names.
func (c *actorCmd) Run(p *program) error {
	on := actors.Date("")
	if c.On != "" {
		d, err := actors.ParseDate(c.On)
		if err != nil {
			return &exit{exitNothing, fmt.Errorf("--on: %w", err)}
		}
		on = d
	}
	base, err := openActors(c.Actors)
	if err != nil {
		return &exit{exitNothing, err}
	}
	r := lookUp(base, strings.Join(c.Name, " "), on)
	if len(r.Entries) == 0 && r.Phrase == nil {
		err := fmt.Errorf("actor: nothing is known of %q", r.Query)
		if near := base.Near(r.Query, 5); len(near) > 0 {
			err = withHint(err, "near it are: "+strings.Join(near, ", "))
		}
		return &exit{exitSomeFailed, err}
	}
	w := bufio.NewWriter(p.stdout)
	if c.JSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(r); err != nil {
			return err
		}
	} else if err := r.print(w); err != nil {
		return err
	}
	return w.Flush()
}

// openActors is the base with a user's file, if one is named.
func openActors(file string) (*actors.Base, error) {
	base := actors.Default()
	if file == "" {
		return base, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return base.With(file, f)
}

// An actorReport is the answer of `readout actor`.
type actorReport struct {
	Query   string       `json:"query"`
	On      actors.Date  `json:"on,omitempty"`
	Entries []actorEntry `json:"entries"`
	Phrase  *actorPhrase `json:"phrase"` // what the words say by role, null where they say nothing or are a name
}

type actorEntry struct {
	ID        string      `json:"id"`
	Kind      string      `json:"kind"`
	Name      string      `json:"name"`
	Matched   string      `json:"matched"` // the name as the base lists it
	Why       string      `json:"why"`
	InUse     string      `json:"in_use"` // yes, maybe, no: whether the name was on the date
	Countries []string    `json:"countries"`
	Sector    string      `json:"sector"`
	Facts     []actorFact `json:"facts"`
	Terms     []actorTerm `json:"terms"`
}

type actorFact struct {
	Property string      `json:"property"`
	Value    string      `json:"value"`
	From     actors.Date `json:"from,omitempty"`
	To       actors.Date `json:"to,omitempty"`
	Source   string      `json:"source"`
}

type actorTerm struct {
	Person     string      `json:"person"`
	PersonName string      `json:"person_name"`
	Of         string      `json:"of"`
	OfName     string      `json:"of_name"`
	Role       string      `json:"role"`
	Title      string      `json:"title"`
	From       actors.Date `json:"from"`
	To         actors.Date `json:"to"`
	Seen       actors.Date `json:"seen"`
	Acting     bool        `json:"acting"`
	Held       string      `json:"held"` // yes, maybe, no: on the date
	Sector     string      `json:"sector"`
	Source     string      `json:"source"`
	Note       string      `json:"note,omitempty"`
}

type actorPhrase struct {
	Countries []string    `json:"countries"`
	Sector    string      `json:"sector"`
	Why       string      `json:"why"`
	Holders   []actorTerm `json:"holders"`
}

// certainties are the words for [actors.Certainty].
var certainties = [...]string{actors.No: "no", actors.Maybe: "maybe", actors.Yes: "yes"}

// lookUp is all that the base has on a query. A person who is known only by
// the surname is shown with the others of that name.
func lookUp(b *actors.Base, query string, on actors.Date) *actorReport {
	r := &actorReport{Query: query, On: on, Entries: []actorEntry{}}
	for _, h := range b.Find(query, on) {
		e := actorEntry{
			ID: h.Entry.ID, Kind: h.Entry.Kind, Name: h.Entry.Name, Matched: h.As, Why: h.Why, InUse: certainties[h.When],
			Countries: append([]string{}, h.Entry.Countries()...), Sector: h.Entry.Sector(on), Facts: []actorFact{}, Terms: []actorTerm{},
		}
		for _, f := range h.Entry.Facts {
			if f.Property != "has" && f.Property != "office" {
				e.Facts = append(e.Facts, actorFact(f))
			}
		}
		terms := b.Holder(h.Entry.ID, "")
		if h.Entry.Kind != actors.KindPerson {
			for _, role := range b.Roles(h.Entry.ID) {
				terms = append(terms, b.Office(h.Entry.ID, role, on)...)
			}
		}
		for _, t := range terms {
			e.Terms = append(e.Terms, termOf(b, t, on))
		}
		r.Entries = append(r.Entries, e)
	}
	if len(r.Entries) > 0 {
		return r
	}
	if c, ok := b.Code(query, on); ok {
		r.Phrase = &actorPhrase{Countries: append([]string{}, c.Countries...), Sector: c.Sector, Why: c.Why, Holders: []actorTerm{}}
		for _, of := range append(c.Countries, c.Entry) {
			for _, t := range holders(b, of, query, on) {
				r.Phrase.Holders = append(r.Phrase.Holders, termOf(b, t, on))
			}
		}
	}
	return r
}

// holders are the terms of the office that the longest run of words of a
// phrase names.
func holders(b *actors.Base, of, phrase string, on actors.Date) []actors.Term {
	w := strings.Fields(phrase)
	for n := len(w); n > 0; n-- {
		for i := 0; i+n <= len(w); i++ {
			if t := b.Office(of, strings.Join(w[i:i+n], " "), on); len(t) > 0 {
				return t
			}
		}
	}
	return nil
}

func termOf(b *actors.Base, t actors.Term, on actors.Date) actorTerm {
	name := func(id string) string {
		if e := b.Entry(id); e != nil {
			return e.Name
		}
		return id
	}
	return actorTerm{
		Person: t.Person, PersonName: name(t.Person), Of: t.Of, OfName: name(t.Of), Role: t.Role, Title: t.Title,
		From: t.From, To: t.To, Seen: t.Seen, Acting: t.Acting, Held: certainties[t.On(on)], Sector: b.TermSector(&t), Source: t.Source, Note: t.Note,
	}
}

// mostEntries is how many entries of one name are told in full.
const mostEntries = 6

// print writes the report for people.
func (r *actorReport) print(w io.Writer) error {
	if p := r.Phrase; p != nil {
		fmt.Fprintf(w, "%s  %s\n", r.Query, code(p.Countries, p.Sector))
		fmt.Fprintf(w, "  by its words: %s\n", p.Why)
		return terms(w, p.Holders, true, r.On)
	}
	for i, e := range r.Entries {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if i == mostEntries {
			_, err := fmt.Fprintf(w, "and %s more; give a fuller name\n", count(len(r.Entries)-i, "entry"))
			return err
		}
		fmt.Fprintf(w, "%s  %s  %s\n", e.Name, e.Kind, code(e.Countries, e.Sector))
		if e.Matched != e.Name || e.InUse != "yes" {
			fmt.Fprintf(w, "  known as %s: %s%s\n", e.Matched, e.Why, map[string]string{"no": ", not in use on the date", "maybe": ", perhaps not in use on the date"}[e.InUse])
		}
		facts(w, e.Facts, e.Name)
		if err := terms(w, e.Terms, e.Kind != actors.KindPerson, r.On); err != nil {
			return err
		}
	}
	return nil
}

// code is countries and sector as they are printed.
func code(countries []string, sector string) string {
	c := strings.TrimSpace(strings.Join(countries, "+") + " " + sector)
	if c == "" {
		return "unknown"
	}
	return c
}

// facts prints one line for each property and source.
func facts(w io.Writer, list []actorFact, name string) {
	type line struct{ property, source string }
	var order []line
	values := make(map[line][]string)
	for _, f := range list {
		if f.Property == "kind" || f.Property == "name" && f.Value == name && f.From == "" || f.Property == "surname" {
			continue
		}
		k := line{f.Property, f.Source}
		if _, ok := values[k]; !ok {
			order = append(order, k)
		}
		v := f.Value
		switch {
		case f.From != "" && f.To != "":
			v += fmt.Sprintf(" (%s to %s)", f.From, f.To)
		case f.From != "":
			v += fmt.Sprintf(" (since %s)", f.From)
		case f.To != "":
			v += fmt.Sprintf(" (until %s)", f.To)
		}
		values[k] = append(values[k], v)
	}
	for _, k := range order {
		fmt.Fprintf(w, "  %-13s %s  [%s]\n", strings.ReplaceAll(k.property, "_", " "), strings.Join(values[k], "; "), k.source)
	}
}

// terms prints terms of office; with holder, who held each.
func terms(w io.Writer, list []actorTerm, holder bool, on actors.Date) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, x := range list {
		who := ""
		if holder {
			who = x.PersonName + ", "
		}
		title := x.Title
		if x.Acting {
			title = "acting " + title
		}
		end := string(x.To)
		switch {
		case end == "" && x.Seen != "":
			end = "known until " + string(x.Seen)
		case end == "":
			end = "open"
		}
		mark := " "
		if on != "" {
			mark = map[string]string{"yes": "*", "maybe": "?", "no": " "}[x.Held]
		}
		source := x.Source
		if x.Note != "" {
			source += ": " + x.Note
		}
		fmt.Fprintf(t, "%s %s to %s\t%s%s, %s\t%s\t[%s]\n", mark, x.From, end, who, title, x.OfName, x.Sector, source)
	}
	if len(list) > 0 && on != "" {
		fmt.Fprintf(t, "  (* held on %s, ? may have been)\n", on)
	}
	return t.Flush()
}
