package demo

import (
	"fmt"

	"github.com/danganku/danganku/internal/domain"
)

// historyForm is the form of many pages: person, course of life, family, opinion.
func historyForm(w *paperwork) []sheet {
	parts := []func() []row{w.portraitPart, w.coursePart, w.familyPart, w.verdictPart}
	return w.split(func(n int) sheet {
		s := sheet{rows: parts[n]()}
		if n == 0 {
			s.title, s.under = w.title, w.under()
		}
		return s
	})
}

// portraitPart narrows the first rows to make room for the photograph, which stands in the last column.
func (w *paperwork) portraitPart() []row {
	rows := w.identity()
	rows = append(rows,
		row{7, []cell{{weight: 3, text: "相片"}, {weight: 5, kind: photo}, {weight: 3, text: "自我鉴定"}, {weight: 13, kind: body, text: w.sentences(4, lifeSentences())}}},
		bodyRow(5, "有何专长", "熟悉"+w.job+"业务，"+w.sentences(2, opinionSentences())),
		pairs(2, filledWide("家庭住址", w.hukou+"演示街道"), filled("填表时间", w.date())))
	return rows
}

func (w *paperwork) coursePart() []row {
	widths := []int{5, 5, 9, 5}
	rows := []row{{1, []cell{{weight: 1, text: "学　习　和　工　作　简　历"}}}, heads(1, widths, "自何年何月", "至何年何月", "在何地何单位任何职", "证明人")}
	year := w.born.Year + 8
	stations := []struct {
		years int
		where string
	}{{6, "沈阳演示第一小学　学生"}, {w.started.Year - year - 6, w.school + "　学生"}, {3, w.employer + w.workshop + "　学徒"}, {0, w.employer + w.workshop + "　" + w.job}}
	for _, station := range stations {
		if station.years < 0 || year >= w.on.Year && station.years > 0 {
			continue
		}
		until := "至今"
		if station.years > 0 {
			until = fmt.Sprintf("%d年7月", min(year+station.years, w.on.Year))
		}
		rows = append(rows, columns(2, widths, []string{fmt.Sprintf("%d年8月", year), until, station.where, givenTo(stock(), w.sex, w.r)}))
		year += station.years
	}
	for range 6 {
		rows = append(rows, columns(2, widths, nil))
	}
	return rows
}

func (w *paperwork) familyPart() []row {
	widths := []int{3, 4, 3, 9, 5}
	rows := []row{{1, []cell{{weight: 1, text: "家　庭　成　员　和　主　要　社　会　关　系"}}}, heads(1, widths, "称谓", "姓名", "年龄", "工作单位及职务", "政治面貌")}
	relatives := []struct {
		kin, name string
		older     int
	}{{"父亲", w.father, 25}, {"母亲", w.mother, 23}, {"配偶", w.spouse, 1}, {"长子", string([]rune(w.name)[:1]) + "晓" + pick(w.r, stock().maleSecond), -26}}
	for _, kin := range relatives {
		age := w.on.Year - w.born.Year + kin.older
		if age < 1 {
			continue
		}
		rows = append(rows, columns(2, widths, []string{kin.kin, kin.name, fmt.Sprint(age), pick(w.r, stock().employers), "群众"}))
	}
	for range 5 {
		rows = append(rows, columns(2, widths, nil))
	}
	return append(rows, bodyRow(4, "需要说明的问题", "无。"))
}

func (w *paperwork) verdictPart() []row {
	return []row{
		opinionRow(5, "车间意见", w.sentences(2, opinionSentences()), closing{w.workshop, w.date(), false}),
		opinionRow(5, "审查意见", "经审查，所填内容与档案记载一致。", w.signed(w.employer+"劳动人事科")),
		bodyRow(2, "备注", w.note),
	}
}

func registrationForm(w *paperwork) []sheet {
	return w.approval(w.portraitPart()[5:6], "登记意见", "准予登记。")
}

// approval is a page of the person's data, rows of the form's own, and two opinions.
func (w *paperwork) approval(own []row, name, verdict string) []sheet {
	return w.split(func(n int) sheet {
		if n > 0 {
			return sheet{rows: w.verdictPart()}
		}
		rows := append(w.identity(), own...)
		rows = append(rows,
			opinionRow(6, "车间意见", w.sentences(2, opinionSentences()), closing{w.workshop, w.date(), false}),
			opinionRow(6, name, verdict, closing{w.employer, w.date(), true}))
		return sheet{title: w.title, under: w.under(), rows: rows}
	})
}

func hiringForm(w *paperwork) []sheet {
	own := []row{
		pairs(2, filled("招工来源", pick(w.r, []string{"城镇待业青年", "应届毕业生", "复员军人"})), filled("用工形式", "固定工"), filled("分配工种", w.job)),
		pairs(2, filled("学徒期限", "三年"), filled("月工资", "18.00元"), filled("报到日期", w.date())),
		bodyRow(4, "简历", fmt.Sprintf("%d年至%d年在%s学习，毕业后待分配。", w.born.Year+8, w.started.Year, w.school)),
	}
	return w.approval(own, "招工单位意见", "同意招收为本厂职工。")
}

