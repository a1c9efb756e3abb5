package nn

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// kernels are all of this machine by name.
func kernels(t *testing.T) map[string]*kernel {
	all := map[string]*kernel{}
	for _, name := range Kernels() {
		k, err := pickKernel(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = k
	}
	if len(all) == 1 {
		t.Log("only the portable kernel runs here")
	}
	return all
}

func TestPickKernel(t *testing.T) {
	if k, err := pickKernel("abacus"); err == nil {
		t.Errorf("got kernel %q", k.name)
	}
	if k, err := pickKernel(""); err != nil || k.name != Kernels()[0] {
		t.Errorf("default kernel %v, %v; want %s", k, err, Kernels()[0])
	}
}

// product computes C + A·B with kn, B given row by row. C has exactly the room
// that add asks for; what comes behind must stay as it is.
func product(t *testing.T, kn *kernel, m, k, n int, a []float32, lda int, b, c []float32) []float32 {
	t.Helper()
	p := newPacked(k, n, kn.width)
	p.setRows(b, n)
	byColumn := newPacked(k, n, kn.width)
	column := make([]float32, k)
	for j := range n {
		for i := range k {
			column[i] = b[i*n+j]
		}
		byColumn.setColumn(j, column)
	}
	if !sameBits(p.data, byColumn.data) {
		t.Fatalf("%s: packed by rows and by columns differ", kn.name)
	}
	const guard = 77
	ldc := roundUp(n, kn.width)
	work := make([]float32, m*ldc+64)
	for i := range work {
		work[i] = guard
	}
	for i := range m {
		copy(work[i*ldc:], c[i*n:(i+1)*n])
	}
	kn.add(m, a, lda, p, work[:m*ldc], ldc)
	out := make([]float32, 0, m*n)
	for i := range m {
		out = append(out, work[i*ldc:][:n]...)
		for j := n; j < ldc; j++ {
			if v := work[i*ldc+j]; v == v && v != guard {
				t.Fatalf("%s %dx%dx%d: column %d beyond the matrix became %g", kn.name, m, k, n, j, v)
			}
		}
	}
	// What C held does not matter to assign.
	zeros, fresh := make([]float32, m*ldc), work[:m*ldc]
	kn.add(m, a, lda, p, zeros, ldc)
	for i := range fresh {
		fresh[i] = float32(math.NaN())
	}
	kn.assign(m, a, lda, p, fresh, ldc)
	if !sameBits(fresh, zeros) {
		t.Fatalf("%s %dx%dx%d: assign is not add to zeros", kn.name, m, k, n)
	}
	for _, v := range work[m*ldc:] {
		if v != guard {
			t.Fatalf("%s %dx%dx%d: wrote behind the matrix", kn.name, m, k, n)
		}
	}
	return out
}

// sameBits reports whether a and b are the same to the bit; one NaN is as good
// as another, for their bits differ from processor to processor.
func sameBits(a, b []float32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) && (a[i] == a[i] || b[i] == b[i]) {
			return false
		}
	}
	return true
}

// sameAsPortable compares results of all kernels.
func sameAsPortable(t *testing.T, what string, got map[string][]float32) {
	t.Helper()
	for name, x := range got {
		if !sameBits(x, got["portable"]) {
			for i := range x {
				if !sameBits(x[i:i+1], got["portable"][i:i+1]) {
					t.Errorf("%s: %s differs from portable first at %d: %g and %g", what, name, i, x[i], got["portable"][i])
					break
				}
			}
		}
	}
}

