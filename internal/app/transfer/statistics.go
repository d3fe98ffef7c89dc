package transfer

import (
	"context"
	"iter"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// countable refuses who may read no statistics, and completes the day: zero means today.
func (s *Service) countable(actor authz.Actor, from domain.PartialDate, at *domain.PartialDate) (authz.Scope, error) {
	scope := actor.Scope(authz.StatisticsRead)
	if scope.Empty() {
		return scope, errForbidden
	}
	if at.IsZero() {
		*at = s.today()
	}
	if at.Day == 0 || !at.Valid() || !from.Valid() || from.After(*at) {
		return scope, errs.New(errs.Invalid, "statistics.dates", "统计日期应为某一天，且不早于起始日期").
			WithFields(errs.Field{Name: "at", Message: "请更正统计日期"})
	}
	return scope, nil
}

// Statistics answers article 15 for the days from..at and for what was outstanding at the end of at, and logs that. A zero
// at is today.
func (s *Service) Statistics(ctx context.Context, actor authz.Actor, from, at domain.PartialDate) (domain.TransferStatistics, error) {
	scope, err := s.countable(actor, from, &at)
	if err != nil {
		return domain.TransferStatistics{}, err
	}
	counts := domain.TransferStatistics{From: from, At: at}
	if counts.Transferred, err = s.Store.Counts().Transferred(ctx, scope, from, at); err != nil {
		return counts, errs.Wrap("count transfers", err)
	}
	if counts.Outstanding, err = s.Store.Counts().Outstanding(ctx, scope, at, s.Late); err != nil {
		return counts, errs.Wrap("count what is outstanding", err)
	}
	return counts, s.log(ctx, actor, domain.AuditStatisticsView, audit.Subject{Object: "statistics", ID: "article-15"},
		audit.Detail{"from": from.String(), "at": at.String()})
}

// OutstandingLines lists the persons behind a figure of Statistics, by batch and place, after the given place, and logs that.
// Names are masked for those who may know figures only.
func (s *Service) OutstandingLines(ctx context.Context, actor authz.Actor, filter domain.OutstandingFilter, at domain.PartialDate, afterBatch string,
	afterSeq, limit int) ([]domain.OutstandingLine, error) {
	scope, err := s.countable(actor, domain.PartialDate{}, &at)
	if err != nil {
		return nil, err
	}
	lines, err := s.Store.Counts().OutstandingLines(ctx, scope, filter, at, s.Late, afterBatch, afterSeq, pageSize(limit))
	if err != nil {
		return nil, errs.Wrap("list what is outstanding", err)
	}
	maskNames(actor, lines)
	return lines, s.log(ctx, actor, domain.AuditStatisticsView, audit.Subject{Object: "statistics", ID: "article-15"},
		audit.Detail{"kind": filter.Kind, "enterprise": filter.EnterpriseID, "office": filter.OfficeCode, "at": at.String(), "lines": len(lines)})
}

func maskNames(actor authz.Actor, lines []domain.OutstandingLine) {
	known := actor.Scope(authz.TransferRead)
	for i, line := range lines {
		if !known.Covers(line.OfficeCode, line.Division) {
			lines[i].Name = domain.MaskName(line.Name)
		}
	}
}

// ExportOutstanding yields all persons behind a figure one by one, and logs that; an error ends the walk.
func (s *Service) ExportOutstanding(ctx context.Context, actor authz.Actor, filter domain.OutstandingFilter, at domain.PartialDate) (iter.Seq2[domain.OutstandingLine, error], error) {
	scope, err := s.countable(actor, domain.PartialDate{}, &at)
	if err != nil {
		return nil, err
	}
	err = s.log(ctx, actor, domain.AuditStatisticsExport, audit.Subject{Object: "statistics", ID: "article-15"},
		audit.Detail{"kind": filter.Kind, "enterprise": filter.EnterpriseID, "office": filter.OfficeCode, "at": at.String()})
	if err != nil {
		return nil, err
	}
	return func(yield func(domain.OutstandingLine, error) bool) {
		for batch, seq := "", 0; ; {
			lines, err := s.Store.Counts().OutstandingLines(ctx, scope, filter, at, s.Late, batch, seq, step)
			if err != nil {
				yield(domain.OutstandingLine{}, errs.Wrap("list what is outstanding", err))
				return
			}
			maskNames(actor, lines)
			for _, line := range lines {
				batch, seq = line.BatchID, line.Seq
				if !yield(line, nil) {
					return
				}
			}
			if len(lines) < step {
				return
			}
		}
	}, nil
}
