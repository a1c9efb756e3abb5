package model

import (
	"testing"

	"example.org/readout/text/nn"
)

// The program takes the checksum of its own weights on trust, because of this.
func TestChecksum(t *testing.T) {
	if _, err := nn.Decode(Bytes()); err != nil {
		t.Fatal(err)
	}
}