func TestProduct(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sizes := [][3]int{{1, 1, 1}, {2, 3, 5}, {192, 32, 192}, {61, 385, 33}, {7, 1000, 65}, {3, 384, 17}, {100, 160, 9}}
	for m := 1; m <= 26; m++ {
		sizes = append(sizes, [3]int{m, 1 + r.IntN(40), 1 + r.IntN(70)})
	}
	for _, s := range sizes {
		m, k, n := s[0], s[1], s[2]
		lda := k + r.IntN(3)
		a, b, c := random(r, m*lda), random(r, k*n), random(r, m*n)
		got := map[string][]float32{}
		for name, kn := range kernels(t) {
			got[name] = product(t, kn, m, k, n, a, lda, b, c)
			for i := range m {
				for j := range n {
					want, scale := float64(c[i*n+j]), 1.0
					for p := range k {
						x := float64(a[i*lda+p]) * float64(b[p*n+j])
						want += x
						scale += math.Abs(x)
					}
					if d := math.Abs(float64(got[name][i*n+j]) - want); !(d <= 1e-6*scale) {
						t.Fatalf("%s %v: element %d,%d differs by %g of %g", name, s, i, j, d, scale)
					}
				}
			}
		}
		sameAsPortable(t, fmt.Sprint(s), got)
	}
}

// Values that are no ordinary numbers stay in their row, and tiny ones count.
func TestProductOddValues(t *testing.T) {
	const m, k, n = 13, 20, 37
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for name, kn := range kernels(t) {
		a, b, c := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
		for i := range a {
			a[i] = 1
		}
		for i := range b {
			b[i] = 1e-40 // denormal: the sum of 20 is exact
		}
		a[2*k+5], a[7*k], a[12*k+19] = nan, inf, -inf
		got := product(t, kn, m, k, n, a, k, b, c)
		for i := range m {
			for j := range n {
				x := float64(got[i*n+j])
				ok := x == 20*float64(float32(1e-40))
				switch i {
				case 2:
					ok = math.IsNaN(x)
				case 7:
					ok = math.IsInf(x, 1)
				case 12:
					ok = math.IsInf(x, -1)
				}
				if !ok {
					t.Fatalf("%s: element %d,%d is %g", name, i, j, x)
				}
			}
		}
	}
}

// wholes makes a layer of n columns of k random whole numbers for kn, the same
// for every kernel.
func wholes(kn *kernel, seed uint64, k, n int) (*linear, [][]byte) {
	r := rand.New(rand.NewPCG(seed, 3))
	l, columns := newLinear(kn, k, n), make([][]byte, n)
	for j := range columns {
		columns[j] = make([]byte, k)
		for p := range columns[j] {
			columns[j][p] = byte(r.IntN(256)) // -128 included
		}
		switch j % 5 {
		case 3: // the largest sums there are
			for p := range columns[j] {
				columns[j][p] = 0x80
			}
		case 4:
			clear(columns[j])
		}
		l.setColumn(kn, j, columns[j], r.Float32()/100)
		l.bias[j] = r.Float32() - 0.5
	}
	return l, columns
}

// rowsOf are m rows of activations, some of them odd.
func rowsOf(r *rand.Rand, m, k, ld int) []float32 {
	x := random(r, m*ld)
	for i := range m {
		switch row := x[i*ld:][:k]; i % 11 {
		case 3:
			clear(row)
		case 4:
			for j := range row {
				row[j] *= 1e-40
			}
		case 5:
			row[r.IntN(k)] = float32(math.NaN())
		case 6:
			row[r.IntN(k)] = float32(math.Inf(-1))
		case 7:
			row[r.IntN(k)] = -3e30
		case 8:
			for j := range row {
				row[j] = -1 // with the largest weights: the largest sums
			}
		}
	}
	return x
}

