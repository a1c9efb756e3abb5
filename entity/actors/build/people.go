package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.org/readout/entity/actors"
)

// Until when the sources can tell that somebody was still in office.
const (
	compiledUntil = "2025-09"
	cabinetUntil  = "2022-08-03"
)

// people collects persons and their terms.
type people struct {
	b      *base
	fips   map[string]string
	known  map[string]string   // key of a name that the hand-kept table gives: ID
	in     map[string][]string // country: IDs of its persons
	roles  map[string][2]string
	titles map[string]string // "USA foreign-minister": title
	terms  map[string][]actors.Term
	order  []string // keys of terms
}

func newPeople(b *base) *people {
	return &people{
		b: b, known: make(map[string]string), in: make(map[string][]string), roles: make(map[string][2]string),
		titles: make(map[string]string), terms: make(map[string][]actors.Term),
	}
}

// compiled reads the holders kept by hand.
func (p *people) compiled() error {
	roles, err := p.b.table("roles.tsv", 4)
	if err != nil {
		return err
	}
	for _, r := range roles {
		p.roles[r[0]] = [2]string{r[1], r[2]}
	}
	titles, err := p.b.table("titles.tsv", 3)
	if err != nil {
		return err
	}
	for _, r := range titles {
		p.titles[r[0]+" "+r[1]] = r[2] // a later row wins
	}
	rows, err := p.b.table("holders.tsv", 7)
	if err != nil {
		return err
	}
	for n, r := range rows {
		of := r[0]
		if name, ok := strings.CutPrefix(of, "@"); ok {
			of = slug("org", name)
		}
		if len(p.b.facts[of]) == 0 {
			return fmt.Errorf("holders.tsv:%d: nothing is listed as %q", n+2, r[0])
		}
		if _, ok := p.roles[r[1]]; !ok {
			return fmt.Errorf("holders.tsv:%d: no role %q in roles.tsv", n+2, r[1])
		}
		for _, d := range r[3:5] {
			if _, err := actors.ParseDate(d); err != nil && d != "" {
				return fmt.Errorf("holders.tsv:%d: %w", n+2, err)
			}
		}
		id := slug("person", r[2])
		p.person(id, r[2], "compiled")
		p.known[actors.Key(r[2])] = id
		for _, a := range strings.Split(r[5], ";") {
			if a == "" {
				continue
			}
			if other, ok := p.known[actors.Key(a)]; ok && other != id {
				return fmt.Errorf("holders.tsv:%d: %q is two persons", n+2, a)
			}
			p.known[actors.Key(a)] = id
			p.b.alias(id, a, "compiled")
		}
		p.national(id, of, "compiled")
		t := actors.Term{Person: id, Of: of, Role: r[1], From: actors.Date(r[3]), To: actors.Date(r[4]), Source: "compiled"}
		if t.To == "" {
			t.Seen = compiledUntil
		}
		if r[6] == "acting" {
			t.Acting = true
		} else {
			t.Note = r[6]
		}
		p.term(t)
	}
	return nil
}

// person adds the entry of a person, with the surname as a name.
func (p *people) person(id, name, source string) {
	if len(p.b.facts[id]) > 0 {
		return
	}
	p.b.put(id, "kind", actors.KindPerson, source)
	p.b.put(id, "name", name, source)
}

// national notes the country of a person, that of the first office.
func (p *people) national(id, of, source string) {
	if p.b.has(id, "country") {
		return
	}
	country := ""
	for _, f := range p.b.facts[of] {
		if f.Property == "country" && country == "" {
			country = f.Value
		} else if f.Property == "country" {
			return // of several
		}
	}
	if country != "" {
		p.b.put(id, "country", country, source)
		p.in[country] = append(p.in[country], id)
	}
}

// term adds a term, or joins it to one that says the same.
func (p *people) term(t actors.Term) {
	if t.Title == "" {
		t.Title = cmp.Or(p.titles[t.Of+" "+t.Role], p.roles[t.Role][1])
	}
	key := t.Of + " " + t.Role
	if _, ok := p.terms[key]; !ok {
		p.order = append(p.order, key)
	}
	for i := range p.terms[key] {
		k := &p.terms[key][i]
		if k.Person != t.Person || !joined(*k, t) {
			continue
		}
		if !strings.Contains(k.Source, t.Source) {
			k.Source += "; " + t.Source
		}
		if k.To == "" && k.Seen < t.Seen {
			k.Seen = t.Seen
		}
		return
	}
	p.terms[key] = append(p.terms[key], t)
}

// joined reports whether two terms of one person in one office are the same:
// they begin within weeks, or one begins while the other runs.
func joined(a, b actors.Term) bool {
	if d := day(a.From).Sub(day(b.From)).Abs(); d < 45*24*time.Hour {
		return true
	}
	runs := func(t actors.Term, d actors.Date) bool { return t.From <= d && d < max(t.To, t.Seen) }
	return runs(a, b.From) || runs(b, a.From)
}

