package codingtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"example.org/readout/codebook"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

// keys are the fields of a record, in the order in which they are printed.
var keys = map[string][]string{
	"event":     {"trigger", "actor", "recipient", "when", "where", "modality", "voice"},
	"statement": {"speaker", "name", "cue", "content", "form", "act", "channel", "chain", "parent"},
}

// plain are the fields whose value may be something other than words of the
// text, with the values allowed; nil allows any.
var plain = map[string][]string{
	"actor":     {"none"},
	"recipient": {"none"},
	"when":      nil,
	"where":     {"none"},
	"modality":  {string(event.Actual), string(event.Planned), string(event.Cancelled), string(event.Denied), string(event.Hypothetical)},
	"voice":     {event.Narrator, "none", "author"},
	"speaker":   {"none", "author"},
	"name":      {"none"},
	"cue":       {"none"},
	"form":      {string(quote.Direct), string(quote.Mixed), string(quote.Indirect)},
	"act":       quote.Acts[:],
	"channel":   {"none"},
	"chain":     {"none"},
	"parent":    {"none", "author"},
}

// Parse reads the cases of one file. The error names the file and the line.
func Parse(file, content string) ([]Case, error) {
	p := parser{file: file}
	for i, l := range strings.Split(content, "\n") {
		if err := p.line(i+1, strings.TrimRight(l, " \t\r")); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
	}
	for _, c := range p.cases {
		if err := c.valid(); err != nil {
			return nil, err
		}
	}
	return p.cases, nil
}

type parser struct {
	file  string
	cases []Case
	body  bool // indented lines are text
	gap   bool // a blank line stands before the next line of text
}

func (p *parser) line(n int, l string) error {
	indented := l != "" && (l[0] == ' ' || l[0] == '\t')
	l = strings.TrimSpace(l)
	switch {
	case l == "":
		p.gap = true
		return nil
	case !indented && l[0] == '#':
		return nil
	case indented && len(p.cases) == 0:
		return errors.New("indented before the first \"read\"")
	}
	if indented && p.body {
		c := &p.cases[len(p.cases)-1]
		switch {
		case c.Text == "":
		case p.gap:
			c.Text += "\n\n"
		default:
			c.Text += " "
		}
		c.Text += l
		p.gap = false
		return nil
	}
	word, rest, _ := strings.Cut(l, " ")
	rest = strings.TrimSpace(rest)
	if indented {
		return p.field(n, word, rest)
	}
	p.body, p.gap = word == "read", false
	if word == "read" {
		c := Case{File: p.file, Line: n}
		if rest != "" {
			day, err := time.Parse(time.DateOnly, rest)
			if err != nil {
				return fmt.Errorf("%q is no day; write it as 2024-02-03", rest)
			}
			c.Published = day
		}
		p.cases = append(p.cases, c)
		return nil
	}
	if len(p.cases) == 0 {
		return fmt.Errorf("%q before the first \"read\"", word)
	}
	c := &p.cases[len(p.cases)-1]
	switch word {
	case "partial":
		c.Partial = true
	case "todo":
		if rest == "" {
			return errors.New("\"todo\" needs a reason")
		}
		c.Todo = rest
	case "no":
		return p.refusal(n, rest)
	case "event":
		return p.event(n, strings.Fields(rest))
	case "statement":
		if rest != "" {
			return fmt.Errorf("%q after \"statement\"", rest)
		}
		c.Want = append(c.Want, Record{Line: n, Kind: "statement"})
	default:
		return fmt.Errorf("unknown word %q; a line begins with read, event, statement, no, partial or todo", word)
	}
	return nil
}

func (p *parser) refusal(n int, rest string) error {
	kind, words, _ := strings.Cut(rest, " ")
	if keys[kind] == nil {
		return fmt.Errorf("\"no %s\": want \"no event\" or \"no statement\"", kind)
	}
	r := Refusal{Line: n, Kind: kind}
	if words = strings.TrimSpace(words); words != "" {
		q, err := quotes(words)
		if err != nil {
			return err
		}
		if len(q) != 1 {
			return errors.New("one quoted string a line")
		}
		r.Words = &q[0]
	}
	c := &p.cases[len(p.cases)-1]
	c.Not = append(c.Not, r)
	return nil
}

func (p *parser) event(n int, words []string) error {
	if len(words) == 0 {
		return errors.New("\"event\" needs a root")
	}
	root, ok := codebook.Root(words[0])
	if !ok || root.Name != words[0] {
		return fmt.Errorf("%q is none of the 16 roots", words[0])
	}
	r := Record{Line: n, Kind: "event", Root: words[0]}
	for _, w := range words[1:] {
		_, known := codebook.Cameo(w)
		switch {
		case known && r.Cameo == "":
			r.Cameo = w
		case slices.Contains(root.Modes, w) && r.Mode == "":
			r.Mode = w
		default:
			return fmt.Errorf("%q is neither a mode of %s nor a CAMEO code", w, r.Root)
		}
	}
	c := &p.cases[len(p.cases)-1]
	c.Want = append(c.Want, r)
	return nil
}

