package eval

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"text/tabwriter"
	"unicode"
)

// A fault is one way in which a predicted sheet differs from its gold sheet.
type fault struct {
	kind   string // "missed trigger", "wrong root" ...
	detail string // what the kind is counted by: a root, a pair "A -> B"
	note   string // what is wrong with it, for reading
	at     Range  // the words to show in their sentence
}

// faults lists what is wrong in one article, in the order of the text.
func faults(gold, predicted *Sheet, m pairing) []fault {
	var out []fault
	add := func(at Range, kind, detail, format string, args ...any) {
		out = append(out, fault{kind, detail, fmt.Sprintf(format, args...), at})
	}
	// compare reports a field that is missed, invented or wrong.
	compare := func(at Range, field, g, p string, right bool, detail string) {
		switch {
		case right:
		case p == "":
			add(at, "missed "+field, detail, "gold %s", g)
		case g == "":
			add(at, "invented "+field, detail, "predicted %s", p)
		default:
			add(at, "wrong "+field, detail, "gold %s, predicted %s", g, p)
		}
	}

	taken := map[int]bool{}
	for i, g := range gold.Events {
		at := g.Trigger.Range
		j := m.events[i]
		if j < 0 {
			add(at, "missed trigger", g.Root, "%s %s", g.Root, describe(g))
			continue
		}
		taken[j] = true
		p := predicted.Events[j]
		if g.Root != p.Root {
			add(at, "wrong root", g.Root+" -> "+p.Root, "gold %s, predicted %s", g.Root, p.Root)
		}
		compare(at, "actor", quoted(g.Actors), quoted(p.Actors), rightActor(g, p), g.Root)
		compare(at, "recipient", quoted(g.Recipients), quoted(p.Recipients), rightRecipient(g, p), g.Root)
		compare(at, "modality", g.Modality, p.Modality, g.Modality == p.Modality, g.Modality+" -> "+p.Modality)
		compare(at, "voice", voiceOf(g, gold), voiceOf(p, predicted), rightVoice(g, p, gold, predicted, m), voiceKind(g)+" -> "+voiceKind(p))
		compare(at, "when", value(g.When), value(p.When), rightWhen(g.When, p.When) || g.When == nil && p.When == nil, "")
		compare(at, "where", value(g.Where), value(p.Where), rightWhere(g.Where, p.Where) || g.Where == nil && p.Where == nil, "")
	}
	for j, p := range predicted.Events {
		if !taken[j] {
			add(p.Trigger.Range, "extra trigger", p.Root, "%s %s", p.Root, describe(p))
		}
	}

	taken = map[int]bool{}
	for i, g := range gold.Statements {
		at := extent(g)
		j := m.statements[i]
		if j < 0 {
			add(at, "missed statement", g.Form+" "+cueKind(g), "%s", source(g))
			continue
		}
		taken[j] = true
		p := predicted.Statements[j]
		compare(at, "speaker", speaker(g), speaker(p), rightSpeaker(g, p), g.Form)
		compare(at, "act", g.Act, p.Act, g.Act == p.Act, g.Act+" -> "+p.Act)
		compare(at, "form", g.Form, p.Form, g.Form == p.Form, g.Form+" -> "+p.Form)
		same := g.Name == nil && p.Name == nil || g.Name != nil && p.Name != nil && foldName(*g.Name) == foldName(*p.Name)
		compare(at, "name", value(g.Name), value(p.Name), same, "")
	}
	for j, p := range predicted.Statements {
		if !taken[j] {
			add(extent(p), "extra statement", p.Form+" "+cueKind(p), "%s", source(p))
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].at.Begin < out[j].at.Begin })
	return out
}

