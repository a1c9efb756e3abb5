package main

import (
	"fmt"
	"strings"
)

// An encoding is one vector instruction that Go's assembler lacks, or knows
// under a notation that reads the other way round: its bits with all registers
// 0, and how the Arm manual writes it. %d, %n and %m stand for the registers
// (bits 0, 5 and 16 of the instruction), %i for an element or a shift.
type encoding struct {
	bits   uint32
	syntax string
	// index puts the number %i into the bits; nil where there is none.
	index func(i int) uint32
}

// lane is an element of four bytes: bits 11 (high) and 21.
func lane(i int) uint32 { return uint32(i>>1)<<11 | uint32(i&1)<<21 }

// encodings are all instructions in use. The test assembles each with another
// assembler and compares the bits.
var encodings = map[string]encoding{
	// Four float32.
	"fadd":   {0x4e20d400, "FADD %d.4S, %n.4S, %m.4S", nil},
	"fsub":   {0x4ea0d400, "FSUB %d.4S, %n.4S, %m.4S", nil},
	"fmul":   {0x6e20dc00, "FMUL %d.4S, %n.4S, %m.4S", nil},
	"fmulE":  {0x4f809000, "FMUL %d.4S, %n.4S, %m.S[%i]", lane},
	"fdiv":   {0x6e20fc00, "FDIV %d.4S, %n.4S, %m.4S", nil},
	"fmla":   {0x4e20cc00, "FMLA %d.4S, %n.4S, %m.4S", nil}, // d += n·m, rounded once
	"fmlaE":  {0x4f801000, "FMLA %d.4S, %n.4S, %m.S[%i]", lane},
	"fmin":   {0x4ea0f400, "FMIN %d.4S, %n.4S, %m.4S", nil}, // NaN if one is NaN
	"fmax":   {0x4e20f400, "FMAX %d.4S, %n.4S, %m.4S", nil}, // NaN if one is NaN
	"fabs":   {0x4ea0f800, "FABS %d.4S, %n.4S", nil},        // clears the sign, of a NaN too
	"fneg":   {0x6ea0f800, "FNEG %d.4S, %n.4S", nil},
	"fsqrt":  {0x6ea1f800, "FSQRT %d.4S, %n.4S", nil},
	"fcvtns": {0x4e21a800, "FCVTNS %d.4S, %n.4S", nil}, // to the nearest int32, ties to even
	"scvtf":  {0x4e21d800, "SCVTF %d.4S, %n.4S", nil},

	// Whole numbers.
	"add":    {0x4ea08400, "ADD %d.4S, %n.4S, %m.4S", nil},
	"umax":   {0x6ea06400, "UMAX %d.4S, %n.4S, %m.4S", nil},
	"umaxv":  {0x6eb0a800, "UMAXV %ds, %n.4S", nil}, // of all lanes
	"shl":    {0x4f205400, "SHL %d.4S, %n.4S, #%i", func(i int) uint32 { return uint32(i) << 16 }},
	"sdotE":  {0x4f80e000, "SDOT %d.4S, %n.16B, %m.4B[%i]", lane}, // d += the sum of four products of bytes
	"smmla":  {0x4e80a400, "SMMLA %d.4S, %n.16B, %m.16B", nil},    // d += 2 rows of 8 bytes times 2 columns of 8
	"smull":  {0x0e20c000, "SMULL %d.8H, %n.8B, %m.8B", nil},      // products of bytes of the lower halves
	"smull2": {0x4e20c000, "SMULL2 %d.8H, %n.16B, %m.16B", nil},   // of the upper halves
	"smlal":  {0x0e208000, "SMLAL %d.8H, %n.8B, %m.8B", nil},      // d += smull
	"smlal2": {0x4e208000, "SMLAL2 %d.8H, %n.16B, %m.16B", nil},   // d += smull2
	"sadalp": {0x4e606800, "SADALP %d.4S, %n.8H", nil},            // d += the sums of pairs

	// Moving.
	"mov":   {0x4ea01c00, "MOV %d.16B, %n.16B", nil},
	"zero":  {0x6f00e400, "MOVI %d.2D, #0", nil},
	"dup":   {0x4e040400, "DUP %d.4S, %n.S[%i]", func(i int) uint32 { return uint32(i) << 19 }},
	"ext8":  {0x6e004000, "EXT %d.16B, %n.16B, %m.16B, #8", nil}, // the other pair, if n is m
	"rev64": {0x4ea00800, "REV64 %d.4S, %n.4S", nil},             // the other of each pair
	"trn1":  {0x4e802800, "TRN1 %d.4S, %n.4S, %m.4S", nil},       // n0 m0 n2 m2
	"trn2":  {0x4e806800, "TRN2 %d.4S, %n.4S, %m.4S", nil},       // n1 m1 n3 m3
	"zip1":  {0x4ec03800, "ZIP1 %d.2D, %n.2D, %m.2D", nil},       // the lower halves of n and m
	"zip2":  {0x4ec07800, "ZIP2 %d.2D, %n.2D, %m.2D", nil},       // the upper halves
	"low16": {0x4e401800, "UZP1 %d.8H, %n.8H, %m.8H", nil},       // the lower 16 bits of n's and m's lanes of 32
	"low8":  {0x4e001800, "UZP1 %d.16B, %n.16B, %m.16B", nil},    // the lower 8 bits of those of 16
}

// encode is the bits of an instruction and how the Arm manual writes it.
func encode(name string, index int, d, n, m vec) (uint32, string) {
	x, ok := encodings[name]
	if !ok {
		panic("no instruction " + name)
	}
	bits := x.bits | uint32(d)
	if strings.Contains(x.syntax, "%n") {
		bits |= uint32(n) << 5
	}
	if name == "mov" { // it is ORR of a register with itself
		m = n
	}
	if strings.Contains(x.syntax, "%m") || name == "mov" {
		bits |= uint32(m) << 16
	}
	if x.index != nil {
		bits |= x.index(index)
	}
	return bits, strings.NewReplacer(
		"%ds", fmt.Sprintf("S%d", int(d)), // the register as one number
		"%d", d.String(), "%n", n.String(), "%m", m.String(), "%i", fmt.Sprint(index),
	).Replace(x.syntax)
}

// op writes an instruction for each of the registers d, its results. Sources
// are as many as d, or one for all.
func (e *emitter) op(name string, d []vec, sources ...[]vec) { e.element(name, 0, d, sources...) }

// element is op with an element or a shift.
func (e *emitter) element(name string, index int, d []vec, sources ...[]vec) {
	for i, to := range d {
		var s [2]vec
		for j, v := range sources {
			if len(v) != 1 && len(v) != len(d) {
				panic("so many registers do not match")
			}
			s[j] = v[i%len(v)]
		}
		bits, text := encode(name, index, to, s[0], s[1])
		e.linef("WORD $%#08x // %s", bits, text)
	}
}
