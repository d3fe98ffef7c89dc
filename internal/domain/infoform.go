package domain

import (
	"fmt"
	"slices"
	"strings"
)

// SpecialCategory is a kind of retiree that communities visit and help (特殊类别, 沈人社发〔2020〕3号第十七条), or that the
// basic information form ticks.
type SpecialCategory string

const (
	Destitute        SpecialCategory = "DESTITUTE"
	AdvancedAge      SpecialCategory = "ADVANCED_AGE"
	LivingAlone      SpecialCategory = "LIVING_ALONE"
	GravelyIll       SpecialCategory = "GRAVELY_ILL"
	Disabled         SpecialCategory = "DISABLED"
	BeforeRepublic   SpecialCategory = "BEFORE_REPUBLIC"
	ModelWorker      SpecialCategory = "MODEL_WORKER"
	SpecialWork      SpecialCategory = "SPECIAL_WORK"
	MinimumAllowance SpecialCategory = "MINIMUM_ALLOWANCE"
)

var specialCategories = []struct {
	category SpecialCategory
	label    string
	words    []string // other words forms use
}{
	{Destitute, "特困", []string{"困难"}},
	{AdvancedAge, "高龄", []string{"80岁以上", "八十岁以上"}},
	{LivingAlone, "鳏寡", []string{"孤寡", "孤老", "鳏寡孤独", "独居"}},
	{GravelyIll, "重病", []string{"大病"}},
	{Disabled, "残疾", nil},
	{BeforeRepublic, "建国前参加工作", []string{"建国前"}},
	{ModelWorker, "劳模", []string{"劳动模范"}},
	{SpecialWork, "特殊工种", nil},
	{MinimumAllowance, "低保", []string{"是否低保"}},
}

// SpecialCategories lists all categories.
func SpecialCategories() []SpecialCategory {
	all := make([]SpecialCategory, len(specialCategories))
	for i, row := range specialCategories {
		all[i] = row.category
	}
	return all
}

// Label is the category in Chinese.
func (c SpecialCategory) Label() string {
	for _, row := range specialCategories {
		if row.category == c {
			return row.label
		}
	}
	return string(c)
}

// ParseSpecialCategory reads one word of a form.
func ParseSpecialCategory(word string) (SpecialCategory, bool) {
	for _, row := range specialCategories {
		if word == row.label || word == string(row.category) || slices.Contains(row.words, word) {
			return row.category, true
		}
	}
	return "", false
}

// Employment is how the person belonged to the enterprise. Some kinds are outside the handover (rule R02).
type Employment string

const (
	RegularStaff       Employment = "REGULAR"
	InstitutionStaff   Employment = "INSTITUTION"    // of a public institution run by the enterprise: moves along
	FactoryCollective  Employment = "FACTORY_RUN"    // 厂办大集体
	LaborDispatch      Employment = "LABOR_DISPATCH" // 劳务派遣
	EmploymentDeceased Employment = "DECEASED"       // 死亡
)

var employments = []struct {
	employment Employment
	label      string
	words      []string
	excluded   bool
}{
	{RegularStaff, "正式职工", []string{"", "职工", "国企职工", "全民"}, false},
	{InstitutionStaff, "事业单位", []string{"国企办事业单位"}, false},
	{FactoryCollective, "厂办大集体", []string{"大集体", "集体"}, true},
	{LaborDispatch, "劳务派遣", []string{"派遣"}, true},
	{EmploymentDeceased, "死亡", []string{"已故", "去世"}, true},
}

// Label is the kind in Chinese.
func (e Employment) Label() string {
	for _, row := range employments {
		if row.employment == e {
			return row.label
		}
	}
	return string(e)
}

// Excluded reports whether persons of this kind are outside the handover (沈人社发〔2020〕3号第三条).
func (e Employment) Excluded() bool {
	for _, row := range employments {
		if row.employment == e {
			return row.excluded
		}
	}
	return false
}

// ParseEmployment reads the words of forms; empty means regular staff.
func ParseEmployment(word string) (Employment, bool) {
	for _, row := range employments {
		if word == row.label || word == string(row.employment) || slices.Contains(row.words, word) {
			return row.employment, true
		}
	}
	return "", false
}

