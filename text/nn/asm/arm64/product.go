package main

import (
	"fmt"
	"slices"
)

// rowsFrom is pointers to r rows that lie stride bytes apart.
func (e *emitter) rowsFrom(first, stride reg, r int) []reg {
	rows := []reg{first}
	for i := 1; i < r; i++ {
		next := e.reg()
		e.linef("ADD %s, %s, %s", stride, rows[i-1], next)
		rows = append(rows, next)
	}
	return rows
}

// tile is the inner loop of the float32 product for r rows.
func tile(e *emitter, r int) {
	name := fmt.Sprintf("neonTile%d", r)
	e.begin(name, []string{"k int", "a *float32", "lda int", "b *float32", "c *float32", "ldc int"}, "",
		fmt.Sprintf("%s adds rows of a times a panel of b to rows of c, %d at once.\nlda and ldc are the strides of a and c in bytes; k is at least 1.", name, r))
	k, b := e.param("k"), e.param("b")
	from := e.rowsFrom(e.param("a"), e.param("lda"), r)
	to := e.rowsFrom(e.param("c"), e.param("ldc"), r)
	line, x := e.vec(4), e.vec(4)
	sums := make([][]vec, r)
	for i := range sums {
		sums[i] = e.vec(4)
		e.linef("VLD1 (%s), %s", to[i], list(sums[i]))
	}
	at := e.zero()
	e.loop("loop", k, 1, func() {
		byElement(e, "fmlaE", b, at, from, line, x, sums)
	})
	for i := range sums {
		e.linef("VST1 %s, (%s)", list(sums[i]), to[i])
	}
	e.ret()
}

// byElement multiplies the next line of a panel with the four bytes at at of each
// row, and moves on.
func byElement(e *emitter, op string, b, at reg, rows []reg, line, x []vec, sums [][]vec) {
	load := func(i int) {
		if i < len(rows) {
			e.linef("FMOVS (%s)(%s), F%d", rows[i], at, int(x[i%len(x)]))
		}
	}
	e.linef("VLD1.P 64(%s), %s", b, list(line))
	for i := range x {
		load(i)
	}
	for i := range rows {
		v := i % len(x)
		e.op(op, sums[i], line, x[v:v+1])
		load(i + len(x))
	}
	e.linef("ADD $4, %s", at)
}

// A multiplier emits the loop over k of a product of bytes. It returns four
// registers of sums for each row, among them what they start with.
type multiplier func(e *emitter, k, b, start reg, from []reg) [][]vec

// startSums is sums for r rows.
func (e *emitter) startSums(start reg, r int) [][]vec {
	sums := make([][]vec, r)
	for i := range sums {
		sums[i] = e.vec(4)
		e.linef("VLD1 (%s), %s", start, list(sums[i]))
	}
	return sums
}

// dot is the product of r rows of bytes with a panel, and what makes float32 of
// the sums.
func dot(e *emitter, name string, r int, multiply multiplier) {
	e.begin(name, []string{
		"k int", "a *byte", "lda int", "rowScale *float32",
		"b *byte", "start *int32", "scale *float32", "bias *float32", "c *float32", "ldc int", "add bool",
	}, "", fmt.Sprintf("%s multiplies rows of a with a panel of b, %d at once, and scales\nthe sums: see [linear.apply]. k is the number of groups, lda and ldc are the\nstrides of a and c in bytes.", name, r))
	k, b := e.param("k"), e.param("b")
	from := e.rowsFrom(e.param("a"), e.param("lda"), r)
	sums := multiply(e, k, b, e.param("start"), from)
	// All but the sums is free again.
	e.vecs = nil
	for v := range vec(32) {
		if !slices.ContainsFunc(sums, func(row []vec) bool { return slices.Contains(row, v) }) {
			e.vecs = append(e.vecs, v)
		}
	}
	e.regs = append(e.regs, from...)

	to := e.rowsFrom(e.param("c"), e.param("ldc"), r)
	rowScale, scale, bias := e.param("rowScale"), e.param("scale"), e.param("bias")
	s, t, f, g := e.vec(1), e.vec(1), e.vec(1), e.vec(1)
	// finish takes four columns at a time: g their scales, f their biases.
	finish := func(add bool) {
		for j := range 4 {
			e.linef("FMOVQ %d(%s), F%d", 16*j, scale, int(g[0]))
			e.linef("FMOVQ %d(%s), F%d", 16*j, bias, int(f[0]))
			for i, row := range sums {
				sum := row[j : j+1]
				e.linef("FMOVS %d(%s), F%d", 4*i, rowScale, int(s[0]))
				e.op("scvtf", sum, sum)
				e.op("fmulE", sum, sum, s)
				if add {
					e.linef("FMOVQ %d(%s), F%d", 16*j, to[i], int(t[0]))
					e.op("fadd", t, t, f)
				} else {
					e.op("mov", t, f)
				}
				e.op("fmla", t, sum, g)
				e.linef("FMOVQ F%d, %d(%s)", int(t[0]), 16*j, to[i])
			}
		}
		e.ret()
	}
	add := e.reg()
	e.linef("MOVBU %s, %s", e.at("add"), add)
	e.linef("CBNZ %s, add", add)
	finish(false)
	e.label("add")
	finish(true)
}

