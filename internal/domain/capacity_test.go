package domain

import (
	"strings"
	"testing"
)

// TestDemandOfShippedStandards holds each shipped standard to figures worked by hand from its text.
func TestDemandOfShippedStandards(t *testing.T) {
	standards, err := ShippedStandards()
	if err != nil {
		t.Fatal(err)
	}
	volumes := []int{0, 1, 9_999, 10_000, 10_001, 25_000, 100_000, 1_000_000}
	none := []string{"", "", "", "", "", "", "", ""}
	for _, c := range []struct {
		code        StandardCode
		staff, area []string
	}{
		{"SHENYANG_2020", []string{"0", "1", "1", "1", "2", "3", "10", "100"}, []string{"0", "0.002", "19.998", "20", "20.002", "50", "200", "2000"}},
		{"SHENYANG_2020_FULL", []string{"0", "1", "1", "1", "1", "2", "10", "100"}, []string{"0", "20", "20", "20", "40", "60", "200", "2000"}},
		{"CITY_15", none, []string{"0", "0.0015", "14.9985", "15", "15.0015", "37.5", "150", "1500"}},
		{"HUBEI", []string{"0", "1", "1", "1", "2", "3", "10", "100"}, []string{"0", "0.01", "99.99", "100", "100.01", "250", "1000", "10000"}},
		{"JILIN", none, none},
		{"CADRE", none, []string{"0", "0.02", "199.98", "200", "200.02", "500", "2000", "20000"}},
		{"STATE_ORGANS", none, []string{"0", "15", "59.994", "60", "60.006", "150", "600", "6000"}},
	} {
		s, found := standards.Of(c.code, Date(2026, 11, 23))
		if !found {
			t.Errorf("%s is not in force", c.code)
			continue
		}
		for i, n := range volumes {
			d := s.Demand(Holdings{Volumes: n})
			checkFigure(t, c.code, n, "staff", d.Staff, c.staff[i])
			checkFigure(t, c.code, n, "area", d.Area, c.area[i])
		}
	}
}

func checkFigure(t *testing.T, code StandardCode, volumes int, what string, have Figure, want string) {
	t.Helper()
	if have.Known != (want != "") || have.Known && have.Value.String() != want {
		t.Errorf("%s, %d volumes: %s %s (known: %t), want %q", code, volumes, what, have.Value, have.Known, want)
	}
	if have.Formula == "" {
		t.Errorf("%s, %d volumes: %s does not say how it was found", code, volumes, what)
	}
}

func TestDemandSaysHowItWasFound(t *testing.T) {
	for _, c := range []struct {
		rate Rate
		of   Holdings
		says string
	}{
		{Rate{Amount: 20, Step: 10_000, Rounding: Proportional}, Holdings{Volumes: 25_000}, "25000卷÷10000卷×20㎡＝50㎡"},
		{Rate{Amount: 20, Step: 10_000, Rounding: PerStarted}, Holdings{Volumes: 25_000}, "25000卷，不足10000卷按一档计，3档×20㎡＝60㎡"},
		{Rate{Amount: 20, Step: 10_000, Rounding: PerFull, Minimum: 20}, Holdings{Volumes: 9_999}, "9999卷，满10000卷计一档，0档×20㎡＝0㎡，至少20㎡"},
		{Rate{Amount: 60, Step: 10_000, Rounding: Proportional, Years: 10}, Holdings{Volumes: 10_000, Growth: 500}, "（10000卷＋年增500卷×10年＝15000卷）÷10000卷×60㎡＝90㎡"},
		{Rate{Amount: 60, Step: 10_000, Rounding: Proportional, Below: 2_500, Flat: 15}, Holdings{Volumes: 2_499}, "2499卷不足2500卷，为15㎡"},
		{Rate{Amount: 60, Step: 10_000, Rounding: Proportional, Below: 2_500, Flat: 15}, Holdings{Volumes: 2_500}, "2500卷÷10000卷×60㎡＝15㎡"},
		{Rate{}, Holdings{Volumes: 1}, "该标准没有规定此项指标"},
		{Rate{Amount: 1, Step: 10_000, Rounding: PerStarted}, Holdings{}, "没有馆藏，不作要求"},
	} {
		if have := c.rate.Demand(c.of, "㎡").Formula; have != c.says {
			t.Errorf("%q, want %q", have, c.says)
		}
	}
}

