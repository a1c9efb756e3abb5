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

// openModel makes the reader with the weights of a file, or with those inside
// the program where file is "".
func openModel(file string) (*model, error) {
	weights := embedded.Bytes()
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		weights = b
	}
	net, err := nn.Load(weights)
	if err != nil {
		if file == "" {
			return nil, fmt.Errorf("the model inside the program: %w", err)
		}
		return nil, withHint(fmt.Errorf("%s: not a usable model: %w", file, err), "download it again, or leave --model out to use the built-in one")
	}
	r := readout.NewReader(net)
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
