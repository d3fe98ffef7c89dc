package print

import (
	"io"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// HoldForm is a hold with what its register form says besides.
type HoldForm struct {
	Hold    domain.Hold
	Office  domain.ArchiveOffice
	Dossier *domain.Dossier // whose it is
}

var archiveTitles = map[string]string{domain.EnterpriseArchive: "原企业档案部门", domain.PublicArchive: "国家综合档案馆"}

// HoldForm prints the form on which a deceased person's dossier is kept, and handed to an archive on approval (死亡人员档案留存登记表).
// The identity number is masked; what has not happened yet is left for the pen.
func (p *Printer) HoldForm(w io.Writer, h HoldForm) error {
	hold := &h.Hold
	d, err := p.document(formLayout(formHead{title: domain.PaperHold.Title(), number: hold.No, office: h.Office.Name,
		left: "登记日期：" + day(dayOf(hold.CreatedAt)), right: "状态：" + hold.State.Label()}))
	if err != nil {
		return errs.Wrap("print hold form", err)
	}
	f := &form{doc: d, size: formSize}
	f.add(h.kept()...)
	f.add(h.requested()...)
	f.add(approvals(hold.Steps)...)
	if hold.Opinion != "" {
		f.add(long("上次未批准\n的理由", hold.Opinion))
	}
	f.add(ended(&hold.Matter)...)
	f.together(h.transferred()...)
	d.signatures(side{role: "移交单位", name: h.Office.Name, by: hold.Transfer.HandedBy, on: hold.Transfer.On},
		side{role: "接收单位", name: hold.Transfer.Receiver, by: hold.Transfer.ReceivedBy, on: hold.Transfer.On})
	return errs.Wrap("print hold form", d.writeTo(w))
}

func (h *HoldForm) kept() []row {
	hold := &h.Hold
	retiree := &h.Dossier.Retiree
	rows := append(subject(&hold.Matter),
		fields(labelled{"性别", retiree.Sex.Label()}, labelled{"出生日期", retiree.BornOn.Words()}),
		fields(labelled{"原单位", h.Dossier.Enterprise.Name}))
	return append(rows,
		fields(labelled{"死亡日期", hold.DiedOn.Words()}, labelled{"报告人", hold.ReportedBy}),
		fields(labelled{"死亡证明", hold.Evidence}),
		fields(labelled{"档案数量", count(hold.Expected)}, labelled{"留存期至", hold.HoldUntil.Words()}),
		fields(labelled{"登记人", hold.CreatedName}, labelled{"登记时间", moment(hold.CreatedAt)}))
}

func (h *HoldForm) requested() []row {
	request := &h.Hold.Request
	return []row{section("留存期满移交"),
		fields(labelled{"申请人", request.ByName}, labelled{"申请日期", request.On.Words()}),
		fields(labelled{"有特殊贡献", yes(h.Hold.SpecialMerit)}, labelled{"说明", request.Note})}
}

func (h *HoldForm) transferred() []row {
	transfer := &h.Hold.Transfer
	return []row{section("移交"),
		fields(labelled{"接收单位", transfer.Receiver}, labelled{"单位性质", archiveTitles[transfer.Kind]}),
		fields(labelled{"移交清单\n编号", transfer.ListNo}, labelled{"移交日期", transfer.On.Words()}),
		fields(labelled{"移交人", transfer.HandedBy}, labelled{"接收人", transfer.ReceivedBy})}
}
