// Package nn runs the language model: a small BERT encoder and the heads that
// read words, names, events, attributions and syntax from it.
//
// In: a weight file made by the training scripts (train/, [Decode] describes
// the format) and windows of words. Out: for every word of a window
// probabilities and scores, for every sentence a dependency tree; decoding them
// into records is the work of the packages above.
//
// Linear layers are products of whole numbers of 8 bits: the weights as they are
// in the file, one scale a column, and the activations, which are rounded row by
// row to the largest one divided by 127. Attention, the bilinear forms of the
// heads, GELU, softmax and the norms are float32.
//
// Everything is plain Go but the inner loops, which are assembly for AVX2,
// AVX-512 and NEON made by the generators in asm, with a portable twin (the only
// one under the build tag noasm). The same input gives the same bits on every
// machine, whatever it has: sums of whole numbers are exact, sums of float32 are
// taken in one fixed order of fused operations, and no function of package math
// is used whose result differs from machine to machine.
package nn

import (
	"encoding/hex"
	"fmt"
	"slices"
)

// A Model is a loaded weight file. It never changes and may be used by many
// goroutines, each with its own [Scratch].
type Model struct {
	kernel     *kernel
	config     Config
	name       string
	version    string
	labels     map[string][]string
	thresholds map[string]float64
	tables     map[string][]byte

	vocab     *wordpiece
	word      *Tensor   // word embeddings, read where they lie in the file
	wordScale []float32 // their scales
	main      *stack
	sent      func() (*stack, error) // unpacked when first asked for: few need it

	words  *linear // all heads that see every word, side by side
	at     wordParts
	attr   [2]attribute // modality, act
	args   [2]pair      // event, cue
	parser *parser
}

// wordParts are the first columns of the parts of Model.words.
type wordParts struct {
	trigger, cue, name, upos int
	lemma, feats             int
	args                     [2]int // their a
	ah, ad, lh, ld, end      int
}

// An attribute is a classifier of single words with one hidden layer.
type attribute struct {
	in, out *linear
	middle  int // outputs of in
}

// The heads in Model.attr and Model.args.
const (
	event = 0
	cue   = 1
)

type settings struct {
	kernel    string
	fast      bool
	unchecked bool
}

// An Option changes how a model is loaded.
type Option func(*settings)

// WithKernel chooses the implementation of the arithmetic, one of [Kernels],
// instead of the fastest one.
func WithKernel(name string) Option { return func(s *settings) { s.kernel = name } }

// WithFast chooses the stack of fewer layers for all heads: faster and less
// accurate, by what doc/performance.md and doc/accuracy.md say. [Model.Version]
// tells it. It is an error of [Load] if the file has no such stack.
func WithFast() Option { return func(s *settings) { s.fast = true } }

// WithoutChecksum leaves the checksum of the file unchecked, which takes some
// 20 ms: for bytes that are part of the program, which a test has checked.
func WithoutChecksum() Option { return func(s *settings) { s.unchecked = true } }

// Load makes a model of a weight file. data is kept and must not change; it may
// be read-only memory.
//
// It is an error if the checksum differs (but see [WithoutChecksum]), if the
// header or the vocabulary is not as [Decode] and the model need it, or if a
// tensor of any stack or head is missing or has another shape or no scales,
// whichever stack is in use. Numbers that are not finite are found in what the
// model is to compute with: all but the layers of the stack that was not chosen,
// and those for vectors, which are the error of the first [Model.Vector].
func Load(data []byte, options ...Option) (*Model, error) {
	var s settings
	for _, o := range options {
		o(&s)
	}
	kn, err := pickKernel(s.kernel)
	if err != nil {
		return nil, err
	}
	f, err := decode(data, !s.unchecked)
	if err != nil {
		return nil, fmt.Errorf("nn: weight file: %w", err)
	}
	m, err := newModel(f, kn, s.fast)
	if err != nil {
		return nil, fmt.Errorf("nn: weight file: %w", err)
	}
	return m, nil
}

func newModel(f *File, kn *kernel, fast bool) (*Model, error) {
	c := f.Config
	for _, n := range []int{c.Layers, c.Hidden, c.Heads, c.Intermediate, c.Positions, c.Vocab} {
		if n < 1 {
			return nil, fmt.Errorf("config %+v: sizes must be positive", c)
		}
	}
	if c.Layers > len(f.Tensors) { // nothing below is done so often for the config's word alone
		return nil, fmt.Errorf("config %+v: more layers than the %d tensors can make", c, len(f.Tensors))
	}
	if c.Fast < 0 || c.Fast > c.Layers {
		return nil, fmt.Errorf("config %+v: the fast stack cannot have more layers than the full one", c)
	}
	if c.Hidden%c.Heads != 0 || !(c.Epsilon > 0) || c.Positions < 3 {
		return nil, fmt.Errorf("config %+v: heads must divide hidden, eps be positive, positions at least 3", c)
	}
	l := newLoader(f, kn)
	m := &Model{
		kernel: kn, config: c, name: f.Name, version: f.Version + " " + hex.EncodeToString(f.sum[:4]),
		labels: f.Labels, thresholds: f.Thresholds, tables: map[string][]byte{},
	}
	for _, t := range f.Tensors {
		if t.DType == "u8" {
			m.tables[t.Name] = t.Data
		}
	}
	if fast {
		m.version += " fast"
	}
	m.loadWords(l)
	m.loadStacks(l, f, fast)
	m.loadHeads(l)
	if err := l.run(); err != nil {
		return nil, err
	}
	m.parser.finish(m)
	return m, nil
}

