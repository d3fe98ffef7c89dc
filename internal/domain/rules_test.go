package domain

import (
	"fmt"
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func TestThirtyRulesWithDistinctCodes(t *testing.T) {
	rules := Rules()
	if len(rules) != 30 {
		t.Fatal(len(rules))
	}
	codes := map[string]bool{}
	for i, rule := range rules {
		if rule.ID != RuleID(fmt.Sprintf("R%02d", i+1)) || rule.Code == "" || codes[rule.Code] || rule.Subject == "" ||
			rule.English == "" || rule.Basis == "" || (rule.Level != Block && rule.Level != Warn) {
			t.Errorf("%+v", rule)
		}
		codes[rule.Code] = true
		if RuleByID(rule.ID) != rule {
			t.Errorf("%s is not found", rule.ID)
		}
	}
	if (RuleByID("R99") != Rule{}) {
		t.Error("an unknown rule is found")
	}
	rules[0].Code = "CHANGED"
	if Rules()[0].Code == "CHANGED" {
		t.Error("the table was changed from outside")
	}
}

func TestRuleErrorCarriesTheRulesCode(t *testing.T) {
	err := RuleError(R08, "100%%与%s", "号")
	if err.Code != "ID_INVALID" || err.Kind != errs.Unprocessable || err.Msg != "100%与号" {
		t.Errorf("%+v", err)
	}
}

func TestViolationsNameThePlace(t *testing.T) {
	for want, v := range map[string]Violation{
		"[R14] 第5行：缺失":             {Rule: R14, Row: 5, Message: "缺失"},
		"[R18] 张三/1.jpg 第2页：分辨率不足": {Rule: R18, File: "张三/1.jpg", Page: 2, Message: "分辨率不足"},
		"[R14] 第5行：页数缺失":           {Rule: R14, Row: 5, Message: "第5行：页数缺失"},
		"[R20] 未通过":                {Rule: R20, Message: "未通过"},
	} {
		if v.String() != want {
			t.Errorf("%s, want %s", v, want)
		}
	}
	if Blocked([]Violation{{Level: Warn}}) || !Blocked([]Violation{{Level: Warn}, {Level: Block}}) || Blocked(nil) {
		t.Error("Blocked")
	}
}
