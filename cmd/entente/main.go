// Command entente answers, from open records of what states do, who stands
// with whom, since when, how surely, and what changed, and gives a receipt for
// every number.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run carries out a command line and returns the exit code: 0 done, 1 could
// not be done, 2 not understood.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	a := &app{stdout: stdout, stderr: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if errors.Is(err, syscall.EPIPE) {
		return 0 // the reader has seen enough
	}
	fmt.Fprintln(stderr, "entente:", err)
	var u *usageError
	if errors.As(err, &u) {
		fmt.Fprintln(stderr, u.hint)
		return 2
	}
	return 1
}

// usageError is a command line that could not be understood.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// app is what the commands share.
type app struct {
	stdout, stderr io.Writer
	home           string
	format         string
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "entente",
		Short: "The open observatory of alignment among states",
		Long: `Entente answers, from open records of what states do, who stands with whom,
since when, how surely, and what changed. It needs no network: a built-in atlas
holds what was computed from the full record. Three lines to start with:

  entente align PAK RUS               two states, by channel and year
  entente why PAK RUS 2019 votes      the receipt behind one number
  entente serve                       the same as pages, on this machine`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.PersistentFlags().StringVar(&a.home, "home", "", "data home (default $ENTENTE_HOME, else the user's data directory)")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &usageError{err, "see: " + c.CommandPath() + " --help"}
	})
	root.AddCommand(a.align(), a.realignments(), a.multiverse(), a.validate(), a.idealPoints(), a.agreement(), a.panel(), a.footing(), a.poles(), a.blocs(), a.position(), a.zeroSum(), a.durability(), a.costs(), a.states(), a.sources(), a.why(), a.cite(),
		a.doctor(), a.serve(), a.exportSite(), a.fetch(), a.build(), a.atlas(), a.version())
	return root
}

// answers adds the flag of commands that print an answer.
func (a *app) answers(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&a.format, "format", "text", "text, json or csv")
	inner := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		switch a.format {
		case "text", "json", "csv":
			return inner(c, args)
		}
		return &usageError{fmt.Errorf("no format %q", a.format), "choose text, json or csv"}
	}
	return c
}

// exactly asks for n arguments and says which.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return &usageError{fmt.Errorf("%s takes %s; got %d arguments", c.Name(), what, len(args)), "see: " + c.CommandPath() + " --help"}
		}
		return nil
	}
}
