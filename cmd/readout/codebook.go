package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"example.org/readout/codebook"
)

// codebookCmd is `readout codebook`.
type codebookCmd struct {
	Query []string `arg:"" optional:"" name:"code|word" help:"A PLOVER root (CONSULT), a CAMEO code (042), or words to look for. Without it: all roots."`
}

// quads are the names of the four quad classes.
var quads = [...]string{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}

// Run prints what the codebook has on a code or word.
func (c *codebookCmd) Run(p *program) error {
	w := bufio.NewWriter(p.stdout)
	if err := c.print(w); err != nil {
		return err
	}
	return w.Flush()
}

func (c *codebookCmd) print(w io.Writer) error {
	query := strings.Join(c.Query, " ")
	if query == "" {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "ROOT\tCAMEO\tSCORE\tQUAD CLASS\tACTS")
		for _, r := range codebook.Roots() {
			fmt.Fprintf(t, "%s\t%s\t%+.1f\t%s\t%s\n", r.Name, r.Cameo, r.Score, quads[r.Quad], r.What)
		}
		return t.Flush()
	}
	if r, ok := codebook.Root(strings.ToUpper(query)); ok {
		fmt.Fprintf(w, "%s  PLOVER root: %s\n", r.Name, r.What)
		fmt.Fprintf(w, "quad class %d, %s; intensity %+.1f\n", r.Quad, quads[r.Quad], r.Score)
		if len(r.Modes) > 0 {
			fmt.Fprintf(w, "modes: %s\n", strings.Join(r.Modes, ", "))
		}
		fmt.Fprintln(w)
		return entries(w, codebook.Under(r.Name))
	}
	if e, ok := codebook.Cameo(query); ok {
		fmt.Fprintf(w, "%s  CAMEO: %s\n", e.Code, e.Name)
		scale := "its own value"
		if !e.Scaled {
			scale = "that of the code above it"
		}
		fmt.Fprintf(w, "quad class %d, %s; Goldstein %+.1f (%s)\n", e.Quad, quads[e.Quad], e.Goldstein, scale)
		switch {
		case e.Root == "":
			fmt.Fprintln(w, "PLOVER: the crosswalk gives no root")
		default:
			fmt.Fprintf(w, "PLOVER: %s\n", strings.TrimSpace(e.Root+" "+e.Mode))
		}
		if len(e.Contexts) > 0 {
			fmt.Fprintf(w, "contexts: %s\n", strings.Join(e.Contexts, ", "))
		}
		var below []codebook.Entry
		for _, b := range codebook.All() {
			if b.Code != e.Code && strings.HasPrefix(b.Code, e.Code) {
				below = append(below, b)
			}
		}
		if len(below) > 0 {
			fmt.Fprintln(w)
			return entries(w, below)
		}
		return nil
	}
	if strings.Trim(query, "0123456789") == "" { // the search would find it inside other codes
		return &exit{exitNothing, withHint(fmt.Errorf("codebook: no code %q", query), "CAMEO codes have two to four digits, with the leading zero: 042")}
	}
	found := codebook.Search(query)
	if len(found) == 0 {
		return &exit{exitNothing, withHint(fmt.Errorf("codebook: nothing has %q", query), "readout codebook lists the roots")}
	}
	return entries(w, found)
}

// entries prints CAMEO codes, a line each.
func entries(w io.Writer, es []codebook.Entry) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "CAMEO\tGOLDSTEIN\tPLOVER\tNAME")
	for _, e := range es {
		root := strings.TrimSpace(e.Root + " " + e.Mode)
		if root == "" {
			root = "-"
		}
		fmt.Fprintf(t, "%s\t%+.1f\t%s\t%s\n", e.Code, e.Goldstein, root, e.Name)
	}
	return t.Flush()
}
