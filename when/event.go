package when

import (
	"strings"
	"time"

	"example.org/readout/text"
)

// ForEvent is the expression among times that dates the event whose trigger is
// given, nil where the sentence does not say: an event without a date stays so,
// and is never given the date of publication. The expression must stand in the
// trigger's own sentence and clause:
//
//   - after the trigger, with no other verb and no clause between them
//     ("visited Riga in May"; not "released a video in May" for a trigger
//     within "saying that ...");
//   - before it, at the head of its clause ("In May, he visited", "the court
//     Monday convicted");
//   - within the trigger's own noun phrase ("the May visit", "Monday's talks").
//
// The date of a saying ("officials said Monday") dates nothing else, nor does that
// of a gathering ("praised the meeting on Monday"); one that bounds ("before May",
// "since 2015") dates nothing at all.
// Where this finds nothing, an expression that the parse hangs on the trigger
// itself will do. published is not used; it is the date that times were
// resolved against.
func ForEvent(d *text.Document, times []Timex, trigger text.Span, published time.Time) *Timex {
	s := d.SentenceAt(trigger.Begin)
	if s < 0 {
		return nil
	}
	c := clause{reader: reader{atoms: lex(nil, d.Text, d.Sentences[s].Span)}}
	c.first, c.last = c.range_(trigger)
	if c.first == c.last {
		return nil
	}
	for i := range times {
		if t := &times[i]; d.Sentences[s].Span.Covers(t.Span) {
			from, to := c.range_(t.Span)
			c.times = append(c.times, located{t, from, to})
		}
	}
	var best *Timex
	cost := 0
	for _, x := range c.times {
		if x.t.Date() == "" || x.t.Rule == undated || x.t.Span.Overlaps(trigger) {
			continue
		}
		if n, ok := c.dates(x); ok && (best == nil || n < cost) {
			best, cost = x.t, n
		}
	}
	for i := 0; best == nil && i < len(c.times); i++ {
		if t := c.times[i].t; t.Date() != "" && t.Rule != undated && t.Type != Duration && !c.bounded(c.times[i]) && hangsOn(d, t.Span, trigger) {
			best = t
		}
	}
	return best
}

// arranged are participles that give a plan its date.
var arranged = map[string]bool{"set": true, "planned": true, "scheduled": true, "due": true, "slated": true, "fixed": true}

// hangsOn reports whether, by the parse, the expression at span stands behind the
// trigger and modifies its verb, or the verb that carries it as its object.
// Another clause between the two leaves it open which of them it dates.
func hangsOn(d *text.Document, span, trigger text.Span) bool {
	a, z := d.TokensIn(span)
	first, last := d.TokensIn(trigger)
	for i := last; i < a; i++ {
		if d.Tokens[i].UPOS == "VERB" && !text.Is(d.Tokens[i].DepRel, "amod") && !arranged[strings.ToLower(d.Form(i))] {
			return false
		}
	}
	if a < last {
		return false
	}
	for i := a; i < z; i++ {
		t := &d.Tokens[i]
		if t.Head >= first && t.Head >= 0 && t.Head < a && arranged[strings.ToLower(d.Form(t.Head))] {
			if n := d.Tokens[t.Head].Head; n >= first && n < last {
				return true // "the visit set for 20 March"
			}
		}
		if t.Head >= a && t.Head < z || t.Head < 0 || !text.Is(t.DepRel, "obl", "advmod", "nmod") {
			continue
		}
		if t.Head >= first && t.Head < last {
			return d.Tokens[t.Head].UPOS == "VERB"
		}
		for k := first; k < last; k++ {
			if d.Tokens[k].Head == t.Head && text.Is(d.Tokens[k].DepRel, "obj", "nsubj:pass") && t.Head < first {
				return true
			}
		}
	}
	return false
}

// A clause is the sentence of a trigger with its time expressions.
type clause struct {
	reader
	first, last int // atoms of the trigger
	times       []located
}

// A located expression stands at the atoms [from, to).
type located struct {
	t        *Timex
	from, to int
}

// range_ is the run of atoms that overlap s.
func (c *clause) range_(s text.Span) (first, last int) {
	for first < len(c.atoms) && c.atoms[first].span.End <= s.Begin {
		first++
	}
	last = first
	for last < len(c.atoms) && c.atoms[last].span.Begin < s.End {
		last++
	}
	return first, last
}

// dates reports whether x dates the trigger, and how far it is from it.
func (c *clause) dates(x located) (distance int, ok bool) {
	start := x.from // of the phrase that x stands in
	for start > 0 && prepositions[c.atoms[start-1].low] {
		start--
	}
	if c.said(start) && !(c.first < start && c.last >= start-1) {
		return 0, false
	}
	if c.attributive(x) {
		if x.to <= c.first && c.first-x.to <= 4 && c.phrase(x.to, c.first) {
			return c.first - x.to, true
		}
		// "the 2011 uprising that toppled him"
		if p := c.at(c.first - 1).low; x.to < c.first && (p == "that" || p == "which") && c.first-x.to <= 3 && c.phrase(x.to, c.first-1) {
			return c.first - x.to, true
		}
		// "signed a 2015 agreement"
		if n := x.from - c.last; n >= 0 && n <= 2 && strings.HasPrefix(c.at(c.first).low, "sign") {
			return n, true
		}
		return 0, false
	}
	if c.bounded(x) || c.owned(x, start) {
		return 0, false
	}
	if c.first == x.to && strings.HasSuffix(c.at(c.first).low, "ing") {
		return 0, true // "a petition signed last year urging him to leave"
	}
	if c.last <= start {
		if c.counted(x) {
			return 0, false
		}
		if start == c.last+1 && (c.atoms[c.last].low == "—" || c.atoms[c.last].low == "-" || c.atoms[c.last].low == "(") {
			return 1, true // "the launch (on 29 August)"
		}
		return start - c.last, c.open(c.last, start)
	}
	if x.to > c.first {
		return 0, false
	}
	// Before the trigger. "the court Monday convicted"; else it heads its clause.
	if c.first-x.to <= 2 && c.phrase(x.to, c.first) && start == x.from && c.verbsIn(c.begin(start), start) == 0 {
		return c.first - x.to, true
	}
	// "travels there on 13 July for a working visit", "in 2015 when it lied"
	if next := c.at(x.to).low; next == "for" && c.at(x.to+1).low == "a" && c.first-x.to <= 5 && c.phrase(x.to+2, c.first) {
		return c.first - x.to, true
	} else if next == "when" {
		return c.first - x.to, c.leads(x.to+1) && c.verbsIn(x.to+1, c.first) == 0
	}
	head := start == 0 || start == x.from && c.verbAt(x.to) && c.verbsIn(c.begin(start), start) == 0
	if !head {
		switch c.atoms[start-1].low {
		case ",", ";", ":", "\"", "“", "—", "that", "and", "but", "(", "'", "which", "who":
			head = true
		case "early", "late", "earlier", "later", "also", "so":
			head = start == 1
		}
	}
	if !head {
		return 0, false
	}
	return c.first - x.to, c.leads(x.to)
}

// bounded reports whether x bounds when something is, and does not say when:
// "before the summer", "by no later than Friday", "until 5 p.m. on Friday". What
// comes "shortly after noon on Friday" comes near that hour, on that day.
func (c *clause) bounded(x located) bool {
	i := x.from - 1
	for blurs[c.at(i).low] || c.at(i).low == "at" && blurs[c.at(i+1).low] {
		i--
	}
	switch w := c.at(i).low; w {
	case "before", "by", "until", "till", "til", "after", "since":
		near := c.at(i - 1).low
		return x.t.Type != Time || w != "before" && w != "after" || near != "shortly" && near != "just" && near != "soon"
	case "than": // "no later than"
		p := c.at(i - 1).low
		return p == "later" || p == "earlier" || p == "sooner"
	case "of", "to":
		if p := c.at(i - 1).low; p == "ahead" || p == "prior" {
			return true
		}
	case "and", "or", "-", "on":
		i--
	}
	for _, y := range c.times { // "by Monday or Tuesday", "by noon on Monday"
		if y.to == i+1 && y.from < x.from && (c.at(y.to).low != "on" || y.t.Type == Time) {
			return c.bounded(y)
		}
	}
	return false
}

