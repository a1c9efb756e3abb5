// Package eval scores what the program reads against what people marked.
//
// In: a set of gold data on disk and either a [Reader] to run over its texts
// or the records that some system made of them. Out: a [Result], a list of
// named numbers. The rule of every score is written in doc/accuracy.md; each
// set has one file here, and [Sets] lists them all.
package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"example.org/readout"
	"example.org/readout/text"
)

// A Reader reads one article. [readout.Reader] is one.
type Reader interface {
	Read(ctx context.Context, a *readout.Article) (*readout.Reading, error)
}

// An Analyzer fills a document whose Text and Blocks are given, and whose
// Sentences and Tokens may be given too: then it keeps them. Sets that come
// with their own tokens need one.
type Analyzer interface {
	Analyze(ctx context.Context, d *text.Document) error
}

// Options change how a set is scored. The zero value scores what a Reader makes.
type Options struct {
	// Predictions names a file or folder of what some system made, to be scored
	// instead of a Reader's records. Sets gold, conllu and ner take it;
	// doc/accuracy.md defines the formats.
	Predictions string
	// Texts names a folder in which to put the texts of the set, for another
	// system to read; nothing is scored then. Sets gold, conllu and ner have it.
	Texts string
	// Errors receives each miss and false alarm, to be read by people; nil for none.
	// Sets gold, actors and timex write it.
	Errors io.Writer
	// All scores every document of a set that has a hold-out, not the hold-out only.
	All bool
}

// Run scores the named set. path is where its data lies; r may be nil where
// opts gives predictions. The error names the set and the file at fault.
func Run(ctx context.Context, set, path string, r Reader, opts Options) (*Result, error) {
	if r == nil {
		r = noReader{}
	}
	if opts.Predictions != "" && opts.Texts != "" {
		return nil, fmt.Errorf("%s: predictions to score and texts to write exclude each other", set)
	}
	if !slices.Contains([]string{"gold", "conllu", "ner"}, set) {
		switch {
		case opts.Predictions != "":
			return nil, fmt.Errorf("%s: only sets gold, conllu and ner can score predictions made elsewhere", set)
		case opts.Texts != "":
			return nil, fmt.Errorf("%s: only sets gold, conllu and ner write their texts", set)
		}
	}
	for _, s := range Sets() {
		if s.Name == set {
			res, err := s.Run(ctx, path, r, opts)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", set, err)
			}
			res.Set = set
			return res, nil
		}
	}
	var names []string
	for _, s := range Sets() {
		names = append(names, s.Name)
	}
	return nil, fmt.Errorf("no set named %q; there are %s", set, strings.Join(names, ", "))
}

// noReader stands where no reader was given: sets that do not read never notice.
type noReader struct{}

func (noReader) Read(context.Context, *readout.Article) (*readout.Reading, error) {
	return nil, errors.New("nothing to score: neither a reader nor predictions")
}

// A PRF counts what was found: true positives, and all that was predicted and
// all that is in the gold data.
type PRF struct{ TP, Predicted, Gold int }

// Precision is the share of the predicted that is right, 0 if nothing was predicted.
func (p PRF) Precision() float64 { return ratio(p.TP, p.Predicted) }

// Recall is the share of the gold that was found, 0 if there is none.
func (p PRF) Recall() float64 { return ratio(p.TP, p.Gold) }

// F1 is the harmonic mean of precision and recall, 0 if both are 0.
func (p PRF) F1() float64 { return ratio(2*p.TP, p.Predicted+p.Gold) }

// Plus is the sum of the counts of p and q: scores over several documents are
// made of summed counts (micro-averaged), not of averaged scores.
func (p PRF) Plus(q PRF) PRF { return PRF{p.TP + q.TP, p.Predicted + q.Predicted, p.Gold + q.Gold} }

func (p PRF) String() string {
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f (%d right of %d predicted, %d gold)",
		p.Precision(), p.Recall(), p.F1(), p.TP, p.Predicted, p.Gold)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// A Value is one named number of a [Result].
type Value struct {
	Name   string
	Number float64
}

// A Result is what a set's scorer found: named numbers in a fixed order. Use
// the Add methods to fill it.
type Result struct {
	Set  string
	rows []row
}

// A row is one line of the table: the numbers that belong together.
type row struct {
	name   string
	values []Value // the names that the numbers have in the flat list
	cells  []string
}

// Values are all numbers in order.
func (r *Result) Values() []Value {
	var out []Value
	for _, row := range r.rows {
		out = append(out, row.values...)
	}
	return out
}

// Get is the number of that name; ok is false if there is none.
func (r *Result) Get(name string) (number float64, ok bool) {
	for _, v := range r.Values() {
		if v.Name == name {
			return v.Number, true
		}
	}
	return 0, false
}

// Add appends one number.
func (r *Result) Add(name string, x float64) {
	s := strconv.FormatFloat(x, 'f', 3, 64)
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		s = strconv.FormatFloat(x, 'f', 0, 64)
	}
	r.rows = append(r.rows, row{name, []Value{{name, x}}, []string{s}})
}

// AddPRF appends NAME_precision, NAME_recall, NAME_f1 and the three counts
// NAME_tp, NAME_predicted and NAME_gold.
func (r *Result) AddPRF(name string, p PRF) {
	r.rows = append(r.rows, row{
		name: name,
		values: []Value{
			{name + "_precision", p.Precision()},
			{name + "_recall", p.Recall()},
			{name + "_f1", p.F1()},
			{name + "_tp", float64(p.TP)},
			{name + "_predicted", float64(p.Predicted)},
			{name + "_gold", float64(p.Gold)},
		},
		cells: []string{
			fmt.Sprintf("%.3f", p.F1()),
			fmt.Sprintf("P %.3f", p.Precision()), fmt.Sprintf("R %.3f", p.Recall()),
			fmt.Sprintf("%d of %d predicted, %d gold", p.TP, p.Predicted, p.Gold),
		},
	})
}

// AddShare appends NAME, the share right/of, and the count NAME_n of what it
// is a share of. The share of nothing is no number: then only NAME_n is there.
func (r *Result) AddShare(name string, right, of int) {
	rw := row{name: name, cells: []string{"-", "", "", fmt.Sprintf("%d of %d", right, of)}}
	if of > 0 {
		rw.values = append(rw.values, Value{name, ratio(right, of)})
		rw.cells[0] = fmt.Sprintf("%.3f", ratio(right, of))
	}
	rw.values = append(rw.values, Value{name + "_n", float64(of)})
	r.rows = append(r.rows, rw)
}

// AddInterval appends NAME_low and NAME_high.
func (r *Result) AddInterval(name string, low, high float64) {
	r.rows = append(r.rows, row{
		name:   name,
		values: []Value{{name + "_low", low}, {name + "_high", high}},
		cells:  []string{fmt.Sprintf("%.3f-%.3f", low, high)},
	})
}

// MarshalJSON gives one flat object, name to number, in order.
func (r *Result) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, v := range r.Values() {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(v.Name)
		if err != nil {
			return nil, err
		}
		number, err := json.Marshal(v.Number)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.Name, err)
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(number)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// WriteTable writes the numbers for a reader at a terminal: a line each, the
// score first, then precision and recall where there are any, then the counts.
func (r *Result) WriteTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range r.rows {
		fmt.Fprintf(t, "%s\t%s\n", row.name, strings.Join(row.cells, "\t"))
	}
	return t.Flush()
}
