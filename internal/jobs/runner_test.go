package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/jobs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/testkit"
)

const kind = "test.work"

// bench is a store with a clock that stands still, and a runner.
type bench struct {
	*testing.T
	store  *sqlstore.Store
	clock  *testkit.Clock
	runner *jobs.Runner
}

// onEach runs a test on both databases with a runner of two workers that polls once an hour.
func onEach(t *testing.T, config jobs.Config, test func(b bench)) {
	for name, place := range map[string]func(t *testing.T) sqlstore.Config{
		"sqlite": func(t *testing.T) sqlstore.Config {
			return sqlstore.Config{SQLitePath: filepath.Join(t.TempDir(), "a.db")}
		},
		"postgres": func(t *testing.T) sqlstore.Config {
			return sqlstore.Config{URL: testkit.PostgresTemplate(t, "jobs", migrate)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bench{T: t, clock: testkit.NewClock(time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC))}
			var err error
			b.store, err = sqlstore.Open(t.Context(), place(t))
			b.must(err)
			t.Cleanup(func() { b.must(b.store.Close()) })
			b.must(b.store.Migrate(t.Context()))
			config := config
			config.Poll, config.Logger = time.Hour, slog.New(slog.DiscardHandler)
			b.runner = jobs.New(b.store, b.clock, config)
			test(b)
		})
	}
}

func migrate(url string) error {
	ctx := context.Background()
	s, err := sqlstore.Open(ctx, sqlstore.Config{URL: url})
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}

func (b bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b bench) enqueue(id string) {
	b.Helper()
	job := domain.NewJob(kind, id, b.clock.Now())
	job.ID, job.MaxAttempts = id, 3
	b.must(b.store.Jobs().Enqueue(context.Background(), job))
}

func (b bench) counts(want map[domain.JobState]int) {
	b.Helper()
	have, err := b.store.Jobs().Counts(context.Background())
	b.must(err)
	if diff := cmp.Diff(want, have); diff != "" {
		b.Fatalf("jobs (-want +have):\n%s", diff)
	}
}

// next claims the job as another process would.
func (b bench) next() *domain.Job {
	b.Helper()
	job, err := b.store.Jobs().Claim(context.Background(), "other", []string{kind}, b.clock.Now(), b.clock.Now().Add(time.Hour))
	b.must(err)
	return job
}

// start runs the runner until the returned function is called.
func (b bench) start() (stop func()) {
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.runner.Run(ctx) }()
	return func() {
		b.Helper()
		cancel()
		b.must(within(b, ended))
	}
}

func within[V any](b bench, from <-chan V) V {
	b.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(30 * time.Second):
		b.Fatal("nothing happened")
		panic("unreachable")
	}
}

func TestRunWakesAndFinishes(t *testing.T) {
	onEach(t, jobs.Config{}, func(b bench) {
		ran := make(chan string, 10)
		b.runner.Handle(kind, func(_ context.Context, job domain.Job) error {
			id, err := job.SubjectID()
			ran <- id
			return err
		})
		b.enqueue("a")
		stop := b.start()
		if id := within(b, ran); id != "a" {
			b.Fatalf("ran %s", id)
		}
		b.enqueue("b")
		b.runner.Wake() // or it would be seen in an hour
		if id := within(b, ran); id != "b" {
			b.Fatalf("ran %s", id)
		}
		stop()
		b.counts(map[domain.JobState]int{domain.JobDone: 2})
	})
}

func TestDrainRunsWhatIsDue(t *testing.T) {
	onEach(t, jobs.Config{Workers: 3}, func(b bench) {
		var ran atomic.Int64
		b.runner.Handle(kind, func(ctx context.Context, job domain.Job) error {
			if ran.Add(1) <= 5 {
				b.enqueue("follow-" + job.ID)
			}
			return ctx.Err()
		})
		for i := range 20 {
			b.enqueue(fmt.Sprint("j", i))
		}
		b.must(b.runner.Drain(b.Context(), kind))
		if ran.Load() != 25 {
			b.Fatalf("ran %d jobs", ran.Load())
		}
		b.counts(map[domain.JobState]int{domain.JobDone: 25})
		if err := b.runner.Drain(b.Context(), "unknown"); !errs.Is(err, errs.Invalid) {
			b.Fatalf("unknown kind: %v", err)
		}
		ended, cancel := context.WithCancel(b.Context())
		cancel()
		if err := b.runner.Drain(ended, kind); !errs.IsCanceled(err) {
			b.Fatalf("cancelled: %v", err)
		}
	})
}

