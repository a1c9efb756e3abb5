package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// rows addresses the same place in r rows that begin at a, lda bytes apart.
// Three rows hang on one base register: base, base+lda, base+2·lda.
func rows(a, lda reg.Register, r int) (at func(i int) Mem, bases []reg.Register) {
	bases = []reg.Register{a}
	for i := 3; i < r; i += 3 {
		next := GP64()
		LEAQ(Mem{Base: bases[len(bases)-1], Index: lda, Scale: 2}, next)
		ADDQ(lda, next)
		bases = append(bases, next)
	}
	return func(i int) Mem {
		m := Mem{Base: bases[i/3]}
		if i%3 > 0 {
			m.Index, m.Scale = lda, uint8(i%3)
		}
		return m
	}, bases
}

// tile is the inner loop of the float32 product for r rows: C += A·B, or C = A·B
// if it starts afresh.
func (s isa) tile(r int, fresh bool) {
	name, does := fmt.Sprintf("%sTile%d", s.name, r), "%s adds rows of a times a panel of b to rows of c, %d at once."
	if fresh {
		name, does = fmt.Sprintf("%sFresh%d", s.name, r), "%s makes rows of c of rows of a times a panel of b, %d at once."
	}
	TEXT(name, NOSPLIT, "func(k int, a *float32, lda int, b, c *float32, ldc int)")
	Pragma("noescape")
	Doc(fmt.Sprintf(does, name, r), "lda and ldc are the strides of a and c in bytes; k is at least 1.")
	k := Load(Param("k"), GP64())
	a := Load(Param("a"), GP64())
	lda := Load(Param("lda"), GP64())
	b := Load(Param("b"), GP64())
	c := Load(Param("c"), GP64())
	ldc := Load(Param("ldc"), GP64())

	row, bases := rows(a, lda, r)

	width := 4 * s.lanes
	acc := make([][2]reg.VecVirtual, r)
	at := GP64()
	if !fresh {
		MOVQ(c, at)
	}
	for i := range acc {
		acc[i] = [2]reg.VecVirtual{s.vec(), s.vec()}
		if fresh {
			for _, x := range acc[i] {
				VXORPS(x, x, x)
			}
			continue
		}
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

// A step is the innermost part of an integer product: how wide a broadcast of
// A is, and how it is multiplied with the two halves of a line of the panel.
type step struct {
	name  string
	group int // neighbouring values of k that one step takes
	bytes int // of one value of A
	vec   func() reg.Register
	load  func(b reg.Register) [2]reg.Register
	// add adds the products of line and the broadcast value a to sums.
	add func(line [2]reg.Register, a reg.Register, sums [2]reg.Register)
}

// vnni takes four values of k at once: bytes of A, which are not negative, times
// bytes of B. The caller adds 128 to every value of A and starts the sums at
// -128 times the sum of the column.
func (s isa) vnni() step {
	vec := func() reg.Register { return s.vec() }
	return step{
		name: "VNNI", group: 4, bytes: 1, vec: vec,
		load: func(b reg.Register) [2]reg.Register {
			line := [2]reg.Register{vec(), vec()}
			VMOVDQU32(Mem{Base: b}, line[0])
			VMOVDQU32(Mem{Base: b, Disp: 4 * s.lanes}, line[1])
			return line
		},
		add: func(line [2]reg.Register, a reg.Register, sums [2]reg.Register) {
			VPDPBUSD(line[0], a, sums[0])
			VPDPBUSD(line[1], a, sums[1])
		},
	}
}

// vexVNNI is vnni for processors that have the instruction without AVX-512
// (AVX-VNNI). Its other encoding is written out in bytes, for the assembler
// knows only that of AVX-512; so the registers cannot be left to the generator.
// No such processor was at hand: TestVexEncodings compares the bytes with those
// of an assembler that knows both.
func (s isa) vexVNNI(r int) step {
	next := 0
	vec := func() reg.Register {
		// First the sums and the line; the last two registers serve in turn.
		n := next
		if next++; n > 13 || n >= 2*r+2 {
			n = 14 + n%2
		}
		return [...]reg.Register{
			reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7,
			reg.Y8, reg.Y9, reg.Y10, reg.Y11, reg.Y12, reg.Y13, reg.Y14, reg.Y15,
		}[n]
	}
	return step{
		name: "VNNI", group: 4, bytes: 1, vec: vec,
		load: func(b reg.Register) [2]reg.Register {
			line := [2]reg.Register{vec(), vec()}
			VMOVUPS(Mem{Base: b}, line[0])
			VMOVUPS(Mem{Base: b, Disp: 4 * s.lanes}, line[1])
			return line
		},
		add: func(line [2]reg.Register, a reg.Register, sums [2]reg.Register) {
			vexDPBUSD(line[0], a, sums[0])
			vexDPBUSD(line[1], a, sums[1])
		},
	}
}

// vexDPBUSD is VPDPBUSD with the encoding VEX.256.66.0F38.W0 50 /r: three bytes
// of prefix, the opcode, and the registers, whose fourth bits stand inverted in
// the prefix.
func vexDPBUSD(signed, unsigned, sum reg.Register) {
	number := func(r reg.Register) int { return int(reg.ToPhysical(r).PhysicalIndex()) }
	s, u, d := number(signed), number(unsigned), number(sum)
	code := []int{
		0xc4, (^d>>3&1)<<7 | 1<<6 | (^s>>3&1)<<5 | 2,
		(^u&15)<<3 | 1<<2 | 1,
		0x50, 3<<6 | d&7<<3 | s&7,
	}
	Comment(fmt.Sprintf("VPDPBUSD Y%d, Y%d, Y%d", s, u, d))
	for i, b := range code {
		x := &ir.Instruction{Opcode: "BYTE", Operands: []Op{Imm(uint64(b))}}
		if i == 0 {
			x.Inputs, x.Outputs = []Op{signed, unsigned, sum}, []Op{sum}
		}
		Instruction(x)
	}
}

// madd takes two values of k at once: 16-bit values of A times bytes of B that
// are extended to 16 bits when they are loaded, once for all rows of the tile.
// VPMADDUBSW would take four, but its sums of two products of bytes saturate at
// 16 bits, and what keeps it exact (magnitudes times weights that take the sign
// of the activation) needs as many instructions as this.
func (s isa) madd() step {
	vec := func() reg.Register { return s.vec() }
	return step{
		group: 2, bytes: 2, vec: vec,
		load: func(b reg.Register) [2]reg.Register {
			line := [2]reg.Register{vec(), vec()}
			VPMOVSXBW(Mem{Base: b}, line[0])
			VPMOVSXBW(Mem{Base: b, Disp: 2 * s.lanes}, line[1])
			return line
		},
		add: func(line [2]reg.Register, a reg.Register, sums [2]reg.Register) {
			x := vec()
			VPMADDWD(line[0], a, x)
			VPADDD(x, sums[0], sums[0])
			VPMADDWD(line[1], a, a)
			VPADDD(a, sums[1], sums[1])
		},
	}
}

// dot is the product of 8-bit integers for r rows: sums in 32 bits, then
//
//	C = sum · (scale of the row) · (scale of the column) + bias  [+ C]
//
// The epilogue is written twice, with and without what C held.
//
// The shape of the tile is that of float32, so that panels have one width.
// Other shapes of as many sums bring nothing: on Zen 4 tiles of 12 x 2, 14 x 2,
// 8 x 3 and 6 x 4 registers of AVX-512 all do 455 to 490 billion operations a
// second with VNNI, one instruction a turn, and 6 x 2, 5 x 2, 4 x 3 and 3 x 4 of
// AVX2 all 160 to 180, three instructions a turn; nor does unrolling.
func (s isa) dot(r int, p step) {
	name := fmt.Sprintf("%sDot%s%d", s.name, p.name, r)
	TEXT(name, NOSPLIT, "func(count, k int, a *byte, lda int, rowScale *float32, b *byte, start *int32, scale, bias, c *float32, ldc int, add bool)")
	Pragma("noescape")
	Doc(fmt.Sprintf("%s multiplies count times %d rows of a by a panel of b. lda and ldc are", name, r),
		"strides in bytes; count and k are at least 1, k counts steps, each of which takes",
		fmt.Sprintf("%d bytes from every row.", p.group*p.bytes))
	// A call of assembly costs as much as a fiftieth of a tile. What changes from
	// tile to tile is kept where the arguments lie.
	Label("tile")
	k := Load(Param("k"), GP64())
	a := Load(Param("a"), GP64())
	lda := Load(Param("lda"), GP64())
	b := Load(Param("b"), GP64())
	at, bases := rows(a, lda, r)

	width := 4 * s.lanes
	start := Load(Param("start"), GP64())
	sums := make([][2]reg.Register, r)
	for i := range sums {
		sums[i] = [2]reg.Register{p.vec(), p.vec()}
		VMOVUPS(Mem{Base: start}, sums[i][0])
		VMOVUPS(Mem{Base: start, Disp: width}, sums[i][1])
	}
	next := GP64()
	IMUL3Q(U32(2*s.lanes*p.group), k, next)
	Label("loop")
	line := p.load(b)
	// The weights come from the third-level cache or further. Here a panel is
	// used by one tile after the other; the next one is asked for meanwhile.
	PREFETCHT1(Mem{Base: b, Index: next, Scale: 1})
	if p.group*s.lanes*2 > 64 {
		PREFETCHT1(Mem{Base: b, Index: next, Scale: 1, Disp: 64})
	}
	for i := range sums {
		x := p.vec()
		VPBROADCASTD(at(i), x)
		p.add(line, x, sums[i])
	}
	for _, base := range bases {
		ADDQ(Imm(4), base)
	}
	ADDQ(U32(2*s.lanes*p.group), b)
	DECQ(k)
	JNZ(LabelRef("loop"))

	rowScale := Load(Param("rowScale"), GP64())
	scale := Load(Param("scale"), GP64())
	bias := Load(Param("bias"), GP64())
	c := Load(Param("c"), GP64())
	ldc := Load(Param("ldc"), GP64())
	add := Load(Param("add"), GP8())
	epilogue := func(add bool) {
		for i := range sums {
			f := p.vec()
			VBROADCASTSS(Mem{Base: rowScale, Disp: 4 * i}, f)
			for h, x := range sums[i] {
				y := p.vec()
				VCVTDQ2PS(x, x)
				VMULPS(f, x, x)
				VMOVUPS(Mem{Base: bias, Disp: width * h}, y)
				if add {
					VADDPS(Mem{Base: c, Disp: width * h}, y, y)
				}
				VFMADD231PS(Mem{Base: scale, Disp: width * h}, x, y)
				VMOVUPS(y, Mem{Base: c, Disp: width * h})
			}
			ADDQ(ldc, c)
		}
	}
	TESTB(add, add)
	JNZ(LabelRef("add"))
	epilogue(false)
	JMP(LabelRef("next"))
	Label("add")
	epilogue(true)
	Label("next")
	MOVQ(c, argument("c"))
	step := Load(Param("lda"), GP64())
	IMUL3Q(Imm(uint64(r)), step, step)
	ADDQ(step, argument("a"))
	ADDQ(Imm(uint64(4*r)), argument("rowScale"))
	DECQ(argument("count"))
	JNZ(LabelRef("tile"))
	VZEROUPPER()
	RET()
}

// argument is where an argument of the function lies.
func argument(name string) Mem {
	a, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return a.Addr
}