// WriteErrors lists every miss and false alarm of predicted against gold
// (predicted[i] belongs to gold[i]): a line with document, offset in code
// points and sentence, the words at fault marked, then a line for each thing
// wrong with them. Counts by kind come at the end.
func WriteErrors(w io.Writer, gold, predicted []*Sheet) error {
	counts := map[string]int{}
	details := map[string]map[string]int{}
	for i, g := range gold {
		p := predicted[i]
		g.sortRecords()
		p.sortRecords()
		runes := []rune(g.Text)
		last := Range{-1, -1}
		for _, f := range faults(g, p, pair(g, p)) {
			counts[f.kind]++
			if details[f.kind] == nil {
				details[f.kind] = map[string]int{}
			}
			if f.detail != "" {
				details[f.kind][f.detail]++
			}
			if f.at != last {
				last = f.at
				fmt.Fprintf(w, "%s:%d\t%s\n", g.Doc, f.at.Begin, excerpt(runes, f.at))
			}
			if _, err := fmt.Fprintf(w, "\t%s\t%s\n", f.kind, f.note); err != nil {
				return err
			}
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t)
	for _, kind := range byCount(counts) {
		var parts []string
		for _, d := range byCount(details[kind]) {
			parts = append(parts, fmt.Sprintf("%s %d", d, details[kind][d]))
		}
		fmt.Fprintf(t, "%d\t%s\t%s\n", counts[kind], kind, strings.Join(parts, ", "))
	}
	return t.Flush()
}

// byCount lists the keys of m, the most frequent first, equals by name.
func byCount(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := keys[i], keys[j]
		return m[a] > m[b] || m[a] == m[b] && a < b
	})
	return keys
}

// excerpt is the sentence around r, or a longer stretch that holds all of it,
// with r marked. Its ends are guessed from full stops and line breaks: good
// enough to read.
func excerpt(text []rune, r Range) string {
	const most = 300
	stop := func(i int) bool { // a sentence may end before position i
		k := i - 1
		if k > 0 && strings.ContainsRune("\"”", text[k]) {
			k--
		}
		return text[i] == '\n' || k >= 0 && unicode.IsSpace(text[i]) && strings.ContainsRune(".!?", text[k])
	}
	begin, end := r.Begin, r.End
	for begin > 0 && r.Begin-begin < most && !stop(begin-1) {
		begin--
	}
	for end < len(text) && end-r.End < most && !stop(end) {
		end++
	}
	marked := string(text[begin:r.Begin]) + "[[" + string(text[r.Begin:r.End]) + "]]" + string(text[r.End:end])
	return strings.Join(strings.Fields(marked), " ")
}

func describe(e EventRecord) string {
	return fmt.Sprintf("%s %q, actor %s, recipient %s", e.Modality, e.Trigger.Text, orNone(quoted(e.Actors)), orNone(quoted(e.Recipients)))
}

func source(s StatementRecord) string {
	cue := ""
	if s.Cue != nil {
		cue = s.Cue.Text
	}
	return fmt.Sprintf("speaker %s, cue %q, act %s", orNone(speaker(s)), cue, s.Act)
}

func speaker(s StatementRecord) string {
	if s.Speaker == nil {
		return ""
	}
	return fmt.Sprintf("%q", s.Speaker.Text)
}

func cueKind(s StatementRecord) string {
	if s.Cue == nil {
		return "without cue"
	}
	return "with cue"
}

// extent reaches from the beginning of the first part of the content to the
// end of the last.
func extent(s StatementRecord) Range {
	u := union(ranges(s.Content))
	if len(u) == 0 {
		return Range{}
	}
	return Range{u[0].Begin, u[len(u)-1].End}
}

func quoted(m []Mention) string {
	var parts []string
	for _, x := range m {
		parts = append(parts, fmt.Sprintf("%q", x.Text))
	}
	return strings.Join(parts, " + ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func voiceKind(e EventRecord) string {
	if narrated(e) {
		return "narrator"
	}
	return "statement"
}

// voiceOf says who speaks: the narrator, or the speaker of the statement.
func voiceOf(e EventRecord, s *Sheet) string {
	if narrated(e) {
		return "narrator"
	}
	for _, st := range s.Statements {
		if st.ID == e.Voice {
			return "statement of " + orNone(speaker(st))
		}
	}
	return "statement " + e.Voice
}
