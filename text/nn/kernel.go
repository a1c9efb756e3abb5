package nn

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// A kernel is one implementation of the arithmetic that takes nearly all of
// the time. A [Model] is packed for one kernel when it is loaded. All kernels
// give the same bits: the formulas stand in kernel_portable.go.
type kernel struct {
	name string
	// width is the number of columns of a panel of a packed matrix.
	width int

	// mul adds A·B to C. A is m rows of k values, lda apart; b is one panel, k
	// rows of width values; C is m rows of width values, ldc apart. Every
	// element is one chain of fused multiply-adds over rising k.
	mul func(m, k int, a []float32, lda int, b, c []float32, ldc int)
	// set makes C of A·B, for k of at least 1.
	set func(m, k int, a []float32, lda int, b, c []float32, ldc int)
	// transpose makes y[p·ldy+i] of x[i·ldx+p], for 8 rows i and k columns p; k
	// is a multiple of 8.
	transpose func(k int, x []float32, ldx int, y []float32, ldy int)
	// gelu replaces every value by x·Φ(x).
	gelu func(x []float32)
	// softmax replaces x by the softmax of scale·x; len(x) is a multiple of 16,
	// scale is positive. What is -Inf becomes next to nothing.
	softmax func(x []float32, scale float32)
	// normalise is layer normalisation.
	normalise func(x, weight, bias []float32, epsilon float32)

	// group is how many neighbouring values of one column lie side by side in a
	// panel of a linear layer: 1, 2, 4 or 8.
	group int
	// bytes is the size of a quantised activation, 1 or 2.
	bytes int
	// offset is added to every quantised activation.
	offset int
	// largest is the largest magnitude in x as the bits of a float32: Inf comes
	// after all finite values, NaN after Inf.
	largest func(x []float32) uint32
	// quantise puts every x·inverse, rounded to nearest, even at ties, plus
	// offset into q.
	quantise func(x []float32, inverse float32, q []byte)
	// dot multiplies m rows of quantised activations, lda bytes apart, with a
	// panel: see [linear.apply]. k is a multiple of 4 and of group.
	dot func(m, k int, a []byte, lda int, scale []float32, b panel, c []float32, ldc int, add bool)
}

// lanes is what the lengths of vectors given to softmax are multiples of, and
// the number of partial sums that every sum of a vector is made of.
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

// Kernels are the names that [WithKernel] takes on this machine, fastest first:
// of avx512vnni, avxvnni, avx512, avx2, neonmmla, neondot and neon those that the
// processor can run, and portable.
func Kernels() []string {
	var names []string
	for _, k := range append(machineKernels(), portable()) {
		names = append(names, k.name)
	}
	return names
}

// A packed matrix is the B of a float32 product: k rows of n columns, cut into
// panels of width columns that are stored one after the other, the last one
// filled up with zeros.
type packed struct {
	k, n, width int
	data        []float32
}

func newPacked(k, n, width int) packed {
	p := packed{k: k, n: n, width: width}
	p.data = make([]float32, p.size())
	return p
}

// size is how many values there are, with those that fill up.
func (p packed) size() int { return p.k * roundUp(p.n, p.width) }

// index is where in data row i of column j lies.
func (p packed) index(i, j int) int { return (j/p.width*p.k+i)*p.width + j%p.width }

// panel is panel q.
func (p packed) panel(q int) []float32 { return p.data[q*p.k*p.width : (q+1)*p.k*p.width] }

// setColumn makes column j equal to the k values of col.
func (p packed) setColumn(j int, col []float32) {
	panel := p.panel(j / p.width)[j%p.width:]
	for i, v := range col {
		panel[i*p.width] = v
	}
}

// setRows makes all rows equal to rows of x, ldx apart.
func (p packed) setRows(x []float32, ldx int) {
	for from := 0; from < p.n; from += p.width {
		to, n := p.panel(from/p.width), min(p.width, p.n-from)
		for i := range p.k {
			copy(to[i*p.width:][:n], x[i*ldx+from:])
		}
		if n < p.width {
			for i := range p.k {
				clear(to[i*p.width+n:][:p.width-n])
			}
		}
	}
}

// setColumns makes all columns equal to rows of x, ldx apart.
func (p packed) setColumns(kn *kernel, x []float32, ldx int) {
	j := 0
	if p.k%8 == 0 && p.width%8 == 0 {
		for ; j+8 <= p.n; j += 8 {
			kn.transpose(p.k, x[j*ldx:], ldx, p.panel(j / p.width)[j%p.width:], p.width)
		}
	}
	for ; j < p.n; j++ {
		p.setColumn(j, x[j*ldx:][:p.k])
	}
}

// reset gives p new sizes; the columns beyond n may keep old values.
func (p *packed) reset(k, n, width int) {
	p.k, p.n, p.width = k, n, width
	p.data = grow(p.data, p.size())
}

// depth is how much of k one pass takes: 384 rows of a panel and as much of the
// rows of A stay in the first two caches.
const depth = 384

// add adds A·p to C for m rows. The rows of c need room for p.n rounded up to
// whole panels; what lies there beyond p.n is left as it was, as long as A is
// finite.
func (kn *kernel) add(m int, a []float32, lda int, p packed, c []float32, ldc int) {
	kn.product(kn.mul, m, a, lda, p, c, ldc)
}

// assign makes C of A·p for m rows; what lies beyond p.n in C is lost.
func (kn *kernel) assign(m int, a []float32, lda int, p packed, c []float32, ldc int) {
	kn.product(kn.set, m, a, lda, p, c, ldc)
}

