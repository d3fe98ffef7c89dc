package domain

import (
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func TestMachinesAreWhole(t *testing.T) {
	wholeMachine(t, CustodyMachine())
	wholeMachine(t, BatchMachine())
	wholeMachine(t, LineMachine())
	wholeMachine(t, AgreementMachine())
	wholeMachine(t, NatureMachine())
	wholeMachine(t, LoanMachine())
}

// wholeMachine finds states that are not described, lead nowhere known, or cannot be reached from the first one.
func wholeMachine[S ~string](t *testing.T, m Machine[S]) {
	t.Helper()
	known := map[S]bool{}
	for _, state := range m.States() {
		if known[state] || m.Label(state) == string(state) {
			t.Errorf("%s: %s stands twice or has no label", m.Code, state)
		}
		known[state] = true
	}
	reached, todo := map[S]bool{m.Rows[0].State: true}, []S{m.Rows[0].State}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, next := range m.Next(todo[0]) {
			if !known[next] || next == todo[0] {
				t.Errorf("%s: %s leads to %s", m.Code, todo[0], next)
			}
			if !reached[next] {
				reached[next] = true
				todo = append(todo, next)
			}
		}
	}
	for _, state := range m.States() {
		if !reached[state] {
			t.Errorf("%s: %s cannot be reached", m.Code, state)
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
