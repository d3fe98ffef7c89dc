package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// ManifestFile is a file announced for upload.
type ManifestFile struct {
	Path string `json:"path"` // relative to the package, slash-separated
	Size int64  `json:"size"`
}

// Announce creates an ingest for files that will be uploaded, and remembers what is to come.
func (s *Service) Announce(ctx context.Context, actor authz.Actor, request Request, files []ManifestFile) (domain.Ingest, error) {
	if err := checkManifest(files); err != nil {
		return domain.Ingest{}, err
	}
	request.Announced.Files = len(files)
	for _, file := range files {
		request.Announced.Bytes += file.Size
	}
	in, err := s.Create(ctx, actor, request)
	if err != nil {
		return in, err
	}
	if _, err := os.Stat(s.manifestPath(in.ID)); err == nil || in.State != domain.IngestReceiving {
		return in, nil // the request was repeated; what was announced first holds
	}
	if err := os.MkdirAll(filepath.Join(s.stagingFolder(in.ID), "files"), 0o750); err != nil {
		return in, errs.Wrap("announce upload", err)
	}
	return in, errs.Wrap("announce upload", writeManifest(s.manifestPath(in.ID), files))
}

// writeManifest puts the manifest in place whole: a crash leaves none, and the request may be repeated.
func writeManifest(path string, files []ManifestFile) error {
	content, err := json.Marshal(files)
	if err != nil {
		return err
	}
	beside, err := os.CreateTemp(filepath.Dir(path), "manifest-*.part")
	if err != nil {
		return err
	}
	_, err = beside.Write(content)
	if err = errors.Join(err, beside.Sync(), beside.Close()); err == nil {
		err = os.Rename(beside.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}

func checkManifest(files []ManifestFile) error {
	seen := make(map[string]bool, len(files))
	for _, file := range files {
		if !safePath(file.Path) || file.Size < 0 {
			return errs.New(errs.Invalid, "upload.path", "文件名“%s”不能使用，请改名后重新选择", file.Path)
		}
		key := strings.ToLower(file.Path)
		if seen[key] {
			return errs.New(errs.Invalid, "upload.repeated", "文件“%s”重复，请检查所选文件夹", file.Path)
		}
		seen[key] = true
	}
	for _, file := range files {
		for above := path.Dir(file.Path); above != "."; above = path.Dir(above) {
			if seen[strings.ToLower(above)] {
				return errs.New(errs.Invalid, "upload.file_and_folder", "“%s”既是文件，又是“%s”所在的文件夹，请改名后重新选择", above, file.Path)
			}
		}
	}
	return nil
}

// safePath admits relative slash paths that stay inside the package on every system.
func safePath(name string) bool {
	return fs.ValidPath(name) && name != "." && !strings.ContainsAny(name, "\\:\x00") && filepath.IsLocal(filepath.FromSlash(name))
}

// Missing lists the announced files that have not arrived whole, by index.
func (s *Service) Missing(ctx context.Context, actor authz.Actor, id string) (domain.Ingest, []int, error) {
	in, err := s.Get(ctx, actor, id)
	if err != nil || in.State != domain.IngestReceiving {
		return in, nil, err
	}
	files, err := s.manifest(id)
	if err != nil {
		return in, nil, err
	}
	missing := []int{}
	for i, file := range files {
		info, err := os.Stat(s.stagedPath(id, file.Path))
		if err != nil || info.Size() != file.Size {
			missing = append(missing, i)
		}
	}
	return in, missing, nil
}

// Expect checks that the announced file may be sent by the actor, and returns its size.
func (s *Service) Expect(ctx context.Context, actor authz.Actor, id string, index int) (ManifestFile, error) {
	in, err := s.Get(ctx, actor, id)
	if err != nil {
		return ManifestFile{}, err
	}
	if in.State != domain.IngestReceiving {
		return ManifestFile{}, errs.New(errs.Conflict, "upload.closed", "该批次已不再接收文件")
	}
	files, err := s.manifest(id)
	if err != nil {
		return ManifestFile{}, err
	}
	if index < 0 || index >= len(files) {
		return ManifestFile{}, errs.New(errs.Invalid, "upload.index", "该文件不在清单中")
	}
	return files[index], nil
}

// Receive moves an uploaded file to its place in the package. The file must lie on the same volume as the staging folder.
func (s *Service) Receive(ctx context.Context, actor authz.Actor, id string, index int, uploaded string) error {
	file, err := s.Expect(ctx, actor, id, index)
	if err != nil {
		return err
	}
	info, err := os.Stat(uploaded)
	if err != nil {
		return errs.Wrap("receive upload", err)
	}
	if info.Size() != file.Size {
		return errs.New(errs.Unprocessable, "upload.size", "文件“%s”应为%d字节，收到%d字节，请重新上传", file.Path, file.Size, info.Size())
	}
	target := s.stagedPath(id, file.Path)
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return errs.Wrap("receive upload", err)
	}
	return errs.Wrap("receive upload", os.Rename(uploaded, target))
}

func (s *Service) manifest(id string) ([]ManifestFile, error) {
	content, err := os.ReadFile(s.manifestPath(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errs.New(errs.Conflict, "upload.gone", "该批次的上传已清除，请重新建立")
	}
	if err != nil {
		return nil, errs.Wrap("read manifest", err)
	}
	var files []ManifestFile
	return files, errs.Wrap("read manifest", json.Unmarshal(content, &files))
}

func (s *Service) stagingFolder(id string) string { return filepath.Join(s.Staging, id) }

func (s *Service) manifestPath(id string) string {
	return filepath.Join(s.stagingFolder(id), "manifest.json")
}

func (s *Service) stagedPath(id, name string) string {
	return filepath.Join(s.stagingFolder(id), "files", filepath.FromSlash(name))
}

// packagePath is what to open for an ingest: the source, or inside a staging folder the files or the one zip among them.
func (s *Service) packagePath(in domain.Ingest) (string, error) {
	if !in.Staged {
		return in.Source, nil
	}
	folder := filepath.Join(s.stagingFolder(in.ID), "files")
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", fmt.Errorf("read staging folder: %w", err)
	}
	if len(entries) == 1 && strings.EqualFold(filepath.Ext(entries[0].Name()), ".zip") {
		return filepath.Join(folder, entries[0].Name()), nil
	}
	return folder, nil
}

// removeStaging frees the staging folder of a finished upload. What cannot be removed now is left to the sweeper.
func (s *Service) removeStaging(in domain.Ingest) {
	if in.Staged && in.State.Finished() {
		_ = os.RemoveAll(s.stagingFolder(in.ID))
	}
}

func (s *Service) openPackage(in domain.Ingest) (Package, error) {
	source, err := s.packagePath(in)
	if err != nil {
		return nil, err
	}
	return s.OpenPackage(source)
}
