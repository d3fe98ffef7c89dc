package searchtest

import "embed"

// golden are the rankings that people have looked at. The oracle writes them: go test ./search/searchtest -update.
//
//go:embed testdata/golden/*.txt
var golden embed.FS
