package nn

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"
)

// full is a model of the real size: the weights that the program ships with.
func full(b testing.TB, kernel string) *Model {
	data, err := os.ReadFile("../model/news.rdm")
	if err != nil {
		b.Fatal(err)
	}
	m, err := Load(data, WithKernel(kernel))
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// prose is n words of invented news.
func prose(n int) []Word {
	sentences := [][]string{
		{"The", "foreign", "minister", "of", "Norland", "met", "her", "counterpart", "in", "Vastergard", "on", "Tuesday", "."},
		{"She", "said", "that", "the", "border", "would", "be", "reopened", "before", "winter", ",", "according", "to", "the", "state", "agency", "."},
		{"Protesters", "threw", "stones", "at", "police", "and", "set", "fire", "to", "two", "vehicles", "."},
		{"\"", "We", "condemn", "this", "attack", "in", "the", "strongest", "terms", ",", "\"", "the", "spokesman", "added", "."},
	}
	var words []Word
	for s := 0; ; s++ {
		for i, f := range sentences[s%len(sentences)] {
			if len(words) == n {
				return words
			}
			words = append(words, Word{Form: f, Sentence: s, First: i == 0})
		}
	}
}

// perSecond reports how many units a second of the clock and of the processor
// did, at n a turn.
func perSecond(b *testing.B, start time.Duration, n float64, unit string) {
	n *= float64(b.N)
	b.ReportMetric(n/b.Elapsed().Seconds(), unit+"/s")
	if used := cpuTime() - start; used > 0 {
		b.ReportMetric(n/used.Seconds(), unit+"/cpu-s")
	}
}

// BenchmarkEncode is the encoder and the heads of single words over windows of
// 150 words, and of one sentence of 17.
func BenchmarkEncode(b *testing.B) {
	for _, kernel := range Kernels() {
		for _, n := range []int{150, 17} {
			b.Run(fmt.Sprintf("%s/%d", kernel, n), func(b *testing.B) {
				m, words := full(b, kernel), prose(n)
				s := m.NewScratch()
				pieces := m.Count(words)
				start := cpuTime()
				for b.Loop() {
					if _, err := m.Encode(s, words); err != nil {
						b.Fatal(err)
					}
				}
				perSecond(b, start, float64(n), "words")
				perSecond(b, start, float64(pieces), "pieces")
			})
		}
	}
}

// BenchmarkRead is all of a window of 150 words: encoder, trees, and the
// arguments and attributes of a trigger and a cue every 20 words.
func BenchmarkRead(b *testing.B) {
	const n = 150
	for _, kernel := range Kernels() {
		b.Run(kernel, func(b *testing.B) {
			m, words := full(b, kernel), prose(n)
			s := m.NewScratch()
			var every20 []int
			for t := 0; t < n; t += 20 {
				every20 = append(every20, t)
			}
			start := cpuTime()
			for b.Loop() {
				w, err := m.Encode(s, words)
				if err != nil {
					b.Fatal(err)
				}
				for first, last := 0, 0; first < n; first = last {
					for last = first; last < n && words[last].Sentence == words[first].Sentence; last++ {
					}
					w.Parse(first, last)
				}
				w.EventArgs(every20...)
				w.CueArgs(every20...)
				for _, t := range every20 {
					w.Modality(t)
					w.Act(t)
				}
			}
			perSecond(b, start, n, "words")
		})
	}
}

// BenchmarkMul is the float32 product, in the shapes of attention.
func BenchmarkMul(b *testing.B) {
	for _, kernel := range Kernels() {
		for _, s := range []struct{ m, k, n int }{{192, 32, 192}, {192, 192, 32}} {
			b.Run(fmt.Sprintf("%s/%dx%dx%d", kernel, s.m, s.k, s.n), func(b *testing.B) {
				kn, _ := pickKernel(kernel)
				r := rand.New(rand.NewPCG(1, 2))
				x, p := random(r, s.m*s.k), newPacked(s.k, s.n, kn.width)
				for i := range p.data {
					p.data[i] = r.Float32() - 0.5
				}
				c := make([]float32, s.m*roundUp(s.n, kn.width))
				start := cpuTime()
				for b.Loop() {
					kn.add(s.m, x, s.k, p, c, roundUp(s.n, kn.width))
				}
				perSecond(b, start, 2e-9*float64(s.m*s.k*s.n), "GFLOP")
			})
		}
	}
}

// BenchmarkLinear is the linear layers of the encoder, activations rounded
// included.
func BenchmarkLinear(b *testing.B) {
	for _, kernel := range Kernels() {
		for _, s := range []struct{ m, k, n int }{{192, 384, 1152}, {192, 384, 384}, {192, 384, 1536}, {192, 1536, 384}, {24, 384, 1536}} {
			b.Run(fmt.Sprintf("%s/%dx%dx%d", kernel, s.m, s.k, s.n), func(b *testing.B) {
				kn, _ := pickKernel(kernel)
				l, _ := wholes(kn, 1, s.k, s.n)
				x, y := random(rand.New(rand.NewPCG(1, 2)), s.m*s.k), make([]float32, s.m*l.stride())
				var q quantisedRows
				start := cpuTime()
				for b.Loop() {
					q.take(kn, s.m, s.k, x, s.k)
					l.apply(kn, &q, y, l.stride(), false)
				}
				perSecond(b, start, 2e-9*float64(s.m*s.k*s.n), "GOP")
			})
		}
	}
}

func random(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

// BenchmarkVector is the arithmetic beside the matrix products, per value.
func BenchmarkVector(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, kernel := range Kernels() {
		kn, _ := pickKernel(kernel)
		x, y := random(r, 1536), random(r, 1536)
		q := make([]byte, 4*len(x))
		for _, c := range []struct {
			name string
			n    int
			run  func()
		}{
			{"gelu", 1536, func() { kn.gelu(x) }},
			{"softmax", 192, func() { kn.softmax(x[:192], 0.18) }},
			{"normalise", 384, func() { kn.normalise(x[:384], y, y[384:], 1e-12) }},
			{"largest", 1536, func() { kn.largest(x) }},
			{"quantise", 1536, func() { kn.quantise(y, 30, q) }},
		} {
			b.Run(kernel+"/"+c.name, func(b *testing.B) {
				start := cpuTime()
				for b.Loop() {
					c.run()
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*c.n), "ns/value")
				b.ReportMetric((cpuTime()-start).Seconds()*1e9/float64(b.N*c.n), "cpu-ns/value")
			})
		}
	}
}

// BenchmarkLoad is the start of the program: vocabulary and packing.
func BenchmarkLoad(b *testing.B) {
	data, err := os.ReadFile("../model/news.rdm")
	if err != nil {
		b.Fatal(err)
	}
	start := cpuTime()
	for b.Loop() {
		if _, err := Load(data, WithoutChecksum()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1000*(cpuTime()-start).Seconds()/float64(b.N), "cpu-ms/op")
}
