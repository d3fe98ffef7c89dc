package pack

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// rosterRow is a person as a list tells: the draft as far as the list goes, and the staff number, which is only for
// finding the folder.
type rosterRow struct {
	draft   domain.Draft
	staffNo string
	file    string
}

// readRosterRow reads one row under the headings; ok is false for a row that is about nobody.
func readRosterRow(file string, c columns, r sheet.Row) (rosterRow, bool) {
	name := c.text(r, colName)
	if sheet.Fold(name) == "" && c.text(r, colID) == "" || sheet.IsFooter(c.text(r, colSeq)) || sheet.IsFooter(name) {
		return rosterRow{}, false
	}
	read := rosterReader{file: file, cols: c, row: r}
	d := &read.out.draft
	read.out.file, read.out.staffNo = file, sheet.Fold(c.text(r, colStaffNo))
	d.Row, d.Name, d.IDGiven = r.No, name, c.text(r, colID)
	d.IDNumber = domain.NormalizeIDNumber(d.IDGiven)
	read.sex()
	d.BornOn = read.date(colBorn, domain.R09, domain.Warn)
	d.RetiredOn = read.date(colRetired, domain.R14, domain.Block)
	read.survival()
	d.DiedOn = read.date(colDied, domain.R14, domain.Block)
	d.Employer, d.HukouPlace = c.text(r, colEmployer), c.text(r, colHukou)
	d.ArchivalCode, d.Retention, d.Remark = c.text(r, colCode), c.text(r, colRetention), c.text(r, colRemark)
	d.GapStatement = c.text(r, colGap)
	read.pages()
	if lost, is := r.Garbled(file); is {
		d.Findings = append(d.Findings, lost)
	}
	return read.out, true
}

var totals = regexp.MustCompile(`^(合计|总计|小计|共计)[:：]?$`)

// isTotal knows the line under a catalogue that adds it up; titles of materials may begin with other words of footer.
func isTotal(text string) bool { return totals.MatchString(sheet.Fold(text)) }

type rosterReader struct {
	file string
	cols columns
	row  sheet.Row
	out  rosterRow
}

func (r *rosterReader) find(rule domain.RuleID, level domain.Level, what column, advice string) {
	field := rosterHeadings[what][0]
	r.out.draft.Findings = append(r.out.draft.Findings, domain.Violation{Rule: rule, Level: level, Row: r.row.No, File: r.file, Field: field,
		Message: fmt.Sprintf("第%d行：%s“%s”%s", r.row.No, field, r.cols.text(r.row, what), advice)})
}

func (r *rosterReader) date(what column, rule domain.RuleID, level domain.Level) domain.PartialDate {
	d, ok := r.cols.date(r.row, what)
	if !ok {
		r.find(rule, level, what, "不是有效日期，请按19780309或1978-03-09填写")
	}
	return d
}

func (r *rosterReader) sex() {
	sex, ok := domain.ParseSex(sheet.Fold(r.cols.text(r.row, colSex)))
	if !ok {
		r.find(domain.R09, domain.Warn, colSex, "无法识别，请填写男或女")
	}
	r.out.draft.Sex = sex
}

func (r *rosterReader) survival() {
	survival, ok := domain.ParseSurvival(sheet.Fold(r.cols.text(r.row, colSurvival)))
	if !ok {
		r.find(domain.R14, domain.Warn, colSurvival, "无法识别，请填写健在或死亡")
	}
	r.out.draft.Survival = survival
}

func (r *rosterReader) pages() {
	n, ok := sheet.ParseCount(r.cols.text(r.row, colPages))
	if !ok {
		r.find(domain.R14, domain.Block, colPages, "不是数字，请填写阿拉伯数字")
	}
	r.out.draft.PageTotal = n
}

// personField is a field that two sources can tell differently.
type personField struct {
	label string
	rule  domain.RuleID
	level domain.Level
	value func(*domain.Draft) string
	take  func(to, from *domain.Draft)
}

