package print

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"golang.org/x/image/font/gofont/goregular"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/imaging"
)

// testFont is the font that the web interface ships when it is built, else a small one without Chinese: then each Chinese
// character is a box, and all but the words can be tested.
func testFont(t testing.TB) []byte {
	t.Helper()
	font, err := os.ReadFile(filepath.Join("..", "..", "web", "dist", filepath.FromSlash(builtInFont)))
	if errors.Is(err, os.ErrNotExist) {
		return goregular.TTF
	}
	if err != nil {
		t.Fatal(err)
	}
	return font
}

func testPrinter(t testing.TB) *Printer {
	t.Helper()
	p, err := New(testFont(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// seen is text as the printer's font shows it and as it is read back: boxes for what it lacks, no white space.
func (p *Printer) seen(text string) string {
	shown, _ := newFace(&p.font).shown(clean(text))
	return packed(shown)
}

func packed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

var reader = sync.OnceValues(func() (*imaging.Engine, error) { return imaging.New(imaging.Config{}) })

var pageObject = regexp.MustCompile(`/Type /Page\s`)

// pages reads the text of each page back, without white space.
func pages(t testing.TB, document []byte) []string {
	t.Helper()
	engine, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	texts := make([]string, len(pageObject.FindAll(document, -1)))
	for i := range texts {
		text, err := engine.Text(t.Context(), bytes.NewReader(document), i)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = packed(text)
	}
	return texts
}

// picture draws one page.
func picture(t testing.TB, document []byte, page int) image.Image {
	t.Helper()
	engine, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	img, err := engine.Decode(t.Context(), bytes.NewReader(document), page)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func testHead(kind domain.PaperKind, lines int) Head {
	return Head{
		Paper: domain.IssuedPaper{Kind: kind, Number: kind.Number("210106", 2026, 7), IssuedOn: domain.Date(2026, 3, 9), IssuedBy: "孙出具",
			Lines: lines, Round: 2},
		Batch: domain.TransferBatch{No: "YJ-210106-2026-0031", UnitRecordNo: "U-7711",
			Delivery: domain.Delivery{By: "赵送交", Channel: domain.ChannelCourier, On: domain.Date(2026, 3, 2)}},
		Enterprise: domain.Enterprise{Name: "沈阳第一机床厂有限责任公司（原沈阳第一机器制造总厂铁西分厂劳动服务公司）", USCC: "91210106MA0000000X"},
		Office:     domain.ArchiveOffice{Code: "210106", Name: "铁西区人事档案管理中心"},
		Signoff:    &domain.Signoff{HandoverBy: "钱移交", ReceivedBy: "李接收", On: domain.Date(2026, 3, 3)},
		Agreement:  "XY-210106-2026-0009",
	}
}

func testEntry(seq int, name string) Entry {
	return Entry{District: "铁西区", Subdistrict: "工人村街道", Community: "艳粉第三社区居民委员会", InsurancePlace: "沈阳市铁西区",
		Line: domain.BatchLine{Seq: seq, State: domain.LineVerified, VerifiedBy: "王核实", VerifiedAt: time.Date(2026, 2, 3, 9, 0, 0, 0, time.Local),
			Form: domain.InfoForm{Name: name, Sex: domain.SexFemale, IDNumber: domain.IDNumber(fmt.Sprintf("2199991960010%05d", seq)),
				InsuranceNo: fmt.Sprintf("SB%06d", seq), RetiredOn: domain.PartialDate{Year: 2020, Month: 3},
				Roster: domain.RosterCount{ArchivalCode: fmt.Sprintf("TX-%05d", seq), Originals: 1, Duplicates: 2, Materials: 35, Pages: 120, Electronic: true, Remark: "散材料一袋"}}}}
}

// entriesOf is n persons; change may be nil.
func entriesOf(n int, change func(*Entry)) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for seq := 1; seq <= n; seq++ {
			entry := testEntry(seq, fmt.Sprintf("张甲%d", seq))
			if change != nil {
				change(&entry)
			}
			if !yield(entry, nil) {
				return
			}
		}
	}
}

// printed is a paper with its entries.
func printed(t testing.TB, p *Printer, head Head, entries iter.Seq2[Entry, error]) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := p.Paper(&out, head, entries); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// wantWords fails for each of the words that is not in the text.
func (p *Printer) wantWords(t testing.TB, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, p.seen(word)) {
			t.Errorf("%q is not in %.600s", word, text)
		}
	}
}
