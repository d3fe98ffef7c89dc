package report

import (
	"io"
	"iter"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var accessColumns = []column{{"序号", 8}, {"时间", 22}, {"操作人", 16}, {"操作", 18}, {"事由", 36}, {"对象", 12}, {"详情", 60}, {"来源地址", 20}}

var accessObjects = map[string]string{"dossier": "档案", "person": "台账", "batch": "移交批次", "installation": "全部目录"}

// WriteAccess writes who had access to the data of a person ("" for one who is not named) as a workbook, in the order of the
// entries. Nothing is written to w when the entries end with an error.
func WriteAccess(w io.Writer, name string, at time.Time, entries iter.Seq2[domain.AuditEntry, error]) error {
	err := writeBook(w, "个人信息访问记录 "+name, at, func(b *book) error {
		s := b.sheet("访问记录", accessColumns)
		seq := 0
		for entry, err := range entries {
			if err != nil {
				return err
			}
			seq++
			object := accessObjects[entry.Object]
			if object == "" {
				object = entry.Object
			}
			if err := s.add(seq, entry.At.Local().Format(time.DateTime), entry.ActorName, entry.Action.Label(), entry.Reason(), object,
				entry.Detail, entry.Address); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("write access log", err)
}
