package quote_test

import (
	"testing"

	"example.org/readout/event/codingtest"
	"example.org/readout/event/codingtest/shipped"
)

// TestCoding runs the cases of testdata through the whole reader, with the
// weights that the program ships with.
func TestCoding(t *testing.T) {
	codingtest.Run(t, "testdata/*.test", shipped.Reader(t))
}
