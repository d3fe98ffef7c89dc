package sqlstore

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type outstandingRow struct {
	BatchID        string
	BatchNo        string
	Seq            int
	Name           string
	IDNumber       string
	EnterpriseName string
	OfficeCode     string
	Division       string
	State          string
	Reason         string
	RetiredOn      dateColumn
	HandoverDue    dateColumn
	ListedOn       dateColumn
	AcceptedOn     dateColumn
	DueOn          dateColumn
	EcopyDue       dateColumn
}

const outstandingColumns = "l.batch_id, b.no AS batch_no, l.seq, l.name, l.id_number, b.enterprise_name, b.office_code, b.division, " +
	"l.state, l.reason, l.retired_on, l.handover_due, l.listed_on, l.accepted_on, l.due_on, l.ecopy_due"

// domain is the line without what gaps tell. The due day is that of the figure.
func (r outstandingRow) domain(kind domain.OutstandingKind, policy domain.LatePolicy) domain.OutstandingLine {
	line := domain.OutstandingLine{BatchID: r.BatchID, BatchNo: r.BatchNo, Seq: r.Seq, Name: r.Name, IDNumber: domain.IDNumber(r.IDNumber),
		EnterpriseName: r.EnterpriseName, OfficeCode: r.OfficeCode, Division: r.Division, State: domain.LineState(r.State),
		RetiredOn: domain.PartialDate(r.RetiredOn), ListedOn: domain.PartialDate(r.ListedOn), AcceptedOn: domain.PartialDate(r.AcceptedOn)}
	switch kind {
	case domain.OutstandingDossier, domain.OutstandingLate:
		line.DueOn = policy.DueOn(line.RetiredOn)
	case domain.OutstandingEcopy:
		line.DueOn = domain.PartialDate(r.EcopyDue)
	case domain.OutstandingReturned:
		line.DueOn, line.Detail = domain.PartialDate(r.DueOn), r.Reason
	}
	return line
}

// behind is the condition on the lines behind a figure.
func behind(kind domain.OutstandingKind, at domain.PartialDate, policy domain.LatePolicy) (figure, error) {
	switch kind {
	case domain.OutstandingDossier:
		return withoutDossier(at), nil
	case domain.OutstandingLate:
		return late(at, policy), nil
	case domain.OutstandingEcopy:
		return withoutEcopy(at), nil
	case domain.OutstandingReturned:
		return returnedOverdue(at), nil
	}
	if gap, ofGaps := gapsBehind(kind, at); ofGaps {
		return figure{"EXISTS (SELECT 1 FROM line_gaps AS g WHERE g.batch_id = l.batch_id AND g.seq = l.seq AND " + gap.sql + ")", gap.args}, nil
	}
	return figure{}, errs.New(errs.Invalid, "statistics.kind", "不认识的统计项目“%s”", kind)
}

// gapsBehind is the condition on the gaps behind a figure that counts gaps.
func gapsBehind(kind domain.OutstandingKind, at domain.PartialDate) (condition figure, ofGaps bool) {
	switch kind {
	case domain.OutstandingGap:
		return openGap(at), true
	case domain.OutstandingOverdueGap:
		return overdueGap(at), true
	}
	return figure{}, false
}

// belonging narrows lines to those of the filter's enterprise and office.
func belonging(query *gorm.DB, filter domain.OutstandingFilter) *gorm.DB {
	if filter.EnterpriseID != "" {
		query = query.Where("b.enterprise_id = ?", filter.EnterpriseID)
	}
	if filter.OfficeCode != "" {
		query = query.Where("b.office_code = ?", filter.OfficeCode)
	}
	return query
}

// OutstandingLines has the earliest due day of a line's gaps that count, and their materials as detail.
func (r countRepo) OutstandingLines(ctx context.Context, scope authz.Scope, filter domain.OutstandingFilter, at domain.PartialDate,
	policy domain.LatePolicy, afterBatch string, afterSeq, limit int) ([]domain.OutstandingLine, error) {
	condition, err := behind(filter.Kind, at, policy)
	if err != nil {
		return nil, err
	}
	var lines []domain.OutstandingLine
	err = r.snapshot(ctx, "list what is outstanding", func(db *gorm.DB) error {
		var rows []outstandingRow
		query := belonging(linesOfBatches(db, scope), filter).Select(outstandingColumns).Where(condition.sql, condition.args...).
			Where("(l.batch_id, l.seq) > (?, ?)", afterBatch, afterSeq).Order("l.batch_id, l.seq").Limit(limit)
		if err := query.Find(&rows).Error; err != nil {
			return err
		}
		lines = mapAll(rows, func(row outstandingRow) domain.OutstandingLine { return row.domain(filter.Kind, policy) })
		if gaps, ofGaps := gapsBehind(filter.Kind, at); ofGaps {
			return describeGaps(db, lines, gaps)
		}
		return nil
	})
	return lines, err
}

// describeGaps adds to lines, which are ordered by batch and seq, the gaps of each that fulfil the condition.
func describeGaps(db *gorm.DB, lines []domain.OutstandingLine, counted figure) error {
	if len(lines) == 0 {
		return nil
	}
	type place struct {
		batch string
		seq   int
	}
	index := make(map[place]int, len(lines))
	for i, line := range lines {
		index[place{line.BatchID, line.Seq}] = i
	}
	first, last := lines[0], lines[len(lines)-1]
	var gaps []gapRow
	query := db.Table("line_gaps AS g").Where("(g.batch_id, g.seq) >= (?, ?) AND (g.batch_id, g.seq) <= (?, ?)", first.BatchID, first.Seq, last.BatchID, last.Seq)
	if err := query.Where(counted.sql, counted.args...).Order("g.batch_id, g.seq, g.id").Find(&gaps).Error; err != nil {
		return err
	}
	for _, gap := range gaps {
		i, wanted := index[place{gap.BatchID, gap.Seq}]
		if !wanted {
			continue
		}
		lines[i].Detail = strings.TrimPrefix(lines[i].Detail+"、"+gap.Material, "、")
		if due := domain.PartialDate(gap.DueOn); !due.IsZero() && due.Compare(lines[i].DueOn) < 0 {
			lines[i].DueOn = due
		}
	}
	return nil
}
