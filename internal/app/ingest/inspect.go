package ingest

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"io"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// StartInspection queues the dry run of an uploaded package once all of it has arrived, or the repetition of one. Asking again
// for one under way sets going what was given up after too many failures.
func (s *Service) StartInspection(ctx context.Context, actor authz.Actor, id string) (domain.Ingest, error) {
	_, missing, err := s.Missing(ctx, actor, id)
	if err != nil {
		return domain.Ingest{}, err
	}
	if len(missing) > 0 {
		return domain.Ingest{}, errs.New(errs.Conflict, "upload.incomplete", "还有%d个文件没有传完，请传完后再检测", len(missing))
	}
	in, err := s.change(ctx, id, func(in *domain.Ingest, tx domain.Repos) ([]domain.AuditEntry, error) {
		job := domain.NewJob(domain.JobInspectIngest, id, s.Clock.Now())
		if in.State == domain.IngestInspecting {
			return nil, tx.Jobs().Enqueue(ctx, job)
		}
		if in.State != domain.IngestReceiving && in.State != domain.IngestInspected && in.State != domain.IngestFailed {
			return nil, errs.New(errs.Conflict, "ingest.state", "该批次已确认或已结束，不能再检测")
		}
		in.State, in.Problem, in.Done = domain.IngestInspecting, "", domain.IngestCount{}
		return []domain.AuditEntry{s.entry(actor, domain.AuditIngestInspect, *in, nil)}, tx.Jobs().Enqueue(ctx, job)
	})
	s.Wake()
	return in, errs.Wrap("start inspection", err)
}

var errNotInspecting = errs.New(errs.Conflict, "ingest.state", "该批次的检测已由另一进程完成")

// Inspect is the dry run: it reads the whole package, decides about every dossier and stores nothing but the report. It
// may be repeated. A package that cannot be read at all is FAILED, with the reason.
func (s *Service) Inspect(ctx context.Context, id string, progress Progress) (domain.Ingest, error) {
	in, err := s.Store.Ingests().Get(ctx, id)
	if err != nil {
		return in, errs.Wrap("inspect", err)
	}
	if in.State != domain.IngestInspecting {
		return in, nil
	}
	run := &inspection{Service: s, in: in, progress: s.throttled(ctx, id, progress)}
	if err := run.all(ctx); err != nil {
		if !isOfPackage(err) {
			return in, errs.Wrap("inspect", err)
		}
		return s.fail(ctx, id, err)
	}
	return s.change(ctx, id, func(in *domain.Ingest, _ domain.Repos) ([]domain.AuditEntry, error) {
		if in.State != domain.IngestInspecting {
			return nil, errNotInspecting
		}
		in.State, in.Layout, in.Total, in.Done = domain.IngestInspected, run.in.Layout, run.done, run.done
		in.Violations = run.in.Violations
		in.Accepted, in.Skipped, in.Refused, in.Warnings = run.in.Accepted, run.in.Skipped, run.in.Refused, run.in.Warnings
		return nil, nil
	})
}

// isOfPackage tells faults of what was handed in, which another try cannot mend, from those of the stores.
func isOfPackage(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Unprocessable, errs.TooLarge, errs.NotFound, errs.Forbidden:
		return true
	}
	return false
}

func (s *Service) fail(ctx context.Context, id string, cause error) (domain.Ingest, error) {
	var known *errs.Error
	errors.As(cause, &known)
	return s.change(ctx, id, func(in *domain.Ingest, _ domain.Repos) ([]domain.AuditEntry, error) {
		if in.State != domain.IngestInspecting {
			return nil, errNotInspecting
		}
		in.State, in.Problem = domain.IngestFailed, known.Msg
		return []domain.AuditEntry{s.entry(authz.System("ingest"), domain.AuditIngestInspect, *in, audit.Detail{"problem": known.Code})}, nil
	})
}

// inspection is one dry run under way.
type inspection struct {
	*Service
	in       domain.Ingest
	pkg      Package
	checker  *checker
	mu       sync.Mutex
	done     domain.IngestCount
	total    domain.IngestCount
	progress Progress
}

func (r *inspection) all(ctx context.Context) error {
	pkg, err := r.openPackage(r.in)
	if err != nil {
		return err
	}
	defer pkg.Close()
	r.pkg = pkg
	reading, err := pkg.Read(ctx)
	if err != nil {
		return err
	}
	if len(reading.Drafts) == 0 || domain.Blocked(reading.Violations) {
		return errs.New(errs.Unprocessable, "ingest.unusable", "整包不能接收：%s", firstReason(reading.Violations))
	}
	r.in.Violations = reading.Violations
	err = r.report(ctx, func(ctx context.Context, items domain.IngestRepo) error { return items.DeleteItems(ctx, r.in.ID) })
	if err != nil {
		return err
	}
	r.in.Layout = reading.Layout
	r.checker, err = newChecker(ctx, r.Service, r.in, reading)
	if err != nil {
		return err
	}
	r.total.Dossiers = len(reading.Drafts)
	for i := range reading.Drafts {
		r.total.Files += len(reading.Drafts[i].Files())
	}
	for i := range reading.Drafts {
		if err := r.dossier(ctx, i+1, &reading.Drafts[i]); err != nil {
			return err
		}
	}
	return nil
}

