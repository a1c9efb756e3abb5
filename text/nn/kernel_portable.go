package nn

import "math"

// portable is the kernel in plain Go, for every machine. Its results differ
// from those of the vector kernels in the last bits: products are rounded
// before they are added, and exp and erf are those of package math.
func portable() *kernel {
	return &kernel{name: "portable", width: 4, mul: portableMul, gelu: portableGELU, softmax: portableSoftmax}
}

func portableMul(m, k int, a []float32, lda int, b, c []float32, ldc int) {
	b = b[: 4*k : 4*k]
	i := 0
	// Two rows at once: eight sums, as many as stay in registers.
	for ; i+2 <= m; i += 2 {
		x, y := a[i*lda:i*lda+k], a[(i+1)*lda:(i+1)*lda+k]
		c0, c1 := c[i*ldc:i*ldc+4], c[(i+1)*ldc:(i+1)*ldc+4]
		s0, s1, s2, s3 := c0[0], c0[1], c0[2], c0[3]
		t0, t1, t2, t3 := c1[0], c1[1], c1[2], c1[3]
		for p, u := range x {
			v := y[p]
			w := b[4*p : 4*p+4 : 4*p+4]
			s0 += u * w[0]
			t0 += v * w[0]
			s1 += u * w[1]
			t1 += v * w[1]
			s2 += u * w[2]
			t2 += v * w[2]
			s3 += u * w[3]
			t3 += v * w[3]
		}
		c0[0], c0[1], c0[2], c0[3] = s0, s1, s2, s3
		c1[0], c1[1], c1[2], c1[3] = t0, t1, t2, t3
	}
	if i < m {
		c0 := c[i*ldc : i*ldc+4]
		for p, u := range a[i*lda : i*lda+k] {
			w := b[4*p : 4*p+4 : 4*p+4]
			c0[0] += u * w[0]
			c0[1] += u * w[1]
			c0[2] += u * w[2]
			c0[3] += u * w[3]
		}
	}
}

func portableGELU(x []float32) {
	for i, v := range x {
		if v < -14 { // nothing is left, and -Inf·0 would be NaN
			x[i] = 0
			continue
		}
		x[i] = float32(0.5 * float64(v) * (1 + math.Erf(float64(v)/math.Sqrt2)))
	}
}

func portableSoftmax(x []float32, scale float32) {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var sum float32
	for i, v := range x {
		x[i] = float32(math.Exp(float64((v - top) * scale)))
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}
