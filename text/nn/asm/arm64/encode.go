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

// element is an element of four bytes: bits 11 (high) and 21.
func element(i int) uint32 { return uint32(i>>1)<<11 | uint32(i&1)<<21 }

// encodings are all instructions in use. The test assembles each with another
// assembler and compares the bits.
var encodings = map[string]encoding{
	// Arithmetic on four float32.
	"fadd":   {0x4e20d400, "FADD %d.4S, %n.4S, %m.4S", nil},
	"fsub":   {0x4ea0d400, "FSUB %d.4S, %n.4S, %m.4S", nil},
	"fmul":   {0x6e20dc00, "FMUL %d.4S, %n.4S, %m.4S", nil},
	"fdiv":   {0x6e20fc00, "FDIV %d.4S, %n.4S, %m.4S", nil},
	"fmla":   {0x4e20cc00, "FMLA %d.4S, %n.4S, %m.4S", nil}, // d += n·m, rounded once
	"fmls":   {0x4ea0cc00, "FMLS %d.4S, %n.4S, %m.4S", nil}, // d -= n·m, rounded once
	"fmlaE":  {0x4f801000, "FMLA %d.4S, %n.4S, %m.S[%i]", element},
	"fmin":   {0x4ea0f400, "FMIN %d.4S, %n.4S, %m.4S", nil}, // NaN if one is NaN
	"fmax":   {0x4e20f400, "FMAX %d.4S, %n.4S, %m.4S", nil}, // NaN if one is NaN
	"fabs":   {0x4ea0f800, "FABS %d.4S, %n.4S", nil},
	"fcmlt0": {0x4ea0e800, "FCMLT %d.4S, %n.4S, #0.0", nil}, // all ones where n < 0, else 0
	"fcmgt":  {0x6ea0e400, "FCMGT %d.4S, %n.4S, %m.4S", nil},
	"fcvtns": {0x4e21a800, "FCVTNS %d.4S, %n.4S", nil}, // to the nearest int32, ties to even
	"scvtf":  {0x4e21d800, "SCVTF %d.4S, %n.4S", nil},

	// Four int32, or bits.
	"add":  {0x4ea08400, "ADD %d.4S, %n.4S, %m.4S", nil},
	"shl":  {0x4f205400, "SHL %d.4S, %n.4S, #%i", func(i int) uint32 { return uint32(i) << 16 }},
	"mov":  {0x4ea01c00, "MOV %d.16B, %n.16B", nil},
	"and":  {0x4e201c00, "AND %d.16B, %n.16B, %m.16B", nil},
	"bic":  {0x4e601c00, "BIC %d.16B, %n.16B, %m.16B", nil}, // n and not m
	"bit":  {0x6ea01c00, "BIT %d.16B, %n.16B, %m.16B", nil}, // d = n where m has ones
	"zero": {0x6f00e400, "MOVI %d.2D, #0", nil},

	// Lanes.
	"ext8":  {0x6e004000, "EXT %d.16B, %n.16B, %m.16B, #8", nil}, // the other pair, if n is m
	"rev64": {0x4ea00800, "REV64 %d.4S, %n.4S", nil},             // the other of each pair
	"dup":   {0x4e040400, "DUP %d.4S, %n.S[%i]", func(i int) uint32 { return uint32(i) << 19 }},
}

// encode is the bits of an instruction and how the Arm manual writes it.
func encode(name string, index int, d, n, m vec) (uint32, string) {
	x, ok := encodings[name]
	if !ok {
		panic("no instruction " + name)
	}
	if !strings.Contains(x.syntax, "%m") {
		m = 0
	}
	if name == "mov" { // is ORR of a register with itself
		m = n
	}
	if !strings.Contains(x.syntax, "%n") {
		n = 0
	}
	bits := x.bits | uint32(m)<<16 | uint32(n)<<5 | uint32(d)
	if x.index != nil {
		bits |= x.index(index)
	}
	return bits, strings.NewReplacer("%d", d.String(), "%n", n.String(), "%m", m.String(), "%i", fmt.Sprint(index)).Replace(x.syntax)
}

// op writes an instruction of up to three registers, d the result.
func (e *emitter) op(name string, d vec, sources ...vec) { e.opIndex(name, 0, d, sources...) }

// opIndex is op with an element or a shift.
func (e *emitter) opIndex(name string, index int, d vec, sources ...vec) {
	sources = append(sources, 0, 0)
	bits, text := encode(name, index, d, sources[0], sources[1])
	e.linef("WORD $%#08x // %s", bits, text)
}
