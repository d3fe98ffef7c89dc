package audit

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// AnchorFile is a text file of anchors that only ever grows, so that its medium may refuse everything but appending. One
// process writes to it; any number may read it meanwhile.
type AnchorFile struct {
	Path   string
	Needed bool // a missing file is a fault of the caller's, not merely one that nobody has begun
}

// maxAnchorLine bounds what a foreign file may make us hold.
const maxAnchorLine = 1024

// Append adds an anchor, linked to the last whole line, and returns when it is on the medium. What a crash left of an earlier
// line stays as it is, on a line of its own.
func (f AnchorFile) Append(anchor Anchor) (err error) {
	fail := func(err error) error {
		return errs.New(errs.Unavailable, "audit.anchor", "不能写入审计锚点文件%s，请检查路径、权限与剩余空间", f.Path).Because(err)
	}
	last, begun, err := f.last()
	if err != nil {
		return fail(err)
	}
	anchor.Node = strings.Join(strings.Fields(anchor.Node), "-")
	line := anchor.after(last.Link).line() + "\n"
	if begun.unended {
		line = "\n" + line
	}
	file, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fail(err)
	}
	_, err = file.WriteString(line)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fail(err)
	}
	if begun.missing {
		return syncFolder(filepath.Dir(f.Path))
	}
	return nil
}

// syncFolder makes a new file's name durable. Not every system can; the file's content is safe without.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return errs.Wrap("open folder of anchor file", err)
	}
	_ = folder.Sync()
	return errs.Wrap("close folder of anchor file", folder.Close())
}

// state is how an anchor file was found.
type state struct{ missing, unended bool }

// last is the last whole line; the zero Anchor when there is none.
func (f AnchorFile) last() (last Anchor, found state, err error) {
	_, err = os.Stat(f.Path)
	found.missing = errors.Is(err, fs.ErrNotExist)
	lines, closeFile, err := f.open()
	if err != nil {
		return Anchor{}, found, err
	}
	defer func() { err = errors.Join(err, closeFile()) }()
	for line, err := range lines {
		if err != nil {
			return Anchor{}, found, err
		}
		found.unended = !line.ended
		if line.whole {
			last = line.anchor
		}
	}
	return last, found, nil
}

// anchorLine is a line as it was read.
type anchorLine struct {
	no     int // 1..n in its file
	anchor Anchor
	whole  bool // else the line is damaged or was never finished
	ended  bool // by a line break
}

// open gives the lines that are in the file now; what is appended later is left out. No lines for a file that is missing and
// not needed.
func (f AnchorFile) open() (lines iter.Seq2[anchorLine, error], closeFile func() error, err error) {
	file, err := os.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) && !f.Needed {
		return func(func(anchorLine, error) bool) {}, func() error { return nil }, nil
	}
	if err != nil {
		return nil, nil, errs.New(errs.Unavailable, "audit.anchor_unreadable", "不能读取审计锚点文件%s", f.Path).Because(err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, nil, errors.Join(errs.Wrap("look at anchor file", err), file.Close())
	}
	return readAnchors(io.LimitReader(file, info.Size())), file.Close, nil
}

func readAnchors(r io.Reader) iter.Seq2[anchorLine, error] {
	return func(yield func(anchorLine, error) bool) {
		reader := bufio.NewReaderSize(r, maxAnchorLine)
		for no := 1; ; no++ {
			content, err := reader.ReadSlice('\n')
			long := errors.Is(err, bufio.ErrBufferFull)
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = reader.ReadSlice('\n')
			}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(anchorLine{}, errs.Wrap("read anchor file", err))
				return
			}
			if len(content) == 0 {
				return
			}
			text, _ := bytes.CutSuffix(content, []byte("\n"))
			line := anchorLine{no: no, ended: err == nil}
			if !long {
				line.anchor, line.whole = parseAnchor(string(text))
			}
			if !yield(line, nil) || err != nil {
				return
			}
		}
	}
}
