package ingest

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/writing"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Confirm accepts the dry run: from here on the accepted dossiers are to be stored. With queue set a background job does
// it, otherwise the caller runs Commit itself. Confirming again is no error, and sets going what was given up after too many
// failures, or left by a command that died.
func (s *Service) Confirm(ctx context.Context, actor authz.Actor, id string, queue bool) (domain.Ingest, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return domain.Ingest{}, err
	}
	in, err := s.change(ctx, id, func(in *domain.Ingest, tx domain.Repos) ([]domain.AuditEntry, error) {
		var entries []domain.AuditEntry
		switch in.State {
		case domain.IngestCommitted:
			return nil, nil
		case domain.IngestCommitting:
		case domain.IngestInspected:
			in.State, in.Done = domain.IngestCommitting, domain.IngestCount{}
			entries = append(entries, s.entry(actor, domain.AuditIngestConfirm, *in, audit.Detail{"accepted": in.Accepted, "refused": in.Refused}))
		default:
			return nil, errs.New(errs.Conflict, "ingest.state", "请先完成检测再确认入库")
		}
		if !queue {
			return entries, nil
		}
		return entries, tx.Jobs().Enqueue(ctx, domain.NewJob(domain.JobCommitIngest, id, s.Clock.Now()))
	})
	s.Wake()
	return in, errs.Wrap("confirm ingest", err)
}

// Commit stores the accepted dossiers of a confirmed ingest. It may be called again after a crash, and by several
// processes: every dossier is stored once. It returns an error when some could not be stored now; those are named in
// their items.
func (s *Service) Commit(ctx context.Context, actor authz.Actor, id string, progress Progress) (domain.Ingest, error) {
	in, err := s.Store.Ingests().Get(ctx, id)
	if err != nil || in.State != domain.IngestCommitting {
		return in, errs.Wrap("commit ingest", err)
	}
	pkg, err := s.openPackage(in)
	if err != nil {
		if isOfPackage(err) {
			return s.packageGone(ctx, in, err)
		}
		return in, errs.Wrap("commit ingest", err)
	}
	defer pkg.Close()
	run := &commitRun{Service: s, actor: actor, in: in, pkg: pkg, progress: s.throttled(ctx, id, progress)}
	if err := run.all(ctx); err != nil {
		return in, errs.Wrap("commit ingest", err)
	}
	s.Wake()
	if run.held != nil {
		return in, errs.Wrap("commit ingest", run.held)
	}
	return s.finish(ctx, in)
}

// packageGone ends an ingest whose package was taken away: what is stored stays and can be undone, the rest has failed.
func (s *Service) packageGone(ctx context.Context, in domain.Ingest, cause error) (domain.Ingest, error) {
	err := s.EachItem(ctx, in.ID, domain.ItemAccept, func(item domain.IngestItem) error {
		if item.State == domain.ItemCommitted {
			return nil
		}
		return s.Store.Ingests().SetItem(ctx, in.ID, item.Seq, domain.ItemFailed, problemOf(cause))
	})
	if err != nil {
		return in, errs.Wrap("give up the rest of the package", err)
	}
	return s.finish(ctx, in)
}

// storedPerWorker is how many dossiers are stored at a time for each that is inspected at a time: inspecting takes the
// processor, storing mostly waits for the disk or the store.
const storedPerWorker = 3

// commitRun is one pass over the items of a confirmed ingest.
type commitRun struct {
	*Service
	actor    authz.Actor
	in       domain.Ingest
	pkg      Package
	progress Progress
	mu       sync.Mutex
	done     domain.IngestCount
	total    domain.IngestCount
	held     error // some dossier is still another writer's, who may be dead
}

func (r *commitRun) all(ctx context.Context) error {
	counts, err := r.Store.Ingests().CountItems(ctx, r.in.ID, domain.ItemAccept)
	if err != nil {
		return err
	}
	for _, count := range counts {
		r.total = addCounts(r.total, count)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(storedPerWorker * r.Workers)
	err = r.EachItem(ctx, r.in.ID, domain.ItemAccept, func(item domain.IngestItem) error {
		if item.State == domain.ItemCommitted {
			r.advance(item)
			return nil
		}
		group.Go(func() error { return r.attempt(ctx, item) })
		return ctx.Err()
	})
	if groupErr := group.Wait(); groupErr != nil {
		return groupErr
	}
	return err
}

// attempt stores one dossier. What is wrong with the dossier itself is written to its item; what is wrong with the stores
// ends the run, to be tried again as a whole. One that another writer holds is left for the next run.
func (r *commitRun) attempt(ctx context.Context, item domain.IngestItem) error {
	err := r.store(ctx, &item)
	if err == nil {
		r.advance(item)
		return nil
	}
	if writing.Held(err) {
		r.mu.Lock()
		r.held = err
		r.mu.Unlock()
		return nil
	}
	switch errs.KindOf(err) {
	case errs.Internal, errs.Unavailable, errs.Conflict, errs.Stale:
		return err
	default:
		return r.Store.Ingests().SetItem(ctx, r.in.ID, item.Seq, domain.ItemFailed, problemOf(err))
	}
}

func (r *commitRun) advance(item domain.IngestItem) {
	r.mu.Lock()
	r.done = addCounts(r.done, domain.IngestCount{Dossiers: 1, Files: len(item.Facts), Pages: item.PageTotal(), Bytes: item.ByteTotal()})
	done := r.done
	r.mu.Unlock()
	r.progress(done, r.total)
}

// finish marks the ingest committed when every accepted dossier is stored, or says how many are not.
func (s *Service) finish(ctx context.Context, in domain.Ingest) (domain.Ingest, error) {
	counts, err := s.Store.Ingests().CountItems(ctx, in.ID, domain.ItemAccept)
	if err != nil {
		return in, errs.Wrap("count stored dossiers", err)
	}
	failed, pending := counts[domain.ItemFailed].Dossiers, counts[domain.ItemPending].Dossiers
	in, err = s.change(ctx, in.ID, func(in *domain.Ingest, _ domain.Repos) ([]domain.AuditEntry, error) {
		if in.State == domain.IngestCommitting && pending == 0 {
			in.State = domain.IngestCommitted
		}
		in.Done, in.Problem = counts[domain.ItemCommitted], ""
		return nil, nil
	})
	if err != nil {
		return in, errs.Wrap("finish ingest", err)
	}
	s.removeStaging(in)
	if failed > 0 || pending > 0 {
		return in, errs.New(errs.Unprocessable, "ingest.incomplete", "有%d份档案未能入库，原因见报告；改正后可再次导入，已入库的不会重复", failed+pending)
	}
	return in, nil
}
