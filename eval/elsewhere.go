package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout/text"
)

// A namedText is one text of a set, for another system to read. The name is that
// of its files, once [nameFiles] has made it so.
type namedText struct{ name, text string }

// nameFiles makes names that any file system takes, no two alike: letters and
// digits of ASCII, and the marks ._- stay, all else becomes "_"; the second
// "a" is "a-2".
func nameFiles(texts []namedText) {
	seen := map[string]bool{}
	for i := range texts {
		name := strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r) {
				return r
			}
			return '_'
		}, texts[i].name)
		if name == "" || name[0] == '.' {
			name = "_" + name
		}
		once := name
		for n := 2; seen[strings.ToLower(name)]; n++ {
			name = once + "-" + strconv.Itoa(n)
		}
		seen[strings.ToLower(name)] = true
		texts[i].name = name
	}
}

// writeTexts writes each text to NAME.txt in a folder, which is made.
func writeTexts(folder string, texts []namedText) (*Result, error) {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, err
	}
	for _, t := range texts {
		if err := os.WriteFile(filepath.Join(folder, t.name+".txt"), []byte(t.text), 0o666); err != nil {
			return nil, err
		}
	}
	res := &Result{}
	res.Add("texts", float64(len(texts)))
	return res, nil
}

// outputs finds what another system made of the texts of a set: in a folder, a
// file for each text; or one file for all of them, in their order. T is a token
// of such a file.
type outputs[T interface{ surface() string }] struct {
	path, ext string
	parse     func([]byte) ([]T, error)
	one       bool
	rest      []T // of one file for all: what no text has taken yet
}

func openOutputs[T interface{ surface() string }](path, ext string, parse func([]byte) ([]T, error)) (*outputs[T], error) {
	o := &outputs[T]{path: path, ext: ext, parse: parse}
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if st.IsDir() {
		return o, nil
	}
	o.one = true
	o.rest, err = o.read(path)
	return o, err
}

func (o *outputs[T]) read(path string) ([]T, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	items, err := o.parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return items, nil
}

// take is what the system made of t, every token with its place in the text.
func (o *outputs[T]) take(t namedText) ([]located[T], error) {
	path := o.path
	if !o.one {
		path = filepath.Join(o.path, t.name+o.ext)
		var err error
		if o.rest, err = o.read(path); err != nil {
			return nil, err
		}
	}
	found, err := locate(t.text, o.rest)
	if err != nil {
		return nil, fmt.Errorf("%s: text %s: %w", path, t.name, err)
	}
	o.rest = o.rest[len(found):]
	if !o.one {
		return found, o.left(path)
	}
	return found, nil
}

// end says whether tokens are left that no text has.
func (o *outputs[T]) end() error { return o.left(o.path) }

// left says the same of the file that was read last.
func (o *outputs[T]) left(file string) error {
	for _, x := range o.rest {
		if strings.TrimSpace(x.surface()) != "" {
			return fmt.Errorf("%s: %q and what follows stand in no text", file, x.surface())
		}
	}
	return nil
}

// A located item is a token with its span of the text, which is empty for one
// of white space alone.
type located[T any] struct {
	item T
	span text.Span
}

// locate finds the items that make up content, character by character, white
// space left out on both sides. What follows the last character of content is
// not looked at.
func locate[T interface{ surface() string }](content string, items []T) ([]located[T], error) {
	var out []located[T]
	at := 0 // bytes of content that are used
	for _, item := range items {
		if at = skipSpace(content, at); at == len(content) {
			return out, nil
		}
		span := text.Span{Begin: at, End: at}
		for _, r := range item.surface() {
			if unicode.IsSpace(r) {
				continue
			}
			at = skipSpace(content, at)
			if got, size := utf8.DecodeRuneInString(content[at:]); size > 0 && got == r {
				at += size
				span.End = at
				continue
			}
			return nil, fmt.Errorf("token %d is %q where the text has %q", len(out)+1, item.surface(), beginning(content[span.Begin:]))
		}
		out = append(out, located[T]{item, span})
	}
	if at = skipSpace(content, at); at < len(content) {
		return nil, fmt.Errorf("no token for %q", beginning(content[at:]))
	}
	return out, nil
}

func skipSpace(s string, at int) int {
	for at < len(s) {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !unicode.IsSpace(r) {
			break
		}
		at += size
	}
	return at
}

// beginning is the first few characters of s.
func beginning(s string) string {
	const most = 24
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
