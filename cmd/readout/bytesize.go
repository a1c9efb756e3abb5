package main

import (
	"fmt"
	"strconv"
	"strings"
)

// A byteSize is a number of bytes as people write it, on the command line and
// in messages: 50MB, 1.5 GB. The units are powers of 1024.
type byteSize int64

var byteUnits = [...]struct {
	name string
	size float64
}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"kB", 1 << 10}, {"B", 1}}

func (b byteSize) String() string {
	for _, u := range byteUnits {
		if float64(b) >= u.size {
			return fmt.Sprintf("%.3g %s", float64(b)/u.size, u.name)
		}
	}
	return fmt.Sprintf("%d B", int64(b))
}

// UnmarshalText reads a size from the command line; a bare number is bytes.
func (b *byteSize) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	number, unit := s, 1.0
	for _, u := range byteUnits {
		if len(s) > len(u.name) && strings.EqualFold(s[len(s)-len(u.name):], u.name) {
			number, unit = strings.TrimSpace(s[:len(s)-len(u.name)]), u.size
			break
		}
	}
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || !(x*unit >= 1) || x*unit > 1<<40 {
		return fmt.Errorf("%q is not a size; write it as 50MB, 1.5GB or a number of bytes", s)
	}
	*b = byteSize(x * unit)
	return nil
}
