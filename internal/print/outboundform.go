package print

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Outbound is a forwarding with what its papers say besides.
type Outbound struct {
	Outbound domain.OutboundTransfer
	Office   domain.ArchiveOffice
	Dossier  *domain.Dossier // whose it is, its volumes and its catalogue
	Chase    domain.Chase    // of a chase letter
}

// OutboundForm prints the form by which a forwarding is approved, to the filing of its receipt (档案转递审批表). The identity number
// is masked; what has not happened yet is left for the pen.
func (p *Printer) OutboundForm(w io.Writer, o Outbound) error {
	out := &o.Outbound
	d, err := p.document(formLayout(formHead{title: domain.PaperOutbound.Title(), number: out.No, office: o.Office.Name,
		left: "受理日期：" + day(dayOf(out.CreatedAt)), right: "状态：" + out.State.Label()}))
	if err != nil {
		return errs.Wrap("print outbound form", err)
	}
	f := &form{doc: d, size: formSize}
	f.add(o.asked()...)
	f.add(approvals(out.Steps)...)
	f.add(ended(&out.Matter)...)
	f.together(o.packed()...)
	f.together(o.sent()...)
	f.add(o.chased()...)
	f.together(o.answered()...)
	return errs.Wrap("print outbound form", d.writeTo(w))
}

func (o *Outbound) asked() []row {
	out := &o.Outbound
	letter := &out.Letter
	rows := append(subject(&out.Matter), fields(labelled{"原单位", o.Dossier.Enterprise.Name}))
	return append(rows,
		fields(labelled{"调档函文号", letter.No}, labelled{"调档函日期", letter.IssuedOn.Words()}),
		fields(labelled{"调档单位", letter.Issuer}),
		fields(labelled{"加盖公章", yes(letter.Sealed)}, labelled{"具备档案\n管理资格", yes(letter.Qualified)}),
		fields(labelled{"单位地址", letter.Address}),
		fields(labelled{"联系人", letter.Contact}, labelled{"联系电话", letter.Phone}),
		fields(labelled{"转递原因", o.cause()}, labelled{"限定转递人员", groupTitle(out)}),
		fields(labelled{"手续齐备日", out.Complete.Words()}, labelled{"最迟发出日", out.DispatchBy.Words()}),
		taken(&out.Matter))
}

func (o *Outbound) cause() string { return purpose(domain.OutboundCauses(), o.Outbound.Cause) }

func groupTitle(out *domain.OutboundTransfer) string {
	words := purpose(domain.RestrictedGroups(), string(out.Group))
	if out.Restricted() {
		words += "（限机要通信或专人送取）"
	}
	return words
}

// purpose is a code in words, or itself.
func purpose(among []domain.Purpose, code string) string {
	for _, p := range among {
		if p.Code == code {
			return p.Label
		}
	}
	return code
}

func (o *Outbound) packed() []row {
	packing := &o.Outbound.Packing
	return []row{section("封装"),
		fields(labelled{"目录记载", count(o.Outbound.Expected)}, labelled{"实装清点", count(packing.Counted)}),
		fields(labelled{"封条号", packing.SealNo}, labelled{"封装日期", packing.On.Words()}),
		fields(labelled{"转递通知单", packing.NoticeNo}, labelled{"封装人", packing.PackedBy}),
		{least: leastRow, cells: []cell{label("核对人"), {text: packing.CheckedBy}, label("核对人签字"), {}}},
	}
}

func (o *Outbound) sent() []row {
	sent := &o.Outbound.Dispatch
	return []row{section("发出"),
		fields(labelled{"转递方式", sent.Channel.Label()}, labelled{"邮件编号", sent.TrackingNo}),
		fields(labelled{"送档专人", strings.Join(sent.Couriers, "、")}, labelled{"经办人", sent.ByName}),
		fields(labelled{"发出日期", sent.On.Words()}, labelled{"回执期限", o.Outbound.ReceiptDue.Words()}),
	}
}

func (o *Outbound) chased() []row {
	chases := o.Outbound.Chases
	if len(chases) == 0 {
		return nil
	}
	texts := make([][]string, len(chases))
	for i, c := range chases {
		texts[i] = []string{strconv.Itoa(i + 1), c.No, c.On.Words(), c.ByName, c.Note}
	}
	return append([]row{section("催问回执")},
		grid([]string{"次", "催问函编号", "日期", "经办人", "说明"}, []float64{10 * mm, 46 * mm, 32 * mm, 26 * mm, 0}, texts)...)
}

func (o *Outbound) answered() []row {
	out := &o.Outbound
	sealed := ""
	if out.Receipt.ReceivedBy != "" {
		sealed = yes(out.Receipt.Sealed)
	}
	rows := []row{section("回执"),
		fields(labelled{"回执日期", out.Receipt.On.Words()}, labelled{"收件人", out.Receipt.ReceivedBy}),
		fields(labelled{"回执已盖章", sealed}, labelled{"备注", out.Receipt.Remark}),
	}
	if out.Returned != "" {
		rows = append(rows, fields(labelled{"对方退回", fmt.Sprintf("%s　%s", out.ReturnedOn.Words(), out.Returned)}))
	}
	if out.LostReport != "" {
		rows = append(rows, long("途中遗失\n情况", out.LostReport))
	}
	return rows
}
