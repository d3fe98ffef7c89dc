package roster

import (
	"bytes"
	"slices"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// FuzzRead holds what Read promises of any bytes: classified errors, rows in order, dates that exist, findings that say
// where and what.
func FuzzRead(f *testing.F) {
	var small bytes.Buffer
	if err := WriteForms(&small, TemplateOptions{}, slices.Values([]domain.InfoForm{{Name: "张三", IDNumber: idZhang}})); err != nil {
		f.Fatal(err)
	}
	f.Add(small.Bytes(), false)
	f.Add([]byte(needed+",性别,特殊人员\n张三,"+idZhang+",铁西区,2008-03,和平区,1,M,特困、英雄\n"), true)
	f.Add([]byte("基本情况,,户口所在地,\n姓名,身份证号,参保地,退休年月,地址,电话,\"常住地\n区县\",卷数\n\xd5\xc5,,,,,\n"), true)
	r := reader(f)
	r.Limits.MaxRows, r.Limits.MaxXML = 1_000, 4<<20
	f.Fuzz(func(t *testing.T, content []byte, csv bool) {
		name := "a.xlsx"
		if csv {
			name = "a.csv"
		}
		last := 0
		err := r.Read(t.Context(), save(t, name, content), name, func(row domain.RosterRow) error {
			if row.Row <= last {
				t.Fatalf("row %d after row %d", row.Row, last)
			}
			last = row.Row
			form := row.Form
			for _, date := range []domain.PartialDate{form.BornOn, form.WorkedFrom, form.RetiredOn, form.DiedOn, form.Spouse.BornOn} {
				if !date.Valid() {
					t.Fatalf("row %d: date %+v", row.Row, date)
				}
			}
			if len(form.Contacts) > maxContacts || form.Roster.Volumes() < 0 || form.Roster.Pages < 0 {
				t.Fatalf("row %d: %+v", row.Row, form)
			}
			for _, v := range row.Findings {
				if v.Row != row.Row || v.Message == "" || v.Rule == "" || v.Level == "" {
					t.Fatalf("finding %+v of row %d", v, row.Row)
				}
			}
			return nil
		})
		if err != nil && errs.KindOf(err) == errs.Internal {
			t.Fatal(err)
		}
	})
}
