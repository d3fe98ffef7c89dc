package print

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

const longText = "档案移交后由接收单位逐卷清点查收，对材料目录、页码、密封情况进行核对，并在移交名册上双方签字盖章（各执一份）。" +
	"清点查收中发现缺少材料的，由移交单位出具书面说明（YJ-210106-2026-0001），注明名称、原因和期限；逾期未补齐的，按《移交协议》第十二条处理。"

func TestWrappingKeepsEveryCharacter(t *testing.T) {
	f := newFace(&testPrinter(t).font)
	random := rand.New(rand.NewPCG(1, 2))
	texts := []string{"", "\n", "长", longText, longText + "\n\n" + longText, strings.Repeat("W", 300), "刘𬭎、王𠮷（女）\r\n第二行\t末"}
	for range 50 {
		runes := []rune(longText)
		random.Shuffle(len(runes), func(i, j int) { runes[i], runes[j] = runes[j], runes[i] })
		texts = append(texts, string(runes))
	}
	for _, text := range texts {
		for width := 1.0; width < 400; width += 7 {
			lines := f.wrap(text, 10, width)
			if got, want := strings.Join(lines, ""), strings.ReplaceAll(clean(text), "\n", ""); got != want {
				t.Fatalf("width %v: %q became %q", width, text, got)
			}
			for _, line := range lines {
				if f.measure(line, 10) > width && len([]rune(line)) > 1 {
					t.Fatalf("width %v: line %q is %v wide", width, line, f.measure(line, 10))
				}
			}
		}
	}
}

func TestLinesBreakWhereTheyMay(t *testing.T) {
	f := newFace(&testPrinter(t).font)
	for width := 160.0; width < 400; width += 7 {
		for i, line := range f.wrap(longText, 10, width) {
			runes := []rune(line)
			if i > 0 && strings.ContainsRune(neverFirst, runes[0]) || strings.ContainsRune(neverLast, runes[len(runes)-1]) {
				t.Errorf("width %v: line %q", width, line)
			}
			if strings.Contains(line, "2026") && !strings.Contains(line, "YJ-210106-2026-0001") {
				t.Errorf("width %v: the number is broken in %q", width, line)
			}
		}
	}
}

// rare are characters of names beyond what common fonts have: Extension A, Extension B (𠮷), C to E.
const rare = "㐂㛃䶮𠅤𠮷𡋾𬭎𬭼𬍛𫖯"

func TestRareCharactersAreReadBack(t *testing.T) {
	p := testPrinter(t)
	document := printed(t, p, testHead(domain.PaperReturned, 1), entriesOf(1, func(e *Entry) { e.Line.Form.Name = rare }))
	text := strings.Join(pages(t, document), "")
	p.wantWords(t, text, rare)
}

var codePoint = regexp.MustCompile(`U\+([0-9A-F]{4,6})`)

// No font has these: an unassigned character of plane 2 and two private ones.
const unprintable = "\U0002FFF0\uE123\U000F0001"

func TestMissingCharactersLeaveABoxAndTheirCodePoint(t *testing.T) {
	p := testPrinter(t)
	document := printed(t, p, testHead(domain.PaperAcceptanceList, 60), entriesOf(60, func(e *Entry) {
		if e.Line.Seq == 58 {
			e.Line.Form.Name = "欧阳" + unprintable
		}
	}))
	texts := pages(t, document)
	last := texts[len(texts)-1]
	p.wantWords(t, last, "欧阳□□□")
	if !p.face('中') {
		t.Log("the font has no Chinese: the heading fills the footnote")
		return
	}
	for _, code := range []string{"U+2FFF0", "U+E123", "U+F0001"} {
		if strings.Count(last, code) != 1 {
			t.Errorf("%s does not stand once on the person's page", code)
		}
		if strings.Contains(texts[0], code) {
			t.Errorf("%s stands on another page", code)
		}
	}
}

// TestEachBoxHasItsCodePoint has more missing characters on a page's rows than its footnote has room for.
func TestEachBoxHasItsCodePoint(t *testing.T) {
	p := testPrinter(t)
	if !p.face('中') {
		t.Log("the font has no Chinese: the heading fills the footnote")
		return
	}
	document := printed(t, p, testHead(domain.PaperReturned, 60), entriesOf(60, func(e *Entry) {
		e.Line.Form.Name = fmt.Sprintf("\U0002FFF0%c\uE123", rune(0xF0000+e.Line.Seq))
	}))
	for i, text := range pages(t, document) {
		body, note, found := strings.Cut(text, "□为打印字体未收的字")
		boxes, codes := strings.Count(body, "□"), len(codePoint.FindAllString(note, -1))
		if found && boxes != codes || boxes > maxBoxes {
			t.Errorf("page %d: %d boxes, %d code points", i+1, boxes, codes)
		}
	}
}

// TestUnicodeMapIsMended holds the document to the map that the library wrote, which is wrong for 𬭎.
func TestUnicodeMapIsMended(t *testing.T) {
	var ranges bytes.Buffer
	for glyph := 1; glyph <= 250; glyph++ {
		r := 0x4E00 + glyph
		if glyph%3 == 0 {
			r = 0x2B000 + glyph
		}
		fmt.Fprintf(&ranges, "<%04X><%04X><%04X>\n", glyph, glyph, r)
	}
	document := []byte("%PDF\n250 beginbfrange\n" + ranges.String() + "endbfrange\nendcmap\nxref")
	mended := bytes.Clone(document)
	if err := mendUnicodeMap(mended); err != nil {
		t.Fatal(err)
	}
	if len(mended) != len(document) || !bytes.HasSuffix(mended, []byte("endcmap\nxref")) {
		t.Error("what stands behind the map has moved")
	}
	for _, want := range []string{"100 beginbfchar\n", "50 beginbfchar\n", "<0001><4E01>\n", "<0003><D86CDC03>\n", "<00FA><4EFA>\n"} {
		if !bytes.Contains(mended, []byte(want)) {
			t.Errorf("%q is not in the map", want)
		}
	}
	if err := mendUnicodeMap([]byte("%PDF without a map")); err == nil {
		t.Error("a document without a map was taken")
	}
}
