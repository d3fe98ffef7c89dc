package pack

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func names(p *Package) []string {
	var list []string
	for _, entry := range p.Files() {
		list = append(list, entry.Name)
	}
	return list
}

func readAll(t testing.TB, p *Package, name string) (string, error) {
	t.Helper()
	f, err := p.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	return string(content), err
}

func TestFolderAndZipGiveTheSameFilesInNaturalOrder(t *testing.T) {
	content := files{"张三/10.jpg": []byte("ten"), "张三/2.jpg": []byte("two"), "张三/附/1.jpg": []byte("one"), "张三.xlsx": []byte("x"),
		"张三/Thumbs.db": nil, "__MACOSX/张三/._2.jpg": nil, ".DS_Store": nil, "~$张三.xlsx": nil, "desktop.ini": nil}
	want := []string{"张三/2.jpg", "张三/10.jpg", "张三/附/1.jpg", "张三.xlsx"}
	for _, path := range []string{writeFolder(t, "批次", content), writeZip(t, "批次.zip", content)} {
		p := mustOpen(t, path, Limits{})
		if diff := cmp.Diff(want, names(p)); diff != "" || p.Name() != "批次" {
			t.Errorf("%s: %s", p.Name(), diff)
		}
		wantNone(t, p.Problems())
		if text, err := readAll(t, p, "张三/10.jpg"); err != nil || text != "ten" {
			t.Error(text, err)
		}
		f, err := p.OpenAt("张三/10.jpg")
		if err != nil {
			t.Fatal(err)
		}
		tail := make([]byte, 2)
		if _, err := f.ReadAt(tail, 1); err != nil || string(tail) != "en" || f.Size() != 3 {
			t.Error(string(tail), err, f.Size())
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		if _, err := p.Open("../批次/张三.xlsx"); !errs.Is(err, errs.NotFound) {
			t.Error(err)
		}
	}
}

// rawEntry is a zip entry with a header that no honest tool writes.
type rawEntry struct {
	zip.FileHeader
	content []byte
}

func rawZip(t testing.TB, entries ...rawEntry) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, entry := range entries {
		header := entry.FileHeader
		if header.CRC32 == 0 {
			header.CRC32 = crc32.ChecksumIEEE(entry.content)
		}
		if header.UncompressedSize64 == 0 {
			header.UncompressedSize64 = uint64(len(entry.content))
		}
		header.CompressedSize64 = uint64(len(entry.content))
		f, err := w.CreateRaw(&header)
		if err == nil {
			_, err = f.Write(entry.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return writeRaw(t, "hostile.zip", out.Bytes())
}

func named(name string) rawEntry {
	return rawEntry{zip.FileHeader{Name: name}, []byte("x")}
}

func TestHostileEntriesAreNamedAndHarmNothingElse(t *testing.T) {
	symlink := named("张三/link.jpg")
	symlink.SetMode(os.ModeSymlink | 0o777)
	encrypted := named("张三/secret.jpg")
	encrypted.Flags = flagEncrypted
	deflate64 := named("张三/d64.jpg")
	deflate64.Method = 9
	huge := named("张三/huge.tif")
	huge.UncompressedSize64 = 5 << 30
	for _, c := range []struct {
		entry   rawEntry
		message string
	}{
		{named("../../etc/passwd"), "包外"}, {named("张三/../../x.jpg"), "包外"}, {named("/etc/passwd"), "绝对路径"},
		{named(`C:\x.jpg`), "反斜杠"}, {named("C:/x.jpg"), "绝对路径"}, {named(`张三\1.jpg`), "反斜杠"}, {named("张三/a:b.jpg"), "冒号"},
		{named("张三/CON"), "设备名"}, {named("张三/lpt1.jpg"), "设备名"}, {named("张三/a\x00.jpg"), "控制字符"}, {named("张三//a.jpg"), "空的一级"},
		{named("张三/" + strings.Repeat("长", 100) + ".jpg"), "名称过长"}, {named(strings.Repeat("a/", 20) + "b.jpg"), "层次过深"},
		{named(strings.Repeat(strings.Repeat("名", 80)+"/", 5) + "b.jpg"), "路径过长"},
		{named("张三/\xff\xff.jpg"), "编码无法识别"}, {named("张三/\xaa\xa1.jpg"), "编码无法识别"}, {named("张三/\ufffd.jpg"), "编码无法识别"},
		{named("张三/inner.zip"), "压缩包"}, {named("张三/inner.RAR"), "压缩包"}, {symlink, "符号链接"}, {encrypted, "加密"},
		{deflate64, "压缩方式"}, {huge, "上限"}, {named("张三/good.jpg"), "重复出现"},
	} {
		p := mustOpen(t, rawZip(t, named("张三/good.jpg"), c.entry, named("李四/good.jpg")), Limits{})
		if diff := cmp.Diff([]string{"张三/good.jpg", "李四/good.jpg"}, names(p)); diff != "" {
			t.Errorf("%q: %s", c.entry.Name, diff)
		}
		problems := p.Problems()
		if len(problems) != 1 || problems[0].Level != domain.Block || !strings.Contains(problems[0].Message, c.message) || problems[0].File == "" {
			t.Errorf("%q: %v", c.entry.Name, problems)
		}
		if text, err := readAll(t, p, "李四/good.jpg"); err != nil || text != "x" {
			t.Errorf("%q: %q %v", c.entry.Name, text, err)
		}
	}
}

func TestNamesWithoutTheUTF8FlagAreGB18030(t *testing.T) {
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String("张三/入党志愿书.jpg")
	if err != nil {
		t.Fatal(err)
	}
	p := mustOpen(t, rawZip(t, named(encoded), named("\xfe\x51\xfe\x59.jpg")), Limits{})
	if diff := cmp.Diff([]string{"张三/入党志愿书.jpg", "\U00020087\u9fb4.jpg"}, names(p)); diff != "" {
		t.Error(diff, p.Problems())
	}
}

func TestGB18030NamesOnDisk(t *testing.T) {
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String("张三")
	if err != nil {
		t.Fatal(err)
	}
	p := mustOpen(t, writeFolder(t, "批次", files{encoded + "/1.jpg": []byte("one")}), Limits{})
	if text, err := readAll(t, p, "张三/1.jpg"); err != nil || text != "one" {
		t.Error(text, err, names(p), p.Problems())
	}
}

func TestBombsAreStoppedWhileUnpacking(t *testing.T) {
	zeros := make([]byte, 40<<20)
	bomb := writeZip(t, "bomb.zip", files{"a.jpg": zeros, "b.jpg": []byte("b")})
	for name, limits := range map[string]Limits{
		"ratio": {}, "file": {MaxFileBytes: 50 << 20, MaxTotalBytes: 20 << 20}, "total": {MaxRatio: 1 << 30, MaxTotalBytes: 20 << 20},
	} {
		p := mustOpen(t, bomb, limits)
		if _, err := p.OpenAt("a.jpg"); errs.CodeOf(err) != CodeFile || !strings.Contains(err.Error(), "a.jpg") {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := mustOpen(t, bomb, Limits{})
	if text, err := readAll(t, p, "b.jpg"); err != nil || text != "b" {
		t.Error(text, err)
	}
}

// A header that understates the size must not open the door.
func TestSizesInHeadersAreNotBelieved(t *testing.T) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	f, err := w.Create("a.jpg")
	if err == nil {
		_, err = f.Write(make([]byte, 40<<20))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	reader, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := reader.File[0].OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(raw)
	if err != nil {
		t.Fatal(err)
	}
	lying := rawEntry{zip.FileHeader{Name: "a.jpg", Method: zip.Deflate, UncompressedSize64: 10, CRC32: 1}, content}
	p := mustOpen(t, rawZip(t, lying), Limits{MaxFileBytes: 1 << 20})
	if entry := p.Files()[0]; entry.Size != 10 {
		t.Fatal(entry)
	}
	if _, err := p.OpenAt("a.jpg"); errs.CodeOf(err) != CodeFile {
		t.Error(err)
	}
}

func TestReadingTwiceCountsOnce(t *testing.T) {
	p := mustOpen(t, writeZip(t, "a.zip", files{"a.jpg": bytes.Repeat([]byte("x"), 600), "b.jpg": bytes.Repeat([]byte("y"), 600)}), Limits{MaxTotalBytes: 1000})
	for range 3 {
		if _, err := readAll(t, p, "a.jpg"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := readAll(t, p, "b.jpg"); errs.CodeOf(err) != CodeFile {
		t.Error(err)
	}
}

func TestDamagedEntryIsNamed(t *testing.T) {
	entry := named("张三/1.jpg")
	entry.CRC32 = 12345
	p := mustOpen(t, rawZip(t, entry, named("张三/2.jpg")), Limits{})
	if _, err := readAll(t, p, "张三/1.jpg"); errs.CodeOf(err) != CodeFile || !strings.Contains(err.Error(), "“张三/1.jpg”在压缩包中已损坏") {
		t.Error(err)
	}
	if _, err := p.OpenAt("张三/1.jpg"); errs.CodeOf(err) != CodeFile {
		t.Error(err)
	}
	if _, err := readAll(t, p, "张三/2.jpg"); err != nil {
		t.Error(err)
	}
}

func TestPackagesThatCannotBeRead(t *testing.T) {
	good, err := os.ReadFile(writeZip(t, "a.zip", files{"a.jpg": bytes.Repeat([]byte("x"), 1000)}))
	if err != nil {
		t.Fatal(err)
	}
	many := files{}
	for i := range 30 {
		many[fmt.Sprintf("%d.jpg", i)] = nil
	}
	for name, c := range map[string]struct {
		path string
		code string
	}{
		"missing":   {filepath.Join(t.TempDir(), "none.zip"), CodeUnreadable},
		"truncated": {writeRaw(t, "cut.zip", good[:len(good)/2]), CodeUnreadable},
		"empty":     {writeRaw(t, "empty.zip", nil), CodeUnreadable},
		"rar":       {writeRaw(t, "a.rar", []byte("Rar!\x1a\x07\x00 and more")), CodeUnreadable},
		"too many":  {writeZip(t, "many.zip", many), CodeTooLarge},
		"folder":    {writeFolder(t, "many", many), CodeTooLarge},
	} {
		if _, err := Open(c.path, Limits{MaxEntries: 20}); errs.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A directory of very many entries is given up before it fills memory.
func TestEndlessZipDirectory(t *testing.T) {
	many := files{}
	for i := range 20_000 {
		many[fmt.Sprintf("%0100d", i)] = nil
	}
	if _, err := Open(writeZip(t, "many.zip", many), Limits{MaxEntries: 10}); errs.CodeOf(err) != CodeTooLarge {
		t.Error(err)
	}
}

func TestLinksAndOddFilesOnDisk(t *testing.T) {
	root := writeFolder(t, "批次", files{"张三/1.jpg": []byte("one")})
	outside := writeFolder(t, "outside", files{"secret.jpg": []byte("secret")})
	for link, target := range map[string]string{"张三/2.jpg": filepath.Join(outside, "secret.jpg"), "李四": outside, "loop": root} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	p := mustOpen(t, root, Limits{})
	if diff := cmp.Diff([]string{"张三/1.jpg"}, names(p)); diff != "" {
		t.Error(diff)
	}
	if len(p.Problems()) != 3 {
		t.Error(p.Problems())
	}
	// A file swapped for a link after it was listed is not followed either.
	at := filepath.Join(root, "张三", "1.jpg")
	if err := os.Remove(at); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret.jpg"), at); err != nil {
		t.Fatal(err)
	}
	if text, err := readAll(t, p, "张三/1.jpg"); err == nil {
		t.Errorf("read %q through a link", text)
	}
	if _, err := p.OpenAt("张三/1.jpg"); err == nil {
		t.Error("opened through a link")
	}
}

func TestTemporaryFilesGoAway(t *testing.T) {
	temp := t.TempDir()
	p, err := Open(writeZip(t, "a.zip", files{"a.jpg": []byte("a"), "bad.jpg": make([]byte, 2000)}), Limits{TempDir: temp, MaxTotalBytes: 1000})
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.OpenAt("a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.OpenAt("bad.jpg"); err == nil {
		t.Fatal("no error")
	}
	left, err := filepath.Glob(filepath.Join(temp, "*", "*"))
	if err != nil || len(left) != 1 {
		t.Error(left, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}

func TestFiftyThousandFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "big.zip")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(out)
	const people, pages = 2_500, 20
	for i := range people {
		for j := range pages {
			f, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("批次一/%05d人员档案/一、履历类材料/职工履历表/%03d.jpg", i, j), Method: zip.Store})
			if err == nil {
				_, err = f.Write([]byte("page"))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	before := heap()
	p := mustOpen(t, path, Limits{})
	reading, err := Read(t.Context(), p)
	if err != nil || len(reading.Drafts) != people || len(p.Files()) != people*pages {
		t.Fatal(reading, err)
	}
	if grown := heap() - before; grown > 100<<20 {
		t.Errorf("50,000 files hold %d MB", grown>>20)
	}
	if !slices.IsSortedFunc(p.Files(), func(a, b Entry) int { return compareNatural(a.Name, b.Name) }) {
		t.Error("not in natural order")
	}
	runtime.KeepAlive(reading)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestNaturalOrder(t *testing.T) {
	want := []string{"1.jpg", "02.jpg", "2.jpg", "10.jpg", "a/9.jpg", "a/10.jpg", "a 1.jpg", "A1.jpg", "a1.jpg", "a2", "a10", "a99999999999999999999998", "a99999999999999999999999", "b"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, compareNatural)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
