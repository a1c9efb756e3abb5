//go:build arm64 && !noasm

package nn

// tile is the inner loop of the matrix product for a fixed number of rows:
// see the commands in asm. Strides are in bytes.
type tile func(k int, a *float32, lda int, b, c *float32, ldc int)

// machineKernels are the kernels that this processor can run, fastest first.
// Every arm64 processor that Go runs on has NEON.
func machineKernels() []*kernel {
	return []*kernel{vector("neon", 16, neonGELU, neonSoftmax, []tile{
		neonTile1, neonTile2, neonTile3, neonTile4, neonTile5, neonTile6,
	})}
}

// vector makes a kernel of assembly functions; tiles[r-1] is the tile of r rows.
func vector(name string, width int, gelu func(int, *float32), softmax func(int, *float32, float32), tiles []tile) *kernel {
	return &kernel{
		name:  name,
		width: width,
		mul: func(m, k int, a []float32, lda int, b, c []float32, ldc int) {
			if m == 0 || k == 0 {
				return
			}
			// The assembly checks no bounds: these do, for the last element of each.
			_, _, _ = a[(m-1)*lda+k-1], b[k*width-1], c[(m-1)*ldc+width-1]
			// As few tiles as possible, as even as possible.
			count := (m + len(tiles) - 1) / len(tiles)
			for i, from := 0, 0; i < count; i++ {
				to := m * (i + 1) / count
				tiles[to-from-1](k, &a[from*lda], 4*lda, &b[0], &c[from*ldc], 4*ldc)
				from = to
			}
		},
		gelu: func(x []float32) {
			if n := len(x) / lanes * lanes; n > 0 {
				gelu(n, &x[0])
			}
		},
		softmax: func(x []float32, scale float32) {
			if n := len(x) / lanes * lanes; n > 0 {
				softmax(n, &x[0], scale)
			}
		},
	}
}