// TestFailures: which failures are tried again, after how long, and what is kept of them.
func TestFailures(t *testing.T) {
	for name, c := range map[string]struct {
		fail    func() error
		state   domain.JobState
		problem string
	}{
		"passing":       {func() error { return errors.New("store is away") }, domain.JobPending, "store is away"},
		"unavailable":   {func() error { return errs.New(errs.Unavailable, "x", "稍后") }, domain.JobPending, "稍后"},
		"panic":         {func() error { panic("index out of range") }, domain.JobPending, "panic: index out of range"},
		"invalid":       {func() error { return errs.New(errs.Invalid, "job.payload", "坏") }, domain.JobDead, ""},
		"unprocessable": {func() error { return errs.Wrap("op", errs.New(errs.Unprocessable, "x", "坏")) }, domain.JobDead, ""},
		"not found":     {func() error { return errs.New(errs.NotFound, "x", "无") }, domain.JobDead, ""},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, jobs.Config{}, func(b bench) {
				b.runner.Handle(kind, func(context.Context, domain.Job) error { return c.fail() })
				b.enqueue("a")
				if err := b.runner.Drain(b.Context(), kind); err == nil {
					b.Fatal("the failure is not told")
				}
				b.counts(map[domain.JobState]int{c.state: 1})
				if c.state == domain.JobDead {
					return
				}
				b.clock.Advance(1400 * time.Millisecond)
				if job := b.next(); job != nil {
					b.Fatal("tried again at once")
				}
				b.clock.Advance(1200 * time.Millisecond)
				if job := b.next(); job == nil || !strings.Contains(job.LastError, c.problem) || job.Attempts != 2 {
					b.Fatalf("second attempt: %+v", job)
				}
			})
		})
	}
}

func TestAttemptsAreLimited(t *testing.T) {
	onEach(t, jobs.Config{}, func(b bench) {
		ran := 0
		b.runner.Handle(kind, func(context.Context, domain.Job) error { ran++; return errors.New("away") })
		b.enqueue("a")
		for range 5 {
			_ = b.runner.Drain(b.Context(), kind) // fails each time
			b.clock.Advance(time.Hour)
		}
		if ran != 3 {
			b.Fatalf("ran %d times", ran)
		}
		b.counts(map[domain.JobState]int{domain.JobDead: 1})

		b.enqueue("kills its process")
		for range 3 {
			b.next()
			b.clock.Advance(2 * time.Hour) // its process is gone, the lease runs out
		}
		if err := b.runner.Drain(b.Context(), kind); errs.CodeOf(err) != "job.interrupted" || ran != 3 {
			b.Fatalf("ran %d times, %v", ran, err)
		}
		b.counts(map[domain.JobState]int{domain.JobDead: 2})
	})
}

func TestSnooze(t *testing.T) {
	onEach(t, jobs.Config{}, func(b bench) {
		b.runner.Handle(kind, func(context.Context, domain.Job) error { return fmt.Errorf("busy: %w", jobs.Snooze(time.Minute)) })
		b.enqueue("a")
		for range 5 { // more often than it may fail
			b.must(b.runner.Drain(b.Context(), kind))
			if b.next() != nil {
				b.Fatal("not put back")
			}
			b.clock.Advance(time.Minute)
		}
		if job := b.next(); job == nil || job.Attempts != 1 || job.LastError != "" {
			b.Fatalf("after snoozing: %+v", job)
		}
	})
}

