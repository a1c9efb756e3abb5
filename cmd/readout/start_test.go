package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// built makes the program as a user would; it returns its path and that of
// an article of one sentence.
func built(t testing.TB) (program, article string) {
	t.Helper()
	if testing.Short() {
		t.Skip("links the whole program: run without -short")
	}
	dir := t.TempDir()
	program, article = filepath.Join(dir, "readout.exe"), filepath.Join(dir, "one.txt")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(article, []byte("The minister denied that talks had been held.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	return program, article
}

// BenchmarkStart reads one sentence, from the start of the process to its end.
func BenchmarkStart(b *testing.B) {
	program, article := built(b)
	var used time.Duration
	for b.Loop() {
		c := exec.Command(program, "read", "--json", article)
		if err := c.Run(); err != nil {
			b.Fatal(err)
		}
		used += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(used.Milliseconds())/float64(b.N), "cpu-ms/op")
}

var initTrace = regexp.MustCompile(`(?m)^init (\S+) @.* (\d+) bytes, \d+ allocs$`)

// TestStart keeps packages out that do much before main begins, whether they
// are used or not: every run would pay for them. It counts what they allocate,
// which unlike their time is the same on every machine; with -v it says how much.
func TestStart(t *testing.T) {
	program, _ := built(t)
	c := exec.Command(program, "schema")
	c.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	c.Stderr = &trace
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	total, found := 0, initTrace.FindAllSubmatch(trace.Bytes(), -1)
	for _, m := range found {
		n, _ := strconv.Atoi(string(m[2]))
		total += n
		if n > 6<<20 {
			t.Errorf("%s allocates %.1f MB before main", m[1], float64(n)/1e6)
		}
	}
	if len(found) < 10 {
		t.Fatalf("%d packages traced:\n%s", len(found), trace.Bytes())
	}
	t.Logf("%d packages allocate %.1f MB before main", len(found), float64(total)/1e6)
	if total > 16<<20 {
		t.Errorf("all packages allocate %.1f MB before main, at most 16.8 are allowed", float64(total)/1e6)
	}
}
