package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func testIntents(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Intents()
	intent := domain.WriteIntent{DossierID: "d1", Kind: domain.IntentEdit, Owner: "a", LeaseUntil: noon, FromVersion: 3, CreatedAt: noon}
	must(t, repo.Begin(ctx, intent))
	refused(t, "second writer", repo.Begin(ctx, intent), errs.Conflict, "intent.taken")
	must(t, repo.Begin(ctx, domain.WriteIntent{DossierID: "d2", Kind: domain.IntentPurge, Owner: "b", LeaseUntil: noon, CreatedAt: noon}))
	same(t, "all", 2, len(got[[]domain.WriteIntent](t)(repo.All(ctx))))
	same(t, "kept", intent, got[[]domain.WriteIntent](t)(repo.All(ctx))[0])
	same(t, "of a dossier", intent, got[domain.WriteIntent](t)(repo.Of(ctx, "d1")))
	_, err := repo.Of(ctx, "d3")
	refused(t, "of one nobody writes", err, errs.NotFound, "intent.not_found")

	later := noon.Add(time.Minute)
	must(t, repo.Renew(ctx, "d1", "a", later))
	refused(t, "renewal of another's", repo.Renew(ctx, "d2", "a", later), errs.Conflict, "intent.taken")
	expired := got[[]domain.WriteIntent](t)(repo.Expired(ctx, noon, 9))
	if len(expired) != 1 || expired[0].DossierID != "d2" {
		t.Fatalf("expired: %v", expired)
	}
	same(t, "at most", 1, len(got[[]domain.WriteIntent](t)(repo.Expired(ctx, later, 1))))

	refused(t, "adoption of a living writer's", repo.Adopt(ctx, "d1", "c", noon, later), errs.Conflict, "intent.taken")
	must(t, repo.Adopt(ctx, "d2", "c", noon, later))
	refused(t, "second adoption", repo.Adopt(ctx, "d2", "d", noon, later), errs.Conflict, "intent.taken")
	refused(t, "adoption of nothing", repo.Adopt(ctx, "d3", "d", noon, later), errs.Conflict, "intent.taken")
	refused(t, "end of another's", repo.End(ctx, "d1", "c"), errs.Conflict, "intent.taken")
	must(t, repo.End(ctx, "d1", "a"))
	refused(t, "second end", repo.End(ctx, "d1", "a"), errs.Conflict, "intent.taken")
	must(t, repo.Begin(ctx, intent))

	must(t, s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error { // a taken dossier does not spoil a transaction
		if err := tx.Intents().Begin(ctx, intent); !errs.Is(err, errs.Conflict) {
			t.Errorf("begin of a taken dossier: %v", err)
		}
		return tx.Intents().End(ctx, "d1", "a")
	}))
}

func testIntentRacers(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Intents()
	for round := range 10 {
		winners := make([]int, 2)
		var mu sync.Mutex
		id := fmt.Sprint("d", round)
		count := func(which int, err error) {
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				winners[which]++
			} else if !errs.Is(err, errs.Conflict) {
				t.Errorf("racer: %v", err)
			}
		}
		together(8, func(n int) {
			count(0, repo.Begin(ctx, domain.WriteIntent{DossierID: id, Owner: fmt.Sprint(n), LeaseUntil: noon, CreatedAt: noon}))
		})
		together(8, func(n int) { count(1, repo.Adopt(ctx, id, fmt.Sprint(n), noon, noon.Add(time.Minute))) })
		same(t, "winners", []int{1, 1}, winners)
	}
}

func testOutbox(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Outbox()
	same(t, "head of nothing", domain.ChangePosition{}, got[domain.ChangePosition](t)(repo.Head(ctx)))
	must(t, repo.Append(ctx))
	must(t, repo.Append(ctx, "d1", "d2"))
	must(t, repo.Append(ctx, "d1"))
	var changes []domain.Change
	eventually(t, "three changes", func() bool {
		changes = got[[]domain.Change](t)(repo.After(ctx, domain.ChangePosition{}, 9))
		return len(changes) == 3
	})
	same(t, "order", []string{"d1", "d2", "d1"}, []string{changes[0].DossierID, changes[1].DossierID, changes[2].DossierID})
	position := func(c domain.Change) domain.ChangePosition { return domain.ChangePosition{Epoch: c.Epoch, Seq: c.Seq} }
	same(t, "at most", changes[:2], got[[]domain.Change](t)(repo.After(ctx, domain.ChangePosition{}, 2)))
	same(t, "rest", changes[2:], got[[]domain.Change](t)(repo.After(ctx, position(changes[1]), 9)))
	same(t, "head", position(changes[2]), got[domain.ChangePosition](t)(repo.Head(ctx)))
	same(t, "nothing beyond", 0, len(got[[]domain.Change](t)(repo.After(ctx, position(changes[2]), 9))))
}

