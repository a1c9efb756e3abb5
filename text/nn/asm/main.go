// Command asm writes the assembly of package nn: kernel_amd64.s and the Go
// declarations beside it. Run it by go generate in the folder above.
//
// It lives in a module of its own, so that the generator's library is no
// dependency of the program.
//
// # Matrix product
//
// A tile function computes C += A·B for a few rows of A and one panel of B.
// The weights are packed once, when the model is loaded, into panels as wide
// as two vector registers (16 columns for AVX2, 32 for AVX-512), so that one
// step of the inner loop reads one whole line of the panel in order. A is read
// where it lies, one broadcast a row; packing it as well costs more time than
// it saves for the few hundred rows of a window.
//
// The accumulators stay in registers for the whole of k. With r rows they take
// 2r registers; AVX2 has 16 (6 rows: 12 accumulators, 2 for B, 2 for the
// broadcast of A), AVX-512 has 32 (12 rows: 24, 2 and 2). Each step then does
// 2r multiply-adds for r+2 loads, enough to keep both multiply-add units
// busy, and there are more accumulators than the latency of a multiply-add
// times their number asks for (8 to 10). There is one function for each number
// of rows up to the most, so that the caller can spread any number of rows
// evenly instead of ending with a slow remainder.
//
// Every element of C is one chain of fused multiply-adds over rising k in both
// instruction sets, and the sums of softmax are taken over 16 lanes in both:
// AVX2 and AVX-512 give the same bits.
package main

import (
	"fmt"
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
	for _, s := range []isa{{"avx2", 6, 8, YMM}, {"avx512", 12, 16, ZMM}} {
		for r := 1; r <= s.rows; r++ {
			s.tile(r)
		}
		s.gelu(t)
		s.softmax(t)
	}
	Generate()
}

