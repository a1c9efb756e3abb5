package nn

import (
	"fmt"
	"slices"
)

// A kernel is one implementation of the arithmetic that takes nearly all of
// the time. A [Model] is packed for one kernel when it is loaded.
type kernel struct {
	name string
	// width is the number of columns of a panel of packed weights.
	width int
	// mul adds A·B to C. A is m rows of k values, lda apart; b is one panel, k
	// rows of width values; C is m rows of width values, ldc apart.
	mul func(m, k int, a []float32, lda int, b, c []float32, ldc int)
	// gelu replaces every value by x·Φ(x); len(x) is a multiple of 16.
	gelu func(x []float32)
	// softmax replaces x by the softmax of scale·x; len(x) is a multiple of 16.
	softmax func(x []float32, scale float32)
}

// lanes is what the lengths of vectors given to gelu and softmax are
// multiples of.
const lanes = 16

// roundUp is the smallest multiple of step that is at least n.
func roundUp(n, step int) int { return (n + step - 1) / step * step }

// pickKernel is the kernel called name, or the fastest one for "".
func pickKernel(name string) (*kernel, error) {
	all := append(machineKernels(), portable())
	if name == "" {
		return all[0], nil
	}
	i := slices.IndexFunc(all, func(k *kernel) bool { return k.name == name })
	if i < 0 {
		return nil, fmt.Errorf("nn: no kernel %q on this machine", name)
	}
	return all[i], nil
}

// Kernels are the names that [WithKernel] takes on this machine, fastest first.
func Kernels() []string {
	var names []string
	for _, k := range append(machineKernels(), portable()) {
		names = append(names, k.name)
	}
	return names
}

// A packed matrix is the B of a matrix product: k rows of n columns, cut into
// panels of width columns that are stored one after the other, the last one
// filled up with zeros.
type packed struct {
	k, n, width int
	data        []float32
}

func newPacked(k, n, width int) packed {
	return packed{k: k, n: n, width: width, data: make([]float32, k*roundUp(n, width))}
}

// panel is panel q.
func (p packed) panel(q int) []float32 { return p.data[q*p.k*p.width : (q+1)*p.k*p.width] }

// setColumn makes column j equal to the k values of col.
func (p packed) setColumn(j int, col []float32) {
	panel := p.panel(j / p.width)[j%p.width:]
	for i, v := range col {
		panel[i*p.width] = v
	}
}

// setRow makes row i equal to the n values of row.
func (p packed) setRow(i int, row []float32) {
	for q := 0; q*p.width < p.n; q++ {
		to := p.panel(q)[i*p.width : (i+1)*p.width]
		clear(to[copy(to, row[q*p.width:]):])
	}
}

// reset gives p new sizes; the columns beyond n may keep old values.
func (p *packed) reset(k, n, width int) {
	*p = packed{k: k, n: n, width: width, data: grow(p.data, k*roundUp(n, width))}
}

// depth is how much of k one pass takes: 384 rows of a panel and as much of the
// rows of A stay in the first two caches.
const depth = 384

// add adds A·p to C for m rows. The rows of c need room for p.n rounded up to
// whole panels; what lies there beyond p.n is left as it was, as long as A is
// finite.
func (kn *kernel) add(m int, a []float32, lda int, p packed, c []float32, ldc int) {
	if m == 0 {
		return
	}
	for from := 0; from < p.k; from += depth {
		k := min(depth, p.k-from)
		for q := 0; q*p.width < p.n; q++ {
			kn.mul(m, k, a[from:], lda, p.panel(q)[from*p.width:], c[q*p.width:], ldc)
		}
	}
}

// A linear layer is y = W·x + b, packed.
type linear struct {
	weight packed
	bias   []float32 // as long as the rows of the output: whole panels
}

// stride is the length of a row of the layer's output.
func (l *linear) stride() int { return len(l.bias) }

// apply computes the layer for m rows of x, ldx apart; the rows of y are
// l.stride() apart.
func (l *linear) apply(kn *kernel, m int, x []float32, ldx int, y []float32) {
	n := l.stride()
	for i := range m {
		copy(y[i*n:(i+1)*n], l.bias)
	}
	kn.add(m, x, ldx, l.weight, y, n)
}
