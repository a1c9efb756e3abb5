package text

import (
	"os"
	"strings"
	"testing"

	"example.org/readout/text/nn"
)

// BenchmarkAnalyze reads an invented article of about 600 words: splitting
// alone, and all of it with each kernel.
func BenchmarkAnalyze(b *testing.B) {
	data, err := os.ReadFile("model/news.rdm")
	if err != nil {
		b.Skip("no weights in text/model: train/export.py writes them")
	}
	paragraphs := []string{
		"The foreign minister of Norland, Anna Berg, met her counterpart in Vastergard on Tuesday to discuss the reopening of the border. \"We will open three crossings before winter,\" she said, according to the state news agency NTB.",
		"Protesters threw stones at police in the capital and set fire to two vehicles on Monday night. Eleven people were arrested, the interior ministry said in a statement, adding that it would publish their names \"in due course\".",
		"The European Commission has called on both governments to withdraw their troops from the valley. A spokesman told reporters that sanctions had not been discussed, but that they could not be ruled out if talks failed again.",
	}
	blocks := [][2]string{{"headline", "Norland and Vastergard agree to reopen border"}, {"dateline", "Saint-Aubin, 3 February"}}
	for range 5 {
		for _, p := range paragraphs {
			blocks = append(blocks, [2]string{"body", p})
		}
	}
	blocks = append(blocks, [2]string{"caption", "Anna Berg at the border on Tuesday."})
	words := 0
	for _, x := range blocks {
		words += len(strings.Fields(x[1]))
	}
	rate := func(b *testing.B) { b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s") }
	b.Run("split", func(b *testing.B) {
		for b.Loop() {
			article(blocks...)
		}
		rate(b)
	})
	for _, kernel := range nn.Kernels() {
		b.Run(kernel, func(b *testing.B) {
			m, err := nn.Load(data, nn.WithKernel(kernel))
			if err != nil {
				b.Fatal(err)
			}
			a := NewAnalyzer(m)
			b.ResetTimer()
			for b.Loop() {
				if err := a.Analyze(b.Context(), article(blocks...)); err != nil {
					b.Fatal(err)
				}
			}
			rate(b)
		})
	}
}
