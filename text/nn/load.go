package nn

import (
	"fmt"
	"math"
	"runtime"
	"sync"
)

// A loader turns the tensors of a file into the parts of a model. The first
// error stays and stops the rest. Shapes are checked at once; unpacking is
// noted in jobs, to be done on all processors.
type loader struct {
	tensors map[string]*Tensor
	kernel  *kernel
	jobs    []func() error
	err     error
}

func newLoader(f *File, kn *kernel) *loader {
	l := &loader{tensors: map[string]*Tensor{}, kernel: kn}
	for i := range f.Tensors {
		l.tensors[f.Tensors[i].Name] = &f.Tensors[i]
	}
	return l
}

func (l *loader) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
}

// anySize stands for a dimension that may have any size.
const anySize = -1

// get is the tensor called name, of the given shape and of numbers, nil after
// an error.
func (l *loader) get(name string, shape ...int) *Tensor {
	t := l.tensors[name]
	if t == nil {
		l.fail("no tensor %q", name)
		return nil
	}
	ok := len(t.Shape) == len(shape) && t.DType != "u8"
	for i := 0; ok && i < len(shape); i++ {
		ok = shape[i] == anySize || shape[i] == t.Shape[i]
	}
	if !ok {
		l.fail("tensor %q is %s %v, want numbers of shape %v", name, t.DType, t.Shape, shape)
		return nil
	}
	return t
}

// size is dimension i of the tensor called name, 1 after an error.
func (l *loader) size(name string, i int) int {
	t := l.tensors[name]
	if t == nil || i >= len(t.Shape) {
		l.fail("no tensor %q of %d dimensions or more", name, i+1)
		return 1
	}
	return t.Shape[i]
}

// scale is the scales of t, nil where it needs none.
func (l *loader) scale(t *Tensor) []float32 {
	if t.DType != "i8" {
		return nil
	}
	s := l.tensors[t.Name+".scale"]
	if s == nil || s.DType != "f32" || len(s.Shape) != 1 || s.Shape[0] != t.rows() && s.Shape[0] != t.Shape[0] {
		l.fail("tensor %q has no scales, or not one a row", t.Name)
		return make([]float32, t.rows())
	}
	v := make([]float32, s.Shape[0])
	s.row(0, nil, v)
	if err := finite(s.Name, v); err != nil {
		l.fail("%w", err)
	}
	return v
}

func finite(name string, v []float32) error {
	for _, x := range v {
		if math.IsInf(float64(x), 0) || math.IsNaN(float64(x)) {
			return fmt.Errorf("tensor %q holds a value that is no finite number", name)
		}
	}
	return nil
}

// vector reads a whole tensor; nil after an error.
func (l *loader) vector(name string, shape ...int) []float32 {
	t := l.get(name, shape...)
	if t == nil {
		return nil
	}
	scale, n := l.scale(t), t.columns()
	out := make([]float32, t.rows()*n)
	for i := range t.rows() {
		t.row(i, scale, out[i*n:])
	}
	if err := finite(name, out); err != nil {
		l.fail("%w", err)
	}
	return out
}

// columns notes the work of making row i of t column at(i) of layer, for all
// rows. The whole numbers of an i8 tensor are taken as they are.
func (l *loader) columns(t *Tensor, layer *linear, at func(i int) int) {
	scale, kn := l.scale(t), l.kernel
	const step = 256 // rows a job: enough jobs to share, each worth a start
	for from := 0; from < t.rows(); from += step {
		l.jobs = append(l.jobs, func() error {
			n := t.columns()
			row, whole := make([]float32, n), make([]byte, n)
			for i := from; i < min(from+step, t.rows()); i++ {
				if t.DType == "i8" {
					layer.setColumn(kn, at(i), t.Data[i*n:(i+1)*n], scale[i/(t.rows()/len(scale))])
					continue
				}
				t.row(i, nil, row)
				if err := finite(t.Name, row); err != nil {
					return err
				}
				f := quantise(row, whole)
				layer.setColumn(kn, at(i), whole, f)
			}
			return nil
		})
	}
}

// quantise makes whole numbers from -127 to 127 of row, which is finite, and
// returns what to multiply them with, as train/export.py does with the matrices
// of linear layers.
func quantise(row []float32, whole []byte) float32 {
	f := max(math.Float32frombits(portableLargest(row)), 1e-8) / 127
	for i, x := range row {
		whole[i] = byte(int8(math.RoundToEven(float64(x / f))))
	}
	return f
}

// linear is the layer made of those called names, one after the other, from k
// inputs; each starts at a multiple of [lanes] columns, which offsets tells.
func (l *loader) linear(k int, names ...string) (layer *linear, offsets []int) {
	n := 0
	for _, name := range names {
		offsets = append(offsets, n)
		n = roundUp(n+l.size(name+".weight", 0), lanes)
		if l.get(name+".weight", anySize, k) == nil || l.get(name+".bias", l.size(name+".weight", 0)) == nil {
			return &linear{}, make([]int, len(names))
		}
	}
	layer = l.empty(k, n)
	for i, name := range names {
		copy(layer.bias[offsets[i]:], l.vector(name+".bias", anySize))
		l.columns(l.tensors[name+".weight"], layer, func(j int) int { return offsets[i] + j })
	}
	return layer, offsets
}

// matrix is the layer without bias of n columns, of which number at(i) is row i
// of the tensor called name, of the given shape.
func (l *loader) matrix(n int, at func(i int) int, name string, shape ...int) *linear {
	t := l.get(name, shape...)
	if t == nil {
		return &linear{}
	}
	layer := l.empty(t.columns(), n)
	l.columns(t, layer, at)
	return layer
}

// mostInputs keeps the sums of products within 32 bits.
const mostInputs = 1 << 17

func (l *loader) empty(k, n int) *linear {
	if k >= mostInputs {
		l.fail("layer of %d inputs, fewer than %d are possible", k, mostInputs)
		return &linear{}
	}
	return newLinear(l.kernel, k, n)
}

// one is a layer of a single part.
func (l *loader) one(k int, name string) *linear {
	layer, _ := l.linear(k, name)
	return layer
}

// run does the noted work.
func (l *loader) run() error {
	if l.err != nil {
		return l.err
	}
	// One error a job, so that which error is told does not depend on timing.
	errs := make([]error, len(l.jobs))
	next := make(chan int, len(l.jobs))
	for i := range l.jobs {
		next <- i
	}
	close(next)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				errs[i] = l.jobs[i]()
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
