package domain

import (
	"errors"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func TestLoanRules(t *testing.T) {
	policies, err := ShippedUsePolicies()
	if err != nil {
		t.Fatal(err)
	}
	policy, found := policies.Of(MatterLoan, "210106", CategoryWorker, handoverDay)
	if !found {
		t.Fatal("no policy for workers")
	}
	subject := goodForm().IDNumber
	request := func(change func(*LoanRequest)) error {
		r := LoanRequest{Unit: "市公证处", Borrowers: []Borrower{{Name: "赵公", IDNumber: "219999198003090012"}}, Purpose: "NOTARIZATION", Content: "履历表",
			WhyNot: "须当庭出示原件", LetterNo: "公介1号", LetterOn: Date(2026, 3, 1), Days: 7}
		r.Borrowers[0].IDNumber = r.Borrowers[0].IDNumber[:17] + IDNumber(IDCheckCharacter(string(r.Borrowers[0].IDNumber[:17])))
		change(&r)
		return CheckLoanRequest(&r, policy, subject, InStorage, "", handoverDay)
	}
	out := Loan{Expected: VolumeCount{1, 12, 40}}
	back := func(change func(*ReturnCheck)) error {
		c := ReturnCheck{Counted: out.Expected, SealIntact: true}
		change(&c)
		return CheckReturn(out.Expected, c)
	}
	var inOrder LoanRequest
	_ = request(func(r *LoanRequest) { inOrder = *r })
	for _, c := range []struct {
		name string
		rule RuleID
		says string
		err  error
	}{
		{"in order", "", "", request(func(*LoanRequest) {})},
		{"no number on the letter", R24, "缺少文号", request(func(r *LoanRequest) { r.LetterNo = "" })},
		{"letter of another month", R24, "已过期", request(func(r *LoanRequest) { r.LetterOn = Date(2026, 2, 1) })},
		{"letter of tomorrow", R24, "晚于今天", request(func(r *LoanRequest) { r.LetterOn = Date(2026, 3, 10) })},
		{"purpose not allowed", R24, "用途", request(func(r *LoanRequest) { r.Purpose = "CURIOSITY" })},
		{"by the subject", R25, "本人", request(func(r *LoanRequest) { r.Borrowers[0].IDNumber = subject })},
		{"by a relative", R25, "亲属", request(func(r *LoanRequest) { r.Borrowers[0].Relation = "子女" })},
		{"wrong number", R23, "身份证号", request(func(r *LoanRequest) { r.Borrowers[0].IDNumber = "21999919800309" })},
		{"the reading room would do", R27, "阅档室", request(func(r *LoanRequest) { r.WhyNot = "" })},
		{"too long", R27, "1至15日", request(func(r *LoanRequest) { r.Days = 16 })},
		{"not on the shelf", R27, "借出", CheckLoanRequest(&inOrder, policy, subject, OnLoan, "", handoverDay)},
		{"unit with an overdue loan", R27, "JY-1", CheckLoanRequest(&inOrder, policy, subject, InStorage, "JY-1", handoverDay)},
		{"all back", "", "", back(func(*ReturnCheck) {})},
		{"a page short", R28, "页数借出40，归还39", back(func(c *ReturnCheck) { c.Counted.Pages = 39 })},
		{"seal broken", R28, "封条", back(func(c *ReturnCheck) { c.SealIntact = false })},
		{"nothing back and recorded", R28, "一卷未还", back(func(c *ReturnCheck) { c.Counted, c.Defect = VolumeCount{}, "全卷未还" })},
		{"a page short and recorded", "", "", back(func(c *ReturnCheck) { c.Counted.Pages, c.Defect = 39, "缺第12页" })},
	} {
		var refused *errs.Error
		switch {
		case c.rule == "" && c.err != nil:
			t.Errorf("%s: refused: %v", c.name, c.err)
		case c.rule != "" && !errors.As(c.err, &refused):
			t.Errorf("%s: not refused", c.name)
		case c.rule != "" && (refused.Code != RuleByID(c.rule).Code || !strings.Contains(refused.Msg, c.says)):
			t.Errorf("%s: %s %q, want %s with %q", c.name, refused.Code, refused.Msg, RuleByID(c.rule).Code, c.says)
		}
	}
}

func TestRemindersAroundTheDueDay(t *testing.T) {
	p := LoanTerms{Reminders: []int{-1, 0, 1, 3}, RemindEvery: 7}
	due := Date(2026, 3, 9)
	var days []string
	for n := -3; n <= 20; n++ {
		if day := addDays(due, n); p.Remind(due, day) {
			days = append(days, day.String())
		}
	}
	if got := strings.Join(days, " "); got != "2026-03-08 2026-03-09 2026-03-10 2026-03-12 2026-03-19 2026-03-26" {
		t.Error(got)
	}
}

func TestAnOfficesOwnPolicyComesFirst(t *testing.T) {
	loan := func(office string, from PartialDate, days int) UsePolicy {
		return UsePolicy{Operation: MatterLoan, Office: office, Category: CategoryWorker, ValidFrom: from, LoanTerms: LoanTerms{MaxDays: days}}
	}
	policies := UsePolicies{loan("", Date(2020, 1, 1), 15), loan("", Date(2026, 1, 1), 10), loan("210106", Date(2021, 1, 1), 3)}
	for _, c := range []struct {
		office string
		on     PartialDate
		want   int
	}{{"210106", Date(2026, 6, 1), 3}, {"210106", Date(2020, 6, 1), 15}, {"210103", Date(2026, 6, 1), 10}, {"210103", Date(2025, 6, 1), 15}, {"210103", Date(2019, 1, 1), 0}} {
		if p, _ := policies.Of(MatterLoan, c.office, CategoryWorker, c.on); p.MaxDays != c.want {
			t.Errorf("%s on %s: %d days, want %d", c.office, c.on, p.MaxDays, c.want)
		}
	}
}
