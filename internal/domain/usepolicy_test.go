package domain

import (
	"strings"
	"testing"
)

// Every kind of work with every category of dossiers has its rules without anybody setting them, with their source.
func TestShippedPoliciesAreComplete(t *testing.T) {
	for _, kind := range MatterKinds() {
		for _, category := range []Category{CategoryWorker, CategoryCadre} {
			p := shippedPolicy(t, kind, category)
			if p.Operation != kind || p.Source == "" || len(p.lacking()) > 0 {
				t.Errorf("%s of %s: %+v", kind, category, p)
			}
		}
	}
	outbound, hold := shippedPolicy(t, MatterOutbound, CategoryCadre), shippedPolicy(t, MatterHold, CategoryWorker)
	if outbound.DispatchWorkdays != 15 || outbound.ReceiptMonths != 1 || hold.HoldYears != 5 {
		t.Errorf("forwarding %+v, holds %+v", outbound.OutboundTerms, hold.HoldTerms)
	}
}

func TestPoliciesThatCannotBe(t *testing.T) {
	const good = `{"Operation": "OUTBOUND", "ValidFrom": "2026-01-01", "Source": "本馆规定", "Chain": ["approver"], "Channels": ["UNIT_COURIER"], "DispatchWorkdays": 5, "ReceiptMonths": 2}`
	for name, c := range map[string]struct{ text, says string }{
		"in order":             {good, ""},
		"an unknown operation": {strings.Replace(good, "OUTBOUND", "GIFT", 1), "a known Operation"},
		"a misspelt term":      {strings.Replace(good, "ReceiptMonths", "ReceiptMonth", 1), "ReceiptMonth"},
		"no channel":           {strings.Replace(good, `"UNIT_COURIER"`, "", 1), "OUTBOUND lacks Channels"},
		"no days":              {strings.Replace(good, `": 5`, `": 0`, 1), "lacks DispatchWorkdays"},
		"nobody approves":      {strings.Replace(good, `"approver"`, "", 1), "lacks Chain"},
		"a role that is none":  {strings.Replace(good, `"approver"`, `"aprover"`, 1), `"aprover" in Chain`},
		"a clerk approves":     {strings.Replace(good, `"approver"`, `"approver", "reading_room_clerk"`, 1), `"reading_room_clerk" in Chain`},
		"a day that is none":   {strings.Replace(good, "2026-01-01", "2026-02-30", 1), "entry 1"},
		"terms of other work":  {strings.Replace(good, "OUTBOUND", "HOLD", 1), "HOLD lacks HoldYears"},
	} {
		policies, err := ReadUsePolicies(strings.NewReader("[" + c.text + "]"))
		if c.says == "" && (err != nil || len(policies) != 1 || policies[0].DispatchWorkdays != 5) {
			t.Errorf("%s: %+v, %v", name, policies, err)
		}
		if c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Of the policies of one operation the office's own comes first, then one for the category, then the newest in force.
func TestClosestPolicy(t *testing.T) {
	p := func(office string, category Category, year, workdays int) UsePolicy {
		return UsePolicy{Operation: MatterOutbound, Office: office, Category: category, ValidFrom: Date(year, 1, 1), OutboundTerms: OutboundTerms{DispatchWorkdays: workdays}}
	}
	policies := UsePolicies{p("", "", 2020, 1), p("", "", 2025, 2), p("", CategoryCadre, 2020, 3), p("210106", "", 2021, 4), p("210106", CategoryCadre, 2022, 5),
		{Operation: MatterHold, Office: "210106", ValidFrom: Date(2020, 1, 1)}}
	for _, c := range []struct {
		office   string
		category Category
		on       PartialDate
		want     int
	}{
		{"210103", CategoryWorker, Date(2024, 12, 31), 1}, {"210103", CategoryWorker, Date(2025, 1, 1), 2}, {"210103", CategoryCadre, Date(2026, 1, 1), 3},
		{"210106", CategoryWorker, Date(2026, 1, 1), 4}, {"210106", CategoryCadre, Date(2021, 6, 1), 4}, {"210106", CategoryCadre, Date(2022, 1, 1), 5},
		{"210106", CategoryWorker, Date(2020, 6, 1), 1}, {"210106", CategoryWorker, Date(2019, 6, 1), 0},
	} {
		if have, found := policies.Of(MatterOutbound, c.office, c.category, c.on); have.DispatchWorkdays != c.want || found != (c.want > 0) {
			t.Errorf("%s %s on %s: %d, want %d", c.office, c.category, c.on, have.DispatchWorkdays, c.want)
		}
	}
}
