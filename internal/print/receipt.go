package print

import (
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	receiptColumns = []column{{"清点结果", 34, left, false}, {"人数", 20, right, false}, {"正本（卷）", 22, right, false}, {"副本（卷）", 22, right, false},
		{"合计（卷）", 22, right, false}, {"材料（份）", 24, right, false}, {"页数", 24, right, false}}
	gapColumns = []column{{"序号", 12, center, false}, {"姓名", 28, left, false}, {"缺少的材料", 52, left, false}, {"原因", 58, left, false},
		{"补齐期限", 24, center, false}}
	decided = []domain.LineState{domain.LineAccepted, domain.LineAcceptedWithGaps, domain.LineReturned, domain.LineMissing}
)

// gapRow is one missing material of one person.
type gapRow struct {
	seq  int
	name string
	gap  domain.Gap
}

// Receipt prints what the office took and what it did not (档案收件回执), with each missing material and the day by which it
// is due. The totals come from the entries.
func (p *Printer) Receipt(w io.Writer, head Head, entries iter.Seq2[Entry, error]) error {
	byState := make(map[domain.LineState]*totals)
	var sum totals
	var gaps []gapRow
	for entry, err := range counted(entries) {
		if err != nil {
			return errs.Wrap("print receipt", err)
		}
		state := entry.Line.State
		if byState[state] == nil {
			byState[state] = new(totals)
		}
		byState[state].add(&entry)
		sum.add(&entry)
		if entry.Check != nil && state == domain.LineAcceptedWithGaps {
			for _, gap := range entry.Check.Check.Gaps {
				gaps = append(gaps, gapRow{entry.Line.Seq, entry.Line.Form.Name, gap})
			}
		}
	}
	d, err := p.document(listLayout(head, false, labelled{"移交协议", head.Agreement}, labelled{"清点轮次", strconv.Itoa(head.Paper.Round)}))
	if err != nil {
		return errs.Wrap("print receipt", err)
	}
	d.y += 2 * mm
	d.paragraphs(textSize+1, 2*(textSize+1), receiptWords(head))
	d.y += 2 * mm
	t := d.table(textSize, receiptColumns)
	for _, state := range decided {
		if got := byState[state]; got != nil {
			t.row(got.row(state.Label())...)
		}
	}
	t.row(sum.row("合计")...)
	t.end()
	d.gaps(gaps)
	d.signatures(bothSides(head)...)
	return errs.Wrap("print receipt", d.writeTo(w))
}

func (t *totals) row(title string) []string {
	return []string{title, strconv.Itoa(t.persons), strconv.Itoa(t.originals), strconv.Itoa(t.duplicates), strconv.Itoa(t.originals + t.duplicates),
		strconv.Itoa(t.materials), strconv.Itoa(t.pages)}
}

func (d *document) gaps(gaps []gapRow) {
	d.y += 3 * mm
	if len(gaps) == 0 {
		d.paragraphs(textSize, 0, "本次接收的档案没有缺件。")
		return
	}
	d.paragraphs(textSize, 0, fmt.Sprintf("缺件共%d项，请移交单位在期限前补齐：", len(gaps)))
	d.y += mm
	t := d.table(textSize, gapColumns)
	for _, row := range gaps {
		t.row(strconv.Itoa(row.seq), row.name, row.gap.Material, row.gap.Reason, row.gap.DueOn.String())
	}
	t.end()
}

func receiptWords(head Head) string {
	delivery := head.Batch.Delivery
	words := "今收到" + head.Enterprise.Name
	if !delivery.On.IsZero() {
		words += "于" + day(delivery.On)
	}
	if label := delivery.Channel.Label(); label != "" {
		words += "以“" + label + "”方式"
	}
	words += "移交的国有企业退休人员人事档案"
	if delivery.By != "" {
		words += "，送交人" + delivery.By
	}
	if s := head.Signoff; s != nil {
		words += "；移交经办人" + s.HandoverBy + "，接收经办人" + s.ReceivedBy
	}
	return words + "。经双方当面逐卷清点，结果如下："
}
