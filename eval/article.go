package eval

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/text"
)

// newArticle makes an article of a gold text as package article makes it of a
// plain file, but that the first line is known to be the headline. published
// is a date or "".
func newArticle(s, outlet, published string) (*readout.Article, error) {
	meta := article.Meta{Kind: article.Plain, Outlet: outlet, Language: "en"}
	if published != "" {
		t, err := time.Parse(time.DateOnly, published)
		if err != nil {
			return nil, fmt.Errorf("published: %w", err)
		}
		meta.Published, meta.Precision = t, "day"
	}
	articles, err := article.Read([]byte(s), meta)
	if err != nil {
		return nil, err
	}
	if len(articles) != 1 || articles[0].Text != s {
		return nil, errors.New("the article layer changed the text, so offsets do not match")
	}
	a := articles[0]
	line := strings.IndexByte(s, '\n')
	for i, b := range a.Blocks {
		if b.Span.End <= line {
			a.Blocks[i].Role, a.Blocks[i].Why = text.Headline, "gold:first-line"
		}
	}
	return a, nil
}

// bareArticle makes an article of which nothing is known but its English text:
// every line that is not blank is a block of the body.
func bareArticle(s string) *readout.Article {
	sum := sha256.Sum256([]byte(s))
	return &readout.Article{ID: hex.EncodeToString(sum[:]), Language: "en", Text: s, Blocks: lineBlocks(s)}
}

// lineBlocks makes a body block of each line of s that is not blank.
func lineBlocks(s string) []text.Block {
	var out []text.Block
	for at := 0; at < len(s); {
		end := len(s)
		if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := s[at:end]
		if trimmed := strings.TrimSpace(line); trimmed != "" {
			begin := at + strings.Index(line, trimmed)
			out = append(out, text.Block{Span: text.Span{Begin: begin, End: begin + len(trimmed)}, Role: text.Body, Why: "line"})
		}
		at = end + 1
	}
	return out
}

// eachLine calls f with every line of the file at path that is not blank; an
// error of f comes back with the line's number.
func eachLine(path string, f func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := f(lines.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
