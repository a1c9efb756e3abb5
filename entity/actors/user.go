package actors

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An overlay is what a user's file adds to the base or changes in it.
type overlay struct {
	facts   map[string][]Fact     // by ID
	names   map[string][][]string // by key: ID, kind, name, from, to
	terms   map[string][]Term     // by office
	offices map[string][]string   // roles by the ID of whose they are
}

// single are the properties of which a user's value replaces the base's.
var single = []string{"kind", "country", "sector", "cameo"}

// entry is e with what the overlay has; e may be nil.
func (o *overlay) entry(id string, e *Entry) *Entry {
	own := o.facts[id]
	if len(own) == 0 {
		return e
	}
	out := &Entry{ID: id}
	replaced := make(map[string]bool)
	for _, f := range own {
		replaced[f.Property] = slices.Contains(single, f.Property)
	}
	if e != nil {
		out.Kind, out.Name = e.Kind, e.Name
		for _, f := range e.Facts {
			if !replaced[f.Property] {
				out.Facts = append(out.Facts, f)
			}
		}
	}
	for _, f := range own {
		switch {
		case f.Property == "kind":
			out.Kind = f.Value
			continue
		case f.Property == "name" && out.Name == "":
			out.Name = f.Value
		}
		out.Facts = append(out.Facts, f)
	}
	return out
}

// Columns are the columns of a user's file; the first must be there, the
// others in any order and number.
func Columns() []string {
	return []string{"name", "aliases", "kind", "country", "sector", "cameo", "of", "role", "title", "from", "to", "note"}
}

// With is the base with the rows of a CSV file, whose form doc/actors.md
// gives. An error names the file, line, column and what is allowed there.
func (b *Base) With(file string, r io.Reader) (*Base, error) {
	sum := sha256.New()
	in := csv.NewReader(io.TeeReader(r, sum))
	in.TrimLeadingSpace = true
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:1:1: the file is empty; want a header of: %s", file, strings.Join(Columns(), ", "))
	} else if err != nil {
		return nil, reading(file, err)
	}
	u := &userFile{
		base:   &Base{user: &overlay{make(map[string][]Fact), make(map[string][][]string), make(map[string][]Term), make(map[string][]string)}},
		file:   file,
		in:     in,
		column: make(map[string]int),
	}
	if b.user != nil {
		u.base.user = b.user.clone()
	}
	for i, h := range header {
		h = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
		if !slices.Contains(Columns(), h) {
			return nil, u.fault(i, "no column %q; allowed: %s", h, strings.Join(Columns(), ", "))
		}
		if _, twice := u.column[h]; twice {
			return nil, u.fault(i, "column %q is there twice", h)
		}
		u.column[h] = i
	}
	if _, ok := u.column["name"]; !ok {
		return nil, u.fault(0, "no column \"name\" in the header")
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			u.base.version = b.version + hex.EncodeToString(sum.Sum(nil)[:4])
			return u.base, nil
		} else if err != nil {
			return nil, reading(file, err)
		}
		if err := u.add(row); err != nil {
			return nil, err
		}
	}
}

// reading writes an error of the CSV reader with file, line and column.
func reading(file string, err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return fmt.Errorf("%s:%d:%d: %w", file, p.Line, max(p.Column, 1), p.Err)
	}
	return fmt.Errorf("%s: %w", file, err)
}

func (o *overlay) clone() *overlay {
	c := &overlay{make(map[string][]Fact), make(map[string][][]string), make(map[string][]Term), make(map[string][]string)}
	for k, v := range o.facts {
		c.facts[k] = slices.Clone(v)
	}
	for k, v := range o.names {
		c.names[k] = slices.Clone(v)
	}
	for k, v := range o.terms {
		c.terms[k] = slices.Clone(v)
	}
	for k, v := range o.offices {
		c.offices[k] = slices.Clone(v)
	}
	return c
}

// A userFile is a user's file as it is read.
type userFile struct {
	base   *Base
	file   string
	in     *csv.Reader
	column map[string]int
	row    []string
}

// fault is an error at a field of the present row.
func (u *userFile) fault(field int, format string, args ...any) error {
	line, col := u.in.FieldPos(field)
	return fmt.Errorf("%s:%d:%d: %s", u.file, line, col, fmt.Sprintf(format, args...))
}

func (u *userFile) get(name string) string {
	if i, ok := u.column[name]; ok {
		return strings.TrimSpace(u.row[i])
	}
	return ""
}

