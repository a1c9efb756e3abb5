package nn

//go:generate go -C asm run . -out ../kernel_amd64.s -stubs ../kernel_stubs_amd64.go -pkg nn
//go:generate go -C asm run ./arm64 -out ../kernel_arm64.s -stubs ../kernel_stubs_arm64.go
