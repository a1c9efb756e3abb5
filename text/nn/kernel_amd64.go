//go:build amd64 && !noasm

package nn

import "golang.org/x/sys/cpu"

// machineKernels are the kernels that this processor can run, fastest first.
func machineKernels() []*kernel {
	var all []*kernel
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW {
		r := routines{
			name: "avx512", width: 32, group: 2, bytes: 2,
			tiles: []tile{
				avx512Tile1, avx512Tile2, avx512Tile3, avx512Tile4, avx512Tile5, avx512Tile6,
				avx512Tile7, avx512Tile8, avx512Tile9, avx512Tile10, avx512Tile11, avx512Tile12,
			},
			dots: []dotTile{
				avx512Dot1, avx512Dot2, avx512Dot3, avx512Dot4, avx512Dot5, avx512Dot6,
				avx512Dot7, avx512Dot8, avx512Dot9, avx512Dot10, avx512Dot11, avx512Dot12,
			},
			transpose: avx2Transpose, gelu: avx512GELU, softmax: avx512Softmax, normalise: avx512Normalise,
			largest: avx512Largest, quantise: avx512Quantise,
		}
		if cpu.X86.HasAVX512VNNI {
			v := r
			v.name, v.group, v.bytes, v.offset = "avx512vnni", 4, 1, 128
			v.dots = []dotTile{
				avx512DotVNNI1, avx512DotVNNI2, avx512DotVNNI3, avx512DotVNNI4, avx512DotVNNI5, avx512DotVNNI6,
				avx512DotVNNI7, avx512DotVNNI8, avx512DotVNNI9, avx512DotVNNI10, avx512DotVNNI11, avx512DotVNNI12,
			}
			v.quantise = avx512QuantiseVNNI
			all = append(all, v.kernel())
		}
		all = append(all, r.kernel())
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		r := routines{
			name: "avx2", width: 16, group: 2, bytes: 2,
			tiles:     []tile{avx2Tile1, avx2Tile2, avx2Tile3, avx2Tile4, avx2Tile5, avx2Tile6},
			dots:      []dotTile{avx2Dot1, avx2Dot2, avx2Dot3, avx2Dot4, avx2Dot5, avx2Dot6},
			transpose: avx2Transpose, gelu: avx2GELU, softmax: avx2Softmax, normalise: avx2Normalise,
			largest: avx2Largest, quantise: avx2Quantise,
		}
		if cpu.X86.HasAVXVNNI {
			v := r
			v.name, v.group, v.bytes, v.offset = "avxvnni", 4, 1, 128
			v.dots = []dotTile{avx2DotVNNI1, avx2DotVNNI2, avx2DotVNNI3, avx2DotVNNI4, avx2DotVNNI5, avx2DotVNNI6}
			v.quantise = avx2QuantiseVNNI
			all = append(all, v.kernel())
		}
		all = append(all, r.kernel())
	}
	return all
}
