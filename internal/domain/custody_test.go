package domain

import (
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func TestCustodyStatesLeadOnlyToKnownStates(t *testing.T) {
	known := map[CustodyState]bool{}
	for _, state := range CustodyStates() {
		known[state] = true
		if state.Label() == string(state) {
			t.Errorf("%s has no label", state)
		}
	}
	for state := range known {
		for _, next := range state.Next() {
			if !known[next] || next == state {
				t.Errorf("%s leads to %s", state, next)
			}
		}
	}
}

func TestEveryCustodyStateCanBeReached(t *testing.T) {
	reached, todo := map[CustodyState]bool{Expected: true}, []CustodyState{Expected}
	for len(todo) > 0 {
		for _, next := range todo[0].Next() {
			if !reached[next] {
				reached[next] = true
				todo = append(todo, next)
			}
		}
		todo = todo[1:]
	}
	for _, state := range CustodyStates() {
		if !reached[state] {
			t.Errorf("%s cannot be reached", state)
		}
	}
}

func TestADossierIsWithOneHolder(t *testing.T) {
	for _, c := range []struct {
		from, to CustodyState
		ok       bool
	}{
		{QC, InStorage, true}, {InStorage, OnLoan, true}, {OnLoan, InStorage, true}, {OnLoan, InReadingRoom, false},
		{InReadingRoom, OnLoan, false}, {TransferredOut, InStorage, false}, {Expected, InStorage, false}, {Lost, InStorage, true}, {"", InStorage, false},
	} {
		d := Dossier{Custody: c.from}
		err := d.MoveTo(c.to)
		if (err == nil) != c.ok || (c.ok && d.Custody != c.to) || (!c.ok && (d.Custody != c.from || !errs.Is(err, errs.Conflict))) {
			t.Errorf("%s to %s: %v, now %s", c.from, c.to, err, d.Custody)
		}
	}
}

func TestNextCannotChangeTheTable(t *testing.T) {
	next := InStorage.Next()
	next[0] = TransferredOut
	if InStorage.Next()[0] == TransferredOut {
		t.Error("the table of states was changed from outside")
	}
}
