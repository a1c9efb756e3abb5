//go:build arm64 && !noasm

package nn

import (
	"slices"

	"golang.org/x/sys/cpu"
)

// machineKernels are the kernels that this processor can run, fastest first.
// Every arm64 processor that Go runs on has NEON; SDOT, the dot product of four
// bytes, came with Armv8.2, SMMLA, the product of small matrices, with 8.6.
func machineKernels() []*kernel {
	r := routines{
		name: "neon", width: 16, group: 2, bytes: 1,
		tiles:     []tile{neonTile1, neonTile2, neonTile3, neonTile4, neonTile5, neonTile6},
		dots:      []dotTile{neonDot1, neonDot2, neonDot3, neonDot4, neonDot5},
		transpose: neonTranspose, gelu: neonGELU, softmax: neonSoftmax, normalise: neonNormalise,
		largest: neonLargest, quantise: neonQuantise,
	}
	all := []*kernel{r.kernel()}
	if cpu.ARM64.HasASIMDDP {
		r.name, r.group = "neondot", 4
		r.dots = []dotTile{neonDotSDOT1, neonDotSDOT2, neonDotSDOT3, neonDotSDOT4, neonDotSDOT5, neonDotSDOT6}
		all = append(all, r.kernel())
	}
	if cpu.ARM64.HasI8MM {
		r.name, r.group = "neonmmla", 8
		r.dots = []dotTile{neonDotSMMLA1, neonDotSMMLA2, neonDotSMMLA3, neonDotSMMLA4, neonDotSMMLA5, neonDotSMMLA6}
		all = append(all, r.kernel())
	}
	slices.Reverse(all)
	return all
}
