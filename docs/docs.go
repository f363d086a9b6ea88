// Package docs carries the documentation, so that the pages can show it
// without a network.
package docs

import "embed"

// FS holds the Markdown files by their path under docs.
//
//go:embed *.md methods/*.md validation/*.md decisions/*.md
var FS embed.FS
