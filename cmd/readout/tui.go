package main

// What the program says, where and how:
//
//   - Standard output carries the output that was asked for and nothing else.
//     Everything meant for the person at the keyboard goes to standard error.
//   - A message is one line. It begins with "readout: ", names the file and the
//     place in it, says what is wrong and, after a semicolon, what to do about it.
//     No message is capitalised, none ends in a period.
//   - What goes well is silent, save for one line at the end that counts what
//     became of the inputs, and a bar while many are read. --quiet takes away
//     both; failures are always told.
//   - Colour, the bar and lines cut to the window's width are for terminals
//     only. NO_COLOR and TERM=dumb switch colour off; --color overrules both.
//   - Nothing is asked of the user, and standard input is read only for "-".
//   - Text from outside (file names, addresses, words of an article) is printed
//     without its control characters, so that it cannot steer the terminal.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"unicode"

	"golang.org/x/term"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/engine"
)

// A teller prints messages to the person at the keyboard.
type teller struct {
	w     io.Writer
	clear func() // takes the progress bar off the screen, nil if there is none
}

func newTeller(w io.Writer) *teller { return &teller{w: w} }

// line prints one message.
func (t *teller) line(msg string) {
	if t.clear != nil {
		t.clear()
	}
	fmt.Fprintf(t.w, "readout: %s\n", printable(msg))
}

// linef prints one message made by a format.
func (t *teller) linef(format string, args ...any) { t.line(fmt.Sprintf(format, args...)) }

// printable is s as it may be sent to a terminal: line breaks become spaces,
// other control characters are written as escapes.
func printable(s string) string {
	s = strings.TrimSpace(s)
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// A hinted error says what to do about it.
type hinted struct {
	error
	hint string
}

func (h *hinted) Unwrap() error { return h.error }

// withHint adds to err what a user can do about it.
func withHint(err error, hint string) error { return &hinted{err, hint} }

// errorLine is an error as a message, with its hint: its own, or a general one
// for what the operating system commonly answers.
func errorLine(err error) string {
	hint := ""
	var h *hinted
	var p *engine.PanicError
	switch {
	case errors.As(err, &h):
		hint = h.hint
	case errors.As(err, &p):
		hint = defect
	case errors.Is(err, readout.ErrLanguage):
		hint = "skipped (--language en overrules)"
	case errors.Is(err, readout.ErrNoText):
		hint = "check that the article itself is in it and not only menus or captions"
	case errors.Is(err, article.ErrAddress):
		hint = "--allow-private does"
	case errors.Is(err, article.ErrTooLarge):
		hint = "--max-size raises it"
	case errors.Is(err, fs.ErrNotExist):
		hint = "check the name"
	case errors.Is(err, fs.ErrPermission):
		hint = "ask for the right to read or write it"
	case errors.Is(err, syscall.ENOSPC):
		hint = "make room there, or choose another place with --output"
	case errors.Is(err, syscall.EMFILE):
		hint = "raise the limit of open files (ulimit -n)"
	}
	msg := plain(err)
	if hint != "" && !strings.Contains(msg, hint) {
		msg += "; " + hint
	}
	return msg
}

// defect is the hint where the program itself is at fault.
const defect = "this is a defect of the program: please report it with the input (--trace shows the place)"

// plain is the text of err without the name of the system call that file
// errors bring along: "open x: no such file" tells a user no more than
// "x: no such file".
func plain(err error) string {
	msg := err.Error()
	var p *fs.PathError
	if errors.As(err, &p) {
		msg = strings.Replace(msg, p.Error(), p.Path+": "+p.Err.Error(), 1)
		msg = strings.Replace(msg, p.Path+": "+p.Path+": ", p.Path+": ", 1)
	}
	return msg
}

// isTerminal reports whether f is a screen with someone before it.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// width is the number of columns of the terminal f, 0 where it is none.
func width(f *os.File) int {
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
		return w
	}
	return 0
}

// useColor decides on colour for f by the flag's value: auto, always or never.
func useColor(flag string, f *os.File) bool {
	switch flag {
	case "always":
		return true
	case "never":
		return false
	}
	return isTerminal(f) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// count is n of a thing, in the plural where it must be: "1 file", "3 files".
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}
