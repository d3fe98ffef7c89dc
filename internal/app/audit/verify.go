package audit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Verifier finds what was done to the trail behind the program's back. The chain by itself shows every entry that was changed,
// removed, inserted or reordered below its newest seal; anchors show also a tail that was cut off and a chain that was
// rewritten and sealed anew.
//
// The order in which entries were added (seq and epoch of their rows) is none of their content: it means something in one
// database only and is read by nobody once an entry is sealed.
type Verifier struct {
	Store   domain.Store
	Clock   domain.Clock
	Anchors []AnchorFile
}

// Verification is what a walk of the trail found, and what it cost.
type Verification struct {
	At      time.Time
	Took    time.Duration
	Entries int
	Anchors int
	Last    uint64 // number of the newest seal
	Faults  []domain.AuditFault
	// Late are runs of entries that were added after entries of a much later time: somebody added them afterwards, or a clock
	// was set back. The chain holds all the same.
	Late []LateRun
}

// LateRun are entries one after the other.
type LateRun struct {
	From, To uint64    // seal numbers
	At       time.Time // of the first
	After    time.Time // the latest time before it
}

// Clean reports whether the trail holds.
func (v *Verification) Clean() bool { return len(v.Faults) == 0 }

// unsealedFor is how long an entry may wait for its seal: a transaction that stays open holds up the sealing of what was
// committed after it.
const unsealedFor = time.Hour

// lateBy is how much earlier than another an entry may be that follows it: clocks of nodes differ, transactions take their time.
const lateBy = 10 * time.Minute

const maxLateRuns = 100

// Verify seals what is pending, walks the whole chain in flat memory and returns its faults, at most limit. While it runs, others
// may add and seal.
func (v Verifier) Verify(ctx context.Context, limit int) (result Verification, err error) {
	started := v.Clock.Now()
	w := &walk{limit: limit}
	defer func() {
		for _, check := range w.anchors {
			err = errors.Join(err, check.end())
		}
	}()
	for _, file := range v.Anchors {
		check, err := newAnchorCheck(file)
		if err != nil {
			return Verification{}, err
		}
		w.anchors = append(w.anchors, check)
	}
	if _, err := (Sealer{Store: v.Store}).SealPending(ctx); err != nil {
		return Verification{}, err
	}
	if err := w.chain(ctx, v.Store.Audit()); err != nil {
		return Verification{}, errs.Wrap("verify audit trail", err)
	}
	if err := w.strays(ctx, v.Store.Audit(), started.Add(-unsealedFor)); err != nil {
		return Verification{}, errs.Wrap("verify audit trail", err)
	}
	return w.result(started, v.Clock.Now()), nil
}

// walk is one verification under way.
type walk struct {
	anchors []*anchorCheck
	limit   int
	faults  []domain.AuditFault
	entries int
	last    uint64
	seal    string
	latest  time.Time
	late    []LateRun
}

func (w *walk) fault(no uint64, entryID, format string, args ...any) {
	w.faults = append(w.faults, domain.AuditFault{SealNo: no, EntryID: entryID, Reason: fmt.Sprintf(format, args...)})
}

func (w *walk) full() bool { return len(w.faults) >= w.limit }

func (w *walk) chain(ctx context.Context, trail domain.AuditRepo) error {
	for entry, err := range trail.Sealed(ctx) {
		if err != nil {
			return err
		}
		w.entries++
		w.link(&entry)
		w.order(&entry)
		for _, check := range w.anchors {
			if err := check.meet(&entry); err != nil {
				return err
			}
		}
		if w.full() {
			return nil
		}
	}
	for _, check := range w.anchors {
		if err := check.finish(w.last); err != nil {
			return err
		}
	}
	return nil
}

// link judges an entry by the one before. It then goes on from the entry as it is, so that one change is one fault.
func (w *walk) link(entry *domain.AuditEntry) {
	if entry.SealNo != w.last+1 {
		w.fault(entry.SealNo, entry.ID, "第%d号之后应为第%d号，实为第%d号：有条目被删除、插入或调换", w.last, w.last+1, entry.SealNo)
	} else if sealOf(w.seal, entry.SealNo, *entry) != entry.Seal {
		w.fault(entry.SealNo, entry.ID, "第%d号条目内容与封印不符：条目或其前一条被改动", entry.SealNo)
	}
	w.last, w.seal = entry.SealNo, entry.Seal
}

// order notices an entry that comes much too late.
func (w *walk) order(entry *domain.AuditEntry) {
	if !entry.At.Before(w.latest.Add(-lateBy)) {
		w.latest = later(w.latest, entry.At)
		return
	}
	if n := len(w.late); n > 0 && w.late[n-1].To == entry.SealNo-1 {
		w.late[n-1].To = entry.SealNo
	} else if n < maxLateRuns {
		w.late = append(w.late, LateRun{From: entry.SealNo, To: entry.SealNo, At: entry.At, After: w.latest})
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// strays looks for entries that the walk cannot have met: numbers that no sealer gives, and what nobody ever seals.
func (w *walk) strays(ctx context.Context, trail domain.AuditRepo, before time.Time) error {
	if w.full() {
		return nil
	}
	sealed, err := trail.CountSealed(ctx, w.last)
	if err != nil {
		return err
	}
	if sealed != w.entries {
		w.fault(0, "", "有封印号的条目共%d条，链中只有%d条：有条目被插入在链外", sealed, w.entries)
	}
	oldest, err := trail.OldestUnsealed(ctx)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return err
	}
	if err == nil && oldest.At.Before(before) {
		w.fault(0, oldest.ID, "%s的条目至今未封存：被插入或改动在链外，或有事务长时间未结束", oldest.At.UTC().Format(time.RFC3339))
	}
	return nil
}

func (w *walk) result(started, ended time.Time) Verification {
	v := Verification{At: started, Took: ended.Sub(started), Entries: w.entries, Last: w.last, Faults: w.faults, Late: w.late}
	for _, check := range w.anchors {
		v.Anchors += check.checked
		v.Faults = append(v.Faults, check.faults...)
	}
	v.Faults = v.Faults[:min(len(v.Faults), w.limit)]
	return v
}

// VerifyAndLog is Verify whose outcome becomes an entry of the trail itself.
func (v Verifier) VerifyAndLog(ctx context.Context, actor authz.Actor, limit int) (Verification, error) {
	result, err := v.Verify(ctx, limit)
	if err != nil {
		return Verification{}, err
	}
	detail := Detail{"entries": result.Entries, "anchors": result.Anchors, "last": result.Last, "faults": len(result.Faults),
		"late": len(result.Late), "milliseconds": result.Took.Milliseconds()}
	if !result.Clean() {
		detail["first"] = result.Faults[0].Reason
	}
	entry := Entry(v.Clock.Now(), actor, domain.AuditVerify, Subject{Object: "audit"}, detail)
	return result, errs.Wrap("log verification", v.Store.Audit().Append(ctx, entry))
}
