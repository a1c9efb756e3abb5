// Command asm writes the assembly of package nn for amd64: kernel_amd64.s and
// the Go declarations beside it. Run it by go generate in the folder above.
//
// It lives in a module of its own, so that the generator's library is no
// dependency of the program.
//
// # Matrix products
//
// A tile function computes a few rows of A times one panel of B, in float32
// ([isa.tile]) or of 8-bit integers ([isa.dot]). B is packed into panels as
// wide as two vector registers of sums (16 columns for AVX2, 32 for AVX-512),
// so that one step of the inner loop reads one or two whole lines of the panel
// in order. A is read where it lies, one broadcast a row; packing it as well
// costs more time than it saves for the few hundred rows of a window.
//
// The sums stay in registers for the whole of k. With r rows they take 2r
// registers; AVX2 has 16 (6 rows: 12 sums, 2 for B, 2 for the broadcast of A),
// AVX-512 has 32 (12 rows: 24, 2 and 2). Each step then does 2r
// multiplications for r+2 loads, enough to keep the multipliers busy, and there
// are more sums than the latency of a multiply-add times the number of
// multipliers asks for (8 to 10). There is one function for each number of rows
// up to the most, so that the caller can spread any number of rows evenly
// instead of ending with a slow remainder.
//
// # The same bits everywhere
//
// Every float32 sum is one chain of fused multiply-adds over rising k, other
// sums of vectors are taken over 16 lanes ([isa.fold]), sums of integers are
// exact: all instruction sets and the portable twin in package nn give the same
// bits. Whoever changes a formula here changes it there, and in the generator
// for arm64.
package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// An isa is one instruction set: how many rows a tile has at most and how
// many float32 a register holds.
type isa struct {
	name  string
	rows  int
	lanes int
	vec   func() reg.VecVirtual
}

func main() {
	ConstraintExpr("amd64,!noasm")
	t := table{}
	avx2, avx512 := isa{"avx2", 6, 8, YMM}, isa{"avx512", 12, 16, ZMM}
	for _, s := range []isa{avx2, avx512} {
		for r := 1; r <= s.rows; r++ {
			s.tile(r, false)
		}
		for r := 1; r <= s.rows; r++ {
			s.tile(r, true)
		}
		for r := 1; r <= s.rows; r++ {
			s.dot(r, s.madd())
		}
		s.gelu(t)
		s.softmax(t)
		s.normalise(t)
		s.largest(t)
		s.quantise()
	}
	for r := 1; r <= avx512.rows; r++ {
		avx512.dot(r, avx512.vnni())
	}
	for r := 1; r <= avx2.rows; r++ {
		avx2.dot(r, avx2.vexVNNI(r))
	}
	avx512.quantiseVNNI(t)
	avx2.quantiseVNNI(t)
	transpose()
	Generate()
}

// A table makes each number once: 16 copies of it, so that either set can use
// it as a memory operand.
type table map[string]Mem

func (t table) bits(name string, bits uint32) Mem {
	m, ok := t[name]
	if !ok {
		m = GLOBL("const_"+name, RODATA|NOPTR)
		for i := range 16 {
			DATA(4*i, U32(bits))
		}
		t[name] = m
	}
	return m
}

func (t table) float(name string, x float64) Mem { return t.bits(name, math.Float32bits(float32(x))) }