// personFields are compared and completed when a person's data come from several places. A different birth date or
// number of pages is the dossier's own affair; a different identity number may mean another person's scans.
var personFields = []personField{
	{"身份证号码", domain.R16, domain.Block, func(d *domain.Draft) string { return d.IDNumber.Full() },
		func(to, from *domain.Draft) { to.IDNumber, to.IDGiven = from.IDNumber, from.IDGiven }},
	{"姓名", domain.R09, domain.Warn, func(d *domain.Draft) string { return nameKey(d.Name) },
		func(to, from *domain.Draft) { to.Name = from.Name }},
	{"性别", domain.R09, domain.Warn, func(d *domain.Draft) string { return strings.Trim(string(d.Sex), "0") },
		func(to, from *domain.Draft) { to.Sex = from.Sex }},
	{"出生日期", domain.R09, domain.Warn, func(d *domain.Draft) string { return d.BornOn.String() },
		func(to, from *domain.Draft) { to.BornOn = from.BornOn }},
	{"退休时间", domain.R09, domain.Warn, func(d *domain.Draft) string { return d.RetiredOn.String() },
		func(to, from *domain.Draft) { to.RetiredOn = from.RetiredOn }},
	{"死亡日期", domain.R09, domain.Warn, func(d *domain.Draft) string { return d.DiedOn.String() },
		func(to, from *domain.Draft) { to.DiedOn = from.DiedOn }},
	{"生存状态", domain.R09, domain.Warn, func(d *domain.Draft) string { return string(d.Survival) },
		func(to, from *domain.Draft) { to.Survival = from.Survival }},
	{"所属单位", domain.R09, domain.Warn, func(d *domain.Draft) string { return sheet.Fold(d.Employer) },
		func(to, from *domain.Draft) { to.Employer = from.Employer }},
	{"户籍所在地", domain.R09, domain.Warn, func(d *domain.Draft) string { return sheet.Fold(d.HukouPlace) },
		func(to, from *domain.Draft) { to.HukouPlace = from.HukouPlace }},
	{"档号", domain.R16, domain.Block, func(d *domain.Draft) string { return sheet.Fold(d.ArchivalCode) },
		func(to, from *domain.Draft) { to.ArchivalCode = from.ArchivalCode }},
	{"保管期限", domain.R09, domain.Warn, func(d *domain.Draft) string { return sheet.Fold(d.Retention) },
		func(to, from *domain.Draft) { to.Retention = from.Retention }},
	{"备注", domain.R09, "", func(d *domain.Draft) string { return d.Remark },
		func(to, from *domain.Draft) { to.Remark = from.Remark }},
	{"缺件说明", domain.R17, "", func(d *domain.Draft) string { return d.GapStatement },
		func(to, from *domain.Draft) { to.GapStatement = from.GapStatement }},
}

// merge completes to with what from knows and adds a finding where the two disagree; source names from in Chinese.
func merge(to, from *domain.Draft, file, source string) {
	for _, field := range personFields {
		have, other := field.value(to), field.value(from)
		switch {
		case other == "" || have == other:
		case have == "":
			field.take(to, from)
		case field.level != "":
			to.Findings = append(to.Findings, domain.Violation{Rule: field.rule, Level: field.level, Row: to.Row, File: file,
				Field: field.label, Message: disagreement(field, to, from, source)})
		}
	}
	if to.PageTotal == 0 {
		to.PageTotal = from.PageTotal
	}
	to.Findings = append(to.Findings, from.Findings...)
}

func disagreement(field personField, to, from *domain.Draft, source string) string {
	have, other := field.value(to), field.value(from)
	if field.label == "身份证号码" {
		have, other = to.IDNumber.Masked(), from.IDNumber.Masked()
	}
	return fmt.Sprintf("%s与%s不一致：“%s”与“%s”，请核对是否同一人", field.label, source, have, other)
}
