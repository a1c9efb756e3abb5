package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Coefficients of P in GELU(x) = x·(1/2 + x·P(t)), t = 2·(x/5)² - 1, |x| <= 5: a
// minimax fit, error of GELU below 8e-6. The same in kernel_portable.go.
var geluTerms = []float64{
	0.14136430621147156, -0.07030051946640015, 0.0514880008995533, -0.04031909257173538,
	0.031744182109832764, -0.02421560510993004, 0.015548039227724075, -0.008328936994075775,
	0.007020725402981043, -0.00627858005464077, 0.002277712570503354,
}

// Coefficients of 2^r = 1 + r·(...), |r| <= 1/2: a minimax fit, relative error
// below 1.6e-7. The same in kernel_portable.go.
var exp2Terms = []float64{
	0.6931470036506653, 0.24022242426872253, 0.05550733581185341, 0.009671512991189957, 0.0013264723820611835,
}

// keep holds a constant in a register where there are enough of them: AVX-512
// loads only one register a turn, and a loop would be kept busy with constants.
func (s isa) keep(m Mem) Op {
	if s.lanes < 16 {
		return m
	}
	v := s.vec()
	VMOVUPS(m, v)
	return v
}

// terms keeps the terms of a polynomial.
func (s isa) terms(t table, name string, terms []float64) []Op {
	ops := make([]Op, len(terms))
	for i, x := range terms {
		ops[i] = s.keep(t.float(fmt.Sprint(name, i), x))
	}
	return ops
}

// horner puts the polynomial with the given terms at x into y.
func horner(terms []Op, x, y reg.VecVirtual) {
	last := len(terms) - 1
	VMOVUPS(terms[last], y)
	for i := last - 1; i >= 0; i-- {
		VFMADD213PS(terms[i], x, y) // y = y·x + term
	}
}

// exp2 makes a function that puts 2^x into y, for x <= 1e-5; x below floor = -125
// counts as that, NaN stays NaN. x is rounded to the whole number n by adding a
// number so large that no bits are left for fractions; n then is in the low bits
// of that sum.
func (s isa) exp2(t table) func(x, y reg.VecVirtual) {
	floor, shift, one := s.vec(), s.keep(t.float("shift", 12582912)), s.keep(t.float("one", 1)) // 1.5·2^23
	VMOVUPS(t.float("floor", -125), floor)
	terms := s.terms(t, "exp", exp2Terms)
	return func(x, y reg.VecVirtual) {
		n := s.vec()
		VMAXPS(x, floor, x) // of a NaN and a number it takes its first operand here
		VADDPS(shift, x, n)
		VSUBPS(shift, n, y)
		VSUBPS(y, x, x)
		horner(terms, x, y)
		VFMADD213PS(one, x, y)
		VPSLLD(Imm(23), n, n)
		VPADDD(n, y, y)
	}
}

// each runs body for every 16 values of the n at x: in one register or in two.
func (s isa) each(name string, n, x reg.Register, body func(part func(i int) Mem, regs int)) {
	at, left := GP64(), GP64()
	MOVQ(x, at)
	MOVQ(n, left)
	Label(name)
	body(func(i int) Mem { return Mem{Base: at, Disp: 4 * s.lanes * i} }, 16/s.lanes)
	ADDQ(Imm(64), at)
	SUBQ(Imm(16), left)
	JNZ(LabelRef(name))
}

// lanes16 is 16 lanes of a constant.
func (s isa) lanes16(m Mem) []reg.VecVirtual {
	v := make([]reg.VecVirtual, 16/s.lanes)
	for i := range v {
		v[i] = s.vec()
		VMOVUPS(m, v[i])
	}
	return v
}

func (s isa) and(m Mem, x, y reg.VecVirtual) {
	if s.lanes == 16 {
		VPANDD(m, x, y)
	} else {
		VPAND(m, x, y)
	}
}