func appraisalForm(w *paperwork) []sheet {
	own := []row{
		bodyRow(7, "本人总结", w.sentences(5, lifeSentences())),
		pairs(2, filled("出勤", fmt.Sprintf("%d天", 280+w.r.IntN(26))), filled("完成定额", fmt.Sprintf("%d%%", 98+w.r.IntN(20))), filled("考核等次", pick(w.r, []string{"优秀", "称职", "称职", "合格"}))),
	}
	return w.approval(own, "考核鉴定意见", w.sentences(3, opinionSentences()))
}

func gradeForm(w *paperwork) []sheet {
	own := []row{
		pairs(2, filled("项目", w.job), filled("理论成绩", fmt.Sprint(70+w.r.IntN(30))), filled("实际成绩", fmt.Sprint(70+w.r.IntN(30)))),
		bodyRow(5, "情况记载", w.sentences(3, opinionSentences())),
	}
	return w.approval(own, "审定意见", "经审定合格。")
}

func awardForm(w *paperwork) []sheet {
	own := []row{bodyRow(8, "主要事迹", w.sentences(5, lifeSentences()))}
	return w.approval(own, "审批意见", "同意。")
}

// partyForm has a red cover, pages of prose and the votes at the end.
func partyForm(w *paperwork) []sheet {
	return w.split(func(n int) sheet {
		switch {
		case n == 0 && w.count > 1:
			return sheet{title: w.title, red: true, framed: true, prose: []string{"姓名：" + w.name, "单位：" + w.employer + w.workshop, "填写时间：" + w.date()}}
		case n == w.count-1:
			return sheet{title: titleOnFirst(w, n), rows: []row{
				opinionRow(6, "介绍人意见", w.sentences(2, opinionSentences()), closing{givenTo(stock(), domain.SexMale, w.r), w.date(), false}),
				opinionRow(6, "支部大会决议", "经支部大会讨论，一致通过。", closing{w.workshop + "支部", w.date(), false}),
				opinionRow(6, "上级组织意见", "同意支部大会决议。", w.signed(w.employer+"委员会")),
			}}
		}
		return sheet{ruled: true, prose: []string{w.sentences(7, lifeSentences()), w.sentences(7, lifeSentences())}}
	})
}

func titleOnFirst(w *paperwork, n int) string {
	if n == 0 {
		return w.title
	}
	return ""
}

// wageForm has the amounts before and after, which rise with the years as they did.
func wageForm(w *paperwork) []sheet {
	base := wageIn(w.on.Year) + float64(w.r.IntN(300))/10
	raise := base * (0.06 + w.r.Float64()*0.08)
	widths := []int{5, 4, 5, 5, 5}
	amounts := func(name string, grade int, total float64) row {
		return columns(2, widths, []string{name, fmt.Sprintf("%d级", grade), fmt.Sprintf("%.2f", total*0.8), fmt.Sprintf("%.2f", total*0.2), fmt.Sprintf("%.2f", total)})
	}
	grade := 2 + w.r.IntN(5)
	own := []row{
		heads(2, widths, "项目", "工资等级", "标准工资（元）", "津贴补贴（元）", "合计（元）"),
		amounts("变动前", grade, base), amounts("变动后", grade+1, base+raise),
		columns(2, widths, []string{"增加额", "1级", fmt.Sprintf("%.2f", raise*0.8), fmt.Sprintf("%.2f", raise*0.2), fmt.Sprintf("%.2f", raise)}),
		pairs(2, filled("变动原因", pick(w.r, []string{"正常升级", "工资改革", "考核增资"})), filled("执行时间", inWords(domain.PartialDate{Year: w.on.Year, Month: w.on.Month})), filled("工龄", fmt.Sprintf("%d年", w.on.Year-w.started.Year))),
	}
	return w.approval(own, "劳资部门审批", "同意按上列标准执行。")
}

// wageIn is about what a worker earned in a month of the year, in yuan.
func wageIn(year int) float64 {
	total := 38.0
	for y := 1956; y < year; y++ {
		switch {
		case y < 1978:
			total *= 1.01
		case y < 1992:
			total *= 1.10
		default:
			total *= 1.12
		}
	}
	return total
}

func retirementForm(w *paperwork) []sheet {
	years := w.retired.Year - w.started.Year
	own := []row{
		pairs(2, filled("退休类别", "正常退休"), filled("连续工龄", fmt.Sprintf("%d年", years)), filled("退休时间", w.date())),
		pairs(2, filled("计发比例", fmt.Sprintf("%d%%", min(90, 60+years))), filled("月退休费", fmt.Sprintf("%.2f元", wageIn(w.on.Year)*0.8)), filled("居住地", w.hukou)),
		bodyRow(4, "退休理由", "已达到国家规定的退休年龄，符合退休条件，本人申请退休。"),
	}
	return w.approval(own, "审批机关意见", "同意退休。")
}
