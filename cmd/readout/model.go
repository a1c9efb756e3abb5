package main

import (
	"bytes"
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
	Model  string `placeholder:"FILE" help:"Model weights to use instead of the built-in ones: a file that train/export.py has written."`
	Fast   bool   `help:"Read with three layers of the model instead of six: faster and less accurate; doc/performance.md and doc/accuracy.md say by how much."`
	Actors string `placeholder:"FILE" help:"A CSV file with actors of your own, which add to those that the program knows or change them; doc/actors.md gives its form."`

	vectors bool // of the sentences are wanted
}

// given is the first of the flags that is on the command line, "" if none is.
func (f *modelFlags) given() string {
	switch {
	case f.Model != "":
		return "--model"
	case f.Fast:
		return "--fast"
	case f.Actors != "":
		return "--actors"
	}
	return ""
}

// openModel makes the reader that the flags ask for.
func openModel(flags modelFlags) (*model, error) {
	file := flags.Model
	weights, options := embedded.Bytes(), []nn.Option{nn.WithoutChecksum()} // a test has checked it
	if file != "" {
		b, err := readWeights(file, mostWeights)
		if err != nil {
			return nil, err
		}
		weights, options = b, nil
	}
	if flags.Fast {
		options = append(options, nn.WithFast())
	}
	net, err := nn.Load(weights, options...)
	if err == nil && flags.vectors { // their encoder is unpacked, and found sound, when it is first used
		_, err = net.Vector(net.NewScratch(), []nn.Word{{Form: "a"}})
	}
	switch {
	case err != nil && file == "":
		return nil, fmt.Errorf("the model inside the program: %w", err)
	case err != nil:
		return nil, withHint(fmt.Errorf("%s: not a usable model: %w", file, err), "name a file that train/export.py has written for this version of the program, or leave --model out to use the built-in one")
	}
	base, err := openActors(flags.Actors)
	if err != nil {
		return nil, err
	}
	reader := []readout.Option{readout.WithActors(base)}
	if flags.vectors {
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

// mostWeights is several times what the weights inside the program have: a file
// that was named by mistake must not fill the memory.
const mostWeights byteSize = 256 << 20

// readWeights reads a file of at most so many bytes.
func readWeights(file string, most byteSize) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if info.Size() <= int64(most) { // a device has no size, and yet no end
		b.Grow(int(info.Size()) + bytes.MinRead)
		if _, err := b.ReadFrom(io.LimitReader(f, int64(most)+1)); err != nil {
			return nil, err
		}
	}
	if max(info.Size(), int64(b.Len())) > int64(most) {
		return nil, withHint(fmt.Errorf("%s: not a usable model: more than %s", file, most), "check the name, or leave --model out to use the built-in one")
	}
	return b.Bytes(), nil
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
