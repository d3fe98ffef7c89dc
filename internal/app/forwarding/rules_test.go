package forwarding

import (
	"context"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// A letter is registered as it came; it is the review that finds it wanting, and then nothing has changed.
func TestReviewHoldsTheLetterToTheRule(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		n := 0
		for name, change := range map[string]func(l *domain.RequestLetter){
			"without number":              func(l *domain.RequestLetter) { l.No = " " },
			"without seal":                func(l *domain.RequestLetter) { l.Sealed = false },
			"from a unit without title":   func(l *domain.RequestLetter) { l.Qualified = false },
			"without day":                 func(l *domain.RequestLetter) { l.IssuedOn = domain.PartialDate{} },
			"of tomorrow":                 func(l *domain.RequestLetter) { l.IssuedOn = w.Today().AddDays(1) },
			"of which the month is known": func(l *domain.RequestLetter) { l.IssuedOn.Day = 0 },
		} {
			n++
			form := w.form()
			change(&form.Letter)
			o := must(w.Receive(ctx, keeper, w.Worker(n), form, ""))
			err := w.nothingChanged(name, o, func() error { return errOf(w.Decide(ctx, approver, o.ID, o.Version, true, "")) })
			w.Breaks("letter "+name, err, domain.R29, "")
			must(w.Decide(ctx, approver, o.ID, o.Version, false, "调档函不符合要求"))
		}
	})
}

func TestWhatIsNotReceived(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		for name, c := range map[string]struct {
			change func(f *Form)
			kind   errs.Kind
			code   string
		}{
			"from nobody":         {func(f *Form) { f.Letter.Issuer = " " }, errs.Invalid, "matter.missing"},
			"for no known reason": {func(f *Form) { f.Cause = "CURIOSITY" }, errs.Invalid, "outbound.unknown"},
			"of no known group":   {func(f *Form) { f.Group = "FRIEND" }, errs.Invalid, "outbound.unknown"},
			"complete tomorrow":   {func(f *Form) { f.Complete = w.Today().AddDays(1) }, errs.Unprocessable, "outbound.day"},
			"too long":            {func(f *Form) { f.Letter.Address = strings.Repeat("长", 2001) }, errs.Invalid, "matter.too_long"},
			"with a foreign scan": {func(f *Form) { f.Letter.AttachmentID = "none" }, errs.Unprocessable, "attachment.unusable"},
		} {
			form := w.form()
			c.change(&form)
			w.Refused(name, errOf(w.Receive(ctx, keeper, id, form, "")), c.kind, c.code)
		}
		lent := w.Worker(2)
		l := must(w.loans[0].Request(ctx, keeper, lent, loan(w), ""))
		err := errOf(w.Receive(ctx, keeper, lent, w.form(), ""))
		w.Breaks("asked for by a borrower", err, domain.R29, "")
		if !strings.Contains(err.Error(), l.No) {
			t.Errorf("the loan is not named: %v", err)
		}
		held := w.Worker(3)
		w.kept(held)
		w.Breaks("of a deceased person", errOf(w.Receive(ctx, keeper, held, w.form(), "")), domain.R29, "")
		if n := len(must(w.Store.Outbounds().List(ctx, authz.Everything(), domain.MatterFilter{}, "", 9))); n != 0 {
			t.Errorf("%d refused letters were stored", n)
		}
		if o := w.received(id); o.No != "ZD-210106-2026-0001" {
			t.Errorf("a refused letter used up a number: %s", o.No)
		}
	})
}

