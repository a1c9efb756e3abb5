package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"example.org/readout"
	"example.org/readout/engine"
	"example.org/readout/export"
	embedded "example.org/readout/text/model"
	"example.org/readout/text/nn"
)

// A model is a reader with what it says of itself.
type model struct {
	engine.Reader
	version string        // of the program's rules and of the weights
	kernel  string        // the matrix kernel that this machine runs
	labels  export.Labels // of the model's heads
}

// modelFlags say which model reads, and how. The zero value is the one inside
// the program.
type modelFlags struct {
	Model string `placeholder:"FILE" help:"Model weights to use instead of the built-in ones: a file that train/export.py has written."`
	Fast  bool   `help:"Read with three layers of the model instead of six: faster and less accurate; doc/performance.md and doc/accuracy.md say by how much."`

	vectors bool // of the sentences are wanted
}

// openModel makes the reader that the flags ask for.
func openModel(flags modelFlags) (*model, error) {
	file := flags.Model
	weights, options := embedded.Bytes(), []nn.Option{nn.WithoutChecksum()} // a test has checked it
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		weights, options = b, nil
	}
	if flags.Fast {
		options = append(options, nn.WithFast())
	}
	net, err := nn.Load(weights, options...)
	switch {
	case err != nil && flags.Fast && errors.Is(err, nn.ErrNoStack):
		return nil, withHint(fmt.Errorf("--fast: %w", err), "leave --fast out, or name a model that has fast layers with --model")
	case err != nil && file == "":
		return nil, fmt.Errorf("the model inside the program: %w", err)
	case err != nil:
		return nil, withHint(fmt.Errorf("%s: not a usable model: %w", file, err), "name a file that train/export.py has written for this version of the program, or leave --model out to use the built-in one")
	}
	var reader []readout.Option
	if flags.vectors {
		if _, err := net.Vector(net.NewScratch(), []nn.Word{{Form: "a"}}); err != nil {
			return nil, withHint(fmt.Errorf("--vectors: %w", err), "leave --vectors out, or name a model that has an encoder for them with --model")
		}
		reader = append(reader, readout.WithVectors())
	}
	r := readout.NewReader(net, reader...)
	return &model{
		Reader:  r,
		version: r.Version(),
		kernel:  net.Kernel(),
		labels:  export.Labels{Roots: net.Labels("trigger"), Modalities: net.Labels("modality"), Acts: net.Labels("act")},
	}, nil
}

// A checked reader takes care that what it returns can be written: a reading
// whose spans do not fit its text would break off the output in the middle.
type checked struct{ engine.Reader }

var errMisfit = errors.New("its records do not fit its text")

func (c checked) Read(ctx context.Context, a *readout.Article) (*readout.Reading, error) {
	r, err := c.Reader.Read(ctx, a)
	if err != nil || r == nil {
		return nil, err
	}
	if err := export.WriteJSONL(io.Discard, slices.Values([]*readout.Reading{r})); err != nil {
		return nil, withHint(fmt.Errorf("%w: %w", errMisfit, err), defect)
	}
	return r, nil
}