// product is add or assign, as first says.
func (kn *kernel) product(first func(m, k int, a []float32, lda int, b, c []float32, ldc int), m int, a []float32, lda int, p packed, c []float32, ldc int) {
	if m == 0 {
		return
	}
	do := first
	for from := 0; from < p.k; from += depth {
		k := min(depth, p.k-from)
		for q := 0; q*p.width < p.n; q++ {
			do(m, k, a[from:], lda, p.panel(q)[from*p.width:], c[q*p.width:], ldc)
		}
		do = kn.mul
	}
}

// A linear layer is y = W·x + b with W in 8 bits: whole numbers from -127 to
// 127 (-128 does no harm) times one scale for each column of the output, cut
// into panels.
type linear struct {
	k, width int // k is rounded up to a multiple of kStep
	panels   []byte
	start    []int32 // where the sum of a column starts: it undoes the kernel's offset
	scale    []float32
	bias     []float32 // as long as the rows of the output: whole panels
}

// kStep is what the number of inputs of a packed layer is a multiple of.
const kStep = 4

// A panel is as many columns of a linear layer as a kernel takes at once.
// Value p of column j lies at weights[(p/group·width+j)·group + p%group].
type panel struct {
	weights     []byte
	start       []int32
	scale, bias []float32
}

// newLinear makes a layer of k inputs and n outputs, all of it zeros.
func newLinear(kn *kernel, k, n int) *linear {
	k, n = roundUp(k, max(kStep, kn.group)), roundUp(n, kn.width)
	return &linear{
		k: k, width: kn.width, panels: make([]byte, k*n), start: make([]int32, n),
		scale: make([]float32, n), bias: make([]float32, n),
	}
}

// stride is the length of a row of the layer's output.
func (l *linear) stride() int { return len(l.bias) }

// setColumn makes column j equal to scale times the whole numbers in w.
func (l *linear) setColumn(kn *kernel, j int, w []byte, scale float32) {
	g, at := kn.group, j%l.width
	to := l.panels[j/l.width*l.width*l.k:][:l.width*l.k]
	p := 0
	if g == 4 {
		for to := to[4*at:]; p+4 <= len(w); p += 4 {
			binary.LittleEndian.PutUint32(to[p*l.width:], binary.LittleEndian.Uint32(w[p:]))
		}
	}
	for ; p < len(w); p++ {
		to[(p/g*l.width+at)*g+p%g] = w[p]
	}
	l.scale[j] = scale
	if kn.offset != 0 {
		l.start[j] = -int32(kn.offset) * sumBytes(w)
	}
}

// sumBytes is the sum of signed bytes.
func sumBytes(w []byte) int32 {
	// Eight at a time in four lanes of 16 bits, as unsigned bytes: 128 more
	// than they are. A lane overflows after 128 pairs.
	const low, middle = 0x00ff00ff00ff00ff, 0x8080808080808080
	var sum int32
	for len(w) >= 8 {
		var all uint64
		n := min(len(w)/8, 128)
		for range n {
			x := binary.LittleEndian.Uint64(w) ^ middle
			all += x&low + x>>8&low
			w = w[8:]
		}
		sum += int32(all&0xffff+all>>16&0xffff+all>>32&0xffff+all>>48) - int32(1024*n)
	}
	for _, x := range w {
		sum += int32(int8(x))
	}
	return sum
}

// quantisedRows are the activations that go into linear layers: of each row
// whole numbers from -127 to 127 and the scale that they are multiplied with.
//
// A row with a NaN or an infinity has the scale NaN, so that all that comes of
// it is NaN. A row without a magnitude of 2^-100 or more counts as zeros.
type quantisedRows struct {
	m, k  int
	ld    int // bytes of a row
	data  []byte
	scale []float32
}

// reset makes room for m rows of k values.
func (q *quantisedRows) reset(kn *kernel, m, k int) {
	ld := kn.bytes * roundUp(k, lanes)
	*q = quantisedRows{m: m, k: k, ld: ld, data: grow(q.data, m*ld), scale: grow(q.scale, m)}
}

// set makes row i of the k values of x.
func (q *quantisedRows) set(kn *kernel, i int, x []float32) {
	row := q.data[i*q.ld : (i+1)*q.ld]
	top := kn.largest(x[:q.k])
	if least := uint32(127-100) << 23; top < least || top >= infinity {
		for j := range row {
			row[j] = byte(kn.offset) // 0 where a value has two bytes
		}
		q.scale[i] = 0
		if top >= infinity {
			q.scale[i] = float32(math.NaN())
		}
		return
	}
	f := math.Float32frombits(top)
	q.scale[i] = f / 127
	kn.quantise(x[:q.k], 127/f, row)
}

// infinity is the bits of the float32 +Inf.
const infinity = 0xff << 23

// take makes q of m rows of k values, ldx apart.
func (q *quantisedRows) take(kn *kernel, m, k int, x []float32, ldx int) {
	q.reset(kn, m, k)
	for i := range m {
		q.set(kn, i, x[i*ldx:])
	}
}

// apply computes the layer for the rows of x: y = sum·(scale of the row)·(scale
// of the column) + bias, of which the first product and then the rest are
// rounded. With add, y is added to the bias before.
func (l *linear) apply(kn *kernel, x *quantisedRows, y []float32, ldy int, add bool) {
	if x.m == 0 {
		return
	}
	size := l.width * l.k
	for j := 0; j < len(l.bias); j += l.width {
		to := j + l.width
		kn.dot(x.m, l.k, x.data, x.ld, x.scale, panel{
			weights: l.panels[j*l.k:][:size],
			start:   l.start[j:to], scale: l.scale[j:to], bias: l.bias[j:to],
		}, y[j:], ldy, add)
	}
}
