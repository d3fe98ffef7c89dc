package matter

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Dossier loads a dossier without its pages, in its present custody, for work under the permission.
func (c Config) Dossier(ctx context.Context, repos domain.Repos, actor authz.Actor, permission authz.Permission, id string) (*domain.Dossier, error) {
	found, err := repos.Dossiers().Documents(ctx, []string{id})
	if err != nil {
		return nil, errs.Wrap("load dossier", err)
	}
	if len(found) == 0 {
		return nil, ErrNoDossier
	}
	d := found[0]
	if err := Admit(actor, d.Office.Code, d.Office.Division, ErrNoDossier, permission, authz.DossierRead, authz.MatterRead); err != nil {
		return nil, err
	}
	return d, domain.Avoid(actor, d.Retiree.IDNumber)
}

// PolicyFor is what the office of a dossier demands of an operation today.
func (c Config) PolicyFor(operation domain.MatterKind, office string, category domain.Category) (domain.UsePolicy, error) {
	policy, found := c.Policies.Of(operation, office, category, c.Today())
	if !found {
		return domain.UsePolicy{}, errs.New(errs.Unprocessable, "policy.none", "没有适用于该类档案的%s规定，不能受理，请联系管理员", operation.Label())
	}
	return policy, nil
}

// Build makes a matter of a dossier under its policy, or refuses; common is to become part of what it makes. It returns what
// the audit entry says.
type Build[T any] func(ctx context.Context, tx domain.Repos, dossier *domain.Dossier, policy domain.UsePolicy, common domain.Matter) (T, audit.Detail, error)

// Begin begins a matter and gives it its number. A request with a key (Idempotency-Key) the actor used before is the one begun
// then. An exclusive matter beside another open one of the dossier is errs.Conflict with code "unique.matters_exclusive", and
// with code "custody.moved" where the dossier was moved meanwhile.
func (d *Desk[T, P]) Begin(ctx context.Context, actor authz.Actor, dossierID, requestKey string, action domain.AuditAction, build Build[T]) (T, error) {
	return d.BeginWith(ctx, actor, dossierID, requestKey, action, build, func(context.Context, domain.Repos, *T) error { return nil })
}

// BeginWith is Begin, with what is to be done in the same transaction once the matter has its number, such as moving the dossier.
func (d *Desk[T, P]) BeginWith(ctx context.Context, actor authz.Actor, dossierID, requestKey string, action domain.AuditAction, build Build[T],
	then func(ctx context.Context, tx domain.Repos, begun *T) error) (T, error) {
	if earlier, found, err := d.earlier(ctx, actor, requestKey); found || err != nil {
		return earlier, err
	}
	var begun, none T
	err := d.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		dossier, err := d.Dossier(ctx, tx, actor, d.Work, dossierID)
		if err != nil {
			return err
		}
		policy, err := d.PolicyFor(d.Kind, dossier.Office.Code, dossier.Category)
		if err != nil {
			return err
		}
		common := domain.NewMatter(dossier, policy, actor.UserID, actor.Name, requestKey, d.Clock.Now())
		var detail audit.Detail
		if begun, detail, err = build(ctx, tx, dossier, policy, common); err != nil {
			return err
		}
		if err := d.create(ctx, tx, actor, &begun, action, detail); err != nil {
			return err
		}
		if err := d.stillThere(ctx, tx, &begun, dossier.Custody); err != nil {
			return err
		}
		return then(ctx, tx, &begun)
	})
	if (errs.Is(err, errs.Conflict) || errs.Is(err, errs.Unprocessable)) && requestKey != "" { // the same request may have come twice at once
		if earlier, found, again := d.earlier(ctx, actor, requestKey); found || again != nil {
			return earlier, again
		}
	}
	if err != nil {
		return none, errs.Wrap("begin "+d.Code, err)
	}
	return begun, nil
}

func (d *Desk[T, P]) earlier(ctx context.Context, actor authz.Actor, key string) (T, bool, error) {
	var none T
	if key == "" {
		return none, false, nil
	}
	found, err := d.Repo(d.Store).ByRequestKey(ctx, actor.UserID, key)
	if errs.Is(err, errs.NotFound) {
		return none, false, nil
	}
	if err == nil {
		m := P(&found).Common()
		err = Admit(actor, m.OfficeCode, m.Division, d.Missing(), d.Work, authz.MatterRead)
	}
	if err != nil {
		return none, false, errs.Wrap("find earlier request", err)
	}
	return found, true, nil
}

// create gives the matter its number and stores it. It looks for another exclusive matter first, because whoever takes a number
// makes everyone else who wants one wait; what decides between two that come at once is the unique index.
func (d *Desk[T, P]) create(ctx context.Context, tx domain.Repos, actor authz.Actor, begun *T, action domain.AuditAction, detail audit.Detail) error {
	m := P(begun).Common()
	if P(begun).Facts().Exclusive {
		open, err := tx.Matters().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: m.DossierID, Exclusive: true}, "", 1)
		if err != nil {
			return err
		}
		if len(open) > 0 {
			return errs.New(errs.Conflict, "unique.matters_exclusive", "该档案有未办结的%s（%s），原件一时只能用于一个事项，请先办结", open[0].Kind.Label(), open[0].No)
		}
	}
	var err error
	if m.No, err = d.NextNumber(ctx, tx, d.Kind.Paper(), m.OfficeCode); err != nil {
		return err
	}
	if err := d.Repo(tx).Create(ctx, *begun); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, d.Entry(actor, action, begun, detail))
}

// stillThere makes sure that the dossier of an exclusive matter is where it was when the matter was made. While it waited for its
// number another matter may have come and gone with the dossier; now that it is stored none can come any more.
func (d *Desk[T, P]) stillThere(ctx context.Context, tx domain.Repos, begun *T, was domain.CustodyState) error {
	if !P(begun).Facts().Exclusive {
		return nil
	}
	where, err := tx.Custody().Of(ctx, P(begun).Common().DossierID)
	if err == nil && where.State != was {
		err = errs.New(errs.Conflict, "custody.moved", "该档案的保管状态已由他人变更，请刷新后重做")
	}
	return err
}

// NextNumber is the next number of a kind of papers of an office in the present year.
func (c Config) NextNumber(ctx context.Context, tx domain.Repos, kind domain.PaperKind, office string) (string, error) {
	year := c.Today().Year
	n, err := tx.Numbers().Next(ctx, kind, office, year)
	if err != nil {
		return "", err
	}
	return kind.Number(office, year, n), nil
}
