package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeCommands runs the command lines that the README shows, on the
// built-in atlas, and asks that each does its work. Those that fetch, build, export or
// serve have tests of their own.
func TestReadmeCommands(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ENTENTE_HOME", t.TempDir())
	t.Chdir(t.TempDir())
	quoted := regexp.MustCompile(`"[^"]*"|\S+`)
	ran := 0
	for line := range strings.Lines(string(text)) {
		line, ok := strings.CutPrefix(line, "    entente ")
		if !ok {
			continue
		}
		line, _, _ = strings.Cut(line, " #")
		line, _, _ = strings.Cut(line, " >")
		var args []string
		for _, a := range quoted.FindAllString(line, -1) {
			args = append(args, strings.Trim(a, `"`))
		}
		switch args[0] {
		case "fetch", "build", "serve", "export-site":
			continue
		}
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, &out, &errs); code != 0 && !wantsRefusal(args) {
			t.Errorf("entente %s: exit %d: %s", strings.Join(args, " "), code, errs.String())
		}
		ran++
	}
	if ran < 8 {
		t.Errorf("only %d commands found in the README", ran)
	}
}

// wantsRefusal marks the one command that the README shows for its refusal.
func wantsRefusal(args []string) bool { return args[0] == "states" && args[1] == "Germany" }