func (p *parser) field(n int, key, rest string) error {
	c := &p.cases[len(p.cases)-1]
	if len(c.Want) == 0 {
		return errors.New("a field without an event or statement")
	}
	r := &c.Want[len(c.Want)-1]
	if !slices.Contains(keys[r.Kind], key) {
		return fmt.Errorf("%q is no field of an %s; there are %s", key, r.Kind, strings.Join(keys[r.Kind], ", "))
	}
	for _, f := range r.Fields {
		if f.Key == key {
			return fmt.Errorf("%s is given twice; several values stand on one line", key)
		}
	}
	f := Field{Line: n, Key: key}
	values, hasPlain := plain[key]
	switch {
	case rest == "":
		return fmt.Errorf("%s has no value", key)
	case rest[0] == '"':
		q, err := quotes(rest)
		if err != nil {
			return err
		}
		f.Words = q
	case !hasPlain || values != nil && !slices.Contains(values, rest):
		return fmt.Errorf("%s %q: want quoted words or one of: %s", key, rest, strings.Join(values, ", "))
	default:
		f.Plain = rest
	}
	r.Fields = append(r.Fields, f)
	return nil
}

// quotes reads one or more quoted strings, each with an optional #n.
func quotes(s string) ([]Quote, error) {
	var out []Quote
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if s[0] != '"' {
			return nil, fmt.Errorf("%q: want a quoted string", s)
		}
		var b strings.Builder
		i := 1
		for ; i < len(s) && s[i] != '"'; i++ {
			if s[i] == '\\' && i+1 < len(s) {
				i++
				if s[i] == 'n' {
					b.WriteByte('\n')
					continue
				}
			}
			b.WriteByte(s[i])
		}
		if i >= len(s) {
			return nil, fmt.Errorf("%s: no closing quotation mark", s)
		}
		q := Quote{Words: b.String(), N: 1}
		if strings.TrimSpace(q.Words) == "" {
			return nil, errors.New("empty quoted string")
		}
		s = s[i+1:]
		if strings.HasPrefix(s, "#") {
			n := strings.IndexFunc(s[1:], func(r rune) bool { return !unicode.IsDigit(r) })
			if n < 0 {
				n = len(s) - 1
			}
			q.N = 0
			for _, d := range s[1 : n+1] {
				q.N = q.N*10 + int(d-'0')
			}
			if q.N < 1 || q.N > 1000 {
				return nil, fmt.Errorf("%q: want a number from 1", s[:n+1])
			}
			s = s[n+1:]
		}
		out = append(out, q)
	}
	return out, nil
}

// valid reports what no reading could satisfy.
func (c Case) valid() error {
	at := func(n int, format string, args ...any) error {
		return fmt.Errorf("%s:%d: %w", c.File, n, fmt.Errorf(format, args...))
	}
	if c.Text == "" {
		return at(c.Line, "\"read\" without an indented text")
	}
	if len(c.Want)+len(c.Not) == 0 {
		return at(c.Line, "nothing is expected of this text")
	}
	for _, r := range c.Want {
		if len(r.Fields) == 0 {
			return at(r.Line, "the %s has no fields", r.Kind)
		}
		for _, f := range r.Fields {
			if f.Key == "name" {
				continue // a canonical name need not be in the text
			}
			for _, q := range f.Words {
				if _, ok := q.find(c.Text); !ok {
					return at(f.Line, "the text does not hold %s", q)
				}
			}
		}
	}
	for _, r := range c.Not {
		if r.Words != nil {
			if _, ok := r.Words.find(c.Text); !ok {
				return at(r.Line, "the text does not hold %s", *r.Words)
			}
		}
	}
	return nil
}

// whole reports whether span cuts no word of s.
func whole(s string, span text.Span) bool {
	cuts := func(at int) bool {
		a, n := utf8.DecodeLastRuneInString(s[:at])
		b, m := utf8.DecodeRuneInString(s[at:])
		return n > 0 && m > 0 && (unicode.IsLetter(a) || unicode.IsDigit(a)) && (unicode.IsLetter(b) || unicode.IsDigit(b))
	}
	return !cuts(span.Begin) && !cuts(span.End)
}

// String is q as the files write it.
func (q Quote) String() string {
	s := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(q.Words) + `"`
	if q.N > 1 {
		s += fmt.Sprintf("#%d", q.N)
	}
	return s
}
