package engine_test

import (
	"context"
	"fmt"

	"example.org/readout"
	"example.org/readout/engine"
)

// lengths is a Reader that only notes how long each article is.
type lengths struct{}

func (lengths) Read(_ context.Context, a *readout.Article) (*readout.Reading, error) {
	if a.Text == "" {
		return nil, fmt.Errorf("%s: no text", a.Source)
	}
	return &readout.Reading{Article: a, Version: fmt.Sprint(len(a.Text), " bytes")}, nil
}

func ExampleRead() {
	articles := func(yield func(*readout.Article, error) bool) {
		_ = yield(&readout.Article{Source: "a.txt", Text: "Talks were held."}, nil) &&
			yield(&readout.Article{Source: "b.txt"}, nil) &&
			yield(nil, fmt.Errorf("c.txt: no such file")) &&
			yield(&readout.Article{Source: "d.txt", Text: "They failed."}, nil)
	}
	err := engine.Read(context.Background(), lengths{}, articles, 2, func(r engine.Result) error {
		if r.Err != nil {
			fmt.Println("failed:", r.Err)
			return nil
		}
		fmt.Println(r.Article.Source, r.Reading.Version)
		return nil
	})
	fmt.Println(err)
	// Output:
	// a.txt 16 bytes
	// failed: b.txt: no text
	// failed: c.txt: no such file
	// d.txt 12 bytes
	// <nil>
}
