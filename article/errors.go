package article

import (
	"errors"
	"fmt"
	"strconv"
)

// What can be wrong with an input; see [Error].
var (
	ErrEmpty    = errors.New("empty")
	ErrBinary   = errors.New("not text")
	ErrTooLarge = errors.New("too large")
	ErrNoText   = errors.New("no text to read")
	ErrJSON     = errors.New("broken JSON")
	ErrFetch    = errors.New("cannot be fetched")
	ErrAddress  = errors.New("address not allowed")
)

// An Error says which input could not be read, where, why, and what to do.
type Error struct {
	Source string // file name or address
	Line   int    // 1-based line of a JSON file, 0 where it does not apply
	Err    error  // one of the Err values of this package, for [errors.Is]
	Detail string // what exactly is wrong and what to do
}

func (e *Error) Error() string {
	at := e.Source
	if e.Line > 0 {
		at += ":" + strconv.Itoa(e.Line)
	}
	if e.Detail == "" {
		return fmt.Sprintf("%s: %v", at, e.Err)
	}
	return fmt.Sprintf("%s: %v: %s", at, e.Err, e.Detail)
}

// Unwrap gives the kind of the error.
func (e *Error) Unwrap() error { return e.Err }

func (m Meta) fail(kind error, line int, detail string) *Error {
	return &Error{Source: m.source(), Line: line, Err: kind, Detail: detail}
}

func (m Meta) tooLarge(line int) *Error {
	return m.fail(ErrTooLarge, line, fmt.Sprintf(
		"more than %s for one article; split the file or raise the limit", size(m.limit())))
}

// size writes a number of bytes for people.
func size(n int) string {
	switch {
	case n >= 1<<20:
		return strconv.Itoa(n>>20) + " MB"
	case n >= 1<<10:
		return strconv.Itoa(n>>10) + " kB"
	}
	return strconv.Itoa(n) + " bytes"
}
