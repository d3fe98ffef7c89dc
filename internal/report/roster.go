package report

import (
	"fmt"
	"io"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	rosterErrorColumns = []column{{"表中行号", 10}, {"字段", 16}, {"级别", 8}, {"规则", 8}, {"规则名称", 22}, {"问题及处理办法", 70}, {"依据", 40}}
	summaryColumns     = []column{{"项目", 24}, {"结果", 40}}
)

// WriteRosterErrors writes what the dry run of a roster found: a sheet with each violation and its row and field, and one
// that sums up. The roster keeps at most domain.MaxRosterViolations of them, which the second sheet says. Identity numbers in the
// messages are masked.
func WriteRosterErrors(w io.Writer, roster domain.RosterImport) error {
	err := writeBook(w, "名册检测报告："+roster.Name, roster.UpdatedAt, func(b *book) error {
		found := b.sheet(violationSheet, rosterErrorColumns)
		for _, v := range roster.Violations {
			rule := domain.RuleByID(v.Rule)
			err := found.add(number(v.Row), v.Field, levelWords[v.Level], string(v.Rule), rule.Subject, domain.MaskNumbers(v.Message), rule.Basis)
			if err != nil {
				return err
			}
		}
		summary := b.sheet("概要", summaryColumns)
		for _, row := range rosterSummary(&roster) {
			if err := summary.add(row...); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("write roster report", err)
}

func rosterSummary(roster *domain.RosterImport) [][]any {
	listed := any(len(roster.Violations))
	if len(roster.Violations) >= domain.MaxRosterViolations {
		listed = fmt.Sprintf("只列出前%d个，请更正后重新检测", domain.MaxRosterViolations)
	}
	rows := [][]any{{"文件", roster.Name}, {"人数", roster.Rows}, {"可以导入", roster.Accepted}, {"不能导入", roster.Refused},
		{"已在批次中", roster.Skipped}, {"提示", roster.Warnings}, {"单位数", roster.Enterprises}, {"列出的问题", listed}}
	if roster.Problem != "" {
		rows = append(rows, []any{"不能检测的原因", roster.Problem})
	}
	return rows
}