// owned reports whether x dates a gathering or an act that is named next to it
// and is not the trigger: "the meeting on 12 November expressed", "welcomed the
// meeting on 12 November"; but "held the meeting on 12 November".
func (c *clause) owned(x located, start int) bool {
	i := start - 1
	if !eventNouns[c.at(i).low] || i >= c.first && i < c.last {
		return false
	}
	if x.to <= c.first {
		// "the blast Friday killed": as with "the court Friday convicted"
		return start != x.from || c.first-x.to > 2 || !c.phrase(x.to, c.first)
	}
	for i--; i >= c.last; i-- {
		switch c.at(i).low {
		case "the", "this", "that", "these", "those", "s", "his", "her", "its", "their":
			p := c.at(i - 1).low // "killed in the attack on Friday"
			return p != "in" && p != "at" && p != "during" && !holds[c.at(c.first).low]
		}
		if prepositions[c.at(i).low] || marks[c.at(i).low] {
			return false
		}
	}
	return false
}

var eventNouns = wordSet(`meeting meetings talks visit visits trip summit conference session hearing trial election elections vote
	referendum attack attacks strike strikes raid raids bombing explosion blast shooting killing war offensive clash clashes
	protest protests rally march demonstration coup uprising invasion ceremony inauguration funeral launch test debate crash
	earthquake murder assassination arrest`)

// holds are verbs that happen when their object does.
var holds = wordSet(`hold held holds holding attend attended attends join joined open opened opens begin began begins start started
	end ended ends host hosted hosts chair chaired win won wins lose lost stage staged lead led conduct conducted carry carried launch
	launched make made pay paid take took address addressed boycott boycotted disrupt disrupted skip skipped miss missed leave left
	suffer suffered survive survived witness witnessed watch watched die died`)

// blurs may stand between a preposition and the date that it bounds.
var blurs = wordSet(`the early late mid - just only as soon about around least most latest nearly almost
	roughly approximately perhaps possibly probably maybe some end beginning start middle close`)

var prepositions = wordSet(`in on at by since during from until before after through within over for around about of the
	early late shortly just only as ahead throughout between`)

// marks begin another clause.
var marks = wordSet(`that which who whom whose where when while if because although though but whether whereas unless ; : — “ ” "`)

var sayings = wordSet(`said says told reported announced confirmed added tweeted wrote revealed stated`)

// said reports whether the expression at atom i dates a verb of saying.
func (c *clause) said(i int) bool { return i > 0 && sayings[c.at(i-1).low] }

// attributive reports whether x stands within a noun phrase: "the 2011
// uprising", "a February visit", "Monday's attack".
func (c *clause) attributive(x located) bool {
	next := c.at(x.to)
	if next.low == "'" && c.at(x.to+1).low == "s" {
		return true
	}
	if strings.HasSuffix(x.t.Rule, "quarter") || x.t.Type != Date || !next.letters() || prepositions[next.low] || marks[next.low] {
		return false
	}
	switch c.at(x.from - 1).low {
	case "the", "a", "an", "its", "his", "her", "their", "this", "s", "self":
		return next.low != "and" && next.low != "or"
	}
	return false
}

// phrase reports whether the atoms [i, j) can be the middle of a noun phrase
// or of a verb group.
func (c *clause) phrase(i, j int) bool {
	for ; i < j; i++ {
		a := c.atoms[i]
		if prepositions[a.low] && a.low != "the" || marks[a.low] || a.low == "," || a.low == "and" || a.low == "or" || pastCues[a.low] && a.low != "had" && a.low != "has" && a.low != "been" && a.low != "was" && a.low != "were" {
			return false
		}
	}
	return true
}

// open reports whether nothing in [i, j) parts a trigger before it from an
// expression after it.
func (c *clause) open(i, j int) bool {
	for ; i < j; i++ {
		a := c.atoms[i]
		switch {
		case marks[a.low]:
			return false
		case a.low == "to" && c.infinitive(i+1) && i+1 < j:
			return false
		case a.low == "," && i+2 < j && (c.at(i+1).low == "and" || c.at(i+1).low == "who" || strings.HasSuffix(c.at(i+1).low, "ing")):
			return false
		case c.verbAt(i):
			// "the visit to Riga was planned for 4 January"
			if !happens[a.low] || !c.nominal() || strings.HasSuffix(a.low, "ed") && !auxiliary[c.at(i-1).low] && !happened[a.low] {
				return false
			}
		}
	}
	return true
}

