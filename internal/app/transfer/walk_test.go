package transfer

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// One enterprise from its nature form to the closed batch: of four dossiers one is accepted, one accepted with gaps, one
// returned and brought again, one brought in a second delivery.
func TestFromNatureFormToClosedBatch(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		b := w.listed(e, w.form(e), w.form(e), w.form(e), w.form(e, func(f *domain.InfoForm) { f.OutOfCity = true }))
		w.checkLedger(b)
		a := w.agreed(e, 4)
		b = must(w.JoinAgreement(ctx, w.archivist, b.ID, b.Version, a.ID))
		first := w.courier()
		first.Lines = []int{1, 2, 3}
		b = must(w.Deliver(ctx, w.handler(e), b.ID, b.Version, first))
		b = must(w.StartCheck(ctx, w.clerk, b.ID, b.Version))
		must(w.decide(b.ID, 1))
		must(w.decide(b.ID, 2, w.withGap))
		must(w.decide(b.ID, 3, w.returned))
		if _, err := w.decide(b.ID, 4); err == nil {
			t.Error("a dossier that was not brought was accepted")
		}
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		if s := b.Signoffs[0]; b.State != domain.BatchPartlyAccepted || s.ReturnedNo != "TH-210106-2026-0001" || s.Tally.InCustody() != 2 {
			t.Fatalf("signed: %s %+v", b.State, s)
		}
		w.checkPapers(b, map[domain.PaperKind][]int{domain.PaperAcceptanceList: {1, 2, 3, 4}, domain.PaperReceipt: {1, 2},
			domain.PaperRoster: {1, 2, 3}, domain.PaperReturned: {3}})

		b = must(w.Deliver(ctx, w.clerk, b.ID, b.Version, w.courier())) // all that are due
		b = must(w.StartCheck(ctx, w.clerk, b.ID, b.Version))
		_, err := w.decide(b.ID, 1)
		refused(t, err, "line.not_delivered", "不在本次送交之列")
		must(w.decide(b.ID, 3))
		must(w.decide(b.ID, 4))
		b = must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
		if b.State != domain.BatchAccepted || b.Round != 2 || len(b.Signoffs) != 2 || b.Signoffs[1].ReturnedNo != "" {
			t.Fatalf("signed again: %s, round %d, %+v", b.State, b.Round, b.Signoffs)
		}
		w.checkClosing(b)
		w.checkTrail()
	})
}

// checkTrail sees whether every step of the walk is in the audit trail, in somebody's name.
func (w *world) checkTrail() {
	w.t.Helper()
	done := map[domain.AuditAction]bool{}
	for _, entry := range must(w.Store.Audit().List(w.t.Context(), domain.AuditFilter{}, "", 1000)) {
		done[entry.Action] = entry.Actor != "" && entry.ObjectID != ""
	}
	for _, action := range []domain.AuditAction{domain.AuditAttachmentPut, domain.AuditNatureSave, domain.AuditNatureSubmit, domain.AuditNatureDecide,
		domain.AuditBatchCreate, domain.AuditBatchSubmit, domain.AuditBatchVerify, domain.AuditLineVerify, domain.AuditBatchList, domain.AuditAgreementSave,
		domain.AuditAgreementMove, domain.AuditAgreementSign, domain.AuditBatchAgreement, domain.AuditBatchDeliver, domain.AuditBatchCheck,
		domain.AuditLineDecide, domain.AuditBatchSign, domain.AuditPaperPrint, domain.AuditBatchSettle, domain.AuditBatchClose, domain.AuditGapResolve,
		domain.AuditBatchView, domain.AuditStatisticsView} {
		if !done[action] {
			w.t.Errorf("the trail lacks %s", action)
		}
	}
}

func (w *world) withGap(c *domain.CounterCheck) {
	c.Materials = c.Materials[1:]
	c.Decision = domain.DecideAcceptWithGaps
	c.Gaps = []domain.Gap{{Material: w.RequiredMaterials()[0], Reason: "原单位失火", Sealed: true, AttachmentID: w.scan(w.clerk)}}
}

