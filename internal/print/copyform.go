package print

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// CopyForm is an order of copies with the office whose form approves it.
type CopyForm struct {
	Order  domain.CopyOrder
	Office domain.ArchiveOffice
}

// CopyForm prints the form by which copies and excerpts are approved, item by item, and handed out (档案复制（摘录）审批表).
func (p *Printer) CopyForm(w io.Writer, c CopyForm) error {
	order := &c.Order
	d, err := p.document(formLayout(formHead{title: domain.PaperCopy.Title(), number: order.No, office: c.Office.Name,
		left: "申请日期：" + day(dayOf(order.CreatedAt)), right: "状态：" + order.State.Label()}))
	if err != nil {
		return errs.Wrap("print copy form", err)
	}
	f := &form{doc: d, size: formSize}
	f.add(fields(labelled{"申请单位", order.Unit}), fields(labelled{"查阅审批表\n编号", order.ConsultationNo}, labelled{"受理人", order.CreatedName}))
	f.add(subject(&order.Matter)...)
	f.add(long("复制、摘录\n用途", order.Purpose))
	f.add(c.items()...)
	f.add(c.excerpts()...)
	f.add(approvals(order.Steps)...)
	f.add(ended(&order.Matter)...)
	f.together(c.issue()...)
	d.y += mm
	d.paragraphs(textSize, 0, "复制件、摘录件须加盖档案管理部门印章方为有效，只限上述用途使用，用后由使用单位归档或销毁，不得转借、翻印。")
	return errs.Wrap("print copy form", d.writeTo(w))
}

func (c *CopyForm) items() []row {
	numbers := make(map[int][]string)
	for _, piece := range c.Order.Pieces {
		numbers[piece.Item] = append(numbers[piece.Item], strings.TrimPrefix(piece.No, c.Order.No+"-"))
	}
	rows := make([][]string, len(c.Order.Items))
	for i, item := range c.Order.Items {
		kind := "复制"
		if item.Excerpt != "" {
			kind = "摘录"
		}
		rows[i] = []string{strconv.Itoa(i + 1), item.String(), item.FormedOn.String(), kind, strconv.Itoa(item.Sheets), strings.Join(numbers[i], "、")}
	}
	titles := []string{"序号", "材料编号、名称、页码", "形成日期", "方式", "份数", "件号"}
	return append([]row{section("复制、摘录的材料")}, grid(titles, []float64{14 * mm, 0, 25 * mm, 15 * mm, 15 * mm, 26 * mm}, rows)...)
}

func (c *CopyForm) excerpts() []row {
	var rows []row
	for i, item := range c.Order.Items {
		if item.Excerpt != "" {
			rows = append(rows, long(fmt.Sprintf("第%d项\n摘录内容", i+1), item.Excerpt))
		}
	}
	return rows
}

func (c *CopyForm) issue() []row {
	order := &c.Order
	pieces := ""
	if n := len(order.Pieces); n > 0 {
		pieces = fmt.Sprintf("%d件（%s 至 %s）", n, order.Pieces[0].No, order.Pieces[n-1].No)
	}
	return []row{section("制作、交付"),
		fields(labelled{"交付件数", pieces}),
		fields(labelled{"制作人", order.IssuedByName}, labelled{"交付时间", moment(order.IssuedAt)}),
		{least: leastRow, cells: []cell{label("领取人"), {text: order.ReceivedBy}, label("领取人签字"), {}}},
	}
}
