package main

import (
	"context"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/pack"
)

// packageOpener lets the ingest desk read packages; zip entries are unpacked one at a time below spool.
func packageOpener(spool string) ingest.PackageOpener {
	limits := pack.DefaultLimits()
	limits.TempDir = spool
	return func(path string) (ingest.Package, error) {
		opened, err := pack.Open(path, limits)
		if err != nil {
			return nil, err
		}
		return packageOfScans{opened}, nil
	}
}

type packageOfScans struct{ *pack.Package }

func (p packageOfScans) Read(ctx context.Context) (ingest.Reading, error) {
	reading, err := pack.Read(ctx, p.Package)
	return ingest.Reading{Layout: reading.Layout, Drafts: reading.Drafts, Violations: reading.Violations}, err
}

func (p packageOfScans) Open(name string) (ingest.File, error) { return p.OpenAt(name) }
