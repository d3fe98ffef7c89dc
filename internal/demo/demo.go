package demo

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/internal/errs"
)

// Options say what to write. The zero value of a field takes its default.
type Options struct {
	Dossiers        int      // of all packages together, without those with planted defects; at least 1
	Seed            uint64   // other seeds give other people, with other identity numbers and archival codes
	PagesPerDossier int      // about; default 20, at most 120. A few are always needed: history, hiring, wages, retirement
	Layouts         []Layout // default AllLayouts; the first gets most dossiers
	Font            []byte   // TrueType or OpenType font with Chinese glyphs; required
	Defects         bool     // write one more package, in which every dossier but the first has a planted defect
}

const (
	defaultPages = 20
	maxPages     = 120
	maxDossiers  = 1_000_000
)

// Summary tells what was written.
type Summary struct {
	Packages []Package
	Dossiers int
	Pages    int
	Bytes    int64 // of page images
	Defects  []Defect
}

// Package is one input package on disk.
type Package struct {
	Layout   Layout
	Path     string
	Dossiers int
	Pages    int
	Bytes    int64 // of page images
}

// Write draws the packages into folders below dir, one for each layout, and calls progress after each dossier, one call
// at a time. A folder that already exists is refused, so that packages are never mixed. On error or cancellation the
// folders written so far remain.
func Write(ctx context.Context, dir string, opts Options, progress func(done, total int)) (Summary, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return Summary{}, err
	}
	studio, err := newStudio(opts.Font, opts.Seed)
	if err != nil {
		return Summary{}, err
	}
	parts := opts.share()
	w := &writer{opts: opts, studio: studio, dir: dir, progress: progress, total: opts.Dossiers}
	if opts.Defects {
		w.total += defectDossiers
	}
	for _, part := range parts {
		if err := w.pack(ctx, part); err != nil {
			return w.sum, errs.Wrap("write demo package "+string(part.layout), err)
		}
	}
	return w.sum, nil
}

func (o Options) withDefaults() (Options, error) {
	if o.Dossiers < 1 || o.Dossiers > maxDossiers {
		return o, errs.New(errs.Invalid, "demo.dossiers", "演示档案数应为1至%d", maxDossiers)
	}
	o.PagesPerDossier = cmp.Or(o.PagesPerDossier, defaultPages)
	if o.PagesPerDossier < 1 || o.PagesPerDossier > maxPages {
		return o, errs.New(errs.Invalid, "demo.pages", "每卷页数应为1至%d", maxPages)
	}
	if len(o.Layouts) == 0 {
		o.Layouts = AllLayouts()
	}
	for _, layout := range o.Layouts {
		if _, known := packagers()[layout]; !known || layout == Defective {
			return o, errs.New(errs.Invalid, "demo.layout", "没有名为“%s”的演示包布局", layout)
		}
	}
	return o, nil
}

// part is a run of consecutive dossiers that one package holds.
type part struct {
	layout       Layout
	first, count int
}

// share gives every layout a tenth of the dossiers and the first one what is left; with few dossiers the last layouts
// get none.
func (o Options) share() []part {
	var parts []part
	left := o.Dossiers
	others := min(len(o.Layouts)-1, o.Dossiers-1)
	each := max(1, o.Dossiers/10)
	main := left - each*others
	if main < each {
		each, main = 1, left-others
	}
	first := 0
	for i, layout := range o.Layouts[:others+1] {
		count := each
		if i == 0 {
			count = main
		}
		parts = append(parts, part{layout, first, count})
		first += count
	}
	if o.Defects {
		parts = append(parts, part{Defective, first, defectDossiers})
	}
	return parts
}

type writer struct {
	opts     Options
	studio   *studio
	dir      string
	sum      Summary
	mu       sync.Mutex
	done     int
	total    int
	progress func(done, total int)
}

// pack writes one package: its dossiers on all cores, then the workbooks about all of them. What is held of a dossier
// after it is drawn are its catalogue rows.
func (w *writer) pack(ctx context.Context, p part) error {
	layout := packagers()[p.layout]
	root := filepath.Join(w.dir, string(p.layout))
	if err := makePackageFolder(w.dir, root); err != nil {
		return err
	}
	dossiers := make([]*dossier, p.count)
	for i := range dossiers {
		dossiers[i] = newDossier(w.opts, p.first+i)
	}
	nameFolders(dossiers)
	if p.layout == Defective {
		w.sum.Defects = plantInPlan(dossiers)
	}
	var bytes atomic.Int64
	if err := w.draw(ctx, dossiers, func(a *artist, seq int) error {
		written, err := layout.dossier(a, root, seq, dossiers[seq])
		bytes.Add(written)
		return err
	}); err != nil {
		return err
	}
	if err := layout.index(root, dossiers); err != nil {
		return err
	}
	pages := 0
	for _, d := range dossiers {
		pages += d.pages()
	}
	w.sum.Packages = append(w.sum.Packages, Package{p.layout, root, p.count, pages, bytes.Load()})
	w.sum.Dossiers += p.count
	w.sum.Pages += pages
	w.sum.Bytes += bytes.Load()
	return nil
}

func makePackageFolder(dir, root string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return errs.Wrap("make demo folder", err)
	}
	err := os.Mkdir(root, 0o750)
	if os.IsExist(err) {
		return errs.New(errs.Conflict, "demo.exists", "文件夹“%s”已存在，请删除或另选位置后重试", root)
	}
	return errs.Wrap("make package folder", err)
}

// draw runs write for every dossier. Each worker owns one canvas, so memory does not grow with the number of dossiers.
func (w *writer) draw(ctx context.Context, dossiers []*dossier, write func(a *artist, seq int) error) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(dossiers)) {
		group.Go(func() error {
			a := w.studio.newArtist(ctx)
			for {
				seq := int(next.Add(1)) - 1
				if seq >= len(dossiers) {
					return nil
				}
				if err := write(a, seq); err != nil {
					return err
				}
				w.advance()
			}
		})
	}
	return group.Wait()
}

func (w *writer) advance() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	if w.progress != nil {
		w.progress(w.done, w.total)
	}
}