// gelu is x·Φ(x) by [geluTerms]. Beyond -5 it stays at GELU(-5) = -1.4e-6.
func (s isa) gelu(t table) {
	TEXT(s.name+"GELU", NOSPLIT, "func(n int, x *float32)")
	Pragma("noescape")
	Doc(s.name + "GELU replaces n values by their GELU; n is a positive multiple of 16.")
	n := Load(Param("n"), GP64())
	at := Load(Param("x"), GP64())
	low, high, narrow := s.vec(), s.vec(), s.vec()
	VMOVUPS(t.float("low", -5), low)
	VMOVUPS(t.float("high", 5), high)
	VMOVUPS(t.float("narrow", 0.08), narrow) // 2/5²
	minusOne, half, terms := s.keep(t.float("minusone", -1)), s.keep(t.float("half", 0.5)), s.terms(t, "gelu", geluTerms)
	s.each("loop", n, at, func(part func(int) Mem, regs int) {
		for i := range regs {
			x, z, u, y := s.vec(), s.vec(), s.vec(), s.vec()
			VMOVUPS(part(i), x)
			VMAXPS(x, low, x) // a NaN stays: see exp2
			VMINPS(x, high, z)
			VMULPS(z, z, u)
			VFMADD213PS(minusOne, narrow, u)
			horner(terms, u, y)
			VFMADD213PS(half, z, y)
			VMULPS(x, y, y)
			VMOVUPS(y, part(i))
		}
	})
	VZEROUPPER()
	RET()
}

// softmax takes a row in three passes: maximum, exponentials and their sum,
// division by it. A turn is 16 values in either set.
func (s isa) softmax(t table) {
	TEXT(s.name+"Softmax", NOSPLIT, "func(n int, x *float32, scale float32)")
	Pragma("noescape")
	Doc(s.name+"Softmax replaces the n values by the softmax of scale times them;", "n is a positive multiple of 16, scale is positive.")
	n := Load(Param("n"), GP64())
	x := Load(Param("x"), GP64())

	top := make([]reg.VecVirtual, 16/s.lanes)
	for i := range top {
		top[i] = s.vec()
		VMOVUPS(Mem{Base: x, Disp: 4 * s.lanes * i}, top[i])
	}
	s.each("max", n, x, func(part func(int) Mem, regs int) {
		for i := range regs {
			VMAXPS(part(i), top[i], top[i])
		}
	})
	peak := s.fold(top, func(a, b reg.VecVirtual) { VMAXPS(b, a, a) })

	scale := s.vec()
	one := Load(Param("scale"), XMM())
	VBROADCASTSS(one, scale)
	VMULPS(t.float("log2e", math.Log2E), scale, scale)
	VMULPS(scale, peak, peak)
	exp2 := s.exp2(t)
	sum := s.lanes16(t.float("zero", 0))
	s.each("exp", n, x, func(part func(int) Mem, regs int) {
		for i := range regs {
			v, y := s.vec(), s.vec()
			VMOVUPS(part(i), v)
			VFMSUB213PS(peak, scale, v) // v·scale - peak
			exp2(v, y)
			VADDPS(y, sum[i], sum[i])
			VMOVUPS(y, part(i))
		}
	})
	total := s.fold(sum, func(a, b reg.VecVirtual) { VADDPS(b, a, a) })
	inverse := s.vec()
	VMOVUPS(t.float("one", 1), inverse)
	VDIVPS(total, inverse, inverse)
	s.each("divide", n, x, func(part func(int) Mem, regs int) {
		for i := range regs {
			v := s.vec()
			VMULPS(part(i), inverse, v)
			VMOVUPS(v, part(i))
		}
	})
	VZEROUPPER()
	RET()
}

