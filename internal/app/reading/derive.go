package reading

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/storage"
)

// RunDeriveJob is the handler of domain.JobDerive: it makes the pictures of a dossier's pages and takes up the text layers.
// What is there already is left alone, so it may run any number of times.
func (s *Service) RunDeriveJob(ctx context.Context, job domain.Job) error {
	id, err := job.SubjectID()
	if err != nil {
		return err
	}
	d, err := s.Store.Dossiers().Get(ctx, id)
	if errs.Is(err, errs.NotFound) { // withdrawn since
		return errs.Wrap("derive", s.removeDerived(ctx, id))
	}
	if err != nil {
		return errs.Wrap("derive", err)
	}
	known, err := s.knownTexts(ctx, d.ID)
	if err != nil {
		return errs.Wrap("derive", err)
	}
	work := &derivation{Service: s, dossierID: d.ID}
	defer work.close()
	for _, page := range d.Pages {
		err := work.page(ctx, page, known[page.No])
		if ended := ctx.Err(); ended != nil || errs.Is(err, errs.Unavailable) {
			return errs.Wrap("derive", cmp.Or(ended, err))
		}
		if err != nil && len(work.failed) < failuresKept {
			work.failed = append(work.failed, fmt.Errorf("derive page %d: %w", page.No, err))
		}
	}
	_, err = s.Store.Dossiers().Head(ctx, d.ID)
	if errs.Is(err, errs.NotFound) { // withdrawn meanwhile, and its pictures removed before the last ones were put
		return errs.Wrap("derive", s.removeDerived(ctx, d.ID))
	}
	return errors.Join(append(work.failed, errs.Wrap("derive", err), s.saveTexts(ctx, d.ID, work.texts))...)
}

func (s *Service) removeDerived(ctx context.Context, dossierID string) error {
	return storage.DeletePrefix(ctx, s.Derivatives, "derived/"+dossierID+"/")
}

const failuresKept = 10

func (s *Service) saveTexts(ctx context.Context, dossierID string, texts []domain.PageText) error {
	if len(texts) == 0 {
		return nil
	}
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Texts().Save(ctx, texts); err != nil {
			return err
		}
		return tx.Outbox().Append(ctx, dossierID)
	})
	return errs.Wrap("save page texts", err)
}

func (s *Service) knownTexts(ctx context.Context, dossierID string) (map[int]bool, error) {
	texts, err := s.Store.Texts().OfDossier(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	engine, version := s.Renderer.TextEngine()
	known := map[int]bool{}
	for _, text := range texts {
		if text.Engine == engine && text.EngineVersion == version {
			known[text.PageNo] = true
		}
	}
	return known, nil
}

// derivation works through the pages of one dossier. Pages that follow each other are often frames of one master, which is
// fetched once for all of them. A page that cannot be read does not keep the others from their pictures and texts.
type derivation struct {
	*Service
	dossierID string
	file      string // path of the open master
	master    Source
	closer    io.Closer
	texts     []domain.PageText
	failed    []error
}

func (w *derivation) page(ctx context.Context, page domain.Page, textKnown bool) error {
	missing, err := w.missingWidths(ctx, w.dossierID, page)
	wantsText := page.MediaType == "application/pdf" && !textKnown
	if err != nil || len(missing) == 0 && !wantsText {
		return err
	}
	if err := w.open(ctx, page); err != nil {
		return err
	}
	if err := w.makeWidths(ctx, w.dossierID, page, w.master, missing); err != nil || !wantsText {
		return err
	}
	text, err := w.Renderer.Text(ctx, w.master, page.Frame)
	if err != nil || text == "" {
		return err
	}
	engine, version := w.Renderer.TextEngine()
	w.texts = append(w.texts, domain.PageText{DossierID: w.dossierID, PageNo: page.No, Engine: engine, EngineVersion: version,
		Text: text, CreatedAt: w.Clock.Now()})
	return nil
}

func (w *derivation) open(ctx context.Context, page domain.Page) error {
	if w.closer != nil && w.file == page.File {
		return nil
	}
	w.close()
	master, closer, err := w.openMaster(ctx, w.dossierID, page)
	if err != nil {
		return err
	}
	w.file, w.master, w.closer = page.File, master, closer
	return nil
}

func (w *derivation) close() {
	if w.closer != nil {
		_ = w.closer.Close() // a spool file that was only read
		w.closer = nil
	}
}

func (s *Service) missingWidths(ctx context.Context, dossierID string, page domain.Page) ([]int, error) {
	var missing []int
	for _, width := range preparedWidths(page) {
		_, err := s.Derivatives.Stat(ctx, derivedKey(dossierID, page, width))
		if errors.Is(err, fs.ErrNotExist) {
			missing = append(missing, width)
		} else if err != nil {
			return nil, err
		}
	}
	return missing, nil
}

func (s *Service) makeWidths(ctx context.Context, dossierID string, page domain.Page, master Source, widths []int) error {
	if len(widths) == 0 {
		return nil
	}
	pictures, err := s.pictures(ctx, page, master, widths)
	if err != nil {
		return err
	}
	for i, width := range widths {
		_, err := s.Derivatives.Put(ctx, derivedKey(dossierID, page, width), bytes.NewReader(pictures[i]), int64(len(pictures[i])),
			storage.PutOptions{ContentType: "image/jpeg"})
		if err != nil {
			return err
		}
	}
	return nil
}

// pictures makes the widths. The scan that a PDF page consists of serves as its full size without being encoded anew.
func (s *Service) pictures(ctx context.Context, page domain.Page, master Source, widths []int) ([][]byte, error) {
	last := len(widths) - 1
	if page.Rotation != 0 || widths[last] < Size(page).X {
		return s.Renderer.Widths(ctx, master, page.Frame, page.Rotation, widths)
	}
	original, ok, err := s.Renderer.Original(ctx, master, page.Frame)
	if err != nil {
		return nil, err
	}
	if !ok {
		return s.Renderer.Widths(ctx, master, page.Frame, page.Rotation, widths)
	}
	if last == 0 {
		return [][]byte{original}, nil
	}
	smaller, err := s.Renderer.Widths(ctx, master, page.Frame, page.Rotation, widths[:last])
	return append(smaller, original), err
}

// smallMaster is the size in bytes up to which a master is held in memory while it is decoded.
const smallMaster = 16 << 20

// openMaster makes a master readable at random: small ones in memory, large ones in a spool file that closing removes.
func (s *Service) openMaster(ctx context.Context, dossierID string, page domain.Page) (Source, io.Closer, error) {
	content, size, err := s.Archive.OpenMaster(ctx, dossierID, page.File, 0, -1)
	if err != nil {
		return nil, nil, err
	}
	defer content.Close()
	if size <= smallMaster {
		all, err := io.ReadAll(content)
		return bytes.NewReader(all), io.NopCloser(nil), err
	}
	return s.spool(content)
}

func (s *Service) spool(content io.Reader) (Source, io.Closer, error) {
	file, err := os.CreateTemp(s.Spool, "master-*")
	if err != nil {
		return nil, nil, err
	}
	spooled := spoolFile{File: file}
	if spooled.size, err = io.Copy(file, content); err != nil {
		return nil, nil, errors.Join(err, spooled.Close())
	}
	return spooled, spooled, nil
}

// spoolFile is a temporary file that goes when it is closed.
type spoolFile struct {
	*os.File
	size int64
}

func (f spoolFile) Size() int64 { return f.size }

func (f spoolFile) Close() error { return errors.Join(f.File.Close(), os.Remove(f.Name())) }
