package main

import (
	"fmt"
	"maps"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"
)

// Version of the program. Code, data and method versions are separate: the
// edition names the data, and its manifest the methods.
const version = "0.1.0"

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "The versions of the program, its methods and its data",
		Args:  exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := a.open()
			if err != nil {
				return err
			}
			revision := ""
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						revision = " (" + s.Value[:min(12, len(s.Value))] + ")"
					}
				}
			}
			m := o.Manifest()
			fmt.Fprintf(a.stdout, "entente %s%s\nedition %s, made by program %s\n", version, revision, m.ID, m.Code)
			for _, name := range slices.Sorted(maps.Keys(m.Methods)) {
				fmt.Fprintf(a.stdout, "method  %s %s\n", name, m.Methods[name])
			}
			return nil
		},
	}
}
