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

// A labelled token is one line that another system wrote.
type labelled struct{ form, label string }

func (l labelled) surface() string { return l.form }

// parseLabelled reads token TAB label lines (labels O, B-TYPE, I-TYPE); empty
// lines part sentences and say nothing.
func parseLabelled(data []byte) ([]labelled, error) {
	var out []labelled
	n := 0
	for l := range strings.Lines(string(data)) {
		n++
		if l = strings.TrimRight(l, "\r\n"); strings.TrimSpace(l) == "" {
			continue
		}
		form, label, ok := strings.Cut(l, "\t")
		tag, typ, _ := strings.Cut(label, "-")
		if !ok || label != "O" && (tag != "B" && tag != "I" || typ == "" || strings.Contains(typ, "\t")) {
			return nil, fmt.Errorf("line %d: %q is no token TAB label, with O, B-TYPE or I-TYPE for a label", n, l)
		}
		out = append(out, labelled{form, label})
	}
	return out, nil
}

// labelledNames are the names that the labels of tokens mark.
func labelledNames(tokens []located[labelled]) []text.Name {
	var out []text.Name
	open := false // the token before is in the last name
	for _, t := range tokens {
		tag, typ, _ := strings.Cut(t.item.label, "-")
		switch last := len(out) - 1; {
		case t.span.Len() == 0:
		case tag == "O":
			open = false
		case tag == "I" && open && out[last].Type == typ:
			out[last].Span.End = t.span.End
		default:
			out, open = append(out, text.Name{Span: t.span, Type: typ}), true
		}
	}
	return out
}

// loadTagged reads every tenth file of a folder, in the order of file names,
// beginning with the first, or every one.
func loadTagged(path string, every bool) (tagged []taggedText, names []namedText, err error) {
	files, err := filepath.Glob(filepath.Join(path, "*.tsv"))
	if err != nil {
		return nil, nil, err
	}
	if len(files) == 0 {
		return nil, nil, fmt.Errorf("%s: no .tsv files there", path)
	}
	sort.Strings(files)
	for i, f := range files {
		if i%10 != 0 && !every {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, nil, err
		}
		t, err := parseTagged(data)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", f, err)
		}
		tagged = append(tagged, t)
		names = append(names, namedText{strings.TrimSuffix(filepath.Base(f), ".tsv"), t.text})
	}
	nameFiles(names)
	return tagged, names, nil
}

// runNER scores the names of the hold-out, or, with Options.All, of all texts. A
// name is right if it covers the same tokens and has the same type.
func runNER(ctx context.Context, path string, r Reader, opts Options) (*Result, error) {
	tagged, texts, err := loadTagged(path, opts.All)
	if err != nil {
		return nil, err
	}
	if opts.Texts != "" {
		return writeTexts(opts.Texts, texts)
	}
	find := func(t namedText) ([]text.Name, error) {
		reading, err := r.Read(ctx, bareArticle(t.text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
		return reading.Document.Names, nil
	}
	end := func() error { return nil }
	if opts.Predictions != "" {
		out, err := openOutputs(opts.Predictions, ".tsv", parseLabelled)
		if err != nil {
			return nil, err
		}
		find = func(t namedText) ([]text.Name, error) {
			tokens, err := out.take(t)
			return labelledNames(tokens), err
		}
		end = out.end
	}
	var all, spans PRF
	byType := make([]PRF, len(nameTypes))
	for i, t := range tagged {
		names, err := find(texts[i])
		if err != nil {
			return nil, err
		}
		found := t.runs(names)
		all = all.Plus(scoreNames(t.names, found))
		spans = spans.Plus(scoreNames(untyped(t.names), untyped(found)))
		for k, typ := range nameTypes {
			byType[k] = byType[k].Plus(scoreNames(ofType(t.names, typ), ofType(found, typ)))
		}
	}
	if err := end(); err != nil {
		return nil, err
	}
	res := &Result{}
	res.Add("documents", float64(len(tagged)))
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