// add takes one row into the overlay.
func (u *userFile) add(row []string) error {
	u.row = row
	name := u.get("name")
	if Key(name) == "" {
		return u.fault(u.column["name"], "a row without a name")
	}
	kinds := append([]string{KindState, KindArea, KindFormer, KindSeat, KindPerson}, OrganisationKinds()...)
	slices.Sort(kinds)
	kind := u.get("kind")
	if kind != "" && !slices.Contains(kinds, kind) {
		return u.fault(u.column["kind"], "no kind %q; allowed: %s", kind, strings.Join(kinds, ", "))
	}
	var span [2]Date
	for i, c := range []string{"from", "to"} {
		if s := u.get(c); s != "" {
			d, err := ParseDate(s)
			if err != nil {
				return u.fault(u.column[c], "%v", err)
			}
			span[i] = d
		}
	}
	if span[0] != "" && span[1] != "" && span[1].last() < span[0].first() {
		return u.fault(u.column["to"], "%s lies before %s", span[1], span[0])
	}
	role := strings.ReplaceAll(Key(u.get("role")), " ", "-")
	if kind == "" && role != "" {
		kind = KindPerson
	}
	id, err := u.identify(name, kind)
	if err != nil {
		return err
	}
	o := u.base.user
	put := func(property, value string, from, to Date) {
		if value != "" {
			f := Fact{Property: property, Value: value, From: from, To: to, Source: u.file}
			if !slices.Contains(o.facts[id], f) {
				o.facts[id] = append(o.facts[id], f)
			}
		}
	}
	put("kind", kind, "", "")
	if len(o.facts[id]) == 0 || u.base.read(id) == nil || u.base.read(id).Name == "" {
		put("name", name, "", "")
	}
	u.call(id, "name", name)
	for _, a := range strings.Split(u.get("aliases"), ";") {
		if a = strings.TrimSpace(a); a != "" {
			why := "alias"
			if strings.ToUpper(a) == a && len(a) <= 8 {
				why = "acronym"
			}
			put(why, a, "", "")
			u.call(id, why, a)
		}
	}
	for _, c := range strings.FieldsFunc(u.get("country"), func(r rune) bool { return r == ';' || r == ' ' }) {
		code := u.state(c)
		if code == "" {
			return u.fault(u.column["country"], "no country %q; allowed: ISO 3166-1 alpha-3 codes such as BLR, several with \";\" between", c)
		}
		put("country", code, "", "")
	}
	sector := u.get("sector")
	if sector != "" {
		var codes []string
		for _, s := range Sectors() {
			codes = append(codes, s[0])
		}
		if !slices.Contains(codes, sector) {
			return u.fault(u.column["sector"], "no sector %q; allowed: %s", sector, strings.Join(codes, ", "))
		}
		if role == "" {
			put("sector", sector, span[0], span[1])
		} else {
			put("sector", sector, "", "")
		}
	}
	put("cameo", u.get("cameo"), "", "")
	if role == "" {
		for _, c := range []string{"of", "title"} {
			if u.get(c) != "" {
				return u.fault(u.column[c], "%q is of an office, and the row has no role", c)
			}
		}
		put("note", u.get("note"), "", "")
		return nil
	}
	of := ""
	if s := u.get("of"); s != "" {
		if of = u.body(s); of == "" {
			return u.fault(u.column["of"], "nothing is known as %q; allowed: a country's code or name, or an organisation that the base or a row above names", s)
		}
	} else if e := u.base.read(id); e != nil && len(e.Countries()) == 1 {
		of = e.Countries()[0]
	} else {
		return u.fault(u.column["role"], "whose office is it? give the column of, or one country")
	}
	title := u.get("title")
	if title == "" {
		title = u.get("role")
	}
	put("office", of+" "+role, "", "")
	o.terms[of+" "+role] = append(o.terms[of+" "+role], Term{
		Person: id, Of: of, Role: role, Title: title, From: span[0], To: span[1], Source: u.file, Note: u.get("note"),
	})
	if !slices.Contains(o.offices[of], role) {
		o.offices[of] = append(o.offices[of], role)
	}
	return nil
}

// find is [Base.Find] on the rows so far, of which no entry may be kept.
func (u *userFile) find(name string) []Hit {
	b := &Base{user: u.base.user}
	return b.Find(name, "")
}

// call makes an entry known by a name.
func (u *userFile) call(id, why, name string) {
	key := Key(name)
	for _, r := range u.base.user.names[key] {
		if r[0] == id {
			return
		}
	}
	u.base.user.names[key] = append(u.base.user.names[key], []string{id, why, name, "", ""})
}

// identify is the ID of the entry that a row is about: the one entry that has
// the name, of the kind if one is given, else a new one.
func (u *userFile) identify(name, kind string) (string, error) {
	found := ""
	for _, h := range u.find(name) {
		if strength(h.Why) > 1 || kind != "" && h.Entry.Kind != kind {
			continue
		}
		if found != "" {
			return "", u.fault(u.column["name"], "%q is the name of %s and of %s; give the kind", name, found, h.Entry.ID)
		}
		found = h.Entry.ID
	}
	if found != "" {
		return found, nil
	}
	if kind == "" {
		return "", u.fault(u.column["name"], "%q is new and needs a kind: person, state, or one of %s", name, strings.Join(OrganisationKinds(), ", "))
	}
	class := kind
	if slices.Contains(OrganisationKinds(), kind) {
		class = "org"
	}
	return class + "/" + strings.ReplaceAll(Key(name), " ", "-"), nil
}

// state is the ID of a country by code, "" if there is none.
func (u *userFile) state(code string) string {
	code = strings.ToUpper(code)
	if e := u.base.read(code); e != nil && len(code) == 3 {
		return code
	}
	return ""
}

// body is the ID of a state or organisation by code or name.
func (u *userFile) body(s string) string {
	if id := u.state(s); id != "" {
		return id
	}
	for _, h := range u.find(s) {
		if strength(h.Why) <= 1 && h.Entry.Kind != KindPerson {
			return h.Entry.ID
		}
	}
	return ""
}