func job(id, kind, key string, minutes int) domain.Job {
	return domain.Job{ID: id, Kind: kind, UniqueKey: key, Payload: json.RawMessage(`{"id":"x"}`), State: domain.JobPending, MaxAttempts: 3,
		RunAt: noon.Add(time.Duration(minutes) * time.Minute), CreatedAt: noon}
}

func testJobLife(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Jobs()
	lease := noon.Add(time.Minute)
	claim := func(worker string, now time.Time, kinds ...string) *domain.Job {
		t.Helper()
		return got[*domain.Job](t)(repo.Claim(ctx, worker, kinds, now, now.Add(time.Minute)))
	}
	for _, j := range []domain.Job{job("late", "k", "", 10), job("b", "k", "", -1), job("a", "k", "", -2), job("other", "x", "", -9)} {
		must(t, repo.Enqueue(ctx, j))
	}
	want := job("a", "k", "", -2)
	want.State, want.Attempts, want.LockedBy, want.LockedUntil = domain.JobRunning, 1, "w1", lease
	same(t, "longest due", &want, claim("w1", noon, "k", "none"))
	same(t, "next", "b", claim("w2", noon, "k").ID)
	same(t, "nothing due", (*domain.Job)(nil), claim("w1", noon, "k"))
	same(t, "no kinds", (*domain.Job)(nil), claim("w1", noon))

	must(t, repo.Renew(ctx, "a", "w1", lease.Add(time.Minute)))
	refused(t, "renewal by another", repo.Renew(ctx, "a", "w2", lease), errs.Conflict, "job.lease_lost")
	taken := claim("w3", lease, "k") // w2's lease is over, w1's was renewed
	same(t, "expired lease", "b", taken.ID)
	same(t, "a lost attempt counts", 2, taken.Attempts)
	refused(t, "finish after losing the lease", repo.Finish(ctx, "b", "w2", noon), errs.Conflict, "job.lease_lost")
	refused(t, "retry after losing the lease", repo.Retry(ctx, "b", "w2", "x", noon, false), errs.Conflict, "job.lease_lost")

	must(t, repo.Finish(ctx, "a", "w1", noon))
	must(t, repo.Retry(ctx, "b", "w3", "坏了\x00", noon.Add(2*time.Minute), false))
	same(t, "not yet", (*domain.Job)(nil), claim("w1", noon.Add(time.Minute), "k"))
	third := claim("w1", noon.Add(2*time.Minute), "k")
	same(t, "third attempt", 3, third.Attempts)
	same(t, "its error", "坏了", third.LastError)
	must(t, repo.Retry(ctx, "b", "w1", "", noon.Add(3*time.Minute), false))
	same(t, "a release does not count", 3, claim("w1", noon.Add(3*time.Minute), "k").Attempts)
	must(t, repo.Retry(ctx, "b", "w1", "无法恢复", noon, true))
	same(t, "buried", (*domain.Job)(nil), claim("w1", noon.Add(9*time.Minute), "k"))
	refused(t, "finish of a job nobody claimed", repo.Finish(ctx, "late", "", noon), errs.Conflict, "job.lease_lost")
	same(t, "counts", map[domain.JobState]int{domain.JobPending: 2, domain.JobDone: 1, domain.JobDead: 1},
		got[map[domain.JobState]int](t)(repo.Counts(ctx)))

	same(t, "pruned too early", 0, got[int](t)(repo.Prune(ctx, noon)))
	same(t, "pruned", 1, got[int](t)(repo.Prune(ctx, noon.Add(time.Second))))
	same(t, "kept", map[domain.JobState]int{domain.JobPending: 2, domain.JobDead: 1}, got[map[domain.JobState]int](t)(repo.Counts(ctx)))
}

