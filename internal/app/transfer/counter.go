package transfer

import (
	"context"
	"fmt"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// LineOutcome is a decided line with what was found and only warns.
type LineOutcome struct {
	Line     domain.BatchLine
	Warnings []domain.Violation
}

// Decide records what one dossier was found to be at the counter and what follows. Many clerks decide lines of one batch at
// a time: they hold the batch together, against its signing, and the version of the line keeps any of them from deciding
// what another has decided since.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, batchID string, seq, lineVersion int, check domain.CounterCheck) (LineOutcome, error) {
	var outcome LineOutcome
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		b, err := holdBatch(ctx, tx, actor, batchID, false, authz.TransferReceive)
		if err != nil {
			return err
		}
		l, err := s.undecided(ctx, tx, &b, seq, lineVersion)
		if err != nil {
			return err
		}
		c := &counter{Service: s, tx: tx, actor: actor, batch: &b, line: l, check: check, was: l.State, roster: l.Form.Roster}
		if err := c.decide(ctx); err != nil {
			return err
		}
		outcome = LineOutcome{Line: c.line, Warnings: c.warnings}
		return nil
	})
	return outcome, errs.Wrap("decide line", err)
}

// undecided reads a line about which the counter may decide: delivered, or decided in the present round.
func (s *Service) undecided(ctx context.Context, tx domain.Repos, b *domain.TransferBatch, seq, version int) (domain.BatchLine, error) {
	if err := domain.BatchMachine().Require(b.State, "清点", domain.BatchChecking); err != nil {
		return domain.BatchLine{}, err
	}
	l, err := line(ctx, tx, b.ID, seq)
	if err != nil {
		return l, err
	}
	if l.Version != version {
		return l, errStaleLine
	}
	if l.State == domain.LineDelivered {
		return l, nil
	}
	history, err := tx.Batches().CheckHistory(ctx, b.ID, seq)
	if err != nil {
		return l, err
	}
	if len(history) == 0 || history[len(history)-1].Round != b.Round {
		return l, errs.New(errs.Conflict, "line.not_delivered", "第%d行%s的档案不在本次送交之列，不能清点", seq, l.Form.Name)
	}
	return l, nil
}

// counter is one decision under way.
type counter struct {
	*Service
	tx       domain.Repos
	actor    authz.Actor
	batch    *domain.TransferBatch
	line     domain.BatchLine
	check    domain.CounterCheck
	was      domain.LineState
	roster   domain.RosterCount // before a correction
	warnings []domain.Violation
}

func (c *counter) decide(ctx context.Context) error {
	a, err := effective(ctx, c.tx, c.batch)
	if err != nil {
		return err
	}
	if c.check.Decision != domain.DecideAcceptWithGaps {
		c.check.Gaps = nil
	}
	if c.warnings, err = domain.CheckCounter(&c.line, &c.check, a.Terms, c.RequiredMaterials(), c.batch.Delivery.On); err != nil {
		return err
	}
	if err := c.apply(a.Terms); err != nil {
		return err
	}
	if err := c.tx.Batches().UpdateLine(ctx, &c.line); err != nil {
		return err
	}
	if c.line.Form.Roster.Volumes() > c.roster.Volumes() {
		if err := withinAgreed(ctx, c.tx, &a); err != nil {
			return err
		}
	}
	if err := c.saveGaps(ctx, a.Terms); err != nil {
		return err
	}
	err = c.tx.Batches().SaveCheck(ctx, domain.LineCheck{BatchID: c.batch.ID, Seq: c.line.Seq, Round: c.batch.Round, Check: c.check,
		Warnings: c.warnings, CheckedBy: c.actor.Name, CheckedAt: c.Clock.Now()})
	if err != nil {
		return err
	}
	return c.tx.Audit().Append(ctx, c.batchEntry(c.actor, domain.AuditLineDecide, c.batch, c.detail()))
}

// apply makes the line what was decided.
func (c *counter) apply(terms domain.AgreementTerms) error {
	to := c.check.Decision.State()
	if c.line.State != to { // the same conclusion again changes only what was found
		if err := domain.LineMachine().Move(&c.line.State, to); err != nil {
			return err
		}
	}
	conclude(&c.line, &c.check)
	if to.InCustody() && c.check.Correction != "" {
		roster := &c.line.Form.Roster // its archival code and remark are not counted and stay
		roster.Originals, roster.Duplicates = c.check.Counted.Originals, c.check.Counted.Duplicates
		roster.Materials, roster.Pages = c.check.Counted.Materials, c.check.Counted.Pages
	}
	c.applyEcopy(to, terms)
	return nil
}

