package print

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var listKinds = []domain.PaperKind{domain.PaperAcceptanceList, domain.PaperReceipt, domain.PaperRoster, domain.PaperReturned}

func TestPapersSayWhatTheyMust(t *testing.T) {
	common := []string{"沈阳第一机床厂有限责任公司（原沈阳第一机器制造总厂铁西分厂劳动服务公司）", "91210106MA0000000X", "铁西区人事档案管理中心",
		"YJ-210106-2026-0031", "2026年3月9日", "孙出具", "经办人（签字）", "（盖章）", "张甲1"}
	signed := []string{"钱移交", "李接收", "2026年3月3日"}
	for _, test := range []struct {
		kind  domain.PaperKind
		state domain.LineState
		words []string
	}{
		{domain.PaperAcceptanceList, domain.LineRejected, []string{"国有企业社会化管理人员接收明细表", "JS-210106-2026-0007", "U-7711", "女", "219999196001000001",
			"SB000001", "2020-03", "铁西区", "工人村街道", "艳粉第三社区居民委员会", "沈阳市铁西区", "不移交：劳务派遣", "王核实", "2026-02-03", "YJ-210106-2026-0031-2"}},
		{domain.PaperReceipt, domain.LineAcceptedWithGaps, append([]string{"档案收件回执", "XY-210106-2026-0009", "赵送交", "缺件接收", "缺件共2项", "招工登记表",
			"单位失火", "2026-06-30"}, signed...)},
		{domain.PaperRoster, domain.LineDelivered, append([]string{"国有企业退休人员档案移交名册", "219999196001000001", "TX-00001", "纸质+电子", "散材料一袋",
			"YJ-210106-2026-0031-1", "合计2人"}, signed...)},
		{domain.PaperReturned, domain.LineReturned, append([]string{"退回档案清单", "219999196001000001", "劳务派遣", "2026-05-01"}, signed...)},
	} {
		t.Run(string(test.kind), func(t *testing.T) {
			p := testPrinter(t)
			document := printed(t, p, testHead(test.kind, 2), entriesOf(2, func(e *Entry) {
				e.Line.State, e.Line.Reason, e.Line.DueOn = test.state, "劳务派遣", domain.Date(2026, 5, 1)
				e.Check = &domain.LineCheck{Check: domain.CounterCheck{Gaps: []domain.Gap{{Material: "招工登记表", Reason: "单位失火", DueOn: domain.Date(2026, 6, 30)}}}}
			}))
			text := strings.Join(pages(t, document), "")
			p.wantWords(t, text, append(test.words, common...)...)
		})
	}
}

// The acceptance list of a cancelled batch does not pass for a valid one.
func TestPapersOfCancelledBatchesAreVoid(t *testing.T) {
	p := testPrinter(t)
	head := testHead(domain.PaperAcceptanceList, 2)
	for _, state := range []domain.BatchState{domain.BatchListIssued, domain.BatchCancelled} {
		head.Batch.State = state
		document := printed(t, p, head, entriesOf(2, nil))
		if got, want := strings.Contains(pages(t, document)[0], p.seen("作废")), state == domain.BatchCancelled; got != want && p.face('废') {
			t.Errorf("%s: marked as void %v, want %v", state, got, want)
		}
	}
}

func TestEachPageHasHeadingAndPlace(t *testing.T) {
	for _, kind := range listKinds {
		p := testPrinter(t)
		document := printed(t, p, testHead(kind, 90), entriesOf(90, func(e *Entry) {
			e.Line.State = domain.LineAcceptedWithGaps
			e.Check = &domain.LineCheck{Check: domain.CounterCheck{Gaps: []domain.Gap{{Material: "招工登记表"}}}}
		}))
		texts := pages(t, document)
		if len(texts) < 2 {
			t.Fatalf("%s: %d pages for 90 persons", kind, len(texts))
		}
		for i, text := range texts {
			p.wantWords(t, text, kind.Title(), kind.Number("210106", 2026, 7), "批次号", fmt.Sprintf("第 %d 页 / 共 %d 页", i+1, len(texts)))
		}
		whole := strings.Join(texts, "")
		at := 0
		for seq := 1; seq <= 90; seq++ { // in order, none lost at a page's end
			next := strings.Index(whole[at:], p.seen(fmt.Sprintf("%d张甲%d", seq, seq)))
			if next < 0 {
				t.Fatalf("%s: person %d is missing or out of order", kind, seq)
			}
			at += next
		}
	}
}

