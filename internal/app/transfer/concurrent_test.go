package transfer

import (
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	clerks   = 50
	contests = 3 // clerks who want to decide the same line
)

// decisions is what clerks were told they had decided, by line.
type decisions struct {
	mu sync.Mutex
	by map[int]verdict
}

type verdict struct {
	clerk    string
	decision domain.Decision
}

// Fifty clerks decide 500 lines, each line wanted by three of them, while someone tries to sign all the time.
func TestFiftyClerksAtOneBatch(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e := w.enterprise()
		forms := make([]domain.InfoForm, 500)
		for i := range forms {
			forms[i] = w.form(e)
		}
		b := w.checking(e, asAgreed, forms...)
		lines := must(w.Store.Batches().Lines(t.Context(), b.ID, domain.LineFilter{}, 0, len(forms)))
		told := &decisions{by: map[int]verdict{}}
		var working sync.WaitGroup
		for k := range clerks {
			clerk := w.hire(authz.IntakeClerk, tiexi)
			clerk.Name = fmt.Sprintf("接收员%d", k)
			working.Go(func() { w.work(told, clerk, k, b.ID, lines) })
		}
		signed := w.signUntilDone(b)
		working.Wait()
		w.checkCountsOf(<-signed, told)
	})
}

// work is one clerk's day: lines in an order of their own, decided by what they were when the day began.
func (w *world) work(told *decisions, clerk authz.Actor, k int, batchID string, lines []domain.BatchLine) {
	for i := range lines {
		l := lines[(i*7+k*11)%len(lines)]
		if (l.Seq+clerks-k)%clerks >= contests {
			continue
		}
		c := w.whole(l)
		if l.Seq%10 == 0 {
			w.returned(&c)
		}
		_, err := w.Decide(w.t.Context(), clerk, batchID, l.Seq, l.Version, c)
		switch {
		case err == nil:
			told.mu.Lock()
			if other, twice := told.by[l.Seq]; twice {
				w.t.Errorf("line %d was decided by %s and by %s", l.Seq, other.clerk, clerk.Name)
			}
			told.by[l.Seq] = verdict{clerk.Name, c.Decision}
			told.mu.Unlock()
		case errs.CodeOf(err) != "line.stale" && errs.CodeOf(err) != "batch.state":
			w.t.Errorf("line %d: %v", l.Seq, err)
		}
	}
}

// signUntilDone tries to sign until the last line is decided.
func (w *world) signUntilDone(b domain.TransferBatch) <-chan domain.TransferBatch {
	done := make(chan domain.TransferBatch, 1)
	go func() {
		defer close(done)
		again := time.NewTicker(20 * time.Millisecond)
		defer again.Stop()
		for {
			signed, err := w.SignCheck(w.t.Context(), w.archivist, b.ID, b.Version, w.bothSides())
			if err == nil {
				done <- signed
				return
			}
			if errs.CodeOf(err) != domain.RuleByID(domain.R12).Code {
				w.t.Errorf("sign: %v", err)
				return
			}
			<-again.C
		}
	}()
	return done
}

// checkCountsOf holds the signed tally, the lines and the checks to what the clerks were told.
func (w *world) checkCountsOf(b domain.TransferBatch, told *decisions) {
	w.t.Helper()
	want, wantBy := domain.LineTally{}, map[int]verdict{}
	for seq, v := range told.by {
		want[v.decision.State()]++
		wantBy[seq] = v
	}
	if want.Total() != 500 || len(b.Signoffs) != 1 {
		w.t.Fatalf("%d lines were decided, signed: %+v", want.Total(), b.Signoffs)
	}
	if diff := cmp.Diff(want, b.Signoffs[0].Tally); diff != "" {
		w.t.Errorf("signed for something else: %s", diff)
	}
	if diff := cmp.Diff(want, must(w.Store.Batches().Tally(w.t.Context(), b.ID))); diff != "" {
		w.t.Errorf("lines were changed after signing: %s", diff)
	}
	gotBy := map[int]verdict{}
	for _, c := range must(w.Store.Batches().Checks(w.t.Context(), b.ID, b.Round, nil, 0, 1000)) {
		gotBy[c.Seq] = verdict{c.CheckedBy, c.Check.Decision}
	}
	if !maps.Equal(wantBy, gotBy) {
		w.t.Errorf("checks are those of others: %s", cmp.Diff(fmt.Sprint(wantBy), fmt.Sprint(gotBy)))
	}
	filter := domain.AuditFilter{Action: domain.AuditLineDecide, ObjectID: b.ID}
	if entries := must(w.Store.Audit().List(w.t.Context(), filter, "", 2000)); len(entries) != 500 {
		w.t.Errorf("the trail has %d decisions", len(entries))
	}
}
