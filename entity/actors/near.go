package actors

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Near are names that the base knows and that are spelled nearly as name is,
// the nearest first, at most n of them.
func (b *Base) Near(name string, n int) []string {
	key := Key(name)
	if key == "" {
		return nil
	}
	limit := 1 + utf8.RuneCountInString(key)/5
	type near struct {
		name string
		far  int
	}
	var found []near
	seen := make(map[string]bool)
	try := func(k, name string) {
		if d := distance(k, key, limit); d <= limit && !seen[name] {
			seen[name] = true
			found = append(found, near{name, d})
		}
	}
	for line := range strings.Lines(nameTable) {
		f := strings.SplitN(line, "\t", 5)
		try(f[0], f[3])
	}
	if b.user != nil {
		for k, list := range b.user.names {
			try(k, list[0][2])
		}
	}
	slices.SortFunc(found, func(a, b near) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.name, b.name)) })
	var out []string
	for _, f := range found[:min(n, len(found))] {
		out = append(out, f.name)
	}
	return out
}

// distance is the number of letters that must be put in, left out or changed
// to make a of b; more than limit where it is.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	last := make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row := make([]int, len(y)+1)
		row[0] = i + 1
		least := row[0]
		for j := range y {
			change := last[j]
			if x[i] != y[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		last = row
	}
	return last[len(y)]
}
