// Package shipped gives the coding tests the reader that users have.
//
// In: the text of a case and its day of publication. Out: its reading, by the
// whole reader with the weights inside the program.
package shipped

import (
	"context"
	"fmt"
	"testing"
	"time"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/text/model"
	"example.org/readout/text/nn"
)

// Reader makes the function that codingtest.Run asks for. A text that is not
// one article is an error.
func Reader(t *testing.T) func(text string, published time.Time) (*readout.Reading, error) {
	t.Helper()
	m, err := nn.Load(model.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	r := readout.NewReader(m)
	return func(text string, published time.Time) (*readout.Reading, error) {
		meta := article.Meta{Source: "case", Kind: article.Plain, Language: "en", Published: published}
		if !published.IsZero() {
			meta.Precision = "day"
		}
		articles, err := article.Read([]byte(text), meta)
		if err != nil {
			return nil, err
		}
		if len(articles) != 1 {
			return nil, fmt.Errorf("%d articles in the text of a case", len(articles))
		}
		return r.Read(context.Background(), articles[0])
	}
}
