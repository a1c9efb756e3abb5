package eval

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// pages writes an extraction set of the pages given.
func extractionSet(t *testing.T, cases map[string]extractionCase, pages map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	b, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "evaldata.json"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "html.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(f)
	w := tar.NewWriter(z)
	for _, name := range []string{"eval/a.html", "cache/a.html", "eval/b.html"} {
		page, ok := pages[name]
		if !ok {
			continue
		}
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(page)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(page)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []interface{ Close() error }{w, z, f} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestExtraction(t *testing.T) {
	const body = "<p>The harbour of Venn was closed on Monday after the second storm within a week had torn boats from their ropes.</p>" +
		"<p>Nobody was hurt, the port authority said, but the ferry to Kell will not leave before the end of the month.</p>"
	page := "<html><body><nav><ul><li><a href=/>Home page</a></li></ul></nav><article><h1>Harbour closed</h1>" + body + "</article><footer><p>Imprint of the paper</p></footer></body></html>"
	dir := extractionSet(t, map[string]extractionCase{
		"https://a.example/1": {File: "a.html", With: []string{"torn  boats", "ferry to Kell", "nowhere to be found"}, Without: []string{"Home page", "Imprint", "port authority"}},
		"https://b.example/1": {File: "b.html", With: []string{"some text"}, Without: []string{"other text"}},
		"https://c.example/1": {File: "c.html", With: []string{"not there"}},
	}, map[string]string{
		"eval/a.html":  "<html><body><p>An older copy of the page, which the other folder's copy replaces, with other words.</p></body></html>",
		"cache/a.html": page,
		"eval/b.html":  "<html><body><script>nothing()</script></body></html>",
	})
	calls := 0
	got, err := Extraction(dir, func(done, total int) {
		if calls++; done > total || total != 3 {
			t.Errorf("progress %d of %d", done, total)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	// a: 2 of 3 found, 1 of 3 wrong; b fails: 1 missed, 1 right; c is missing.
	want := map[string]float64{
		"precision": 2. / 3, "recall": 2. / 5, "f1": .5, "accuracy": 5. / 9,
		"pages": 3, "missing": 1, "failed": 1, "crashed": 0,
	}
	for k, v := range want {
		if d := got[k] - v; d > 1e-9 || d < -1e-9 {
			t.Errorf("%s = %v, want %v", k, got[k], v)
		}
	}
	if calls == 0 {
		t.Error("no progress was told")
	}
	if _, err := Extraction(t.TempDir(), nil); err == nil {
		t.Error("a folder without the set gives no error")
	}
}
