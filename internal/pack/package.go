package pack

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Entry is one file of a package.
type Entry struct {
	Name string // path in the package: UTF-8, slashes, relative
	Size int64  // bytes, as the folder or the archive states; reading is bounded independently of it
}

// File is an entry opened for reading at any place. It is an imaging source.
type File interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// Package is an opened package. Its files may be read by several goroutines at a time.
type Package struct {
	name     string
	limits   Limits
	entries  []Entry
	refs     []int // what the source calls the entry at the same place
	byName   map[string]int
	problems []domain.Violation
	src      source
}

// source is where the bytes come from.
type source interface {
	open(ref int, name string) (io.ReadCloser, error)
	openAt(ref int, name string) (File, error)
	Close() error
}

// Open opens a folder or a zip file. Entries that cannot be used safely are left out and reported by Problems; only what
// spoils the package as a whole is an error.
func Open(path string, limits Limits) (*Package, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errs.New(errs.NotFound, CodeUnreadable, "找不到“%s”", printable(filepath.Base(path)))
	}
	if err != nil {
		return nil, unreadable("“%s”无法读取，请检查访问权限", printable(filepath.Base(path))).Because(err)
	}
	p := &Package{name: packageName(path), limits: limits.withDefaults(), byName: map[string]int{}}
	if info.IsDir() {
		p.src, err = openFolder(path, p)
	} else {
		p.src, err = openZip(path, p)
	}
	if err != nil {
		return nil, fmt.Errorf("open package: %w", err)
	}
	p.sort()
	return p, nil
}

func packageName(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	base := printable(filepath.Base(absolute))
	if len(base) > 4 && strings.EqualFold(base[len(base)-4:], ".zip") {
		base = base[:len(base)-4]
	}
	return base
}

// Name is the folder's name, or the zip file's without its extension.
func (p *Package) Name() string { return p.name }

// Files lists the usable files in the order people number them. The caller must not change it.
func (p *Package) Files() []Entry { return p.entries }

// Problems lists the entries that were left out, each with its name and what to do about it.
func (p *Package) Problems() []domain.Violation { return slices.Clone(p.problems) }

// Open reads a file from its beginning.
func (p *Package) Open(name string) (io.ReadCloser, error) {
	i, err := p.find(name)
	if err != nil {
		return nil, err
	}
	return p.src.open(p.refs[i], name)
}

// OpenAt opens a file for reading at any place. A zip entry is unpacked to a private temporary file first, which goes
// away when the file is closed; that is when a damaged or oversized entry is found out.
func (p *Package) OpenAt(name string) (File, error) {
	i, err := p.find(name)
	if err != nil {
		return nil, err
	}
	return p.src.openAt(p.refs[i], name)
}

// Close releases the package. Files opened from it must be closed before.
func (p *Package) Close() error { return p.src.Close() }

func (p *Package) find(name string) (int, error) {
	i, found := p.byName[name]
	if !found {
		return 0, errs.New(errs.NotFound, CodeFile, "包中没有文件“%s”", printable(name))
	}
	return i, nil
}

// add takes an entry in, or reports why not. It fails only when the package has too many.
func (p *Package) add(raw string, utf8Flag bool, size int64, ref int, fault string) error {
	name, nameProblem := cleanName(raw, utf8Flag, p.limits)
	if isSystemFile(name) {
		return nil
	}
	switch {
	case nameProblem != "":
		fault = nameProblem
	case fault == "" && size > p.limits.MaxFileBytes:
		fault = fmt.Sprintf("超过单个文件 %d MB 的上限，请拆分后重新提交", p.limits.MaxFileBytes>>20)
	case fault == "" && isArchive(name):
		fault = "是压缩包，不读取包中的压缩包，请解压后重新提交"
	}
	if _, taken := p.byName[name]; taken && fault == "" {
		fault = "在包中重复出现，只读取了第一个，请改名后重新打包"
	}
	if fault != "" {
		p.report(name, fault)
		return nil
	}
	if len(p.entries) >= p.limits.MaxEntries {
		return tooLarge("包中文件超过 %d 个，请分批提交", p.limits.MaxEntries)
	}
	p.byName[name] = len(p.entries)
	p.entries = append(p.entries, Entry{Name: name, Size: size})
	p.refs = append(p.refs, ref)
	return nil
}

// maxProblems bounds the list for packages in which everything is wrong.
const maxProblems = 1_000

func (p *Package) report(name, fault string) {
	if len(p.problems) > maxProblems {
		return
	}
	v := domain.Violation{Rule: domain.R20, Level: domain.Block, File: name, Message: "文件“" + name + "”" + fault}
	if len(p.problems) == maxProblems {
		v.File, v.Message = "", "不能读取的文件过多，其余不再逐一列出，请检查打包方式"
	}
	p.problems = append(p.problems, v)
}

func (p *Package) sort() {
	order := make([]int, len(p.entries))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareNatural(p.entries[a].Name, p.entries[b].Name) })
	entries, refs := make([]Entry, len(order)), make([]int, len(order))
	for to, from := range order {
		entries[to], refs[to] = p.entries[from], p.refs[from]
		p.byName[entries[to].Name] = to
	}
	p.entries, p.refs = entries, refs
}

func isArchive(name string) bool {
	return slices.Contains([]string{".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".z", ".iso", ".cab", ".jar"}, extension(name))
}

// extension is the lower-case extension of a path with its dot.
func extension(name string) string { return strings.ToLower(filepath.Ext(name)) }
