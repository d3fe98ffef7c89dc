// Package jobs works through the job table: it leases due jobs, runs their handlers, renews leases while they run, and puts
// failed jobs back with growing pauses. A job may run more than once; handlers are idempotent.
//
// It may import domain and errs.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Handler does a job. Its error decides what becomes of the job: nil finishes it, Invalid, Unprocessable and NotFound bury
// it, Snooze postpones it, anything else tries again later.
type Handler func(ctx context.Context, job domain.Job) error

// Config sets up a Runner.
type Config struct {
	Worker  string        // name of this process, unique among all
	Workers int           // jobs at a time
	Lease   time.Duration // how long a silent worker keeps a job
	Poll    time.Duration // how often to look for jobs nobody woke us for; default one second
	Logger  *slog.Logger
}

// Runner works through jobs.
type Runner struct {
	store    domain.Store
	clock    domain.Clock
	config   Config
	handlers map[string]Handler
	wake     chan struct{}
}

// New makes a Runner without handlers.
func New(store domain.Store, clock domain.Clock, config Config) *Runner {
	if config.Poll <= 0 {
		config.Poll = time.Second
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	config.Workers = max(config.Workers, 1)
	return &Runner{store: store, clock: clock, config: config, handlers: map[string]Handler{}, wake: make(chan struct{}, 1)}
}

// Handle registers the handler of a kind; call it before Run and Drain.
func (r *Runner) Handle(kind string, handler Handler) { r.handlers[kind] = handler }

// Wake makes an idle worker look at once.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default: // already awake
	}
}

// snooze postpones a job without counting the attempt as a failure.
type snooze struct{ after time.Duration }

func (s snooze) Error() string { return "snooze for " + s.after.String() }

// Snooze is returned by a handler that wants to be called again after a while.
func Snooze(after time.Duration) error { return snooze{after} }

// Run works until ctx ends, then lets running handlers stop and gives their jobs back.
func (r *Runner) Run(ctx context.Context) error {
	var workers sync.WaitGroup
	for range r.config.Workers {
		workers.Go(func() { r.work(ctx) })
	}
	workers.Wait()
	return nil
}

func (r *Runner) work(ctx context.Context) {
	kinds := r.kinds()
	for ctx.Err() == nil {
		ran, err := r.next(ctx, kinds)
		if err != nil && ctx.Err() == nil {
			r.config.Logger.Error("job queue", "error", err)
		}
		if ran {
			r.Wake() // there may be more: let an idle worker look too
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-time.After(r.config.Poll):
		}
	}
}

func (r *Runner) kinds() []string {
	kinds := make([]string, 0, len(r.handlers))
	for kind := range r.handlers {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// Drain works through the due jobs of the kinds and returns when none is left to claim. Jobs that failed wait for their next
// try and are not waited for.
func (r *Runner) Drain(ctx context.Context, kinds ...string) error {
	var (
		workers  sync.WaitGroup
		mu       sync.Mutex
		problems []error
	)
	for range r.config.Workers {
		workers.Go(func() {
			for {
				ran, err := r.next(ctx, kinds)
				if err != nil {
					mu.Lock()
					problems = append(problems, err)
					mu.Unlock()
				}
				if !ran || err != nil || ctx.Err() != nil {
					return
				}
			}
		})
	}
	workers.Wait()
	return errors.Join(append(problems, ctx.Err())...)
}

// next claims and runs one job; false when there was none.
func (r *Runner) next(ctx context.Context, kinds []string) (bool, error) {
	now := r.clock.Now()
	job, err := r.store.Jobs().Claim(ctx, r.config.Worker, kinds, now, now.Add(r.config.Lease))
	if err != nil || job == nil {
		return false, errs.Wrap("claim job", err)
	}
	err = r.runLeased(ctx, *job)
	// The outcome is written even when the process is stopping.
	settleCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.config.Lease)
	defer cancel()
	return true, errs.Wrap("settle job", r.settle(settleCtx, ctx, *job, err))
}

// runLeased runs the handler and renews the lease meanwhile; a lost lease cancels the handler.
func (r *Runner) runLeased(ctx context.Context, job domain.Job) error {
	ctx, cancel := context.WithCancelCause(ctx)
	var heart sync.WaitGroup
	heart.Go(func() { r.beat(ctx, job, cancel) })
	err := r.guarded(ctx, job)
	cancel(nil)
	heart.Wait()
	return err
}

func (r *Runner) beat(ctx context.Context, job domain.Job, cancel context.CancelCauseFunc) {
	ticker := time.NewTicker(r.config.Lease / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			err := r.store.Jobs().Renew(ctx, job.ID, r.config.Worker, r.clock.Now().Add(r.config.Lease))
			if errs.Is(err, errs.Conflict) {
				cancel(errors.New("lease of the job was lost"))
				return
			}
		}
	}
}

func (r *Runner) guarded(ctx context.Context, job domain.Job) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("job %s panicked: %v\n%s", job.Kind, fault, debug.Stack())
		}
	}()
	return r.handlers[job.Kind](ctx, job)
}

// Pauses between tries: 2 s, 4 s, 8 s … up to ten minutes, each up to half as long again, so that jobs do not come in step.
const (
	firstPause = 2 * time.Second
	maxPause   = 10 * time.Minute
)

func (r *Runner) settle(ctx, run context.Context, job domain.Job, err error) error {
	now := r.clock.Now()
	queue := r.store.Jobs()
	var postponed snooze
	switch {
	case err == nil:
		return ignoreLost(queue.Finish(ctx, job.ID, r.config.Worker, now))
	case run.Err() != nil: // the process is stopping: give the job back at once
		return ignoreLost(queue.Retry(ctx, job.ID, r.config.Worker, "", now, false))
	case errors.As(err, &postponed):
		return ignoreLost(queue.Retry(ctx, job.ID, r.config.Worker, "", now.Add(postponed.after), false))
	}
	dead := job.Attempts >= job.MaxAttempts || hopeless(err)
	r.config.Logger.Error("job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempts, "dead", dead, "error", err)
	return ignoreLost(queue.Retry(ctx, job.ID, r.config.Worker, err.Error(), now.Add(pause(job.Attempts)), dead))
}

func hopeless(err error) bool {
	kind := errs.KindOf(err)
	return kind == errs.Invalid || kind == errs.Unprocessable || kind == errs.NotFound
}

// ignoreLost drops the complaint that another worker has the job by now: it will settle it.
func ignoreLost(err error) error {
	if errs.Is(err, errs.Conflict) {
		return nil
	}
	return err
}

func pause(attempts int) time.Duration {
	base := min(firstPause<<min(max(attempts-1, 0), 16), maxPause)
	return base + rand.N(base/2)
}