// Address is a place in the words of a form. Division, Subdistrict and Community are names as given; codes are found by
// routing.
type Address struct {
	Place       string // street, house
	Division    string // 区县 name, or another city
	Subdistrict string // 街道
	Community   string // 社区
	Phone       string
}

// Relative is a member of the family. The spouse has a birth date and health, contacts a relation and an address.
type Relative struct {
	Name     string
	Relation string
	BornOn   PartialDate
	Employer string
	Health   string
	Phone    string
	Address  string
	Postcode string
}

// RosterCount is what the handover roster (移交名册) says a person's dossier consists of.
type RosterCount struct {
	ArchivalCode string
	Originals    int // 正本卷数
	Duplicates   int // 副本卷数
	Materials    int
	Pages        int
	Electronic   bool // an electronic copy comes along
	Remark       string
}

// Volumes counts both kinds.
func (c RosterCount) Volumes() int { return c.Originals + c.Duplicates }

// InfoForm is the basic information form of one retiree (国有企业退休人员基本信息表) with the row of the handover roster.
type InfoForm struct {
	Level          EnterpriseLevel
	RunningNo      string // as the form prints it
	Name           string
	Sex            Sex
	Ethnicity      string
	BornOn         PartialDate
	IDNumber       IDNumber
	IDGiven        string // as it stood in the source
	Political      string
	Health         string
	Employer       string
	EmployerUSCC   string
	Post           string
	WorkedFrom     PartialDate
	RetiredOn      PartialDate
	DossierKeptAt  string
	Education      string
	Skills         string
	RetirementType string
	Hobbies        string
	Special        []SpecialCategory
	InsuranceNo    string // the person's number at the social-insurance agency
	PensionPlace   string // 养老保险关系所在地
	MedicalPlace   string // 医疗保险关系所在地
	InjuryGrade    string
	InsurancePlace string // division code of the insurance place (参保地); two digits: the provincial agency
	Hukou          Address
	Residence      Address
	Away           Address // where the person lives when that is another city
	OutOfCity      bool    // lives outside the city
	Spouse         Relative
	Contacts       []Relative // at most two
	Employment     Employment
	DiedOn         PartialDate

	CompanySeal   bool
	Signed        bool   // by the retiree
	Proxy         string // who signed instead
	ProxyVerified bool   // the enterprise has verified the proxy
	Paper         bool   // the form is there on paper
	Electronic    bool   // and as a file

	Roster RosterCount
}

// CheckInfoForm applies R08, R09 and the required fields to one row of a roster, and warns of what verification will
// refuse (R02, R03).
func CheckInfoForm(row int, f *InfoForm, today PartialDate) []Violation {
	c := formChecker{row: row, form: f, today: today}
	c.identity()
	c.required()
	c.agreement()
	c.dates()
	if f.excluded(today) != "" {
		c.add(R02, Warn, "人员类别", "该人员属于%s，不在社会化管理移交范围，核实时只能登记为不移交", f.excluded(today))
	}
	if missing := f.unsigned(); missing != "" {
		c.add(R03, Warn, "签章", "基本信息表%s，核实前须补齐", missing)
	}
	return c.found
}

type formChecker struct {
	row   int
	form  *InfoForm
	today PartialDate
	found []Violation
}

func (c *formChecker) add(rule RuleID, level Level, field, format string, args ...any) {
	c.found = append(c.found, Violation{Rule: rule, Level: level, Row: c.row, Field: field, Message: fmt.Sprintf(format, args...)})
}

func (c *formChecker) identity() {
	if c.form.IDNumber == "" {
		c.add(R08, Block, fieldIDNumber, "缺少身份证号，请补充")
		return
	}
	if numberCell.MatchString(c.form.IDGiven) {
		c.add(R08, Block, fieldIDNumber, "身份证号被表格存为数字“%s”，末几位已丢失，请将该列设为文本格式后重新填写", c.form.IDGiven)
		return
	}
	if fault := checkIDNumberOn(c.form.IDNumber.Full(), c.today); fault != nil {
		c.add(R08, Block, fieldIDNumber, "身份证号校验不通过（%s），请核对身份证件", fault.Reason)
	}
}

