package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCmd is `readout version`.
type versionCmd struct {
	modelFlags
}

// Run prints the version of the program and of the model, which together
// decide what is read, and what it was built with.
func (c *versionCmd) Run(p *program) error {
	m, err := p.openModel(c.modelFlags)
	if err != nil {
		return &exit{exitNothing, err}
	}
	fmt.Fprintln(p.stdout, m.version)
	build, revision := "built", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " from " + s.Value
			}
		}
		build = cmp.Or(info.Main.Version, build)
	}
	fmt.Fprintf(p.stdout, "%s%s with %s for %s/%s, kernel %s\n", build, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH, m.kernel)
	return nil
}