func TestLinear(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sizes := [][3]int{{1, 1, 1}, {2, 3, 5}, {13, 384, 96}, {61, 385, 33}, {7, 1536, 65}, {3, 160, 17}, {40, 96, 9}}
	for m := 1; m <= 26; m++ {
		sizes = append(sizes, [3]int{m, 1 + r.IntN(90), 1 + r.IntN(70)})
	}
	for _, s := range sizes {
		m, k, n := s[0], s[1], s[2]
		ldx := k + r.IntN(3)
		x, before := rowsOf(r, m, k, ldx), random(r, m*n)
		got := map[string][]float32{}
		for name, kn := range kernels(t) {
			l, columns := wholes(kn, 7, k, n)
			var q quantisedRows
			q.take(kn, m, k, x, ldx)
			const guard = 77
			ldy := l.stride()
			y := make([]float32, m*ldy+64)
			for i := range y {
				y[i] = guard
			}
			l.apply(kn, &q, y[:m*ldy], ldy, false)
			var all []float32
			for i := range m {
				row := x[i*ldx:][:k]
				top := 0.0
				for _, v := range row {
					top = max(top, math.Abs(float64(v))) // NaN stays
				}
				for j := range n {
					want := 0.0
					for p, v := range row {
						want += float64(v) * float64(int8(columns[j][p]))
					}
					want = want*float64(l.scale[j]) + float64(l.bias[j])
					v := float64(y[i*ldy+j])
					if math.IsNaN(top) || math.IsInf(top, 0) {
						if !math.IsNaN(v) {
							t.Fatalf("%s %v: a row with NaN or Inf became %g", name, s, v)
						}
						continue
					}
					// Half a step for every value.
					bound := (float64(k)*top/254*128*float64(l.scale[j]) + 1e-6*math.Abs(want)) * 1.001
					if d := math.Abs(v - want); !(d <= bound+1e-6) {
						t.Fatalf("%s %v: element %d,%d is %g, want %g within %g", name, s, i, j, v, want, bound)
					}
				}
				all = append(all, y[i*ldy:][:n]...)
			}
			for i := range m {
				copy(y[i*ldy:], before[i*n:][:n])
			}
			l.apply(kn, &q, y[:m*ldy], ldy, true)
			for i := range m {
				all = append(all, y[i*ldy:][:n]...)
			}
			for _, v := range y[m*ldy:] {
				if v != guard {
					t.Fatalf("%s %v: wrote behind the rows", name, s)
				}
			}
			got[name] = all
		}
		sameAsPortable(t, fmt.Sprint("linear ", s), got)
	}
}

// Rounded activations are exact numbers of steps, the same for all kernels.
func TestQuantise(t *testing.T) {
	for name, kn := range kernels(t) {
		for _, x := range [][]float32{
			{127, -127, 126.5, 125.5, -0.5, 0.5, 1.5, 0, float32(math.Copysign(0, -1)), 1e-40, 63.4999, -63.5001, 2, 3, 4, 5, 6, -7.5},
			{1},
			{0.3, -0.3, 0.1},
		} {
			var q quantisedRows
			q.take(kn, 1, len(x), x, len(x))
			top := 0.0
			for _, v := range x {
				top = max(top, math.Abs(float64(v)))
			}
			if want := float32(top) / 127; q.scale[0] != want {
				t.Errorf("%s: scale %g, want %g", name, q.scale[0], want)
			}
			for i, v := range x {
				want := int(math.RoundToEven(float64(v * (127 / float32(top)))))
				got := int(q.data[i*kn.bytes])
				if kn.bytes == 2 {
					got = int(int16(binary.LittleEndian.Uint16(q.data[2*i:])))
				} else if kn.offset == 0 {
					got = int(int8(got))
				}
				if got-kn.offset != want {
					t.Errorf("%s: %g of %g became %d, want %d", name, v, top, got-kn.offset, want)
				}
			}
		}
	}
}

func TestSumBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 7, 8, 9, 384, 1536, 3000} {
		for _, all := range []int{-1, 0x7f, 0x80} {
			w, want := make([]byte, n), int32(0)
			for i := range w {
				if w[i] = byte(all); all < 0 {
					w[i] = byte(r.IntN(256))
				}
				want += int32(int8(w[i]))
			}
			if got := sumBytes(w); got != want {
				t.Errorf("%d bytes: %d, want %d", n, got, want)
			}
		}
	}
}

