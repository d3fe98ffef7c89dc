package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// countRepo computes statistics from the lines as they are now. What was true at a day is told from the days that stand in
// them; only rejections, cancellations, returns and matched dossiers have none, and count as of now.
type countRepo struct{ handle }

type transferCountRow struct {
	EnterpriseID   string
	EnterpriseName string
	Level          string
	OfficeCode     string
	Division       string
	Month          string
	Persons        int
	Volumes        int
	Materials      int
	Pages          int
	WithGaps       int
}

func (r transferCountRow) domain() domain.TransferCount {
	return domain.TransferCount{EnterpriseID: r.EnterpriseID, EnterpriseName: r.EnterpriseName, Level: domain.EnterpriseLevel(r.Level),
		OfficeCode: r.OfficeCode, Division: r.Division, Month: r.Month, Persons: r.Persons, Volumes: r.Volumes, Materials: r.Materials,
		Pages: r.Pages, WithGaps: r.WithGaps}
}

// linesOfBatches joins the lines l that count, with their batches b, inside a scope.
func linesOfBatches(db *gorm.DB, scope authz.Scope) *gorm.DB {
	query := db.Table("transfer_batches AS b").Joins("JOIN batch_lines AS l ON l.batch_id = b.id").
		Where("b.state <> ? AND l.state <> ?", string(domain.BatchCancelled), string(domain.LineRejected))
	return withinTransfer(query, scope, "b.office_code")
}

func (r countRepo) Transferred(ctx context.Context, scope authz.Scope, from, at domain.PartialDate) ([]domain.TransferCount, error) {
	var rows []transferCountRow
	err := r.read(ctx, "count transferred dossiers", func(db *gorm.DB) error {
		return linesOfBatches(db, scope).Joins("LEFT JOIN enterprises AS e ON e.id = b.enterprise_id").
			Select("b.enterprise_id, max(coalesce(e.name, b.enterprise_name)) AS enterprise_name, max(coalesce(e.level, '')) AS level, "+
				"b.office_code, b.division, substr(l.accepted_on, 1, 7) AS month, count(*) AS persons, "+
				"CAST(sum(l.counted_originals + l.counted_duplicates) AS bigint) AS volumes, "+
				"CAST(sum(l.counted_materials) AS bigint) AS materials, CAST(sum(l.counted_pages) AS bigint) AS pages, "+
				"count(CASE WHEN l.state = ? THEN 1 END) AS with_gaps", string(domain.LineAcceptedWithGaps)).
			Where("l.state IN ? AND l.accepted_on <> '' AND l.accepted_on >= ? AND l.accepted_on <= ?", inCustody, from.String(), at.String()).
			Group("b.enterprise_id, b.office_code, b.division, substr(l.accepted_on, 1, 7)").
			Order("b.division, enterprise_name, b.enterprise_id, b.office_code, month").Find(&rows).Error
	})
	return mapAll(rows, transferCountRow.domain), err
}

// figure is one of the counts of domain.PendingCount as a condition on a line l of a batch b, or on a gap g of it.
type figure struct {
	sql  string
	args []any
}

// listedBy holds for persons on an acceptance list at the end of the day.
func listedBy(at domain.PartialDate) figure {
	return figure{"(l.listed_on <> '' AND l.listed_on <= ?)", []any{at.String()}}
}

// acceptedBy holds for lines whose dossier had come at the end of the day.
func acceptedBy(at domain.PartialDate) figure {
	return figure{"(l.accepted_on <> '' AND l.accepted_on <= ?)", []any{at.String()}}
}

func withoutDossier(at domain.PartialDate) figure {
	return both(listedBy(at), figure{"(l.accepted_on = '' OR l.accepted_on > ?)", []any{at.String()}})
}

func withoutEcopy(at domain.PartialDate) figure {
	return both(acceptedBy(at), figure{"l.dossier_id IS NULL", nil})
}

func returnedOverdue(at domain.PartialDate) figure {
	return figure{"(l.state = ? AND l.due_on <> '' AND l.due_on < ?)", []any{string(domain.LineReturned), at.String()}}
}

