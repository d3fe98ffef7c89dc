package print

import (
	"fmt"
	"io"
	"strconv"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const articleSize = 11.0

var planColumns = []column{{"次序", 20, center, false}, {"移交时间", 50, center, false}, {"人数", 40, right, false}, {"卷数", 40, right, false}}

// article is one article of an agreement; one without words is left out.
type article struct {
	title string
	words string
	plan  bool // the table of deliveries follows
}

// Agreement prints one version of a transfer agreement with all its terms (移交协议). Until a side has signed, each page
// carries the watermark 草稿.
func (p *Printer) Agreement(w io.Writer, a domain.TransferAgreement, enterprise domain.Enterprise, office domain.ArchiveOffice) error {
	title := domain.PaperAgreement.Title()
	l := layout{title: title, number: fmt.Sprintf("%s 第%d版", a.No, a.VersionNo), heading: heading(title, a.No, []labelled{
		{"协议编号", a.No}, {"版本", fmt.Sprintf("第%d版", a.VersionNo)}, {"状态", a.State.Label()}})}
	if !a.Signed() {
		l.watermark = "草稿"
	}
	d, err := p.document(l)
	if err != nil {
		return errs.Wrap("print agreement", err)
	}
	d.y += 2 * mm
	d.paragraphs(articleSize, 0, "甲方（移交单位）："+firstOf(a.EnterpriseName, enterprise.Name))
	d.paragraphs(articleSize, 0, "统一社会信用代码："+usccOf(enterprise))
	d.paragraphs(articleSize, 0, "乙方（接收单位）："+office.Name)
	d.y += 2 * mm
	d.articles(a.Terms)
	d.y += 3 * mm
	d.signatures(side{role: "甲方", name: enterprise.Name, by: a.Enterprise.By, on: a.Enterprise.On},
		side{role: "乙方", name: office.Name, by: a.Archive.By, on: a.Archive.On})
	return errs.Wrap("print agreement", d.writeTo(w))
}

func (d *document) articles(terms domain.AgreementTerms) {
	number := 0
	for _, a := range articlesOf(terms) {
		if a.words == "" {
			continue
		}
		number++
		d.need(3 * articleSize * leading)
		d.paragraphs(articleSize, 0, fmt.Sprintf("第%s条  %s", chinese(number), a.title))
		d.paragraphs(articleSize, 2*articleSize, a.words)
		if a.plan {
			d.plan(terms.Plan)
		}
		d.y += 1.5 * mm
	}
}

func articlesOf(t domain.AgreementTerms) []article {
	ecopyDue := "电子档案随纸质档案一并移交。"
	if !t.EcopyLaterBy.IsZero() {
		ecopyDue = "电子档案最迟于" + day(t.EcopyLaterBy) + "移交。"
	}
	gapDays := ""
	if t.GapDays > 0 {
		gapDays = fmt.Sprintf("\n缺件应在接收之日起%d日内补齐。", t.GapDays)
	}
	copies := ""
	if t.Copies > 0 {
		copies = fmt.Sprintf("本协议一式%d份，双方各执一份以上，自双方签字盖章之日起生效。", t.Copies)
	}
	return []article{
		{title: "签订依据", words: t.LegalBasis},
		{title: "移交范围", words: t.Scope},
		{title: "移交数量", words: fmt.Sprintf("甲方向乙方移交%d人的人事档案，共%d卷。", t.Persons, t.Volumes)},
		{title: "整理标准", words: t.Arrangement},
		{title: "移交计划", words: planWords(t.Plan), plan: true},
		{title: "电子档案", words: joined("格式："+t.EcopyFormat, t.EcopyFormat) + joined("\n验收标准："+t.EcopyStandard, t.EcopyStandard) + "\n" + ecopyDue},
		{title: "缺件处理", words: t.GapHandling + gapDays},
		{title: "双方责任", words: t.Responsibility},
		{title: "保密", words: t.Confidential},
		{title: "散材料", words: t.LaterAdditions},
		{title: "历史问题查询", words: t.Queries},
		{title: "协议份数和生效", words: copies},
	}
}

// joined is the words where there is a value for them.
func joined(words, value string) string {
	if value == "" {
		return ""
	}
	return words
}

func planWords(plan []domain.PlannedDelivery) string {
	if len(plan) == 0 {
		return ""
	}
	return fmt.Sprintf("分%d次移交：", len(plan))
}

func (d *document) plan(plan []domain.PlannedDelivery) {
	if len(plan) == 0 {
		return
	}
	t := d.table(articleSize-1, planColumns)
	for i, step := range plan {
		t.row(strconv.Itoa(i+1), day(step.On), strconv.Itoa(step.Persons), strconv.Itoa(step.Volumes))
	}
	t.end()
	d.y += mm
}

// chinese writes 1..99 as articles are numbered, more in digits.
func chinese(n int) string {
	if n > 99 {
		return strconv.Itoa(n)
	}
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch tens := n / 10; tens {
	case 0:
		return digits[n%10]
	case 1:
		return "十" + digits[n%10]
	default:
		return digits[tens] + "十" + digits[n%10]
	}
}