func (w *world) returned(c *domain.CounterCheck) {
	c.Decision, c.Reason, c.DueOn, c.SealIntact = domain.DecideReturn, "封条破损", domain.Date(2026, 3, 20), false
}

// checkLedger sees whether everyone on the acceptance list stands in the ledger of where they live.
func (w *world) checkLedger(b domain.TransferBatch) {
	w.t.Helper()
	got := map[string]string{}
	for _, p := range must(w.Store.Ledger().List(w.t.Context(), w.province.Scope("ledger.read"), domain.LedgerFilter{}, "", 10)) {
		events := must(w.Store.Ledger().Events(w.t.Context(), p.ID))
		if len(events) != 1 || events[0].Kind != domain.LedgerEntered {
			w.t.Errorf("%s has the history %+v", p.Name, events)
		}
		got[p.Name] = p.Division
	}
	want := map[string]string{}
	for _, l := range must(w.Lines(w.t.Context(), w.agency, b.ID, domain.LineFilter{}, 0, 10)) {
		want[l.Form.Name] = "210106001002"
		if l.Form.OutOfCity {
			want[l.Form.Name] = "2101"
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Error(diff)
	}
}

// checkPapers sees which lines stand on which paper of the first round.
func (w *world) checkPapers(b domain.TransferBatch, want map[domain.PaperKind][]int) {
	w.t.Helper()
	got := map[domain.PaperKind][]int{}
	for _, paper := range must(w.Batch(w.t.Context(), w.clerk, b.ID)).Papers {
		content := must(w.OpenPaper(w.t.Context(), w.clerk, paper.Number))
		for entry, err := range content.Entries {
			check(w.t, err)
			got[paper.Kind] = append(got[paper.Kind], entry.Line.Seq)
		}
		if len(got[paper.Kind]) != paper.Lines || paper.Round == 1 && (content.Signoff == nil || content.Agreement == nil) {
			w.t.Errorf("%s says %d lines and has %v; signed %+v", paper.Number, paper.Lines, got[paper.Kind], content.Signoff)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Error(diff)
	}
}

// checkClosing brings electronic copies and the signed roster, and resolves the gap.
func (w *world) checkClosing(b domain.TransferBatch) {
	w.t.Helper()
	ctx := w.t.Context()
	state := func() domain.BatchState {
		check(w.t, w.Settle(ctx, b.ID))
		return must(w.Store.Batches().Get(ctx, b.ID)).State
	}
	for seq := 1; seq <= 4; seq++ {
		if got := state(); got != domain.BatchAccepted {
			w.t.Fatalf("without copy %d the batch is %s", seq, got)
		}
		w.stored(b, seq)
	}
	if got := state(); got != domain.BatchEIngested {
		w.t.Fatalf("with all copies the batch is %s", got)
	}
	d := must(w.Batch(ctx, w.clerk, b.ID))
	if want := (EcopyCount{Stored: 4}); d.Ecopy != want || len(d.Gaps) != 1 || d.Agreement == nil {
		w.t.Errorf("copies %+v, gaps %+v", d.Ecopy, d.Gaps)
	}
	signed := must(w.AddSignedRoster(ctx, w.clerk, b.ID, d.Batch.Version, w.scan(w.clerk)))
	if signed.State != domain.BatchClosed {
		w.t.Errorf("with the signed roster the batch is %s", signed.State)
	}
	gap := must(w.ResolveGap(ctx, w.clerk, d.Gaps[0].ID, domain.PartialDate{}, "已补齐"))
	if gap.ResolvedOn != w.today() || gap.ResolvedBy != w.clerk.Name {
		w.t.Errorf("resolved: %+v", gap)
	}
	_, err := w.ResolveGap(ctx, w.clerk, d.Gaps[0].ID, domain.PartialDate{}, "再次")
	refused(w.t, err, "gap.resolved")
	w.checkCounts(4)
}

func (w *world) checkCounts(persons int) {
	w.t.Helper()
	counts := must(w.Statistics(w.t.Context(), w.archivist, domain.PartialDate{}, domain.PartialDate{}))
	if len(counts.Transferred) != 1 || counts.Transferred[0].Persons != persons || counts.Transferred[0].WithGaps != 1 {
		w.t.Errorf("counted %+v", counts.Transferred)
	}
}

// What waits for something keeps its batch open; what may never come does not.
func TestWhatKeepsABatchOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		missing := func(c *domain.CounterCheck) { c.Decision, c.Reason = domain.DecideMissing, "未找到" }
		later := func(c *domain.CounterCheck) { c.Ecopy = domain.EcopyLater }
		for _, c := range []struct {
			name   string
			second func(*domain.CounterCheck)
			want   domain.BatchState
		}{
			{"returned", w.returned, domain.BatchPartlyAccepted},
			{"missing", missing, domain.BatchEIngested},
			{"copy granted for later", later, domain.BatchAccepted},
		} {
			e := w.enterprise()
			b := w.checking(e, func(terms *domain.AgreementTerms) { terms.EcopyLaterBy = domain.Date(2026, 6, 30) }, w.form(e), w.form(e))
			must(w.decide(b.ID, 1))
			must(w.decide(b.ID, 2, c.second))
			w.stored(b, 1)
			b = must(w.SignCheck(t.Context(), w.clerk, b.ID, b.Version, w.bothSides()))
			if b.State != c.want {
				t.Errorf("%s: %s, want %s", c.name, b.State, c.want)
			}
		}
	})
}

