package main

import (
	"fmt"
	"net/url"
	"strings"

	"example.org/readout/entity/actors"
)

// organisations adds those of the tables kept by hand.
func (b *base) organisations() error {
	for _, file := range []string{"orgs_international.tsv", "orgs_national.tsv", "outlets.tsv"} {
		rows, err := b.table(file, 7)
		if err != nil {
			return err
		}
		for _, r := range rows {
			id := slug("org", r[0])
			if len(b.facts[id]) > 0 && !b.is(id, "country", r[2]) { // two parties of one name
				id += "-" + strings.ToLower(r[2])
			}
			if len(b.facts[id]) > 0 {
				return fmt.Errorf("%s: %s is listed twice", file, r[0])
			}
			b.put(id, "kind", r[1], "compiled")
			b.put(id, "name", r[0], "compiled")
			for _, a := range strings.Split(r[5], ";") {
				if a != "" {
					b.alias(id, a, "compiled")
				}
			}
			for _, c := range strings.Split(r[2], ";") {
				if c != "" && len(b.facts[c]) == 0 {
					return fmt.Errorf("%s: %s: no country %q", file, r[0], c)
				}
				b.put(id, "country", c, "compiled")
			}
			for _, s := range strings.Split(r[3], ";") {
				sector, span, _ := strings.Cut(s, ":")
				from, to, _ := strings.Cut(span, "..")
				b.add(id, actors.Fact{Property: "sector", Value: sector, From: actors.Date(from), To: actors.Date(to), Source: "compiled"})
			}
			b.put(id, "cameo", r[4], "cameo")
			for _, kv := range strings.Split(r[6], ";") {
				k, v, _ := strings.Cut(kv, "=")
				b.put(id, k, v, "compiled")
			}
		}
	}
	return nil
}

// classes are the types of state media in the words of the State Media Monitor.
var classes = map[string]string{
	"SC":   "state-controlled",
	"CaPu": "captured public or state-managed",
	"CaPr": "captured private",
	"ISFM": "independent, state-funded and state-managed",
	"ISF":  "independent, state-funded",
	"ISM":  "independent, state-managed",
	"IP":   "independent public",
}

// media adds the outlets of the State Media Matrix, or its facts to an outlet
// of the same name and country.
func (b *base) media() error {
	rows, err := b.sheet("state_media_matrix", "State_Media_Matrix.csv")
	if err != nil {
		return err
	}
	const source = "state-media-matrix"
	country := func(name string) string {
		key := actors.Key(name)
		for _, id := range b.order {
			if len(id) != 3 {
				continue
			}
			for _, f := range b.facts[id] {
				switch f.Property {
				case "name", "alias", "official", "acronym":
					if actors.Key(f.Value) == key {
						return id
					}
				}
			}
		}
		return ""
	}
	found := make(map[string]string)
	for _, r := range rows {
		name, owner := strings.TrimSpace(r["Main assets"]), strings.TrimSpace(r["Media company"])
		if name == "" {
			name = owner
		}
		if name == "" || len(name) > 60 || strings.Contains(name, "http") {
			continue
		}
		c, ok := found[r["Country"]]
		if !ok {
			c = country(r["Country"])
			found[r["Country"]] = c
		}
		id := ""
		for _, have := range b.order { // the outlet may be listed by another of its names
			if strings.HasPrefix(have, "org/") && b.named(have, name) && (c == "" || b.is(have, "country", c)) && b.is(have, "kind", "outlet") {
				id = have
				break
			}
		}
		if id == "" {
			id = slug("org", name)
			if len(b.facts[id]) > 0 {
				id += "-" + strings.ToLower(c)
			}
			if id == "org/" || len(b.facts[id]) > 0 && !b.is(id, "country", c) {
				continue
			}
			b.put(id, "kind", "outlet", source)
			b.put(id, "name", name, source)
			b.put(id, "country", c, source)
			b.put(id, "sector", "MED", source)
		}
		if owner != name && !b.has(id, "owner") {
			b.put(id, "owner", owner, source)
		}
		if class := classes[r["Typology"]]; class != "" && !b.has(id, "state_media") {
			b.put(id, "state_media", class, source)
		}
		if u, err := url.Parse(r["URL"]); err == nil && u.Host != "" && !b.has(id, "domain") {
			b.put(id, "domain", strings.TrimPrefix(strings.ToLower(u.Host), "www."), source)
		}
	}
	return nil
}

// is reports whether an entry has a fact.
func (b *base) is(id, property, value string) bool {
	for _, f := range b.facts[id] {
		if f.Property == property && f.Value == value {
			return true
		}
	}
	return false
}
