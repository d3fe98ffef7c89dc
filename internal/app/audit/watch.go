package audit

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Watch verifies the trail from time to time and anchors it. Several nodes share the work: each looks when any of them verified
// last. Anchors are each node's own.
type Watch struct {
	Verifier
	Interval time.Duration // between verifications; 0 or less: none
	Own      AnchorFile    // where this node anchors
	Node     string

	mu     sync.Mutex
	health Health
}

// Health is what is known of the trail: figures of the newest verification of any node, as far as this one has seen.
type Health struct {
	VerifiedAt time.Time // of the newest verification; zero: not known
	CleanAt    time.Time // of the newest one without faults
	Faults     int
	Entries    int
	Took       time.Duration
	AnchoredAt time.Time // by this node, since it started
}

// maxFaults is how many faults a verification names.
const maxFaults = 1000

// Health returns what is known now.
func (w *Watch) Health() Health {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.health
}

func (w *Watch) note(change func(*Health)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.health)
}

// VerifyIfDue verifies unless some node did within the interval; it then returns nil.
func (w *Watch) VerifyIfDue(ctx context.Context) (*Verification, error) {
	if w.Interval <= 0 {
		return nil, nil
	}
	latest, err := w.Store.Audit().List(ctx, domain.AuditFilter{Action: domain.AuditVerify}, "", 1)
	if err != nil {
		return nil, errs.Wrap("look for the last verification", err)
	}
	if len(latest) > 0 {
		w.note(func(h *Health) { h.learn(&latest[0]) })
		if w.Clock.Now().Before(latest[0].At.Add(w.Interval)) {
			return nil, nil
		}
	}
	result, err := w.VerifyAndLog(ctx, authz.System("audit"), maxFaults)
	if err != nil {
		return nil, err
	}
	w.note(func(h *Health) { h.set(result.At, result.Entries, len(result.Faults), result.Took) })
	return &result, nil
}

// learn takes over what another node, or this one before it was started anew, found.
func (h *Health) learn(entry *domain.AuditEntry) {
	if !entry.At.After(h.VerifiedAt) {
		return
	}
	var detail struct {
		Entries, Faults int
		Milliseconds    int64
	}
	if json.Unmarshal([]byte(entry.Detail), &detail) == nil {
		h.set(entry.At, detail.Entries, detail.Faults, time.Duration(detail.Milliseconds)*time.Millisecond)
	}
}

func (h *Health) set(at time.Time, entries, faults int, took time.Duration) {
	h.VerifiedAt, h.Entries, h.Faults, h.Took = at, entries, faults, took
	if faults == 0 {
		h.CleanAt = at
	}
}

// Anchor seals what is pending and adds a line to this node's anchor file; nothing while the trail is empty.
func (w *Watch) Anchor(ctx context.Context) error {
	if _, err := (Sealer{Store: w.Store}).SealPending(ctx); err != nil {
		return err
	}
	last, err := w.Store.Audit().LastSealed(ctx)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return errs.Wrap("anchor audit trail", err)
	}
	count, err := w.Store.Audit().CountSealed(ctx, last.SealNo)
	if err != nil {
		return errs.Wrap("anchor audit trail", err)
	}
	now := w.Clock.Now()
	if err := w.Own.Append(Anchor{At: now, Node: w.Node, No: last.SealNo, Seal: last.Seal, Count: count}); err != nil {
		return err
	}
	w.note(func(h *Health) { h.AnchoredAt = now })
	return nil
}
