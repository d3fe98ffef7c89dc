package forwarding

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestForwardingFromLetterToFiledReceipt(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		form := w.form()
		form.Letter.AttachmentID = w.scan()
		o := must(w.Receive(ctx, keeper, id, form, ""))
		if o.No != "ZD-210106-2026-0001" || o.State != domain.OutboundReceived || o.Complete != w.Today() || w.Custody(id) != domain.InStorage {
			t.Fatalf("received: %+v", o)
		}
		o = must(w.Decide(ctx, approver, o.ID, o.Version, true, "同意"))
		if o.State != domain.OutboundReviewed || o.DispatchBy != domain.Date(2026, 3, 30) || w.Custody(id) != domain.InStorage {
			t.Fatalf("reviewed: %+v", o)
		}
		o = must(w.Pack(ctx, keeper, o.ID, o.Version, w.parcel()))
		if o.State != domain.OutboundPacked || o.Packing.NoticeNo != "TZ-210106-2026-0001" || o.Packing.PackedBy != keeper.Name || o.Packing.On != w.Today() ||
			o.Expected != counted || w.Custody(id) != domain.OutboundPreparing {
			t.Fatalf("packed: %+v", o)
		}
		o = must(w.Dispatch(ctx, keeper, o.ID, o.Version, w.mail()))
		if o.State != domain.OutboundDispatched || o.ReceiptDue != domain.Date(2026, 4, 9) || o.Dispatch.ByName != keeper.Name || w.Custody(id) != domain.InTransit {
			t.Fatalf("sent: %+v", o)
		}
		w.to(2026, 4, 8)
		o = must(w.Receipt(ctx, keeper, o.ID, o.Version, w.signed()))
		if o.State != domain.OutboundConfirmed || w.Custody(id) != domain.TransferredOut {
			t.Fatalf("receipt: %+v", o)
		}
		scan := w.scan()
		o = must(w.Archive(ctx, keeper, o.ID, o.Version, scan))
		if o.State != domain.OutboundArchived || o.Receipt.AttachmentID != scan {
			t.Fatalf("filed: %+v", o)
		}
		if diff := cmp.Diff(o, w.stored(o.ID)); diff != "" {
			t.Fatalf("what was answered is not what was stored:\n%s", diff)
		}
		for _, attached := range []string{form.Letter.AttachmentID, scan} {
			if a := must(w.Store.Attachments().Get(ctx, attached)); a.Subject != matter.OnOutbound || a.SubjectID != o.ID {
				t.Errorf("scan: %+v", a)
			}
		}
		w.timeline(id, "OUTBOUND_PREPARING "+o.No+"  封装待转出", "IN_TRANSIT "+o.No+" 给据邮件 EMS1，送市退役军人事务局 转递发出",
			"TRANSFERRED_OUT "+o.No+" 市退役军人事务局 收到回执，转出")
		want := []domain.AuditAction{domain.AuditOutboundReceive, domain.AuditOutboundDecide, domain.AuditOutboundPack, domain.AuditOutboundDispatch,
			domain.AuditOutboundReceipt, domain.AuditOutboundArchive}
		if diff := cmp.Diff(want, w.changes(o.ID)); diff != "" {
			t.Errorf("entries (-want +have):\n%s", diff)
		}
	})
}

// What has left for good is not to be worked with any more; a new dossier of the same person may be taken in and go the same way.
func TestNothingBeginsWithWhatHasLeft(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		gone := w.confirmed(id)
		w.Breaks("forwarding again", errOf(w.Receive(ctx, keeper, id, w.form(), "")), domain.R29, "")
		w.Refused("keeping it", errOf(w.BeginHold(ctx, keeper, id, w.died(), "")), errs.Conflict, "hold.shelf")
		w.Breaks("lending it", errOf(w.loans[0].Request(ctx, keeper, id, loan(w), "")), domain.R27, "")
		o := w.stored(gone.ID)
		for what, call := range map[string]func() error{
			"sending it back": func() error { return errOf(w.SentBack(ctx, keeper, o.ID, o.Version, w.Today(), "缺页")) },
			"losing it":       func() error { return errOf(w.ReportLost(ctx, keeper, o.ID, o.Version, "失窃")) },
			"withdrawing":     func() error { return errOf(w.Withdraw(ctx, keeper, o.ID, o.Version, "误办")) },
			"packing":         func() error { return errOf(w.Pack(ctx, keeper, o.ID, o.Version, w.parcel())) },
		} {
			w.Refused(what, w.nothingChanged(what, o, call), errs.Conflict, "outbound.transition")
		}
		again := must(w.Store.Dossiers().Get(ctx, id))
		again.ID, again.ArchivalCode, again.Custody = "dossier-again", "TX-again", domain.InStorage
		if err := w.Store.Dossiers().Put(ctx, again); err != nil {
			t.Fatalf("taking in a new dossier of the same person: %v", err)
		}
		if second := w.confirmed(again.ID); second.No != "ZD-210106-2026-0002" || second.Packing.NoticeNo != "TZ-210106-2026-0002" {
			t.Fatalf("second: %+v", second)
		}
	})
}