// day is the first day that a date may mean.
func day(d actors.Date) time.Time {
	t, err := time.Parse("2006-01-02", (string(d) + "0000-01-01"[min(len(d), 10):]))
	if err != nil {
		return time.Time{}
	}
	return t
}

// federal are the positions of the cabinet table that have another word here.
var federal = map[string][3]string{ // of, role, title
	"President":                                                      {"USA", "head-of-state", ""},
	"Vice President":                                                 {"USA", "vice-president", ""},
	"Secretary of State":                                             {"USA", "foreign-minister", ""},
	"Secretary of Defence":                                           {"USA", "defence-minister", ""},
	"Secretary of the Treasury":                                      {"USA", "finance-minister", ""},
	"Deputy Secretary of State":                                      {"USA", "deputy-foreign-minister", ""},
	"Deputy Secretary of Defence":                                    {"USA", "deputy-defence-minister", "deputy secretary of defense"},
	"Ambassador to the United Nations":                               {"USA", "ambassador-un", ""},
	"National Security Advisor":                                      {"USA", "national-security-adviser", ""},
	"Deputy National Security Advisor":                               {"USA", "deputy-national-security-adviser", "deputy national security adviser"},
	"Speaker of the House of Representatives":                        {"USA", "speaker", ""},
	"Chairman of the Joint Chiefs of Staff":                          {"USA", "chief-of-joint-staff", ""},
	"Director of the CIA":                                            {"org/central-intelligence-agency", "director", ""},
	"Director of the FBI":                                            {"org/federal-bureau-of-investigation", "director", ""},
	"Director of National Intelligence":                              {"org/office-of-the-director-of-national-intelligence", "director", ""},
	"Chair of the Federal Reserve":                                   {"org/federal-reserve", "chair", ""},
	"Assistant Secretary of State for European and Eurasian Affairs": {"USA", "assistant-secretary-europe", ""},
	"Assistant Secretary of State for African Affairs":               {"USA", "assistant-secretary-africa", "assistant secretary of state for African affairs"},
	"Attorney General":                                               {"USA", "attorney-general", "attorney general"},
	"Deputy Attorney General":                                        {"USA", "deputy-attorney-general", "deputy attorney general"},
	"Solicitor General":                                              {"USA", "solicitor-general", "solicitor general"},
	"Supreme Court Justice":                                          {"org/supreme-court-of-the-united-states", "justice", "justice of the Supreme Court"},
	"Chief Justice":                                                  {"org/supreme-court-of-the-united-states", "chief-justice", "chief justice"},
	"United States Trade Representative":                             {"USA", "trade-representative", "trade representative"},
	"Permanent Representative to NATO":                               {"USA", "ambassador-nato", "ambassador to NATO"},
	"Director of the Office of Management and Budget":                {"USA", "budget-director", "director of the Office of Management and Budget"},
	"Director of Policy Planning":                                    {"USA", "policy-planning-director", "director of policy planning of the State Department"},
	"Chief of Staff of the Army":                                     {"USA", "army-chief-of-staff", "chief of staff of the Army"},
	"Chief of Naval Operations":                                      {"USA", "chief-of-naval-operations", "chief of naval operations"},
	"Commandant of the Marine Corps":                                 {"USA", "commandant-of-marines", "commandant of the Marine Corps"},
	"Administrator of the Environmental Protection Agency":           {"org/environmental-protection-agency", "director", "administrator"},
	"Under Secretary of State for Arms Control and International Security Affairs": {"USA", "under-secretary-arms-control", "under secretary of state for arms control"},
}

// departments are those whose secretaries the table lists under their names.
var departments = []string{
	"Agriculture", "Commerce", "Education", "Energy", "Health and Human Services", "Homeland Security",
	"Housing and Urban Development", "Labor", "Transportation", "Veterans Affairs", "the Air Force", "the Army", "the Interior", "the Navy",
}

// cabinet reads the holders of federal offices of the United States.
func (p *people) cabinet() error {
	rows, err := p.b.sheet("every_politician_us", "html", "holders21.csv")
	if err != nil {
		return err
	}
	const source = "wikidata"
	positions := maps.Clone(federal)
	for _, d := range departments {
		title := "secretary of " + d
		positions["Secretary of "+d] = [3]string{"USA", strings.ReplaceAll(actors.Key(title), " ", "-"), title}
		positions["Deputy Secretary of "+d] = [3]string{"USA", "deputy-" + strings.ReplaceAll(actors.Key(title), " ", "-"), "deputy " + title}
	}
	for _, r := range rows {
		office, ok := positions[r["position"]]
		if !ok || r["start"] == "" {
			continue
		}
		id := p.match(r["person"], "USA")
		if id == "" {
			id = slug("person", r["person"])
		}
		p.person(id, r["person"], source)
		p.b.alias(id, r["person"], source)
		p.b.put(id, "wikidata", r["personID"], source)
		p.national(id, "USA", source)
		t := actors.Term{Person: id, Of: office[0], Role: office[1], Title: office[2], From: actors.Date(r["start"]), To: actors.Date(r["end"]), Source: source}
		if t.To == "" {
			t.Seen = cabinetUntil
		}
		p.term(t)
	}
	return nil
}

