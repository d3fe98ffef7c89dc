package report

import (
	"io"
	"iter"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var outstandingColumns = []column{{"批次号", 24}, {"序号", 8}, {"姓名", 12}, {"身份证号码", 22}, {"移交单位", 36}, {"档案管理部门", 28}, {"区县", 14},
	{"状态", 10}, {"退休年月", 12}, {"列入明细表", 12}, {"接收日期", 12}, {"期限", 12}, {"说明", 50}}

var ledgerColumns = []column{{"序号", 8}, {"姓名", 12}, {"性别", 6}, {"身份证号码", 22}, {"出生日期", 12}, {"退休年月", 12}, {"原单位", 36}, {"参保地", 14},
	{"社会保险编号", 22}, {"户籍地", 36}, {"常住地", 36}, {"异地居住", 10}, {"服务机构", 24}, {"电话", 16}, {"紧急联系人", 24}, {"特殊类别", 20},
	{"生存状态", 10}, {"死亡日期", 12}, {"列入明细表", 12}, {"接收反馈", 12}, {"见面登记", 12}, {"登记人", 12}, {"反馈意见", 30}, {"备注", 30}}

var outstandingWords = map[domain.OutstandingKind]string{domain.OutstandingDossier: "已列入明细表未移交档案", domain.OutstandingLate: "逾期移交",
	domain.OutstandingGap: "未补齐缺件", domain.OutstandingOverdueGap: "逾期未补齐缺件", domain.OutstandingEcopy: "未交电子档案", domain.OutstandingReturned: "退回未重新移交"}

var survivalWords = map[domain.Survival]string{domain.SurvivalAlive: "健在", domain.SurvivalDeceased: "死亡", domain.SurvivalUnknown: "未知"}

// WriteOutstanding writes the persons behind one figure of the outstanding work at a day, identity numbers masked. Nothing is
// written to w when the lines end with an error.
func WriteOutstanding(w io.Writer, kind domain.OutstandingKind, on domain.PartialDate, places Places, at time.Time, lines iter.Seq2[domain.OutstandingLine, error]) error {
	title := outstandingWords[kind]
	if title == "" {
		return errs.New(errs.Invalid, "report.kind", "没有“%s”这一类未结事项", kind)
	}
	err := writeBook(w, title+"（截至"+on.String()+"）", at, func(b *book) error {
		s := b.sheet(title, outstandingColumns)
		for line, err := range lines {
			if err != nil {
				return err
			}
			err = s.add(line.BatchNo, line.Seq, line.Name, line.IDNumber.Masked(), line.EnterpriseName, places.name(line.OfficeCode),
				places.name(line.Division), line.State.Label(), line.RetiredOn.String(), line.ListedOn.String(), line.AcceptedOn.String(),
				line.DueOn.String(), domain.MaskNumbers(line.Detail))
			if err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("write outstanding persons", err)
}

// WriteLedger writes persons of the ledger, identity numbers masked wherever they stand. Nothing is written to w when the
// persons end with an error.
func WriteLedger(w io.Writer, places Places, at time.Time, persons iter.Seq2[domain.LedgerPerson, error]) error {
	err := writeBook(w, "社会化管理退休人员台账", at, func(b *book) error {
		s := b.sheet("台账", ledgerColumns)
		seq := 0
		for person, err := range persons {
			if err != nil {
				return err
			}
			seq++
			if err := s.add(ledgerRow(seq, &person, places)...); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("write ledger", err)
}

func ledgerRow(seq int, p *domain.LedgerPerson, places Places) []any {
	special := make([]string, len(p.Special))
	for i, category := range p.Special {
		special[i] = category.Label()
	}
	away := "否"
	if p.OutOfCity {
		away = "是"
	}
	return []any{seq, p.Name, p.Sex.Label(), p.IDNumber.Masked(), p.BornOn.String(), p.RetiredOn.String(), p.EnterpriseName,
		places.name(p.InsuranceDivision), domain.MaskNumbers(p.InsuranceNo), p.Hukou, p.Residence, away, places.name(p.Division), p.Phone,
		domain.MaskNumbers(p.Contact), strings.Join(special, "、"), survivalWords[p.Survival], p.DiedOn.String(), p.ListedOn.String(),
		p.ReceivedOn.String(), p.RegisteredOn.String(), p.RegisteredBy, domain.MaskNumbers(p.Feedback), domain.MaskNumbers(p.Remark)}
}