// normalise is layer normalisation of one row: mean, then differences and the
// sum of their squares, then scaling.
func (s isa) normalise(t table) {
	TEXT(s.name+"Normalise", NOSPLIT, "func(n int, x, weight, bias *float32, epsilon float32)")
	Pragma("noescape")
	Doc(s.name+"Normalise replaces n values by (x-mean)/sqrt(variance+epsilon)·weight + bias;", "n is a positive multiple of 16.")
	n := Load(Param("n"), GP64())
	x := Load(Param("x"), GP64())
	plus := func(a, b reg.VecVirtual) { VADDPS(b, a, a) }

	count := XMM()
	VXORPS(count, count, count)
	VCVTSI2SSQ(n, count, count)
	size := s.vec()
	VBROADCASTSS(count, size)
	sum := s.lanes16(t.float("zero", 0))
	s.each("sum", n, x, func(part func(int) Mem, regs int) {
		for i := range regs {
			VADDPS(part(i), sum[i], sum[i])
		}
	})
	mean := s.fold(sum, plus)
	VDIVPS(size, mean, mean)

	squares := s.lanes16(t.float("zero", 0))
	s.each("square", n, x, func(part func(int) Mem, regs int) {
		for i := range regs {
			d := s.vec()
			VMOVUPS(part(i), d)
			VSUBPS(mean, d, d)
			VFMADD231PS(d, d, squares[i])
			VMOVUPS(d, part(i))
		}
	})
	inverse := s.fold(squares, plus)
	VDIVPS(size, inverse, inverse)
	e := Load(Param("epsilon"), XMM())
	epsilon := s.vec()
	VBROADCASTSS(e, epsilon)
	VADDPS(epsilon, inverse, inverse)
	VSQRTPS(inverse, inverse)
	one := s.vec()
	VMOVUPS(t.float("one", 1), one)
	VDIVPS(inverse, one, inverse)

	weight := Load(Param("weight"), GP64())
	bias := Load(Param("bias"), GP64())
	s.each("scale", n, x, func(part func(int) Mem, regs int) {
		for i := range regs {
			d, w := s.vec(), s.vec()
			VMULPS(part(i), inverse, d)
			VMOVUPS(Mem{Base: weight, Disp: 4 * s.lanes * i}, w)
			VFMADD213PS(Mem{Base: bias, Disp: 4 * s.lanes * i}, d, w)
			VMOVUPS(w, part(i))
		}
		ADDQ(Imm(64), weight)
		ADDQ(Imm(64), bias)
	})
	VZEROUPPER()
	RET()
}

