package integrity

import (
	"context"
	"errors"
	"fmt"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Difference is one thing that the stores do not agree on, or that is damaged.
type Difference struct {
	Store     string `json:"store"` // objects, database, index, audit
	DossierID string `json:"dossierId,omitempty"`
	Problem   string `json:"problem"`
}

// VerifyReport is what a verification found. It is clean when there are no differences.
type VerifyReport struct {
	Dossiers     int          `json:"dossiers"`
	Pages        int          `json:"pages"`
	Bytes        int64        `json:"bytes"`
	AuditEntries int          `json:"auditEntries"`
	IndexSkipped bool         `json:"indexSkipped"` // another process holds the index of this data folder
	Differences  []Difference `json:"differences"`
}

// Clean reports whether everything agrees.
func (r VerifyReport) Clean() bool { return len(r.Differences) == 0 }

const maxDifferences = 1000

// Verify recovers what dead writers left, then re-reads every object and compares it with rows, index and audit trail.
func (s *Service) Verify(ctx context.Context, progress func(dossiers int)) (VerifyReport, error) {
	if _, err := s.RecoverExpired(ctx); err != nil {
		return VerifyReport{}, err
	}
	v := &verification{Service: s}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return v.objects(ctx, progress) }, v.rows, v.index, v.audit,
	} {
		if err := step(ctx); err != nil {
			return v.report, errs.Wrap("verify", err)
		}
	}
	return v.report, nil
}

type verification struct {
	*Service
	report VerifyReport
}

func (v *verification) add(found ...Difference) {
	room := maxDifferences - len(v.report.Differences)
	v.report.Differences = append(v.report.Differences, found[:min(len(found), room)]...)
}

func difference(store, dossierID, format string, args ...any) Difference {
	return Difference{store, dossierID, fmt.Sprintf(format, args...)}
}

// look compares one dossier in one pair of stores, as they are at this moment.
type look func(ctx context.Context, id string) ([]Difference, error)

// confirm reports what a look finds of a dossier only if a second one finds it too and nobody wrote the dossier meanwhile:
// stores that are compared one after the other differ whenever a writer works in between. It reports whether the dossier
// could be judged; if not, the next verification will see it.
func (v *verification) confirm(ctx context.Context, id string, look look) (bool, error) {
	found, err := look(ctx, id)
	if err != nil || len(found) == 0 {
		return err == nil, err
	}
	before, busy, err := v.standing(ctx, id)
	if err != nil || busy {
		return false, err
	}
	if found, err = look(ctx, id); err != nil {
		return false, err
	}
	after, busy, err := v.standing(ctx, id)
	if err != nil || busy || before != after {
		return false, err
	}
	v.add(found...)
	return true, nil
}

// standing is the version of a dossier's rows, 0 without rows, and whether somebody writes it.
func (v *verification) standing(ctx context.Context, id string) (version int, busy bool, err error) {
	_, err = v.Store.Intents().Of(ctx, id)
	if !errs.Is(err, errs.NotFound) {
		return 0, err == nil, err
	}
	head, err := v.Store.Dossiers().Head(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return 0, false, nil
	}
	return head.Version, false, err
}

// objects walks the object store: every object is whole, every record has its rows, every page its master.
func (v *verification) objects(ctx context.Context, progress func(int)) error {
	for id, err := range v.Archive.Dossiers(ctx) {
		if errors.Is(err, domain.ErrDamaged) {
			v.add(Difference{Store: "objects", Problem: err.Error()})
			continue
		}
		if err != nil {
			return err
		}
		var record *domain.Dossier
		judged, err := v.confirm(ctx, id, func(ctx context.Context, id string) (found []Difference, err error) {
			record, found, err = v.dossier(ctx, id)
			return found, err
		})
		if err != nil {
			return err
		}
		if !judged {
			continue
		}
		v.report.count(record)
		progress(v.report.Dossiers)
	}
	return nil
}

// count adds a dossier to the totals; its record is nil when it cannot be read.
func (r *VerifyReport) count(record *domain.Dossier) {
	r.Dossiers++
	if record == nil {
		return
	}
	r.Pages += len(record.Pages)
	for _, page := range record.Pages {
		r.Bytes += page.Size
	}
}

// dossier re-reads the objects of a dossier and compares its record with its rows.
func (v *verification) dossier(ctx context.Context, id string) (*domain.Dossier, []Difference, error) {
	problems, err := v.Archive.Verify(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return nil, nil, nil // withdrawn since it was listed; if its rows are there, they will be found without it
	}
	if err != nil {
		return nil, nil, err
	}
	var found []Difference
	for _, problem := range problems {
		found = append(found, difference("objects", id, "%s", problem))
	}
	record, err := v.Archive.Record(ctx, id, 0)
	if errs.Is(err, errs.NotFound) {
		return nil, append(found, difference("objects", id, "有影像而没有记录")), nil
	}
	if err != nil {
		return nil, append(found, difference("objects", id, "记录不能读取：%v", err)), nil
	}
	row, err := v.Store.Dossiers().Get(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return record, append(found, difference("database", id, "对象存储中有而数据库中没有")), nil
	}
	if err != nil {
		return nil, nil, err
	}
	if !v.equal(record, row) {
		found = append(found, difference("database", id, "数据库与记录第%d版不一致", record.Version))
	}
	return record, found, nil
}

func (v *verification) equal(record, row *domain.Dossier) bool {
	want, errRecord := v.exportLine(record)
	got, errRow := v.exportLine(row)
	return errRecord == nil && errRow == nil && string(want) == string(got)
}

// rows finds rows without a record: an integrity alarm, never a "not found".
func (v *verification) rows(ctx context.Context) error {
	return v.eachHead(ctx, func(head domain.DossierHead) error {
		_, err := v.confirm(ctx, head.ID, v.recordOfRow)
		return err
	})
}

func (v *verification) recordOfRow(ctx context.Context, id string) ([]Difference, error) {
	_, err := v.Archive.History(ctx, id)
	if errors.Is(err, domain.ErrDamaged) {
		return []Difference{difference("objects", id, "记录不能读取：%v", err)}, nil
	}
	if !errs.Is(err, errs.NotFound) {
		return nil, err
	}
	_, err = v.Store.Dossiers().Head(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return nil, nil // withdrawn since it was listed
	}
	return []Difference{difference("objects", id, "数据库中有而对象存储中没有")}, err
}

func (v *verification) eachHead(ctx context.Context, yield func(domain.DossierHead) error) error {
	const step = 500
	for after := ""; ; {
		heads, err := v.Store.Dossiers().List(ctx, authz.Everything(), after, step)
		if err != nil {
			return err
		}
		for _, head := range heads {
			if err := yield(head); err != nil {
				return err
			}
		}
		if len(heads) < step {
			return nil
		}
		after = heads[len(heads)-1].ID
	}
}

func (v *verification) audit(ctx context.Context) error {
	found, err := audit.Verifier{Store: v.Store, Clock: v.Clock, Anchors: v.Anchors}.Verify(ctx, maxDifferences)
	if err != nil {
		return err
	}
	v.report.AuditEntries = found.Entries
	for _, fault := range found.Faults {
		v.add(difference("audit", "", "%s", fault))
	}
	return nil
}
