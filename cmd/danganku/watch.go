package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type watchCmd struct {
	Dir      string        `arg:"" help:"Folder that scanners put packages into, each a folder or a zip." type:"existingdir"`
	Office   string        `required:"" help:"Code of the archive office that receives the dossiers."`
	Scheme   string        `help:"Classification scheme where the package does not tell." default:"CADRE_2018"`
	Settle   time.Duration `help:"A package is taken in when nothing in it changed for this long." default:"10s"`
	Interval time.Duration `help:"How often to look." default:"2s"`
	Once     bool          `help:"Take in what is there and stop."`
}

// Names beside the packages: what was refused waits in a folder for a person, with its report; what is about to be deleted
// is hidden.
const (
	refusedFolder = "_不合格"
	reportSuffix  = ".检测报告.xlsx"
	hiddenPrefix  = ".danganku-"
)

// Run takes in packages one after the other. A package leaves the folder only when all of it is stored; whatever was refused
// is moved aside with its report, and nothing is ever deleted that is not stored.
func (c *watchCmd) Run(ctx context.Context, config *Config) error {
	// The index stays free: a watch runs for ever, and a server that is started later must have it.
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	folder, err := filepath.Abs(c.Dir)
	if err != nil {
		return errs.Wrap("watch", err)
	}
	watcher := &hotFolder{watchCmd: c, folder: folder, desk: intake{installation: in, actor: localOperator(), quiet: true},
		seen: map[string]sighting{}, logger: config.logger()}
	if err := watcher.unhide(); err != nil {
		return err
	}
	for {
		if err := watcher.endedBy(watcher.sweep(ctx), c.Dir); err != nil {
			return err
		}
		if c.Once && len(watcher.seen) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(c.Interval):
		}
	}
}

// endedBy returns a fault that ends the watch, and logs one that may be over at the next look, such as a store that does not
// answer or a dossier that another process is writing.
func (h *hotFolder) endedBy(err error, what string) error {
	if err == nil || h.Once || errs.IsCanceled(err) || errs.Is(err, errs.Internal) {
		return err
	}
	h.logger.Warn("tried again at the next look", "path", what, "error", err)
	return nil
}

// sighting is what a package looked like, and since when.
type sighting struct {
	size  int64
	files int
	last  time.Time // newest modification
	since time.Time
}

func (s sighting) same(other sighting) bool {
	return s.size == other.size && s.files == other.files && s.last.Equal(other.last)
}

type hotFolder struct {
	*watchCmd
	folder string
	desk   intake
	seen   map[string]sighting
	logger *slog.Logger
}

func (h *hotFolder) sweep(ctx context.Context) error {
	entries, err := os.ReadDir(h.folder)
	if err != nil {
		return errs.New(errs.Unavailable, "watch.folder", "不能读取文件夹%s", h.folder).Because(err)
	}
	present := map[string]bool{}
	for _, entry := range entries {
		if !isPackage(entry) {
			continue
		}
		name := entry.Name()
		present[name] = true
		settled, err := h.settled(name)
		if err != nil || !settled {
			continue // still being written, or just taken away
		}
		if err := h.endedBy(h.takeIn(ctx, name), name); err != nil {
			return err
		}
	}
	for name := range h.seen {
		if !present[name] {
			delete(h.seen, name)
		}
	}
	return nil
}

func isPackage(entry os.DirEntry) bool {
	name := entry.Name()
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || strings.HasPrefix(name, "~") {
		return false
	}
	return entry.IsDir() || strings.EqualFold(filepath.Ext(name), ".zip")
}

// settled reports whether a package has looked the same for long enough.
func (h *hotFolder) settled(name string) (bool, error) {
	now, err := h.look(name)
	if err != nil {
		return false, err
	}
	before, known := h.seen[name]
	if known && before.same(now) {
		return now.since.Sub(before.since) >= h.Settle, nil
	}
	h.seen[name] = now
	return false, nil
}

func (h *hotFolder) look(name string) (sighting, error) {
	now := sighting{since: h.desk.clock.Now()}
	err := filepath.WalkDir(filepath.Join(h.folder, name), func(_ string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		now.files++
		now.size += info.Size()
		if info.ModTime().After(now.last) {
			now.last = info.ModTime()
		}
		return nil
	})
	return now, err
}