// match is the person of a country who is known by another form of the name:
// one with a middle name more or less, the first and the last being the same.
func (p *people) match(name, country string) string {
	if id, ok := p.known[actors.Key(name)]; ok {
		return id
	}
	parts := plainParts(name)
	for _, id := range p.in[country] {
		for _, f := range p.b.facts[id] {
			if f.Property != "name" && f.Property != "alias" {
				continue
			}
			have := plainParts(f.Value)
			if len(parts) < 2 || len(have) < 2 || len(have) == len(parts) && !slices.Equal(have, parts) {
				continue
			}
			if have[0] == parts[0] && have[len(have)-1] == parts[len(parts)-1] && (among(have, parts) || among(parts, have)) {
				return id
			}
		}
	}
	return ""
}

// among reports whether the words of short stand in long in their order.
func among(long, short []string) bool {
	for _, w := range long {
		if len(short) > 0 && w == short[0] {
			short = short[1:]
		}
	}
	return len(short) == 0
}

// plainParts are the words of a name without "Jr" and the like.
func plainParts(name string) []string {
	parts := strings.Fields(actors.Key(name))
	for len(parts) > 2 && (parts[len(parts)-1] == "jr" || parts[len(parts)-1] == "sr" || parts[len(parts)-1] == "iii" || parts[len(parts)-1] == "iv") {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// finish closes terms that a successor ends, links persons to their offices
// and gives the rows of the table of terms.
func (p *people) finish() []string {
	var out []string
	for _, key := range p.order {
		list := p.terms[key]
		slices.SortStableFunc(list, func(a, b actors.Term) int { return cmp.Compare(a.From, b.From) })
		of, role, _ := strings.Cut(key, " ")
		single := role == "head-of-state" || role == "head-of-government" || strings.HasPrefix(role, "ambassador-")
		for i := range list {
			t := &list[i]
			for _, next := range list[i+1:] {
				if !single || day(next.From).Before(day(t.Seen).AddDate(0, -2, 0)) || t.To != "" || next.Person == t.Person || next.From == t.From || t.Acting || next.Acting && !strings.HasPrefix(role, "ambassador-") {
					continue
				}
				if day(next.From).Sub(day(t.Seen)) < 400*24*time.Hour {
					t.To, t.Seen = next.From, ""
					t.Note = strings.TrimPrefix(t.Note+"; end: the successor's start", "; ")
				}
				break
			}
			p.b.put(t.Person, "office", key, t.Source)
			acting := ""
			if t.Acting {
				acting = "acting"
			}
			out = append(out, strings.Join([]string{key, t.Person, t.Title, string(t.From), string(t.To), string(t.Seen), acting, t.Source, t.Note}, "\t"))
		}
		p.b.put(of, "has", role, "terms")
	}
	for _, id := range p.b.order {
		if strings.HasPrefix(id, "person/") {
			p.surname(id)
		}
	}
	return out
}

// surname adds the surname of a person as a name, unless the lists gave it.
func (p *people) surname(id string) {
	if p.b.has(id, "surname") {
		return
	}
	name, country := "", ""
	for _, f := range p.b.facts[id] {
		switch {
		case f.Property == "name" && name == "":
			name = f.Value
		case f.Property == "country" && country == "":
			country = f.Value
		}
	}
	parts := strings.Fields(name)
	for len(parts) > 2 && slices.Contains([]string{"Jr", "Jr.", "Sr.", "III", "IV"}, parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	if len(parts) < 2 || strings.Trim(parts[len(parts)-1], "IVX") == "" {
		return
	}
	last := len(parts) - 1
	switch country {
	case "CHN", "KOR", "PRK", "TWN", "VNM", "HKG":
		if !strings.Contains(name, "Lee") || country == "KOR" {
			last = 0
			parts = parts[:1]
		}
	case "MMR":
		return
	}
	for i := 1; i < last; i++ { // "von der Leyen"
		if strings.ToLower(parts[i][:1]) == parts[i][:1] && !strings.HasPrefix(parts[i], "al-") {
			last = i
			break
		}
	}
	surname := strings.Trim(strings.Join(parts[last:], " "), ",")
	p.b.put(id, "surname", surname, "derived")
	for _, article := range []string{"al-", "el-", "Al-", "El-"} {
		if bare, ok := strings.CutPrefix(surname, article); ok {
			p.b.put(id, "surname", bare, "derived")
		}
	}
}