func loan(w *world) domain.LoanRequest {
	return domain.LoanRequest{Unit: "市公证处", Borrowers: []domain.Borrower{{Name: "赵公", IDNumber: mattertest.Number(901)}}, Purpose: "NOTARIZATION", Content: "履历表",
		WhyNot: "须当庭出示原件", LetterNo: "公介1号", LetterOn: w.Today(), Days: 7}
}

func TestSentBackAndRepacked(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		o := w.sent(id)
		w.to(2026, 3, 20)
		before := w.Today().AddDays(-12)
		w.Refused("back before it left", errOf(w.SentBack(ctx, keeper, o.ID, o.Version, before, "缺页")), errs.Unprocessable, "outbound.day")
		w.Refused("back for no reason", errOf(w.SentBack(ctx, keeper, o.ID, o.Version, w.Today(), " ")), errs.Invalid, "matter.missing")
		o = must(w.SentBack(ctx, keeper, o.ID, o.Version, w.Today(), "缺少退休审批表"))
		if o.State != domain.OutboundSentBack || o.ReturnedOn != w.Today() || o.Returned != "缺少退休审批表" || w.Custody(id) != domain.InStorage {
			t.Fatalf("sent back: %+v", o)
		}
		if _, err := w.loans[0].Request(ctx, keeper, id, loan(w), ""); !errs.Is(err, errs.Conflict) {
			t.Errorf("a dossier that is to be packed again is lent: %v", err)
		}
		early := w.parcel()
		early.On = w.Today().AddDays(-1)
		w.Refused("packed before it was back", errOf(w.Pack(ctx, keeper, o.ID, o.Version, early)), errs.Unprocessable, "outbound.day")
		o = must(w.Pack(ctx, keeper, o.ID, o.Version, w.parcel()))
		if o.Packing.NoticeNo != "TZ-210106-2026-0001" || !o.ReceiptDue.IsZero() || o.Dispatch.TrackingNo != "" || o.DispatchBy != domain.Date(2026, 4, 13) {
			t.Fatalf("packed again: %+v", o)
		}
		courier := domain.Dispatch{Channel: domain.ChannelCourier, Couriers: []string{"赵送", " "}}
		o = must(w.Dispatch(ctx, keeper, o.ID, o.Version, courier))
		if o.ReceiptDue != domain.Date(2026, 4, 20) || len(o.Dispatch.Couriers) != 1 {
			t.Fatalf("sent again: %+v", o)
		}
		o = must(w.Receipt(ctx, keeper, o.ID, o.Version, w.signed()))
		w.timeline(id, "OUTBOUND_PREPARING "+o.No+"  封装待转出", "IN_TRANSIT "+o.No+" 给据邮件 EMS1，送市退役军人事务局 转递发出",
			"IN_STORAGE "+o.No+"  对方退回：缺少退休审批表", "OUTBOUND_PREPARING "+o.No+"  封装待转出",
			"IN_TRANSIT "+o.No+" 单位专人送交 赵送，送市退役军人事务局 转递发出", "TRANSFERRED_OUT "+o.No+" 市退役军人事务局 收到回执，转出")
	})
}