// largest is the largest magnitude as the bits of a float32: compared as whole
// numbers, infinities come after all finite values and NaNs after these.
func (s isa) largest(t table) {
	TEXT(s.name+"Largest", NOSPLIT, "func(n int, x *float32) uint32")
	Pragma("noescape")
	Doc(s.name+"Largest is the largest of the bits of n values without their signs;", "n is a positive multiple of 16.")
	n := Load(Param("n"), GP64())
	x := Load(Param("x"), GP64())
	top := s.lanes16(t.float("zero", 0))
	s.each("loop", n, x, func(part func(int) Mem, regs int) {
		for i := range regs {
			v := s.vec()
			VMOVUPS(part(i), v)
			s.and(t.bits("magnitude", 0x7fffffff), v, v)
			VPMAXUD(v, top[i], top[i])
		}
	})
	all := s.fold(top, func(a, b reg.VecVirtual) { VPMAXUD(b, a, a) })
	out := GP32()
	VMOVD(all.AsX(), out)
	Store(out, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

// quantise makes 16-bit integers of float32.
func (s isa) quantise() {
	TEXT(s.name+"Quantise", NOSPLIT, "func(n int, x *float32, inverse float32, q *byte)")
	Pragma("noescape")
	Doc(s.name+"Quantise puts n values times inverse, rounded to nearest, into q, two bytes", "each; n is a positive multiple of 16.")
	n := Load(Param("n"), GP64())
	x := Load(Param("x"), GP64())
	q := Load(Param("q"), GP64())
	f := Load(Param("inverse"), XMM())
	inverse := s.vec()
	VBROADCASTSS(f, inverse)
	s.each("loop", n, x, func(part func(int) Mem, regs int) {
		v := make([]reg.VecVirtual, regs)
		for i := range v {
			v[i] = s.vec()
			VMULPS(part(i), inverse, v[i])
			VCVTPS2DQ(v[i], v[i])
		}
		if s.lanes == 16 {
			VPMOVDW(v[0], Mem{Base: q})
		} else {
			VPACKSSDW(v[1], v[0], v[0])
			VPERMQ(Imm(0b_11_01_10_00), v[0], v[0]) // it packs each half by itself
			VMOVUPS(v[0], Mem{Base: q})
		}
		ADDQ(Imm(32), q)
	})
	VZEROUPPER()
	RET()
}

// quantiseVNNI makes bytes of float32, 128 added.
func (s isa) quantiseVNNI(t table) {
	TEXT(s.name+"QuantiseVNNI", NOSPLIT, "func(n int, x *float32, inverse float32, q *byte)")
	Pragma("noescape")
	Doc(s.name+"QuantiseVNNI puts n values times inverse, rounded to nearest, plus 128", "into q, one byte each; n is a positive multiple of 16.")
	n := Load(Param("n"), GP64())
	x := Load(Param("x"), GP64())
	q := Load(Param("q"), GP64())
	f := Load(Param("inverse"), XMM())
	inverse := s.vec()
	VBROADCASTSS(f, inverse)
	s.each("loop", n, x, func(part func(int) Mem, regs int) {
		v := make([]reg.VecVirtual, regs)
		for i := range v {
			v[i] = s.vec()
			VMULPS(part(i), inverse, v[i])
			VCVTPS2DQ(v[i], v[i])
			VPADDD(t.bits("middle", 128), v[i], v[i])
		}
		if s.lanes == 16 {
			VPMOVDB(v[0], Mem{Base: q})
		} else {
			// Packing takes each half by itself: values 0 to 3 and 8 to 11 are
			// followed by 4 to 7 and 12 to 15.
			VPACKSSDW(v[1], v[0], v[0])
			VPERMQ(Imm(0b_11_01_10_00), v[0], v[0])
			high := XMM()
			VEXTRACTI128(Imm(1), v[0], high)
			VPACKUSWB(high, v[0].AsX(), high)
			VMOVUPS(high, Mem{Base: q})
		}
		ADDQ(Imm(16), q)
	})
	VZEROUPPER()
	RET()
}

// transpose turns blocks of eight rows and eight columns: pairs of rows are
// interleaved, then pairs of pairs, then halves are exchanged.
func transpose() {
	TEXT("avx2Transpose", NOSPLIT, "func(k int, x *float32, ldx int, y *float32, ldy int)")
	Pragma("noescape")
	Doc("avx2Transpose makes k rows of 8 columns at y of 8 rows of k columns at x;", "ldx and ldy are strides in bytes, k is a positive multiple of 8.")
	k := Load(Param("k"), GP64())
	x := Load(Param("x"), GP64())
	ldx := Load(Param("ldx"), GP64())
	y := Load(Param("y"), GP64())
	ldy := Load(Param("ldy"), GP64())
	at, bases := rows(x, ldx, 8)
	Label("loop")
	var row, pair, quad [8]reg.VecVirtual
	for i := range row {
		row[i] = YMM()
		VMOVUPS(at(i), row[i])
	}
	for i := 0; i < 8; i += 2 {
		pair[i], pair[i+1] = YMM(), YMM()
		VUNPCKLPS(row[i+1], row[i], pair[i])
		VUNPCKHPS(row[i+1], row[i], pair[i+1])
	}
	for i := 0; i < 8; i += 4 {
		for j := range 2 {
			quad[i+2*j], quad[i+2*j+1] = YMM(), YMM()
			VSHUFPS(Imm(0b_01_00_01_00), pair[i+2+j], pair[i+j], quad[i+2*j])
			VSHUFPS(Imm(0b_11_10_11_10), pair[i+2+j], pair[i+j], quad[i+2*j+1])
		}
	}
	for i := range 8 {
		out := YMM()
		VPERM2F128(Imm(uint64(0x20+0x11*(i/4))), quad[4+i%4], quad[i%4], out)
		VMOVUPS(out, Mem{Base: y})
		ADDQ(ldy, y)
	}
	for _, base := range bases {
		ADDQ(Imm(32), base)
	}
	SUBQ(Imm(8), k)
	JNZ(LabelRef("loop"))
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
