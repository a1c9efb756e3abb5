package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
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
	for i := range k {
		p.setRow(i, b[i*n:(i+1)*n])
	}
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
	for _, v := range work[m*ldc:] {
		if v != guard {
			t.Fatalf("%s %dx%dx%d: wrote behind the matrix", kn.name, m, k, n)
		}
	}
	return out
}

func sameBits(a, b []float32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			return false
		}
	}
	return true
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
		if x, y := got["avx2"], got["avx512"]; x != nil && y != nil && !sameBits(x, y) {
			t.Errorf("%v: avx2 and avx512 differ", s)
		}
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
				if math.Abs(float64(y[i])) > 1e-30 {
					t.Errorf("%s: GELU(%g) = %g", name, v, y[i])
				}
				continue
			case math.IsNaN(float64(v)):
				if y[i] == y[i] {
					t.Errorf("%s: GELU(NaN) = %g", name, y[i])
				}
				continue
			case math.IsInf(float64(v), 1) || v > 1e37:
				if y[i] != v {
					t.Errorf("%s: GELU(%g) = %g", name, v, y[i])
				}
				continue
			}
			worst = max(worst, math.Abs(float64(y[i])-want)/max(1, math.Abs(want)))
		}
		t.Logf("%s: error at most %.1e", name, worst)
		if !(worst < 1e-6) {
			t.Errorf("%s: error %g, want below 1e-6", name, worst)
		}
	}
	if x, y := got["avx2"], got["avx512"]; x != nil && y != nil && !sameBits(x[:len(x)-len(odd)], y[:len(x)-len(odd)]) {
		t.Error("avx2 and avx512 differ")
	}
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
		if x, y := got["avx2"], got["avx512"]; x != nil && y != nil && !sameBits(x, y) {
			t.Errorf("%d values: avx2 and avx512 differ", n)
		}
	}
}

func TestLayerNorm(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 3, 24, 384} {
		nm := layerNorm{weight: random(r, n), bias: random(r, n), epsilon: 1e-12}
		x := random(r, n)
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
		y := append([]float32(nil), x...)
		nm.apply(y)
		for i, v := range x {
			want := (float64(v)-mean)/math.Sqrt(square+1e-12)*float64(nm.weight[i]) + float64(nm.bias[i])
			if d := math.Abs(float64(y[i]) - want); !(d < 1e-4) {
				t.Errorf("%d values: value %d is %g, want %g", n, i, y[i], want)
			}
		}
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
			got := spanningTree(score)
			if !isTree(got) {
				t.Fatalf("%v: %v is no tree", score, got)
			}
			if total, best := value(score, got), bestValue(score, make([]int, n), 1); total != best {
				t.Fatalf("%v: tree %v is worth %g, the best %g", score, got, total, best)
			}
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
