package eval

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/text"
)

// Extraction scores how well the article is told from the page around it. dir
// holds evaldata.json, which gives for each address a file, segments of text
// that belong to the article ("with") and segments that do not ("without"), and
// the pages in html.tar.gz. A segment is found if the extracted text contains
// it, white space aside; a page of which nothing could be read has no text.
//
// The extracted text is what the article package took for the running text:
// body, subheadings, pull quotes and embedded posts. Headlines, bylines,
// captions and furniture are not in it.
//
// The result has precision, recall, f1 and accuracy over all segments (true
// positive: a "with" segment found; false positive: a "without" segment found),
// pages, failed (pages that gave an error) and crashed (pages that panicked).
func Extraction(dir string, progress func(done, total int)) (map[string]float64, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "evaldata.json"))
	if err != nil {
		return nil, err
	}
	var cases map[string]extractionCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, "evaldata.json"), err)
	}
	want := map[string][]string{} // file -> addresses
	for address, c := range cases {
		want[c.File] = append(want[c.File], address)
	}
	results := map[string]extractionScore{}
	cached := map[string]bool{}
	err = eachPage(filepath.Join(dir, "html.tar.gz"), func(name string, page []byte) error {
		// A page that the set keeps twice counts as kept in cache/.
		file := path.Base(name)
		if len(want[file]) == 0 || cached[file] {
			return nil
		}
		cached[file] = strings.Contains(name, "cache/")
		for _, address := range want[file] {
			results[address] = scorePage(page, address, cases[address])
		}
		if progress != nil {
			progress(len(results), len(cases))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var sum extractionScore
	missing := 0
	for address, c := range cases {
		r, ok := results[address]
		if !ok {
			missing++
			r.fn, r.tn = len(c.With), len(c.Without)
		}
		sum.add(r)
	}
	p, r := ratio(sum.tp, sum.tp+sum.fp), ratio(sum.tp, sum.tp+sum.fn)
	f1 := 0.0
	if p+r > 0 {
		f1 = 2 * p * r / (p + r)
	}
	return map[string]float64{
		"precision": p,
		"recall":    r,
		"f1":        f1,
		"accuracy":  ratio(sum.tp+sum.tn, sum.tp+sum.tn+sum.fp+sum.fn),
		"pages":     float64(len(cases)),
		"missing":   float64(missing),
		"failed":    float64(sum.failed),
		"crashed":   float64(sum.crashed),
	}, nil
}

type extractionCase struct {
	File    string   `json:"file"`
	With    []string `json:"with"`
	Without []string `json:"without"`
}

type extractionScore struct{ tp, fp, fn, tn, failed, crashed int }

func (s *extractionScore) add(o extractionScore) {
	s.tp += o.tp
	s.fp += o.fp
	s.fn += o.fn
	s.tn += o.tn
	s.failed += o.failed
	s.crashed += o.crashed
}

// eachPage calls do with the files of a .tar.gz.
func eachPage(name string, do func(name string, page []byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		page, err := io.ReadAll(t)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", name, h.Name, err)
		}
		if err := do(h.Name, page); err != nil {
			return err
		}
	}
}

func scorePage(page []byte, address string, c extractionCase) (s extractionScore) {
	got := ""
	func() {
		defer func() {
			if recover() != nil {
				s.crashed = 1
			}
		}()
		all, err := article.Read(page, article.Meta{Source: address, URL: address, Kind: article.HTML})
		if err != nil || len(all) != 1 {
			s.failed = 1
			return
		}
		got = runningText(all[0])
	}()
	for _, w := range c.With {
		if contains(got, w) {
			s.tp++
		} else {
			s.fn++
		}
	}
	for _, w := range c.Without {
		if contains(got, w) {
			s.fp++
		} else {
			s.tn++
		}
	}
	return s
}

// runningText is the text of the blocks that are read for events and
// statements, and of the headings between them.
func runningText(a *readout.Article) string {
	var b strings.Builder
	for _, bl := range a.Blocks {
		if bl.Role.Coded() || bl.Role == text.Subheading {
			b.WriteString(a.Text[bl.Span.Begin:bl.Span.End])
			b.WriteByte('\n')
		}
	}
	return oneSpace(b.String())
}

func contains(s, part string) bool { return s != "" && strings.Contains(s, oneSpace(part)) }

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
