package main

import (
	"io"

	"example.org/readout/export"
)

// schemaCmd is `readout schema`.
type schemaCmd struct{}

// Run prints the JSON Schema of one reading.
func (schemaCmd) Run(p *program) error {
	_, err := io.WriteString(p.stdout, export.Schema())
	return err
}
