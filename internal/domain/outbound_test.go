package domain

import (
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func shippedPolicy(t *testing.T, operation MatterKind, category Category) UsePolicy {
	t.Helper()
	policies, err := ShippedUsePolicies()
	if err != nil {
		t.Fatal(err)
	}
	policy, found := policies.Of(operation, "210106", category, handoverDay)
	if !found {
		t.Fatalf("no policy for %s of %s", operation, category)
	}
	return policy
}

// forwarded is a worker's dossier on its way by courier since the day.
func forwarded() OutboundTransfer {
	return OutboundTransfer{Matter: Matter{Name: "王明", Category: CategoryWorker}, State: OutboundDispatched, Expected: VolumeCount{1, 12, 40},
		Letter: RequestLetter{Issuer: "区退役军人事务局"}, Dispatch: Dispatch{Channel: ChannelCourier, Couriers: []string{"赵送", "钱送"}, On: Date(2026, 3, 2)}}
}

func TestForwardingRules(t *testing.T) {
	policy := shippedPolicy(t, MatterOutbound, CategoryWorker)
	letter := func(change func(*RequestLetter)) error {
		l := RequestLetter{No: "调1号", Issuer: "区退役军人事务局", IssuedOn: Date(2026, 3, 1), Sealed: true, Qualified: true}
		change(&l)
		return CheckRequestLetter(l, handoverDay)
	}
	parcel := func(change func(*Packing)) error {
		o := forwarded()
		p := Packing{Counted: o.Expected, Sealed: true, SealNo: "F1", PackedBy: "甲", CheckedBy: "乙"}
		change(&p)
		return CheckPacking(&o, p)
	}
	leaves := func(change func(*OutboundTransfer, *Dispatch)) error {
		o := forwarded()
		d := Dispatch{Channel: ChannelRecordedMail, TrackingNo: "EMS1"}
		change(&o, &d)
		return CheckDispatch(&o, d, policy)
	}
	courier := func(names ...string) error {
		return leaves(func(_ *OutboundTransfer, d *Dispatch) { *d = Dispatch{Channel: ChannelCourier, Couriers: names} })
	}
	signed := func(r ForwardingReceipt) error {
		o := forwarded()
		return CheckReceipt(&o, r, handoverDay)
	}
	loan := []MatterEntry{{Matter{No: "JY-1"}, MatterFacts{Kind: MatterLoan}}}
	for _, c := range []struct {
		name string
		rule RuleID
		says string
		err  error
	}{
		{"letter in order", "", "", letter(func(*RequestLetter) {})},
		{"letter of today", "", "", letter(func(l *RequestLetter) { l.IssuedOn = handoverDay })},
		{"letter without number", R29, "文号", letter(func(l *RequestLetter) { l.No = "" })},
		{"letter from nobody", R29, "调档单位", letter(func(l *RequestLetter) { l.Issuer = "" })},
		{"letter without seal", R29, "公章", letter(func(l *RequestLetter) { l.Sealed = false })},
		{"letter without day", R29, "日期", letter(func(l *RequestLetter) { l.IssuedOn = PartialDate{2026, 3, 0} })},
		{"letter of tomorrow", R29, "日期", letter(func(l *RequestLetter) { l.IssuedOn = handoverDay.AddDays(1) })},
		{"a unit that may not keep dossiers", R29, "资格", letter(func(l *RequestLetter) { l.Qualified = false })},

		{"on the shelf", "", "", CheckShelf(InStorage, nil)},
		{"lent", R29, "借阅（JY-1）", CheckShelf(OnLoan, loan)},
		{"asked for by a borrower", R29, "JY-1", CheckShelf(InStorage, loan)},
		{"in the reading room", R29, "阅档中", CheckShelf(InReadingRoom, nil)},

		{"parcel in order", "", "", parcel(func(*Packing) {})},
		{"a page withheld", R29, "目录1卷12份40页，实装1卷12份39页", parcel(func(p *Packing) { p.Counted.Pages = 39 })},
		{"a material withheld", R29, "完整", parcel(func(p *Packing) { p.Counted.Materials = 11 })},
		{"more than the catalogue has", R29, "完整", parcel(func(p *Packing) { p.Counted.Volumes = 2 })},
		{"not sealed", R29, "密封", parcel(func(p *Packing) { p.Sealed = false })},
		{"seal without number", R29, "封条号", parcel(func(p *Packing) { p.SealNo = "" })},
		{"nobody checked", R29, "第二人", parcel(func(p *Packing) { p.CheckedBy = "" })},
		{"the packer checked", R29, "第二人", parcel(func(p *Packing) { p.CheckedBy = p.PackedBy })},

		{"recorded mail for a worker", "", "", leaves(func(*OutboundTransfer, *Dispatch) {})},
		{"recorded mail for a cadre", R29, "机要", leaves(func(o *OutboundTransfer, _ *Dispatch) { o.Category = CategoryCadre })},
		{"recorded mail for a manager", R29, "机要", leaves(func(o *OutboundTransfer, _ *Dispatch) { o.Group = "MANAGER" })},
		{"confidential mail for a cadre", "", "", leaves(func(o *OutboundTransfer, d *Dispatch) {
			o.Category, d.Channel = CategoryCadre, ChannelConfidentialMail
		})},
		{"mail without number", R29, "编号", leaves(func(_ *OutboundTransfer, d *Dispatch) { d.TrackingNo = "" })},
		{"a channel nobody knows", R29, "方式", leaves(func(_ *OutboundTransfer, d *Dispatch) { d.Channel = "PIGEON" })},
		{"self-carried", R07, "自带", leaves(func(_ *OutboundTransfer, d *Dispatch) { d.Channel = ChannelSelf })},
		{"couriers", "", "", courier("赵送", "钱送")},
		{"no courier", R29, "专人", courier()},
		{"the subject among the couriers", R07, "自带", courier("赵送", " 王明 ")},

		{"receipt in order", "", "", signed(ForwardingReceipt{On: handoverDay, ReceivedBy: "孙收", Sealed: true})},
		{"receipt without seal", R29, "盖章", signed(ForwardingReceipt{On: handoverDay, ReceivedBy: "孙收"})},
		{"receipt nobody signed", R29, "签字", signed(ForwardingReceipt{On: handoverDay, Sealed: true})},
		{"filed without a scan", R29, "扫描件", CheckFiled(&OutboundTransfer{})},
		{"filed", "", "", CheckFiled(&OutboundTransfer{Receipt: ForwardingReceipt{AttachmentID: "scan"}})},
	} {
		if problem := refusedBy(c.err, c.rule, c.says); problem != "" {
			t.Errorf("%s: %s", c.name, problem)
		}
	}
	for _, on := range []PartialDate{{}, {2026, 3, 0}, Date(2026, 3, 1), handoverDay.AddDays(1)} {
		if err := signed(ForwardingReceipt{On: on, ReceivedBy: "孙收", Sealed: true}); errs.CodeOf(err) != "outbound.receipt_day" {
			t.Errorf("receipt of %q: %v", on, err)
		}
	}
}

// Days and weekends are as the State Council announced them: the Spring Festival of 2026 (15 to 23 February) has two Saturdays
// worked beside it, the National Day (1 to 7 October) with the Mid-Autumn Festival a Sunday and a Saturday.
func TestDeadlinesOfForwarding(t *testing.T) {
	policy, calendar := shippedPolicy(t, MatterOutbound, CategoryWorker), shippedCalendar(t)
	for complete, want := range map[PartialDate]PartialDate{
		Date(2026, 3, 9): Date(2026, 3, 30), Date(2026, 2, 10): Date(2026, 3, 9), Date(2026, 9, 18): Date(2026, 10, 15),
	} {
		o := OutboundTransfer{Complete: complete}
		if o.Deadlines(calendar, policy); o.DispatchBy != want {
			t.Errorf("papers of %s: to leave by %s, want %s", complete, o.DispatchBy, want)
		}
		o.State = OutboundReviewed
		if o.Undispatched(want) || !o.Undispatched(want.AddDays(1)) {
			t.Errorf("papers of %s: late on its day, or not on the next", complete)
		}
	}
	for left, want := range map[PartialDate]PartialDate{
		Date(2026, 1, 31): Date(2026, 2, 28), Date(2028, 1, 31): Date(2028, 2, 29), Date(2026, 3, 9): Date(2026, 4, 9), Date(2026, 12, 15): Date(2027, 1, 15),
	} {
		o := forwarded()
		o.Leave(Dispatch{On: left}, policy)
		if o.ReceiptDue != want || o.Unanswered(want) || !o.Unanswered(want.AddDays(1)) {
			t.Errorf("left on %s: receipt due %s, want %s", left, o.ReceiptDue, want)
		}
	}
}

func TestDaysOfDeeds(t *testing.T) {
	from := Date(2026, 3, 2)
	for day, good := range map[PartialDate]bool{from: true, handoverDay: true, from.AddDays(-1): false, handoverDay.AddDays(1): false, {2026, 3, 0}: false, {}: false} {
		if err := CheckDay("on", "封装日期", day, from, handoverDay); (err == nil) != good {
			t.Errorf("%q: %v", day, err)
		}
	}
	if err := CheckDay("on", "封装日期", Date(1999, 1, 1), PartialDate{}, handoverDay); err != nil {
		t.Error(err)
	}
}

// A forwarding reserves its dossier until the receiver has it or the forwarding is over.
func TestForwardingReservesTheDossier(t *testing.T) {
	free := map[OutboundState]bool{OutboundRefused: true, OutboundWithdrawn: true, OutboundConfirmed: true, OutboundArchived: true}
	for _, state := range OutboundMachine().States() {
		o := OutboundTransfer{State: state, DispatchBy: Date(2026, 3, 30), ReceiptDue: Date(2026, 4, 9)}
		facts := o.Facts()
		if facts.Exclusive == free[state] {
			t.Errorf("%s: exclusive %t", state, facts.Exclusive)
		}
		if facts.Deciding != (state == OutboundReceived) {
			t.Errorf("%s: deciding %t", state, facts.Deciding)
		}
	}
	for state, want := range map[OutboundState]PartialDate{OutboundReceived: Date(2026, 3, 30), OutboundReviewed: Date(2026, 3, 30), OutboundPacked: Date(2026, 3, 30),
		OutboundDispatched: Date(2026, 4, 9), OutboundChased: Date(2026, 4, 9), OutboundLost: {}, OutboundConfirmed: {}} {
		o := OutboundTransfer{State: state, DispatchBy: Date(2026, 3, 30), ReceiptDue: Date(2026, 4, 9)}
		if have := o.Facts().WaitsFor; have != want {
			t.Errorf("%s waits for %q, want %q", state, have, want)
		}
	}
}

func TestCarrier(t *testing.T) {
	o := forwarded()
	if have := o.Carrier(); have != "单位专人送交 赵送、钱送，送区退役军人事务局" {
		t.Error(have)
	}
	o.Dispatch = Dispatch{Channel: ChannelConfidentialMail, TrackingNo: "JM7"}
	if have := o.Carrier(); have != "机要通信 JM7，送区退役军人事务局" {
		t.Error(have)
	}
}
