package consultation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	maxVisitors = 10
	maxScope    = 500 // classes or materials of one scope
)

// Form is what visitors bring and ask for.
type Form struct {
	Unit     string
	Visitors []domain.Visitor
	Letter   domain.IntroductionLetter
	Content  string // what is to be found out
	Medium   domain.Medium
	Asked    domain.UseScope
}

// Register takes down who came with which letter and asks for what. The papers are held against the rules by Verify; only the
// scope must name what the catalogue has (R26). A consultation on paper beside other work that needs the paper is errs.Conflict
// with code "unique.matters_exclusive". A request with a key (Idempotency-Key) the actor used before is the one made then.
func (s *Service) Register(ctx context.Context, actor authz.Actor, dossierID string, form Form, requestKey string) (domain.Consultation, error) {
	if err := form.tidy(); err != nil {
		return domain.Consultation{}, err
	}
	return s.visits.Begin(ctx, actor, dossierID, requestKey, domain.AuditConsultationRegister,
		func(ctx context.Context, tx domain.Repos, d *domain.Dossier, policy domain.UsePolicy, common domain.Matter) (domain.Consultation, audit.Detail, error) {
			if err := domain.CheckReadable(d.Custody); err != nil {
				return domain.Consultation{}, nil, err
			}
			c := domain.Consultation{Matter: common, State: domain.ConsultationRegistered}
			return c, form.detail(), form.fill(ctx, tx, actor, d, policy, &c)
		})
}

// Update replaces what was registered, until the papers were verified. A visitor whose number comes back as it was shown, masked,
// keeps it.
func (s *Service) Update(ctx context.Context, actor authz.Actor, id string, version int, form Form) (domain.Consultation, error) {
	if err := form.tidy(); err != nil {
		return domain.Consultation{}, err
	}
	return s.visits.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		if err := domain.ConsultationMachine().Require(c.State, "修改登记", domain.ConsultationRegistered); err != nil {
			return matter.Deed{}, err
		}
		d, err := s.Dossier(ctx, tx, actor, authz.MatterDesk, c.DossierID)
		if err != nil {
			return matter.Deed{}, err
		}
		policy, err := s.PolicyFor(domain.MatterConsultation, c.OfficeCode, c.Category)
		if err != nil {
			return matter.Deed{}, err
		}
		form.keepNumbers(c.Visitors)
		what := matter.Deed{Action: domain.AuditConsultationRegister, Detail: form.detail().With("updated", true)}
		return what, form.fill(ctx, tx, actor, d, policy, c)
	})
}

func (f *Form) fill(ctx context.Context, tx domain.Repos, actor authz.Actor, d *domain.Dossier, policy domain.UsePolicy, c *domain.Consultation) error {
	if err := domain.CheckScope(f.Asked, d); err != nil {
		return err
	}
	c.Unit, c.Visitors, c.Letter, c.Content, c.Medium, c.Asked = f.Unit, f.Visitors, f.Letter, f.Content, f.Medium, f.Asked
	c.LetterEnds = f.Letter.Ends(policy)
	return matter.Bind(ctx, tx, actor, f.Letter.AttachmentID, matter.OnConsultation, c.ID)
}

func (f *Form) keepNumbers(registered []domain.Visitor) {
	for i := range f.Visitors {
		number := &f.Visitors[i].IDNumber
		for _, v := range registered {
			if number.Full() == v.IDNumber.Masked() {
				*number = v.IDNumber
			}
		}
	}
}

func (f *Form) detail() audit.Detail {
	return audit.Detail{"unit": f.Unit, "visitors": len(f.Visitors), "purpose": f.Letter.Purpose, "medium": f.Medium}
}

// tidy trims what was typed and refuses what cannot have been meant.
func (f *Form) tidy() error {
	for _, list := range []struct {
		title        string
		length, most int
	}{{"查阅人", len(f.Visitors), maxVisitors}, {"类目", len(f.Asked.Classes), maxScope}, {"材料", len(f.Asked.MaterialIDs), maxScope}} {
		if err := matter.Bounded(list.title, list.length, list.most); err != nil {
			return err
		}
	}
	texts := []*string{&f.Letter.No, &f.Letter.Issuer, &f.Letter.Purpose}
	for i := range f.Visitors {
		v := &f.Visitors[i]
		v.IDNumber = domain.NormalizeIDNumber(v.IDNumber.Full())
		texts = append(texts, &v.Unit, &v.Post, &v.Phone, &v.Relation)
		if err := matter.Required("visitors", "每名查阅人的姓名", &v.Name); err != nil {
			return err
		}
	}
	if f.Medium != domain.MediumPaper && f.Medium != domain.MediumTerminal {
		return errs.New(errs.Invalid, "consultation.medium", "请选择查阅纸质档案或在终端查阅").WithFields(errs.Field{Name: "medium", Message: "不是允许的值"})
	}
	if err := matter.Required("unit", "查阅单位", &f.Unit); err != nil {
		return err
	}
	if err := matter.Required("content", "查阅内容", &f.Content); err != nil {
		return err
	}
	return matter.Trim(texts...)
}
