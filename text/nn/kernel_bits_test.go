package nn

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"
)

// kernelBits is the checksum that TestKernelBits finds with every kernel on
// every machine. A change of a formula changes it: take the new one from the
// failing test, and see that arm64 finds the same (.ci/run).
const kernelBits = 0x6966e2f3c668b10d

// TestKernelBits compares kernels across machines: those that no single
// processor can run side by side.
func TestKernelBits(t *testing.T) {
	for name, kn := range kernels(t) {
		if got := checksum(kn); got != kernelBits {
			t.Errorf("%s: checksum %#x, want %#x", name, got, uint64(kernelBits))
		}
	}
}

// checksum is one of the results of everything that kn can do.
func checksum(kn *kernel) uint64 {
	h := fnv.New64a()
	put := func(x ...float32) {
		for _, v := range x {
			bits := math.Float32bits(v)
			if v != v {
				bits = 0x7fc00000 // one NaN is as good as another
			}
			h.Write(binary.LittleEndian.AppendUint32(nil, bits))
		}
	}
	// Numbers made of random bits alone: package rand makes those of other
	// distributions by functions that may differ from machine to machine.
	r := rand.New(rand.NewPCG(3, 4))
	numbers := func(n int, most float32) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(int32(r.Uint32())) / (1 << 31) * most
		}
		return x
	}
	odd := []float32{
		0, float32(math.Copysign(0, -1)), 1e-40, -1e-40, 1e-30, 5, -5, 5.0001, -5.0001, 100, -100, -1e38,
		float32(math.Inf(-1)), float32(math.NaN()), 0.5, -0.5,
	}
	for m := 1; m <= 27; m++ {
		k, n := 1+r.IntN(3*m*m/2), 1+r.IntN(80)
		a := numbers(m*k, 3)
		copy(a[r.IntN(len(a)):], odd)

		p := newPacked(k, n, kn.width)
		p.setRows(numbers(k*n, 1), n)
		ldc := roundUp(n, kn.width)
		c := make([]float32, m*ldc)
		kn.add(m, a, k, p, c, ldc)

		l := newLinear(kn, k, n)
		for j, scale := range numbers(n, 0.01) {
			w := make([]byte, k)
			for i := range w {
				w[i] = byte(max(int8(r.Uint32()), -127))
			}
			l.setColumn(kn, j, w, scale)
			l.bias[j] = scale * 100
		}
		var q quantisedRows
		q.take(kn, m, k, a, k)
		y := make([]float32, m*l.stride())
		l.apply(kn, &q, y, l.stride(), false)
		l.apply(kn, &q, y, l.stride(), true)
		for i := range m {
			put(c[i*ldc:][:n]...)
			put(y[i*l.stride():][:n]...)
		}
	}
	for n := lanes; n < 20*lanes; n += lanes {
		x := numbers(n, 8)
		gelu := append([]float32(nil), x...)
		copy(gelu[r.IntN(n):], odd)
		kn.gelu(gelu[:n-3])
		put(gelu...)
		normal := append([]float32(nil), x...)
		kn.normalise(normal, numbers(n, 1), numbers(n, 1), 1e-12)
		put(normal...)
		x[n-1] = float32(math.Inf(-1))
		kn.softmax(x, 0.7)
		put(x...)
	}
	p := newPacked(24, 19, kn.width)
	p.setColumns(kn, numbers(19*30, 1), 30)
	for j := range 19 {
		for i := range 24 {
			put(p.panel(j / p.width)[i*p.width+j%p.width])
		}
	}
	return h.Sum64()
}
