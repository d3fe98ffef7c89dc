package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) ListCertificateKinds(ctx context.Context, _ apigen.ListCertificateKindsRequestObject) (apigen.ListCertificateKindsResponseObject, error) {
	if err := s.Registry.Admit(actorOf(ctx)); err != nil {
		return nil, err
	}
	return apigen.ListCertificateKinds200JSONResponse{Kinds: viewsOf(s.Certificate.Kinds(), certificateKindView)}, nil
}

func (s *server) RequestCertificate(ctx context.Context, request apigen.RequestCertificateRequestObject) (apigen.RequestCertificateResponseObject, error) {
	body := request.Body
	form := certificate.Form{Kind: domain.CertificateCode(body.Kind), Evidence: viewsOf(body.Evidence, evidenceOf), Recipient: body.Recipient,
		Use: body.Use, Replaces: body.Replaces, Requester: domain.Requester{Name: body.Requester.Name, IDNumber: domain.NormalizeIDNumber(body.Requester.IdNumber),
			Capacity: domain.Capacity(body.Requester.Capacity), Relation: body.Requester.Relation, Unit: body.Requester.Unit, Phone: body.Requester.Phone}}
	c, err := s.Certificate.Request(ctx, actorOf(ctx), request.DossierId.String(), form, valueOf(request.Params.IdempotencyKey))
	view, err := s.oneCertificate(ctx, c, err)
	return apigen.RequestCertificate201JSONResponse(view), err
}

func evidenceOf(view apigen.Evidence) domain.Evidence {
	return domain.Evidence{Kind: domain.EvidenceKind(view.Kind), No: view.No, AttachmentID: valueOf(view.AttachmentId), Verified: view.Verified}
}

func (s *server) ListCertificates(ctx context.Context, request apigen.ListCertificatesRequestObject) (apigen.ListCertificatesResponseObject, error) {
	find := func(filter domain.MatterFilter, before string, limit int) ([]domain.Certificate, error) {
		return s.Certificate.List(ctx, actorOf(ctx), filter, before, limit)
	}
	show := func(found []domain.Certificate) ([]apigen.Certificate, error) { return s.certificateViews(ctx, found) }
	views, next, err := page(certificateList, listParams(request.Params), find, show, func(c *domain.Certificate) string { return c.ID })
	return apigen.ListCertificates200JSONResponse{Matters: views, Next: next}, err
}

func (s *server) GetCertificate(ctx context.Context, request apigen.GetCertificateRequestObject) (apigen.GetCertificateResponseObject, error) {
	c, err := s.Certificate.Certificate(ctx, actorOf(ctx), request.CertificateId.String())
	view, err := s.oneCertificate(ctx, c, err)
	return apigen.GetCertificate200JSONResponse(view), err
}

func (s *server) GetCertificateProposals(ctx context.Context, request apigen.GetCertificateProposalsRequestObject) (apigen.GetCertificateProposalsResponseObject, error) {
	proposals, err := s.Certificate.Proposals(ctx, actorOf(ctx), request.CertificateId.String())
	if err != nil {
		return nil, err
	}
	material := func(m domain.Material) apigen.Citation { return citationView(domain.CitationOf(m, nil)) }
	return apigen.GetCertificateProposals200JSONResponse{Opening: masked(proposals.Opening), Closing: masked(proposals.Closing),
		Citations: viewsOf(proposals.Citations, citationView), Materials: viewsOf(proposals.Materials, material)}, nil
}

func (s *server) VerifyCertificate(ctx context.Context, request apigen.VerifyCertificateRequestObject) (apigen.VerifyCertificateResponseObject, error) {
	view, err := s.certificateStep(ctx, request.Params.IfMatch, func(version int) (domain.Certificate, error) {
		return s.Certificate.Verify(ctx, actorOf(ctx), request.CertificateId.String(), version, viewsOf(request.Body.Evidence, evidenceOf))
	})
	return apigen.VerifyCertificate200JSONResponse(view), err
}

func (s *server) RefuseCertificate(ctx context.Context, request apigen.RefuseCertificateRequestObject) (apigen.RefuseCertificateResponseObject, error) {
	view, err := s.certificateStep(ctx, request.Params.IfMatch, func(version int) (domain.Certificate, error) {
		return s.Certificate.Refuse(ctx, actorOf(ctx), request.CertificateId.String(), version, request.Body.Reason)
	})
	return apigen.RefuseCertificate200JSONResponse(view), err
}

func (s *server) DraftCertificate(ctx context.Context, request apigen.DraftCertificateRequestObject) (apigen.DraftCertificateResponseObject, error) {
	statements := viewsOf(request.Body.Statements, func(form apigen.StatementForm) certificate.StatementForm {
		return certificate.StatementForm{Text: form.Text, Citations: viewsOf(form.Citations, func(c apigen.CitationForm) certificate.CitationForm {
			return certificate.CitationForm{MaterialID: c.MaterialId, Pages: c.Pages}
		})}
	})
	view, err := s.certificateStep(ctx, request.Params.IfMatch, func(version int) (domain.Certificate, error) {
		return s.Certificate.Draft(ctx, actorOf(ctx), request.CertificateId.String(), version, statements, request.Body.Conflicts)
	})
	return apigen.DraftCertificate200JSONResponse(view), err
}

func (s *server) DecideCertificate(ctx context.Context, request apigen.DecideCertificateRequestObject) (apigen.DecideCertificateResponseObject, error) {
	view, err := s.certificateStep(ctx, request.Params.IfMatch, func(version int) (domain.Certificate, error) {
		return s.Certificate.Decide(ctx, actorOf(ctx), request.CertificateId.String(), version, request.Body.Approved, request.Body.Opinion)
	})
	return apigen.DecideCertificate200JSONResponse(view), err
}

func (s *server) IssueCertificate(ctx context.Context, request apigen.IssueCertificateRequestObject) (apigen.IssueCertificateResponseObject, error) {
	view, err := s.certificateStep(ctx, request.Params.IfMatch, func(version int) (domain.Certificate, error) {
		return s.Certificate.Issue(ctx, actorOf(ctx), request.CertificateId.String(), version)
	})
	return apigen.IssueCertificate200JSONResponse(view), err
}

func (s *server) CollectCertificate(ctx context.Context, request apigen.CollectCertificateRequestObject) (apigen.CollectCertificateResponseObject, error) {
	view, err := s.certificateStep(ctx, request.Params.IfMatch, func(version int) (domain.Certificate, error) {
		return s.Certificate.Collect(ctx, actorOf(ctx), request.CertificateId.String(), version, request.Body.By)
	})
	return apigen.CollectCertificate200JSONResponse(view), err
}

func (s *server) VoidCertificate(ctx context.Context, request apigen.VoidCertificateRequestObject) (apigen.VoidCertificateResponseObject, error) {
	view, err := s.certificateStep(ctx, request.Params.IfMatch, func(version int) (domain.Certificate, error) {
		return s.Certificate.Void(ctx, actorOf(ctx), request.CertificateId.String(), version, request.Body.Reason)
	})
	return apigen.VoidCertificate200JSONResponse(view), err
}
