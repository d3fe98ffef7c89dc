package consultation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Return ends the visit: the screen stops, or the paper is counted against what was taken out (R28) and goes back to where it was
// taken from. Of a visit at a screen there is nothing to count.
func (s *Service) Return(ctx context.Context, actor authz.Actor, id string, version int, check domain.ReturnCheck) (domain.Consultation, error) {
	if err := matter.Trim(&check.Defect); err != nil {
		return domain.Consultation{}, err
	}
	return s.visits.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		detail, err := s.handBack(ctx, tx, actor, c, domain.ConsultationReturned, check, "查阅归还")
		return matter.Deed{Action: domain.AuditConsultationReturn, Detail: detail}, err
	})
}

// Terminate ends a visit because the visitors broke the rules of the reading room: like Return, and what was to be copied is not
// handed out any more.
func (s *Service) Terminate(ctx context.Context, actor authz.Actor, id string, version int, breach string, check domain.ReturnCheck) (domain.Consultation, error) {
	if err := matter.Required("breach", "违规情况", &breach); err != nil {
		return domain.Consultation{}, err
	}
	if err := matter.Trim(&check.Defect); err != nil {
		return domain.Consultation{}, err
	}
	return s.visits.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		detail, err := s.handBack(ctx, tx, actor, c, domain.ConsultationTerminated, check, "违规终止查阅，收回")
		if err != nil {
			return matter.Deed{}, err
		}
		c.Breach = breach
		if err := s.dropCopies(ctx, tx, actor, c.ID); err != nil {
			return matter.Deed{}, err
		}
		return matter.Deed{Action: domain.AuditConsultationTerminate, Detail: detail.With("breach", domain.MaskNumbers(breach))}, nil
	})
}

func (s *Service) handBack(ctx context.Context, tx domain.Repos, actor authz.Actor, c *domain.Consultation, to domain.ConsultationState,
	check domain.ReturnCheck, note string) (audit.Detail, error) {
	if err := domain.CheckHandBack(c); err != nil {
		return nil, err
	}
	if err := domain.ConsultationMachine().Move(&c.State, to); err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	c.Return, c.ReturnedAt, c.Session.EndedAt, c.Session.CodeHash = check, now, now, ""
	if c.Medium != domain.MediumPaper {
		return nil, nil
	}
	if err := domain.CheckReturn(c.Expected, check); err != nil {
		return nil, err
	}
	if check.Defect != "" {
		note += "，有缺损：" + check.Defect
	}
	detail := audit.Detail{"counted": check.Counted, "sealIntact": check.SealIntact, "defect": check.Defect != ""}
	return detail, s.visits.Move(ctx, tx, actor, c, c.From, "", note)
}

// Close ends the consultation, once no copies are waiting to be decided or handed out.
func (s *Service) Close(ctx context.Context, actor authz.Actor, id string, version int) (domain.Consultation, error) {
	return s.visits.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		if err := domain.ConsultationMachine().Move(&c.State, domain.ConsultationClosed); err != nil {
			return matter.Deed{}, err
		}
		orders, err := tx.Consultations().CopiesOf(ctx, c.ID)
		if err != nil {
			return matter.Deed{}, err
		}
		for i := range orders {
			if orders[i].Open() {
				return matter.Deed{}, errs.New(errs.Conflict, "consultation.copies_open", "复制申请%s尚未办结，请先交付或作废，再办结查阅", orders[i].No)
			}
		}
		return matter.Deed{Action: domain.AuditConsultationClose, Detail: audit.Detail{"copies": len(orders)}}, nil
	})
}