func testJobUniqueKey(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Jobs()
	must(t, repo.Enqueue(ctx, job("a", "k", "d1", 0)))
	must(t, repo.Enqueue(ctx, job("b", "k", "d1", 0)))
	must(t, repo.Enqueue(ctx, job("c", "other", "d1", 0)))
	same(t, "one of a kind", map[domain.JobState]int{domain.JobPending: 2}, got[map[domain.JobState]int](t)(repo.Counts(ctx)))
	claimed := got[*domain.Job](t)(repo.Claim(ctx, "w", []string{"k"}, noon, noon.Add(time.Minute)))
	must(t, repo.Finish(ctx, claimed.ID, "w", noon))
	must(t, repo.Enqueue(ctx, job("d", "k", "d1", 0)))
	same(t, "free after the end", map[domain.JobState]int{domain.JobPending: 2, domain.JobDone: 1}, got[map[domain.JobState]int](t)(repo.Counts(ctx)))
	refused(t, "same id", repo.Enqueue(ctx, job("d", "k", "d2", 0)), errs.Conflict, "unique.jobs_id")
}

// testJobAgain: a change that is announced while the job about it runs is not lost, although nothing is added.
func testJobAgain(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Jobs()
	for name, end := range map[string]func(id string) error{
		"finished": func(id string) error { return repo.Finish(ctx, id, "w", noon) },
		"buried":   func(id string) error { return repo.Retry(ctx, id, "w", "坏了", noon, true) },
		"failed":   func(id string) error { return repo.Retry(ctx, id, "w", "坏了", noon, false) },
	} {
		must(t, repo.Enqueue(ctx, job(name, name, "d1", 0)))
		claim := func() *domain.Job {
			return got[*domain.Job](t)(repo.Claim(ctx, "w", []string{name}, noon, noon.Add(time.Minute)))
		}
		running := claim()
		must(t, repo.Enqueue(ctx, job(name+"2", name, "d1", 0)))
		must(t, end(running.ID))
		second := claim()
		if second == nil || second.ID != running.ID || !second.FinishedAt.IsZero() {
			t.Fatalf("%s: the job does not run again: %v", name, second)
		}
		must(t, repo.Finish(ctx, second.ID, "w", noon))
		same(t, name+" and then done", (*domain.Job)(nil), claim())
	}
}

func testJobClaims(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Jobs()
	const jobs, workers = 400, 8
	for i := range jobs {
		must(t, repo.Enqueue(ctx, job(fmt.Sprintf("j%03d", i), "k", "", -i%7)))
	}
	claims := map[string]int{}
	var mu sync.Mutex
	together(workers, func(n int) {
		worker := fmt.Sprint("w", n)
		for {
			claimed, err := repo.Claim(ctx, worker, []string{"k"}, noon, noon.Add(time.Hour))
			if err != nil {
				t.Errorf("claim: %v", err)
			}
			if err != nil || claimed == nil {
				return
			}
			mu.Lock()
			claims[claimed.ID]++
			mu.Unlock()
			if err := repo.Finish(ctx, claimed.ID, worker, noon); err != nil {
				t.Errorf("finish: %v", err)
			}
		}
	})
	for id, times := range claims {
		if times != 1 {
			t.Errorf("%s was claimed %d times", id, times)
		}
	}
	same(t, "claimed", jobs, len(claims))
	same(t, "done", map[domain.JobState]int{domain.JobDone: jobs}, got[map[domain.JobState]int](t)(repo.Counts(ctx)))
}

func testJobFigures(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Jobs()
	same(t, "oldest of none", time.Time{}, got[time.Time](t)(repo.Oldest(ctx)))
	must(t, repo.Enqueue(ctx, job("a", "k", "", 5)))
	must(t, repo.Enqueue(ctx, job("b", "k", "", 2)))
	must(t, repo.Enqueue(ctx, job("c", "x", "", 1)))
	got[*domain.Job](t)(repo.Claim(ctx, "w", []string{"x"}, noon.Add(time.Hour), noon.Add(2*time.Hour)))
	same(t, "oldest pending", noon.Add(2*time.Minute), got[time.Time](t)(repo.Oldest(ctx)))
	same(t, "counts", map[domain.JobState]int{domain.JobPending: 2, domain.JobRunning: 1}, got[map[domain.JobState]int](t)(repo.Counts(ctx)))
}
