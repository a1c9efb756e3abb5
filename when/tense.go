package when

import "strings"

// A tense is where the clause around an expression lies, seen from its writer.
type tense int

const (
	untensed tense = iota
	past
	planned // of a plan, or of a word that may tell of one: "postponed", "starts"
	future  // of what is said to come: "will", "is to"
)

// ahead reports whether t looks forward.
func (t tense) ahead() bool { return t >= planned }

var futureCues = wordSet(`upcoming forthcoming scheduled slated due deadline postponed extended delayed expected planned
	planning plans set tentative deadline opens begins starts meets arrives leaves
	ends returns hosts travels expires resumes departs convenes visits holds flies closes go`)

var pastCues = wordSet(`was were had did has been came went said told met held took made gave got left began found
	brought fought caught sent saw won lost led fell rose grew kept put ran set sat spoke spent struck shot sought swore
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
		if r.at(i+1).low == "be" || bound[r.at(r.skipAdverbs(i-1)).low] {
			return future
		}
		return planned
	case r.modal(i):
		if a.low == "will" || a.low == "shall" || a.low == "ll" {
			return future // "will have left" as well
		}
		for j := i + 1; j < len(r.atoms) && j < i+4; j++ {
			if r.atoms[j].low == "have" {
				return past
			}
		}
		return future
	case a.low == "be":
		if j := r.skipAdverbs(i - 1); r.modal(j) || r.at(j).low == "to" {
			return untensed
		}
		return planned // "demanded that he be freed"
	case r.passive(i):
		return untensed
	case arrangements[a.low] && (r.at(r.skipAdverbs(i-1)).low == "is" || r.at(r.skipAdverbs(i-1)).low == "are"):
		return future
	case a.low == "set":
		if n := r.at(i + 1).low; n == "to" || n == "for" {
			return planned
		}
		return past
	case a.low == "going" && r.at(i+1).low == "to":
		return future
	case futureCues[a.low]:
		return planned
	case strings.HasSuffix(a.low, "ing") && (prev == "is" || prev == "are" || prev == "am"):
		return planned
	case pastCues[a.low]:
		if (a.low == "was" || a.low == "were" || a.low == "had" || a.low == "been") && i+1 < limit {
			if n := r.at(i + 1).low; n == "due" || n == "scheduled" || n == "expected" || n == "planned" || n == "set" || n == "to" {
				return planned // seen from the past; a rule for dates already gone is not needed
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

// arrangements are participles that, after "is" or "are", tell what is to come.
var arrangements = wordSet(`set due scheduled slated planned expected`)

// bound are words whose infinitive, "to visit", is yet to come.
var bound = wordSet(`is are am due set scheduled slated planned expected plans planning hopes hoping wants intends expects
	promised pledged vowed agreed likely unlikely ready about going poised`)

// modal reports whether atom i is an auxiliary of what may or will be. "won"
// and the like are, as lexed, the head of "won't".
func (r *reader) modal(i int) bool {
	switch a := r.at(i); a.low {
	case "will", "shall", "would", "can", "could", "might", "must", "should", "cannot":
		return true
	case "may":
		return !a.cap
	case "ll":
		return r.at(i-1).low == "'"
	case "won", "wouldn", "couldn", "shouldn", "mustn":
		return r.at(i+1).low == "'"
	}
	return false
}

// skipAdverbs is the nearest atom at or before i that is no adverb or negation.
func (r *reader) skipAdverbs(i int) int {
	for {
		switch a := r.at(i); {
		case fillers[a.low], len(a.low) > 4 && strings.HasSuffix(a.low, "ly") && !a.cap:
			i--
		case a.low == "t" && r.at(i-1).low == "'" && strings.HasSuffix(r.at(i-2).low, "n") && r.at(i-2).letters(): // "won't"
			if r.modal(i - 2) {
				return i - 2
			}
			i -= 2
		default:
			return i
		}
	}
}

var fillers = wordSet(`not never also still soon again then now only first even already yet once thus therefore instead`)

// passive reports whether atom i is a participle under an auxiliary that looks
// ahead: "will be signed", "is not to be sent", "will have been signed", "may
// be arrested and tried". It shows no tense of its own.
func (r *reader) passive(i int) bool {
	for ; i > 0 && r.participle(i); i-- {
		j := r.skipAdverbs(i - 1)
		switch w := r.at(j).low; w {
		case "be", "get":
			k := r.skipAdverbs(j - 1)
			return w == "be" || r.modal(k) || r.at(k).low == "to"
		case "been":
			if r.at(r.skipAdverbs(j-1)).low != "have" {
				return false
			}
			k := r.at(r.skipAdverbs(r.skipAdverbs(j-1) - 1)).low
			return k == "will" || k == "shall" || k == "ll"
		case "have":
			k := r.at(r.skipAdverbs(j - 1)).low
			return k == "will" || k == "shall" || k == "ll"
		case "and", "or", ",":
			if r.at(j-1).low == "," {
				j--
			}
			i = j // and on with the participle before it
		default:
			return false
		}
	}
	return false
}

// participles are those that show no tense: not past cues, nor ending in -ed.
var participles = wordSet(`chosen sworn driven shown broken frozen beaten hidden forgotten stolen thrown torn drawn withdrawn overthrown
	undertaken rewritten flown risen fallen hurt put`)

// participle guesses whether atom i may be a past participle.
func (r *reader) participle(i int) bool {
	a := r.at(i)
	return a.letters() && !a.cap && !notPast[a.low] && (pastCues[a.low] || participles[a.low] || len(a.low) > 3 && strings.HasSuffix(a.low, "ed"))
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
