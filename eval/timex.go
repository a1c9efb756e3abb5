package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"time"

	"example.org/readout/text"
	"example.org/readout/when"
)

// A timedText is a text with its gold time expressions.
type timedText struct {
	name      string
	published time.Time // zero where unknown
	text      string
	times     []when.Timex // Span in bytes
}

// Timex scores package when on the time expressions at path: a folder tree of
// TimeML files (.tml), or a .jsonl file of the gold folder's kind, whose texts
// lie in a sibling folder of the same name. The numbers are those of [runTimex].
func Timex(path string) (map[string]float64, error) {
	res, err := runTimex(context.Background(), path, nil, Options{})
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	for _, v := range res.Values() {
		out[v.Name] = v.Number
	}
	return out, nil
}

// runTimex scores time expressions as TempEval-3 does: strict asks for the
// same span, relaxed for an overlapping one, each gold expression paired with
// one of the predicted; type and value are right where a relaxed pair has the
// same. The reader is not used: expressions come from [when.Find] over plain
// sentences and the date of publication in the file.
func runTimex(ctx context.Context, path string, _ Reader, opts Options) (*Result, error) {
	texts, err := loadTimes(path)
	if err != nil {
		return nil, err
	}
	var strict, relaxed, typ, value PRF
	for _, t := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := &text.Document{Text: t.text, Blocks: paragraphs(t.text)}
		text.Split(d)
		found := when.Find(d, t.published)
		s, r, ty, v := scoreTimes(t, found, opts.Errors)
		strict, relaxed, typ, value = strict.Plus(s), relaxed.Plus(r), typ.Plus(ty), value.Plus(v)
	}
	res := &Result{}
	res.Add("documents", float64(len(texts)))
	res.AddPRF("strict", strict)
	res.AddPRF("relaxed", relaxed)
	res.AddPRF("type", typ)
	res.AddPRF("value", value)
	return res, nil
}

// scoreTimes compares one document; errors receives a line for each
// expression that is missed, false or has another value.
func scoreTimes(t timedText, found []when.Timex, errors io.Writer) (strict, relaxed, typ, value PRF) {
	n := PRF{Gold: len(t.times)}
	found = splitRanges(t.times, found)
	n.Predicted = len(found)
	strict, relaxed, typ, value = n, n, n, n
	partner := assign(len(t.times), len(found), func(g, p int) weight {
		a, b := t.times[g].Span, found[p].Span
		if !a.Overlaps(b) {
			return 0
		}
		shared := min(a.End, b.End) - max(a.Begin, b.Begin)
		return pairWeight(a == b, shared, sameValue(t.times[g].Value, found[p].Value))
	})
	taken := make([]bool, len(found))
	report := func(kind string, s text.Span, gold, got string) {
		if errors != nil {
			from, to := max(0, s.Begin-50), min(len(t.text), s.End+40)
			around := strings.ToValidUTF8(t.text[from:s.Begin]+"[["+t.text[s.Begin:s.End]+"]]"+t.text[s.End:to], "")
			fmt.Fprintf(errors, "%s\t%s\t%s\t%s\t%s\t%s\n", kind, t.name, t.published.Format(time.DateOnly), gold, got, strings.Join(strings.Fields(around), " "))
		}
	}
	for g, p := range partner {
		gold := t.times[g]
		if p < 0 {
			report("missed", gold.Span, gold.Type+" "+gold.Value, "")
			continue
		}
		taken[p] = true
		got := found[p]
		relaxed.TP++
		strict.TP += oneIf(gold.Span == got.Span)
		typ.TP += oneIf(gold.Type == got.Type)
		value.TP += oneIf(sameValue(gold.Value, got.Value))
		if !sameValue(gold.Value, got.Value) {
			report("value", gold.Span, gold.Type+" "+gold.Value, got.Type+" "+got.Value+" "+got.Rule)
		} else if gold.Span != got.Span {
			report("span", gold.Span, t.text[gold.Span.Begin:gold.Span.End], t.text[got.Span.Begin:got.Span.End]+" "+got.Rule)
		}
	}
	for p, got := range found {
		if !taken[p] {
			report("false", got.Span, "", got.Type+" "+got.Value+" "+got.Rule)
		}
	}
	return strict, relaxed, typ, value
}

// splitRanges puts the two ends of a range in its place where the gold marks
// two expressions, as TimeML does: "from 2014 to 2016" is one record of the
// program and two TIMEX3. The ends take the spans of the gold.
func splitRanges(gold, found []when.Timex) []when.Timex {
	var out []when.Timex
	for _, f := range found {
		var ends []when.Timex
		for _, g := range gold {
			if g.Span.Overlaps(f.Span) {
				ends = append(ends, g)
			}
		}
		a, b, ok := strings.Cut(f.Value, "/")
		if len(ends) != 2 || !ok {
			out = append(out, f)
			continue
		}
		first, last := f, f
		first.Span, first.Value = ends[0].Span, a
		last.Span, last.Value = ends[1].Span, b
		out = append(out, first, last)
	}
	return out
}