// A standard that changes in the middle of a year counts by the day that is asked about.
func TestStandardOfADay(t *testing.T) {
	old := Standard{Code: "S", ValidFrom: Date(2020, 1, 1), ValidTo: Date(2026, 6, 30), Area: Rate{Amount: 20, Step: 10_000, Rounding: Proportional}}
	changed := Standard{Code: "S", ValidFrom: Date(2026, 7, 1), Area: Rate{Amount: 60, Step: 10_000, Rounding: Proportional}}
	standards := Standards{old, changed}
	for _, c := range []struct {
		on   PartialDate
		want string
	}{{Date(2019, 12, 31), ""}, {Date(2026, 6, 30), "20"}, {Date(2026, 7, 1), "60"}, {Date(2031, 1, 1), "60"}} {
		s, found := standards.Of("S", c.on)
		if have := s.Area.Demand(Holdings{Volumes: 10_000}, "㎡").Value.String(); found != (c.want != "") || found && have != c.want {
			t.Errorf("on %s: %s (%t), want %q", c.on, have, found, c.want)
		}
	}
}

func TestRoomsApart(t *testing.T) {
	s := Standard{RoomsApart: true, RoomsApartFrom: 1_000}
	if s.Demand(Holdings{Volumes: 999}).ThreeRooms || !s.Demand(Holdings{Volumes: 1_000}).ThreeRooms {
		t.Error("the three rooms are apart from 1,000 volumes on")
	}
}

// TestShelvesHold is the table of the trade for a bay of 900 mm, two sides, six tiers.
func TestShelvesHold(t *testing.T) {
	for _, c := range []struct{ thickness, full, filled int }{{15, 720, 576}, {20, 540, 432}, {25, 432, 345}, {30, 360, 288}, {35, 300, 240}} {
		full, filled := Shelving{2, 6, 900, 100}, Shelving{2, 6, 900, 80}
		if full.Holds(c.thickness) != c.full || filled.Holds(c.thickness) != c.filled {
			t.Errorf("%d mm: %d and %d, want %d and %d", c.thickness, full.Holds(c.thickness), filled.Holds(c.thickness), c.full, c.filled)
		}
	}
	if (Shelving{2, 6, 900, 80}).Holds(0) != 0 {
		t.Error("volumes without thickness are not counted")
	}
}

func TestMalformedStandardsAreNamed(t *testing.T) {
	for _, c := range []struct{ row, says string }{
		{`{"Code": "A", "Name": "甲", "ValidFrom": "2020-01-01"}`, "entry 1: code, name or source"},
		{`{"Code": "A", "Name": "甲", "Source": "某文", "ValidFrom": "昨天"}`, "entry 1"},
		{`{"Code": "A", "Name": "甲", "Source": "某文", "ValidFrom": "2020-01-01", "Area": {"Amount": 20, "Step": 10000, "Rounding": "UP"}}`, "unknown rounding"},
		{`{"Code": "A", "Name": "甲", "Source": "某文", "ValidFrom": "2020-01-01", "Area": {"Amount": -20, "Step": 10000, "Rounding": "FULL"}}`, "cannot be"},
		{`{"Code": "A", "Name": "甲", "Source": "某文", "ValidFrom": "2020-01-01", "Area": {"Amount": 1, "Step": 30000, "Rounding": "PROPORTIONAL"}}`, "ten-thousandth"},
		{`{"Code": "A", "Rooms": 3}`, "unknown field"},
	} {
		if _, err := ReadStandards(strings.NewReader("[" + c.row + "]")); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.row, err, c.says)
		}
	}
}
