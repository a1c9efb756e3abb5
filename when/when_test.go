package when

import (
	"testing"
	"time"

	"example.org/readout/text"
)

// document makes a one-block document of s.
func document(s string) *text.Document {
	d := &text.Document{Text: s, Blocks: []text.Block{{Span: text.Span{End: len(s)}, Role: text.Body}}}
	text.Split(d)
	return d
}

var monday2020 = time.Date(2020, 2, 3, 0, 0, 0, 0, time.UTC)

func TestFindFirst(t *testing.T) {
	got := Find(document("The envoys met on 1 February 2020."), monday2020)
	if len(got) != 1 || got[0].Value != "2020-02-01" {
		t.Errorf("got %+v", got)
	}
}
