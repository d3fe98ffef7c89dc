package forwarding

import (
	"github.com/danganku/danganku/internal/domain"
)

func (w *world) form() Form {
	return Form{Letter: domain.RequestLetter{No: "调函1号", Issuer: "市退役军人事务局", IssuedOn: w.Today(), Sealed: true, Qualified: true, Address: "沈河区1号",
		Contact: "孙某", Phone: "024-1"}, Cause: "RELOCATION"}
}

func (w *world) parcel() domain.Packing {
	return domain.Packing{Counted: counted, Sealed: true, SealNo: "F-1", CheckedBy: "李核"}
}

func (w *world) mail() domain.Dispatch {
	return domain.Dispatch{Channel: domain.ChannelRecordedMail, TrackingNo: "EMS1"}
}

func (w *world) signed() domain.ForwardingReceipt {
	return domain.ForwardingReceipt{On: w.Today(), ReceivedBy: "孙收", Sealed: true}
}

// received, reviewed, packed, sent and confirmed bring the forwarding of a dossier that far.
func (w *world) received(dossierID string) domain.OutboundTransfer {
	w.t.Helper()
	return must(w.Receive(w.t.Context(), keeper, dossierID, w.form(), ""))
}

func (w *world) reviewed(dossierID string) domain.OutboundTransfer {
	w.t.Helper()
	o := w.received(dossierID)
	return must(w.Decide(w.t.Context(), approver, o.ID, o.Version, true, "同意"))
}

func (w *world) packed(dossierID string) domain.OutboundTransfer {
	w.t.Helper()
	o := w.reviewed(dossierID)
	return must(w.Pack(w.t.Context(), keeper, o.ID, o.Version, w.parcel()))
}

func (w *world) sent(dossierID string) domain.OutboundTransfer {
	w.t.Helper()
	o := w.packed(dossierID)
	return must(w.Dispatch(w.t.Context(), keeper, o.ID, o.Version, w.mail()))
}

func (w *world) confirmed(dossierID string) domain.OutboundTransfer {
	w.t.Helper()
	o := w.sent(dossierID)
	return must(w.Receipt(w.t.Context(), keeper, o.ID, o.Version, w.signed()))
}

func (w *world) stored(id string) domain.OutboundTransfer {
	w.t.Helper()
	return must(w.Store.Outbounds().Get(w.t.Context(), id))
}

// died is who reported the death of a dossier's subject, five years ago today.
func (w *world) died() HoldForm {
	return HoldForm{DiedOn: w.Today().AddMonths(-60), Evidence: "死亡医学证明1号", ReportedBy: "社区"}
}

func (w *world) kept(dossierID string) domain.Hold {
	w.t.Helper()
	return must(w.BeginHold(w.t.Context(), keeper, dossierID, w.died(), ""))
}

// due is a hold whose years were over yesterday.
func (w *world) due(dossierID string) domain.Hold {
	w.t.Helper()
	form := w.died()
	form.DiedOn = form.DiedOn.AddDays(-1)
	h := must(w.BeginHold(w.t.Context(), keeper, dossierID, form, ""))
	if err := w.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return w.held(h.ID)
}

func (w *world) asked(dossierID string) domain.Hold {
	w.t.Helper()
	h := w.due(dossierID)
	return must(w.RequestTransfer(w.t.Context(), keeper, h.ID, h.Version, false, "期满"))
}

func (w *world) held(id string) domain.Hold {
	w.t.Helper()
	return must(w.Store.Holds().Get(w.t.Context(), id))
}

func (w *world) handOver() domain.HoldTransfer {
	return domain.HoldTransfer{Kind: domain.EnterpriseArchive, Receiver: "厂综合档案室", ListNo: "移1号", On: w.Today(), HandedBy: "甲", ReceivedBy: "乙"}
}
