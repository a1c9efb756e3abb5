//go:build amd64 && !noasm

package nn

import "golang.org/x/sys/cpu"

// machineKernels are the kernels that this processor can run, fastest first.
func machineKernels() []*kernel {
	x := &cpu.X86
	hasAVX2 := x.HasAVX2 && x.HasFMA
	hasAVX512 := x.HasAVX512F && x.HasAVX512DQ && x.HasAVX512BW
	avx512 := routines{
		name: "avx512", width: 32, group: 2, bytes: 2,
		tiles: []tile{
			avx512Tile1, avx512Tile2, avx512Tile3, avx512Tile4, avx512Tile5, avx512Tile6,
			avx512Tile7, avx512Tile8, avx512Tile9, avx512Tile10, avx512Tile11, avx512Tile12,
		},
		fresh: []tile{
			avx512Fresh1, avx512Fresh2, avx512Fresh3, avx512Fresh4, avx512Fresh5, avx512Fresh6,
			avx512Fresh7, avx512Fresh8, avx512Fresh9, avx512Fresh10, avx512Fresh11, avx512Fresh12,
		},
		runs: []dotRun{
			avx512Dot1, avx512Dot2, avx512Dot3, avx512Dot4, avx512Dot5, avx512Dot6,
			avx512Dot7, avx512Dot8, avx512Dot9, avx512Dot10, avx512Dot11, avx512Dot12,
		},
		transpose: avx2Transpose, gelu: avx512GELU, softmax: avx512Softmax, normalise: avx512Normalise,
		largest: avx512Largest, quantise: avx512Quantise,
	}
	avx2 := routines{
		name: "avx2", width: 16, group: 2, bytes: 2,
		tiles:     []tile{avx2Tile1, avx2Tile2, avx2Tile3, avx2Tile4, avx2Tile5, avx2Tile6},
		fresh:     []tile{avx2Fresh1, avx2Fresh2, avx2Fresh3, avx2Fresh4, avx2Fresh5, avx2Fresh6},
		runs:      []dotRun{avx2Dot1, avx2Dot2, avx2Dot3, avx2Dot4, avx2Dot5, avx2Dot6},
		transpose: avx2Transpose, gelu: avx2GELU, softmax: avx2Softmax, normalise: avx2Normalise,
		largest: avx2Largest, quantise: avx2Quantise,
	}
	var all []*kernel
	if hasAVX512 && x.HasAVX512VNNI {
		r := avx512.vnni("avx512vnni", avx512QuantiseVNNI)
		r.runs = []dotRun{
			avx512DotVNNI1, avx512DotVNNI2, avx512DotVNNI3, avx512DotVNNI4, avx512DotVNNI5, avx512DotVNNI6,
			avx512DotVNNI7, avx512DotVNNI8, avx512DotVNNI9, avx512DotVNNI10, avx512DotVNNI11, avx512DotVNNI12,
		}
		all = append(all, r.kernel())
	}
	if hasAVX2 && x.HasAVXVNNI {
		r := avx2.vnni("avxvnni", avx2QuantiseVNNI)
		r.runs = []dotRun{avx2DotVNNI1, avx2DotVNNI2, avx2DotVNNI3, avx2DotVNNI4, avx2DotVNNI5, avx2DotVNNI6}
		all = append(all, r.kernel())
	}
	if hasAVX512 {
		all = append(all, avx512.kernel())
	}
	if hasAVX2 {
		all = append(all, avx2.kernel())
	}
	return all
}

// vnni is r for VPDPBUSD: four bytes at once, of which those of the activations
// must not be negative.
func (r routines) vnni(name string, quantise func(n int, x *float32, inverse float32, q *byte)) routines {
	r.name, r.group, r.bytes, r.offset, r.quantise = name, 4, 1, 128, quantise
	return r
}
