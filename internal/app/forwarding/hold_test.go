package forwarding

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestHoldFromDeathToArchive(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		form := w.died()
		form.DiedOn = w.Today().AddDays(-7)
		h := must(w.BeginHold(ctx, keeper, id, form, ""))
		if h.No != "LC-210106-2026-0001" || h.State != domain.HoldKept || h.HoldUntil != domain.Date(2031, 3, 2) || h.Expected != counted || w.Custody(id) != domain.DeceasedHold {
			t.Fatalf("kept: %+v", h)
		}
		w.Refused("twice", errOf(w.BeginHold(ctx, keeper, id, form, "")), errs.Conflict, "hold.shelf")
		w.Breaks("lending it", errOf(w.loans[0].Request(ctx, keeper, id, loan(w), "")), domain.R27, "")
		w.to(2031, 3, 2)
		if h = w.held(h.ID); h.State != domain.HoldKept {
			t.Fatalf("on the last day of five years: %s", h.State)
		}
		w.Refused("asking too early", errOf(w.RequestTransfer(ctx, keeper, h.ID, h.Version, false, "")), errs.Conflict, "hold.transition")
		w.to(2031, 3, 3)
		if h = w.held(h.ID); h.State != domain.HoldDue {
			t.Fatalf("after five years: %s", h.State)
		}
		h = must(w.RequestTransfer(ctx, keeper, h.ID, h.Version, false, "期满移交"))
		if h.Request != (domain.HoldRequest{By: keeper.UserID, ByName: keeper.Name, On: w.Today(), Note: "期满移交"}) {
			t.Fatalf("asked: %+v", h)
		}
		w.Refused("a refusal without words", errOf(w.DecideHold(ctx, approver, h.ID, h.Version, false, "")), errs.Invalid, "matter.missing")
		h = must(w.DecideHold(ctx, approver, h.ID, h.Version, false, "系劳动模范，请核实"))
		if h.State != domain.HoldDue || h.Opinion != "系劳动模范，请核实" || h.Reason != "" || w.Custody(id) != domain.DeceasedHold {
			t.Fatalf("refused: %+v", h)
		}
		h = must(w.RequestTransfer(ctx, keeper, h.ID, h.Version, true, "已核实"))
		if h.Opinion != "" || h.Steps[0].By != "" {
			t.Fatalf("asked again: %+v", h)
		}
		h = must(w.DecideHold(ctx, approver, h.ID, h.Version, true, "同意"))
		_, err := w.TransferHold(ctx, keeper, h.ID, h.Version, w.handOver())
		w.Refused("a person of merit to the enterprise", err, errs.Unprocessable, "hold.archive")
		transfer := w.handOver()
		transfer.Kind, transfer.Receiver = domain.PublicArchive, "市档案馆"
		if w.Custody(id) != domain.DeceasedHold || w.held(h.ID).State != domain.HoldApproved {
			t.Fatal("a refused transfer moved the dossier")
		}
		h = must(w.TransferHold(ctx, keeper, h.ID, h.Version, transfer))
		if diff := cmp.Diff(h, w.held(h.ID)); diff != "" || h.State != domain.HoldTransferred || h.Transfer != transfer || h.HoldUntil != domain.Date(2031, 3, 2) {
			t.Fatalf("handed over: %+v, stored:\n%s", h, diff)
		}
		w.timeline(id, "DECEASED_HOLD "+h.No+"  死亡留存", "TRANSFERRED_TO_ARCHIVE "+h.No+" 市档案馆 移交档案馆，清单移1号")
		w.Refused("withdrawing what is gone", errOf(w.WithdrawHold(ctx, keeper, h.ID, h.Version, "误报")), errs.Conflict, "hold.transition")
		w.Refused("keeping what is gone", errOf(w.BeginHold(ctx, keeper, id, form, "")), errs.Conflict, "hold.shelf")
		want := []domain.AuditAction{domain.AuditHoldBegin, domain.AuditHoldTimer, domain.AuditHoldRequest, domain.AuditHoldDecide, domain.AuditHoldRequest,
			domain.AuditHoldDecide, domain.AuditHoldTransfer}
		if diff := cmp.Diff(want, w.changes(h.ID)); diff != "" {
			t.Errorf("entries (-want +have):\n%s", diff)
		}
	})
}