// dotProduct multiplies groups of four by SDOT.
func dotProduct(e *emitter, k, b, start reg, from []reg) [][]vec {
	sums := e.startSums(start, len(from))
	line, x := e.vec(4), e.vec(4)
	at := e.zero()
	e.loop("loop", k, 1, func() {
		byElement(e, "sdotE", b, at, from, line, x, sums)
	})
	return sums
}

// matrixProduct multiplies groups of eight by SMMLA: two rows with two columns.
// An odd row has zeros beside it.
func matrixProduct(e *emitter, k, b, start reg, from []reg) [][]vec {
	pairs := (len(from) + 1) / 2
	x, line := e.vec(pairs), e.vec(4)
	squares := make([][]vec, pairs) // [row 0, row 0, row 1, row 1] of two columns each
	for i := range squares {
		squares[i] = e.vec(8)
		e.op("zero", squares[i])
	}
	at := e.zero()
	e.loop("loop", k, 1, func() {
		for i, row := range from {
			to := x[i/2]
			if i%2 > 0 {
				to = line[i/2]
			}
			e.linef("FMOVD (%s)(%s), F%d", row, at, int(to))
		}
		e.op("zip1", x[:len(from)/2], x[:len(from)/2], line[:len(from)/2])
		for half := range 2 {
			e.linef("VLD1.P 64(%s), %s", b, list(line))
			for i := range x {
				e.op("smmla", squares[i][4*half:][:4], x[i:i+1], line)
			}
		}
		e.linef("ADD $8, %s", at)
	})
	e.linef("VLD1 (%s), %s", start, list(line))
	spare := x[:1]
	sums := make([][]vec, 2*pairs)
	for i, square := range squares {
		for j := range 4 {
			left, right := square[2*j:2*j+1], square[2*j+1:2*j+2]
			e.op("mov", spare, left)
			e.op("zip1", left, spare, right)
			e.op("zip2", right, spare, right)
			e.op("add", left, left, line[j:j+1])
			e.op("add", right, right, line[j:j+1])
			sums[2*i], sums[2*i+1] = append(sums[2*i], left...), append(sums[2*i+1], right...)
		}
	}
	return sums[:len(from)]
}

// widening multiplies groups of two, two groups a turn: their products are
// joined in 16 bits, where two of at most 127·128 have room. It is for old
// cores, many of which take instructions in order: rows are loaded one ahead,
// and the steps of four products are taken side by side.
func widening(e *emitter, k, b, start reg, from []reg) [][]vec {
	sums := e.startSums(start, len(from))
	line, x, t := e.vec(4), e.vec(4), e.vec(4)
	load := func(i int) {
		if i < len(from) {
			for _, v := range x[i%2*2:][:2] {
				e.linef("VLD1R.P 2(%s), [%s.H8]", from[i], v)
			}
		}
	}
	low, high := []vec{t[0], t[2]}, []vec{t[1], t[3]}
	e.loop("loop", k, 2, func() {
		e.linef("VLD1.P 64(%s), %s", b, list(line))
		load(0)
		for i := range from {
			load(i + 1)
			v := x[i%2*2:][:2]
			e.op("smull", low, line[:2], v[:1])
			e.op("smull2", high, line[:2], v[:1])
			e.op("smlal", low, line[2:], v[1:])
			e.op("smlal2", high, line[2:], v[1:])
			e.op("sadalp", sums[i], t)
		}
	})
	return sums
}

// transpose takes four columns of eight rows at a time.
func transpose(e *emitter) {
	e.begin("neonTranspose", []string{"k int", "x *float32", "ldx int", "y *float32", "ldy int"}, "",
		"neonTranspose makes row p of y of column p of 8 rows of x, for k columns;\nk is a positive multiple of 4, ldx and ldy are strides in bytes.")
	k, y, ldy := e.param("k"), e.param("y"), e.param("ldy")
	rows := e.rowsFrom(e.param("x"), e.param("ldx"), 8)
	v, t := e.vec(8), e.vec(8)
	e.loop("loop", k, 4, func() {
		for i, row := range rows {
			e.linef("FMOVQ.P 16(%s), F%d", row, int(v[i]))
		}
		for h := 0; h < 8; h += 4 { // a square of four by four
			a, b, c, d := v[h:h+1], v[h+1:h+2], v[h+2:h+3], v[h+3:h+4]
			e.op("trn1", t[h:h+1], a, b)
			e.op("trn2", t[h+1:h+2], a, b)
			e.op("trn1", t[h+2:h+3], c, d)
			e.op("trn2", t[h+3:h+4], c, d)
			e.op("zip1", v[h:h+2], t[h:h+2], t[h+2:h+4]) // columns 0 and 1
			e.op("zip2", v[h+2:h+4], t[h:h+2], t[h+2:h+4])
		}
		for p := range 4 {
			e.linef("FSTPQ (F%d, F%d), (%s)", int(v[p]), int(v[4+p]), y)
			e.linef("ADD %s, %s", ldy, y)
		}
	})
	e.ret()
}
