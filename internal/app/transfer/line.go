package transfer

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	errNoLine    = errs.New(errs.NotFound, "line.not_found", "批次中没有这个人")
	errStaleLine = errs.New(errs.Stale, "line.stale", "该行已被他人处理，请刷新后重做")
)

// LineDetail is a line with what was found at the counter, oldest round first, and its gaps.
type LineDetail struct {
	Line   domain.BatchLine
	Checks []domain.LineCheck
	Gaps   []domain.Gap
}

func line(ctx context.Context, repos domain.Repos, batchID string, seq int) (domain.BatchLine, error) {
	l, err := repos.Batches().Line(ctx, batchID, seq)
	if errs.Is(err, errs.NotFound) {
		return l, errNoLine
	}
	return l, errs.Wrap("load line", err)
}

// Lines lists persons of a batch by their places, after the given one, and logs that.
func (s *Service) Lines(ctx context.Context, actor authz.Actor, batchID string, filter domain.LineFilter, afterSeq, limit int) ([]domain.BatchLine, error) {
	b, err := batch(ctx, s.Store, actor, batchID, authz.TransferRead)
	if err != nil {
		return nil, err
	}
	lines, err := s.Store.Batches().Lines(ctx, batchID, filter, afterSeq, pageSize(limit))
	if err != nil {
		return nil, errs.Wrap("list lines", err)
	}
	return lines, s.log(ctx, actor, domain.AuditBatchView, batchSubject(&b),
		audit.Detail{"lines": len(lines), "after": afterSeq, "text": domain.MaskNumbers(filter.Text)})
}

// Line reads one person of a batch, and logs that.
func (s *Service) Line(ctx context.Context, actor authz.Actor, batchID string, seq int) (LineDetail, error) {
	b, err := batch(ctx, s.Store, actor, batchID, authz.TransferRead)
	if err != nil {
		return LineDetail{}, err
	}
	l, err := line(ctx, s.Store, batchID, seq)
	if err != nil {
		return LineDetail{}, err
	}
	return s.lineDetail(ctx, actor, &b, l)
}

func (s *Service) lineDetail(ctx context.Context, actor authz.Actor, b *domain.TransferBatch, l domain.BatchLine) (LineDetail, error) {
	checks, err := s.Store.Batches().CheckHistory(ctx, b.ID, l.Seq)
	if err != nil {
		return LineDetail{}, errs.Wrap("read checks", err)
	}
	gaps, err := s.Store.Gaps().OfBatch(ctx, b.ID)
	if err != nil {
		return LineDetail{}, errs.Wrap("read gaps", err)
	}
	d := LineDetail{Line: l, Checks: checks}
	for _, gap := range gaps {
		if gap.Seq == l.Seq {
			d.Gaps = append(d.Gaps, gap)
		}
	}
	return d, s.log(ctx, actor, domain.AuditBatchView, batchSubject(b), audit.Detail{"line": l.Seq})
}

// RevealLine returns the full identity number to those who work on the batch, for a reason that goes into the audit trail.
func (s *Service) RevealLine(ctx context.Context, actor authz.Actor, batchID string, seq int, reason string) (domain.IDNumber, error) {
	b, err := batch(ctx, s.Store, actor, batchID, authz.IDReveal, authz.TransferDeclare, authz.TransferVerify, authz.TransferReceive)
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(reason) == "" {
		return "", reasonMissing("查看完整身份证号")
	}
	l, err := line(ctx, s.Store, batchID, seq)
	if err != nil {
		return "", err
	}
	return l.Form.IDNumber, s.log(ctx, actor, domain.AuditLineReveal, batchSubject(&b),
		audit.Detail{"line": seq, "reason": domain.MaskNumbers(reason)})
}

// FindLine finds a line by what a barcode gun or a clerk types: the barcode of the line, its identity number, its place,
// or the archival code of the roster, in this order.
func (s *Service) FindLine(ctx context.Context, actor authz.Actor, batchID, code string) (LineDetail, error) {
	b, err := batch(ctx, s.Store, actor, batchID, authz.TransferRead)
	if err != nil {
		return LineDetail{}, err
	}
	l, err := s.lineByCode(ctx, &b, strings.TrimSpace(code))
	if err != nil {
		return LineDetail{}, err
	}
	return s.lineDetail(ctx, actor, &b, l)
}

