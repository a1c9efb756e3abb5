package export

import (
	"io"
	"strings"
	"testing"

	"example.org/readout"
	"example.org/readout/event"
)

// long is a reading of about 10,000 words with an event in each of 1,000
// sentences.
func long(b *testing.B) *readout.Reading {
	blocks := make([]string, 1000)
	for i := range blocks {
		blocks[i] = "The envoy of the northern republic met rebels near Velm."
	}
	s := newStory(b, blocks...)
	for i := range blocks {
		s.r.Events = append(s.r.Events, event.Event{ID: strings.Repeat("e", 8), Trigger: s.in(i+1, "met"), Sentence: i, Modality: event.Actual, Confidence: 1})
	}
	return s.r
}

func BenchmarkJSON(b *testing.B) {
	r := long(b)
	b.SetBytes(int64(len(r.Document.Text)))
	for b.Loop() {
		if err := WriteJSONL(io.Discard, seq(r)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	r := long(b)
	b.SetBytes(int64(len(r.Document.Text)))
	for b.Loop() {
		if err := WriteHTML(io.Discard, []*readout.Reading{r}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTerminal(b *testing.B) {
	r := long(b)
	b.SetBytes(int64(len(r.Document.Text)))
	for b.Loop() {
		if err := WriteTerminal(io.Discard, r, TerminalOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
