package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
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
	wanted
	reviewed
	packed
	onTheWay
	gone
)

// shown is the state of custody that the system must show for each stage.
var shown = map[stage]string{onShelf: "IN_STORAGE", asked: "IN_STORAGE", granted: "IN_STORAGE", lentOut: "ON_LOAN", wanted: "IN_STORAGE",
	reviewed: "IN_STORAGE", packed: "OUTBOUND_PREPARING", onTheWay: "IN_TRANSIT", gone: "TRANSFERRED_OUT"}

// shelved reports whether the dossier is where it belongs; elsewhere it is on the strength of a paper.
func (s stage) shelved() bool { return shown[s] == shown[onShelf] }

// papers are the kinds of papers that the work with a dossier rests on, as their routes name them.
const (
	loans     = "loans"
	outbounds = "outbounds"
)

// deed is what clerks do to a dossier by way of a paper.
type deed struct {
	name     string
	from, to stage
	as       string // role
	kind     string // of the paper
	step     string // last element of the route; empty: the deed makes the paper
	version  int    // of the paper before
	body     any
}

func (d deed) begins() bool { return d.step == "" }

func (d deed) path(dossier, paper string) string {
	if d.begins() {
		return "/dossiers/" + dossier + "/" + d.kind
	}
	return "/" + d.kind + "/" + paper + "/" + d.step
}

// custodyDeeds are what loans and forwarding do to a dossier.
func custodyDeeds() []deed {
	yes, why := map[string]any{"approved": true, "opinion": ""}, map[string]any{"reason": "调档单位撤函"}
	whole := map[string]int{"volumes": 1, "materials": 3, "pages": 3}
	return []deed{
		{"request", onShelf, asked, "archivist", loans, "", 0, loanForm("市公证处")},
		{"approve", asked, granted, "approver", loans, "approval", 1, yes},
		{"check out", granted, lentOut, "archivist", loans, "check-out", 2, map[string]any{"fetchedBy": "赵公"}},
		{"return", lentOut, onShelf, "archivist", loans, "return", 3, map[string]any{"returnedBy": "赵公", "sealIntact": true, "defect": "", "counted": whole}},

		{"receive letter", onShelf, wanted, "archivist", outbounds, "", 0, letterForm()},
		{"review", wanted, reviewed, "approver", outbounds, "approval", 1, yes},
		{"withdraw", reviewed, onShelf, "archivist", outbounds, "withdrawal", 2, why},
		{"pack", reviewed, packed, "archivist", outbounds, "packing", 2, packingForm(whole)},
		{"unpack", packed, onShelf, "archivist", outbounds, "withdrawal", 3, why},
		{"dispatch", packed, onTheWay, "archivist", outbounds, "dispatch", 3, dispatchForm()},
		{"confirm receipt", onTheWay, gone, "archivist", outbounds, "receipt", 4, receiptForm()},
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
	refused       string  // code of the refusal
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
		if a.where.State == shown[h.stage] && (h.stage.shelved() || a.where.Basis.ID == h.paper) {
			return []holding{h}
		}
		return nil
	}
	fits := h.stage == q.deed.from && (q.deed.begins() || h.paper == q.paper)
	after := holding{q.deed.to, q.paper}
	if q.deed.begins() {
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
// may still be done at any time. Of a history that cannot, it gives the operations around the first one that fits nowhere.
func judge(t *testing.T, history []porcupine.Operation) (linearizable bool, around []porcupine.Operation) {
	t.Helper()
	verdict, info := porcupine.CheckOperationsVerbose(custodyModel(), settled(history), time.Minute)
	if verdict == porcupine.Unknown {
		t.Fatal("the history is too long to be judged")
	}
	if verdict == porcupine.Ok {
		return true, nil
	}
	var longest []porcupine.Operation
	for _, order := range info.PartialLinearizationsOperations()[0] {
		if len(order) > len(longest) {
			longest = order
		}
	}
	placed := longest[max(0, len(longest)-aroundFault):]
	for _, op := range settled(history) {
		if !slices.ContainsFunc(longest, func(o porcupine.Operation) bool { return o.Call == op.Call && o.ClientId == op.ClientId }) {
			around = append(around, op)
		}
	}
	slices.SortFunc(around, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
	return false, append(slices.Clone(placed), around[:min(len(around), aroundFault)]...)
}

const aroundFault = 8 // operations shown before and from the one that fits nowhere

// tell is one operation in a line.
func tell(op porcupine.Operation) string {
	q, a := op.Input.(tried), op.Output.(answer)
	what, told := q.deed.name+" "+q.paper, a.refused
	switch {
	case q.looked():
		what, told = "look", a.where.State+" "+a.where.Basis.ID
	case a.nothing:
		told = "nothing"
	case a.done:
		told = "done " + a.paper
	}
	return fmt.Sprintf("clerk %d, %s to %s: %s: %s", op.ClientId, time.Duration(op.Call), time.Duration(op.Return), what, told)
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
