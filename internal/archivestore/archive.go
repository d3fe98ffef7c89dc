// Package archivestore is the object store as the system of record: it keeps each dossier as two OCFL objects, "masters"
// (page images exactly as received) and "record" (cover data, catalogue and pages as readable JSON, with inspection
// reports). Two objects, because an inventory grows with files times versions: an edit must not rewrite the list of all
// page images.
//
// It implements domain.Archive over storage/ocfl and may import domain, errs and storage.
package archivestore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/ocfl"
)

const (
	recordPath    = "record.json"
	maxRecord     = 64 << 20 // bytes; a record of 10,000 pages is about 5 MB
	escapedNUL    = `\u0000` // in JSON; PostgreSQL cannot keep it, so a record with it could never have rows
	objectPrefix  = "urn:danganku:dossier:"
	mastersSuffix = ":masters"
	recordSuffix  = ":record"
)

// Archive keeps dossiers below one OCFL storage root.
type Archive struct {
	root    *ocfl.Root
	uploads int
}

var _ domain.Archive = (*Archive)(nil)

// New returns the archive in the storage root; uploads is how many files of one dossier are sent at a time.
func New(root *ocfl.Root, uploads int) *Archive {
	return &Archive{root: root, uploads: max(uploads, 1)}
}

func mastersID(dossierID string) string { return objectPrefix + dossierID + mastersSuffix }
func recordID(dossierID string) string  { return objectPrefix + dossierID + recordSuffix }

// AddMasters implements domain.Archive.
func (a *Archive) AddMasters(ctx context.Context, dossierID string, files []domain.MasterFile, by domain.Signature) (int, error) {
	present := 0
	stored := map[string]string{}
	object, err := a.root.Open(ctx, mastersID(dossierID))
	switch {
	case err == nil:
		present = object.Version()
		for _, file := range object.Files() {
			stored[file.Path] = file.Digest
		}
	case !errors.Is(err, fs.ErrNotExist):
		return 0, classify("open masters", err)
	}
	object, err = a.root.Update(ctx, mastersID(dossierID), present, versionInfo(by), func(stage *ocfl.Stage) error {
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(a.uploads)
		for _, file := range files {
			if stored[file.Path] != file.Digest {
				group.Go(func() error { return putMaster(ctx, stage, file) })
			}
		}
		return group.Wait()
	})
	if err != nil {
		return 0, classify("add masters", err)
	}
	return object.Version(), nil
}

func putMaster(ctx context.Context, stage *ocfl.Stage, file domain.MasterFile) error {
	content, err := file.Open(ctx)
	if err != nil {
		return err
	}
	defer content.Close()
	put, err := stage.Put(ctx, file.Path, content, file.Size)
	if errors.Is(err, storage.ErrSizeMismatch) || err == nil && put.Digest != file.Digest {
		return domain.RuleError(domain.R20, "文件%s在检测之后被改动，请重新检测后再入库", file.Path)
	}
	return err
}

// OpenMaster implements domain.Archive.
func (a *Archive) OpenMaster(ctx context.Context, dossierID, path string, offset, length int64) (io.ReadCloser, int64, error) {
	object, err := a.root.Open(ctx, mastersID(dossierID))
	if err != nil {
		return nil, 0, classify("open masters", err)
	}
	content, stat, err := object.Get(ctx, path, offset, length)
	if err != nil {
		return nil, 0, classify("open master", err)
	}
	return content, stat.Size, nil
}

// WriteRecord implements domain.Archive.
func (a *Archive) WriteRecord(ctx context.Context, d *domain.Dossier, attachments []domain.Attachment, by domain.Signature) error {
	content, err := EncodeRecord(d)
	if err != nil {
		return err
	}
	if bytes.Contains(content, []byte(escapedNUL)) {
		return errs.New(errs.Invalid, "text.malformed", "文字中含有不能保存的字符，请删除后重试")
	}
	attachments = append([]domain.Attachment{{Path: recordPath, Content: content}}, attachments...)
	_, err = a.root.Update(ctx, recordID(d.ID), d.Version-1, versionInfo(by), func(stage *ocfl.Stage) error {
		for _, file := range attachments {
			if _, err := stage.Put(ctx, file.Path, bytes.NewReader(file.Content), int64(len(file.Content))); err != nil {
				return err
			}
		}
		return nil
	})
	return classify("write record", err)
}

