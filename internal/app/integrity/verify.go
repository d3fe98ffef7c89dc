package integrity

import (
	"context"
	"fmt"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/indexing"
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

func (v *verification) add(store, dossierID, format string, args ...any) {
	if len(v.report.Differences) < maxDifferences {
		v.report.Differences = append(v.report.Differences, Difference{store, dossierID, fmt.Sprintf(format, args...)})
	}
}

// objects walks the object store: every object is whole, every record has its rows, every page its master.
func (v *verification) objects(ctx context.Context, progress func(int)) error {
	busy, err := v.busyDossiers(ctx)
	if err != nil {
		return err
	}
	for id, err := range v.Archive.Dossiers(ctx) {
		if err != nil {
			return err
		}
		if busy[id] {
			continue // being written right now; the next verification will see it
		}
		if err := v.dossier(ctx, id); err != nil {
			return err
		}
		v.report.Dossiers++
		progress(v.report.Dossiers)
	}
	return nil
}

func (v *verification) busyDossiers(ctx context.Context) (map[string]bool, error) {
	intents, err := v.Store.Intents().All(ctx)
	busy := make(map[string]bool, len(intents))
	for _, intent := range intents {
		busy[intent.DossierID] = true
	}
	return busy, err
}

func (v *verification) dossier(ctx context.Context, id string) error {
	problems, err := v.Archive.Verify(ctx, id)
	if err != nil {
		return err
	}
	for _, problem := range problems {
		v.add("objects", id, "%s", problem)
	}
	record, err := v.Archive.Record(ctx, id, 0)
	if errs.Is(err, errs.NotFound) {
		v.add("objects", id, "有影像而没有记录")
		return nil
	}
	if err != nil {
		v.add("objects", id, "记录不能读取：%v", err)
		return nil
	}
	row, err := v.Store.Dossiers().Get(ctx, id)
	if errs.Is(err, errs.NotFound) {
		v.add("database", id, "对象存储中有而数据库中没有")
		return nil
	}
	if err != nil {
		return err
	}
	v.compare(record, row)
	v.report.Pages += len(record.Pages)
	for _, page := range record.Pages {
		v.report.Bytes += page.Size
	}
	return nil
}

func (v *verification) compare(record, row *domain.Dossier) {
	want, errRecord := v.exportLine(record)
	got, errRow := v.exportLine(row)
	if errRecord != nil || errRow != nil || string(want) != string(got) {
		v.add("database", record.ID, "数据库与记录第%d版不一致", record.Version)
	}
}

// rows finds rows without a record: an integrity alarm, never a "not found".
func (v *verification) rows(ctx context.Context) error {
	return v.eachHead(ctx, func(head domain.DossierHead) error {
		_, err := v.Archive.History(ctx, head.ID)
		if errs.Is(err, errs.NotFound) {
			v.add("objects", head.ID, "数据库中有而对象存储中没有")
			return nil
		}
		return err
	})
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

// index compares the index, after letting it catch up, with the rows.
func (v *verification) index(ctx context.Context) error {
	if v.Index == nil {
		v.report.IndexSkipped = true
		return nil
	}
	if _, err := (indexing.Follower{Store: v.Store, Index: v.Index}).CatchUp(ctx); err != nil {
		return err
	}
	indexed := map[string]time.Time{}
	err := v.Index.Each(ctx, func(id string, updatedAt time.Time) error {
		indexed[id] = updatedAt
		return nil
	})
	if err != nil {
		return err
	}
	err = v.eachHead(ctx, func(head domain.DossierHead) error {
		at, found := indexed[head.ID]
		switch {
		case !found:
			v.add("index", head.ID, "索引中没有")
		case !at.Equal(head.UpdatedAt):
			v.add("index", head.ID, "索引停留在%s，数据库为%s", at.Format(time.RFC3339), head.UpdatedAt.Format(time.RFC3339))
		}
		delete(indexed, head.ID)
		return nil
	})
	for id := range indexed {
		v.add("index", id, "索引中有而数据库中没有")
	}
	return err
}

func (v *verification) audit(ctx context.Context) error {
	faults, checked, err := audit.Sealer{Store: v.Store}.Verify(ctx, maxDifferences)
	if err != nil {
		return err
	}
	v.report.AuditEntries = checked
	for _, fault := range faults {
		v.add("audit", "", "审计条目%s：%s", fault.EntryID, fault.Reason)
	}
	return nil
}
