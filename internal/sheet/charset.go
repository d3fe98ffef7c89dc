package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// hanziOutsideTable are the two-byte codes of GB 18030-2022 for which x/text has no character: 14 Chinese characters and
// 10 vertical punctuation marks. Personal names use some of the former.
var hanziOutsideTable = map[[2]byte]rune{
	{0xFE, 0x51}: '\U00020087', {0xFE, 0x52}: '\U00020089', {0xFE, 0x53}: '\U000200CC', {0xFE, 0x59}: '\u9FB4',
	{0xFE, 0x61}: '\u9FB5', {0xFE, 0x66}: '\u9FB6', {0xFE, 0x67}: '\u9FB7', {0xFE, 0x6C}: '\U000215D7',
	{0xFE, 0x6D}: '\u9FB8', {0xFE, 0x76}: '\U0002298F', {0xFE, 0x7E}: '\u9FB9', {0xFE, 0x90}: '\u9FBA',
	{0xFE, 0x91}: '\U000241FE', {0xFE, 0xA0}: '\u9FBB',
	{0xA6, 0xD9}: '\uFE10', {0xA6, 0xDA}: '\uFE12', {0xA6, 0xDB}: '\uFE11', {0xA6, 0xDC}: '\uFE13', {0xA6, 0xDD}: '\uFE14',
	{0xA6, 0xDE}: '\uFE15', {0xA6, 0xDF}: '\uFE16', {0xA6, 0xEC}: '\uFE17', {0xA6, 0xED}: '\uFE18', {0xA6, 0xF3}: '\uFE19',
}

// DecodeGB18030 reports false when a byte sequence stands for no character, such as the user-defined ones (造字) that
// mean something on one computer only. Nothing is ever replaced silently.
func DecodeGB18030(raw string) (string, bool) {
	text := gb18030Lossy([]byte(raw))
	return text, !strings.ContainsRune(text, utf8.RuneError)
}

// gb18030Lossy puts U+FFFD where there is no character.
func gb18030Lossy(raw []byte) string {
	var patched bytes.Buffer
	encoder := simplifiedchinese.GB18030.NewEncoder()
	for i := 0; i < len(raw); {
		n := gbLength(raw[i:])
		if r, odd := oddHanzi(raw[i : i+n]); odd {
			four, _ := encoder.Bytes([]byte(string(r))) // every character has a four-byte form
			patched.Write(four)
		} else {
			patched.Write(raw[i : i+n])
		}
		i += n
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(patched.Bytes())
	if err != nil {
		return string(utf8.RuneError)
	}
	return string(text)
}

func oddHanzi(code []byte) (rune, bool) {
	if len(code) != 2 {
		return 0, false
	}
	r, found := hanziOutsideTable[[2]byte(code)]
	return r, found
}

// gbLength is how many bytes the code at the start of raw takes.
func gbLength(raw []byte) int {
	switch {
	case raw[0] < 0x81 || len(raw) == 1:
		return 1
	case raw[1] >= '0' && raw[1] <= '9':
		return min(4, len(raw))
	default:
		return 2
	}
}

// TextReader gives the content of a text file as UTF-8: a byte order mark decides, then valid UTF-8, then GB18030.
// Lines are decoded one by one; what cannot be decoded becomes U+FFFD for the reader of the rows to refuse.
func TextReader(f io.ReaderAt, size int64) (io.Reader, error) {
	whole := func() io.Reader { return io.NewSectionReader(f, 0, size) }
	head := make([]byte, 3)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return io.NewSectionReader(f, 3, size-3), nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(whole()), nil
	}
	valid, err := isUTF8(whole())
	if err != nil || valid {
		return whole(), err
	}
	return &gbReader{lines: bufio.NewReaderSize(whole(), 64<<10)}, nil
}

func isUTF8(r io.Reader) (bool, error) {
	lines := bufio.NewReaderSize(r, 64<<10)
	for {
		char, size, err := lines.ReadRune()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if char == utf8.RuneError && size == 1 {
			return false, nil
		}
	}
}

// gbReader decodes line by line; no byte of a longer code is a line feed.
type gbReader struct {
	lines *bufio.Reader
	text  string
}

func (r *gbReader) Read(p []byte) (int, error) {
	if r.text == "" {
		line, err := r.lines.ReadBytes('\n')
		if len(line) == 0 {
			return 0, err
		}
		r.text = gb18030Lossy(line)
	}
	n := copy(p, r.text)
	r.text = r.text[n:]
	return n, nil
}
