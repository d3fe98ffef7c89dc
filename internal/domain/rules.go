package domain

import (
	"fmt"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// RuleID names one of the thirty rules of the trade.
type RuleID string

const (
	R01 RuleID = "R01"
	R02 RuleID = "R02"
	R03 RuleID = "R03"
	R04 RuleID = "R04"
	R05 RuleID = "R05"
	R06 RuleID = "R06"
	R07 RuleID = "R07"
	R08 RuleID = "R08"
	R09 RuleID = "R09"
	R10 RuleID = "R10"
	R11 RuleID = "R11"
	R12 RuleID = "R12"
	R13 RuleID = "R13"
	R14 RuleID = "R14"
	R15 RuleID = "R15"
	R16 RuleID = "R16"
	R17 RuleID = "R17"
	R18 RuleID = "R18"
	R19 RuleID = "R19"
	R20 RuleID = "R20"
	R21 RuleID = "R21"
	R22 RuleID = "R22"
	R23 RuleID = "R23"
	R24 RuleID = "R24"
	R25 RuleID = "R25"
	R26 RuleID = "R26"
	R27 RuleID = "R27"
	R28 RuleID = "R28"
	R29 RuleID = "R29"
	R30 RuleID = "R30"
)

// Level says what a violated rule does.
type Level string

const (
	Block Level = "BLOCK" // the work is refused
	Warn  Level = "WARN"  // the work goes on, the deviation is recorded
)

// Rule is one row of the table of rules.
type Rule struct {
	ID      RuleID
	Code    string // stable, for programs
	Level   Level  // the strictest level of the rule; a violation may be milder
	Subject string // zh-CN
	English string
	Basis   string // text the rule comes from
}

var rules = []Rule{
	{R01, "NATURE_FORM_MISSING", Block, "企业性质界定表", "nature form not confirmed by the leading-group office", "沈人社发〔2020〕3号第四条"},
	{R02, "PERSON_EXCLUDED", Block, "不在移交范围的人员", "person outside the scope of the handover", "沈人社发〔2020〕3号第三条"},
	{R03, "INFO_FORM_UNSIGNED", Block, "基本信息表签章", "basic information form not sealed or signed", "沈人社发〔2020〕3号第四条"},
	{R04, "NOT_ON_ACCEPTANCE_LIST", Block, "接收明细表", "no verified line on an issued acceptance list", "沈人社发〔2020〕3号第五条"},
	{R05, "WRONG_ARCHIVE_OFFICE", Block, "接收单位", "another archive office is competent", "沈人社发〔2020〕3号第四、五条"},
	{R06, "AGREEMENT_NOT_EFFECTIVE", Block, "移交协议", "transfer agreement not signed by both sides", "沈人社发〔2020〕3号第五条"},
	{R07, "SELF_CARRY_FORBIDDEN", Block, "严禁自带档案", "dossier carried by its subject or a relative", "人社部发〔2021〕112号及办理指南"},
	{R08, "ID_INVALID", Block, "身份证号校验", "citizen identity number invalid", "GB 11643-1999"},
	{R09, "ID_MISMATCH", Warn, "身份证号与登记信息一致", "birth date or sex differs from the identity number", "GB 11643-1999"},
	{R10, "DUPLICATE_DOSSIER", Block, "一人一档", "the person already has an active dossier", "一人一档"},
	{R11, "USCC_INVALID", Block, "统一社会信用代码校验", "unified social credit code invalid", "GB 32100-2015"},
	{R12, "COUNT_MISMATCH", Block, "名册与实收数量一致", "roster and received counts differ", "参保企业退休人员档案管理实施办法第二十、二十一条"},
	{R13, "E_COPY_MISSING", Block, "纸质与电子档案同时移交", "electronic copy missing", "沈人社发〔2020〕3号第五条"},
	{R14, "CATALOG_ROW_INVALID", Block, "目录条目完整合理", "catalogue row incomplete or implausible", "组通字〔2012〕28号"},
	{R15, "NUMBERING_BROKEN", Block, "材料编号连续", "item numbers have gaps or repeats", "DA/T 70-2018"},
	{R16, "PAGE_IMAGE_MISMATCH", Block, "目录页数与影像数一致", "page count differs from the images", "DA/T 70-2018"},
	{R17, "GAP_STATEMENT_REQUIRED", Block, "必备材料", "required material absent without a gap statement", "企业退休人员档案移交办理流程"},
	{R18, "SCAN_BELOW_STANDARD", Block, "扫描质量", "scan below the standard", "GB/T 33870-2017，DA/T 31-2017"},
	{R19, "QC_BATCH_FAILED", Block, "抽检合格率", "sampled pass rate too low", "DA/T 31-2017"},
	{R20, "FOUR_PROPERTY_FAILED", Block, "四性检测", "four-property check failed", "DA/T 70-2018"},
	{R21, "SLOT_UNAVAILABLE", Block, "库位唯一、档号唯一", "shelf slot or archival code taken", "档案库房管理"},
	{R22, "SITE_BELOW_STANDARD", Warn, "库房与人员配备", "storeroom or staff below the standard", "沈人社发〔2020〕3号第六、七条"},
	{R23, "VISITORS_INSUFFICIENT", Block, "查阅人数与证件", "fewer than two verified visitors", "干部人事档案工作条例第三十一条"},
	{R24, "LETTER_INVALID", Block, "介绍信", "introduction letter incomplete or expired", "查阅审批规定"},
	{R25, "OWN_OR_RELATIVE", Block, "回避", "own or relative's dossier", "查阅审批规定"},
	{R26, "OUT_OF_SCOPE", Block, "批准范围", "outside the approved scope", "查阅审批规定"},
	{R27, "LOAN_NOT_ALLOWED", Block, "档案原则上不外借", "loan not allowed", "借阅规定"},
	{R28, "RETURN_DEFECT", Block, "归还核对", "return differs or loan overdue", "借阅规定"},
	{R29, "OUTBOUND_INVALID", Block, "转递", "forwarding invalid or receipt overdue", "人社部发〔2021〕112号"},
	{R30, "CERT_REFUSED", Block, "出具证明", "certificate refused", "沈人社发〔2020〕3号第九条"},
}

// Rules is the table of all rules, in order.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// RuleByID finds a rule; an unknown id gives the zero Rule.
func RuleByID(id RuleID) Rule {
	for _, rule := range rules {
		if rule.ID == id {
			return rule
		}
	}
	return Rule{}
}

// RuleError is the refusal of an operation by a rule; its code is the rule's, its message tells the user what to do.
func RuleError(id RuleID, format string, args ...any) *errs.Error {
	return errs.New(errs.Unprocessable, RuleByID(id).Code, "%s", fmt.Sprintf(format, args...))
}

// Violation is a rule found violated at a place of foreign input.
type Violation struct {
	Rule    RuleID
	Level   Level
	Row     int    // row of the workbook sheet as a spreadsheet program numbers it; 0: none
	Page    int    // page of the material or frame of the file, from 1; 0: none
	File    string // file in the package; empty: none
	Field   string // name of the field at fault, zh-CN; empty: none
	Message string // zh-CN, says what to do
}

// String is the violation as a line of a report.
func (v Violation) String() string {
	var at []string
	if row := fmt.Sprintf("第%d行", v.Row); v.Row > 0 && !strings.HasPrefix(v.Message, row) {
		at = append(at, row)
	}
	if v.File != "" {
		at = append(at, v.File)
	}
	if v.Page > 0 {
		at = append(at, fmt.Sprintf("第%d页", v.Page))
	}
	place := strings.Join(at, " ")
	if place != "" {
		place += "："
	}
	return fmt.Sprintf("[%s] %s%s", v.Rule, place, v.Message)
}

// Blocked reports whether any violation refuses the work.
func Blocked(violations []Violation) bool {
	for _, v := range violations {
		if v.Level == Block {
			return true
		}
	}
	return false
}