func TestReceiptAddsUp(t *testing.T) {
	p := testPrinter(t)
	states := []domain.LineState{domain.LineAccepted, domain.LineAccepted, domain.LineAcceptedWithGaps, domain.LineReturned, domain.LineMissing}
	document := printed(t, p, testHead(domain.PaperReceipt, 5), entriesOf(5, func(e *Entry) {
		e.Line.State = states[e.Line.Seq-1]
		e.Line.Counted = domain.RosterCount{Originals: 2, Duplicates: 0, Materials: 30, Pages: 100}
	}))
	text := strings.Join(pages(t, document), "")
	p.wantWords(t, text, "已接收 2 4 0 4 60 200", "缺件接收 1 2 0 2 30 100", "退回 1 1 2 3 35 120", "未到 1 1 2 3 35 120", "合计 5 8 4 12 160 540", "没有缺件")
}

func TestLongCellsGoOnOnTheNextPage(t *testing.T) {
	p := testPrinter(t)
	reason := strings.Repeat("目录与材料不符，第3卷缺页；", 900)
	document := printed(t, p, testHead(domain.PaperReturned, 2), entriesOf(2, func(e *Entry) {
		if e.Line.Seq == 1 {
			e.Line.Reason = reason
		}
	}))
	texts := pages(t, document)
	if len(texts) < 5 {
		t.Errorf("%d pages for a reason of %d characters", len(texts), len([]rune(reason)))
	}
	if got := strings.Count(strings.Join(texts, ""), p.seen("第3卷缺页")); got < 850 { // a few are broken by headings
		t.Errorf("%d of 900 sentences printed", got)
	}
	p.wantWords(t, texts[len(texts)-1], "张甲2", "（盖章）")
}

func TestAgreement(t *testing.T) {
	p := testPrinter(t)
	agreement := domain.TransferAgreement{No: "XY-210106-2026-0009", VersionNo: 3, State: domain.AgreementDraft, EnterpriseName: "沈阳第一机床厂",
		Enterprise: domain.AgreementSignature{By: "钱移交", On: domain.Date(2026, 1, 8)},
		Terms: domain.AgreementTerms{LegalBasis: "厅字〔2019〕19号", Scope: "全部退休人员", Persons: 120, Volumes: 241, Arrangement: "逐卷编目",
			Plan:        []domain.PlannedDelivery{{On: domain.Date(2026, 4, 1), Persons: 50, Volumes: 100}, {On: domain.Date(2026, 5, 1), Persons: 70, Volumes: 141}},
			EcopyFormat: "双层PDF", EcopyStandard: "四性检测", EcopyLaterBy: domain.Date(2026, 9, 30), GapHandling: "出具说明", GapDays: 45,
			Responsibility: "签收为界", Confidential: "保守秘密", LaterAdditions: "按季补送", Queries: "协助答复", Copies: 6}}
	for _, test := range []struct {
		state domain.AgreementState
		draft bool
	}{{domain.AgreementDraft, true}, {domain.AgreementReview, true}, {domain.AgreementEnterprise, false}, {domain.AgreementEffective, false}} {
		agreement.State = test.state
		var out bytes.Buffer
		if err := p.Agreement(&out, agreement, domain.Enterprise{Name: "沈阳第一机床厂", NoUSCCReason: "已注销"}, domain.ArchiveOffice{Name: "铁西区档案中心"}); err != nil {
			t.Fatal(err)
		}
		texts := pages(t, out.Bytes())
		p.wantWords(t, strings.Join(texts, ""), "XY-210106-2026-0009", "第3版", "无（已注销）", "铁西区档案中心", "厅字〔2019〕19号", "全部退休人员", "120人", "241卷", "逐卷编目",
			"2026年5月1日70141", "双层PDF", "四性检测", "2026年9月30日", "出具说明", "45日", "签收为界", "保守秘密", "按季补送", "协助答复", "一式6份",
			"第十二条", "钱移交", "2026年1月8日")
		if got := strings.Count(texts[0], p.seen("草稿")) > strings.Count(p.seen("状态："+test.state.Label()), p.seen("草稿")); got != test.draft && p.face('草') {
			t.Errorf("%s: watermark %v, want %v", test.state, got, test.draft)
		}
	}
}

