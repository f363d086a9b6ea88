package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/entente-observatory/entente/internal/publish/web"
	"github.com/spf13/cobra"
)

func (a *app) serve() *cobra.Command {
	var addr string
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
			h, err := web.New(o, slog.New(slog.NewTextHandler(a.stderr, nil)))
			if err != nil {
				return err
			}
			listener, err := net.Listen("tcp", addr)
			if err != nil {
				return fmt.Errorf("cannot listen on %s: %w; choose another with --addr", addr, err)
			}
			fmt.Fprintf(a.stdout, "Entente, edition %s: http://%s/  (Ctrl-C ends it)\n", o.Manifest().ID, listener.Addr())
			go o.warm()
			return serve(c.Context(), web.Server(addr, h), listener)
		},
	}
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8787", "address to listen on")
	return c
}

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
