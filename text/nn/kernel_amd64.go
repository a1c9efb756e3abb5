//go:build amd64 && !noasm

package nn

import "golang.org/x/sys/cpu"

// tile is the inner loop of the matrix product for a fixed number of rows:
// see the package in asm. Strides are in bytes.
type tile func(k int, a *float32, lda int, b, c *float32, ldc int)

// machineKernels are the kernels that this processor can run, fastest first.
func machineKernels() []*kernel {
	var all []*kernel
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ {
		all = append(all, vector("avx512", 32, avx512GELU, avx512Softmax, []tile{
			avx512Tile1, avx512Tile2, avx512Tile3, avx512Tile4, avx512Tile5, avx512Tile6,
			avx512Tile7, avx512Tile8, avx512Tile9, avx512Tile10, avx512Tile11, avx512Tile12,
		}))
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		all = append(all, vector("avx2", 16, avx2GELU, avx2Softmax, []tile{
			avx2Tile1, avx2Tile2, avx2Tile3, avx2Tile4, avx2Tile5, avx2Tile6,
		}))
	}
	return all
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
			// As few tiles as possible, as even as possible: 14 rows are 7
			// and 7, for 12 and 2 would leave the second tile waiting for
			// its own sums.
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
