package pack

import (
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// column is what a column of a sheet holds.
type column int

const (
	colSeq column = iota
	colName
	colID
	colStaffNo
	colSex
	colBorn
	colRetired
	colSurvival
	colDied
	colEmployer
	colHukou
	colPages
	colCode
	colRetention
	colRemark
	colGap
	colClass
	colItem
	colTitle
	colDate
	colYear
	colMonth
	colDay
	colCopies
	colMaterialNo
)

// rosterHeadings are the headings of lists of persons, as heading folds them. The first of each group is the one of the
// transfer sheet (移交案卷目录) where that has the column.
var rosterHeadings = map[column][]string{
	colSeq:       {"序号"},
	colName:      {"姓名", "人员姓名", "退休人员姓名"},
	colID:        {"身份证号码", "身份证号", "身份证", "公民身份号码", "居民身份证号码", "证件号码", "身份号码"},
	colStaffNo:   {"工号", "职工编号", "员工编号", "人员编号", "个人编号", "编号", "人员ID"},
	colSex:       {"性别"},
	colBorn:      {"出生日期", "出生年月", "出生年月日", "出生时间"},
	colRetired:   {"退休手续办理时间", "退休手续办理日期", "退休时间", "退休日期", "退休年月"},
	colSurvival:  {"生存状态", "生存状况"},
	colDied:      {"死亡日期", "死亡时间", "去世日期"},
	colEmployer:  {"所属单位", "单位", "单位名称", "所在单位", "工作单位", "原工作单位", "所属企业", "企业名称"},
	colHukou:     {"户籍所在地", "户口所在地", "户籍地", "户籍地址"},
	colPages:     {"页数", "总页数", "档案页数"},
	colCode:      {"档案局档号", "档号", "档案编号", "档案号"},
	colRetention: {"保管期限"},
	colRemark:    {"备注"},
	colGap:       {"缺件说明", "缺失材料说明", "缺材料说明"},
}

// catalogueHeadings are those of catalogues: CATALOG_2012 and CATALOG_SOE, with columns that some lists add.
var catalogueHeadings = map[column][]string{
	colClass:   {"类号", "类别", "分类号", "类别号"},
	colSeq:     {"序号", "编号", "材料序号"},
	colItem:    {"份号", "件号", "顺序号"},
	colTitle:   {"材料名称", "材料题名", "题名", "材料标题"},
	colDate:    {"材料形成时间", "材料制成时间", "形成时间", "制成时间", "形成日期", "材料日期"},
	colYear:    {"年", "年份"},
	colMonth:   {"月", "月份"},
	colDay:     {"日"},
	colCopies:  {"份数"},
	colPages:   {"页数", "页码数"},
	colRemark:  {"备注"},
	colName:    {"姓名"},
	colID:      {"身份证号码", "身份证号", "身份证", "公民身份号码"},
	colStaffNo: {"工号", "职工编号", "人员编号"},

	colMaterialNo: {"材料编号", "材料号", "材料ID"},
}

// columns says in which column of a sheet each thing stands, from 0.
type columns map[column]int

func findColumns(r sheet.Row, headings map[column][]string) columns {
	at := map[string]int{}
	for i, cell := range r.Cells {
		key := sheet.Heading(cell)
		if _, taken := at[key]; key != "" && !taken {
			at[key] = i
		}
	}
	found := columns{}
	for what, names := range headings {
		for _, name := range names {
			if i, there := at[name]; there {
				found[what] = i
				break
			}
		}
	}
	return found
}

func (c columns) has(what column) bool { _, there := c[what]; return there }

// text is the row's cell of that kind, "" where the sheet has no such column.
func (c columns) text(r sheet.Row, what column) string {
	if i, there := c[what]; there {
		return r.Cell(i)
	}
	return ""
}

// date is the row's cell of that kind as a date; the unknown date where the sheet has no such column.
func (c columns) date(r sheet.Row, what column) (domain.PartialDate, bool) {
	if i, there := c[what]; there {
		return r.Date(i)
	}
	return domain.PartialDate{}, true
}

// rosterColumns reads a row as the heading of a list of persons.
func rosterColumns(r sheet.Row) (columns, bool) {
	c := findColumns(r, rosterHeadings)
	return c, c.has(colName) && (c.has(colID) || c.has(colStaffNo) || c.has(colCode))
}

// transferColumns is how many of the fourteen columns make a list of persons a transfer sheet.
const transferColumns = 8

func (c columns) isTransferSheet() bool { return len(c) >= transferColumns && c.has(colPages) }

// catalogueColumns reads a row as the heading of a catalogue.
func catalogueColumns(r sheet.Row) (columns, bool) {
	c := findColumns(r, catalogueHeadings)
	return c, c.has(colTitle) && (c.has(colPages) || c.has(colSeq) || c.has(colClass) || c.has(colMaterialNo))
}

// addDateColumns takes the year, month and day from a second line of headings under 材料形成时间. It reports whether the
// row was such a line.
func (c columns) addDateColumns(r sheet.Row) bool {
	second := findColumns(r, map[column][]string{
		colYear: catalogueHeadings[colYear], colMonth: catalogueHeadings[colMonth], colDay: catalogueHeadings[colDay],
	})
	if len(second) < 2 {
		return false
	}
	for what, i := range second {
		c[what] = i
	}
	return true
}

// repeat takes the headings of a further sheet of paper, whose second line may be missing.
func (c columns) repeat(again columns) columns {
	if !again.has(colYear) && c.has(colYear) && again[colDate] == c[colDate] {
		for _, what := range []column{colYear, colMonth, colDay} {
			if i, there := c[what]; there {
				again[what] = i
			}
		}
	}
	return again
}

// classApart reports whether the class has a column of its own beside that of the item number.
func (c columns) classApart() bool { return c.has(colClass) && (c.has(colSeq) || c.has(colItem)) }
