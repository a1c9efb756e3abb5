package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// TestEncodings gives every instruction, as the Arm manual writes it, to the
// GNU assembler and compares the bits: first each of the table with registers
// from all over the file, then each line of the generated file.
func TestEncodings(t *testing.T) {
	as, err := exec.LookPath("aarch64-linux-gnu-as")
	if err != nil {
		t.Skip("no aarch64-linux-gnu-as (Debian: binutils-aarch64-linux-gnu)")
	}
	var want []uint32
	var lines []string
	for name := range encodings {
		for _, r := range [][3]vec{{0, 0, 0}, {31, 1, 2}, {1, 31, 4}, {8, 16, 31}, {21, 10, 15}} {
			for index := range 4 {
				bits, text := encode(name, index, r[0], r[1], r[2])
				want, lines = append(want, bits), append(lines, text)
			}
		}
	}
	generated, err := os.ReadFile("../../kernel_arm64.s")
	if err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`WORD \$(0x[0-9a-f]+) // (.*)`).FindAllSubmatch(generated, -1)
	if n := bytes.Count(generated, []byte("WORD")); n == 0 || n != len(words) {
		t.Fatalf("the generated file has %d WORDs, %d with a comment", n, len(words))
	}
	for _, w := range words {
		bits, err := strconv.ParseUint(string(w[1]), 0, 32)
		if err != nil {
			t.Fatal(err)
		}
		want, lines = append(want, uint32(bits)), append(lines, string(w[2]))
	}
	for i, got := range assemble(t, as, lines) {
		if got != want[i] {
			t.Errorf("%-40s is %08x, not %08x", lines[i], got, want[i])
		}
	}
}

// assemble is the bits of each line.
func assemble(t *testing.T, as string, lines []string) []uint32 {
	t.Helper()
	var source bytes.Buffer
	fmt.Fprintln(&source, ".arch armv8.2-a+dotprod+i8mm")
	for _, l := range lines {
		fmt.Fprintln(&source, l)
	}
	object := filepath.Join(t.TempDir(), "words.o")
	raw := object + ".bin"
	cmd := exec.Command(as, "-o", object, "-")
	cmd.Stdin = &source
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := exec.Command("aarch64-linux-gnu-objcopy", "-O", "binary", "-j", ".text", object, raw).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) != 4*len(lines) {
		t.Fatalf("%d bytes of %d instructions", len(data), len(lines))
	}
	bits := make([]uint32, len(lines))
	for i := range bits {
		bits[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	return bits
}
