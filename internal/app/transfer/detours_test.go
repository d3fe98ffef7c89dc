package transfer

import (
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// A roster that both sides signed for an earlier delivery closes no batch: what came later stands on another one.
func TestEachDeliveryNeedsItsSignedRoster(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		b := w.checking(e, asAgreed, w.form(e))
		must(w.decide(b.ID, 1, w.returned))
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		first := w.scan(w.clerk)
		b = must(w.AddSignedRoster(ctx, w.clerk, b.ID, b.Version, first))
		b = must(w.Deliver(ctx, w.clerk, b.ID, b.Version, w.courier()))
		b = must(w.StartCheck(ctx, w.clerk, b.ID, b.Version))
		must(w.decide(b.ID, 1))
		w.stored(b, 1)
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		if b.State != domain.BatchEIngested || b.SignedRosterID != "" || b.Signoffs[0].SignedRosterID != first {
			t.Errorf("with the roster of round 1 alone: %s, %q, %+v", b.State, b.SignedRosterID, b.Signoffs)
		}
		if b = must(w.AddSignedRoster(ctx, w.clerk, b.ID, b.Version, w.scan(w.clerk))); b.State != domain.BatchClosed {
			t.Errorf("with the roster of round 2: %s", b.State)
		}
	})
}

// A paper printed again after the dossiers were brought again says what it said when it was handed out.
func TestPapersOfEarlierRoundsStand(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		b := w.checking(e, asAgreed, w.form(e), w.form(e))
		must(w.decide(b.ID, 1))
		must(w.decide(b.ID, 2, w.returned))
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		w.clock.Advance(48 * time.Hour)
		other := w.courier()
		other.By = "赵再送"
		b = must(w.Deliver(ctx, w.clerk, b.ID, b.Version, other))
		b = must(w.StartCheck(ctx, w.clerk, b.ID, b.Version))
		must(w.decide(b.ID, 2))
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))

		content := must(w.OpenPaper(ctx, w.clerk, b.Signoffs[0].ReturnedNo))
		for entry, err := range content.Entries {
			check(t, err)
			if l := entry.Line; l.State != domain.LineReturned || l.Reason != "封条破损" || l.DueOn != domain.Date(2026, 3, 20) {
				t.Errorf("the list of returned dossiers now says %s, %q, by %s", l.State, l.Reason, l.DueOn)
			}
		}
		for i, by := range []string{"刘送", "赵再送"} {
			if got := must(w.OpenPaper(ctx, w.clerk, b.Signoffs[i].ReceiptNo)).Batch.Delivery; got.By != by || got.On != b.Signoffs[i].On {
				t.Errorf("receipt %d names %s on %s", i+1, got.By, got.On)
			}
		}
	})
}

// Days that cannot be: dossiers brought before both sides had signed, or signed for before they were brought.
func TestDaysOfDeliveryAndSigning(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		b := w.listed(e, w.form(e))
		a := w.agreed(e, 1)
		b = must(w.JoinAgreement(ctx, w.clerk, b.ID, b.Version, a.ID))
		w.clock.Advance(72 * time.Hour)
		before := w.courier()
		before.On = a.Archive.On.AddDays(-1)
		_, err := w.Deliver(ctx, w.clerk, b.ID, b.Version, before)
		refused(t, err, domain.RuleByID(domain.R06).Code, a.Archive.On.String())
		a = must(w.Agreement(ctx, w.archivist, a.ID, 0))
		next := must(w.AmendAgreement(ctx, w.archivist, a.ID, a.Version, "延期"))
		next = must(w.MoveAgreement(ctx, w.archivist, next.ID, next.Version, domain.AgreementReview, ""))
		w.signed(next)
		since := w.courier() // under the version before
		since.On = a.Archive.On.AddDays(1)
		b = must(w.Deliver(ctx, w.clerk, b.ID, b.Version, since))
		b = must(w.StartCheck(ctx, w.clerk, b.ID, b.Version))
		must(w.decide(b.ID, 1))
		early := w.bothSides()
		early.On = a.Archive.On
		_, err = w.SignCheck(ctx, w.clerk, b.ID, b.Version, early)
		refused(t, err, "signoff.date", since.On.String())
		must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
	})
}

