package jobs

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Config says how a Runner works. Zero fields take the defaults named here.
type Config struct {
	Worker  string        // name of this process in the queue, for people; a new identifier
	Workers int           // jobs run at once; 2
	Lease   time.Duration // how long a job stays with a process that no longer answers; 1 minute
	Poll    time.Duration // how often an idle runner looks for due jobs when nobody wakes it; 1 second
	Logger  *slog.Logger  // slog.Default
	Metrics Metrics       // none
}

// Metrics is told about every job a Runner has run.
type Metrics interface {
	JobRun(kind string, outcome Outcome, took time.Duration)
}

// Handler does the work of a job. It may run more than once for one job, and stops when ctx ends: then the process is
// shutting down, or another process has the job.
type Handler func(ctx context.Context, job domain.Job) error

// Runner runs jobs of the kinds it has handlers for.
type Runner struct {
	store    domain.Store
	clock    domain.Clock
	config   Config
	handlers map[string]Handler
	wake     chan struct{}
}

// New makes a runner that knows no kinds yet.
func New(store domain.Store, clock domain.Clock, config Config) *Runner {
	if config.Worker == "" {
		config.Worker = domain.NewID()
	}
	if config.Workers <= 0 {
		config.Workers = 2
	}
	if config.Lease <= 0 {
		config.Lease = time.Minute
	}
	if config.Poll <= 0 {
		config.Poll = time.Second
	}
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	return &Runner{store: store, clock: clock, config: config, handlers: map[string]Handler{}, wake: make(chan struct{}, 1)}
}

// Handle sets the handler of a kind, before Run or Drain.
func (r *Runner) Handle(kind string, handler func(ctx context.Context, job domain.Job) error) {
	r.handlers[kind] = handler
}

// Wake makes an idle Run look for due jobs at once. Call it after the commit that enqueued one.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default: // woken already
	}
}

// Run runs due jobs until ctx ends, then cancels the running handlers, waits for them, puts their jobs back for another
// try and returns nil. A database that does not answer is logged and tried again.
func (r *Runner) Run(ctx context.Context) error {
	crew := r.newCrew(r.kinds())
	defer crew.running.Wait()
	for crew.takeSlot(ctx) {
		job, err := crew.claim(ctx)
		if job != nil {
			crew.start(ctx, *job)
			continue
		}
		crew.freeSlot()
		if err != nil && ctx.Err() == nil {
			r.config.Logger.ErrorContext(ctx, "jobs cannot be claimed", "error", err)
		}
		r.idle(ctx)
	}
	return nil
}

func (r *Runner) idle(ctx context.Context) {
	timer := time.NewTimer(r.config.Poll)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-r.wake:
	case <-timer.C:
	}
}

// Drain runs jobs of these kinds until none is due, those included that they enqueue. It returns the failures of the
// jobs it ran, at most ten, also of jobs that will be tried again later; errs.Invalid for a kind without handler.
func (r *Runner) Drain(ctx context.Context, kinds ...string) error {
	for _, kind := range kinds {
		if r.handlers[kind] == nil {
			return errs.New(errs.Invalid, "job.kind_unknown", "没有处理“%s”任务的程序", kind)
		}
	}
	crew := r.newCrew(kinds)
	for {
		started, err := crew.startDue(ctx)
		crew.running.Wait()
		if err != nil {
			return errs.Wrap("drain jobs", err)
		}
		if started == 0 {
			return errors.Join(crew.failed...)
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

// crew is what one call of Run or Drain has at work.
type crew struct {
	*Runner
	kinds   []string
	slots   chan struct{} // one token for each job that runs
	running sync.WaitGroup
	mu      sync.Mutex
	failed  []error // the first few
}

const failuresKept = 10

func (r *Runner) newCrew(kinds []string) *crew {
	return &crew{Runner: r, kinds: kinds, slots: make(chan struct{}, r.config.Workers)}
}

// takeSlot waits until fewer jobs run than there are workers; false when ctx has ended.
func (c *crew) takeSlot(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case c.slots <- struct{}{}:
		return true
	}
}

func (c *crew) freeSlot() { <-c.slots }

// claim leases the next job under a name used once, so that a lease that was lost and won again is not mistaken.
func (c *crew) claim(ctx context.Context) (*domain.Job, error) {
	now := c.clock.Now()
	return c.store.Jobs().Claim(ctx, c.config.Worker+"/"+domain.NewID(), c.kinds, now, now.Add(c.config.Lease))
}

// startDue starts every job that is due, and returns how many those were.
func (c *crew) startDue(ctx context.Context) (int, error) {
	for started := 0; ; started++ {
		if !c.takeSlot(ctx) {
			return started, ctx.Err()
		}
		job, err := c.claim(ctx)
		if err != nil || job == nil {
			c.freeSlot()
			return started, err
		}
		c.start(ctx, *job)
	}
}

func (c *crew) start(ctx context.Context, job domain.Job) {
	c.running.Go(func() {
		defer c.freeSlot()
		if err := c.work(ctx, job); err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			if len(c.failed) < failuresKept {
				c.failed = append(c.failed, err)
			}
		}
	})
}
