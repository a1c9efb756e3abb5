//go:build linux

// Command readout (in bench) is Readout as bench/speed.py drives it.
//
//	go run ./bench/readout [FLAGS] read TEXTS      by turns: text to records to JSON
//	go run ./bench/readout [FLAGS] encode TEXTS    by turns: encoder and word heads alone
//	go run ./bench/readout [FLAGS] windows TEXTS   word pieces of the windows, for other runtimes
//	go run ./bench/readout kernels                 the kernels of this machine, fastest first
//
// In: a folder of .txt files, an article each. Out: the lines that
// bench/peers/common.py describes; for windows, JSON. One goroutine does the
// work; start it with GOMAXPROCS=1 and on one processor for the figures of one
// core.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/export"
	"example.org/readout/text"
	"example.org/readout/text/model"
	"example.org/readout/text/nn"
)

// windowPieces is how many word pieces of whole sentences a window holds, as in
// package text.
const windowPieces = 192

func main() {
	kernel := flag.String("kernel", "", "arithmetic to use, default the fastest")
	fast := flag.Bool("fast", false, "read with the stack of fewer layers")
	weights := flag.String("model", "", "weight file instead of the built-in one")
	flag.Parse()
	if err := run(flag.Args(), *kernel, *fast, *weights, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench/readout:", err)
		os.Exit(1)
	}
}

func run(args []string, kernel string, fast bool, weights string, in io.Reader, out io.Writer) error {
	if len(args) == 1 && args[0] == "kernels" {
		for _, k := range nn.Kernels() {
			fmt.Fprintln(out, k)
		}
		return nil
	}
	if len(args) != 2 {
		return errors.New("want read, encode or windows and a folder of texts, or kernels")
	}
	data := model.Bytes()
	if weights != "" {
		var err error
		if data, err = os.ReadFile(weights); err != nil {
			return err
		}
	}
	options := []nn.Option{nn.WithKernel(kernel)}
	if fast {
		options = append(options, nn.WithFast())
	}
	m, err := nn.Load(data, options...)
	if err != nil {
		return err
	}
	articles, err := load(args[1])
	if err != nil {
		return err
	}
	what := fmt.Sprintf("Readout %s, model %s, kernel %s", readout.Version, m.Version(), m.Kernel())
	switch args[0] {
	case "read":
		return turns(in, out, what, reading(readout.NewReader(m), articles))
	case "encode":
		s, windows := m.NewScratch(), cut(m, articles)
		return turns(in, out, what, func() error {
			for _, w := range windows {
				if _, err := m.Encode(s, w); err != nil {
					return err
				}
			}
			return nil
		})
	case "windows":
		return writeWindows(out, m, articles)
	}
	return fmt.Errorf("no mode %q", args[0])
}

// load reads the articles of a folder's .txt files in the order of their names.
func load(folder string) ([]*readout.Article, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no .txt files there", folder)
	}
	var all []*readout.Article
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		a, err := article.Read(src, article.Meta{Source: filepath.Base(f), Language: "en"})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		all = append(all, a...)
	}
	return all, nil
}

// reading reads all articles and writes their records as JSON to nowhere.
func reading(r *readout.Reader, articles []*readout.Article) func() error {
	return func() error {
		var failed error
		err := export.WriteJSONL(io.Discard, func(yield func(*readout.Reading) bool) {
			for _, a := range articles {
				rd, err := r.Read(context.Background(), a)
				if err != nil {
					failed = fmt.Errorf("%s: %w", a.Source, err)
					return
				}
				if !yield(rd) {
					return
				}
			}
		})
		return errors.Join(err, failed)
	}
}

// cut cuts articles into windows of whole sentences; a longer sentence is cut
// where the model has no more room.
func cut(m *nn.Model, articles []*readout.Article) [][]nn.Word {
	var windows [][]nn.Word
	for _, a := range articles {
		d := split(a)
		var window []nn.Word
		for i, s := range d.Sentences {
			var words []nn.Word
			for k := s.First; k < s.Last; k++ {
				words = append(words, nn.Word{Form: d.Form(k), Sentence: i, First: k == s.First})
			}
			if len(window) > 0 && m.Count(window)+m.Count(words) > windowPieces {
				windows, window = append(windows, window), nil
			}
			for m.Count(words) > m.Room() {
				n := len(words)
				for m.Count(words[:n]) > m.Room() {
					n--
				}
				windows, words = append(windows, words[:n]), words[n:]
			}
			window = append(window, words...)
		}
		if len(window) > 0 {
			windows = append(windows, window)
		}
	}
	return windows
}

func split(a *readout.Article) *text.Document {
	d := &text.Document{ID: a.ID, Text: a.Text, Lang: a.Language, Blocks: a.Blocks}
	text.Split(d)
	return d
}

// writeWindows writes how many articles and words there are, and the pieces of
// each window without those that mark its ends.
func writeWindows(w io.Writer, m *nn.Model, articles []*readout.Article) error {
	var v struct {
		Articles int       `json:"articles"`
		Words    int       `json:"words"`
		Pieces   int       `json:"pieces"` // with the two that mark the ends of each window
		Windows  [][]int32 `json:"windows"`
	}
	v.Articles = len(articles)
	for _, a := range articles {
		v.Words += len(split(a).Tokens)
	}
	for _, words := range cut(m, articles) {
		var pieces []int32
		for _, word := range words {
			pieces = append(pieces, m.Pieces(word.Form)...)
		}
		v.Pieces += len(pieces) + 2
		v.Windows = append(v.Windows, pieces)
	}
	return json.NewEncoder(w).Encode(v)
}

// turns works once to warm up and then once for each line "go".
func turns(in io.Reader, out io.Writer, what string, work func() error) error {
	if err := work(); err != nil {
		return err
	}
	fmt.Fprintln(out, "ready", what)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) != "go" {
			continue
		}
		start, before := time.Now(), usage()
		if err := work(); err != nil {
			return err
		}
		wall, after := time.Since(start), usage()
		fmt.Fprintf(out, "done %.6f %.6f\n", wall.Seconds(), (processor(after) - processor(before)).Seconds())
	}
	fmt.Fprintln(out, "peak", usage().Maxrss/1024)
	return lines.Err()
}

// usage is what the process has used so far. Maxrss is in KiB on Linux, the
// system that bench/speed.py runs on.
func usage() syscall.Rusage {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return u
}

func processor(u syscall.Rusage) time.Duration {
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
