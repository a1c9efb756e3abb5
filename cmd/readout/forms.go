package main

import (
	"io"
	"iter"
	"os"
	"slices"

	"example.org/readout"
	"example.org/readout/export"
)

// A form writes readings in one of the output's forms, each as soon as it
// comes, and ends what it wrote so that it is whole wherever they end.
type form func(io.Writer, iter.Seq[*readout.Reading]) error

// form is the one that the flags ask for.
func (c *readCmd) form(out *output) form {
	switch {
	case c.JSON:
		return export.WriteJSON
	case c.JSONL:
		return export.WriteJSONL
	case c.CoNLLU:
		return export.WriteCoNLLU
	case c.HTML != "":
		return func(w io.Writer, readings iter.Seq[*readout.Reading]) error {
			return export.WriteHTML(w, slices.Collect(readings)) // the page begins with a list of all
		}
	}
	look := look(c.Color, out.File)
	return func(w io.Writer, readings iter.Seq[*readout.Reading]) error {
		between := ""
		for r := range readings {
			if _, err := io.WriteString(w, between); err != nil {
				return err
			}
			if err := export.WriteTerminal(w, r, look); err != nil {
				return err
			}
			between = "\n\n"
		}
		return nil
	}
}

// look is how text for people is to look on f.
func look(color string, f *os.File) export.TerminalOptions {
	return export.TerminalOptions{Width: width(f), Color: useColor(color, f)}
}