// A reading at a screen does not need the paper, but the dossier does not leave before it is settled.
func TestOpenReadingKeepsTheDossier(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		o := w.received(id)
		reading := domain.Consultation{Matter: domain.NewMatter(must(w.Store.Dossiers().Get(ctx, id)), domain.UsePolicy{Chain: []string{"approver"}}, keeper.UserID, keeper.Name, "", w.clock.Now()),
			State: domain.ConsultationVerified, Unit: "区法院", Medium: domain.MediumTerminal}
		reading.No = "CY-210106-2026-0001"
		if err := w.Store.Consultations().Create(ctx, reading); err != nil {
			t.Fatal(err)
		}
		err := w.nothingChanged("the review", o, func() error { return errOf(w.Decide(ctx, approver, o.ID, o.Version, true, "")) })
		w.Breaks("an open reading", err, domain.R29, "")
		if !strings.Contains(err.Error(), "查阅（"+reading.No+"）") {
			t.Errorf("the reading is not named: %v", err)
		}
		turn := func(to domain.ConsultationState) {
			t.Helper()
			reading.State = to
			if err := w.Store.Consultations().Update(ctx, &reading); err != nil {
				t.Fatal(err)
			}
		}
		turn(domain.ConsultationRefused)
		o = must(w.Decide(ctx, approver, o.ID, o.Version, true, ""))
		o = must(w.Pack(ctx, keeper, o.ID, o.Version, w.parcel()))
		turn(domain.ConsultationOpened)
		err = w.nothingChanged("the dispatch", o, func() error { return errOf(w.Dispatch(ctx, keeper, o.ID, o.Version, w.mail())) })
		w.Breaks("a reading begun since", err, domain.R29, "请先办结")
		turn(domain.ConsultationClosed)
		must(w.Dispatch(ctx, keeper, o.ID, o.Version, w.mail()))
	})
}

func TestParcelsAreHeldToTheRules(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		reviewed, packed, sent, confirmed := w.reviewed(w.Worker(1)), w.packed(w.Worker(2)), w.sent(w.Worker(3)), w.confirmed(w.Worker(4))
		cadre := w.Shelve(5, mattertest.Tiexi, domain.CategoryCadre)
		restricted := w.packed(cadre)
		pack := func(change func(p *domain.Packing)) func() error {
			p := w.parcel()
			change(&p)
			return func() error { return errOf(w.Pack(ctx, keeper, reviewed.ID, reviewed.Version, p)) }
		}
		send := func(o domain.OutboundTransfer, d domain.Dispatch) func() error {
			return func() error { return errOf(w.Dispatch(ctx, keeper, o.ID, o.Version, d)) }
		}
		courier := func(names ...string) domain.Dispatch {
			return domain.Dispatch{Channel: domain.ChannelCourier, Couriers: names}
		}
		receipt := func(r domain.ForwardingReceipt) func() error {
			return func() error { return errOf(w.Receipt(ctx, keeper, sent.ID, sent.Version, r)) }
		}
		for _, c := range []struct {
			name string
			o    domain.OutboundTransfer
			call func() error
			rule domain.RuleID
		}{
			{"a page withheld", reviewed, pack(func(p *domain.Packing) { p.Counted.Pages-- }), domain.R29},
			{"a material withheld", reviewed, pack(func(p *domain.Packing) { p.Counted.Materials-- }), domain.R29},
			{"not sealed", reviewed, pack(func(p *domain.Packing) { p.Sealed = false }), domain.R29},
			{"seal without number", reviewed, pack(func(p *domain.Packing) { p.SealNo = " " }), domain.R29},
			{"nobody checked", reviewed, pack(func(p *domain.Packing) { p.CheckedBy = "" }), domain.R29},
			{"the packer checked", reviewed, pack(func(p *domain.Packing) { p.CheckedBy = keeper.Name }), domain.R29},
			{"recorded mail for a cadre", restricted, send(restricted, w.mail()), domain.R29},
			{"self-carried", packed, send(packed, domain.Dispatch{Channel: domain.ChannelSelf}), domain.R07},
			{"the subject as courier", packed, send(packed, courier("赵送", " 王明")), domain.R07},
			{"no courier", packed, send(packed, courier(" ")), domain.R29},
			{"mail without number", packed, send(packed, domain.Dispatch{Channel: domain.ChannelRecordedMail}), domain.R29},
			{"receipt without seal", sent, receipt(domain.ForwardingReceipt{On: w.Today(), ReceivedBy: "孙收"}), domain.R29},
			{"receipt nobody signed", sent, receipt(domain.ForwardingReceipt{On: w.Today(), Sealed: true}), domain.R29},
			{"filed without a scan", confirmed, func() error { return errOf(w.Archive(ctx, keeper, confirmed.ID, confirmed.Version, "")) }, domain.R29},
		} {
			w.Breaks(c.name, w.nothingChanged(c.name, c.o, c.call), c.rule, "")
		}
		for name, d := range map[string]domain.Dispatch{"sent tomorrow": w.mail(), "sent before it was packed": w.mail()} {
			d.On = w.Today().AddDays(1)
			if strings.Contains(name, "before") {
				d.On = w.Today().AddDays(-1)
			}
			w.Refused(name, w.nothingChanged(name, packed, send(packed, d)), errs.Unprocessable, "outbound.day")
		}
		w.Refused("a receipt of yesterday", w.nothingChanged("it", sent, receipt(domain.ForwardingReceipt{On: w.Today().AddDays(-1), ReceivedBy: "孙收", Sealed: true})),
			errs.Unprocessable, "outbound.receipt_day")
		foreign := w.signed()
		foreign.AttachmentID = "none"
		w.Refused("a scan that is not there", w.nothingChanged("it", sent, receipt(foreign)), errs.Unprocessable, "attachment.unusable")
		must(w.Dispatch(ctx, keeper, restricted.ID, restricted.Version, domain.Dispatch{Channel: domain.ChannelConfidentialMail, TrackingNo: "JM1"}))
	})
}

