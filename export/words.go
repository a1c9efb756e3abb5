package export

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"

	"example.org/readout"
	"example.org/readout/codebook"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

// This file holds what the forms for people, page and terminal, say in words.

// act is an event's code in plain words: "make a visit", "reject". A code that
// the codebook lacks is described by its root alone.
func act(c codebook.Code) string {
	name := c.Root
	if e, ok := codebook.Cameo(c.Cameo); ok {
		name, _, _ = strings.Cut(e.Name, ", not specified")
	}
	if name == "" {
		return "unknown act"
	}
	if name == strings.ToUpper(name) {
		return strings.ToLower(name)
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// code is an event's code as coders write it: "CONSULT 042".
func code(c codebook.Code) string { return strings.TrimSpace(c.Root + " " + c.Cameo) }

// title is what an article is called: its title, else where it came from.
func title(a *readout.Article) string {
	switch {
	case a.Title != "":
		return a.Title
	case a.URL != "":
		return a.URL
	case a.Source != "":
		return path.Base(a.Source)
	}
	return "Untitled article"
}

// roleWords is a role as people read it: "editor note".
func roleWords(r text.Role) string { return strings.ReplaceAll(string(r), "_", " ") }

// modalityWords is a modality, or "modality unknown".
func modalityWords(m event.Modality) string {
	if m == "" {
		return "modality unknown"
	}
	return string(m)
}

// modalities are the modalities in the order in which people count them.
var modalities = [...]event.Modality{event.Actual, event.Planned, event.Cancelled, event.Denied, event.Hypothetical}

// tally counts the events of r by modality: "9 events: 6 actual, 3 planned".
func tally(events []event.Event) string {
	n := map[event.Modality]int{}
	for _, e := range events {
		n[e.Modality]++
	}
	var parts []string
	for _, m := range modalities {
		if n[m] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[m], m))
		}
	}
	s := count(len(events), "event")
	if len(parts) > 0 {
		s += ": " + strings.Join(parts, ", ")
	}
	return s
}

// count is n of something: "1 event", "2 events".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// uncoded lists the roles of the blocks that no record is made from, in the
// order of their first block: "headline, byline, caption ×2".
func uncoded(d *text.Document) string {
	n := map[text.Role]int{}
	var order []text.Role
	for _, b := range d.Blocks {
		if b.Role.Coded() {
			continue
		}
		if n[b.Role] == 0 {
			order = append(order, b.Role)
		}
		n[b.Role]++
	}
	parts := make([]string, len(order))
	for i, r := range order {
		parts[i] = roleWords(r)
		if n[r] > 1 {
			parts[i] += fmt.Sprintf(" ×%d", n[r])
		}
	}
	return strings.Join(parts, ", ")
}

// clean is s on one line, without the characters that would move the cursor,
// colour the screen or turn the text around.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cc, r):
			return unicode.ReplacementChar
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, oneLine(s))
}

// speaker is who makes a statement, as the text has it and, in name, as a
// reader takes it, where that tells more. Both are "" where nobody is known.
func speaker(d *text.Document, s *quote.Statement) (words, name string) {
	switch {
	case s.Speaker != nil:
		words = clean(d.Slice(*s.Speaker))
		return words, newName(words, s.Name)
	case s.Author && s.Name != "":
		return "the author", s.Name
	case s.Author:
		return "the author", ""
	}
	return s.Name, ""
}

// short is who makes a statement in as few words as may be.
func short(d *text.Document, s *quote.Statement) string {
	if s.Name != "" {
		return s.Name
	}
	if words, _ := speaker(d, s); words != "" {
		return words
	}
	return "unknown"
}

func confidence(p float64) string {
	if r := round(p); r != nil {
		return strconv.FormatFloat(*r, 'f', 2, 64)
	}
	return "unknown"
}

// doubtful reports whether what made a record gives it less than an even chance.
func doubtful(p float64) bool { return p < 0.5 }
