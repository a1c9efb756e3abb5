package main

import (
	"bytes"
	"fmt"
	"math"
	"slices"
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
	// Of the function at hand: what it is called, where its parameters lie and
	// which registers are free.
	name    string
	offsets map[string]int
	vecs    []vec
	regs    []reg
}

func (e *emitter) linef(format string, args ...any) { fmt.Fprintf(&e.text, "\t"+format+"\n", args...) }

func (e *emitter) label(name string) { fmt.Fprintf(&e.text, "\n%s:\n", name) }

// begin starts a function with the given parameters, each written as in Go, and
// a result of four bytes or none.
func (e *emitter) begin(name string, params []string, result, doc string) {
	e.name, e.offsets = name, map[string]int{}
	e.vecs, e.regs = nil, nil
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
	for _, p := range params {
		parameter, kind, _ := strings.Cut(p, " ")
		bytes := 8
		switch kind {
		case "float32":
			bytes = 4
		case "bool":
			bytes = 1
		}
		size = (size + bytes - 1) / bytes * bytes
		e.offsets[parameter] = size
		size += bytes
	}
	signature := fmt.Sprintf("func %s(%s)", name, strings.Join(params, ", "))
	if result != "" {
		signature += " " + result
		size = (size + 7) / 8 * 8
		e.offsets["ret"] = size
		size += 4
	}
	fmt.Fprintf(&e.text, "\n// %s\nTEXT ·%s(SB), NOSPLIT, $0-%d\n", signature, name, size)
	fmt.Fprintf(&e.decl, "\n// %s\n//\n//go:noescape\n%s\n", strings.ReplaceAll(doc, "\n", "\n// "), signature)
}

// vec takes n free vector registers; running out of them is a defect of the
// generator.
func (e *emitter) vec(n int) []vec {
	v := slices.Clone(e.vecs[:n])
	e.vecs = e.vecs[n:]
	return v
}

// reg takes a free general register.
func (e *emitter) reg() reg {
	r := e.regs[0]
	e.regs = e.regs[1:]
	return r
}

// zero is a register that holds 0.
func (e *emitter) zero() reg {
	r := e.reg()
	e.linef("MOVD $0, %s", r)
	return r
}

// at is where a parameter or the result lies.
func (e *emitter) at(name string) string {
	offset, ok := e.offsets[name]
	if !ok {
		panic(e.name + " has no parameter " + name)
	}
	return fmt.Sprintf("%s+%d(FP)", name, offset)
}

// param is a register with a pointer or an integer.
func (e *emitter) param(name string) reg {
	r := e.reg()
	e.linef("MOVD %s, %s", e.at(name), r)
	return r
}

// scalar is a register with a float32 in all lanes.
func (e *emitter) scalar(name string) []vec {
	v := e.vec(1)
	e.linef("FMOVS %s, F%d", e.at(name), int(v[0]))
	e.element("dup", 0, v, v)
	return v
}

// table loads numbers, each into all lanes of a register of its own, from a
// table that it writes beside the function.
func (e *emitter) table(numbers ...float32) [][]vec {
	at := e.reg()
	e.linef("MOVD $%sTable<>(SB), %s", e.name, at)
	var out [][]vec
	for i, x := range numbers {
		fmt.Fprintf(&e.data, "DATA %sTable<>+%d(SB)/4, $%#08x // %.9g\n", e.name, 4*i, math.Float32bits(x), x)
		v := e.vec(1)
		e.linef("VLD1R.P 4(%s), [%s.S4]", at, v[0])
		out = append(out, v)
	}
	fmt.Fprintf(&e.data, "GLOBL %sTable<>(SB), RODATA|NOPTR, $%d\n\n", e.name, 4*len(numbers))
	e.regs = append(e.regs, at)
	return out
}

// loop repeats body until count, lowered by step each time, is no longer
// positive. It runs at least once.
func (e *emitter) loop(label string, count reg, step int, body func()) {
	e.label(label)
	body()
	e.linef("SUBS $%d, %s, %s", step, count, count)
	e.linef("BGT %s\n", label)
}

func (e *emitter) ret() { e.linef("RET") }

// list is neighbouring registers as Go's loads and stores write them.
func list(v []vec) string {
	var names []string
	for i, x := range v {
		if x != v[0]+vec(i) {
			panic("registers are not neighbours")
		}
		names = append(names, x.String()+".S4")
	}
	return "[" + strings.Join(names, ", ") + "]"
}