var shortWeek = regexp.MustCompile(`-W(\d)\b`)

// sameValue compares values but for a week written with one digit. An unknown
// value is never right.
func sameValue(gold, got string) bool {
	return got != "" && shortWeek.ReplaceAllString(gold, "-W0$1") == got
}

// paragraphs makes a body block of each stretch of s between blank lines.
func paragraphs(s string) []text.Block {
	var out []text.Block
	for _, b := range lineBlocks(s) {
		if n := len(out); n > 0 && strings.Count(s[out[n-1].Span.End:b.Span.Begin], "\n") < 2 {
			out[n-1].Span.End = b.Span.End
			continue
		}
		b.Why = "paragraph"
		out = append(out, b)
	}
	return out
}

func loadTimes(path string) ([]timedText, error) {
	if strings.HasSuffix(path, ".jsonl") {
		return loadTimeSheets(path)
	}
	var out []timedText
	err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(p, ".tml") {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		t, err := parseTimeML(data)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		t.name = filepath.Base(p)
		out = append(out, t)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s: no .tml files there", path)
	}
	return out, err
}

// parseTimeML reads the text of a TimeML file, its TIMEX3 expressions and the
// day it was made.
func parseTimeML(data []byte) (timedText, error) {
	var t timedText
	var b strings.Builder
	dec := xml.NewDecoder(bytes.NewReader(bytes.ToValidUTF8(data, []byte("?"))))
	dec.Strict = false
	inText := false
	var open []int // expressions not yet closed
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			switch tok.Name.Local {
			case "TEXT":
				inText = true
			case "TIMEX3":
				x := when.Timex{Span: text.Span{Begin: b.Len()}}
				creation := false
				for _, a := range tok.Attr {
					switch a.Name.Local {
					case "type":
						x.Type = a.Value
					case "value":
						x.Value = a.Value
					case "mod":
						x.Mod = a.Value
					case "functionInDocument":
						creation = a.Value == "CREATION_TIME"
					}
				}
				if creation && t.published.IsZero() && len(x.Value) >= 10 {
					if t.published, err = time.Parse(time.DateOnly, x.Value[:10]); err != nil {
						return t, fmt.Errorf("creation time: %w", err)
					}
				}
				if inText {
					open = append(open, len(t.times))
					t.times = append(t.times, x)
				}
			}
		case xml.EndElement:
			switch {
			case tok.Name.Local == "TEXT":
				inText = false
			case tok.Name.Local == "TIMEX3" && len(open) > 0:
				t.times[open[len(open)-1]].Span.End = b.Len()
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if inText {
				b.Write(tok)
			}
		}
	}
	t.text = b.String()
	return t, nil
}

// loadTimeSheets reads the times of an entities file.
func loadTimeSheets(path string) ([]timedText, error) {
	dir := filepath.Join(filepath.Dir(path), "..", strings.TrimSuffix(filepath.Base(path), ".jsonl"))
	sheets, err := LoadSheets(dir)
	if err != nil {
		return nil, err
	}
	byDoc := map[string]*Sheet{}
	for _, s := range sheets {
		byDoc[s.Doc] = s
	}
	var out []timedText
	err = eachLine(path, func(line []byte) error {
		var v struct {
			Doc, Published string
			Times          []struct {
				Start, End  int
				Type, Value string
			}
		}
		if err := json.Unmarshal(line, &v); err != nil {
			return err
		}
		s := byDoc[v.Doc]
		if s == nil {
			return fmt.Errorf("no text of %q in %s", v.Doc, dir)
		}
		t := timedText{name: v.Doc, text: s.Text}
		if v.Published != "" {
			var err error
			if t.published, err = time.Parse(time.DateOnly, v.Published); err != nil {
				return err
			}
		}
		at := codePointBytes(s.Text)
		for _, x := range v.Times {
			if x.Start < 0 || x.End >= len(at) || x.Start >= x.End {
				return fmt.Errorf("%s: no span %d-%d in the text", v.Doc, x.Start, x.End)
			}
			t.times = append(t.times, when.Timex{Span: text.Span{Begin: at[x.Start], End: at[x.End]}, Type: x.Type, Value: x.Value})
		}
		sort.Slice(t.times, func(i, j int) bool { return t.times[i].Span.Begin < t.times[j].Span.Begin })
		out = append(out, t)
		return nil
	})
	return out, err
}

// codePointBytes lists the byte offset of each code point of s, and its end.
func codePointBytes(s string) []int {
	out := make([]int, 0, len(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}