// late compares the day the dossier was due with the day it came, or with the day asked for. A retirement of which only the
// month is known counts from its first day, as domain.LatePolicy has it.
func late(at domain.PartialDate, policy domain.LatePolicy) figure {
	from := policy.RetiredFrom
	if from.IsZero() {
		return figure{"1 = 0", nil}
	}
	first := domain.Date(from.Year, max(from.Month, 1), max(from.Day, 1)).String()
	return both(listedBy(at), figure{"(l.handover_due <> '' AND substr(l.retired_on || '-01', 1, 10) >= ? AND " +
		"l.handover_due < CASE WHEN l.accepted_on <> '' AND l.accepted_on <= ? THEN l.accepted_on ELSE ? END)",
		[]any{first, at.String(), at.String()}})
}

// openGap is a condition on a gap g.
func openGap(at domain.PartialDate) figure {
	return figure{"(g.opened_on <= ? AND (g.resolved_on = '' OR g.resolved_on > ?))", []any{at.String(), at.String()}}
}

// overdueGap is a condition on a gap g whose day has passed.
func overdueGap(at domain.PartialDate) figure {
	return both(openGap(at), figure{"(g.due_on <> '' AND g.due_on < ?)", []any{at.String()}})
}

func both(a, b figure) figure {
	return figure{"(" + a.sql + " AND " + b.sql + ")", slices.Concat(a.args, b.args)}
}

type pendingRow struct {
	EnterpriseID    string
	EnterpriseName  string
	OfficeCode      string
	Division        string
	WithoutDossier  int
	Late            int
	OpenGaps        int
	OverdueGaps     int
	WithoutEcopy    int
	ReturnedOverdue int
}

// counted selects figures by enterprise and office; names and figures are in the same order.
func counted(query *gorm.DB, names []string, figures []figure) *gorm.DB {
	columns := "b.enterprise_id, max(coalesce(e.name, b.enterprise_name)) AS enterprise_name, b.office_code, b.division"
	var args []any
	for i, f := range figures {
		columns += ", count(CASE WHEN " + f.sql + " THEN 1 END) AS " + names[i]
		args = append(args, f.args...)
	}
	return query.Joins("LEFT JOIN enterprises AS e ON e.id = b.enterprise_id").Select(columns, args...).
		Group("b.enterprise_id, b.office_code, b.division")
}

// Outstanding gives no row where nothing is outstanding.
func (r countRepo) Outstanding(ctx context.Context, scope authz.Scope, at domain.PartialDate, policy domain.LatePolicy) ([]domain.PendingCount, error) {
	var ofLines, ofGaps []pendingRow
	err := r.snapshot(ctx, "count what is outstanding", func(db *gorm.DB) error {
		lines := counted(linesOfBatches(db, scope), []string{"without_dossier", "late", "without_ecopy", "returned_overdue"},
			[]figure{withoutDossier(at), late(at, policy), withoutEcopy(at), returnedOverdue(at)})
		if err := lines.Find(&ofLines).Error; err != nil {
			return err
		}
		gaps := linesOfBatches(db, scope).Joins("JOIN line_gaps AS g ON g.batch_id = l.batch_id AND g.seq = l.seq")
		return counted(gaps, []string{"open_gaps", "overdue_gaps"}, []figure{openGap(at), overdueGap(at)}).Find(&ofGaps).Error
	})
	if err != nil {
		return nil, err
	}
	return mergePending(ofLines, ofGaps), nil
}

// mergePending adds the figures of gaps to those of lines: whatever has gaps has lines.
func mergePending(ofLines, ofGaps []pendingRow) []domain.PendingCount {
	type key struct{ enterprise, office, division string }
	gaps := make(map[key]pendingRow, len(ofGaps))
	for _, row := range ofGaps {
		gaps[key{row.EnterpriseID, row.OfficeCode, row.Division}] = row
	}
	var counts []domain.PendingCount
	for _, row := range ofLines {
		of := gaps[key{row.EnterpriseID, row.OfficeCode, row.Division}]
		row.OpenGaps, row.OverdueGaps = of.OpenGaps, of.OverdueGaps
		if row.WithoutDossier+row.Late+row.OpenGaps+row.WithoutEcopy+row.ReturnedOverdue > 0 {
			counts = append(counts, domain.PendingCount(row))
		}
	}
	slices.SortFunc(counts, func(a, b domain.PendingCount) int {
		return cmp.Or(cmp.Compare(a.Division, b.Division), cmp.Compare(a.EnterpriseName, b.EnterpriseName),
			cmp.Compare(a.EnterpriseID, b.EnterpriseID), cmp.Compare(a.OfficeCode, b.OfficeCode))
	})
	return counts
}