func TestStopReleasesRunningJobs(t *testing.T) {
	onEach(t, jobs.Config{}, func(b bench) {
		begun := make(chan struct{})
		b.runner.Handle(kind, func(ctx context.Context, _ domain.Job) error {
			close(begun)
			<-ctx.Done()
			return errs.New(errs.Unavailable, "x", "存储中断").Because(ctx.Err())
		})
		b.enqueue("a")
		stop := b.start()
		within(b, begun)
		stop()
		if job := b.next(); job == nil || job.Attempts != 1 || job.LastError != "" {
			b.Fatalf("released job: %+v", job)
		}
	})
}

func TestHeartbeatKeepsTheLease(t *testing.T) {
	onEach(t, jobs.Config{Lease: 300 * time.Millisecond}, func(b bench) {
		b.runner.Handle(kind, func(ctx context.Context, _ domain.Job) error {
			for range 4 { // the job outlives its first lease by far
				b.clock.Advance(200 * time.Millisecond)
				if err := b.renewedBeyond(ctx, b.clock.Now().Add(250*time.Millisecond)); err != nil {
					return err
				}
			}
			return nil
		})
		b.enqueue("a")
		b.must(b.runner.Drain(b.Context(), kind))
		b.counts(map[domain.JobState]int{domain.JobDone: 1})
	})
}

// renewedBeyond waits until nobody could claim at that time.
func (b bench) renewedBeyond(ctx context.Context, at time.Time) error {
	probe, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		free := errors.New("free")
		err := b.store.InTx(probe, func(ctx context.Context, tx domain.Repos) error {
			job, err := tx.Jobs().Claim(ctx, "thief", []string{kind}, at, at.Add(time.Hour))
			if err == nil && job != nil {
				return free // and rolled back
			}
			return err
		})
		if !errors.Is(err, free) {
			return err
		}
		select {
		case <-probe.Done():
			return probe.Err()
		case <-ticker.C:
		}
	}
}

func TestLostLeaseStopsTheHandler(t *testing.T) {
	onEach(t, jobs.Config{Lease: 300 * time.Millisecond}, func(b bench) {
		var once sync.Once
		stopped := make(chan error, 1)
		b.runner.Handle(kind, func(ctx context.Context, _ domain.Job) error {
			once.Do(func() {
				b.clock.Advance(time.Minute) // as if this process had been asleep
				if b.next() == nil {
					b.Error("the lease was not over")
				}
			})
			<-ctx.Done()
			stopped <- context.Cause(ctx)
			return ctx.Err()
		})
		b.enqueue("a")
		stop := b.start()
		if cause := within(b, stopped); errors.Is(cause, context.Canceled) {
			b.Fatalf("stopped for another reason: %v", cause)
		}
		stop()
		b.counts(map[domain.JobState]int{domain.JobRunning: 1}) // the other process's
	})
}

// outcomes is what a metrics system would count.
type outcomes struct {
	mu   sync.Mutex
	seen map[jobs.Outcome]int
}

func (o *outcomes) JobRun(_ string, outcome jobs.Outcome, _ time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seen[outcome]++
}

func TestMetricsSeeEveryRun(t *testing.T) {
	seen := &outcomes{seen: map[jobs.Outcome]int{}}
	t.Run("both", func(t *testing.T) {
		onEach(t, jobs.Config{Metrics: seen}, func(b bench) {
			b.runner.Handle(kind, func(_ context.Context, job domain.Job) error {
				return map[string]error{"a": nil, "b": errors.New("away"), "c": errs.New(errs.Invalid, "x", "坏"), "d": jobs.Snooze(time.Minute)}[job.ID]
			})
			for _, id := range []string{"a", "b", "c", "d"} {
				b.enqueue(id)
			}
			_ = b.runner.Drain(b.Context(), kind) // two of them fail
		})
	})
	want := map[jobs.Outcome]int{jobs.Done: 2, jobs.Retried: 2, jobs.Buried: 2, jobs.Released: 2}
	if diff := cmp.Diff(want, seen.seen); diff != "" {
		t.Fatalf("outcomes (-want +have):\n%s", diff)
	}
}
