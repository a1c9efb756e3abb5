package main

import (
	"regexp"
	"strings"
	"unicode"

	"example.org/readout/entity/actors"
)

var (
	titleOf = regexp.MustCompile(`(?i)^(chief of state: )?(acting |interim |caretaker |transition(al)? |newly appointed |appointed |new )*` +
		`(vice president|first vice president|executive vice president|president|prime minister|premier|chancellor|king|queen|emperor|sultan|amir|emir|grand duke|pope|supreme leader|governor general|governor-general|taoiseach|` +
		`ambassador|charg[eé] d' ?affaires|d' ?affaires|affaires)( ad interim)?:? `)
	rank     = regexp.MustCompile(`^((Lt\.|Maj\.|Brig\.|Sr\.|Lieutenant|Major|Field Marshal|Gen\.|General|Col\.|Colonel|Capt\.|Adm\.|Vice Adm\.|Sir|Dame|Dr\.|Dr|Lord|Ambassador|HRH|Sheikh|Shaykh) )+`)
	suffix   = regexp.MustCompile(`,? (Jr|Sr)\.?$`)
	fullName = regexp.MustCompile(`^\pL[\pL'.-]*( [\pL'.-]+){0,6}$`)
)

// leaders reads the timeline of leaders and ambassadors that the monthly
// versions of the World Factbook give. Rows that are no plain title and name
// are left out: lists of deputies, notes, fragments.
func (p *people) leaders() error {
	rows, err := p.b.sheet("factbook_leaders", "leaders_timeline.csv")
	if err != nil {
		return err
	}
	const source = "factbook"
	states := make(map[string]bool)
	for _, id := range p.b.order {
		states[id] = p.b.is(id, "kind", actors.KindState)
	}
	heads := make(map[string]bool) // persons who are both chiefs of state and heads of government under one title
	for _, r := range rows {
		country := p.fips[r["fips"]]
		if country == "" || r["since"] == "" {
			continue
		}
		text := strings.Join(strings.Fields(strings.ReplaceAll(r["title_and_name"], "’", "'")), " ")
		m := titleOf.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		title := strings.ToLower(m[4])
		rest := rank.ReplaceAllString(text[len(m[0]):], "")
		name, surname := personName(rest)
		if name == "" || strings.HasPrefix(rest, "of ") {
			continue
		}
		acting := strings.Contains(strings.ToLower(m[0]), "acting") || strings.Contains(strings.ToLower(m[0]), "interim") || strings.Contains(strings.ToLower(m[0]), "caretaker")
		t := actors.Term{Of: country, Title: title, From: actors.Date(r["since"]), Seen: actors.Date(r["last_seen"]), Acting: acting, Source: source}
		national := country
		crown := false
		switch title {
		case "king", "queen", "emperor", "pope", "sultan", "amir", "emir", "grand duke":
			crown = true
		case "premier":
			t.Title = "premier"
		}
		switch r["office"] {
		case "chief_of_state":
			switch {
			case !states[country]:
				continue
			case strings.HasPrefix(title, "governor"):
				t.Role, t.Title = "governor-general", "governor general"
			case strings.Contains(title, "vice president"):
				t.Role = "vice-president"
			case title == "supreme leader":
				t.Role = "supreme-leader"
			case title == "prime minister" || title == "premier" || title == "ambassador":
				continue
			default:
				t.Role = "head-of-state"
			}
		case "head_of_government":
			switch {
			case strings.Contains(title, "vice president"):
				t.Role = "vice-president"
			case crown || strings.Contains(title, "affaires") || strings.HasPrefix(title, "governor"):
				continue
			case heads[country+title+name]:
				continue
			default:
				t.Role = "head-of-government"
			}
		case "ambassador_to_us", "ambassador_from_us":
			if title != "ambassador" {
				if !strings.Contains(title, "affaires") {
					continue
				}
				t.Title, t.Acting = "chargé d'affaires", true
			}
			if r["office"] == "ambassador_to_us" {
				t.Role = "ambassador-to-us"
				t.Title += " to the United States"
			} else {
				national = "USA"
				t.Of, t.Role = "USA", "ambassador-to-"+strings.ToLower(country)
				t.Title += " to " + p.b.name(country)
			}
		}
		id := p.match(name, national)
		if id == "" {
			id = p.same(t, crown)
		}
		if id == "" {
			id = slug("person", name)
			if crown && len(strings.Fields(name)) == 1 || len(p.b.facts[id]) > 0 && !p.b.is(id, "country", national) && !crown {
				id += "-" + strings.ToLower(national)
			}
		}
		p.person(id, name, source)
		p.b.alias(id, name, source)
		p.national(id, national, source)
		if surname != "" && !crown {
			p.b.put(id, "surname", surname, source)
		}
		t.Person = id
		if r["office"] == "chief_of_state" {
			heads[country+title+name] = true
		}
		p.term(t)
	}
	return nil
}

// same is the person who, by an earlier row, began in the same office under
// the same title on the same day: one man in two spellings.
func (p *people) same(t actors.Term, crown bool) string {
	if len(t.From) < 10 || crown {
		return ""
	}
	for _, k := range p.terms[t.Of+" "+t.Role] {
		if k.From == t.From && k.Title == t.Title {
			return k.Person
		}
	}
	return ""
}

// name is the first name of an entry.
func (b *base) name(id string) string {
	for _, f := range b.facts[id] {
		if f.Property == "name" {
			return f.Value
		}
	}
	return id
}

// personName writes a name of the factbook, with its surname in capitals, as
// others do: "Dmitriy Anatolyevich MEDVEDEV". It is empty where the text is
// more than a name.
func personName(s string) (name, surname string) {
	s, _, _ = strings.Cut(s, " of the ")
	s, _, _ = strings.Cut(s, " (")
	s = suffix.ReplaceAllString(strings.ReplaceAll(s, `"`, "'"), "")
	if !fullName.MatchString(s) {
		return "", ""
	}
	words := strings.Fields(s)
	var family []string
	for i, w := range words {
		upper, lower := 0, 0
		for _, r := range w {
			if unicode.IsUpper(r) {
				upper++
			} else if unicode.IsLower(r) {
				lower++
			}
		}
		numeral := i > 0 && i == len(words)-1 && strings.Trim(w, "IVX") == ""
		switch {
		case upper == 0 && (i == 0 || i == len(words)-1):
			return "", ""
		case upper > 1 && !strings.HasSuffix(w, ".") && !numeral && (lower == 0 || upper > lower):
			words[i] = proper(w)
			family = append(family, words[i])
		}
	}
	if len(family) == 0 && len(words) < 2 || len(words) == 1 && len(words[0]) < 4 {
		return "", ""
	}
	return strings.Join(words, " "), strings.Join(family, " ")
}

// proper writes a word in capitals with its first letters large.
func proper(w string) string {
	var b strings.Builder
	large := true
	var last rune
	for i, r := range w {
		switch {
		case large:
			b.WriteRune(r)
		case i == 1 && last == 'M' && unicode.IsLower(r): // McNAMARA
			b.WriteRune(r)
			large, last = true, r
			continue
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		large, last = !unicode.IsLetter(r), r
	}
	return b.String()
}