// loadWords takes the vocabulary and its embeddings.
func (m *Model) loadWords(l *loader) {
	c := m.config
	if v := l.tensors["vocab"]; v == nil || v.DType != "u8" {
		l.fail("no tensor %q of u8", "vocab")
	} else if w, err := newWordpiece(v.Data); err != nil {
		l.fail("%w", err)
	} else if n := len(w.start) + len(w.inner); n != c.Vocab {
		l.fail("vocabulary of %d pieces, config says %d", n, c.Vocab)
	} else {
		m.vocab = w
	}
	if m.word = l.get("enc.word.weight", c.Vocab, c.Hidden); m.word != nil {
		m.wordScale = l.scale(m.word)
	}
}

func (m *Model) loadHeads(l *loader) {
	h := m.config.Hidden
	names := []string{
		// First those for which a window needs nothing but this product.
		"trigger", "cue", "name", "upos", "lemma", "feats",
		"event_args.a", "cue_args.a",
		// Last those to which GELU is applied.
		"parser.ah", "parser.ad", "parser.lh", "parser.ld",
	}
	layer, offsets := l.linear(h, names...)
	at := map[string]int{}
	for i, name := range names {
		at[name] = offsets[i]
	}
	m.words = layer
	m.at = wordParts{
		trigger: at["trigger"], cue: at["cue"], name: at["name"], upos: at["upos"], lemma: at["lemma"], feats: at["feats"],
		ah: at["parser.ah"], ad: at["parser.ad"], lh: at["parser.lh"], ld: at["parser.ld"], end: len(m.words.bias),
	}
	m.at.args[event], m.at.args[cue] = at["event_args.a"], at["cue_args.a"]
	for i, name := range []string{"modality", "act"} {
		m.attr[i] = attribute{in: l.one(h, name+".0"), out: l.one(l.size(name+".0.weight", 0), name+".2"), middle: l.size(name+".0.weight", 0)}
	}
	for i, name := range []string{"event_args", "cue_args"} {
		m.args[i] = l.pair(name, h)
	}
	m.parser = l.parser(len(m.labels["deprel"]))
	for _, x := range [][2]string{
		{"trigger", "trigger"},
		{"cue", "cue"},
		{"name", "name"},
		{"upos", "upos"},
		{"lemma", "lemma"},
		{"feats", "feats"},
		{"modality", "modality.2"},
		{"act", "act.2"},
		{"deprel", "parser.lo"},
	} {
		if n := l.size(x[1]+".weight", 0); n != len(m.labels[x[0]]) {
			l.fail("%d labels of %s, tensor %q has %d rows", len(m.labels[x[0]]), x[0], x[1]+".weight", n)
		}
	}
}

// Version is the version of the weights and the first 8 hex digits of the
// file's checksum: "0.1.0 3f2a91c0"; " fast" follows if the fast stack is in use.
func (m *Model) Version() string { return m.version }

// Name is what the weight file calls itself.
func (m *Model) Name() string { return m.name }

// Kernel is the name of the arithmetic in use.
func (m *Model) Kernel() string { return m.kernel.name }

// Labels are the classes of a head, in the order of its outputs: trigger, cue,
// modality, act, name, upos, lemma, feats, deprel. Nil for a name that is none
// of these.
func (m *Model) Labels(head string) []string { return slices.Clone(m.labels[head]) }

// Table is the text that the weight file holds under a name of its own, for the
// packages above; nil if there is none. The caller must not change it.
func (m *Model) Table(name string) []byte { return m.tables[name] }

// Threshold is the probability above which training found it best to accept
// what the head called name proposes, 0.5 where the file has none.
func (m *Model) Threshold(name string) float64 {
	if t, ok := m.thresholds[name]; ok {
		return t
	}
	return 0.5
}

// Pieces are the word pieces of a word, at least one and at most 12.
func (m *Model) Pieces(word string) []int32 {
	p, _ := m.vocab.appendPieces(nil, word, nil)
	return p
}

// A layerNorm is a layer normalisation.
type layerNorm struct {
	weight, bias []float32
	epsilon      float32
}

func (l *loader) norm(name string, c Config) layerNorm {
	return layerNorm{weight: l.vector(name+".weight", c.Hidden), bias: l.vector(name+".bias", c.Hidden), epsilon: float32(c.Epsilon)}
}

// apply normalises x, a row of as many values as the norm has weights.
func (n layerNorm) apply(kn *kernel, x []float32) {
	kn.normalise(x[:len(n.weight)], n.weight, n.bias, n.epsilon)
}