// TestFMA compares with exact arithmetic, on numbers made to lie half-way
// between two float32 as well.
func TestFMA(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	number := func() float32 {
		x := math.Float32frombits(r.Uint32()&0x807fffff | uint32(60+r.IntN(130))<<23)
		if r.IntN(3) == 0 { // few bits
			x = math.Float32frombits(math.Float32bits(x) &^ 0xffff)
		}
		return x
	}
	for range 300_000 {
		x, y, z := number(), number(), number()
		switch r.IntN(4) {
		case 0: // a sum of about the size of z, the product some bits below
			z = x * y * float32(math.Ldexp(1, r.IntN(60)-30))
		case 1: // denormal results
			x, y, z = x*1e-20, y*1e-20, z*1e-38
		}
		p := new(big.Float).SetPrec(600).Mul(big.NewFloat(float64(x)), big.NewFloat(float64(y)))
		want, _ := p.Add(p, big.NewFloat(float64(z))).Float32()
		if got := fma32(x, y, z); got != want {
			t.Fatalf("%g·%g + %g = %g, want %g", x, y, z, got, want)
		}
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range [][3]float32{{nan, 1, 1}, {1, 1, nan}, {inf, 0, 1}, {inf, 1, -inf}} {
		if v := fma32(c[0], c[1], c[2]); v == v {
			t.Errorf("%v: %g, want NaN", c, v)
		}
	}
	if v := fma32(1e38, 100, -inf); v != -inf {
		t.Errorf("%g, want -Inf", v)
	}
}

func TestTranspose(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, kn := range kernels(t) {
		for _, s := range [][2]int{{8, 8}, {32, 40}, {32, 19}, {7, 9}, {24, 3}} {
			k, n := s[0], s[1]
			x, p := random(r, n*(k+5)), newPacked(k, n, kn.width)
			p.setColumns(kn, x, k+5)
			for j := range n {
				for i := range k {
					if got, want := p.panel(j / p.width)[i*p.width+j%p.width], x[j*(k+5)+i]; got != want {
						t.Fatalf("%s %v: row %d of column %d is %g, want %g", name, s, i, j, got, want)
					}
				}
			}
		}
	}
}

func TestGELU(t *testing.T) {
	var x []float32
	for v := -16.0; v < 16; v += 1.0 / 1024 {
		x = append(x, float32(v))
	}
	odd := []float32{0, float32(math.Copysign(0, -1)), 1e-40, -1e-40, 1e-30, 100, -100, 1e38, -1e38, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), 13.99, -13.99, 14.01, -14.01}
	x = append(x, odd...)
	if len(x)%lanes != 0 {
		t.Fatal("the test needs whole vectors")
	}
	got := map[string][]float32{}
	for name, kn := range kernels(t) {
		y := append([]float32(nil), x...)
		kn.gelu(y)
		got[name] = y
		worst := 0.0
		for i, v := range x {
			want := 0.5 * float64(v) * (1 + math.Erf(float64(v)/math.Sqrt2))
			switch {
			case math.IsInf(float64(v), -1):
				if math.Abs(float64(y[i])) > 1e-5 {
					t.Errorf("%s: GELU(%g) = %g", name, v, y[i])
				}
				continue
			case math.IsNaN(float64(v)):
				if y[i] == y[i] {
					t.Errorf("%s: GELU(NaN) = %g", name, y[i])
				}
				continue
			case math.IsInf(float64(v), 1) || v > 1e37:
				if y[i] != v && !(y[i] > v*(1-1e-5) && y[i] < v*(1+1e-5)) {
					t.Errorf("%s: GELU(%g) = %g", name, v, y[i])
				}
				continue
			}
			worst = max(worst, math.Abs(float64(y[i])-want)/max(1, math.Abs(want)))
		}
		t.Logf("%s: error at most %.1e", name, worst)
		if !(worst < 1e-5) {
			t.Errorf("%s: error %g, want below 1e-5", name, worst)
		}
	}
	sameAsPortable(t, "GELU", got)
}

