package main

import "math"

// horner is the polynomial with the given coefficients, highest power first, at
// x. Multiply-add overwrites its addend, so y and z take turns; the result is
// in one of them.
func (e *emitter) horner(x []vec, coefficients [][]vec, y, z []vec) []vec {
	sum := coefficients[0]
	for _, c := range coefficients[1:] {
		e.op("mov", y, c)
		e.op("fmla", y, sum, x)
		sum, y, z = y, z, y
	}
	return sum
}

// geluTerms and exp2Terms are those of kernel_portable.go, highest power first.
var (
	geluTerms = []float32{
		0.002277712570503354, -0.00627858005464077, 0.007020725402981043, -0.008328936994075775,
		0.015548039227724075, -0.02421560510993004, 0.031744182109832764, -0.04031909257173538,
		0.0514880008995533, -0.07030051946640015, 0.14136430621147156,
	}
	exp2Terms = []float32{0.0013264723820611835, 0.009671512991189957, 0.05550733581185341, 0.24022242426872253, 0.6931470036506653, 1}
)

// nearest added to a magnitude of up to 2^22 rounds it to a whole number.
const nearest = 3 << 22

// gelu is the polynomial that kernel_portable.go describes, for two registers
// at a time, so that one works while the other waits.
func gelu(e *emitter) {
	e.begin("neonGELU", []string{"n int", "x *float32"}, "", "neonGELU replaces n values by their GELU; n is a positive multiple of 16.")
	n, at := e.param("n"), e.param("x")
	c := e.table(append([]float32{-5, 5, 0.08, -1, 0.5}, geluTerms...)...)
	low, high, factor, minusOne, half, terms := c[0], c[1], c[2], c[3], c[4], c[5:]
	x, z, t, y, y2 := e.vec(2), e.vec(2), e.vec(2), e.vec(2), e.vec(2)
	e.loop("loop", n, 8, func() {
		e.linef("FLDPQ (%s), (F%d, F%d)", at, int(x[0]), int(x[1]))
		e.op("fmax", x, x, low) // NaN stays, here and in fmin
		e.op("fmin", z, x, high)
		e.op("fmul", y, z, z)
		e.op("mov", t, minusOne)
		e.op("fmla", t, y, factor)
		p := e.horner(t, terms, y, y2)
		e.op("mov", t, half)
		e.op("fmla", t, z, p)
		e.op("fmul", x, x, t)
		e.linef("FSTPQ (F%d, F%d), (%s)", int(x[0]), int(x[1]), at)
		e.linef("ADD $32, %s", at)
	})
	e.ret()
}

// fold joins the 16 lanes of v by op, halves first; the result is in every lane
// of the first register.
func (e *emitter) fold(op string, v []vec) []vec {
	a, b := v[:1], v[1:2]
	e.op(op, v[:2], v[:2], v[2:])
	e.op(op, a, a, b)
	e.op("ext8", b, a, a)
	e.op(op, a, a, b)
	e.op("rev64", b, a)
	e.op(op, a, a, b)
	return a
}

// A row is one that is passed over several times, 16 values a turn.
type row struct {
	e        *emitter
	n, x     reg
	left, at reg // of the pass
}

func newRow(e *emitter) row {
	return row{e: e, n: e.param("n"), x: e.param("x"), left: e.reg(), at: e.reg()}
}

func (r row) pass(label string, body func()) {
	r.e.linef("MOVD %s, %s", r.x, r.at)
	r.e.linef("MOVD %s, %s", r.n, r.left)
	r.e.loop(label, r.left, 16, body)
}

// softmax takes a row in three passes: maximum, exponentials and their sum,
// division.
func softmax(e *emitter) {
	e.begin("neonSoftmax", []string{"n int", "x *float32", "scale float32"}, "",
		"neonSoftmax replaces the n values by the softmax of scale times them;\nn is a positive multiple of 16, scale is positive.")
	r := newRow(e)
	v, sum, n := e.vec(4), e.vec(4), e.vec(4)
	y, z := e.vec(4), e.vec(4)

	e.linef("VLD1 (%s), %s", r.x, list(sum))
	r.pass("max", func() {
		e.linef("VLD1.P 64(%s), %s", r.at, list(v))
		e.op("fmax", sum, sum, v)
	})
	top := e.fold("fmax", sum)
	c := e.table(append([]float32{-125, nearest, math.Log2E}, exp2Terms...)...)
	floor, whole, factor, terms := c[0], c[1], c[2], c[3:]
	scale := e.scalar("scale")
	e.op("fmul", factor, factor, scale)
	peak := scale // the negative one
	e.op("fmul", peak, top, factor)
	e.op("fneg", peak, peak)
	e.op("zero", sum)
	r.pass("exp", func() {
		e.linef("VLD1 (%s), %s", r.at, list(v))
		e.op("mov", y, peak)
		e.op("fmla", y, v, factor)
		e.op("fmax", y, y, floor) // keeps NaN
		e.op("fadd", n, y, whole) // the low bits are the whole part
		e.op("fsub", v, n, whole)
		e.op("fsub", v, y, v) // the rest, -1/2 to 1/2
		p := e.horner(v, terms, y, z)
		e.element("shl", 23, n, n)
		e.op("add", v, p, n)
		e.op("fadd", sum, sum, v)
		e.linef("VST1.P %s, 64(%s)", list(v), r.at)
	})
	total := e.fold("fadd", sum)
	one := terms[len(terms)-1]
	e.op("fdiv", total, one, total)
	r.pass("divide", func() {
		e.linef("VLD1 (%s), %s", r.at, list(v))
		e.op("fmul", v, v, total)
		e.linef("VST1.P %s, 64(%s)", list(v), r.at)
	})
	e.ret()
}

