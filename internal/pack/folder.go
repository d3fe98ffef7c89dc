package pack

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// folder reads a package from disk through an os.Root, so that no link and no race leads outside.
type folder struct {
	root *os.Root
	raw  []string // names as the disk gives them
}

func openFolder(path string, p *Package) (source, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, unreadable("文件夹无法读取，请检查访问权限").Because(err)
	}
	f := &folder{root: root}
	if err := f.walk(".", 0, p); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

const readDirBatch = 1024

func (f *folder) walk(dir string, depth int, p *Package) error {
	handle, err := f.root.Open(dir)
	if err != nil {
		p.report(printable(filepath.ToSlash(dir)), "无法打开，请检查访问权限")
		return nil
	}
	defer func() { _ = handle.Close() }() // only read from
	for {
		entries, err := handle.ReadDir(readDirBatch)
		for _, entry := range entries {
			if err := f.visit(filepath.Join(dir, entry.Name()), entry, depth, p); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			p.report(printable(filepath.ToSlash(dir)), "无法列出内容，请检查访问权限")
			return nil
		}
	}
}

func (f *folder) visit(path string, entry fs.DirEntry, depth int, p *Package) error {
	if isSystemFile(entry.Name()) {
		return nil
	}
	if entry.IsDir() {
		if depth >= p.limits.MaxDepth {
			p.report(printable(filepath.ToSlash(path)), "的文件夹层次过深，请减少层次后重新提交")
			return nil
		}
		return f.walk(path, depth+1, p)
	}
	var fault string
	var size int64
	info, err := entry.Info()
	switch {
	case err != nil:
		fault = "无法读取，请检查访问权限"
	case info.Mode()&fs.ModeSymlink != 0:
		fault = "是符号链接，未读取，请放入文件本身"
	case !info.Mode().IsRegular():
		fault = "不是普通文件，未读取"
	default:
		size = info.Size()
	}
	f.raw = append(f.raw, path)
	return p.add(filepath.ToSlash(path), false, size, len(f.raw)-1, fault)
}

func (f *folder) open(ref int, name string) (io.ReadCloser, error) {
	file, err := f.root.Open(f.raw[ref])
	if err != nil {
		return nil, badFile(name, "无法打开，可能已被移走或没有访问权限").Because(err)
	}
	return file, nil
}

func (f *folder) openAt(ref int, name string) (File, error) {
	file, err := f.root.Open(f.raw[ref])
	if err != nil {
		return nil, badFile(name, "无法打开，可能已被移走或没有访问权限").Because(err)
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, badFile(name, "不是普通文件，未读取").Because(errors.Join(err, file.Close()))
	}
	return sizedFile{file, info.Size()}, nil
}

func (f *folder) Close() error { return f.root.Close() }

// sizedFile is an open file with its size at the time of opening.
type sizedFile struct {
	*os.File
	size int64
}

func (f sizedFile) Size() int64 { return f.size }