func (s *Service) lineByCode(ctx context.Context, b *domain.TransferBatch, code string) (domain.BatchLine, error) {
	unknown := errs.New(errs.NotFound, "line.not_found", "批次%s中没有“%s”这一行，请核对是否属于其他批次", b.No, domain.MaskNumbers(code))
	number := domain.NormalizeIDNumber(code)
	isNumber := len(number) == 18 && domain.CheckIDNumber(number.Full(), s.Clock.Now()) == nil
	place, isBarcode := strings.CutPrefix(strings.ToUpper(code), b.No+"-")
	if !isBarcode {
		place = code
	}
	if seq, err := strconv.Atoi(place); err == nil && !isNumber {
		l, err := line(ctx, s.Store, b.ID, seq)
		if err == nil || isBarcode || !errs.Is(err, errs.NotFound) {
			return l, err
		}
	}
	if code == "" {
		return domain.BatchLine{}, unknown
	}
	text := code
	if isNumber {
		text = number.Full()
	}
	found, err := s.Store.Batches().Lines(ctx, b.ID, domain.LineFilter{Text: text}, 0, maxPage)
	if err != nil {
		return domain.BatchLine{}, errs.Wrap("find line", err)
	}
	for _, l := range found {
		if l.Form.IDNumber == number || l.Form.Roster.ArchivalCode == code {
			return l, nil
		}
	}
	return domain.BatchLine{}, unknown
}

// editable refuses unless the form of a line may still be corrected: while the batch is a draft, and, for persons the
// agency has not decided about, during verification, when missing seals and signatures are made good.
func editable(b *domain.TransferBatch, l *domain.BatchLine) error {
	if err := domain.BatchMachine().Require(b.State, "修改人员信息", domain.BatchDraft, domain.BatchVerifying); err != nil {
		return err
	}
	return domain.LineMachine().Require(l.State, "修改人员信息", domain.LinePending)
}

// EditLine replaces the basic information form of a line.
func (s *Service) EditLine(ctx context.Context, actor authz.Actor, batchID string, seq, version int, form domain.InfoForm) (domain.BatchLine, error) {
	return s.changeLine(ctx, actor, batchID, seq, []authz.Permission{authz.TransferDeclare, authz.TransferVerify},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch, l *domain.BatchLine) (audit.Detail, error) {
			if err := editable(b, l); err != nil {
				return nil, err
			}
			if l.Version != version {
				return nil, errStaleLine
			}
			if err := s.acceptable(ctx, tx, actor, b, &form); err != nil {
				return nil, err
			}
			was := l.Form.IDNumber
			l.Form = form
			detail := audit.Detail{"line": seq}
			if was != form.IDNumber {
				detail = detail.With("was", was.Masked()).With("is", form.IDNumber.Masked())
			}
			return detail, tx.Batches().UpdateLine(ctx, l)
		})
}

// acceptable applies to a form typed by hand what a dry run applies to rows, and, once the batch is submitted, what its
// submission applied.
func (s *Service) acceptable(ctx context.Context, tx domain.Repos, actor authz.Actor, b *domain.TransferBatch, form *domain.InfoForm) error {
	var refused refusals
	for _, v := range domain.CheckInfoForm(0, form, s.today()) {
		if v.Level == domain.Block {
			_ = refused.add(v.Field, domain.RuleError(v.Rule, "%s", v.Message))
		}
	}
	if b.State != domain.BatchDraft {
		_ = refused.add("参保地", insuredWith(b, form, form.Name)) // always a refusal
	}
	found, err := findStanding(ctx, tx, []domain.IDNumber{form.IDNumber}, map[string]string{})
	if err != nil {
		return err
	}
	for _, against := range []string{found.held(form.IDNumber), found.elsewhere(actor, form.IDNumber, b.ID)} {
		if against != "" {
			_ = refused.add("身份证号", domain.RuleError(domain.R10, "%s", against))
		}
	}
	return refused.err()
}

// RemoveLine takes a person out of a draft batch.
func (s *Service) RemoveLine(ctx context.Context, actor authz.Actor, batchID string, seq int) error {
	_, err := s.changeLine(ctx, actor, batchID, seq, []authz.Permission{authz.TransferDeclare},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch, l *domain.BatchLine) (audit.Detail, error) {
			if err := domain.BatchMachine().Require(b.State, "移除人员", domain.BatchDraft); err != nil {
				return nil, err
			}
			detail := audit.Detail{"line": seq, "removed": l.Form.Name, "idNumber": l.Form.IDNumber.Masked()}
			return detail, tx.Batches().RemoveLine(ctx, batchID, seq)
		})
	return err
}

// changeLine lets fn alter one line while the batch stands still, with an audit entry, in one transaction.
func (s *Service) changeLine(ctx context.Context, actor authz.Actor, batchID string, seq int, anyOf []authz.Permission,
	fn func(context.Context, domain.Repos, *domain.TransferBatch, *domain.BatchLine) (audit.Detail, error)) (domain.BatchLine, error) {
	var changed domain.BatchLine
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		b, err := holdBatch(ctx, tx, actor, batchID, false, anyOf...)
		if err != nil {
			return err
		}
		l, err := line(ctx, tx, batchID, seq)
		if err != nil {
			return err
		}
		detail, err := fn(ctx, tx, &b, &l)
		if err != nil {
			return err
		}
		changed = l
		return tx.Audit().Append(ctx, s.batchEntry(actor, domain.AuditLineEdit, &b, detail))
	})
	return changed, errs.Wrap("change line", err)
}

// lineSubject is what attachments of a line hang on.
func lineSubject(batchID string, seq int) string { return fmt.Sprintf("%s/%d", batchID, seq) }
