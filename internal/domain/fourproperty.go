package domain

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Property is one of the four that an electronic archive is inspected for (四性检测, DA/T 70-2018).
type Property string

const (
	Authenticity Property = "真实性"
	Integrity    Property = "完整性"
	Usability    Property = "可用性"
	Safety       Property = "安全性"
)

// InspectionResult is the outcome of one item or of the whole inspection.
type InspectionResult string

const (
	InspectionPass InspectionResult = "通过"
	InspectionFail InspectionResult = "不通过"
	InspectionNone InspectionResult = "不适用"
)

// PhaseArchiving is the inspection on taking dossiers in (归档); hand-over and long-term preservation have their own.
const PhaseArchiving = "归档"

// InspectionItem is one line of the report.
type InspectionItem struct {
	Code     string // "1-1" to "4-3", as in DA/T 70-2018
	Name     string
	Property Property
	Result   InspectionResult
	Evidence string // what was looked at and what was found
}

// FourPropertyReport is the inspection report that is stored with a dossier.
type FourPropertyReport struct {
	Phase      string
	Scheme     SchemeCode
	Materials  int
	Files      int
	Pages      int
	Bytes      int64
	Items      []InspectionItem
	Conclusion InspectionResult
}

// Failed lists the failed items of authenticity, integrity and safety as "code name": those that refuse a dossier under
// rule R20. A failed item of usability is a fault of single pages, which rule R18 refuses or notes by itself.
func (r FourPropertyReport) Failed() []string {
	var failed []string
	for _, item := range r.Items {
		if item.Result == InspectionFail && item.Property != Usability {
			failed = append(failed, item.Code+" "+item.Name)
		}
	}
	return failed
}

// FourProperty inspects a draft: from its own content, from what inspection found about its files, and from the
// violations found by the rules. Only blocking violations fail an item; others are evidence.
func FourProperty(d *Draft, facts map[string]FileFacts, violations []Violation) FourPropertyReport {
	in := inspection{draft: d, facts: facts, violations: violations}
	report := FourPropertyReport{Phase: PhaseArchiving, Scheme: d.Scheme, Materials: len(d.Materials), Conclusion: InspectionPass}
	for _, file := range d.Files() {
		report.Files++
		report.Pages += len(facts[file].Frames)
		report.Bytes += facts[file].Size
	}
	for _, item := range inspectionItems {
		result, evidence := item.judge(&in)
		if result == InspectionFail {
			report.Conclusion = InspectionFail
		}
		report.Items = append(report.Items, InspectionItem{item.code, item.name, item.property, result, evidence})
	}
	return report
}

type judgement func(*inspection) (InspectionResult, string)