// What each step does not follow on is refused as it stands.
func TestStepsOutOfOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		steps := map[string]func(ctx context.Context, o domain.OutboundTransfer) error{
			"pack": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.Pack(ctx, keeper, o.ID, o.Version, w.parcel()))
			},
			"dispatch": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.Dispatch(ctx, keeper, o.ID, o.Version, w.mail()))
			},
			"chase": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.Chase(ctx, keeper, o.ID, o.Version, ""))
			},
			"receipt": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.Receipt(ctx, keeper, o.ID, o.Version, w.signed()))
			},
			"archive": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.Archive(ctx, keeper, o.ID, o.Version, ""))
			},
			"back": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.SentBack(ctx, keeper, o.ID, o.Version, w.Today(), "缺页"))
			},
			"lost": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.ReportLost(ctx, keeper, o.ID, o.Version, "失窃"))
			},
			"withdraw": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.Withdraw(ctx, keeper, o.ID, o.Version, "撤销"))
			},
			"review": func(ctx context.Context, o domain.OutboundTransfer) error {
				return errOf(w.Decide(ctx, approver, o.ID, o.Version, true, ""))
			},
		}
		for _, c := range []struct {
			o       domain.OutboundTransfer
			refused []string
		}{
			{w.received(w.Worker(1)), []string{"pack", "dispatch", "chase", "receipt", "archive", "back", "lost", "withdraw"}},
			{w.reviewed(w.Worker(2)), []string{"review", "dispatch", "chase", "receipt", "archive", "back", "lost"}},
			{w.packed(w.Worker(3)), []string{"review", "pack", "chase", "receipt", "archive", "back", "lost"}},
			{w.sent(w.Worker(4)), []string{"review", "pack", "dispatch", "chase", "archive", "withdraw"}},
			{w.confirmed(w.Worker(5)), []string{"review", "pack", "dispatch", "chase", "receipt", "back", "lost", "withdraw"}},
		} {
			for _, step := range c.refused {
				name := step + " when " + string(c.o.State)
				if err := w.nothingChanged(name, c.o, func() error { return steps[step](ctx, c.o) }); !errs.Is(err, errs.Conflict) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		o := w.sent(w.Worker(6))
		o.Version--
		for _, step := range []string{"receipt", "back", "lost"} {
			w.Refused(step+" of an older version", steps[step](ctx, o), errs.Stale, "outbound.stale")
		}
	})
}
