package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/entente-observatory/entente/docs"
	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/spf13/cobra"
)

func (a *app) serve() *cobra.Command {
	var addr, base string
	c := &cobra.Command{
		Use:     "serve",
		Short:   "The observatory as pages, on this machine",
		Example: "  entente serve\n  entente serve --addr 127.0.0.1:9000",
		Args:    exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := a.open()
			if err != nil {
				return err
			}
			listener, err := net.Listen("tcp", addr)
			if err != nil {
				return fmt.Errorf("cannot listen on %s: %w; choose another with --addr", addr, err)
			}
			if base == "" {
				base = "http://" + listener.Addr().String()
			}
			h, err := web.New(o, web.Options{Log: slog.New(slog.NewTextHandler(a.stderr, nil)), Base: base, Docs: docs.FS})
			if err != nil {
				return err
			}
			if os.Getenv("GOMEMLIMIT") == "" {
				debug.SetMemoryLimit(serveMemory)
			}
			fmt.Fprintf(a.stdout, "Entente, edition %s: http://%s/  (Ctrl-C ends it)\n", o.Manifest().ID, listener.Addr())
			go o.warm()
			return serve(c.Context(), web.Server(addr, h), listener)
		},
	}
	c.Flags().StringVar(&base, "url", "", "address under which readers find the site, for permalinks and citations (default: that listened on)")
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8787", "address to listen on")
	return c
}

// serveMemory is where the collector begins to work harder to keep the server
// small; $GOMEMLIMIT takes its place.
const serveMemory = 240 << 20

// serve answers until the context ends, then lets the requests under way
// finish.
func serve(ctx context.Context, s *http.Server, l net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Shutdown(end); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