// conclude makes a line say what a check found and decided.
func conclude(l *domain.BatchLine, c *domain.CounterCheck) {
	l.State, l.Counted = c.Decision.State(), c.Counted
	l.Reason, l.DueOn = "", domain.PartialDate{}
	if c.Decision == domain.DecideReturn || c.Decision == domain.DecideMissing {
		l.Reason = c.Reason
	}
	if c.Decision == domain.DecideReturn {
		l.DueOn = c.DueOn
	}
}

// applyEcopy says where the electronic copy is; one that is stored stays stored.
func (c *counter) applyEcopy(to domain.LineState, terms domain.AgreementTerms) {
	if c.line.EcopyState == domain.EcopyStored {
		return
	}
	c.line.EcopyState, c.line.EcopyDue = domain.EcopyUnknown, domain.PartialDate{}
	if to.InCustody() {
		c.line.EcopyState = c.check.Ecopy
	}
	if c.line.EcopyState == domain.EcopyLater {
		c.line.EcopyDue = terms.EcopyLaterBy
	}
}

func (c *counter) saveGaps(ctx context.Context, terms domain.AgreementTerms) error {
	for i := range c.check.Gaps {
		gap := &c.check.Gaps[i]
		gap.ID, gap.BatchID, gap.Seq, gap.OpenedOn = domain.NewID(), c.batch.ID, c.line.Seq, c.today()
		gap.ResolvedOn, gap.Resolution, gap.ResolvedBy = domain.PartialDate{}, "", ""
		if gap.DueOn.IsZero() && terms.GapDays > 0 {
			gap.DueOn = domain.DateOf(c.Clock.Now().AddDate(0, 0, terms.GapDays))
		}
		if err := matter.Bind(ctx, c.tx, c.actor, gap.AttachmentID, onLine, lineSubject(c.batch.ID, c.line.Seq)); err != nil {
			return err
		}
	}
	return c.tx.Gaps().Replace(ctx, c.batch.ID, c.line.Seq, c.check.Gaps)
}

func (c *counter) detail() audit.Detail {
	d := audit.Detail{"line": c.line.Seq, "round": c.batch.Round, "decision": c.check.Decision, "was": c.was}
	if reason := c.line.Reason; reason != "" {
		d["reason"] = domain.MaskNumbers(reason)
	}
	if c.line.Form.Roster != c.roster {
		d["correction"] = domain.MaskNumbers(c.check.Correction)
		d["rosterWas"], d["rosterIs"] = countWords(c.roster), countWords(c.line.Form.Roster)
	}
	return d
}

func countWords(r domain.RosterCount) string {
	return fmt.Sprintf("正本%d 副本%d 材料%d 页数%d", r.Originals, r.Duplicates, r.Materials, r.Pages)
}

// ResolveGap records that a gap was made good, or why it never will be.
func (s *Service) ResolveGap(ctx context.Context, actor authz.Actor, gapID string, on domain.PartialDate, resolution string) (domain.Gap, error) {
	var resolved domain.Gap
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		gap, err := tx.Gaps().Get(ctx, gapID)
		if errs.Is(err, errs.NotFound) {
			return errNoGap
		}
		if err != nil {
			return err
		}
		// Exclusive, so that two clerks do not resolve one gap, nor one while its line is decided anew.
		b, err := holdBatch(ctx, tx, actor, gap.BatchID, true, authz.TransferReceive)
		if errs.Is(err, errs.NotFound) {
			return errNoGap
		}
		if err != nil {
			return err
		}
		if gap, err = tx.Gaps().Get(ctx, gapID); err != nil {
			return err
		}
		if err := s.resolve(&gap, actor, on, resolution); err != nil {
			return err
		}
		resolved = gap
		if err := tx.Gaps().Update(ctx, gap); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.batchEntry(actor, domain.AuditGapResolve, &b,
			audit.Detail{"line": gap.Seq, "gap": gap.ID, "material": gap.Material, "resolution": domain.MaskNumbers(resolution)}))
	})
	return resolved, errs.Wrap("resolve gap", err)
}

var errNoGap = errs.New(errs.NotFound, "gap.not_found", "没有这条缺件记录")

func (s *Service) resolve(gap *domain.Gap, actor authz.Actor, on domain.PartialDate, resolution string) error {
	if !gap.ResolvedOn.IsZero() {
		return errs.New(errs.Conflict, "gap.resolved", "这条缺件已于%s办结", gap.ResolvedOn)
	}
	if on.IsZero() {
		on = s.today()
	}
	if resolution == "" || on.Day == 0 || !on.Valid() || on.After(s.today()) {
		return errs.New(errs.Unprocessable, "gap.resolution", "请填写缺件的处理结果和办结日期（不晚于今天）").
			WithFields(errs.Field{Name: "resolution", Message: "请填写处理结果"}, errs.Field{Name: "on", Message: "请填写办结日期"})
	}
	gap.ResolvedOn, gap.Resolution, gap.ResolvedBy = on, resolution, actor.Name
	return nil
}
