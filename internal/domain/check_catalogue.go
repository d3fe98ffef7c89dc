package domain

import (
	"fmt"
	"strconv"
	"strings"
)

// earliestYear is before any document of a living or recently deceased retiree (rule R14).
const earliestYear = 1900

// catalogueRows applies R14, and notes a dossier without a catalogue.
func (c *checker) catalogueRows() {
	if !c.draft.HasCatalog {
		c.withoutCatalogue()
	}
	for _, m := range c.draft.Materials {
		if strings.TrimSpace(m.Title) == "" {
			c.row(m, "材料名称", Block, "材料名称缺失，请按材料标题填写")
		}
		if m.Class == "" {
			c.row(m, "类号", Block, "类号缺失，请填写所属类别")
		}
		if m.PageCount < 1 && c.draft.HasCatalog {
			c.row(m, "页数", Block, "页数缺失或不合理，请填写有内容的面数")
		}
		c.formedOn(m)
	}
}

func (c *checker) withoutCatalogue() {
	if n := len(c.draft.Materials); n > 0 {
		c.add(R14, Warn, Violation{Field: "目录"}, "未附目录，已按文件夹名生成%d条，入库后请核对补全", n)
		return
	}
	c.add(R14, Warn, Violation{Field: "目录"}, "没有目录，入库后请著录")
}

func (c *checker) row(m MaterialDraft, field string, level Level, what string) {
	c.add(R14, level, Violation{Row: m.Row, Field: field}, "%s：%s", m.where(), what)
}

func (c *checker) formedOn(m MaterialDraft) {
	const field = "材料形成时间"
	date := m.FormedOn
	switch {
	case m.DateGiven != "":
		c.row(m, field, Block, fmt.Sprintf("材料形成时间“%s”缺失或不合理，请按年、月、日填写", m.DateGiven))
	case !date.Valid():
		c.row(m, field, Block, fmt.Sprintf("材料形成时间%s不存在，请更正", date))
	case date.After(DateOf(c.policy.Today)):
		c.row(m, field, Block, fmt.Sprintf("材料形成时间%s晚于今天，请更正", date))
	case !date.IsZero() && date.Year < earliestYear:
		c.row(m, field, Block, fmt.Sprintf("材料形成时间%s早于%d年，请更正", date, earliestYear))
	case c.draft.birth().After(date):
		c.row(m, field, Warn, fmt.Sprintf("材料形成时间%s早于本人出生（%s），请确认是否为亲属材料", date, c.draft.birth()))
	}
}

// numbering applies R15: classes of the scheme, and item numbers 1..n in each. Numbers that were given here, because no
// catalogue came along, are not judged.
func (c *checker) numbering() {
	items := map[string]map[int]int{} // how often each number occurs, by class
	var order []string
	for _, m := range c.draft.Materials {
		if !c.class(m) {
			continue
		}
		if m.ItemNo < 1 {
			c.add(R15, Block, Violation{Row: m.Row, Field: "序号"}, "%s：序号缺失，请按本类顺序编号", m.where())
			continue
		}
		if items[m.Class] == nil {
			items[m.Class] = map[int]int{}
			order = append(order, m.Class)
		}
		items[m.Class][m.ItemNo]++
	}
	if !c.draft.HasCatalog {
		return
	}
	for _, class := range order {
		if missing, repeated := gaps(items[class]); missing+repeated != "" {
			c.add(R15, Block, Violation{Field: "序号"}, "%s类编号不连续或重复：%s", ClassLabel(class),
				strings.Trim(missing+"，"+repeated, "，"))
		}
	}
}

// class reports whether the row's class is one that materials may stand in.
func (c *checker) class(m MaterialDraft) bool {
	if m.Class == "" {
		return false // R14 says so
	}
	class, known := c.policy.Scheme.Class(m.Class)
	switch {
	case !known:
		c.add(R15, Block, Violation{Row: m.Row, Field: "类号"}, "%s：“%s”不是%s的类别，请更正类号或改选分类方案",
			m.where(), ClassLabel(m.Class), c.policy.Scheme.Name)
	case class.Divided:
		c.add(R15, Block, Violation{Row: m.Row, Field: "类号"}, "%s：%s类须写到小类（如%s-1），请更正类号",
			m.where(), ClassLabel(m.Class), ClassLabel(m.Class))
	default:
		return true
	}
	return false
}

// gaps lists the numbers missing below the largest ("缺2、5") and those that occur twice ("重3").
func gaps(counts map[int]int) (missing, repeated string) {
	largest := 0
	for n := range counts {
		largest = max(largest, n)
	}
	var lack, twice []string
	for n := 1; n <= largest && len(lack)+len(twice) < maxNamed; n++ {
		switch counts[n] {
		case 0:
			lack = append(lack, strconv.Itoa(n))
		case 1:
		default:
			twice = append(twice, strconv.Itoa(n))
		}
	}
	if len(lack) > 0 {
		missing = "缺" + strings.Join(lack, "、")
	}
	if len(twice) > 0 {
		repeated = "重" + strings.Join(twice, "、")
	}
	return missing, repeated
}

// required applies R17. What the gap statement names counts as accounted for.
func (c *checker) required() {
	if len(c.draft.Materials) == 0 {
		return // nothing is known about the materials yet
	}
	level := Warn
	if c.policy.RequireMaterials {
		level = Block
	}
	for _, required := range c.policy.Scheme.Required {
		if required.MatchesTitle(c.draft.GapStatement) {
			continue
		}
		present := false
		for _, m := range c.draft.Materials {
			present = present || required.MatchesTitle(m.Title)
		}
		if !present {
			c.add(R17, level, Violation{Field: required.Name}, "缺少%s材料，请补齐或提交注明材料名称和原因的书面说明", required.Name)
		}
	}
}
