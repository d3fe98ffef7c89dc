package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

// paperwork is a material about to be written: about whom, and the row of the catalogue it must agree with.
type paperwork struct {
	*person
	material
	r *rand.Rand
}

func (w *paperwork) date() string { return inWords(w.on) }

func (w *paperwork) under() string {
	return "单位：" + w.employer + "　　　姓名：" + w.name + "　　　" + w.date()
}

func (w *paperwork) signed(unit string) closing {
	return closing{unit: unit, date: w.date(), sealed: w.r.IntN(4) > 0}
}

// age at the time of the paper, as forms ask for it.
func (w *paperwork) age() string { return fmt.Sprintf("%d岁", w.on.Year-w.born.Year) }

// idThen is the identity number on papers since cards were issued, and nothing on older ones.
func (w *paperwork) idThen() string {
	if w.on.Year < 1987 {
		return ""
	}
	return w.id.Full()
}

// identity are the rows that open most forms, with the place for a photograph.
func (w *paperwork) identity() []row {
	top := []row{
		pairs(2, filled("姓名", w.name), filled("性别", w.sexWord()), filled("民族", w.nation)),
		pairs(2, filled("出生年月", inWords(domain.PartialDate{Year: w.born.Year, Month: w.born.Month})), filled("年龄", w.age()), filled("政治面貌", w.politics(w.on))),
		pairs(2, filled("文化程度", w.schooling), filled("参加工作", inWords(domain.PartialDate{Year: w.started.Year, Month: w.started.Month})), filled("工种职务", w.job)),
	}
	rest := []row{
		pairs(2, filledWide("工作单位", w.employer+w.workshop), pair{"户籍所在地", 3, w.hukou, 5}),
	}
	if number := w.idThen(); number != "" {
		rest = append(rest, pairs(2, filledWide("身份证号码", number), pair{"档号", 3, w.code, 5}))
	}
	return append(top, rest...)
}

// sentences takes n different sentences in their order.
func (w *paperwork) sentences(n int, list []string) string {
	var taken []string
	for i, sentence := range list {
		if left := len(list) - i; w.r.IntN(left) < n-len(taken) {
			taken = append(taken, sentence)
		}
	}
	return strings.Join(taken, "")
}

func lifeSentences() []string {
	return []string{
		"我出生在一个普通家庭，父母为人朴实，从小教育我热爱劳动、诚实做人。",
		"少年时在本地学校读书，学习认真，积极参加集体活动，多次帮助同学补习功课。",
		"毕业以后服从分配进厂当学徒，拜老师傅为师，每天提前到岗，打扫场地，擦拭设备。",
		"三年学徒期满，经过考试合格转为正式工人，能够独立操作本工种的主要设备。",
		"在生产大会战中连续奋战在第一线，按时完成了上级下达的各项任务。",
		"工作中注意节约原材料，修旧利废，为车间节约了不少开支。",
		"业余时间坚持学习技术和文化知识，参加厂里举办的夜校，取得了较好的成绩。",
		"我提出的合理化建议被车间采纳，改进了工装夹具，提高了工效。",
		"平时团结同志，尊敬师傅，关心集体，遵守厂规厂纪，全年出满勤。",
		"由于自己水平有限，工作方法有时比较简单，今后要虚心听取群众意见，不断改进。",
		"家庭成员都支持我的工作，生活比较安定，邻里之间和睦相处。",
		"今后我决心继续努力，为企业的建设和发展贡献自己的力量。",
		"以上所写情况属实，请组织审查。",
	}
}

func opinionSentences() []string {
	return []string{
		"该同志拥护党的领导，热爱本职工作，遵守国家法令和厂规厂纪。",
		"工作积极肯干，任劳任怨，能够按时完成生产任务。",
		"技术熟练，质量意识强，一年来没有发生废品事故。",
		"团结同志，关心集体，群众关系好。",
		"能够带好徒工，毫无保留地传授技术。",
		"劳动纪律好，全年出勤，安全生产无事故。",
		"不足之处是有时工作方法急躁，希望今后注意改进。",
	}
}

// split gives every page its share of the composed rows by calling page for each.
func (w *paperwork) split(page func(n int) sheet) []sheet {
	sheets := make([]sheet, w.count)
	for i := range sheets {
		sheets[i] = page(i)
	}
	return sheets
}

// essay is handwriting on ruled paper.
func essay(w *paperwork) []sheet {
	return w.split(func(n int) sheet {
		s := sheet{ruled: true}
		if n == 0 {
			s.title = w.title
		}
		for range 3 {
			s.prose = append(s.prose, w.sentences(7, lifeSentences()))
		}
		if n == w.count-1 {
			s.prose = s.prose[:2]
			s.closing = closing{unit: w.name, date: w.date()}
		}
		return s
	})
}

// diploma is a certificate in a red frame.
func diploma(w *paperwork) []sheet {
	return w.split(func(int) sheet {
		entered := w.on.Year - 3
		text := fmt.Sprintf("学生%s，性别%s，%s生，于%d年9月至%d年7月在我校学习，修业期满，成绩及格，准予毕业，文化程度为%s。特此证明。",
			w.name, w.sexWord(), inWords(domain.PartialDate{Year: w.born.Year, Month: w.born.Month}), entered, entered+3, w.schooling)
		number := fmt.Sprintf("证明编号：演示字第%04d号", w.r.IntN(10_000))
		return sheet{title: w.title, under: number, framed: true, red: true, prose: []string{text, "此件存入本人档案。"},
			closing: closing{unit: w.school, date: w.date(), sealed: true}}
	})
}

// review is a typed statement of another unit about the person.
func review(w *paperwork) []sheet {
	return w.split(func(n int) sheet {
		s := sheet{title: w.title, under: "被证明人：" + w.name + "　　　工作单位：" + w.employer}
		if n > 0 {
			s.title, s.under = "", ""
		}
		s.prose = []string{
			fmt.Sprintf("%s同志，%s，%s，%s生，现在%s工作，任%s。", w.name, w.sexWord(), w.nation, inWords(domain.PartialDate{Year: w.born.Year}), w.employer+w.workshop, w.job),
			fmt.Sprintf("经查，其父%s、母%s历史清楚，社会关系无问题。", w.father, w.mother),
			w.sentences(4, opinionSentences()),
			"以上材料根据本单位现有档案和有关人员提供的情况整理，仅供组织参考。",
		}
		if n == w.count-1 {
			s.closing = closing{unit: w.employer + "政工组", date: w.date(), sealed: true}
		}
		return s
	})
}
