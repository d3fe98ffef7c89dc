package pack

import (
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// classOfName reads the class off the name of a folder or a heading: 一、履历类材料, 4-1, 四-1学历学位, 第七类, 履历类材料.
// A lone Arabic number before other words counts only when the words are those of the class, for materials are numbered
// the same way.
func classOfName(name string) (string, bool) {
	token, rest := cutClassToken(sheet.Fold(name))
	if token == "" {
		return classByWords(rest)
	}
	class, ok := domain.ParseClassCode(token)
	if !ok {
		return "", false
	}
	if rest == "" || hasHan(token) || strings.Contains(class, "-") || namesClass(class, rest) {
		return class, true
	}
	return "", false
}

// cutClassToken cuts a class such as (四)-1 or 4-1 from the beginning of a folded name.
func cutClassToken(name string) (token, rest string) {
	name = dashes.Replace(name)
	runes := []rune(name)
	n := 0
	for n < len(runes) && strings.ContainsRune("第()0123456789一二三四五六七八九十-", runes[n]) {
		n++
	}
	if n < len(runes) && runes[n] == '类' && strings.HasPrefix(name, "第") {
		n++
	}
	token = strings.Trim(string(runes[:n]), "-()")
	rest = strings.TrimLeft(string(runes[n:]), "、,:;-()")
	return strings.ReplaceAll(strings.ReplaceAll(token, "(", ""), ")", ""), rest
}

// namesClass reports whether the words are the name of the class in any shipped scheme.
func namesClass(class, words string) bool {
	found, ok := classByWords(sheet.Fold(words))
	return ok && found == class
}

// classByWords finds the class whose name the words are, if all schemes that know the name agree.
func classByWords(words string) (string, bool) {
	key := bareClassName(words)
	if key == "" {
		return "", false
	}
	class := ""
	for _, known := range classNames {
		if bareClassName(known.words) != key {
			continue
		}
		if class != "" && class != known.class {
			return "", false
		}
		class = known.class
	}
	return class, class != ""
}

// bareClassName drops what varies in the names of classes: 类, 材料, punctuation.
func bareClassName(name string) string {
	name = sheet.Heading(name)
	name = strings.TrimSuffix(name, "材料")
	return strings.TrimSuffix(name, "类")
}

// classNames are the names of classes as folders and headings write them, those of the four schemes and their short
// forms.
var classNames = []struct{ class, words string }{
	{"1", "履历类材料"}, {"2", "自传和思想类材料"}, {"2", "自传材料"}, {"2", "自传及思想类材料"},
	{"3", "考核鉴定类材料"}, {"3", "鉴定、考核材料"}, {"3", "鉴定、考核、考察材料"}, {"3", "考察考核鉴定类材料"},
	{"4", "学历学位、专业技术职务、学术评鉴和教育培训类材料"}, {"4", "学历学位、职称、学术、培训材料"},
	{"4", "评定岗位技能和学历材料"}, {"4", "学历学位专业技术职务学术评鉴教育培训类材料"},
	{"4-1", "学历学位材料"}, {"4-2", "专业技术职务材料"}, {"4-2", "职称材料"}, {"4-3", "学术评鉴材料"}, {"4-3", "科研学术材料"},
	{"4-4", "教育培训材料"}, {"4-4", "培训材料"},
	{"5", "政审、审计和审核类材料"}, {"5", "政审材料"}, {"6", "党、团类材料"}, {"6", "参加中国共产党、共青团及民主党派的材料"},
	{"7", "表彰奖励类材料"}, {"7", "奖励材料"}, {"8", "违规违纪违法处理处分类材料"}, {"8", "处分材料"},
	{"9", "工资、任免、出国和会议代表类材料"}, {"9", "工资、任免、出国、会议材料"},
	{"9-2", "任免材料"}, {"9-3", "出国材料"}, {"9-4", "会议代表材料"}, {"9-4", "会议代表类材料"},
	{"10", "其他可供组织参考的材料"}, {"10", "其它可供组织参考的材料"},
	{"1", "招工、退休材料"}, {"2", "工资待遇材料"}, {"3", "加入党团材料"},
}

// fileNumber is a reading of a number such as 4-1-1-01: class, item, and page where it has one.
type fileNumber struct {
	class string
	item  int
	page  int // 0: none
}

const maxNumber = 9_999

// parseFileNumber gives the readings of a file's or folder's name as class-item-page, likeliest first: 4-1-1-01, 1-1-001,
// 四-1-1, 3-5(2), 张三_1-1-01. The catalogue decides which of them exists.
func parseFileNumber(name string) []fileNumber {
	numbers := numbersOf(name)
	at := func(i int) string { return strconv.Itoa(numbers[i]) }
	var readings []fileNumber
	add := func(class string, item, page int) {
		if code, ok := domain.ParseClassCode(class); ok && item > 0 {
			readings = append(readings, fileNumber{code, item, page})
		}
	}
	switch len(numbers) {
	case 4:
		add(at(0)+"-"+at(1), numbers[2], numbers[3])
	case 3:
		if isDivided(numbers[0]) && numbers[1] <= 4 {
			add(at(0)+"-"+at(1), numbers[2], 0)
		}
		add(at(0), numbers[1], numbers[2])
		if !isDivided(numbers[0]) {
			add(at(0)+"-"+at(1), numbers[2], 0)
		}
	case 2:
		add(at(0), numbers[1], 0)
	}
	return readings
}

// isDivided knows the classes that the cadre schemes divide.
func isDivided(class int) bool { return class == 4 || class == 9 }

// numbersOf takes the leading run of small numbers of a name, or the trailing one when words come first, and the last
// number when words stand between: "4-1-1 毕业证 02" gives 4, 1, 1, 2.
func numbersOf(name string) []int {
	words := strings.FieldsFunc(dashes.Replace(sheet.Fold(strings.ReplaceAll(name, " ", "-"))), func(r rune) bool {
		return strings.ContainsRune("-()[]、,", r)
	})
	lead := numberRun(words)
	if len(lead) == len(words) {
		return lead
	}
	if len(lead) == 0 {
		for i := range words {
			if run := numberRun(words[i:]); i+len(run) == len(words) {
				return run
			}
		}
		return nil
	}
	if last := numberRun(words[len(words)-1:]); len(last) == 1 {
		lead = append(lead, last[0])
	}
	return lead
}

func numberRun(words []string) []int {
	var run []int
	for i, word := range words {
		n, err := strconv.Atoi(word)
		if class, ok := domain.ParseClassCode(word); i == 0 && err != nil && ok {
			n, err = strconv.Atoi(class)
		}
		if err != nil || n < 0 || n > maxNumber || len(word) > 6 {
			return run
		}
		run = append(run, n)
	}
	return run
}
