package main

import (
	"bytes"
	"fmt"
	"math"
	"strings"
)

// A vec is a vector register, 0 to 31; all of them are free in a Go function.
type vec int

func (v vec) String() string { return fmt.Sprintf("V%d", int(v)) }

// A reg is a general register that a Go function may use.
type reg int

func (r reg) String() string { return fmt.Sprintf("R%d", int(r)) }

// An emitter collects the functions of one assembly file, the declarations for
// the Go file beside it, and the tables that the functions read.
type emitter struct {
	text, decl, data bytes.Buffer
	name             string
	vecs             []vec
	regs             []reg
}

func (e *emitter) linef(format string, args ...any) { fmt.Fprintf(&e.text, "\t"+format+"\n", args...) }

// begin starts a function. params are its parameters in order, as in Go.
func (e *emitter) begin(name, params, doc string) {
	e.name, e.vecs, e.regs = name, nil, nil
	for i := range 32 {
		e.vecs = append(e.vecs, vec(i))
	}
	// R16 and R17 belong to the linker, R18 to the system, R26 and up to Go.
	for i := range 26 {
		if i < 16 || i > 18 {
			e.regs = append(e.regs, reg(i))
		}
	}
	size := 0
	for _, p := range strings.Split(params, ", ") {
		if strings.HasSuffix(p, "float32") && !strings.HasSuffix(p, "*float32") {
			size += 4
		} else {
			size = (size+7)/8*8 + 8
		}
	}
	fmt.Fprintf(&e.text, "\n// func %s(%s)\nTEXT ·%s(SB), NOSPLIT, $0-%d\n", name, params, name, size)
	fmt.Fprintf(&e.decl, "\n// %s\n//\n//go:noescape\nfunc %s(%s)\n", strings.ReplaceAll(doc, "\n", "\n// "), name, params)
}

// vec takes a free vector register; running out of them is a defect of the
// generator.
func (e *emitter) vec() vec {
	v := e.vecs[0]
	e.vecs = e.vecs[1:]
	return v
}

func (e *emitter) vecN(n int) []vec {
	v := make([]vec, n)
	for i := range v {
		v[i] = e.vec()
	}
	return v
}

func (e *emitter) reg() reg {
	r := e.regs[0]
	e.regs = e.regs[1:]
	return r
}

// param is a register with the parameter called name, a pointer or an integer.
func (e *emitter) param(name string) reg {
	r := e.reg()
	e.linef("MOVD %s+%d(FP), %s", name, e.offset(name), r)
	return r
}

// offset is where the parameter called name lies: it is read off the comment
// above the function.
func (e *emitter) offset(name string) int {
	text := e.text.String()
	list := text[strings.LastIndex(text, "// func ")+len("// func "+e.name+"("):]
	list = list[:strings.Index(list, ")\n")]
	at := 0
	for _, p := range strings.Split(list, ", ") {
		if strings.HasPrefix(p, name+" ") {
			return at
		}
		at += 8
	}
	panic("no parameter " + name)
}

// table loads numbers, each into all lanes of a register of its own, from a
// table that it writes beside the function.
func (e *emitter) table(numbers ...float64) []vec {
	at := e.reg()
	e.linef("MOVD $%sTable<>(SB), %s", e.name, at)
	var out []vec
	for i, x := range numbers {
		fmt.Fprintf(&e.data, "DATA %sTable<>+%d(SB)/4, $%#08x // %.8g\n", e.name, 4*i, math.Float32bits(float32(x)), float32(x))
		v := e.vec()
		e.linef("VLD1R.P 4(%s), [%s.S4]", at, v)
		out = append(out, v)
	}
	fmt.Fprintf(&e.data, "GLOBL %sTable<>(SB), RODATA|NOPTR, $%d\n\n", e.name, 4*len(numbers))
	e.regs = append(e.regs, at)
	return out
}

// loop repeats body until count, lowered by step each time, is no longer
// positive. It runs at least once.
func (e *emitter) loop(label string, count reg, step int, body func()) {
	fmt.Fprintf(&e.text, "\n%s:\n", label)
	body()
	e.linef("SUBS $%d, %s, %s", step, count, count)
	e.linef("BGT %s\n", label)
}

func (e *emitter) ret() { e.linef("RET") }