// leads reports whether the clause that an expression heads, from atom i on,
// still goes on at the trigger: verbs may stand between, clauses may not.
func (c *clause) leads(i int) bool {
	verbs := 0
	aside := false // within "after the vote failed,"
	for ; i < c.first; i++ {
		a := c.atoms[i]
		switch {
		case asides[a.low] && (i == 0 || c.at(i-1).low == "," || c.at(i-1).low == "and"):
			aside = true
		case aside && a.low == ",":
			aside = false
		case aside:
		case marks[a.low], a.low == "to" && c.infinitive(i+1) && i+1 < c.first && verbs > 0:
			return false
		case strings.HasSuffix(a.low, "ing") && len(a.low) > 5 && c.at(i-1).low == ",":
			return false
		case c.verbAt(i) && !(strings.HasSuffix(a.low, "ing") && prepositions[c.at(i-1).low]):
			if verbs++; verbs > 1 {
				return false
			}
		}
	}
	return !aside
}

// nominal guesses whether the trigger is a noun: a determiner stands before it.
func (c *clause) nominal() bool {
	for i := c.first - 1; i >= 0 && i >= c.first-4; i-- {
		switch w := c.atoms[i].low; {
		case w == "the" || w == "a" || w == "an" || w == "his" || w == "her" || w == "its" || w == "their" || w == "this" || w == "that" || w == "s" || w == "these" || w == "our" || w == "my":
			return true
		case prepositions[w] || marks[w] || w == "," || auxiliary[w]:
			return false
		}
	}
	return c.first == 0
}

// begin is where the clause of atom i begins.
func (c *clause) begin(i int) int {
	for i > 0 && !marks[c.atoms[i-1].low] && c.atoms[i-1].low != "," {
		i--
	}
	return i
}

// verbsIn counts the full verbs in [i, j).
func (c *clause) verbsIn(i, j int) (n int) {
	for ; i < j; i++ {
		if c.verbAt(i) {
			n++
		}
	}
	return n
}

// counted reports that x says over which time the trigger is counted: "the
// 15th test this year".
func (c *clause) counted(x located) bool {
	if c.at(x.from).low != "this" {
		return false
	}
	for i := max(0, c.first-5); i < c.first; i++ {
		if n, _ := readOrdinal(c.atoms, i); n > 0 {
			return true
		}
	}
	return false
}

// asides begin a clause that says when the main one is.
var asides = wordSet(`after before since until once when while as following`)

// happened are the past forms that need no auxiliary to say that something took place.
var happened = wordSet(`started ended occurred happened`)

var happens = wordSet(`came was were is are took take place will be began begins started starts ended occurred happened held scheduled planned set due postponed`)

var auxiliary = wordSet(`was were is are has had have been be will would not n't`)

// verbAt guesses whether atom i is a full verb.
func (c *clause) verbAt(i int) bool {
	a := c.at(i)
	if !a.letters() || a.cap {
		return false
	}
	if auxiliary[a.low] {
		return false
	}
	if pastCues[a.low] && a.low != "set" || sayings[a.low] {
		return true
	}
	switch c.at(i - 1).low {
	case "will", "would", "can", "could", "may", "might", "must", "should", "shall", "ll":
		return a.low != "also" && a.low != "then"
	}
	switch prev := c.at(i - 1).low; {
	case strings.HasSuffix(a.low, "ed") && len(a.low) > 4 && !notPast[a.low]:
		switch prev {
		case "the", "a", "an", "its", "his", "her", "their", "so", "-", "of", "s":
			return false
		}
		return true
	case strings.HasSuffix(a.low, "ing") && len(a.low) > 5:
		switch a.low {
		case "meeting", "during", "evening", "morning", "according", "including", "following", "something", "nothing", "building", "hearing", "bombing", "killing", "beijing", "ongoing", "leading", "ruling", "spring", "regarding":
			return false
		}
		switch prev {
		case "the", "a", "an", "s", "its", "his", "her", "their":
			return false
		}
		return true
	}
	return false
}