var inspectionItems = []struct {
	code     string
	name     string
	property Property
	judge    judgement
}{
	{"1-1", "固化信息有效性", Authenticity, digestsPresent},
	{"1-2", "元数据长度", Authenticity, lengthsKept},
	{"1-3", "元数据类型与格式", Authenticity, byRules("日期、数字可识别", on(R14, "材料形成时间", "页数", "份数", "总页数", "退休手续办理时间", "死亡日期"))},
	{"1-4", "元数据值域", Authenticity, byRules("类号在分类方案内，性别、生存状态为规定值", on(R15, "类号"))},
	{"1-5", "元数据值合理性", Authenticity, byRules("身份证号与日期合理", on(R08), on(R09), on(R14, "出生日期", "生存状态"))},
	{"1-6", "特殊字符", Authenticity, charactersKept},
	{"1-7", "档号规范性", Authenticity, byRules("档号符合编制规则", on(R20, fieldCode))},
	{"1-8", "重复性", Authenticity, byRules("一人一档，档号不重复", on(R10), on(R21))},
	{"1-9", "电子属性一致性", Authenticity, attributesAgree},
	{"1-10", "元数据与内容关联", Authenticity, rowsHaveFiles},
	{"1-11", "目录文件规范性", Authenticity, catalogueRegular},
	{"1-12", "信息包结构规范性", Authenticity, packageRegular},
	{"1-13", "信息包一致性", Authenticity, byRules("包中各处所记人员信息一致", on(R16, FieldPerson, fieldIDNumber, "档号"))},
	{"2-1", "总件数", Integrity, countItems},
	{"2-2", "总字节数", Integrity, countBytes},
	{"2-3", "元数据项完整", Integrity, elementsPresent},
	{"2-4", "必填项", Integrity, byRules("必填项齐全", on(R14, "材料名称", "类号"))},
	{"2-5", "过程信息", Integrity, notApplicable("入库过程由系统审计日志记录")},
	{"2-6", "连续编号", Integrity, byRules("各类材料编号连续", on(R15, "序号"))},
	{"2-7", "内容数据完整", Integrity, byRules("页数与影像数一致，无缺号", on(R16))},
	{"2-8", "附件", Integrity, notApplicable("人事档案无附件，附页计入材料")},
	{"2-9", "归档范围", Integrity, byRules("必备材料齐全或已说明", on(R17))},
	{"3-1", "目录可读", Usability, catalogueReadable},
	{"3-2", "数据库可访问", Usability, notApplicable("信息包不含数据库")},
	{"3-3", "格式合规", Usability, formatsAccepted},
	{"3-4", "内容可读", Usability, filesReadable},
	{"3-5", "软硬件环境", Usability, notApplicable("影像为通用格式，不依赖专用环境")},
	{"3-6", "无私有压缩与加密", Usability, notEncrypted},
	{"4-1", "杀毒软件", Safety, notApplicable("由接收单位的终端防护检测")},
	{"4-2", "病毒", Safety, notApplicable("由接收单位的终端防护检测；系统只收影像和表格，不执行任何文件")},
	{"4-3", "载体多余文件", Safety, extraneousFiles},
}

type inspection struct {
	draft      *Draft
	facts      map[string]FileFacts
	violations []Violation
}

// selector picks violations of a rule, of some fields only if any are named.
type selector struct {
	rule   RuleID
	fields []string
}

func on(rule RuleID, fields ...string) selector { return selector{rule, fields} }

func (s selector) picks(v Violation) bool {
	return v.Rule == s.rule && (len(s.fields) == 0 || slices.Contains(s.fields, v.Field))
}

// byRules passes unless a picked violation blocks; good says what passing means.
func byRules(good string, selectors ...selector) judgement {
	return func(in *inspection) (InspectionResult, string) {
		var blocking, noted []string
		for _, v := range in.violations {
			if !slices.ContainsFunc(selectors, func(s selector) bool { return s.picks(v) }) {
				continue
			}
			if v.Level == Block {
				blocking = append(blocking, v.String())
			} else {
				noted = append(noted, v.String())
			}
		}
		switch {
		case len(blocking) > 0:
			return InspectionFail, some(blocking)
		case len(noted) > 0:
			return InspectionPass, "有提示：" + some(noted)
		}
		return InspectionPass, good
	}
}

func notApplicable(why string) judgement {
	return func(*inspection) (InspectionResult, string) { return InspectionNone, why }
}

// some names the first few of a list and counts the rest.
func some(list []string) string {
	const shown = 5
	if len(list) <= shown {
		return strings.Join(list, "；")
	}
	return fmt.Sprintf("%s；等%d项", strings.Join(list[:shown], "；"), len(list))
}

// verdict fails with the list of faults, or passes with good.
func verdict(faults []string, good string, args ...any) (InspectionResult, string) {
	if len(faults) > 0 {
		return InspectionFail, some(faults)
	}
	return InspectionPass, fmt.Sprintf(good, args...)
}

// lossy reports whether a text holds control characters or ones that were lost before they reached us.
func lossy(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return r == utf8.RuneError || (unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r')
	})
}
