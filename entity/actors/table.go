package actors

import (
	_ "embed"
	"iter"
	"strings"
)

// The tables are text with one row a line, sorted by their first column, so
// that a row is found by halving: nothing is parsed when the program starts.
//
//go:embed facts.tsv
var factTable string

//go:embed names.tsv
var nameTable string

//go:embed terms.tsv
var termTable string

//go:embed words.tsv
var wordTable string

// rows are the rows of a sorted table whose first column is key, each without
// that column.
func rows(table, key string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		lo, hi := 0, len(table) // lo and hi are starts of lines
		for lo < hi {
			mid := lo + (hi-lo)/2
			start := strings.LastIndexByte(table[lo:mid], '\n') + lo + 1
			end := start + strings.IndexByte(table[start:], '\n') + 1
			if first, _, _ := strings.Cut(table[start:end], "\t"); first < key {
				lo = end
			} else {
				hi = start
			}
		}
		for lo < len(table) {
			line, _, _ := strings.Cut(table[lo:], "\n")
			first, rest, _ := strings.Cut(line, "\t")
			if first != key || !yield(strings.Split(rest, "\t")) {
				return
			}
			lo += len(line) + 1
		}
	}
}

// column is the first column of a table, each value once, in order.
func column(table string) iter.Seq[string] {
	return func(yield func(string) bool) {
		last := ""
		for line := range strings.Lines(table) {
			first, _, _ := strings.Cut(line, "\t")
			if first != last && !yield(first) {
				return
			}
			last = first
		}
	}
}