func TestDecisionsAreChangedKnowingly(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e := w.enterprise()
		b := w.checking(e, asAgreed, w.form(e))
		before := must(w.Line(t.Context(), w.clerk, b.ID, 1)).Line
		must(w.decide(b.ID, 1, w.withGap))
		_, err := w.Decide(t.Context(), w.archivist, b.ID, 1, before.Version, w.whole(before))
		refused(t, err, "line.stale", "他人处理")
		again := must(w.decide(b.ID, 1, w.returned))
		if len(must(w.Store.Gaps().OfBatch(t.Context(), b.ID))) != 0 || again.Line.DueOn.IsZero() {
			t.Errorf("returned after all: %+v", again.Line)
		}
		detail := must(w.Line(t.Context(), w.clerk, b.ID, 1))
		if len(detail.Checks) != 1 || detail.Checks[0].Check.Decision != domain.DecideReturn {
			t.Errorf("one round has the checks %+v", detail.Checks)
		}
		b = must(w.SignCheck(t.Context(), w.clerk, b.ID, b.Version, w.bothSides()))
		_, err = w.decide(b.ID, 1)
		refused(t, err, "batch.state", "清点")
		if b.State != domain.BatchReturned {
			t.Errorf("everything was returned and the batch is %s", b.State)
		}
	})
}

func TestFindLine(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e := w.enterprise()
		forms := []domain.InfoForm{w.form(e), w.form(e)}
		b := w.draft(e, forms...)
		for _, code := range []string{b.No + "-2", " " + b.No + "-2", "2", forms[1].IDNumber.Full(), forms[1].Roster.ArchivalCode} {
			if found, err := w.FindLine(t.Context(), w.clerk, b.ID, code); err != nil || found.Line.Seq != 2 {
				t.Errorf("%s: %v, line %d", code, err, found.Line.Seq)
			}
		}
		for _, code := range []string{b.No + "-3", "YJ-210106-2026-9999-2", "3", "", "张", number(77_777).Full()} {
			_, err := w.FindLine(t.Context(), w.clerk, b.ID, code)
			refused(t, err, "line.not_found")
		}
		if !slices.Equal(must(w.Batch(t.Context(), w.clerk, b.ID)).Allowed, []authz.Permission{"transfer.read", "transfer.receive", "ingest.run"}) {
			t.Error("the clerk is offered other work than theirs")
		}
	})
}
