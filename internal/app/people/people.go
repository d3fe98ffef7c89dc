// Package people is the desk of persons: the ledger (台账) of retirees that agencies, subdistricts and communities serve, and
// the matching of other departments' lists of deaths and residences against it (沈人社发〔2020〕3号第十四、十六至十八条).
//
// A person lies in one division and is reached by grants over it alone. Whatever lies outside the actor's scope answers as if
// it did not exist; every reading and every change is an entry of the audit trail, every change also one of the person's
// own history. Nobody here has anything to do with dossiers.
//
// It may import domain, authz, errs and app/audit.
package people

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Config is what the desk works with.
type Config struct {
	Store    domain.Store
	Clock    domain.Clock
	ReadList ListReader
	Names    NameFolder
}

// ListReader reads the rows of a department's list from a file on this machine; name is the file's as uploaded and decides
// how it is read. An error of each ends the reading and is returned.
type ListReader func(ctx context.Context, path, name string, each func(domain.MatchInput) error) error

// NameFolder makes different spellings of one name comparable.
type NameFolder interface {
	// Name is the key of a name: equal for traditional and variant characters, widths and spaces.
	Name(name string) string
	// Spellings lists names with the same key, the most likely first, at most limit.
	Spellings(name string, limit int) []string
}

// Service is the desk.
type Service struct{ Config }

// New makes the desk.
func New(config Config) *Service { return &Service{config} }

var (
	errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")
	errNoPerson  = errs.New(errs.NotFound, "ledger.not_found", "台账中没有此人，可能已转送其他地区")
	errStale     = errs.New(errs.Stale, "ledger.stale", "此人信息已被他人修改，请刷新后重做")
)

const maxPage = 500 // entries of one page of any list

func pageOf(limit int) int { return min(max(limit, 1), maxPage) }

// find reads a person for whom the actor holds the permission. Who may not see the person learns nothing; who may see but
// not do this is told so.
func (s *Service) find(ctx context.Context, repos domain.Repos, actor authz.Actor, permission authz.Permission, id string) (domain.LedgerPerson, error) {
	person, err := repos.Ledger().Get(ctx, id)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.LedgerRead, "", person.Division) {
		return domain.LedgerPerson{}, errNoPerson
	}
	if err != nil {
		return domain.LedgerPerson{}, errs.Wrap("read person", err)
	}
	if !actor.Can(permission, "", person.Division) {
		return domain.LedgerPerson{}, errForbidden
	}
	return person, nil
}

// happening is what a change to a person was: the kind of event and its words. The zero value is no change at all.
type happening struct {
	kind domain.LedgerEventKind
	note string
}

// change applies a change to the given version of a person and returns what was stored.
func (s *Service) change(ctx context.Context, actor authz.Actor, permission authz.Permission, id string, version int,
	apply func(ctx context.Context, tx domain.Repos, person *domain.LedgerPerson) (happening, error)) (domain.LedgerPerson, error) {
	var person domain.LedgerPerson
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		var err error
		if person, err = s.find(ctx, tx, actor, permission, id); err != nil {
			return err
		}
		if person.Version != version {
			return errStale
		}
		what, err := apply(ctx, tx, &person)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, actor, &person, what)
	})
	if err != nil {
		return domain.LedgerPerson{}, errs.Wrap("change person", err)
	}
	return person, nil
}

// record stores a changed person with the event and the audit entry.
func (s *Service) record(ctx context.Context, tx domain.Repos, actor authz.Actor, person *domain.LedgerPerson, what happening) error {
	if what.kind == "" {
		return nil
	}
	now := s.Clock.Now()
	person.UpdatedAt = now
	if err := tx.Ledger().Update(ctx, person); err != nil {
		return err
	}
	event := domain.LedgerEvent{ID: domain.NewID(), PersonID: person.ID, Kind: what.kind, At: now, ActorName: actor.Name,
		Note: domain.MaskNumbers(what.note)}
	if err := tx.Ledger().AddEvents(ctx, event); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, s.entry(actor, domain.AuditLedgerChange, person.ID,
		audit.Detail{"event": what.kind, "version": person.Version, "division": person.Division}))
}

func (s *Service) entry(actor authz.Actor, action domain.AuditAction, personID string, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.Clock.Now(), actor, action, audit.Subject{Object: "person", ID: personID}, detail)
}

// log writes the entry of a reading. A reading that cannot be logged does not take place: callers return its error instead of
// what was read.
func (s *Service) log(ctx context.Context, entry domain.AuditEntry) error {
	return errs.Wrap("log reading", s.Store.Audit().Append(ctx, entry))
}

func (s *Service) today() domain.PartialDate { return domain.DateOf(s.Clock.Now()) }
