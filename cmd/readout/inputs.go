package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The kinds of input.
const (
	fileInput = iota
	pageInput // an address
	stdinInput
)

// An input is one thing to open: a file, an address or standard input. It may
// hold many articles.
type input struct {
	name string
	kind int
	size int64 // bytes of a file, 0 where unknown
}

// articleExts are the endings of the files that a folder is searched for.
var articleExts = []string{".html", ".htm", ".json", ".jsonl", ".ndjson", ".txt"}

// others counts files that a folder holds and that are not tried, by ending.
type others map[string]int

// String names the endings, the most frequent first: "3 .pdf, 1 .csv".
func (o others) String() string {
	exts := make([]string, 0, len(o))
	for ext := range o {
		exts = append(exts, ext)
	}
	slices.SortFunc(exts, func(a, b string) int { return cmp.Or(o[b]-o[a], strings.Compare(a, b)) })
	for i, ext := range exts {
		exts[i] = fmt.Sprintf("%d %s", o[ext], cmp.Or(ext, "without an ending"))
	}
	return strings.Join(exts, ", ")
}

// inputs lists what the arguments name, folders in sorted order with what lies
// below them. An argument that cannot be opened is an error; the list goes on
// after it. Files of other endings within folders are counted in left.
func inputs(args []string, left others) iter.Seq2[input, error] {
	return func(yield func(input, error) bool) {
		for _, arg := range args {
			switch scheme, _, isURL := strings.Cut(arg, "://"); {
			case arg == "-":
				if !yield(input{name: "-", kind: stdinInput}, nil) {
					return
				}
			case isURL:
				var err error
				if s := strings.ToLower(scheme); s != "http" && s != "https" {
					err = withHint(fmt.Errorf("%s: cannot fetch by %s", arg, scheme), "only http and https addresses can be read")
				}
				if !yield(input{name: arg, kind: pageInput}, err) {
					return
				}
			default:
				if !walk(arg, left, yield) {
					return
				}
			}
		}
	}
}

// errNoArticles says that an input holds nothing to read.
var errNoArticles = errors.New("no articles in it")

// walk yields the file of that name, or the files of articles in the folder.
// It returns false when yield did.
func walk(name string, left others, yield func(input, error) bool) bool {
	info, err := os.Stat(name)
	if err != nil {
		return yield(input{name: name}, err)
	}
	if !info.IsDir() {
		return yield(input{name: name, size: info.Size()}, nil)
	}
	found, more := false, true
	next := func(in input, err error) error {
		found = true
		if more = yield(in, err); !more {
			return fs.SkipAll
		}
		return nil
	}
	_ = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return next(input{name: path}, err) // a folder that may not be read: go on beside it
		case path != name && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		ext := strings.ToLower(filepath.Ext(path))
		if !slices.Contains(articleExts, ext) {
			left[ext]++
			return nil
		}
		info, err := os.Stat(path) // follows links
		switch {
		case err != nil:
			return next(input{name: path}, err)
		case !info.Mode().IsRegular():
			left[ext]++
			return nil
		}
		return next(input{name: path, size: info.Size()}, nil)
	})
	if more && !found {
		return yield(input{name: name}, withHint(fmt.Errorf("%s: %w", name, errNoArticles),
			"a folder is searched for files that end in "+strings.Join(articleExts, " ")))
	}
	return more
}