func TestWithdrawn(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		sentBack := w.sent(w.Worker(3))
		sentBack = must(w.SentBack(ctx, keeper, sentBack.ID, sentBack.Version, w.Today(), "缺页"))
		for _, o := range []domain.OutboundTransfer{w.reviewed(w.Worker(1)), w.packed(w.Worker(2)), sentBack} {
			w.Refused("no reason", errOf(w.Withdraw(ctx, keeper, o.ID, o.Version, "")), errs.Invalid, "matter.missing")
			from := o.State
			o = must(w.Withdraw(ctx, keeper, o.ID, o.Version, "调档单位撤销"))
			if o.State != domain.OutboundWithdrawn || o.Reason != "调档单位撤销" || w.Custody(o.DossierID) != domain.InStorage {
				t.Errorf("withdrawn when %s: %+v, dossier %s", from, o, w.Custody(o.DossierID))
			}
			w.received(o.DossierID) // free again
		}
		w.timeline("dossier-0002", "OUTBOUND_PREPARING ZD-210106-2026-0003  封装待转出", "IN_STORAGE ZD-210106-2026-0003  转递撤回：调档单位撤销")
		o := w.sent(w.Worker(4))
		w.Refused("on its way", errOf(w.Withdraw(ctx, keeper, o.ID, o.Version, "撤销")), errs.Conflict, "outbound.transition")
		asked := w.received(w.Worker(5))
		refused := must(w.Decide(ctx, approver, asked.ID, asked.Version, false, "调档单位无管理权限"))
		if refused.State != domain.OutboundRefused || refused.Reason != "调档单位无管理权限" {
			t.Errorf("refused: %+v", refused)
		}
		w.received(asked.DossierID)
	})
}

// A parcel that was given up for lost turns up with the receiver, or comes back.
func TestLost(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		lost := func(n int) domain.OutboundTransfer {
			o := w.sent(w.Worker(n))
			w.Refused("lost without words", errOf(w.ReportLost(ctx, keeper, o.ID, o.Version, "")), errs.Invalid, "matter.missing")
			o = must(w.ReportLost(ctx, keeper, o.ID, o.Version, "邮路失事"))
			if o.State != domain.OutboundLost || o.LostReport != "邮路失事" || w.Custody(o.DossierID) != domain.Lost {
				t.Fatalf("lost: %+v", o)
			}
			return o
		}
		there, back := lost(1), lost(2)
		w.to(2026, 6, 1)
		if w.stored(there.ID).Version != there.Version {
			t.Error("a timer touched a lost parcel")
		}
		there = must(w.Receipt(ctx, keeper, there.ID, there.Version, w.signed()))
		back = must(w.SentBack(ctx, keeper, back.ID, back.Version, w.Today(), "邮局找回"))
		if w.Custody(there.DossierID) != domain.TransferredOut || w.Custody(back.DossierID) != domain.InStorage {
			t.Errorf("found: %s, %s", w.Custody(there.DossierID), w.Custody(back.DossierID))
		}
		must(w.Pack(ctx, keeper, back.ID, back.Version, w.parcel()))
	})
}

func TestPapers(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		o := w.reviewed(w.Worker(1))
		w.Refused("a notice before the parcel", errOf(w.NoticeContent(ctx, keeper, o.ID)), errs.Conflict, "outbound.not_packed")
		form := must(w.FormContent(ctx, approver, o.ID))
		if form.Office != mattertest.Tiexi || form.Outbound.No != o.No || form.Outbound.Steps[0].Opinion != "同意" {
			t.Errorf("form: %+v", form)
		}
		o = must(w.Pack(ctx, keeper, o.ID, o.Version, w.parcel()))
		notice := must(w.NoticeContent(ctx, keeper, o.ID))
		if notice.Outbound.Packing.NoticeNo != "TZ-210106-2026-0001" || len(notice.Dossier.Materials) != 2 || len(notice.Dossier.Volumes) != 1 {
			t.Errorf("notice: %+v", notice)
		}
		o = must(w.Dispatch(ctx, keeper, o.ID, o.Version, w.mail()))
		w.to(2026, 4, 10)
		o = must(w.Chase(ctx, keeper, o.ID, w.stored(o.ID).Version, "请速回"))
		letter := must(w.ChaseContent(ctx, keeper, o.ID, "CB-210106-2026-0001"))
		if letter.Chase.Note != "请速回" || letter.Chase.On != w.Today() {
			t.Errorf("chase letter: %+v", letter.Chase)
		}
		w.Refused("a letter that was not written", errOf(w.ChaseContent(ctx, keeper, o.ID, "CB-210106-2026-0002")), errs.NotFound, "outbound.chase_not_found")
		h := w.kept(w.Worker(2))
		if c := must(w.HoldContent(ctx, keeper, h.ID)); c.Hold.No != "LC-210106-2026-0001" || c.Office != mattertest.Tiexi || c.Dossier.Retiree.Name != "王明" {
			t.Errorf("hold: %+v", c)
		}
		prints := 0
		for _, e := range w.Trail() {
			if e.Action == domain.AuditPaperPrint {
				prints++
			}
		}
		if prints != 4 {
			t.Errorf("%d prints are logged, want 4", prints)
		}
	})
}

