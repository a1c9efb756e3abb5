package eval

import (
	"fmt"
	"io"
	"strings"

	"example.org/readout/text"
	"example.org/readout/when"
)

// Dating scores [when.ForEvent] on the dates of the gold events of the sheets
// at path, given their triggers. A date is right if it names the same days. An
// event counts as predicted where the sentence is found to date it. errors
// receives a line for each event whose date is missed, false or another; nil
// for none.
func Dating(path string, errors io.Writer) (PRF, error) {
	sheets, err := LoadSheets(path)
	if err != nil {
		return PRF{}, err
	}
	var n PRF
	for _, s := range sheets {
		a, err := newArticle(s.Text, s.Outlet, s.Published)
		if err != nil {
			return n, fmt.Errorf("%s: %w", s.Doc, err)
		}
		d := &text.Document{Text: a.Text, Blocks: a.Blocks}
		text.Split(d)
		times := when.Find(d, a.Published)
		at := codePointBytes(s.Text)
		for _, e := range s.Events {
			trigger := text.Span{Begin: at[e.Trigger.Begin], End: at[e.Trigger.End]}
			gold, got := "", ""
			if e.When != nil {
				gold = *e.When
				n.Gold++
			}
			if t := when.ForEvent(d, times, trigger, a.Published); t != nil {
				got = t.Date()
				n.Predicted++
			}
			n.TP += oneIf(gold != "" && sameDays(gold, got))
			if errors != nil && gold != got && !(gold != "" && sameDays(gold, got)) {
				kind := "other"
				switch {
				case got == "":
					kind = "missed"
				case gold == "":
					kind = "false"
				}
				here := d.Slice(trigger)
				if i := d.SentenceAt(trigger.Begin); i >= 0 {
					span := d.Sentences[i].Span
					here = d.Text[span.Begin:trigger.Begin] + "[[" + here + "]]" + d.Text[trigger.End:span.End]
				}
				fmt.Fprintf(errors, "%s\t%s\t%s\t%s\t%s\n", kind, s.Doc, gold, got, strings.Join(strings.Fields(here), " "))
			}
		}
	}
	return n, nil
}

// sameDays reports whether two dates name the same days: 2013-03/2013-03 is 2013-03.
func sameDays(a, b string) bool {
	if a == b {
		return true
	}
	x := when.Timex{Type: when.Date, Value: a}
	y := when.Timex{Type: when.Date, Value: b}
	b1, e1, ok1 := x.Interval()
	b2, e2, ok2 := y.Interval()
	return ok1 && ok2 && b1.Equal(b2) && e1.Equal(e2)
}
