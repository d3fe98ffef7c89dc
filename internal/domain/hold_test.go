package domain

import (
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func TestHoldRules(t *testing.T) {
	number := goodForm().IDNumber
	born := number.Birth()
	death := func(on PartialDate, evidence string) error { return CheckDeath(on, number, evidence, handoverDay) }
	handOver := func(merit bool, change func(*HoldTransfer)) error {
		h := Hold{SpecialMerit: merit, HoldUntil: Date(2026, 3, 1)}
		x := HoldTransfer{Kind: EnterpriseArchive, Receiver: "厂档案室", ListNo: "1", On: handoverDay, HandedBy: "甲", ReceivedBy: "乙"}
		if merit {
			x.Kind = PublicArchive
		}
		change(&x)
		return CheckHandOver(&h, x, handoverDay)
	}
	same := func(*HoldTransfer) {}
	entry := []MatterEntry{{Matter{No: "JY-1"}, MatterFacts{Kind: MatterLoan}}}
	for _, c := range []struct {
		name, code, says string
		err              error
	}{
		{"death in order", "", "", death(Date(2026, 3, 1), "死亡证明1号")},
		{"death today", "", "", death(handoverDay, "死亡证明1号")},
		{"death tomorrow", "hold.death", "不晚于今天", death(handoverDay.AddDays(1), "死亡证明1号")},
		{"death of a month", "hold.death", "年月日", death(PartialDate{2026, 2, 0}, "死亡证明1号")},
		{"death before birth", "hold.death", "出生", death(born.AddDays(-1), "死亡证明1号")},
		{"death without evidence", "hold.death", "证明材料", death(Date(2026, 3, 1), "")},

		{"on the shelf", "", "", CheckHoldShelf(InStorage, nil)},
		{"lent", "hold.open_matter", "JY-1", CheckHoldShelf(OnLoan, entry)},
		{"held already", "hold.shelf", "死亡留存", CheckHoldShelf(DeceasedHold, nil)},
		{"being read", "hold.shelf", "阅档中", CheckHoldShelf(InReadingRoom, nil)},

		{"to the enterprise's archive", "", "", handOver(false, same)},
		{"of special merit, to a public archive", "", "", handOver(true, same)},
		{"of no merit, to a public archive", "hold.archive", "原企业", handOver(false, func(x *HoldTransfer) { x.Kind = PublicArchive })},
		{"of merit, to the enterprise's", "hold.archive", "综合档案馆", handOver(true, func(x *HoldTransfer) { x.Kind = EnterpriseArchive })},
		{"to an archive nobody knows", "hold.archive", "原企业", handOver(false, func(x *HoldTransfer) { x.Kind = "ATTIC" })},
		{"to nobody", "hold.transfer", "接收单位", handOver(false, func(x *HoldTransfer) { x.Receiver = "" })},
		{"without list", "hold.transfer", "清单", handOver(false, func(x *HoldTransfer) { x.ListNo = "" })},
		{"nobody took it", "hold.transfer", "接收人", handOver(false, func(x *HoldTransfer) { x.ReceivedBy = "" })},
		{"before the years are over", "hold.transfer_day", "2026-03-01", handOver(false, func(x *HoldTransfer) { x.On = Date(2026, 2, 28) })},
		{"on the last day of the years", "", "", handOver(false, func(x *HoldTransfer) { x.On = Date(2026, 3, 1) })},
		{"tomorrow", "hold.transfer_day", "今天", handOver(false, func(x *HoldTransfer) { x.On = handoverDay.AddDays(1) })},
	} {
		if errs.CodeOf(c.err) != c.code && (c.err != nil || c.code != "") {
			t.Errorf("%s: %v, want %q", c.name, c.err, c.code)
		} else if c.err != nil && !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%s: %v does not say %q", c.name, c.err, c.says)
		}
	}
}

func TestYearsOfKeeping(t *testing.T) {
	policy := shippedPolicy(t, MatterHold, CategoryWorker)
	for died, until := range map[PartialDate]PartialDate{Date(2021, 3, 9): Date(2026, 3, 9), Date(2024, 2, 29): Date(2029, 2, 28)} {
		h := Hold{State: HoldKept, DiedOn: died}
		h.KeepFor(policy)
		if h.HoldUntil != until || h.Facts().WaitsFor != until || h.Ripe(until) || !h.Ripe(until.AddDays(1)) {
			t.Errorf("died on %s: kept until %s, want %s", died, h.HoldUntil, until)
		}
	}
	for _, state := range HoldMachine().States() {
		h := Hold{State: state}
		if f := h.Facts(); f.Exclusive != (state == HoldRequested || state == HoldApproved) || f.Deciding != (state == HoldRequested) {
			t.Errorf("%s: %+v", state, f)
		}
	}
}