func TestRulesOfHolds(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		for name, c := range map[string]struct {
			change func(f *HoldForm)
			kind   errs.Kind
			code   string
		}{
			"died tomorrow":      {func(f *HoldForm) { f.DiedOn = w.Today().AddDays(1) }, errs.Unprocessable, "hold.death"},
			"died before birth":  {func(f *HoldForm) { f.DiedOn = domain.Date(1949, 1, 1) }, errs.Unprocessable, "hold.death"},
			"no death paper":     {func(f *HoldForm) { f.Evidence = " " }, errs.Unprocessable, "hold.death"},
			"reported by nobody": {func(f *HoldForm) { f.ReportedBy = "" }, errs.Invalid, "matter.missing"},
		} {
			form := w.died()
			c.change(&form)
			w.Refused(name, errOf(w.BeginHold(ctx, keeper, id, form, "")), c.kind, c.code)
		}
		lent := w.Worker(2)
		must(w.loans[0].Request(ctx, keeper, lent, loan(w), ""))
		w.Refused("asked for by a borrower", errOf(w.BeginHold(ctx, keeper, lent, w.died(), "")), errs.Conflict, "hold.open_matter")
		if w.Custody(id) != domain.InStorage || w.Custody(lent) != domain.InStorage || len(must(w.Store.Holds().List(ctx, authz.Everything(), domain.MatterFilter{}, "", 9))) != 0 {
			t.Error("a refused hold moved a dossier or was stored")
		}
		merit := w.due(w.Worker(3))
		merit = must(w.RequestTransfer(ctx, keeper, merit.ID, merit.Version, false, ""))
		merit = must(w.DecideHold(ctx, approver, merit.ID, merit.Version, true, ""))
		wrong := w.handOver()
		wrong.Kind = domain.PublicArchive
		w.Refused("of no merit to a public archive", errOf(w.TransferHold(ctx, keeper, merit.ID, merit.Version, wrong)), errs.Unprocessable, "hold.archive")
		wrong = w.handOver()
		wrong.ListNo = " "
		w.Refused("without list", errOf(w.TransferHold(ctx, keeper, merit.ID, merit.Version, wrong)), errs.Unprocessable, "hold.transfer")
		must(w.TransferHold(ctx, keeper, merit.ID, merit.Version, w.handOver()))
	})
}

// A death that was recorded by mistake is taken back at any time before the dossier is handed over.
func TestHoldWithdrawn(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		approved := w.asked(w.Worker(3))
		approved = must(w.DecideHold(ctx, approver, approved.ID, approved.Version, true, ""))
		for _, h := range []domain.Hold{w.kept(w.Worker(1)), w.due(w.Worker(2)), approved} {
			w.Refused("no reason", errOf(w.WithdrawHold(ctx, keeper, h.ID, h.Version, " ")), errs.Invalid, "matter.missing")
			from := h.State
			h = must(w.WithdrawHold(ctx, keeper, h.ID, h.Version, "误报死亡"))
			if h.State != domain.HoldWithdrawn || h.Reason != "误报死亡" || w.Custody(h.DossierID) != domain.InStorage {
				t.Errorf("withdrawn when %s: %+v", from, h)
			}
			w.received(h.DossierID) // free again
		}
		asked := w.asked(w.Worker(4))
		w.Refused("while it waits for approval", errOf(w.WithdrawHold(ctx, keeper, asked.ID, asked.Version, "误报")), errs.Conflict, "hold.transition")
	})
}

// deceased enters the subject of the n-th dossier in the ledger of persons.
func (w *world) deceased(n int, survival domain.Survival) {
	w.t.Helper()
	person := domain.LedgerPerson{ID: "person-" + string(mattertest.Number(n)), Name: "王明", IDNumber: mattertest.Number(n), Division: "210106001001", Survival: survival, CreatedAt: mattertest.Start, UpdatedAt: mattertest.Start, Version: 1}
	if survival == domain.SurvivalDeceased {
		person.DiedOn = w.Today().AddDays(-n)
	}
	if err := w.Store.Ledger().Enter(w.t.Context(), []domain.LedgerPerson{person}); err != nil {
		w.t.Fatal(err)
	}
}

