package forwarding

import (
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// TestDispatchOverTheHolidays counts fifteen working days in the calendar as shipped: over the Spring Festival of 2026 with its two
// worked Saturdays, and over Mid-Autumn and National Day.
func TestDispatchOverTheHolidays(t *testing.T) {
	for name, c := range map[string]struct{ complete, by domain.PartialDate }{
		"Spring Festival": {domain.Date(2026, 2, 10), domain.Date(2026, 3, 9)},
		"National Day":    {domain.Date(2026, 9, 18), domain.Date(2026, 10, 15)},
	} {
		onBoth(t, func(t *testing.T, w *world) {
			on := func(d domain.PartialDate) { w.to(d.Year, d.Month, d.Day) }
			on(c.complete)
			idle, kept := w.reviewed(w.Worker(1)), w.packed(w.Worker(2))
			if idle.DispatchBy != c.by {
				t.Fatalf("%s: to leave by %s, want %s", name, idle.DispatchBy, c.by)
			}
			on(c.by)
			if w.stored(idle.ID).State != domain.OutboundReviewed {
				t.Fatalf("%s: late on the last day", name)
			}
			on(c.by.AddDays(1))
			idle = w.stored(idle.ID)
			if idle.State != domain.OutboundLate || w.stored(kept.ID).State != domain.OutboundPacked || w.Custody(idle.DossierID) != domain.InStorage {
				t.Fatalf("%s: a day later %s", name, idle.State)
			}
			idle = must(w.Pack(t.Context(), keeper, idle.ID, idle.Version, w.parcel()))
			must(w.Dispatch(t.Context(), keeper, idle.ID, idle.Version, w.mail()))
		})
	}
}

// TestReceiptAfterAMonth: what left on 31 January is due on 28 February, and chased as often as it takes.
func TestReceiptAfterAMonth(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.to(2026, 1, 31)
		first, second := w.sent(w.Worker(1)), w.sent(w.Worker(2))
		if first.ReceiptDue != domain.Date(2026, 2, 28) {
			t.Fatalf("due on %s", first.ReceiptDue)
		}
		w.to(2026, 2, 28)
		if first = w.stored(first.ID); first.State != domain.OutboundDispatched {
			t.Fatalf("on the last day %s", first.State)
		}
		w.Refused("a letter before the month is over", errOf(w.Chase(ctx, keeper, first.ID, first.Version, "")), errs.Conflict, "outbound.state")
		w.clock.Advance(day)
		second = must(w.Chase(ctx, keeper, second.ID, second.Version, "请回执")) // before the timer has come
		if second.State != domain.OutboundChased || second.Chases[0].No != "CB-210106-2026-0001" {
			t.Fatalf("chased before the timer: %+v", second)
		}
		w.to(2026, 3, 1)
		if first = w.stored(first.ID); first.State != domain.OutboundOverdue {
			t.Fatalf("a day later %s", first.State)
		}
		first = must(w.Chase(ctx, keeper, first.ID, first.Version, "请速回"))
		w.to(2026, 3, 20)
		first = must(w.Chase(ctx, keeper, first.ID, first.Version, "再次催问"))
		if len(first.Chases) != 2 || first.Chases[0].No != "CB-210106-2026-0002" || first.Chases[1].No != "CB-210106-2026-0003" ||
			first.Chases[1].On != w.Today() || first.Chases[1].ByName != keeper.Name || w.stored(first.ID).Chases[0].Note != "请速回" {
			t.Fatalf("chased twice: %+v", first.Chases)
		}
		first = must(w.Receipt(ctx, keeper, first.ID, first.Version, w.signed()))
		if first.State != domain.OutboundConfirmed {
			t.Fatalf("receipt after chasing: %s", first.State)
		}
	})
}

// TestTimersOnce: whatever the number of runs and nodes, a day does what it demands once.
func TestTimersOnce(t *testing.T) {
	several(t, 3, func(t *testing.T, w *world) {
		late, overdue := w.reviewed(w.Worker(1)), w.sent(w.Worker(2))
		hold := must(w.BeginHold(t.Context(), keeper, w.Worker(3), w.died(), ""))
		for range 40 {
			w.clock.Advance(day)
			failures := make(chan error)
			for _, desk := range w.desks {
				go func() { failures <- desk.Tick(t.Context()) }()
			}
			for range w.desks {
				if err := <-failures; err != nil {
					t.Fatal(err)
				}
			}
		}
		if o, s, h := w.stored(late.ID), w.stored(overdue.ID), w.held(hold.ID); o.State != domain.OutboundLate || s.State != domain.OutboundOverdue || h.State != domain.HoldDue {
			t.Errorf("after 40 days: %s, %s, %s", o.State, s.State, h.State)
		}
		timers := map[domain.AuditAction]int{}
		for _, e := range w.Trail() {
			timers[e.Action]++
		}
		if timers[domain.AuditOutboundTimer] != 2 || timers[domain.AuditHoldTimer] != 1 {
			t.Errorf("entries of the timers: %d, %d", timers[domain.AuditOutboundTimer], timers[domain.AuditHoldTimer])
		}
	})
}