// tile is the inner loop of the matrix product for r rows; see above.
func (s isa) tile(r int) {
	TEXT(fmt.Sprintf("%sTile%d", s.name, r), NOSPLIT, "func(k int, a *float32, lda int, b, c *float32, ldc int)")
	Pragma("noescape")
	Doc(fmt.Sprintf("%sTile%d adds rows of a times a panel of b to rows of c, %d at once.", s.name, r, r),
		"lda and ldc are the strides of a and c in bytes; k is at least 1.")
	k := Load(Param("k"), GP64())
	a := Load(Param("a"), GP64())
	lda := Load(Param("lda"), GP64())
	b := Load(Param("b"), GP64())
	c := Load(Param("c"), GP64())
	ldc := Load(Param("ldc"), GP64())

	// Three rows of A hang on one base register: base, base+lda, base+2·lda.
	bases := []reg.Register{a}
	for i := 3; i < r; i += 3 {
		next := GP64()
		LEAQ(Mem{Base: bases[len(bases)-1], Index: lda, Scale: 2}, next)
		ADDQ(lda, next)
		bases = append(bases, next)
	}
	row := func(i int) Mem {
		m := Mem{Base: bases[i/3]}
		if i%3 > 0 {
			m.Index, m.Scale = lda, uint8(i%3)
		}
		return m
	}

	width := 4 * s.lanes
	acc := make([][2]reg.VecVirtual, r)
	at := GP64()
	MOVQ(c, at)
	for i := range acc {
		acc[i] = [2]reg.VecVirtual{s.vec(), s.vec()}
		VMOVUPS(Mem{Base: at}, acc[i][0])
		VMOVUPS(Mem{Base: at, Disp: width}, acc[i][1])
		if i < r-1 {
			ADDQ(ldc, at)
		}
	}

	b0, b1 := s.vec(), s.vec()
	bc := [2]reg.VecVirtual{s.vec(), s.vec()}
	Label("loop")
	VMOVUPS(Mem{Base: b}, b0)
	VMOVUPS(Mem{Base: b, Disp: width}, b1)
	// The panel comes from the second-level cache or further; the lines
	// needed four to eight steps later are asked for now.
	PREFETCHT0(Mem{Base: b, Disp: 512})
	if s.lanes == 16 {
		PREFETCHT0(Mem{Base: b, Disp: 576})
	}
	for i := range acc {
		VBROADCASTSS(row(i), bc[i%2])
		VFMADD231PS(b0, bc[i%2], acc[i][0])
		VFMADD231PS(b1, bc[i%2], acc[i][1])
	}
	for _, base := range bases {
		ADDQ(Imm(4), base)
	}
	ADDQ(U32(2*width), b)
	DECQ(k)
	JNZ(LabelRef("loop"))

	for i := range acc {
		VMOVUPS(acc[i][0], Mem{Base: c})
		VMOVUPS(acc[i][1], Mem{Base: c, Disp: width})
		if i < r-1 {
			ADDQ(ldc, c)
		}
	}
	VZEROUPPER()
	RET()
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

// exp puts e^x into x, for x <= 0; n and y are free registers. The method is
// the one of the Cephes library (expf): x = n·ln 2 + r with |r| <= ln 2 / 2, a
// polynomial of degree 5 for e^r, n added to the exponent. Relative error
// below 2e-7; arguments below -86 give e^-86.
func (s isa) exp(t table, x, n, y reg.VecVirtual) {
	VMAXPS(t.float("floor", -86), x, x)
	VMULPS(t.float("log2e", math.Log2E), x, n)
	VCVTPS2DQ(n, n) // rounds to nearest
	VCVTDQ2PS(n, y)
	VFNMADD231PS(t.float("ln2hi", 0.693359375), y, x)
	VFNMADD231PS(t.float("ln2lo", -2.12194440e-4), y, x)
	VMOVUPS(t.float("exp7", 1.9875691500e-4), y)
	VFMADD213PS(t.float("exp6", 1.3981999507e-3), x, y) // y = y·x + c
	VFMADD213PS(t.float("exp5", 8.3334519073e-3), x, y)
	VFMADD213PS(t.float("exp4", 4.1665795894e-2), x, y)
	VFMADD213PS(t.float("exp3", 1.6666665459e-1), x, y)
	VFMADD213PS(t.float("exp2", 5.0000001201e-1), x, y)
	VMULPS(x, y, y)
	VFMADD213PS(x, x, y) // e^r = 1 + (r + r²·y)
	VADDPS(t.float("one", 1), y, y)
	VPSLLD(Imm(23), n, n)
	VPADDD(n, y, x)
}

// gelu is x·Φ(x) with Φ by formula 7.1.26 of Abramowitz and Stegun for erf:
// max(x, 0) - |x|·q, q = erfc(|x|/√2)/2. Absolute error below 1e-6.
func (s isa) gelu(t table) {
	TEXT(s.name+"GELU", NOSPLIT, "func(n int, x *float32)")
	Pragma("noescape")
	Doc(s.name + "GELU replaces n values by their GELU; n is a positive multiple of 16.")
	n := Load(Param("n"), GP64())
	at := Load(Param("x"), GP64())
	one, far, zero := s.vec(), s.vec(), s.vec()
	VMOVUPS(t.float("one", 1), one)
	VMOVUPS(t.float("far", 14), far) // beyond, q is 0; keeps 0·Inf out
	VMOVUPS(t.float("zero", 0), zero)
	Label("loop")
	x, u, v, q, y := s.vec(), s.vec(), s.vec(), s.vec(), s.vec()
	VMOVUPS(Mem{Base: at}, x)
	if s.lanes == 16 {
		VPANDD(t.bits("abs", 0x7fffffff), x, u)
	} else {
		VANDPS(t.bits("abs", 0x7fffffff), x, u)
	}
	VMINPS(u, far, u) // of a NaN and a number it takes its first operand here: NaN stays
	VMOVUPS(t.float("erfp", 0.3275911/math.Sqrt2), v)
	VFMADD213PS(one, u, v)
	VDIVPS(v, one, v) // v = 1 / (1 + p·u/√2)
	VMOVUPS(t.float("erf5", 1.061405429/2), q)
	for i, c := range []float64{-1.453152027, 1.421413741, -0.284496736, 0.254829592} {
		VFMADD213PS(t.float(fmt.Sprintf("erf%d", 4-i), c/2), v, q)
	}
	VMULPS(v, q, q)
	VMULPS(u, q, q)
	VMULPS(u, u, u)
	VMULPS(t.float("minushalf", -0.5), u, u)
	s.exp(t, u, v, y)
	VMAXPS(x, zero, x)
	VFNMADD231PS(u, q, x)
	VMOVUPS(x, Mem{Base: at})
	ADDQ(Imm(uint64(4*s.lanes)), at)
	SUBQ(Imm(uint64(s.lanes)), n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// softmax takes a row in three passes: maximum, exponentials and their sum,
// division. A turn is 16 values in either set, in one register or in two.
func (s isa) softmax(t table) {
	TEXT(s.name+"Softmax", NOSPLIT, "func(n int, x *float32, scale float32)")
	Pragma("noescape")
	Doc(s.name+"Softmax replaces the n values by the softmax of scale times them;", "n is a positive multiple of 16, scale is positive.")
	n := Load(Param("n"), GP64())
	x := Load(Param("x"), GP64())
	regs := 16 / s.lanes
	vecs := func() []reg.VecVirtual {
		v := make([]reg.VecVirtual, regs)
		for i := range v {
			v[i] = s.vec()
		}
		return v
	}
	part := func(at reg.Register, i int) Mem { return Mem{Base: at, Disp: 4 * s.lanes * i} }
	pass := func(name string, body func(at reg.Register)) {
		at, left := GP64(), GP64()
		MOVQ(x, at)
		MOVQ(n, left)
		Label(name)
		body(at)
		ADDQ(Imm(64), at)
		SUBQ(Imm(16), left)
		JNZ(LabelRef(name))
	}

	top := vecs()
	for i := range top {
		VMOVUPS(part(x, i), top[i])
	}
	pass("max", func(at reg.Register) {
		for i := range top {
			VMAXPS(part(at, i), top[i], top[i])
		}
	})
	peak := s.fold(top, func(a, b reg.VecVirtual) { VMAXPS(b, a, a) })

	scale := s.vec()
	one := Load(Param("scale"), XMM())
	VBROADCASTSS(one, scale)
	sum := vecs()
	for i := range sum {
		VMOVUPS(t.float("zero", 0), sum[i])
	}
	pass("exp", func(at reg.Register) {
		for i := range sum {
			v, a, b := s.vec(), s.vec(), s.vec()
			VMOVUPS(part(at, i), v)
			VSUBPS(peak, v, v)
			VMULPS(scale, v, v)
			s.exp(t, v, a, b)
			VADDPS(v, sum[i], sum[i])
			VMOVUPS(v, part(at, i))
		}
	})
	total := s.fold(sum, func(a, b reg.VecVirtual) { VADDPS(b, a, a) })
	inverse := s.vec()
	VMOVUPS(t.float("one", 1), inverse)
	VDIVPS(total, inverse, inverse)
	pass("divide", func(at reg.Register) {
		for i := range regs {
			v := s.vec()
			VMULPS(part(at, i), inverse, v)
			VMOVUPS(v, part(at, i))
		}
	})
	VZEROUPPER()
	RET()
}

// fold joins the 16 lanes of v by op, halves first, the same way in both sets,
// and returns a register that holds the result in every lane.
func (s isa) fold(v []reg.VecVirtual, op func(a, b reg.VecVirtual)) reg.VecVirtual {
	a := v[0]
	if s.lanes == 16 {
		high := YMM()
		VEXTRACTF32X8(Imm(1), a, high)
		op(a.AsY().(reg.VecVirtual), high)
	} else {
		op(a, v[1])
	}
	y := a.AsY().(reg.VecVirtual)
	x := y.AsX().(reg.VecVirtual)
	other := XMM()
	VEXTRACTF128(Imm(1), y, other)
	op(x, other)
	VPERMILPS(Imm(0b_01_00_11_10), x, other) // the other pair
	op(x, other)
	VPERMILPS(Imm(0b_10_11_00_01), x, other) // the other of the pair
	op(x, other)
	all := s.vec()
	VBROADCASTSS(x, all)
	return all
}
