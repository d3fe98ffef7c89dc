package print

import (
	"fmt"
	"image"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// formCase is a form with the words it must have, each whole.
type formCase struct {
	name  string
	write func(io.Writer) error
	pages int
	code  string // on the first page
	words []string
}

func formCases(t *testing.T, p *Printer) []formCase {
	t.Helper()
	decided := []string{"铁西区人事档案管理中心", subjectName, subjectCode, "2199**********0012", "周受理", "吴管档", "郑批准",
		"同意。经核对介绍信和有效证件，材料齐全，拟同意。", "（签字）", "（盖章）"}
	with := func(words ...string) []string { return append(words, decided...) }
	return []formCase{
		{"loan", func(w io.Writer) error { return p.LoanForm(w, testLoan()) }, 2, "JY-210106-2026-0001",
			with("档案借阅审批表", "归还有缺损", unitName, visitorName, "2199**********0011", "024-25800001", colleague, "2199**********002X", "13900000000",
				"诉讼、仲裁举证", "7日", longReason, "沈一机函〔2026〕12号", "2026年3月5日", "2026年3月14日", "2卷35份120页", "2026年3月23日", "延长5日", "二次开庭",
				"2026年3月22日、2026年3月23日", "2卷34份118页", "完好", "缺第9-1-3号《职工转正定级表》2页", policySource)},
		{"consultation", func(w io.Writer) error { return p.ConsultationForm(w, testConsultation(t)) }, 2, "CY-210106-2026-0003",
			with("档案查阅审批表", "已办结", visitorName, "沈阳第一机床厂 人事科长", "2199**********0011", colleague, "沈一机函〔2026〕12号", "开具后15日内",
				"加盖公章：是　写明查阅人：是　写明被查阅人：是", "参加工作时间、转正定级时间和历次工资变动情况。", "第9-1类（", "1-1《职工履历表》", "9-3-2《职工退休审批表》",
				"2026年3月9日 12:30", "2026年3月9日 15:30", "陈接待", "纸质，提供3卷35份120页", "FZ-210106-2026-0001", "3份", "已交付", policySource)},
		{"copies", func(w io.Writer) error { return p.CopyForm(w, CopyForm{testCopies(t), tiexi}) }, 1, "FZ-210106-2026-0001",
			with("档案复制（摘录）审批表", "CY-210106-2026-0003", "1-1《职工履历表》第1、2页", "1978-03-09", "01、02", "摘录", "月工资三十三元六角六分。",
				"3件（FZ-210106-2026-0001-01 至 FZ-210106-2026-0001-03）", "冯制作", visitorName)},
		{"outbound", func(w io.Writer) error { return p.OutboundForm(w, testOutbound()) }, 2, "ZD-210106-2026-0002",
			with("档案转递审批表", "回执已返回", "连人档调〔2026〕31号", "大连市沙河口区人力资源公共服务中心", "大连市沙河口区中山路576号", "沈联系", "0411-84000000", "异地定居",
				"国有企业事业单位管理人员（限机要通信或专人送取）", "2026年3月30日", "F-00912", "TZ-210106-2026-0007", "韩封装", "杨核对", "机要通信", "JY2026-778",
				"朱发出", "2026年4月13日", "CB-210106-2026-0001", "电话联系未果", "秦收件", "邮路延误")},
		{"hold", func(w io.Writer) error { return p.HoldForm(w, testHold()) }, 1, "LC-210106-2026-0001",
			with("死亡人员档案留存登记表", "已移交档案馆", "2020年11月2日", "居民死亡医学证明书 沈卫死2020-11873", "许报告（长女）", "2025年11月2日", "何申请", "留存五年期满",
				"沈阳第一机床厂综合档案室", "原企业档案部门", "YJQD-2026-3", "吕移交", "施接收")},
	}
}

func TestFormsSayWhatTheyMust(t *testing.T) {
	p := testPrinter(t)
	for _, c := range formCases(t, p) {
		t.Run(c.name, func(t *testing.T) {
			document := made(t, c.write)
			texts := pages(t, document)
			whole := strings.Join(texts, "")
			p.wantWords(t, whole, c.words...)
			if len(texts) != c.pages && p.face('中') {
				t.Errorf("%d pages, want %d", len(texts), c.pages)
			}
			for i, text := range texts {
				p.wantWords(t, text, fmt.Sprintf("第 %d 页 / 共 %d 页", i+1, len(texts)), c.code)
			}
			if !scan(t, picture(t, document, 0))[c.code] {
				t.Errorf("the barcode of %s was not read", c.code)
			}
			if strings.Contains(whole, subjectID.Full()) || strings.Contains(whole, "219999198001010011") {
				t.Error("an identity number stands in full")
			}
		})
	}
}

// TestFormsAreToBeFilledIn prints matters that have only been begun: what is not known yet is left for the pen.
func TestFormsAreToBeFilledIn(t *testing.T) {
	p := testPrinter(t)
	common := testMatter("JY-210106-2026-0001", openSteps()...)
	policy := testPolicy()
	for name, write := range map[string]func(io.Writer) error{
		"loan": func(w io.Writer) error {
			return p.LoanForm(w, LoanForm{Loan: domain.Loan{Matter: common, State: domain.LoanRequested}, Office: tiexi, Policy: policy})
		},
		"consultation": func(w io.Writer) error {
			return p.ConsultationForm(w, ConsultationForm{Consultation: domain.Consultation{Matter: common, State: domain.ConsultationRegistered}, Office: tiexi})
		},
		"copies": func(w io.Writer) error {
			return p.CopyForm(w, CopyForm{domain.CopyOrder{Matter: common, State: domain.CopyRequested}, tiexi})
		},
		"outbound": func(w io.Writer) error {
			return p.OutboundForm(w, Outbound{Outbound: domain.OutboundTransfer{Matter: common, State: domain.OutboundReceived}, Office: tiexi, Dossier: testDossier()})
		},
		"hold": func(w io.Writer) error {
			return p.HoldForm(w, HoldForm{Hold: domain.Hold{Matter: common, State: domain.HoldKept}, Office: tiexi, Dossier: testDossier()})
		},
	} {
		text := strings.Join(pages(t, made(t, write)), "")
		p.wantWords(t, text, "档案管理员（签字）：", "审批人（签字）：", "（盖章）年月日", subjectName)
		if strings.Contains(text, "0001年") || strings.Contains(text, p.seen("同意")) && p.face('中') {
			t.Errorf("%s: something is filled in that nobody knows: %.900s", name, text)
		}
	}
}

// TestLongTextsFlowOverPages holds a form to every character of texts that are longer than a page.
func TestLongTextsFlowOverPages(t *testing.T) {
	p := testPrinter(t)
	loan := testLoan()
	var sentences []string
	for i := range 240 {
		sentences = append(sentences, fmt.Sprintf("第%d句说明借阅的理由和当庭出示原件的必要性，", i+1000))
	}
	loan.Loan.Request.WhyNot = strings.Join(sentences, "")
	loan.Loan.Steps[1].Opinion = strings.Join(sentences, "\n")
	texts := pages(t, made(t, func(w io.Writer) error { return p.LoanForm(w, loan) }))
	if len(texts) < 5 {
		t.Fatalf("%d pages", len(texts))
	}
	whole := strings.Join(texts, "")
	for i := range 240 {
		if number := p.seen(fmt.Sprintf("第%d句", i+1000)); strings.Count(whole, number) != 2 && p.face('中') {
			t.Errorf("%s stands %d times, want 2", number, strings.Count(whole, number))
		}
	}
	p.wantWords(t, whole, "审批人（签字）：郑批准", "缺第9-1-3号《职工转正定级表》2页")
	if got := strings.Count(whole, p.seen("审批人（签字）：")); got != 1 && p.face('中') {
		t.Errorf("the place to sign stands %d times", got)
	}
	for i, text := range texts[1:] {
		p.wantWords(t, text, "档案借阅审批表（续）", fmt.Sprintf("第 %d 页 / 共 %d 页", i+2, len(texts)))
	}
}

func TestHeadingsStandWithWhatTheyHead(t *testing.T) {
	p := testPrinter(t)
	for lines := range 40 { // moves the heading of the copies over the end of the page
		c := testConsultation(t)
		c.Consultation.Visitors[0].Name = "王甲" // no footnote below the form
		c.Consultation.Content = strings.Repeat("查阅内容\n", lines+1)
		for i, text := range pages(t, made(t, func(w io.Writer) error { return p.ConsultationForm(w, c) })) {
			for _, heading := range []string{"复制、摘录（另行审批）", "交付状态", "归还核对", "阅档登记"} {
				_, below, found := strings.Cut(text, p.seen(heading))
				if end := p.seen("CY-210106-2026-0003第"); found && p.face('中') && strings.HasPrefix(below, end) {
					t.Fatalf("%d lines: page %d ends with the heading %s", lines, i+1, heading)
				}
			}
		}
	}
}

func testRegister(rows int) func(func(domain.MatterEntry, error) bool) {
	return func(yield func(domain.MatterEntry, error) bool) {
		for i := range rows {
			loan := testLoan().Loan
			loan.No = fmt.Sprintf("JY-210106-2026-%04d", i+1)
			facts := loan.Facts()
			if i%2 == 1 {
				facts.Status = string(domain.LoanOut)
			}
			if !yield(domain.MatterEntry{Matter: loan.Matter, MatterFacts: facts}, nil) {
				return
			}
		}
	}
}

func TestRegisterListsEveryMatter(t *testing.T) {
	p := testPrinter(t)
	register := Register{Kind: domain.MatterLoan, Office: tiexi.Name, Period: "2026年1月至3月"}
	texts := pages(t, made(t, func(w io.Writer) error { return p.Register(w, register, testRegister(40)) }))
	whole := strings.Join(texts, "")
	for i := range 40 {
		p.wantWords(t, whole, fmt.Sprintf("JY-210106-2026-%04d", i+1))
	}
	p.wantWords(t, whole, "借出", "归还有缺损", "吴管档、郑批准", unitName, subjectName, "2026-03-18", "共40件。")
	if got := strings.Count(whole, "2026-03-18"); got != 20 {
		t.Errorf("%d of 40 matters are done, want 20", got)
	}
	for i, text := range texts {
		p.wantWords(t, text, "档案借阅登记簿", tiexi.Name, "2026年1月至3月", "办结日期", fmt.Sprintf("第 %d 页 / 共 %d 页", i+1, len(texts)))
	}
}

func TestRegisterHasBounds(t *testing.T) {
	p := testPrinter(t)
	began := time.Now()
	full := made(t, func(w io.Writer) error {
		return p.Register(w, Register{Kind: domain.MatterLoan}, testRegister(MaxRegister))
	})
	t.Logf("%d rows: %d pages, %d KB, %v", MaxRegister, len(pageObject.FindAll(full, -1)), len(full)>>10, time.Since(began).Round(time.Millisecond))
	var out strings.Builder
	if err := p.Register(&out, Register{}, testRegister(MaxRegister+1)); !errs.Is(err, errs.TooLarge) || out.Len() != 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
	failing := func(yield func(domain.MatterEntry, error) bool) { yield(domain.MatterEntry{}, io.ErrUnexpectedEOF) }
	if err := p.Register(&out, Register{}, failing); err == nil {
		t.Error("a register of rows that cannot be read was printed")
	}
}

// dark is the share of dark pixels in a part of a page, in points.
func dark(page image.Image, x, y, width, height float64) float64 {
	count, all := 0, 0
	for py := int(y * dot); py < int((y+height)*dot); py += 3 {
		for px := int(x * dot); px < int((x+width)*dot); px += 3 {
			r, _, _, _ := page.At(px, py).RGBA()
			all++
			if r < 0x5000 {
				count++
			}
		}
	}
	return float64(count) / float64(all)
}
