package main

import (
	"math"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// stage is how far the work with one dossier has come. One piece of work at a time may be under way.
type stage int

const (
	onShelf stage = iota
	asked
	granted
	lentOut
)

// shown is the state of custody that the system must show for a stage.
var shown = map[stage]string{onShelf: "IN_STORAGE", asked: "IN_STORAGE", granted: "IN_STORAGE", lentOut: "ON_LOAN"}

// deed is what clerks do to a dossier, by way of the paper (a loan) that the work rests on.
type deed struct {
	name     string
	from, to stage
	as       string // role
	begins   bool   // makes a new paper; its path is below the dossier's
	path     string
	version  int // of the paper before
	body     any
}

// deedsOfLoans are what loans do to a dossier.
func deedsOfLoans() []deed {
	return []deed{
		{name: "request", from: onShelf, to: asked, as: "archivist", begins: true, path: "/loans", body: loanForm("市公证处")},
		{name: "approve", from: asked, to: granted, as: "approver", path: "/loans/%s/approval", version: 1, body: map[string]any{"approved": true, "opinion": ""}},
		{name: "check out", from: granted, to: lentOut, as: "archivist", path: "/loans/%s/check-out", version: 2, body: map[string]any{"fetchedBy": "赵公"}},
		{name: "return", from: lentOut, to: onShelf, as: "archivist", path: "/loans/%s/return", version: 3, body: map[string]any{"returnedBy": "赵公",
			"sealIntact": true, "defect": "", "counted": map[string]int{"volumes": 1, "materials": 3, "pages": 3}}},
	}
}

// tried is a deed with a paper; with no deed the clerk only looked where the dossier is.
type tried struct {
	deed  deed
	paper string
}

func (q tried) looked() bool { return q.deed.name == "" }

// answer is what the clerk was told. Whoever was told nothing cannot know whether the deed was done.
type answer struct {
	done, nothing bool
	paper         string  // that the deed made
	where         custody // that was seen
}

// holding is the state of the model: the stage, and the paper it was reached with.
type holding struct {
	stage stage
	paper string
}

// possible lists what may have become of the dossier. A deed that fits is never refused, so that a refusal tells as much as a
// success.
func (h holding) possible(q tried, a answer) []holding {
	if q.looked() {
		if a.where.State == shown[h.stage] && (h.stage != lentOut || a.where.Basis.ID == h.paper) {
			return []holding{h}
		}
		return nil
	}
	fits := h.stage == q.deed.from && (q.deed.begins || h.paper == q.paper)
	after := holding{q.deed.to, q.paper}
	if q.deed.begins {
		after.paper = a.paper
	}
	switch {
	case fits && a.nothing:
		return []holding{h, after}
	case fits && a.done:
		return []holding{after}
	case !fits && !a.done:
		return []holding{h}
	}
	return nil
}

func custodyModel() porcupine.Model {
	m := porcupine.NondeterministicModel{
		Init: func() []any { return []any{holding{}} },
		Step: func(state, input, output any) []any {
			var states []any
			for _, h := range state.(holding).possible(input.(tried), output.(answer)) {
				states = append(states, h)
			}
			return states
		},
	}
	return m.ToModel()
}

// judge decides whether what the clerks were told about one dossier can have happened in some order. A deed nobody was told about
// may still be done at any time.
func judge(t *testing.T, history []porcupine.Operation) bool {
	t.Helper()
	verdict := porcupine.CheckOperationsTimeout(custodyModel(), settled(history), time.Minute)
	if verdict == porcupine.Unknown {
		t.Fatal("the history is too long to be judged")
	}
	return verdict == porcupine.Ok
}

// turn is a deed to a version of a paper. A paper has each version once, so that one deed at most is done to it.
type turn struct {
	paper   string
	version int
	deed    string // empty: any
}

// settled says the same as a history in a form that can be judged in time: with every deed that may be done at any time the orders
// to be tried double. A deed of unknown fate to a version that another is known to have ended was not done, and without effect;
// of several alike the first stands for all; and it was done, if at all, before whatever is known to have been done to a later
// version of its paper had ended.
func settled(history []porcupine.Operation) []porcupine.Operation {
	ended, done := map[turn]bool{}, map[string][]porcupine.Operation{}
	for _, op := range history {
		if q := op.Input.(tried); op.Output.(answer).done {
			ended[turn{q.paper, q.deed.version, ""}] = true
			done[q.paper] = append(done[q.paper], op)
		}
	}
	kept := make([]porcupine.Operation, 0, len(history))
	first := map[turn]int{}
	for _, op := range history {
		q := op.Input.(tried)
		if op.Output.(answer).nothing {
			if ended[turn{q.paper, q.deed.version, ""}] {
				continue
			}
			at := turn{q.paper, q.deed.version, q.deed.name}
			if before, alike := first[at]; alike {
				kept[before].Call = min(kept[before].Call, op.Call)
				continue
			}
			first[at] = len(kept)
			op.Return = beforeLater(op, done[q.paper])
		}
		kept = append(kept, op)
	}
	return kept
}

// beforeLater is when an operation is over that comes before those of done that were done to a later version of its paper.
func beforeLater(op porcupine.Operation, done []porcupine.Operation) int64 {
	over := op.Return
	for _, other := range done {
		if other.Input.(tried).deed.version > op.Input.(tried).deed.version {
			over = min(over, other.Return)
		}
	}
	return over
}

// happened is one operation of a history.
func happened(clerk int, from, until time.Duration, q tried, a answer) porcupine.Operation {
	op := porcupine.Operation{ClientId: clerk, Input: q, Call: int64(from), Output: a, Return: int64(until)}
	if a.nothing {
		op.Return = math.MaxInt64
	}
	return op
}
