package consultation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

const (
	maxItems = 50  // of one order
	maxPages = 500 // of one item
)

// CopyForm is what visitors want to take with them.
type CopyForm struct {
	Purpose string
	Items   []CopyRequest
}

// CopyRequest is a copy of pages of a material, none meaning all, or an excerpt in words. Sheets is how many; 0 of an excerpt is 1.
type CopyRequest struct {
	MaterialID string
	Pages      []int
	Excerpt    string
	Sheets     int
}

// RequestCopies asks for copies and excerpts of what an open consultation may see (R26). The consultation gets a new version with
// it, so that nobody closes it at the same time.
func (s *Service) RequestCopies(ctx context.Context, actor authz.Actor, consultationID string, form CopyForm, requestKey string) (domain.CopyOrder, error) {
	if err := form.tidy(); err != nil {
		return domain.CopyOrder{}, err
	}
	open, err := s.visits.Find(ctx, s.Store, actor, authz.MatterDesk, consultationID)
	if err != nil {
		return domain.CopyOrder{}, err
	}
	return s.copies.Begin(ctx, actor, open.DossierID, requestKey, domain.AuditCopyRequest,
		func(ctx context.Context, tx domain.Repos, d *domain.Dossier, _ domain.UsePolicy, common domain.Matter) (domain.CopyOrder, audit.Detail, error) {
			c, err := s.visits.Find(ctx, tx, actor, authz.MatterDesk, consultationID)
			if err != nil {
				return domain.CopyOrder{}, nil, err
			}
			o := domain.CopyOrder{Matter: common, State: domain.CopyRequested, ConsultationID: c.ID, ConsultationNo: c.No, Unit: c.Unit, Purpose: form.Purpose}
			if o.Items, err = form.items(d); err != nil {
				return o, nil, err
			}
			if err := domain.CheckCopyOrder(&o, &c, d, s.Clock.Now()); err != nil {
				return o, nil, err
			}
			detail := audit.Detail{"consultation": c.No, "items": cited(&o)}
			return o, detail, tx.Consultations().Update(ctx, &c)
		})
}

func (f *CopyForm) tidy() error {
	if err := matter.Bounded("复制材料", len(f.Items), maxItems); err != nil {
		return err
	}
	texts := []*string{&f.Purpose}
	for i := range f.Items {
		item := &f.Items[i]
		if err := matter.Bounded("页", len(item.Pages), maxPages); err != nil {
			return err
		}
		texts = append(texts, &item.Excerpt)
	}
	return matter.Trim(texts...)
}

func (f *CopyForm) items(d *domain.Dossier) ([]domain.CopyItem, error) {
	items := make([]domain.CopyItem, len(f.Items))
	for i, request := range f.Items {
		citation, err := d.Cite(request.MaterialID, request.Pages)
		if err != nil {
			return nil, err
		}
		items[i] = domain.CopyItem{Citation: citation, Excerpt: request.Excerpt, Sheets: request.Sheets}
		if request.Excerpt != "" && request.Sheets == 0 {
			items[i].Sheets = 1
		}
	}
	return items, nil
}

// cited names what is copied, for the trail.
func cited(o *domain.CopyOrder) []string {
	names := make([]string, len(o.Items))
	for i, item := range o.Items {
		names[i] = domain.MaskNumbers(item.String())
	}
	return names
}

// DecideCopies decides the next step of the chain of copies (matter.Decide).
func (s *Service) DecideCopies(ctx context.Context, actor authz.Actor, id string, version int, approved bool, opinion string) (domain.CopyOrder, error) {
	if err := matter.Trim(&opinion); err != nil {
		return domain.CopyOrder{}, err
	}
	return s.copies.Change(ctx, actor, authz.MatterRead, id, version, func(_ context.Context, _ domain.Repos, o *domain.CopyOrder) (matter.Deed, error) {
		machine := domain.CopyMachine()
		if err := machine.Require(o.State, "审批", domain.CopyRequested); err != nil {
			return matter.Deed{}, err
		}
		complete, err := matter.Decide(actor, &o.Matter, s.Clock, approved, opinion)
		if err != nil {
			return matter.Deed{}, err
		}
		what := matter.Deed{Action: domain.AuditCopyDecide, Detail: audit.Detail{"approved": approved}}
		switch {
		case !approved:
			return what, machine.Move(&o.State, domain.CopyRefused)
		case complete:
			return what, machine.Move(&o.State, domain.CopyApproved)
		}
		return what, nil
	})
}

