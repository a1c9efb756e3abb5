//go:build (!amd64 && !arm64) || noasm

package nn

// machineKernels are the kernels for this machine beside the portable one.
func machineKernels() []*kernel { return nil }
