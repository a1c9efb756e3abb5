package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"testing"
)

// vexInstruction is one of vexDPBUSD in the generated file: its comment and the
// five bytes below it.
var vexInstruction = regexp.MustCompile(`// VPDPBUSD Y(\d+), Y(\d+), Y(\d+)\n((?:\s*BYTE\s+\$0x[0-9a-f]{2}\n){5})`)

var oneByte = regexp.MustCompile(`0x[0-9a-f]{2}`)

// TestVexEncodings gives every VPDPBUSD whose bytes are written out in the
// generated file to the GNU assembler, as one of AVX-VNNI, and compares the
// bytes.
func TestVexEncodings(t *testing.T) {
	as, err := exec.LookPath("as")
	if err != nil || runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("no GNU assembler for amd64 (Debian: binutils, 2.36 or newer)")
	}
	generated, err := os.ReadFile("../kernel_amd64.s")
	if err != nil {
		t.Fatal(err)
	}
	found := vexInstruction.FindAllSubmatch(generated, -1)
	if n := bytes.Count(generated, []byte("BYTE")); len(found) == 0 || n != 5*len(found) {
		t.Fatalf("the generated file has %d BYTEs and %d instructions of five", n, len(found))
	}
	var source bytes.Buffer
	var want []byte
	for _, f := range found {
		// The order of operands is that of AT&T, which is Go's.
		fmt.Fprintf(&source, "{vex} vpdpbusd %%ymm%s, %%ymm%s, %%ymm%s\n", f[1], f[2], f[3])
		for _, b := range oneByte.FindAllString(string(f[4]), -1) {
			x, err := strconv.ParseUint(b, 0, 8)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, byte(x))
		}
	}
	object := filepath.Join(t.TempDir(), "vex.o")
	cmd := exec.Command(as, "--64", "-o", object, "-")
	cmd.Stdin = &source
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("binutils before 2.36 do not know AVX-VNNI: %v\n%s", err, out)
	}
	if out, err := exec.Command("objcopy", "-O", "binary", "-j", ".text", object, object+".bin").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, err := os.ReadFile(object + ".bin")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("%d bytes of %d instructions, want 5 each", len(got), len(found))
	}
	for i, f := range found {
		if g, w := got[5*i:5*i+5], want[5*i:5*i+5]; !bytes.Equal(g, w) {
			t.Errorf("VPDPBUSD Y%s, Y%s, Y%s is % x, not % x", f[1], f[2], f[3], g, w)
		}
	}
}
