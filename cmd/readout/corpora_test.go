package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"example.org/readout/article"
	"example.org/readout/engine"
)

// Whole corpora must go through without a crash, and something must be said of
// each article. READOUT_TEST_CORPORA=1 reads all of them, which takes half an
// hour on two processors; =10 reads every tenth article.
func TestCorpora(t *testing.T) {
	every, _ := strconv.Atoi(os.Getenv("READOUT_TEST_CORPORA"))
	if every < 1 {
		t.Skip("set READOUT_TEST_CORPORA=1 to read whole corpora, =10 for a tenth (READOUT_DATA names their folder)")
	}
	data := corpora(t)
	for _, c := range []struct {
		name   string
		unpack func(t *testing.T, data, into string, every int) (articles int)
	}{{"pages", unpackPages}, {"releases", unpackReleases}} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			want := c.unpack(t, data, dir, every)
			m, err := openModel(modelFlags{})
			if err != nil {
				t.Fatal(err)
			}
			ctx := context.Background()
			src := &source{ctx: ctx, took: func(int64) {}, stream: article.Stream}
			var sum tally
			var said strings.Builder
			err = engine.Read(ctx, checked{m}, src.articles(inputs([]string{dir}, others{})), 0, func(r engine.Result) error {
				sum.add(r, newTeller(&said))
				var p *engine.PanicError
				if errors.As(r.Err, &p) {
					t.Errorf("%v\n%s", p, p.Stack)
				}
				if errors.Is(r.Err, errMisfit) {
					t.Error(r.Err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Log(sum)
			if got := sum.read + sum.skipped + sum.failed + sum.nothing; got != want {
				t.Errorf("%d results for %d articles", got, want)
			}
			if lines := strings.Count(said.String(), "\n"); lines != want-sum.read {
				t.Errorf("%d lines for %d articles that were not read", lines, want-sum.read)
			}
		})
	}
}

// corpora is the folder of the corpora: READOUT_DATA, else shared beside the
// repository.
func corpora(t *testing.T) string {
	dir := os.Getenv("READOUT_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "data", "news")); err != nil {
		t.Skip("no corpora: set READOUT_DATA to the folder that holds data/news")
	}
	return dir
}

// unpackPages writes each page of the archive as a file and counts them.
func unpackPages(t *testing.T, data, into string, every int) (n int) {
	f, err := os.Open(filepath.Join(data, "data", "news", "trafilatura_eval", "html.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg || !strings.HasSuffix(h.Name, ".html") {
			continue
		}
		if pages++; pages%every != 0 {
			continue
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		n++
		if err := os.WriteFile(filepath.Join(into, strconv.Itoa(n)+".html"), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// unpackReleases writes the press releases as JSON Lines and counts them.
func unpackReleases(t *testing.T, data, into string, every int) (n int) {
	out, err := os.Create(filepath.Join(into, "releases.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	w := bufio.NewWriter(out)
	defer w.Flush()
	files, err := filepath.Glob(filepath.Join(data, "data", "news", "kremlin_kyiv_press", "press_release_data", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no press releases: %v", err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows[1:] {
			if i%every != 0 {
				continue
			}
			record := map[string]string{}
			for k, column := range rows[0] {
				record[map[string]string{"link": "url", "headline": "title", "date": "published", "body": "text"}[column]] = row[k]
			}
			delete(record, "")
			if err := json.NewEncoder(w).Encode(record); err != nil {
				t.Fatal(err)
			}
			n++
		}
	}
	return n
}
