package article

import (
	"strings"
	"time"
)

// A lead is what stands before the first sentence of a news text: the place it
// was written at, a date perhaps, and the agency in brackets.
type lead struct {
	words  string // as they stand, cleaned
	agency string
	alone  bool // nothing follows on the line
}

// dateline finds the lead at the start of s, which is cleaned. It asks for a
// place in capitals before a dash or colon-like mark, or for an agency's sign in brackets or
// strokes.
func dateline(s string) (lead, bool) {
	head := s[:min(len(s), 200)]
	if m := reAgencyDash.FindStringSubmatchIndex(head); m != nil {
		l := lead{words: strings.TrimSpace(head[m[0]:m[1]]), agency: agency(head[m[4]:m[5]])}
		l.alone = strings.TrimSpace(s[m[1]:]) == ""
		// A bare "(AP) " with neither place nor dash may open anything.
		if m[2] >= 0 || strings.ContainsAny(l.words, "-–—") {
			return l, true
		}
	}
	m := rePlaceDash.FindStringSubmatchIndex(head)
	if m == nil || strings.HasSuffix(strings.TrimSpace(head[:m[1]]), ":") && m[4] < 0 {
		return lead{}, false
	}
	l := lead{words: strings.TrimSpace(head[m[0]:m[1]])}
	if m[4] >= 0 {
		l.agency = agency(head[m[4]:m[5]])
	}
	rest := strings.TrimSpace(s[m[1]:])
	l.alone = rest == ""
	place := head[m[2]:m[3]]
	// "NATO - the alliance that ...": an aside, not a sentence after a place.
	if !l.alone && !startsUpper(rest) {
		return lead{}, false
	}
	// "FILE -", "WATCH -", "UPDATE - ": labels in capitals, no places.
	if labels[strings.ToLower(strings.Fields(place)[0])] || len(place) < 3 {
		return lead{}, false
	}
	return l, true
}

// labels stand in capitals before a dash without being places.
var labels = set(`file photo picture image watch read update updated breaking exclusive live opinion analysis video listen editorial
	correction explainer factbox timeline interview urgent note advisory comment new just more also see q a`)

// isDateLine reports whether s, cleaned, is only a date and time, or a place
// and a date.
func isDateLine(s string) bool {
	if len(s) > 120 || !reDate.MatchString(s) && !strings.ContainsAny(s, "0123456789") {
		return false
	}
	if reDateOnly.MatchString(s) {
		return true
	}
	// "Minsk, 1 February 2020"
	if m := reDate.FindStringIndex(s); m != nil && reDateOnly.MatchString(s[m[0]:]) {
		place := strings.TrimRight(s[:m[0]], " ,|·•–—-")
		n := len(strings.Fields(place))
		return n <= 4 && n > 0 && s[m[0]-1] == ' ' && allCapital(place)
	}
	return false
}

// allCapital reports whether every word of s begins with a capital letter or
// is a particle.
func allCapital(s string) bool {
	for _, w := range strings.Fields(s) {
		if particles[w] || w == "of" || w == "the" {
			continue
		}
		if w[0] < 'A' || w[0] > 'Z' && w[0] < 0x80 {
			return false
		}
	}
	return s != ""
}

// facts are what the rules read off the blocks beside their roles.
type facts struct {
	author    string
	agency    string
	agencyWhy string
	dateline  string
	published time.Time
	precision string
	opinion   string // words that say that the text is an opinion
	section   string // of the paper, as a page declares it; or the page's type
	kicker    string // a label above the headline: "Opinion"
	notes     []string
}
