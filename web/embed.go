// Package web carries the built user interface inside the program and serves it: hashed assets for ever, the start page
// never from a cache, and every address of the single-page application with that same start page.
//
// It knows only the standard library. A checkout whose interface was never built still compiles and runs: web/dist then
// holds nothing but .gitkeep, and Handler answers with a page that says how to build it.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist is the built interface: index.html, assets/ and fonts/; only .gitkeep when it was not built.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("web: the embedded folder dist is missing: " + err.Error()) // cannot happen: go:embed requires it
	}
	return sub
}

// Built reports whether the interface was built before the program was.
func Built() bool { return built(Dist()) }

func built(files fs.FS) bool {
	_, err := fs.Stat(files, "index.html")
	return err == nil
}
