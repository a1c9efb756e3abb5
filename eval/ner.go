package eval

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"example.org/readout/text"
)

// nameTypes are the types of the worldwide set, and of [text.Name], in the
// order of the table.
var nameTypes = [...]string{
	"Person", "Organization", "Location", "NORP", "Date", "Money", "Facility", "Product", "Misc",
}

// A taggedText is a text with a label on each token.
type taggedText struct {
	text   string      // tokens joined by spaces, a line break for each blank line
	tokens []text.Span // byte offsets
	names  []taggedName
}

// A taggedName is a run of tokens [first, last) with its type.
type taggedName struct {
	first, last int
	typ         string
}

// parseTagged reads token TAB label lines (labels O, B-TYPE, I-TYPE; further
// columns are nested names and not scored). Lines that hold an address and
// lines of one column are left out, as they are no text.
func parseTagged(data []byte) (taggedText, error) {
	var b strings.Builder
	var out taggedText
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	broken := false
	for n := 1; lines.Scan(); n++ {
		cols := strings.Split(strings.TrimRight(lines.Text(), "\r"), "\t")
		if len(cols) < 2 || cols[0] == "" || strings.HasPrefix(cols[0], "http") {
			broken = broken || strings.TrimSpace(lines.Text()) == ""
			continue
		}
		if !utf8.ValidString(cols[0]) {
			return out, fmt.Errorf("line %d: not UTF-8", n)
		}
		switch {
		case b.Len() == 0:
		case broken:
			b.WriteByte('\n')
		default:
			b.WriteByte(' ')
		}
		begin := b.Len()
		b.WriteString(cols[0])
		i := len(out.tokens)
		out.tokens = append(out.tokens, text.Span{Begin: begin, End: b.Len()})
		tag, typ, _ := strings.Cut(cols[1], "-")
		switch last := len(out.names) - 1; {
		case tag == "O":
		case tag == "I" && !broken && last >= 0 && out.names[last].last == i && out.names[last].typ == typ:
			out.names[last].last++
		case tag == "B" || tag == "I":
			out.names = append(out.names, taggedName{i, i + 1, typ})
		default:
			return out, fmt.Errorf("line %d: label %q is none of O, B-TYPE, I-TYPE", n, cols[1])
		}
		broken = false
	}
	if err := lines.Err(); err != nil {
		return out, err
	}
	out.text = b.String()
	return out, nil
}

// runs turns names with byte spans into runs of t's tokens, those that they
// overlap. Two names on one run count as the first.
func (t taggedText) runs(names []text.Name) []taggedName {
	var out []taggedName
	for _, n := range names {
		first := sort.Search(len(t.tokens), func(i int) bool { return t.tokens[i].End > n.Span.Begin })
		last := first
		for last < len(t.tokens) && t.tokens[last].Begin < n.Span.End {
			last++
		}
		same := func(o taggedName) bool { return o.first == first && o.last == last }
		if last > first && !slices.ContainsFunc(out, same) {
			out = append(out, taggedName{first, last, n.Type})
		}
	}
	return out
}

// runNER scores the names of every tenth file, in the order of file names,
// beginning with the first; with Options.All, of every file. A name is right if
// it covers the same tokens and has the same type.
func runNER(ctx context.Context, path string, r Reader, opts Options) (*Result, error) {
	files, err := filepath.Glob(filepath.Join(path, "*.tsv"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no .tsv files there", path)
	}
	sort.Strings(files)
	var all, spans PRF
	byType := make([]PRF, len(nameTypes))
	n := 0
	for i, f := range files {
		if i%10 != 0 && !opts.All {
			continue
		}
		n++
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		t, err := parseTagged(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		reading, err := r.Read(ctx, bareArticle(t.text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		found := t.runs(reading.Document.Names)
		all = all.Plus(scoreNames(t.names, found))
		spans = spans.Plus(scoreNames(untyped(t.names), untyped(found)))
		for k, typ := range nameTypes {
			byType[k] = byType[k].Plus(scoreNames(ofType(t.names, typ), ofType(found, typ)))
		}
	}
	res := &Result{}
	res.Add("documents", float64(n))
	res.AddPRF("name", all)
	res.AddPRF("span", spans)
	for k, typ := range nameTypes {
		res.AddPRF(typ, byType[k])
	}
	return res, nil
}

// scoreNames counts the names that are in both lists.
func scoreNames(gold, found []taggedName) PRF {
	p := PRF{Predicted: len(found), Gold: len(gold)}
	for _, n := range found {
		p.TP += oneIf(slices.Contains(gold, n))
	}
	return p
}

func ofType(names []taggedName, typ string) []taggedName {
	var out []taggedName
	for _, n := range names {
		if n.typ == typ {
			out = append(out, n)
		}
	}
	return out
}

func untyped(names []taggedName) []taggedName {
	var out []taggedName
	for _, n := range names {
		out = append(out, taggedName{n.first, n.last, ""})
	}
	return out
}
