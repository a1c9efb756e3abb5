//go:build (amd64 || arm64) && !noasm

package nn

// A tile is the inner loop of the float32 product for a fixed number of rows:
// see the generators in asm. Strides are in bytes.
type tile func(k int, a *float32, lda int, b, c *float32, ldc int)

// A dotTile is the inner loop of the product of whole numbers. k counts groups.
// A dotRun is that for count tiles, one after the other.
type dotTile func(k int, a *byte, lda int, rowScale *float32, b *byte, start *int32, scale, bias, c *float32, ldc int, add bool)

type dotRun func(count, k int, a *byte, lda int, rowScale *float32, b *byte, start *int32, scale, bias, c *float32, ldc int, add bool)

// routines are assembly functions that make up a kernel; those that take n
// values need a positive multiple of 16. The fields without comments are those
// of [kernel]; nil stands for the portable function.
type routines struct {
	name                        string
	width, group, bytes, offset int

	tiles     []tile    // tiles[r-1] is for r rows
	fresh     []tile    // the same, with C = A·B; may be nil
	dots      []dotTile // dots[r-1] is for r rows; with quantise
	runs      []dotRun  // in place of dots
	transpose func(k int, x *float32, ldx int, y *float32, ldy int)
	gelu      func(n int, x *float32)
	softmax   func(n int, x *float32, scale float32)
	normalise func(n int, x, weight, bias *float32, epsilon float32)
	largest   func(n int, x *float32) uint32
	quantise  func(n int, x *float32, inverse float32, q *byte)
}

// spread gives m rows to as few tiles as possible, as evenly as possible: 14
// rows are 7 and 7, for 12 and 2 would leave the second tile waiting for its
// own sums.
func spread(m, most int, f func(from, rows int)) {
	count := (m + most - 1) / most
	for i, from := 0, 0; i < count; i++ {
		to := m * (i + 1) / count
		f(from, to-from)
		from = to
	}
}

// kernel makes a kernel of r. The assembly checks no bounds; the functions here
// do, for the last element of each operand, and do by portable code what is
// left of a vector beyond the last multiple of 16.
func (r routines) kernel() *kernel {
	kn := &kernel{name: r.name, width: r.width, group: r.group, bytes: r.bytes, offset: r.offset}
	if r.tiles != nil {
		kn.mul = r.product(r.tiles)
	}
	if r.fresh != nil {
		kn.set = r.product(r.fresh)
	}
	if r.transpose != nil {
		kn.transpose = func(k int, x []float32, ldx int, y []float32, ldy int) {
			_, _ = x[7*ldx+k-1], y[(k-1)*ldy+7]
			r.transpose(k, &x[0], 4*ldx, &y[0], 4*ldy)
		}
	}
	if r.gelu != nil {
		kn.gelu = func(x []float32) {
			n := len(x) / lanes * lanes
			if n > 0 {
				r.gelu(n, &x[0])
			}
			portableGELU(x[n:])
		}
	}
	if r.softmax != nil {
		kn.softmax = func(x []float32, scale float32) {
			if n := len(x) / lanes * lanes; n > 0 {
				r.softmax(n, &x[0], scale)
			}
		}
	}
	if r.normalise != nil {
		kn.normalise = func(x, weight, bias []float32, epsilon float32) {
			n := len(x)
			if n == 0 || n%lanes != 0 {
				portableNormalise(x, weight, bias, epsilon)
				return
			}
			_, _ = weight[n-1], bias[n-1]
			r.normalise(n, &x[0], &weight[0], &bias[0], epsilon)
		}
	}
	if r.largest != nil {
		kn.largest = func(x []float32) uint32 {
			n := len(x) / lanes * lanes
			top := portableLargest(x[n:])
			if n > 0 {
				top = max(top, r.largest(n, &x[0]))
			}
			return top
		}
	}
	if r.dots != nil || r.runs != nil {
		kn.quantise = func(x []float32, inverse float32, q []byte) {
			n := len(x) / lanes * lanes
			if n > 0 {
				_ = q[n*r.bytes-1]
				r.quantise(n, &x[0], inverse, &q[0])
			}
			portableQuantise(r.bytes, r.offset, x[n:], inverse, q[n*r.bytes:])
		}
		kn.dot = func(m, k int, a []byte, lda int, scale []float32, b panel, c []float32, ldc int, add bool) {
			if m == 0 || k == 0 {
				return
			}
			_, _, _, _ = a[(m-1)*lda+k*r.bytes-1], b.weights[k*r.width-1], c[(m-1)*ldc+r.width-1], scale[m-1]
			_, _, _ = b.start[r.width-1], b.scale[r.width-1], b.bias[r.width-1]
			if r.runs == nil {
				spread(m, len(r.dots), func(from, rows int) {
					r.dots[rows-1](k/r.group, &a[from*lda], lda, &scale[from],
						&b.weights[0], &b.start[0], &b.scale[0], &b.bias[0], &c[from*ldc], 4*ldc, add)
				})
				return
			}
			// As spread has it, those with a row more first.
			count := (m + len(r.runs) - 1) / len(r.runs)
			rows, more := m/count, m%count
			if more > 0 {
				r.runs[rows](more, k/r.group, &a[0], lda, &scale[0],
					&b.weights[0], &b.start[0], &b.scale[0], &b.bias[0], &c[0], 4*ldc, add)
			}
			from := more * (rows + 1)
			r.runs[rows-1](count-more, k/r.group, &a[from*lda], lda, &scale[from],
				&b.weights[0], &b.start[0], &b.scale[0], &b.bias[0], &c[from*ldc], 4*ldc, add)
		}
	}
	kn.complete()
	return kn
}

// product is a float32 product made of tiles.
func (r routines) product(tiles []tile) func(m, k int, a []float32, lda int, b, c []float32, ldc int) {
	return func(m, k int, a []float32, lda int, b, c []float32, ldc int) {
		if m == 0 || k == 0 {
			return
		}
		_, _, _ = a[(m-1)*lda+k-1], b[k*r.width-1], c[(m-1)*ldc+r.width-1]
		spread(m, len(tiles), func(from, rows int) {
			tiles[rows-1](k, &a[from*lda], 4*lda, &b[0], &c[from*ldc], 4*ldc)
		})
	}
}
