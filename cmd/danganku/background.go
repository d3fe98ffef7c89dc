package main

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/internal/api"
	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/internal/app/integrity"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/jobs"
)

// How often the background loops look for work that nobody woke them for, such as that of other processes.
const (
	followInterval  = time.Second
	sealInterval    = time.Second
	sweepInterval   = 10 * time.Second
	uploadInterval  = time.Hour
	sessionInterval = time.Hour
	stagingInterval = time.Hour
	jobInterval     = time.Hour
	dayInterval     = time.Hour   // timers that ask for the day
	screenInterval  = time.Minute // screens of the reading room end by the minute
	anchorInterval  = time.Hour

	reconcileInterval = 10 * time.Minute
	remainsInterval   = 24 * time.Hour // walks the whole object store
)

// uploadLife is how long an upload to which nothing is added waits for its user to come back.
const uploadLife = 7 * 24 * time.Hour

// stagingLife is how long a staging folder that belongs to nothing is left alone.
const stagingLife = 24 * time.Hour

// jobLife is how long a job that is done can still be looked up.
const jobLife = 7 * 24 * time.Hour

// wakers tell the background loops of this process that something became due.
type wakers struct {
	index chan struct{}
	jobs  chan struct{}
}

func newWakers() wakers { return wakers{make(chan struct{}, 1), make(chan struct{}, 1)} }

func (w wakers) all() {
	for _, channel := range []chan struct{}{w.index, w.jobs} {
		select {
		case channel <- struct{}{}:
		default: // already awake
		}
	}
}

// newRunner is the worker of this installation's background jobs.
func (in *installation) newRunner(logger *slog.Logger) *jobs.Runner {
	runner := jobs.New(in.store, in.clock, jobs.Config{Worker: in.node, Workers: workers(), Lease: in.config.Lease, Logger: logger})
	runner.Handle(domain.JobInspectIngest, in.ingests.RunInspectJob)
	runner.Handle(domain.JobCommitIngest, in.ingests.RunCommitJob)
	runner.Handle(domain.JobDerive, in.reading.RunDeriveJob)
	runner.Handle(domain.JobInspectRoster, in.transfers.RunInspectJob)
	runner.Handle(domain.JobImportRoster, in.transfers.RunImportJob)
	runner.Handle(domain.JobSettleBatch, in.transfers.RunSettleJob)
	return runner
}

// background runs jobs, the index follower, the audit sealer, recovery and the sweeping of uploads and sessions until ctx ends.
func (in *installation) background(ctx context.Context, logger *slog.Logger) error {
	group, ctx := errgroup.WithContext(ctx)
	runner := in.newRunner(logger)
	group.Go(func() error { return runner.Run(ctx) })
	group.Go(func() error { return forward(ctx, in.wake.jobs, runner.Wake) })
	if in.index != nil {
		follower := indexing.Follower{Store: in.store, Index: in.index}
		group.Go(func() error {
			follower.Follow(ctx, in.wake.index, followInterval, func(err error) { logger.Error("index is behind", "error", err) })
			return nil
		})
	}
	for _, task := range in.tasks(logger) {
		group.Go(func() error { return every(ctx, task.interval, logger, task.name, task.work) })
	}
	return group.Wait()
}

// task is work that is repeated.
type task struct {
	name     string
	interval time.Duration
	work     func(ctx context.Context) error
}

func (in *installation) tasks(logger *slog.Logger) []task {
	swept := func(what, name string) { logger.Info("swept", "what", what, "name", name) }
	return []task{
		{"seal audit trail", sealInterval, func(ctx context.Context) error {
			_, err := audit.Sealer{Store: in.store}.SealPending(ctx)
			return err
		}},
		{"anchor audit trail", anchorInterval, in.trail.Anchor},
		{"verify audit trail", in.config.lookInterval(), func(ctx context.Context) error { return in.verifyTrail(ctx, logger) }},
		{"recover", sweepInterval, func(ctx context.Context) error {
			_, err := in.integrity.RecoverExpired(ctx)
			return err
		}},
		{"sweep uploads", uploadInterval, func(ctx context.Context) error {
			_, err := api.SweepUploads(ctx, in.config.path("uploads"), in.clock.Now().Add(-uploadLife))
			return err
		}},
		{"sweep sessions", sessionInterval, func(ctx context.Context) error {
			_, err := in.store.Sessions().DeleteExpired(ctx, in.clock.Now())
			return err
		}},
		{"sweep staging", stagingInterval, func(ctx context.Context) error {
			return in.ingests.SweepStaging(ctx, in.clock.Now().Add(-stagingLife), func(id string) { swept("staging folder", id) })
		}},
		{"prune jobs", jobInterval, func(ctx context.Context) error {
			_, err := in.store.Jobs().Prune(ctx, in.clock.Now().Add(-jobLife))
			return err
		}},
		{"loan timers", dayInterval, in.circulation.Tick},
		{"consultation timers", screenInterval, in.consultation.Tick},
		{"forwarding timers", dayInterval, in.forwarding.Tick},
		{"reconcile batches", reconcileInterval, in.transfers.Reconcile},
		{"sweep attachments", stagingInterval, func(ctx context.Context) error {
			return in.transfers.SweepAttachments(ctx, in.clock.Now().Add(-stagingLife), func(name string) { swept("attachment", name) })
		}},
		{"sweep remains", remainsInterval, in.sweeper(swept).Sweep},
	}
}

func (in *installation) sweeper(removed func(what, name string)) integrity.Sweeper {
	temp, _ := in.objects.(integrity.TempSweeper) // a local store
	return integrity.Sweeper{Service: in.integrity, Attic: in.archive, Temp: temp, Removed: removed}
}

func forward(ctx context.Context, from <-chan struct{}, wake func()) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-from:
			wake()
		}
	}
}

// every repeats work until ctx ends; its errors are logged and do not stop it.
func every(ctx context.Context, interval time.Duration, logger *slog.Logger, name string, work func(context.Context) error) error {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		if err := work(ctx); err != nil && ctx.Err() == nil {
			logger.Error(name, "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}
