package pack

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"

	"github.com/danganku/danganku/internal/zipdir"
)

// zipFile reads a package from a zip archive. Nothing the archive says about sizes is believed: bytes are counted as they
// come out of the decompressor.
type zipFile struct {
	file   *os.File
	reader *zip.Reader
	limits Limits

	mu    sync.Mutex
	most  map[int]int64 // most bytes ever unpacked of an entry, so that reading one twice counts once
	total int64
	temp  string // folder for unpacked entries; empty: none made yet
}

func openZip(path string, p *Package) (source, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable("文件无法读取，请检查访问权限").Because(err)
	}
	z := &zipFile{file: file, limits: p.limits, most: map[int]int64{}}
	if err := z.list(p); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return z, nil
}

func (z *zipFile) list(p *Package) error {
	info, err := z.file.Stat()
	if err != nil {
		return unreadable("文件无法读取，请检查访问权限").Because(err)
	}
	z.reader, err = zipdir.Open(z.file, info.Size(), directoryAllowance(p.limits))
	switch {
	case errors.Is(err, zipdir.ErrTooLarge):
		return tooLarge("压缩包的目录过大，文件超过 %d 个或文件名过长，请分批提交", p.limits.MaxEntries)
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return unreadable("不是完整的ZIP文件（不支持RAR、7z和分卷压缩），请重新打包后提交").Because(err)
	}
	if len(z.reader.File) > 2*p.limits.MaxEntries {
		return tooLarge("包中文件超过 %d 个，请分批提交", p.limits.MaxEntries)
	}
	for i, f := range z.reader.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		size := int64(min(f.UncompressedSize64, 1<<62))
		if err := p.add(f.Name, f.Flags&flagUTF8 != 0, size, i, entryFault(f)); err != nil {
			return err
		}
	}
	return nil
}

// Bits of a zip entry's general purpose flag.
const (
	flagEncrypted = 1 << 0
	flagUTF8      = 1 << 11
)

func entryFault(f *zip.File) string {
	switch mode := f.Mode(); {
	case f.Flags&flagEncrypted != 0:
		return "已加密，请去掉密码后重新打包"
	case mode&fs.ModeSymlink != 0:
		return "是符号链接，未读取，请放入文件本身"
	case !mode.IsRegular():
		return "不是普通文件，未读取"
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return "的压缩方式不受支持，请用标准ZIP（Deflate）重新打包"
	}
	return ""
}

func (z *zipFile) open(ref int, name string) (io.ReadCloser, error) {
	entry := z.reader.File[ref]
	unpacked, err := entry.Open()
	if err != nil {
		return nil, badFile(name, "在压缩包中已损坏，请重新打包").Because(err)
	}
	return &zipEntry{ReadCloser: unpacked, zip: z, ref: ref, name: name, packed: int64(min(entry.CompressedSize64, 1<<62))}, nil
}

func (z *zipFile) openAt(ref int, name string) (File, error) {
	unpacked, err := z.open(ref, name)
	if err != nil {
		return nil, err
	}
	defer unpacked.Close()
	temp, err := z.tempFile()
	if err != nil {
		return nil, err
	}
	size, err := io.Copy(temp, unpacked)
	if err != nil {
		return nil, errors.Join(err, tempEntry{sizedFile{temp, size}}.Close())
	}
	return tempEntry{sizedFile{temp, size}}, nil
}

func (z *zipFile) tempFile() (*os.File, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.temp == "" {
		dir, err := os.MkdirTemp(z.limits.TempDir, "danganku-package-")
		if err != nil {
			return nil, errTemp(err)
		}
		z.temp = dir
	}
	file, err := os.CreateTemp(z.temp, "entry-")
	if err != nil {
		return nil, errTemp(err)
	}
	return file, nil
}

func (z *zipFile) Close() error {
	err := z.file.Close()
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.temp != "" {
		err = errors.Join(err, os.RemoveAll(z.temp))
	}
	return err
}

// account counts the bytes unpacked of an entry and refuses what goes beyond the limits.
func (z *zipFile) account(ref int, unpacked, packed int64) (fault string) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if unpacked > z.most[ref] {
		z.total += unpacked - z.most[ref]
		z.most[ref] = unpacked
	}
	switch {
	case unpacked > z.limits.MaxFileBytes:
		return "解压后超过单个文件的上限，疑似压缩炸弹，已停止读取"
	case unpacked > ratioFloor && unpacked/max(packed, 1) > z.limits.MaxRatio:
		return "压缩比异常，疑似压缩炸弹，已停止读取"
	case z.total > z.limits.MaxTotalBytes:
		return "读到这里时整个包解压后已超过总量上限，请分批提交"
	}
	return ""
}

// zipEntry is an entry being unpacked.
type zipEntry struct {
	io.ReadCloser
	zip    *zipFile
	ref    int
	name   string
	packed int64
	count  int64
}

func (e *zipEntry) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	e.count += int64(n)
	if fault := e.zip.account(e.ref, e.count, e.packed); fault != "" {
		return 0, badFile(e.name, "%s", fault)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = badFile(e.name, "在压缩包中已损坏，请重新打包").Because(err)
	}
	return n, err
}

// tempEntry is an unpacked entry whose file goes away when it is closed.
type tempEntry struct{ sizedFile }

func (t tempEntry) Close() error {
	return errors.Join(t.File.Close(), os.Remove(t.Name()))
}

// directoryAllowance is how many bytes the list of a zip's entries may take: what the entries themselves may, with names
// of ordinary length. It keeps a crafted archive from filling memory before its entries can be counted.
func directoryAllowance(limits Limits) int64 { return 1<<20 + int64(limits.MaxEntries)*320 }