// normalise takes a row in three passes: mean, differences and the sum of their
// squares, result.
func normalise(e *emitter) {
	e.begin("neonNormalise", []string{"n int", "x *float32", "weight *float32", "bias *float32", "epsilon float32"}, "",
		"neonNormalise is layer normalisation of n values; n is a positive multiple\nof 16.")
	r := newRow(e)
	weight, bias := e.param("weight"), e.param("bias")
	v, w, b, sum := e.vec(4), e.vec(4), e.vec(4), e.vec(4)
	size := e.vec(1)
	e.linef("SCVTFWS %s, F%d", r.n, int(size[0]))
	e.element("dup", 0, size, size)

	e.op("zero", sum)
	r.pass("mean", func() {
		e.linef("VLD1.P 64(%s), %s", r.at, list(v))
		e.op("fadd", sum, sum, v)
	})
	mean := e.vec(1)
	e.op("fdiv", mean, e.fold("fadd", sum), size)
	e.op("zero", sum)
	r.pass("variance", func() {
		e.linef("VLD1 (%s), %s", r.at, list(v))
		e.op("fsub", v, v, mean)
		e.op("fmla", sum, v, v)
		e.linef("VST1.P %s, 64(%s)", list(v), r.at)
	})
	inverse := e.fold("fadd", sum)
	e.op("fdiv", inverse, inverse, size)
	e.op("fadd", inverse, inverse, e.scalar("epsilon"))
	e.op("fsqrt", inverse, inverse)
	e.op("fdiv", inverse, e.table(1)[0], inverse)
	r.pass("scale", func() {
		e.linef("VLD1 (%s), %s", r.at, list(v))
		e.linef("VLD1.P 64(%s), %s", weight, list(w))
		e.linef("VLD1.P 64(%s), %s", bias, list(b))
		e.op("fmul", v, v, inverse)
		e.op("fmla", b, v, w)
		e.linef("VST1.P %s, 64(%s)", list(b), r.at)
	})
	e.ret()
}

// largest compares magnitudes as whole numbers, by which NaN comes last.
func largest(e *emitter) {
	e.begin("neonLargest", []string{"n int", "x *float32"}, "uint32",
		"neonLargest is the largest magnitude of n values, as bits; n is a positive\nmultiple of 16.")
	n, at := e.param("n"), e.param("x")
	v, top := e.vec(4), e.vec(4)
	e.op("zero", top)
	e.loop("loop", n, 16, func() {
		e.linef("VLD1.P 64(%s), %s", at, list(v))
		e.op("fabs", v, v)
		e.op("umax", top, top, v)
	})
	e.op("umax", top[:2], top[:2], top[2:])
	e.op("umax", top[:1], top[:1], top[1:2])
	e.op("umaxv", top[:1], top[:1])
	e.linef("FMOVS F%d, %s", int(top[0]), e.at("ret"))
	e.ret()
}

// quantise rounds, and keeps the lowest byte of each.
func quantise(e *emitter) {
	e.begin("neonQuantise", []string{"n int", "x *float32", "inverse float32", "q *byte"}, "",
		"neonQuantise puts n values times inverse, rounded to whole numbers, into q\nas bytes; n is a positive multiple of 16.")
	n, at, q := e.param("n"), e.param("x"), e.param("q")
	inverse, v := e.scalar("inverse"), e.vec(4)
	e.loop("loop", n, 16, func() {
		e.linef("VLD1.P 64(%s), %s", at, list(v))
		e.op("fmul", v, v, inverse)
		e.op("fcvtns", v, v)
		e.op("low16", v[:1], v[:1], v[1:2])
		e.op("low16", v[1:2], v[2:3], v[3:])
		e.op("low8", v[:1], v[:1], v[1:2])
		e.linef("FMOVQ.P F%d, 16(%s)", int(v[0]), q)
	})
	e.ret()
}
