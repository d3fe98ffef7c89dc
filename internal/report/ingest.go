package report

import (
	"errors"
	"io"
	"iter"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	dossierSheet   = "档案"
	violationSheet = "问题"
)

var dossierColumns = []column{{"序号", 6}, {"文件夹", 28}, {"姓名", 12}, {"身份证号码", 22}, {"档号", 18}, {"结论", 10}, {"状态", 10},
	{"材料份数", 10}, {"页数", 8}, {"拒收问题", 10}, {"提示", 8}, {"说明", 60}}

var violationColumns = []column{{"序号", 6}, {"姓名", 12}, {"级别", 8}, {"规则", 8}, {"规则名称", 22}, {"表中行号", 10}, {"页码", 8},
	{"文件", 40}, {"字段", 14}, {"问题及处理办法", 70}, {"依据", 40}}

var verdictWords = map[domain.ItemVerdict]string{domain.ItemAccept: "可以接收", domain.ItemSkip: "已在库", domain.ItemRefuse: "拒收"}

var stateWords = map[domain.ItemState]string{domain.ItemPending: "未入库", domain.ItemCommitted: "已入库", domain.ItemFailed: "入库失败", domain.ItemUndone: "已撤销"}

var levelWords = map[domain.Level]string{domain.Block: "拒收", domain.Warn: "提示"}

// WriteIngest writes the dry-run report of an ingest: a sheet with the verdict on each dossier, and a sheet with each
// violation and its row, page, file and field. Memory stays flat: rows beyond some megabytes go through temporary files.
// Nothing is written to w when the items end with an error.
func WriteIngest(w io.Writer, in domain.Ingest, items iter.Seq2[domain.IngestItem, error]) error {
	err := writeBook(w, "接收检测报告："+in.Name, in.UpdatedAt, func(b *book) error {
		dossiers, violations := b.sheet(dossierSheet, dossierColumns), b.sheet(violationSheet, violationColumns)
		if err := violations.addAll(0, "（整包）", in.Violations); err != nil {
			return err
		}
		for item, err := range items {
			if err != nil {
				return err
			}
			if err := errors.Join(dossiers.add(dossierRow(&item)...), violations.addAll(item.Seq, item.Draft.Name, item.Violations)); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("write report", err)
}

func dossierRow(item *domain.IngestItem) []any {
	blocking, warnings := 0, 0
	for _, violation := range item.Violations {
		if violation.Level == domain.Block {
			blocking++
		} else {
			warnings++
		}
	}
	draft := item.Draft
	return []any{item.Seq, draft.Folder, draft.Name, draft.IDNumber.Masked(), draft.ArchivalCode, verdictWords[item.Verdict],
		stateWords[item.State], len(draft.Materials), item.PageTotal(), blocking, warnings, item.Problem}
}

func (s *sheet) addAll(seq int, name string, violations []domain.Violation) error {
	for _, v := range violations {
		rule := domain.RuleByID(v.Rule)
		err := s.add(seq, name, levelWords[v.Level], string(v.Rule), rule.Subject, number(v.Row), number(v.Page), v.File, v.Field, v.Message, rule.Basis)
		if err != nil {
			return err
		}
	}
	return nil
}