func TestWhatTheActorMayDo(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		o := w.received(w.Worker(1))
		allowed := func(o domain.OutboundTransfer) []Step { return w.AllowedOutbound(keeper, &o) }
		if diff := cmp.Diff([]Step{StepApprove}, w.AllowedOutbound(approver, &o)); diff != "" || len(allowed(o)) != 0 || len(w.AllowedOutbound(reader, &o)) != 0 {
			t.Errorf("received: %s", diff)
		}
		chased := w.sent(w.Worker(3))
		w.to(2026, 4, 10)
		chased = must(w.Chase(t.Context(), keeper, chased.ID, w.stored(chased.ID).Version, ""))
		for _, c := range []struct {
			o    domain.OutboundTransfer
			want []Step
		}{
			{w.packed(w.Worker(2)), []Step{StepDispatch, StepWithdraw}}, {chased, []Step{StepChase, StepReceipt, StepSentBack, StepLose}},
			{w.sent(w.Worker(4)), []Step{StepReceipt, StepSentBack, StepLose}}, {w.confirmed(w.Worker(5)), []Step{StepArchive}},
			{w.reviewed(w.Worker(6)), []Step{StepPack, StepWithdraw}},
		} {
			if diff := cmp.Diff(c.want, allowed(c.o)); diff != "" {
				t.Errorf("%s (-want +have):\n%s", c.o.State, diff)
			}
			kin := keeper
			kin.Recused = []string{c.o.IDNumber.Full()}
			if steps := append(w.AllowedOutbound(stranger, &c.o), w.AllowedOutbound(kin, &c.o)...); len(steps) != 0 {
				t.Errorf("%s, a stranger or a relative may %v", c.o.State, steps)
			}
		}
		asked := w.asked(w.Worker(7))
		if diff := cmp.Diff([]Step{StepApprove}, w.AllowedHold(approver, &asked)); diff != "" || len(w.AllowedHold(keeper, &asked)) != 0 {
			t.Errorf("asked: %s, %v", diff, w.AllowedHold(keeper, &asked))
		}
		due := w.due(w.Worker(8))
		if diff := cmp.Diff([]Step{StepRequest, StepWithdraw}, w.AllowedHold(keeper, &due)); diff != "" {
			t.Errorf("due: %s", diff)
		}
	})
}

// The work desk shows receipts to chase and letters nobody decided about, the one that waits longest first.
func TestWorkDesk(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		late, asked := w.sent(w.Worker(1)), w.received(w.Worker(2))
		w.to(2026, 4, 10)
		desk := must(w.loans[0].Desk(ctx, keeper))
		if len(desk.Overdue) != 2 || desk.Overdue[0].ID != asked.ID || desk.Overdue[1].ID != late.ID || desk.Overdue[1].Late(w.Today()) != 1 ||
			desk.Overdue[1].StateLabel() != "回执逾期" {
			t.Errorf("overdue: %+v", desk.Overdue)
		}
		if desk = must(w.loans[0].Desk(ctx, approver)); len(desk.ToApprove) != 1 || desk.ToApprove[0].ID != asked.ID {
			t.Errorf("to approve: %+v", desk.ToApprove)
		}
		if where := must(w.loans[0].Where(ctx, keeper, late.DossierID)); where.Now.State != domain.InTransit || where.Now.Basis != (domain.Basis{Kind: "outbound", ID: late.ID, No: late.No}) {
			t.Errorf("where: %+v", where.Now)
		}
	})
}