func (p *Printer) face(r rune) bool { return newFace(&p.font).has(r) }

func TestNothingIsWrittenWhenTheEntriesFail(t *testing.T) {
	gone := errors.New("database gone")
	p := testPrinter(t)
	for _, kind := range listKinds {
		var out bytes.Buffer
		err := p.Paper(&out, testHead(kind, 1), func(yield func(Entry, error) bool) {
			if yield(testEntry(1, "张甲"), nil) {
				yield(Entry{}, gone)
			}
		})
		if !errors.Is(err, gone) || out.Len() > 0 {
			t.Errorf("%s: error %v, %d bytes written", kind, err, out.Len())
		}
	}
}

func TestRefusals(t *testing.T) {
	p := testPrinter(t)
	endless := func(yield func(Entry, error) bool) {
		for yield(Entry{}, nil) {
		}
	}
	var out bytes.Buffer
	if err := p.ReturnedList(&out, testHead(domain.PaperReturned, 0), endless); !errs.Is(err, errs.TooLarge) || out.Len() > 0 {
		t.Errorf("endless entries: %v", err)
	}
	if err := p.Paper(&out, testHead(domain.PaperBatch, 0), entriesOf(1, nil)); errs.CodeOf(err) != "print.kind" {
		t.Errorf("kind without a form: %v", err)
	}
	head := testHead(domain.PaperReturned, 0)
	head.Paper.Number = strings.Repeat("W", 80)
	if err := p.Paper(&out, head, entriesOf(1, nil)); errs.CodeOf(err) != "print.barcode" {
		t.Errorf("number too long for a barcode: %v", err)
	}
}

func TestPrintersAreSharedAndRepeatable(t *testing.T) {
	p := testPrinter(t)
	copies := make([][]byte, 4)
	var all sync.WaitGroup
	for i := range copies {
		all.Go(func() { copies[i] = printed(t, p, testHead(domain.PaperRoster, 60), entriesOf(60, nil)) })
	}
	all.Wait()
	for _, other := range copies[1:] {
		if !bytes.Equal(copies[0], other) {
			t.Error("the same paper was printed differently")
		}
	}
}

// TestLargestList prints as many persons as a city's largest batch had and measures what is live at the last of them.
func TestLargestList(t *testing.T) {
	const persons, mostMB = 17_000, 290
	p := testPrinter(t)
	var before, full runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	document := printed(t, p, testHead(domain.PaperAcceptanceList, persons), entriesOf(persons, func(e *Entry) {
		if e.Line.Seq == persons {
			runtime.GC()
			runtime.ReadMemStats(&full)
		}
	}))
	live := (int64(full.HeapAlloc) - int64(before.HeapAlloc)) >> 20
	count := len(pageObject.FindAll(document, -1))
	t.Logf("%d MB live, %d pages, %d KB", live, count, len(document)>>10)
	if live > mostMB {
		t.Errorf("%d MB for %d persons, want at most %d", live, persons, mostMB)
	}
	engine, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	text, err := engine.Text(t.Context(), bytes.NewReader(document), count-1)
	if err != nil {
		t.Fatal(err)
	}
	p.wantWords(t, packed(text), "张甲17000", fmt.Sprintf("第 %d 页 / 共 %d 页", count, count))
}
