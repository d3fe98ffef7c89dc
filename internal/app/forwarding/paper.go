package forwarding

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Content is what a printed paper of a forwarding says.
type Content struct {
	Outbound domain.OutboundTransfer
	Office   domain.ArchiveOffice
	Dossier  *domain.Dossier // without pages: whose it is, its volumes, and its catalogue for the packing list
	Chase    domain.Chase    // of a chase letter
}

// HoldContent is what the printed register form of a hold says.
type HoldContent struct {
	Hold    domain.Hold
	Office  domain.ArchiveOffice
	Dossier *domain.Dossier // without pages
}

// NoticeContent is the three-part notice with its packing list, from the packing on; printing it is logged, and that the
// identity number stands in full: the two offices must know for certain whom it is about.
func (s *Service) NoticeContent(ctx context.Context, actor authz.Actor, id string) (Content, error) {
	return s.content(ctx, actor, id, func(c *Content) (audit.Detail, error) {
		if c.Outbound.Packing.NoticeNo == "" {
			return nil, errs.New(errs.Conflict, "outbound.not_packed", "该档案尚未封装，封装后方可打印转递通知单")
		}
		return audit.Detail{"paper": c.Outbound.Packing.NoticeNo, "fullNumber": true}, nil
	})
}

// ChaseContent is the chase letter of a number; printing it is logged.
func (s *Service) ChaseContent(ctx context.Context, actor authz.Actor, id, no string) (Content, error) {
	return s.content(ctx, actor, id, func(c *Content) (audit.Detail, error) {
		at := slices.IndexFunc(c.Outbound.Chases, func(chase domain.Chase) bool { return chase.No == no })
		if at < 0 {
			return nil, errs.New(errs.NotFound, "outbound.chase_not_found", "没有编号为%s的催问函", no)
		}
		c.Chase = c.Outbound.Chases[at]
		return audit.Detail{"paper": no}, nil
	})
}

// FormContent is the form on which the forwarding is approved; printing it is logged.
func (s *Service) FormContent(ctx context.Context, actor authz.Actor, id string) (Content, error) {
	return s.content(ctx, actor, id, func(c *Content) (audit.Detail, error) {
		return audit.Detail{"paper": c.Outbound.No}, nil
	})
}

func (s *Service) content(ctx context.Context, actor authz.Actor, id string, paper func(*Content) (audit.Detail, error)) (Content, error) {
	o, err := s.outbounds.Find(ctx, s.Store, actor, authz.MatterRead, id)
	if err != nil {
		return Content{}, err
	}
	c := Content{Outbound: o}
	detail, err := paper(&c)
	if err != nil {
		return Content{}, err
	}
	if c.Office, c.Dossier, err = s.about(ctx, &o.Matter); err != nil {
		return Content{}, err
	}
	return c, s.Log(ctx, s.outbounds.Entry(actor, domain.AuditPaperPrint, &o, detail))
}

// HoldContent is the register form of a hold; printing it is logged.
func (s *Service) HoldContent(ctx context.Context, actor authz.Actor, id string) (HoldContent, error) {
	h, err := s.holds.Find(ctx, s.Store, actor, authz.MatterRead, id)
	if err != nil {
		return HoldContent{}, err
	}
	c := HoldContent{Hold: h}
	if c.Office, c.Dossier, err = s.about(ctx, &h.Matter); err != nil {
		return HoldContent{}, err
	}
	return c, s.Log(ctx, s.holds.Entry(actor, domain.AuditPaperPrint, &h, audit.Detail{"paper": h.No}))
}

func (s *Service) about(ctx context.Context, m *domain.Matter) (domain.ArchiveOffice, *domain.Dossier, error) {
	office, err := s.Store.Places().Office(ctx, m.OfficeCode)
	if err != nil {
		return office, nil, errs.Wrap("read office", err)
	}
	found, err := s.Store.Dossiers().Documents(ctx, []string{m.DossierID})
	if err != nil {
		return office, nil, errs.Wrap("read dossier", err)
	}
	if len(found) == 0 {
		return office, nil, matter.ErrNoDossier
	}
	return office, found[0], nil
}