// Record implements domain.Archive.
func (a *Archive) Record(ctx context.Context, dossierID string, version int) (*domain.Dossier, error) {
	content, err := a.read(ctx, dossierID, recordPath, version)
	if err != nil {
		return nil, err
	}
	d, err := DecodeRecord(content)
	if err != nil {
		return nil, fmt.Errorf("dossier %s: %w", dossierID, err)
	}
	return d, nil
}

// ReadAttachment implements domain.Archive.
func (a *Archive) ReadAttachment(ctx context.Context, dossierID, path string) ([]byte, error) {
	return a.read(ctx, dossierID, path, 0)
}

func (a *Archive) read(ctx context.Context, dossierID, path string, version int) ([]byte, error) {
	object, err := a.root.Open(ctx, recordID(dossierID))
	if err == nil && version > 0 {
		object, err = object.At(version)
	}
	if err != nil {
		return nil, classify("open record", err)
	}
	content, stat, err := object.Get(ctx, path, 0, -1)
	if err != nil {
		return nil, classify("open "+path, err)
	}
	defer content.Close()
	if stat.Size > maxRecord {
		return nil, fmt.Errorf("read %s: %d bytes exceed the limit", path, stat.Size)
	}
	all, err := io.ReadAll(content)
	return all, classify("read "+path, err)
}

// History implements domain.Archive.
func (a *Archive) History(ctx context.Context, dossierID string) ([]domain.RecordVersion, error) {
	object, err := a.root.Open(ctx, recordID(dossierID))
	if err != nil {
		return nil, classify("open record", err)
	}
	infos := object.History()
	versions := make([]domain.RecordVersion, 0, len(infos))
	for i := len(infos) - 1; i >= 0; i-- {
		versions = append(versions, domain.RecordVersion{Version: i + 1, Signature: domain.Signature{
			ActorID: strings.TrimPrefix(infos[i].UserAddress, userAddress("")), Name: infos[i].UserName,
			Message: infos[i].Message, At: infos[i].Created}})
	}
	return versions, nil
}

// Recover implements domain.Archive.
func (a *Archive) Recover(ctx context.Context, dossierID string) (bool, error) {
	if _, err := a.root.Recover(ctx, mastersID(dossierID)); err != nil {
		return false, classify("recover masters", err)
	}
	outcome, err := a.root.Recover(ctx, recordID(dossierID))
	if err != nil {
		return false, classify("recover record", err)
	}
	if outcome == ocfl.Absent || outcome == ocfl.Removed {
		return false, nil
	}
	return true, nil
}

// Purge implements domain.Archive. The record goes first: without it the masters are remains that nothing points at.
func (a *Archive) Purge(ctx context.Context, dossierID string) error {
	for _, id := range []string{recordID(dossierID), mastersID(dossierID)} {
		if err := a.root.Purge(ctx, id); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return classify("purge", err)
		}
		if _, err := a.root.Recover(ctx, id); err != nil {
			return classify("purge", err)
		}
	}
	return nil
}

// Dossiers implements domain.Archive.
func (a *Archive) Dossiers(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for entry, err := range a.root.Objects(ctx) {
			if errors.Is(err, ocfl.ErrCorrupt) {
				if !yield("", classify("walk dossiers", err)) {
					return
				}
				continue
			}
			if err != nil {
				yield("", classify("walk dossiers", err))
				return
			}
			dossierID, isRecord, ok := parseObjectID(entry.ID)
			if !ok || entry.Version == 0 {
				continue
			}
			if !isRecord {
				// Masters are named only where their record is missing; each dossier comes once.
				if _, err := a.root.Open(ctx, recordID(dossierID)); !errors.Is(err, fs.ErrNotExist) {
					continue
				}
			}
			if !yield(dossierID, nil) {
				return
			}
		}
	}
}