func (c *formChecker) required() {
	f := c.form
	for _, field := range []struct {
		name    string
		missing bool
	}{
		{"姓名", strings.TrimSpace(f.Name) == ""},
		{"参保地", f.InsurancePlace == ""},
		{"退休年月", f.RetiredOn.IsZero()},
		{"常住地", f.Residence.Division == "" && f.Residence.Place == "" && !f.OutOfCity},
		{"档案卷数", f.Roster.Volumes() < 1},
	} {
		if field.missing {
			c.add(R14, Block, field.name, "缺少%s，请补充", field.name)
		}
	}
}

func (c *formChecker) agreement() {
	birth := c.form.IDNumber.Birth()
	if !birth.Valid() || birth.IsZero() {
		return
	}
	born := PartialDate{Year: c.form.BornOn.Year, Month: c.form.BornOn.Month}
	if born.Contradicts(birth) {
		c.add(R09, Warn, "出生日期", "出生日期%s与身份证号（%s）不一致，请核对并注明依据材料", c.form.BornOn, birth)
	}
	if (c.form.Sex == SexMale || c.form.Sex == SexFemale) && c.form.Sex != c.form.IDNumber.Sex() {
		c.add(R09, Warn, "性别", "性别“%s”与身份证号（%s）不一致，请核对并注明依据材料", c.form.Sex.Label(), c.form.IDNumber.Sex().Label())
	}
}

func (c *formChecker) dates() {
	f := c.form
	for _, date := range []struct {
		field string
		value PartialDate
	}{{"出生日期", f.BornOn}, {"参加工作时间", f.WorkedFrom}, {"退休年月", f.RetiredOn}, {"死亡日期", f.DiedOn}} {
		if !date.value.Valid() || date.value.After(c.today) {
			c.add(R14, Block, date.field, "%s%s不合理，请更正", date.field, date.value)
		}
	}
	if f.WorkedFrom.After(f.RetiredOn) {
		c.add(R14, Block, "参加工作时间", "参加工作时间%s晚于退休年月%s，请更正", f.WorkedFrom, f.RetiredOn)
	}
}

// ExcludedAs names why the person is outside the handover on a day (rule R02); empty: is inside.
func (f *InfoForm) ExcludedAs(on PartialDate) string { return f.excluded(on) }

// excluded names why the person is outside the handover; empty: is inside.
func (f *InfoForm) excluded(on PartialDate) string {
	if f.Employment.Excluded() {
		return f.Employment.Label()
	}
	if !f.DiedOn.IsZero() && !f.DiedOn.After(on) {
		return EmploymentDeceased.Label()
	}
	return ""
}

// unsigned names what the form lacks under rule R03; empty: nothing.
func (f *InfoForm) unsigned() string {
	var missing []string
	if !f.CompanySeal {
		missing = append(missing, "未加盖单位公章")
	}
	proxied := f.Proxy != "" && f.ProxyVerified && f.OutOfCity
	if !f.Signed && !proxied {
		switch {
		case f.Proxy == "":
			missing = append(missing, "未经本人签字")
		case !f.OutOfCity:
			missing = append(missing, "由他人代签，而本人不在异地居住")
		default:
			missing = append(missing, "代签未经企业核准")
		}
	}
	if !f.Paper {
		missing = append(missing, "缺纸质表")
	}
	if !f.Electronic {
		missing = append(missing, "缺电子表")
	}
	return strings.Join(missing, "、")
}

// Relatives are the names the form declares as family.
func (f *InfoForm) Relatives() []Relative {
	var all []Relative
	if f.Spouse.Name != "" {
		spouse := f.Spouse
		spouse.Relation = "配偶"
		all = append(all, spouse)
	}
	for _, contact := range f.Contacts {
		if contact.Name != "" {
			all = append(all, contact)
		}
	}
	return all
}
