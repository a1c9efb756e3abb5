// Command readout reads news articles and prints records that can be checked:
// who did what to whom, who said what, each pinned to its exact words.
//
// In: files, folders, addresses or standard input. Out: readings on a
// terminal, as JSON or as a page. main wires the packages together; each
// command has a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the whole command line.
type cli struct {
	Read     readCmd     `cmd:"" help:"Read articles: who did what to whom, who said what."`
	Explain  explainCmd  `cmd:"" help:"Show what each layer made of one sentence or a few."`
	Eval     evalCmd     `cmd:"" help:"Score the reader against a set of gold data."`
	Codebook codebookCmd `cmd:"" help:"Look up event codes: PLOVER roots and CAMEO codes."`
	Actor    actorCmd    `cmd:"" help:"Look up who is who: states, organisations, persons and their offices by date."`
	Schema   schemaCmd   `cmd:"" help:"Print the JSON Schema of the output of read --json."`
	Version  versionCmd  `cmd:"" help:"Print the version of the program and of its model."`
}

const about = `Reads news articles and prints records that can be checked: who did what to whom, who said what, each pinned to its exact words.

  readout read article.html
  readout read --jsonl folder/ > readings.jsonl

Exit status: 0 all was read; 1 some inputs failed or were skipped, or the output could not be written; 2 wrong usage or nothing to read; 130 stopped by Ctrl-C.`

// The exit statuses.
const (
	exitFine        = 0
	exitSomeFailed  = 1 // an input failed or was skipped, or the output broke off
	exitNothing     = 2 // wrong usage, no usable model, or nothing to read
	exitInterrupted = 130
)

// A program is one run of the command with what it needs from outside.
type program struct {
	stdin     io.Reader
	stdout    *os.File
	stderr    *os.File
	openModel func(modelFlags) (*model, error)
}

func main() {
	p := &program{os.Stdin, os.Stdout, os.Stderr, openModel}
	os.Exit(p.run(os.Args[1:]))
}

// run carries out one command line and returns the exit status.
func (p *program) run(args []string) int {
	tell := newTeller(p.stderr)
	parser, err := kong.New(&cli{}, kong.Name("readout"), kong.Description(about),
		kong.Writers(p.stdout, p.stderr), kong.Vars(vars()),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 100}))
	if err != nil {
		panic(err) // the struct tags are wrong: every run would fail
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := parser.Parse(args)
	if err != nil {
		tell.line(errorLine(withHint(err, usageHint(err))))
		return exitNothing
	}

	// The first Ctrl-C stops the work in an orderly way, the second at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	kctx.BindTo(ctx, (*context.Context)(nil))
	err = kctx.Run(p, tell)
	var done *exit
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &done):
		if done.err != nil {
			tell.line(errorLine(done.err))
		}
		return done.code
	case ctx.Err() != nil:
		tell.line("stopped")
		return exitInterrupted
	default:
		tell.line(errorLine(err))
		return exitSomeFailed
	}
}

// usageHint says where the flags and commands are listed.
func usageHint(err error) string {
	var p *kong.ParseError
	if errors.As(err, &p) && p.Context != nil {
		if c := p.Context.Command(); c != "" {
			if n := p.Context.Selected(); n != nil {
				return fmt.Sprintf("see readout %s --help", n.Name)
			}
		}
	}
	return "see readout --help"
}

// exit is an error that sets the exit status. err may be nil: then all has
// been said.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.code)
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }
