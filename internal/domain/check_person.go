package domain

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

const (
	fieldIDNumber = "身份证号码"
	fieldCode     = "档案局档号"

	// FieldPerson is the field of violations about whose the dossier is.
	FieldPerson = "姓名"
)

// numberCell is how a spreadsheet shows a long number that was not entered as text; its last digits are lost.
var numberCell = regexp.MustCompile(`^\d(?:\.\d+)?[eE]\+?\d+$`)

// identity applies R08, and R14 to the name.
func (c *checker) identity() {
	d := c.draft
	if strings.TrimSpace(d.Name) == "" {
		c.add(R14, Block, Violation{Row: d.Row, Field: FieldPerson}, "姓名缺失，请在表格或文件夹名中补充")
	}
	at := Violation{Row: d.Row, Field: fieldIDNumber}
	if d.IDNumber == "" {
		c.add(R08, Block, at, "缺少身份证号，请在表格或文件夹名中补充")
		return
	}
	if numberCell.MatchString(d.IDGiven) {
		c.add(R08, Block, at, "身份证号被表格存为数字“%s”，末几位已丢失，请将该列设为文本格式后重新填写", d.IDGiven)
		return
	}
	fault := CheckIDNumber(d.IDNumber.Full(), c.policy.Today)
	if fault == nil {
		return
	}
	advice := "请核对身份证件"
	if fault.Position == 18 && strings.HasSuffix(d.IDNumber.Full(), "000") {
		advice = "末三位为0，可能因单元格不是文本格式而丢失，请将该列设为文本格式后重新填写"
	}
	c.add(R08, Block, at, "身份证号校验不通过（%s），%s", fault.Reason, advice)
}

// agreement applies R09. Years and months are compared, for old dossiers often know no more.
func (c *checker) agreement() {
	d := c.draft
	birth := d.IDNumber.Birth()
	if !birth.Valid() || birth.IsZero() {
		return
	}
	born := PartialDate{Year: d.BornOn.Year, Month: d.BornOn.Month}
	if born.Contradicts(birth) {
		c.add(R09, Warn, Violation{Row: d.Row, Field: "出生日期"},
			"出生日期%s与身份证号（%s）不一致，请核对并注明依据材料", d.BornOn, birth)
	}
	if (d.Sex == SexMale || d.Sex == SexFemale) && d.Sex != d.IDNumber.Sex() {
		c.add(R09, Warn, Violation{Row: d.Row, Field: "性别"},
			"性别“%s”与身份证号（%s）不一致，请核对并注明依据材料", d.Sex.Label(), d.IDNumber.Sex().Label())
	}
}

// personDates notes dates of the person that cannot be.
func (c *checker) personDates() {
	d, today := c.draft, DateOf(c.policy.Today)
	for _, date := range []struct {
		field string
		value PartialDate
	}{{"出生日期", d.BornOn}, {"退休手续办理时间", d.RetiredOn}, {"死亡日期", d.DiedOn}} {
		if !date.value.Valid() || date.value.After(today) {
			c.add(R14, Warn, Violation{Row: d.Row, Field: date.field}, "%s%s不合理，请核对", date.field, date.value)
		}
	}
	birth := d.birth()
	if birth.After(d.DiedOn) || birth.After(d.RetiredOn) {
		c.add(R14, Warn, Violation{Row: d.Row, Field: "出生日期"}, "退休或死亡日期早于出生日期%s，请核对", birth)
	}
	if d.Survival == SurvivalAlive && !d.DiedOn.IsZero() {
		c.add(R14, Warn, Violation{Row: d.Row, Field: "生存状态"}, "生存状态为健在但填有死亡日期%s，请核对", d.DiedOn)
	}
}

// code checks the form of the archival code; the zero rule admits every code.
func (c *checker) code() {
	if code := c.draft.ArchivalCode; code != "" && !c.policy.CodeRule.Allows(code) {
		c.add(R20, Block, Violation{Row: c.draft.Row, Field: fieldCode}, "档号“%s”不符合本单位的编制规则，请更正", code)
	}
}

// characters notes user-defined characters (造字), which other computers cannot show.
func (c *checker) characters() {
	for _, e := range c.draft.elements() {
		if strings.ContainsFunc(e.text, func(r rune) bool { return unicode.Is(unicode.Co, r) }) {
			c.add(R14, Warn, Violation{Row: e.row, Field: e.name}, "%s含有自造字，在其他电脑上不能显示，请改用国标汉字", e.where())
		}
	}
}

// CheckPackage finds persons (R10) and archival codes (R21) that occur more than once among the drafts of one package.
// The result is by index in drafts; each of the repeats is named in every message.
func CheckPackage(drafts []Draft) map[int][]Violation {
	found := map[int][]Violation{}
	repeats(drafts, func(d *Draft) string { return d.IDNumber.Full() }, func(i int, all []int) {
		found[i] = append(found[i], Violation{Rule: R10, Level: Block, Row: drafts[i].Row, Field: fieldIDNumber,
			Message: fmt.Sprintf("身份证号%s在本包中出现%d次（%s），一人一档，请合并或删除重复的",
				drafts[i].IDNumber.Masked(), len(all), places(drafts, all))})
	})
	repeats(drafts, func(d *Draft) string { return d.ArchivalCode }, func(i int, all []int) {
		found[i] = append(found[i], Violation{Rule: R21, Level: Block, Row: drafts[i].Row, Field: fieldCode,
			Message: fmt.Sprintf("档号“%s”在本包中出现%d次（%s），请更正", drafts[i].ArchivalCode, len(all), places(drafts, all))})
	})
	return found
}

func repeats(drafts []Draft, key func(*Draft) string, report func(i int, all []int)) {
	by := map[string][]int{}
	for i := range drafts {
		if k := key(&drafts[i]); k != "" {
			by[k] = append(by[k], i)
		}
	}
	for i := range drafts {
		if all := by[key(&drafts[i])]; len(all) > 1 {
			report(i, all)
		}
	}
}

const maxNamed = 20 // places and numbers named in one message

func places(drafts []Draft, indexes []int) string {
	var named []string
	for _, i := range indexes[:min(len(indexes), maxNamed)] {
		d := drafts[i]
		switch {
		case d.Row > 0 && d.Folder != "":
			named = append(named, fmt.Sprintf("第%d行%s", d.Row, d.Folder))
		case d.Row > 0:
			named = append(named, fmt.Sprintf("第%d行%s", d.Row, d.Name))
		default:
			named = append(named, "文件夹"+d.Folder)
		}
	}
	return strings.Join(named, "、")
}