func TestSoftmax(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := lanes; n <= 15*lanes; n += lanes {
		x := random(r, n)
		for i := range x {
			x[i] *= 10
		}
		for i := n - r.IntN(lanes); i < n; i++ {
			x[i] = float32(math.Inf(-1)) // as the scores beyond a window
		}
		got := map[string][]float32{}
		for name, kn := range kernels(t) {
			y := append([]float32(nil), x...)
			kn.softmax(y, 0.7)
			got[name] = y
			sum := 0.0
			for _, v := range x {
				sum += math.Exp(0.7 * float64(v-x[0]))
			}
			for i, v := range x {
				want := math.Exp(0.7*float64(v-x[0])) / sum
				if d := math.Abs(float64(y[i]) - want); !(d < 1e-6) {
					t.Fatalf("%s: %d values: value %d is %g, want %g", name, n, i, y[i], want)
				}
			}
		}
		sameAsPortable(t, fmt.Sprint("softmax of ", n), got)
	}
}

func TestNormalise(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 3, 16, 24, 384} {
		x, weight, bias := random(r, n), random(r, n), random(r, n)
		for i := range x {
			x[i] += 50
		}
		var mean, square float64
		for _, v := range x {
			mean += float64(v) / float64(n)
		}
		for _, v := range x {
			square += (float64(v) - mean) * (float64(v) - mean) / float64(n)
		}
		got := map[string][]float32{}
		for name, kn := range kernels(t) {
			y := slices.Clone(x)
			kn.normalise(y, weight, bias, 1e-12)
			got[name] = y
			for i, v := range x {
				want := (float64(v)-mean)/math.Sqrt(square+1e-12)*float64(weight[i]) + float64(bias[i])
				if d := math.Abs(float64(y[i]) - want); !(d < 1e-4) {
					t.Errorf("%s: %d values: value %d is %g, want %g", name, n, i, y[i], want)
				}
			}
		}
		sameAsPortable(t, fmt.Sprint("norm of ", n), got)
	}
}

// TestTree compares with all trees of small sentences.
func TestTree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 6; n++ {
		for range 200 {
			score := make([][]float64, n)
			for d := range score {
				score[d] = make([]float64, n)
				for h := range score[d] {
					score[d][h] = float64(r.IntN(40)) // with ties
				}
			}
			const fee = 1000
			single := oneRoot(n-1, fee, func(d, h int) float64 { return score[d][h] })
			best := func(got []int) {
				t.Helper()
				if !isTree(got) {
					t.Fatalf("%v: %v is no tree", score, got)
				}
				if total, best := value(score, got), bestValue(score, make([]int, n), 1); total != best {
					t.Fatalf("%v: tree %v is worth %g, the best %g", score, got, total, best)
				}
			}
			best(spanningTree(score))
			for d := range score {
				score[d][0] -= fee // with one root the best tree has one
			}
			best(single)
		}
	}
}

func value(score [][]float64, head []int) float64 {
	sum := 0.0
	for d := 1; d < len(head); d++ {
		sum += score[d][head[d]]
	}
	return sum
}

func isTree(head []int) bool {
	for d := range head {
		steps := 0
		for i := d; i != 0; i = head[i] {
			if steps++; steps > len(head) {
				return false
			}
		}
	}
	return head[0] == -1
}

// bestValue tries all heads of nodes from d on.
func bestValue(score [][]float64, head []int, d int) float64 {
	head[0] = -1
	if d == len(head) {
		if !isTree(head) {
			return math.Inf(-1)
		}
		return value(score, head)
	}
	best := math.Inf(-1)
	for h := range head {
		if h != d {
			head[d] = h
			best = max(best, bestValue(score, head, d+1))
		}
	}
	return best
}

func ExampleKernels() {
	fmt.Println(Kernels()[len(Kernels())-1])
	// Output: portable
}
