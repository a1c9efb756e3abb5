package when

import "strings"

// A tense is where the clause around an expression lies, seen from its writer.
type tense int

const (
	untensed tense = iota
	past
	future
)

var futureCues = wordSet(`will shall 'll won upcoming forthcoming scheduled slated due deadline postponed extended delayed expected planned
	would can could might must should planning plans set tentative deadline opens begins starts meets arrives leaves
	ends returns hosts travels expires resumes departs convenes visits holds flies closes go`)

var pastCues = wordSet(`was were had did has been came went said told met held took made gave got left began found
	brought fought sent saw won lost led fell rose grew kept put ran set sat spoke spent struck shot sought swore
	thought threw understood wrote became broke built bought chose cut dealt drew drove fed felt fled flew forgot
	heard hit knew laid lay lent let paid read rang sank sold shook showed shut slept stood stole swept taught
	tore wore withdrew overthrew undertook upheld seen taken given known written spoken gone done begun`)

// notPast end like past forms and are none.
var notPast = wordSet(`need indeed united hundred red speed feed seed proceed exceed succeed breed bed shed sped sled bleed agreed-upon
	kindred sacred naked so-called embed`)

// done are verbs whose infinitive lies no later than themselves.
var done = wordSet(`failed refused managed began used declined had forced helped started tried continued seemed appeared
	happened ceased came`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// tense guesses the tense of the clause around the atoms [from, to): by the
// nearest verb before them, else the nearest after.
func (r *reader) tense(from, to int) tense {
	for i := from - 1; i >= 0; i-- {
		if t := r.verb(i, from); t != untensed {
			return t
		}
		switch r.atoms[i].low {
		case ";", ":", "\"", "“", "”":
			i = -1
		}
	}
	for i := to; i < len(r.atoms); i++ {
		if t := r.verb(i, i); t != untensed {
			return t
		}
	}
	return untensed
}

// verb is the tense that atom i shows, if any. The atoms up to limit may be
// looked at as well.
func (r *reader) verb(i, limit int) tense {
	a := r.at(i)
	if !a.letters() || a.cap && i > 0 {
		return untensed
	}
	prev := r.at(i - 1).low
	switch {
	case a.low == "to" && i+1 < len(r.atoms) && r.infinitive(i+1):
		for j := i - 1; j >= 0 && j >= i-4; j-- {
			if done[r.atoms[j].low] {
				return past
			}
		}
		return future
	case a.low == "set":
		if n := r.at(i + 1).low; n == "to" || n == "for" {
			return future
		}
		return past
	case a.low == "ll" && prev == "'", a.low == "going" && r.at(i+1).low == "to":
		return future
	case a.low == "can" || a.low == "could" || a.low == "might" || a.low == "must" || a.low == "should" || a.low == "may" || a.low == "would" || a.low == "will" || a.low == "won":
		for j := i + 1; j < len(r.atoms) && j < i+4; j++ {
			if r.atoms[j].low == "have" {
				return past
			}
		}
		if a.low == "may" && a.cap {
			return untensed
		}
		return future
	case futureCues[a.low]:
		return future
	case strings.HasSuffix(a.low, "ing") && (prev == "is" || prev == "are" || prev == "am"):
		return future
	case pastCues[a.low]:
		if (a.low == "was" || a.low == "were" || a.low == "had" || a.low == "been") && i+1 < limit {
			if n := r.at(i + 1).low; n == "due" || n == "scheduled" || n == "expected" || n == "planned" || n == "set" || n == "to" {
				return future // seen from the past; a rule for dates already gone is not needed
			}
		}
		return past
	case strings.HasSuffix(a.low, "ed") && len(a.low) > 3 && !notPast[a.low]:
		// "the proposed meeting": an adjective
		if (prev == "the" || prev == "a" || prev == "an" || prev == "its" || prev == "his") && i+1 < len(r.atoms) && r.atoms[i+1].letters() {
			return untensed
		}
		return past
	}
	return untensed
}

// infinitive reports whether atom i may be a verb after "to".
func (r *reader) infinitive(i int) bool {
	a := r.at(i)
	if !a.letters() || a.cap {
		return false
	}
	switch a.low {
	case "the", "a", "an", "his", "her", "its", "their", "this", "that", "these", "those", "all", "both", "any", "some", "no",
		"one", "two", "three", "at", "about", "more", "nearly", "date", "mid", "late", "early", "former", "which", "whom":
		return false
	}
	return !strings.HasSuffix(a.low, "ing") && !strings.HasSuffix(a.low, "tion")
}
