package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the program's output into README.md")

// What README.md shows after "$ readout ..." is what the program prints, up to
// the line that says "...". After a change of the model or the rules:
//
//	go test ./cmd/readout -run Readme -update
func TestReadme(t *testing.T) {
	const lines = 34 // at most; a screen
	root := filepath.Join("..", "..")
	file := filepath.Join(root, "README.md")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const prompt = "    $ readout "
	before, rest, ok := strings.Cut(string(b), prompt)
	if !ok {
		t.Fatal("README.md shows no command")
	}
	command, rest, _ := strings.Cut(rest, "\n")
	shown, after, ok := strings.Cut(rest, "    ...\n")
	if !ok {
		t.Fatal(`README.md does not end the output with a line "    ..."`)
	}
	bin := filepath.Join(t.TempDir(), "readout")
	if self, err := os.Executable(); err != nil {
		t.Fatal(err)
	} else if err := os.Symlink(self, bin); err != nil { // TestMain runs the program under this name
		t.Skip(err)
	}
	cmd := exec.Command(bin, strings.Fields(command)...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("readout %s: %v", command, err)
	}
	blocks := strings.Split(strings.TrimSpace(string(out)), "\n\n")
	var want strings.Builder
	n := 0
	for _, block := range blocks {
		if n += strings.Count(block, "\n") + 2; n > lines {
			break
		}
		for line := range strings.Lines(block + "\n") {
			want.WriteString("    " + line)
		}
		want.WriteString("\n")
	}
	if *update {
		page := before + prompt + command + "\n" + want.String() + "    ...\n" + after
		if err := os.WriteFile(file, []byte(page), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if shown != want.String() {
		t.Errorf("README.md shows what the program no longer prints; go test ./cmd/readout -run Readme -update writes:\n%s", want.String())
	}
}