func parseObjectID(id string) (dossierID string, isRecord, ok bool) {
	rest, ours := strings.CutPrefix(id, objectPrefix)
	if !ours {
		return "", false, false
	}
	if dossierID, found := strings.CutSuffix(rest, recordSuffix); found {
		return dossierID, true, true
	}
	dossierID, found := strings.CutSuffix(rest, mastersSuffix)
	return dossierID, false, found
}

// Verify implements domain.Archive.
func (a *Archive) Verify(ctx context.Context, dossierID string) ([]string, error) {
	var problems []string
	objects := []string{mastersID(dossierID), recordID(dossierID)}
	absent := 0
	for _, id := range objects {
		found, err := a.root.Verify(ctx, id)
		if errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, id+": absent")
			absent++
			continue
		}
		if err != nil {
			return problems, classify("verify", err)
		}
		for _, problem := range found {
			problems = append(problems, id+": "+problem.String())
		}
	}
	if absent == len(objects) {
		return nil, classify("verify", fs.ErrNotExist)
	}
	missing, err := a.missingMasters(ctx, dossierID)
	return append(problems, missing...), err
}

// missingMasters holds the pages of the record to the masters' inventory, whose bytes were re-hashed. Objects that cannot be
// read were reported with their own faults.
func (a *Archive) missingMasters(ctx context.Context, dossierID string) ([]string, error) {
	d, err := a.Record(ctx, dossierID, 0)
	if err != nil {
		return nil, unlessDamaged(err)
	}
	object, err := a.root.Open(ctx, mastersID(dossierID))
	if err != nil {
		return nil, unlessDamaged(classify("open masters", err))
	}
	stored := map[string]string{}
	for _, file := range object.Files() {
		stored[file.Path] = file.Digest
	}
	var problems []string
	for _, page := range d.Pages {
		if stored[page.File] != page.Digest {
			problems = append(problems, fmt.Sprintf("第%d页的影像%s缺失或不是记录中的那一份", page.No, page.File))
		}
	}
	return problems, nil
}

// unlessDamaged keeps only the errors after which nothing can be said about the object.
func unlessDamaged(err error) error {
	if errs.Is(err, errs.Unavailable) || errs.IsCanceled(err) {
		return err
	}
	return nil
}

func userAddress(actorID string) string { return "urn:danganku:user:" + actorID }

func versionInfo(by domain.Signature) ocfl.VersionInfo {
	name, actor := by.Name, by.ActorID
	if name == "" {
		name = "system"
	}
	if actor == "" {
		actor = "system"
	}
	return ocfl.VersionInfo{Created: by.At, Message: by.Message, UserName: name, UserAddress: userAddress(actor)}
}

// classify gives the errors of the object store the kinds the use cases decide by.
func classify(operation string, err error) error {
	var known *errs.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return errs.New(errs.NotFound, "archive.not_found", "没有这份档案或这个版本").Because(fmt.Errorf("%s: %w", operation, err))
	case errors.Is(err, ocfl.ErrConflict):
		return errs.New(errs.Stale, "dossier.stale", "这份档案已被他人修改，请刷新后重做").Because(fmt.Errorf("%s: %w", operation, err))
	case errors.Is(err, ocfl.ErrCorrupt):
		return fmt.Errorf("%s: %w: %w", operation, domain.ErrDamaged, err)
	case errors.Is(err, storage.ErrUnavailable):
		return errs.New(errs.Unavailable, "archive.unavailable", "影像存储暂时不可用，请稍后再试").Because(fmt.Errorf("%s: %w", operation, err))
	}
	return fmt.Errorf("%s: %w", operation, err)
}