// takeIn stores one package and takes it out of the folder. After a fault of the stores the package stays as it is.
func (h *hotFolder) takeIn(ctx context.Context, name string) error {
	before := h.seen[name]
	request := ingest.Request{Office: h.Office, Name: name, Source: filepath.Join(h.folder, name), Scheme: domain.SchemeCode(h.Scheme)}
	_, err := h.desk.store.Ingests().Unfinished(ctx, request.Source, request.Office)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return err
	}
	resumed := err == nil
	taken, err := h.desk.take(ctx, request, func(_ context.Context, inspected domain.Ingest) (bool, error) {
		return inspected.Accepted > 0, nil
	})
	if err != nil && errs.KindOf(err) != errs.Unprocessable {
		return err
	}
	if resumed && err == nil {
		return nil // the package may have grown since the dry run that was resumed: it is looked at once more
	}
	delete(h.seen, name)
	whole, walkErr := h.storedWhole(ctx, taken)
	if walkErr != nil {
		return walkErr
	}
	if err == nil && whole {
		h.logger.Info("taken in", "package", name, "dossiers", taken.Done.Dossiers, "already there", taken.Skipped)
		return errs.Wrap("empty hot folder", h.remove(name, before))
	}
	h.logger.Warn("set aside", "package", name, "refused", taken.Refused, "problem", taken.Problem)
	return h.setAside(ctx, name, taken)
}

// storedWhole reports whether everything in the package is in the archive: no dossier was refused and no file left out.
func (h *hotFolder) storedWhole(ctx context.Context, taken domain.Ingest) (bool, error) {
	if taken.Refused > 0 || taken.State != domain.IngestCommitted && taken.Accepted > 0 || leftOut(taken.Violations) {
		return false, nil
	}
	whole := true
	err := h.desk.ingests.EachItem(ctx, taken.ID, "", func(item domain.IngestItem) error {
		whole = whole && !leftOut(item.Draft.Findings)
		return nil
	})
	return whole, err
}

func leftOut(findings []domain.Violation) bool {
	return slices.ContainsFunc(findings, func(v domain.Violation) bool { return v.Rule == domain.R20 && v.File != "" })
}

// remove deletes a stored package, unless something came into it after it was looked at. It is moved out of the way of
// whoever fills the folder first, so that nothing can come in between.
func (h *hotFolder) remove(name string, before sighting) error {
	path, hidden := filepath.Join(h.folder, name), hiddenPrefix+name
	if err := os.Rename(path, filepath.Join(h.folder, hidden)); err != nil {
		return err
	}
	now, err := h.look(hidden)
	if err != nil {
		return err
	}
	if !now.same(before) {
		return os.Rename(filepath.Join(h.folder, hidden), path)
	}
	return os.RemoveAll(filepath.Join(h.folder, hidden))
}

// unhide brings back what a watch that died was about to delete.
func (h *hotFolder) unhide() error {
	entries, err := os.ReadDir(h.folder)
	if err != nil {
		return errs.New(errs.Unavailable, "watch.folder", "不能读取文件夹%s", h.folder).Because(err)
	}
	for _, entry := range entries {
		if name, ours := strings.CutPrefix(entry.Name(), hiddenPrefix); ours {
			if err := os.Rename(filepath.Join(h.folder, entry.Name()), filepath.Join(h.folder, name)); err != nil {
				return errs.Wrap("bring package back", err)
			}
		}
	}
	return nil
}

func (h *hotFolder) setAside(ctx context.Context, name string, taken domain.Ingest) error {
	aside := filepath.Join(h.folder, refusedFolder)
	if err := os.MkdirAll(aside, 0o750); err != nil {
		return errs.Wrap("set package aside", err)
	}
	target := filepath.Join(aside, name)
	if _, err := os.Stat(target); err == nil {
		target = filepath.Join(aside, fmt.Sprintf("%s %s", h.desk.clock.Now().Format("20060102-150405"), name))
	}
	if taken.ID != "" {
		if err := h.desk.writeReport(ctx, taken.ID, target+reportSuffix); err != nil {
			return err
		}
	}
	return errs.Wrap("set package aside", os.Rename(filepath.Join(h.folder, name), target))
}
