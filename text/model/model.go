// Package model holds the weights that the reader ships with. In: nothing.
// Out: the bytes of a weight file for package nn; doc/model-card.md says what
// they were trained on and what they get wrong.
package model

import _ "embed"

//go:embed news.rdm
var weights []byte

// Bytes is the embedded weight file. It is mapped from the program's file, not
// copied; the caller must not change it.
func Bytes() []byte { return weights }
