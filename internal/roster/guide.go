package roster

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// rulesOfFilling open the sheet of instructions.
var rulesOfFilling = []string{
	"1. 每名退休人员填一行，从“" + formSheet + "”工作表的示例行下面开始填写；示例行以“" + exampleMark + "”开头，导入时自动跳过，可以删除。",
	"2. 带*的列必填。列的顺序可以调整，不用的列可以删除，列名不要改动。",
	"3. 身份证号码、编号、日期等列已设为文本格式，请直接输入或以“只粘贴值”的方式粘贴，不要改成数字格式。",
	"4. 日期写成1978-03-09；只知道年月的写成1978-03，只知道年份的写成1978。",
	"5. 性别、企业层级、参保地、人员类别和是否类的列请从下拉列表中选择。",
	"6. 居住地、参保地、单位注册地各自独立，请分别如实填写，不要相互推断。",
	"7. 纸质表须由单位盖章、退休人员本人签字；居住在外埠的可由他人代签，但须经企业核实并填写代签人。",
	fmt.Sprintf("8. 一个文件最多%d人，只放一张名单。上传后先预检，有错误的行会逐行列出原因，改正后重新上传即可。", MaxRows),
}

// guide writes the sheet of instructions: the rules, then one line for each column.
func (b *book) guide() error {
	if _, err := b.file.NewSheet(guideSheet); err != nil {
		return err
	}
	s, err := b.file.NewStreamWriter(guideSheet)
	if err != nil {
		return err
	}
	for i, width := range []float64{24, 10, 64, 40} {
		if err := s.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	row := 0
	add := func(style int, values ...string) error {
		row++
		cells := make([]any, len(values))
		for i, value := range values {
			cells[i] = excelize.Cell{StyleID: style, Value: value}
		}
		return s.SetRow(cellName(0, row), cells)
	}
	if err := add(b.styles.title, b.title+guideSheet); err != nil {
		return err
	}
	for _, rule := range rulesOfFilling {
		if err := add(b.styles.text, rule); err != nil {
			return err
		}
	}
	row++
	if err := add(b.styles.head, "列名", "是否必填", "填写说明", "可选内容"); err != nil {
		return err
	}
	for _, c := range b.columns {
		need := ""
		if c.need {
			need = "必填"
		}
		if err := add(b.styles.wrapped, c.title, need, c.note, b.offers(c)); err != nil {
			return err
		}
	}
	return s.Flush()
}
