package nn

import (
	"encoding/binary"
	"math"
	"testing"
)

// exact is a kernel that does not round activations: what the model would say
// if linear layers took float32. It shares all else with the others, so that a
// comparison with the training framework at a tolerance of float32 covers
// weights, packing, scales, wiring and heads.
func exact() *kernel {
	kn := &kernel{name: "exact", width: 16, group: 1, bytes: 4}
	kn.quantise = func(x []float32, inverse float32, q []byte) {
		for i, v := range x {
			binary.LittleEndian.PutUint32(q[4*i:], math.Float32bits(v*inverse))
		}
	}
	kn.dot = func(m, k int, a []byte, lda int, scale []float32, b panel, c []float32, ldc int, add bool) {
		row := make([]float64, k)
		for i := range m {
			for p := range row {
				row[p] = float64(math.Float32frombits(binary.LittleEndian.Uint32(a[i*lda+4*p:])))
			}
			for j := range 16 {
				var sum float64
				for p, x := range row {
					sum += x * float64(int8(b.weights[p*16+j]))
				}
				sum = sum*float64(scale[i])*float64(b.scale[j]) + float64(b.bias[j])
				if add {
					sum += float64(c[i*ldc+j])
				}
				c[i*ldc+j] = float32(sum)
			}
		}
	}
	kn.complete()
	return kn
}

// loadWith is [Load] with any kernel.
func loadWith(t testing.TB, data []byte, kn *kernel, fast bool) *Model {
	t.Helper()
	f, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newModel(f, kn, fast)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