// An agreement does not end under dossiers that lie on the counter, and is fulfilled only when all its batches are; a batch
// whose agreement was terminated goes on under another.
func TestAgreementsEndWhenTheirBatchesAllow(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		b := w.checking(e, asAgreed, w.form(e))
		end := func(to domain.AgreementState, reason string) (domain.TransferAgreement, error) {
			a := must(w.Agreement(ctx, w.archivist, b.AgreementID, 0))
			return w.MoveAgreement(ctx, w.archivist, a.ID, a.Version, to, reason)
		}
		_, err := end(domain.AgreementTerminated, "重新商定")
		refused(t, err, "agreement.in_use", b.No, "清点")
		must(w.decide(b.ID, 1, w.returned))
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		_, err = end(domain.AgreementFulfilled, "")
		refused(t, err, "agreement.in_use", b.No, "尚未办结")
		must(end(domain.AgreementTerminated, "重新商定"))
		_, err = w.Deliver(ctx, w.clerk, b.ID, b.Version, w.courier())
		refused(t, err, domain.RuleByID(domain.R06).Code, "已终止", "更换")
		other := w.agreed(e, 1)
		b = must(w.JoinAgreement(ctx, w.clerk, b.ID, b.Version, other.ID))
		if b.State != domain.BatchReturned {
			t.Errorf("under another agreement the batch is %s", b.State)
		}
		third := w.agreed(e, 1)
		_, err = w.JoinAgreement(ctx, w.clerk, b.ID, b.Version, third.ID)
		refused(t, err, "batch.agreement", other.No)
		b = must(w.Deliver(ctx, w.clerk, b.ID, b.Version, w.courier()))
		b = must(w.StartCheck(ctx, w.clerk, b.ID, b.Version))
		must(w.decide(b.ID, 1))
		w.stored(b, 1)
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		b = must(w.AddSignedRoster(ctx, w.clerk, b.ID, b.Version, w.scan(w.clerk)))
		if a := must(end(domain.AgreementFulfilled, "")); b.State != domain.BatchClosed || a.State != domain.AgreementFulfilled {
			t.Errorf("closed: %s, %s", b.State, a.State)
		}
	})
}

// A missing dossier keeps no batch open, and may be found after all.
func TestMissingThenFound(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		b := w.checking(e, asAgreed, w.form(e), w.form(e))
		must(w.decide(b.ID, 1))
		must(w.decide(b.ID, 2, func(c *domain.CounterCheck) { c.Decision, c.Reason = domain.DecideMissing, "未找到" }))
		w.stored(b, 1)
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		b = must(w.AddSignedRoster(ctx, w.clerk, b.ID, b.Version, w.scan(w.clerk)))
		if b.State != domain.BatchClosed {
			t.Fatalf("without the missing dossier the batch is %s", b.State)
		}
		b = must(w.Deliver(ctx, w.handler(e), b.ID, b.Version, w.courier()))
		b = must(w.StartCheck(ctx, w.clerk, b.ID, b.Version))
		must(w.decide(b.ID, 2))
		w.stored(b, 2)
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		b = must(w.AddSignedRoster(ctx, w.clerk, b.ID, b.Version, w.scan(w.clerk)))
		if b.State != domain.BatchClosed || b.Round != 2 {
			t.Errorf("with the found dossier the batch is %s after %d rounds", b.State, b.Round)
		}
		_, err := w.Deliver(ctx, w.clerk, b.ID, b.Version, w.courier())
		refused(t, err, "batch.nothing_due")
	})
}

// That a person stands in a batch of another enterprise is said to its handler, but not in which.
func TestOtherBatchesAreNotNamedToStrangers(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e, other := w.enterprise(), w.enterprise()
		f := w.form(e)
		b := w.draft(e, f)
		f.Employer, f.EmployerUSCC = other.Name, other.USCC
		for _, c := range []struct {
			actor authz.Actor
			named bool
		}{{w.handler(other), false}, {w.agency, true}} {
			r := w.inspected(c.actor, f)
			if len(r.Violations) != 1 || r.Violations[0].Rule != domain.R10 || strings.Contains(r.Violations[0].Message, b.No) != c.named {
				t.Errorf("%s is told %v", c.actor.Name, r.Violations)
			}
		}
	})
}