func firstReason(violations []domain.Violation) string {
	for _, violation := range violations {
		if violation.Level == domain.Block || !domain.Blocked(violations) {
			return violation.String()
		}
	}
	return "没有找到任何人员的档案，请检查目录结构或移交表"
}

func (r *inspection) dossier(ctx context.Context, seq int, draft *domain.Draft) error {
	facts, err := r.files(ctx, draft.Files())
	if err != nil {
		return err
	}
	item := r.checker.judge(seq, draft, facts)
	switch item.Verdict {
	case domain.ItemAccept:
		r.in.Accepted++
	case domain.ItemSkip:
		r.in.Skipped++
	case domain.ItemRefuse:
		r.in.Refused++
	}
	for _, violation := range item.Violations {
		if violation.Level == domain.Warn {
			r.in.Warnings++
		}
	}
	r.advance(domain.IngestCount{Dossiers: 1})
	return r.report(ctx, func(ctx context.Context, items domain.IngestRepo) error {
		return items.SaveItems(ctx, []domain.IngestItem{item})
	})
}

// report changes the report, but never one that another process has finished: it may have been confirmed since.
func (r *inspection) report(ctx context.Context, change func(context.Context, domain.IngestRepo) error) error {
	return r.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		in, err := tx.Ingests().Get(ctx, r.in.ID)
		if err != nil {
			return err
		}
		if in.State != domain.IngestInspecting {
			return errNotInspecting
		}
		return change(ctx, tx.Ingests())
	})
}

// files inspects the files of one dossier, several at a time, and returns their facts in the order given.
func (r *inspection) files(ctx context.Context, names []string) ([]domain.FileFacts, error) {
	facts := make([]domain.FileFacts, len(names))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.Workers)
	for i, name := range names {
		group.Go(func() error {
			var err error
			facts[i], err = r.file(ctx, name)
			return err
		})
	}
	return facts, group.Wait()
}

func (r *inspection) file(ctx context.Context, name string) (domain.FileFacts, error) {
	file, err := r.pkg.Open(name)
	if err != nil {
		return unusable(name, err)
	}
	defer file.Close()
	hash := sha512.New()
	if _, err := io.Copy(hash, io.NewSectionReader(file, 0, file.Size())); err != nil {
		return unusable(name, err)
	}
	facts, err := r.InspectFile(ctx, file, name)
	if err != nil {
		return facts, err
	}
	facts.Name, facts.Size, facts.Digest = name, file.Size(), hex.EncodeToString(hash.Sum(nil))
	r.advance(domain.IngestCount{Files: 1, Pages: len(facts.Frames), Bytes: facts.Size})
	return facts, nil
}

// unusable turns a fault of a foreign file into a fact; faults of our own stay errors.
func unusable(name string, err error) (domain.FileFacts, error) {
	var known *errs.Error
	if errors.As(err, &known) && known.Kind != errs.Internal && known.Kind != errs.Unavailable {
		return domain.FileFacts{Name: name, Problem: known.Msg}, nil
	}
	return domain.FileFacts{}, err
}

func (r *inspection) advance(by domain.IngestCount) {
	r.mu.Lock()
	r.done = addCounts(r.done, by)
	done := r.done
	r.mu.Unlock()
	r.progress(done, r.total)
}

func addCounts(a, b domain.IngestCount) domain.IngestCount {
	return domain.IngestCount{Dossiers: a.Dossiers + b.Dossiers, Files: a.Files + b.Files, Pages: a.Pages + b.Pages, Bytes: a.Bytes + b.Bytes}
}

// throttled passes progress on and, at most once a second, saves it where other processes can see it.
func (s *Service) throttled(ctx context.Context, id string, progress Progress) Progress {
	var mu sync.Mutex
	saved := s.Clock.Now()
	return func(done, total domain.IngestCount) {
		if progress != nil {
			progress(done, total)
		}
		mu.Lock()
		defer mu.Unlock()
		if s.Clock.Now().Sub(saved) < time.Second {
			return
		}
		saved = s.Clock.Now()
		// Progress is a courtesy: a failed save is caught up by the next one.
		_, _ = s.change(ctx, id, func(in *domain.Ingest, _ domain.Repos) ([]domain.AuditEntry, error) {
			in.Done = done
			return nil, nil
		})
	}
}
