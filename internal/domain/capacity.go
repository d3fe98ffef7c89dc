package domain

import (
	"fmt"
	"strconv"
	"strings"
)

// Quantity is an amount of persons or square metres in ten-thousandths, so that rates per 10,000 volumes stay exact.
type Quantity int64

// Units is a whole amount.
func Units(n int) Quantity { return Quantity(n) * perUnit }

const perUnit = 10_000

// String writes the amount without needless zeros: "50", "12.5", "0.002".
func (q Quantity) String() string {
	whole, rest := int64(q)/perUnit, int64(q)%perUnit
	if rest == 0 {
		return strconv.FormatInt(whole, 10)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%04d", whole, rest), "0")
}

// Rounding is how a rate treats what is less than a full step of volumes.
type Rounding string

const (
	Proportional Rounding = "PROPORTIONAL" // 按比例: 25,000 volumes are 2.5 steps
	PerStarted   Rounding = "STARTED"      // 每满或不满一档按一档: 3 steps
	PerFull      Rounding = "FULL"         // 满一档计一档: 2 steps
)

// Rate is what a standard demands for so many volumes. The zero value demands nothing.
type Rate struct {
	Amount   int      // for each step, in persons or square metres
	Step     int      // volumes
	Rounding Rounding // of the steps
	Minimum  int      // for an office that keeps anything
	// Below so many volumes Flat is demanded instead; 0: no such exception.
	Below, Flat int
	// Years is for how many years of growth the demand provides.
	Years int
}

// Holdings is what an office keeps: volumes on the day, and how many come in a year on balance.
type Holdings struct {
	Volumes int
	Growth  int
}

// Figure is a demand with the way it was found, so that a district can recompute it by hand.
type Figure struct {
	Value   Quantity
	Known   bool
	Formula string // zh-CN; where the figure is not known, why
}

// Demand computes what the rate asks of holdings, in the unit named.
func (r Rate) Demand(h Holdings, unit string) Figure {
	if r.Step == 0 {
		return Figure{Formula: "该标准没有规定此项指标"}
	}
	volumes, counted := h.Volumes, strconv.Itoa(h.Volumes)+"卷"
	if r.Years > 0 {
		volumes = h.Volumes + h.Growth*r.Years
		counted = fmt.Sprintf("（%d卷＋年增%d卷×%d年＝%d卷）", h.Volumes, h.Growth, r.Years, volumes)
	}
	if volumes <= 0 {
		return Figure{Known: true, Formula: "没有馆藏，不作要求"}
	}
	if volumes < r.Below {
		return Figure{Units(r.Flat), true, fmt.Sprintf("%s不足%d卷，为%d%s", counted, r.Below, r.Flat, unit)}
	}
	value, formula := r.steps(volumes, counted, unit)
	if least := Units(r.Minimum); value < least {
		value, formula = least, formula+fmt.Sprintf("，至少%d%s", r.Minimum, unit)
	}
	return Figure{value, true, formula}
}

func (r Rate) steps(volumes int, counted, unit string) (Quantity, string) {
	if r.Rounding == Proportional {
		value := Quantity(int64(volumes) * int64(r.Amount) * perUnit / int64(r.Step))
		return value, fmt.Sprintf("%s÷%d卷×%d%s＝%s%s", counted, r.Step, r.Amount, unit, value, unit)
	}
	steps, how := volumes/r.Step, "满%d卷计一档"
	if r.Rounding == PerStarted {
		steps, how = (volumes+r.Step-1)/r.Step, "不足%d卷按一档计"
	}
	value := Units(steps * r.Amount)
	return value, fmt.Sprintf("%s，"+how+"，%d档×%d%s＝%s%s", counted, r.Step, steps, r.Amount, unit, value, unit)
}

// Demand is what a standard asks of an office.
type Demand struct {
	Standard   Standard
	Staff      Figure // full-time persons
	Area       Figure // square metres of storeroom
	ThreeRooms bool   // storeroom, reading room and staff office must be apart
}

// Demand computes what the standard asks of holdings.
func (s Standard) Demand(h Holdings) Demand {
	return Demand{Standard: s, Staff: s.Staff.Demand(h, "人"), Area: s.Area.Demand(h, "㎡"),
		ThreeRooms: s.RoomsApart && h.Volumes >= s.RoomsApartFrom}
}

// Shelving (密集架) is a run of shelves alike: both sides of a bay count as two.
type Shelving struct {
	Sides, Tiers int
	Length       int // millimetres of a tier
	Fill         int // percent of a tier that may be filled, so that volumes can be taken out and put in order
}

// Holds is how many volumes of a thickness in millimetres fit: whole volumes on each tier, then the share that may be filled.
func (s Shelving) Holds(thickness int) int {
	if thickness <= 0 {
		return 0
	}
	return s.Sides * s.Tiers * (s.Length / thickness) * s.Fill / 100
}
