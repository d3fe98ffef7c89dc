package roster

import (
	"context"
	"fmt"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sheet"
)

// Places in the table of columns of a department's list.
const (
	matchName = iota
	matchID
	matchBorn
	matchOn
	matchResidence
	matchDivision
)

func columnsOfMatches() []column {
	return []column{
		matchName: {title: "姓名", also: []string{"人员姓名", "死者姓名", "死亡人员姓名", "逝者姓名"}},
		matchID:   {title: "身份证号码", also: []string{"身份证号", "身份证", "公民身份号码", "居民身份证号码", "证件号码"}},
		matchBorn: {title: "出生日期", also: []string{"出生年月", "出生年月日", "出生时间"}},
		matchOn: {title: "日期", also: []string{"死亡日期", "死亡时间", "去世日期", "注销日期", "火化日期", "迁入日期", "迁入时间", "迁移日期", "迁移时间",
			"变更日期", "变更时间", "登记日期"}},
		matchResidence: {title: "现住址", also: []string{"迁入地址", "新住址", "住址", "地址", "现居住地", "现居住地址", "居住地址", "常住地", "常住地址"}},
		matchDivision: {title: "区划", also: []string{"行政区划", "行政区划代码", "区划代码", "区县", "所在区县", "现住址区县", "现住区县", "迁入区县", "迁入地",
			"常住地区县"}},
	}
}

// ReadMatches reads a list of another department (deaths, changes of residence) and calls each for every row. It fails as
// Read does, and with errs.Unprocessable at the first date that cannot be read: a department's list is right or goes back. A
// division that nobody knows, such as another province's, is put in front of the address.
func (r Reader) ReadMatches(ctx context.Context, path, name string, each func(domain.MatchInput) error) error {
	known := headingsOf(columnsOfMatches())
	known.few = 2
	open := func(found list) error {
		if !found.has(matchID) && !found.has(matchBorn) {
			return errs.New(errs.Unprocessable, CodeColumns, "表格“%s”缺少必填的列：身份证号码或出生日期，请补充后重新提交", name)
		}
		return nil
	}
	return r.rows(ctx, path, name, known, open, func(found list, row sheet.Row) (bool, error) {
		if found.cell(row, matchName) == "" && found.cell(row, matchID) == "" || !found.isPerson(row) {
			return false, nil
		}
		input, err := r.match(name, found, row)
		if err != nil {
			return true, err
		}
		return true, each(input)
	})
}

func (r Reader) match(name string, found list, row sheet.Row) (domain.MatchInput, error) {
	in := domain.MatchInput{Row: row.No, Name: found.cell(row, matchName), IDNumber: domain.NormalizeIDNumber(found.cell(row, matchID)),
		Residence: found.cell(row, matchResidence)}
	if lost, is := row.Garbled(name); is {
		return in, cellError(name, lost.Message)
	}
	for _, p := range found.columns {
		to := map[int]*domain.PartialDate{matchBorn: &in.BornOn, matchOn: &in.On}[p.place]
		if to == nil {
			continue
		}
		date, ok := row.Date(p.at)
		if !ok {
			return in, cellError(name, fmt.Sprintf("第%d行：“%s”不是有效日期，请按2026-03-09填写后重新提交", row.No, shorten(row.Cell(p.at))))
		}
		*to = date
	}
	if given := found.cell(row, matchDivision); given != "" {
		code, ok := r.Division.find(sheet.Fold(given))
		if ok {
			in.Division = code
		} else {
			in.Residence = strings.TrimSpace(given + " " + in.Residence)
		}
	}
	return in, nil
}

func cellError(name, message string) error {
	return errs.New(errs.Unprocessable, CodeCell, "表格“%s”%s", name, message)
}
