package jobs

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Outcome is what became of a job that was run.
type Outcome string

const (
	Done     Outcome = "done"
	Retried  Outcome = "retried"  // failed, to be tried again
	Buried   Outcome = "buried"   // failed for good
	Released Outcome = "released" // given back unharmed: shutdown, or snoozed
	Lost     Outcome = "lost"     // another process has it
)

const (
	defaultAttempts = 10
	firstPause      = 2 * time.Second
	longestPause    = 10 * time.Minute
	settleWithin    = 15 * time.Second // for the last word on a job after shutdown has begun
	problemLength   = 2000             // characters kept of an error
)

var (
	errLeaseLost = errors.New("lease of the job was lost")
	errShutdown  = errors.New("the process is shutting down")
)

// Snooze returned by a handler puts the job back for a while. It is not a failure and counts as no attempt.
func Snooze(pause time.Duration) error { return domain.Postponed{After: pause} }

// work runs one leased job and tells the queue how it ended. It returns the handler's failure.
func (r *Runner) work(ctx context.Context, job domain.Job) error {
	begun := time.Now()
	failure := r.attempt(ctx, job)
	outcome, err := r.settle(context.WithoutCancel(ctx), job, failure)
	logger := r.config.Logger.With("job", job.ID, "kind", job.Kind, "attempt", job.Attempts, "outcome", string(outcome))
	if err != nil {
		logger.ErrorContext(ctx, "the end of a job cannot be recorded; its lease will run out", "error", err)
	}
	switch outcome {
	case Retried, Buried:
		logger.WarnContext(ctx, "job failed", "error", failure)
	case Lost:
		logger.WarnContext(ctx, "job lost to another process")
	default:
		logger.DebugContext(ctx, "job ended")
	}
	if r.config.Metrics != nil {
		r.config.Metrics.JobRun(job.Kind, outcome, time.Since(begun))
	}
	if outcome != Retried && outcome != Buried {
		return err
	}
	return fmt.Errorf("job %s %s: %w", job.Kind, job.ID, failure)
}

// attempt calls the handler under a lease that is kept alive. A job whose process died in every attempt is not run again.
func (r *Runner) attempt(ctx context.Context, job domain.Job) error {
	if job.Attempts > maxAttempts(job) {
		return errs.New(errs.Unprocessable, "job.interrupted", "任务已中断%d次，不再重试", job.Attempts-1)
	}
	working, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		r.keepLease(working, job, cancel)
	}()
	err := call(working, r.handlers[job.Kind], job)
	cause := context.Cause(working)
	cancel(nil)
	<-beating
	switch {
	case errors.Is(cause, errLeaseLost):
		return errors.Join(errLeaseLost, err)
	case err != nil && ctx.Err() != nil && !permanent(err):
		return errors.Join(errShutdown, err)
	}
	return err
}

func call(ctx context.Context, handler Handler, job domain.Job) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v\n%s", reason, debug.Stack())
		}
	}()
	return handler(ctx, job)
}

// keepLease renews the lease until ctx ends, and ends it when the lease is lost: taken by another process, or not
// renewed for so long that another may soon take it.
func (r *Runner) keepLease(ctx context.Context, job domain.Job, cancel context.CancelCauseFunc) {
	interval := r.config.Lease / 4
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	renewed := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		begun := time.Now() // the lease counts from before the database was asked
		attempt, end := context.WithTimeout(ctx, interval)
		err := r.store.Jobs().Renew(attempt, job.ID, job.LockedBy, r.clock.Now().Add(r.config.Lease))
		end()
		switch {
		case err == nil:
			renewed = begun
		case errs.Is(err, errs.Conflict), time.Since(renewed) >= r.config.Lease-interval:
			cancel(errLeaseLost)
			return
		}
	}
}

// settle records how the attempt ended.
func (r *Runner) settle(ctx context.Context, job domain.Job, failure error) (Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	queue, now := r.store.Jobs(), r.clock.Now()
	var pause domain.Postponed
	outcome, err := Retried, error(nil)
	switch {
	case errors.Is(failure, errLeaseLost):
		return Lost, nil
	case failure == nil:
		outcome, err = Done, queue.Finish(ctx, job.ID, job.LockedBy, now)
	case errors.Is(failure, errShutdown):
		outcome, err = Released, queue.Retry(ctx, job.ID, job.LockedBy, "", now, false)
	case errors.As(failure, &pause):
		outcome, err = Released, queue.Retry(ctx, job.ID, job.LockedBy, "", now.Add(pause.After), false)
	case permanent(failure), job.Attempts >= maxAttempts(job):
		outcome, err = Buried, queue.Retry(ctx, job.ID, job.LockedBy, problem(failure), now, true)
	default:
		err = queue.Retry(ctx, job.ID, job.LockedBy, problem(failure), now.Add(backoff(job.Attempts)), false)
	}
	if errs.Is(err, errs.Conflict) {
		return Lost, nil
	}
	return outcome, err
}

// permanent tells failures that another try cannot mend.
func permanent(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Unprocessable, errs.NotFound:
		return true
	}
	return false
}

func maxAttempts(job domain.Job) int {
	if job.MaxAttempts > 0 {
		return job.MaxAttempts
	}
	return defaultAttempts
}

// backoff doubles with each attempt, from 2 seconds to 10 minutes, and is spread by a quarter so that jobs that failed
// together do not come back together.
func backoff(attempts int) time.Duration {
	pause := longestPause
	if shift := max(attempts, 1) - 1; shift < 9 {
		pause = min(firstPause<<shift, longestPause)
	}
	return pause - pause/4 + rand.N(pause/2)
}

func problem(err error) string {
	text := []rune(err.Error())
	if len(text) > problemLength {
		text = text[:problemLength]
	}
	return string(text)
}