func TestDeceasedOnShelf(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		listed := func(actor authz.Actor, after string, limit int) (ids []string) {
			for _, d := range must(w.DeceasedOnShelf(ctx, actor, after, limit)) {
				ids = append(ids, d.Head.ID+" "+d.DiedOn.String())
			}
			return ids
		}
		for n := 1; n <= 5; n++ {
			w.Worker(n)
		}
		w.Shelve(6, mattertest.Shen, domain.CategoryWorker)
		for n, survival := range map[int]domain.Survival{1: domain.SurvivalDeceased, 2: domain.SurvivalAlive, 3: domain.SurvivalDeceased, 4: domain.SurvivalDeceased, 6: domain.SurvivalDeceased} {
			w.deceased(n, survival)
		}
		want := []string{"dossier-0001 2026-03-08", "dossier-0003 2026-03-06", "dossier-0004 2026-03-05"}
		if diff := cmp.Diff(want, listed(keeper, "", 9)); diff != "" {
			t.Errorf("deceased (-want +have):\n%s", diff)
		}
		if diff := cmp.Diff(want[1:2], listed(keeper, "dossier-0001", 1)); diff != "" {
			t.Errorf("a page of one (-want +have):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"dossier-0006 2026-03-03"}, listed(stranger, "", 9)); diff != "" {
			t.Errorf("in another district (-want +have):\n%s", diff)
		}
		kin := mattertest.Recused(keeper, 3)
		w.kept("dossier-0001")
		if diff := cmp.Diff(want[2:], listed(kin, "", 9)); diff != "" {
			t.Errorf("with one held and one to keep away from (-want +have):\n%s", diff)
		}
	})
}

// A dossier that is kept may still be read, and then returns to where it is kept; meanwhile it is not handed over.
func TestReadingWhatIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		h := w.due(id)
		room := consultation.New(w.Config)
		visitor := func(n int) domain.Visitor {
			return domain.Visitor{Name: "查阅人", IDNumber: mattertest.Number(n), Unit: "区法院", IDVerified: true}
		}
		letter := domain.IntroductionLetter{No: "法1号", Issuer: "区法院", Sealed: true, IssuedOn: w.Today(), Purpose: "RIGHTS", NamesVisitors: true, NamesSubject: true}
		c := must(room.Register(ctx, keeper, id, consultation.Form{Unit: "区法院", Visitors: []domain.Visitor{visitor(901), visitor(902)}, Letter: letter,
			Content: "继承", Medium: domain.MediumPaper, Asked: domain.UseScope{MaterialIDs: []string{"m1"}}}, ""))
		w.Refused("handing over what is to be read", errOf(w.RequestTransfer(ctx, keeper, h.ID, h.Version, false, "")), errs.Conflict, "hold.in_use")
		c, _, err := room.Verify(ctx, keeper, c.ID, c.Version)
		if err != nil {
			t.Fatal(err)
		}
		c = must(room.Decide(ctx, approver, c.ID, c.Version, true, "", domain.UseScope{}))
		c, _, err = room.Open(ctx, keeper, c.ID, c.Version, "")
		if err != nil || w.Custody(id) != domain.InReadingRoom {
			t.Fatalf("opened: %v, dossier %s", err, w.Custody(id))
		}
		w.Refused("taking the death back while it is read", errOf(w.WithdrawHold(ctx, keeper, h.ID, h.Version, "误报")), errs.Conflict, "hold.in_use")
		must(room.Return(ctx, keeper, c.ID, c.Version, domain.ReturnCheck{Counted: counted, SealIntact: true}))
		if w.Custody(id) != domain.DeceasedHold {
			t.Fatalf("after reading: %s", w.Custody(id))
		}
		h = must(w.RequestTransfer(ctx, keeper, h.ID, w.held(h.ID).Version, false, ""))
		again := consultation.Form{Unit: "区法院", Visitors: []domain.Visitor{visitor(901), visitor(902)}, Letter: letter,
			Content: "继承", Medium: domain.MediumPaper, Asked: domain.UseScope{MaterialIDs: []string{"m1"}}}
		_, err = room.Register(ctx, keeper, id, again, "")
		w.Refused("reading what is to be handed over", err, errs.Conflict, "unique.matters_exclusive")
		again.Medium = domain.MediumTerminal
		c = must(room.Register(ctx, keeper, id, again, ""))
		h = must(w.DecideHold(ctx, approver, h.ID, h.Version, true, "同意"))
		w.Refused("handing over what is to be read at a screen", errOf(w.TransferHold(ctx, keeper, h.ID, h.Version, w.handOver())), errs.Conflict, "hold.in_use")
		must(room.Refuse(ctx, keeper, c.ID, c.Version, "档案即将移交"))
		must(w.TransferHold(ctx, keeper, h.ID, h.Version, w.handOver()))
	})
}