// IssueCopies numbers the approved copies, gives each a verification code, and hands them to a visitor (R26).
func (s *Service) IssueCopies(ctx context.Context, actor authz.Actor, id string, version int, receivedBy string) (domain.CopyOrder, error) {
	if err := matter.Required("receivedBy", "领取人", &receivedBy); err != nil {
		return domain.CopyOrder{}, err
	}
	return s.copies.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.CopyOrder) (matter.Deed, error) {
		machine := domain.CopyMachine()
		if err := machine.Require(o.State, "交付复制件", domain.CopyApproved); err != nil {
			return matter.Deed{}, err
		}
		c, err := tx.Consultations().Get(ctx, o.ConsultationID)
		if err != nil {
			return matter.Deed{}, err
		}
		d, err := s.Dossier(ctx, tx, actor, authz.MatterDesk, o.DossierID)
		if err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckCopyIssue(o, &c, d, actor.UserID, receivedBy); err != nil {
			return matter.Deed{}, err
		}
		whole, err := tx.Dossiers().Get(ctx, o.DossierID) // with its pages
		if err != nil {
			return matter.Deed{}, err
		}
		o.Keep(whole)
		o.Number(domain.NewProofCode)
		o.IssuedBy, o.IssuedByName, o.IssuedAt, o.ReceivedBy = actor.UserID, actor.Name, s.Clock.Now(), receivedBy
		if err := tx.Proofs().Create(ctx, s.proofs(o)...); err != nil {
			return matter.Deed{}, err
		}
		what := matter.Deed{Action: domain.AuditCopyIssue, Detail: audit.Detail{"pieces": len(o.Pieces), "items": cited(o), "receivedBy": receivedBy}}
		return what, machine.Move(&o.State, domain.CopyIssued)
	})
}

func (s *Service) proofs(o *domain.CopyOrder) []domain.Proof {
	proofs := make([]domain.Proof, len(o.Pieces))
	for i, piece := range o.Pieces {
		proofs[i] = domain.Proof{Code: piece.Code, Kind: domain.PaperCopy, Number: piece.No, OfficeCode: o.OfficeCode, MatterID: o.ID, IssuedOn: s.Today()}
	}
	return proofs
}

// VoidCopies takes approved or issued copies back; whoever asks for their codes is told that they no longer stand.
func (s *Service) VoidCopies(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.CopyOrder, error) {
	if err := matter.Required("reason", "作废理由", &reason); err != nil {
		return domain.CopyOrder{}, err
	}
	return s.copies.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.CopyOrder) (matter.Deed, error) {
		if err := domain.CopyMachine().Move(&o.State, domain.CopyVoided); err != nil {
			return matter.Deed{}, err
		}
		o.Reason = reason
		what := matter.Deed{Action: domain.AuditCopyVoid, Detail: audit.Detail{"reason": domain.MaskNumbers(reason), "pieces": len(o.Pieces)}}
		return what, tx.Proofs().Void(ctx, o.ID, s.Clock.Now(), "")
	})
}

// dropCopies ends the orders of a terminated consultation that were not handed out yet.
func (s *Service) dropCopies(ctx context.Context, tx domain.Repos, actor authz.Actor, consultationID string) error {
	orders, err := tx.Consultations().CopiesOf(ctx, consultationID)
	if err != nil {
		return err
	}
	for i := range orders {
		o := &orders[i]
		if !o.Open() {
			continue
		}
		to := domain.CopyVoided
		if o.State == domain.CopyRequested {
			to = domain.CopyRefused
		}
		if err := domain.CopyMachine().Move(&o.State, to); err != nil {
			return err
		}
		o.Reason = "查阅因违规终止"
		if err := s.copies.Save(ctx, tx, actor, o, matter.Deed{Action: domain.AuditCopyVoid, Detail: audit.Detail{"reason": o.Reason}}); err != nil {
			return err
		}
	}
	return nil
}
