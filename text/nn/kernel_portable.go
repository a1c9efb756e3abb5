package nn

import (
	"encoding/binary"
	"math"
)

// portable is the kernel in plain Go, for every machine: the reference for all
// others, which compute the same formulas in the same order and so give the
// same bits. A product that is added to something is either fused ([fma32]) or
// converted to float32 first, for a Go compiler may fuse x*y + z by itself.
func portable() *kernel {
	kn := &kernel{name: "portable", width: 16}
	kn.complete()
	return kn
}

// complete gives kn the portable functions where it has none of its own.
func (kn *kernel) complete() {
	width := kn.width
	if kn.mul == nil {
		kn.mul = func(m, k int, a []float32, lda int, b, c []float32, ldc int) {
			portableMul(width, m, k, a, lda, b, c, ldc)
		}
	}
	if kn.set == nil {
		kn.set = func(m, k int, a []float32, lda int, b, c []float32, ldc int) {
			for i := range m {
				clear(c[i*ldc:][:width])
			}
			kn.mul(m, k, a, lda, b, c, ldc)
		}
	}
	if kn.transpose == nil {
		kn.transpose = portableTranspose
	}
	if kn.gelu == nil {
		kn.gelu = portableGELU
	}
	if kn.softmax == nil {
		kn.softmax = portableSoftmax
	}
	if kn.normalise == nil {
		kn.normalise = portableNormalise
	}
	if kn.largest == nil {
		kn.largest = portableLargest
	}
	if kn.dot == nil {
		kn.group, kn.bytes, kn.offset = 1, 1, 0
		kn.quantise = func(x []float32, inverse float32, q []byte) { portableQuantise(1, 0, x, inverse, q) }
		kn.dot = portableDot
	}
}

// fma32 is x·y + z, rounded once.
func fma32(x, y, z float32) float32 {
	p := float64(x) * float64(y) // exact
	s := p + float64(z)
	// Rounding s to float32 rounds a second time. That errs only where s lies
	// half-way between two float32, so that its low bits are zeros, and is not
	// exact: then what s lost decides.
	if math.Float64bits(s)<<36 == 0 && s-s == 0 {
		v := s - p
		if lost := (p - (s - v)) + (float64(z) - v); lost != 0 {
			// One bit towards what was lost breaks the tie.
			if bits := math.Float64bits(s); (lost > 0) == (s > 0) {
				s = math.Float64frombits(bits + 1)
			} else {
				s = math.Float64frombits(bits - 1)
			}
		}
	}
	return float32(s)
}

func portableMul(width, m, k int, a []float32, lda int, b, c []float32, ldc int) {
	for i := range m {
		row, to := a[i*lda:i*lda+k], c[i*ldc:i*ldc+width]
		for j := 0; j < width; j += 4 {
			s0, s1, s2, s3 := to[j], to[j+1], to[j+2], to[j+3]
			for p, x := range row {
				w := b[p*width+j:][:4]
				s0, s1, s2, s3 = fma32(x, w[0], s0), fma32(x, w[1], s1), fma32(x, w[2], s2), fma32(x, w[3], s3)
			}
			to[j], to[j+1], to[j+2], to[j+3] = s0, s1, s2, s3
		}
	}
}

func portableTranspose(k int, x []float32, ldx int, y []float32, ldy int) {
	for i := range 8 {
		for p, v := range x[i*ldx:][:k] {
			y[p*ldy+i] = v
		}
	}
}

// portableDot is for weights in groups of one and activations of one byte.
func portableDot(m, k int, a []byte, lda int, scale []float32, b panel, c []float32, ldc int, add bool) {
	for i := 0; i < m; i += 2 {
		portableDot2(min(2, m-i), k, a[i*lda:], lda, scale[i:], b, c[i*ldc:], ldc, add)
	}
}

// portableDot2 multiplies two rows at once, or one: the activations of both are
// halves of one number, so that one multiplication makes two products, and the
// halves of a sum of such products are the sums of the rows.
func portableDot2(rows, k int, a []byte, lda int, scale []float32, b panel, c []float32, ldc int, add bool) {
	const step = 512
	var both [step]int64
	var sums [64]int64
	width := len(b.bias)
	for from := 0; from < k; from += step {
		n := min(step, k-from)
		for p := range n {
			both[p] = int64(int8(a[from+p]))
			if rows == 2 {
				both[p] += int64(int8(a[lda+from+p])) << 32
			}
		}
		for j := 0; j < width; j += 4 {
			s := (*[4]int64)(sums[j:])
			s0, s1, s2, s3 := s[0], s[1], s[2], s[3]
			weights := b.weights[from*width+j:]
			for p, x := range both[:n] {
				w := (*[4]byte)(weights[p*width:])
				s0 += x * int64(int8(w[0]))
				s1 += x * int64(int8(w[1]))
				s2 += x * int64(int8(w[2]))
				s3 += x * int64(int8(w[3]))
			}
			s[0], s[1], s[2], s[3] = s0, s1, s2, s3
		}
	}
	for j, both := range sums[:width] {
		low := int32(both)
		for i, sum := range [2]int32{low, int32((both - int64(low)) >> 32)} {
			if i == rows {
				break
			}
			to, base := &c[i*ldc+j], b.bias[j]
			if add {
				base += *to
			}
			*to = fma32(float32(float32(b.start[j]+sum)*scale[i]), b.scale[j], base)
		}
	}
}

func portableLargest(x []float32) uint32 {
	var top uint32
	for _, v := range x {
		top = max(top, math.Float32bits(v)&^(1<<31))
	}
	return top
}

// nearest added to a magnitude of up to 2^22 leaves no bits for fractions: the
// sum is rounded to a whole number, even at ties, which its low bits hold.
const nearest = 3 << 22

// portableQuantise is for values of one byte or two and any offset.
func portableQuantise(bytes, offset int, x []float32, inverse float32, q []byte) {
	for i, v := range x {
		n := int(int32(math.Float32bits(float32(v*inverse)+nearest)-math.Float32bits(nearest))) + offset
		if bytes == 1 {
			q[i] = byte(n)
		} else {
			binary.LittleEndian.PutUint16(q[2*i:], uint16(n))
		}
	}
}

// geluTerms are the coefficients of P in GELU(x) = x·(1/2 + x·P(t)) with
// t = 2·(x/5)² - 1, for |x| <= 5: a minimax fit with an error of GELU below
// 8e-6. Beyond 5 the factor of x stays what it is there; below -5 GELU stays at
// -1.4e-6. The same numbers are in the generators in asm.
var geluTerms = [...]float32{
	0.14136430621147156, -0.07030051946640015, 0.0514880008995533, -0.04031909257173538,
	0.031744182109832764, -0.02421560510993004, 0.015548039227724075, -0.008328936994075775,
	0.007020725402981043, -0.00627858005464077, 0.002277712570503354,
}

func portableGELU(x []float32) {
	for i, v := range x {
		if v < -5 {
			v = -5
		}
		z := v
		if z > 5 {
			z = 5
		}
		t := fma32(0.08, float32(z*z), -1)
		y := geluTerms[len(geluTerms)-1]
		for j := len(geluTerms) - 2; j >= 0; j-- {
			y = fma32(y, t, geluTerms[j])
		}
		x[i] = v * fma32(z, y, 0.5)
	}
}

// exp2Terms are the coefficients of 2^r = 1 + r·(e1 + r·(e2 + ...)), |r| <= 1/2:
// a minimax fit with a relative error below 1.6e-7. The same numbers are in the
// generators in asm.
var exp2Terms = [...]float32{0.6931470036506653, 0.24022242426872253, 0.05550733581185341, 0.009671512991189957, 0.0013264723820611835}

// exp2 is 2^x for x not much above 0; x below -125 counts as that.
func exp2(x float32) float32 {
	if x < -125 {
		x = -125
	}
	n := x + nearest
	r := x - (n - nearest)
	y := exp2Terms[len(exp2Terms)-1]
	for j := len(exp2Terms) - 2; j >= 0; j-- {
		y = fma32(y, r, exp2Terms[j])
	}
	return math.Float32frombits(math.Float32bits(fma32(y, r, 1)) + math.Float32bits(n)<<23)
}

func portableSoftmax(x []float32, scale float32) {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	f := scale * math.Log2E
	peak := top * f
	var sums [lanes]float32
	for i, v := range x {
		x[i] = exp2(fma32(v, f, -peak))
		sums[i%lanes] += x[i]
	}
	inverse := 1 / fold(sums)
	for i := range x {
		x[i] *= inverse
	}
}

// fold is the sum of 16 partial sums, halves first.
func fold(s [lanes]float32) float32 {
	for n := lanes / 2; n > 0; n /= 2 {
		for i := range n {
			s[i] += s[i+n]
		}
	}
	return s[0]
}

func portableNormalise(x, weight, bias []float32, epsilon float32) {
	var sums, squares [lanes]float32
	for i, v := range x {
		sums[i%lanes] += v
	}
	size := float32(len(x))
	mean := fold(sums) / size
	for i, v := range x {
		d := v - mean
		x[i], squares[i%lanes] = d, fma32(d, d, squares[i%lanes])
	}
	inverse := 1 / float32(math.Sqrt(float64(fold(squares)/size+epsilon)))
	for i, d := range x {
		x[i] = fma32(float32(d*inverse), weight[i], bias[i])
	}
}
