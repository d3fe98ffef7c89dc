package main

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// entry is one operation of a written history, between two points in time. Deeds are named; "look" sees a state and a paper.
type entry struct {
	from, until time.Duration
	what, paper string
	answer      string // done, refused, nothing, or the state that was seen
}

// TestModelTellsWhatCannotHappen: histories that can have happened, and each fault that clerks at once could cause.
func TestModelTellsWhatCannotHappen(t *testing.T) {
	out := []entry{{0, 1, "request", "L1", "done"}, {2, 3, "approve", "L1", "done"}, {4, 5, "check out", "L1", "done"}}
	waiting := out[:2]
	ready := []entry{{0, 1, "receive letter", "F1", "done"}, {2, 3, "review", "F1", "done"}, {4, 5, "pack", "F1", "done"}}
	letter := ready[:1]
	for _, test := range []struct {
		name   string
		before []entry
		then   []entry
		can    bool
	}{
		{"a loan and the next one", out, []entry{{6, 7, "look", "L1", "ON_LOAN"}, {8, 9, "return", "L1", "done"}, {10, 11, "look", "", "IN_STORAGE"}, {12, 13, "request", "L2", "done"}}, true},
		{"one of two at once leaves with it", waiting, []entry{{4, 8, "check out", "L1", "refused"}, {5, 7, "check out", "L1", "done"}}, true},
		{"both leave with it", waiting, []entry{{4, 8, "check out", "L1", "done"}, {5, 7, "check out", "L1", "done"}}, false},
		{"nobody may leave with it", waiting, []entry{{4, 5, "check out", "L1", "refused"}}, false},
		{"lent twice over", out, []entry{{6, 7, "request", "L2", "done"}}, false},
		{"forgotten after it was acknowledged", waiting, []entry{{4, 5, "request", "L2", "done"}}, false},
		{"back before it left", waiting, []entry{{4, 5, "return", "L1", "done"}, {6, 7, "check out", "L1", "done"}}, false},
		{"back twice", out, []entry{{6, 9, "return", "L1", "done"}, {7, 8, "return", "L1", "done"}}, false},
		{"handed out on the paper of another", waiting, []entry{{4, 5, "check out", "L0", "done"}}, false},
		{"seen either way while it leaves", waiting, []entry{{4, 9, "check out", "L1", "done"}, {5, 6, "look", "", "IN_STORAGE"}, {7, 8, "look", "L1", "ON_LOAN"}}, true},
		{"seen gone, then there", waiting, []entry{{4, 9, "check out", "L1", "done"}, {5, 6, "look", "L1", "ON_LOAN"}, {7, 8, "look", "", "IN_STORAGE"}}, false},
		{"seen on the shelf after it left", out, []entry{{6, 7, "look", "", "IN_STORAGE"}}, false},
		{"seen with another loan", out, []entry{{6, 7, "look", "L0", "ON_LOAN"}}, false},
		{"done, though nobody was told", waiting, []entry{{4, 0, "check out", "L1", "nothing"}, {5, 6, "look", "L1", "ON_LOAN"}, {7, 8, "return", "L1", "done"}}, true},
		{"not done, and nobody was told", waiting, []entry{{4, 0, "check out", "L1", "nothing"}, {5, 6, "look", "", "IN_STORAGE"}, {7, 8, "check out", "L1", "done"}}, true},
		{"done later, though nobody was told", waiting, []entry{{4, 0, "check out", "L1", "nothing"}, {5, 6, "look", "", "IN_STORAGE"}, {7, 8, "look", "L1", "ON_LOAN"}}, true},
		{"done by one of those who were not told", waiting, []entry{{4, 0, "check out", "L1", "nothing"}, {4, 0, "check out", "L1", "nothing"}, {5, 6, "return", "L1", "done"}}, true},
		{"done again, though nobody was told", waiting, []entry{{4, 0, "check out", "L1", "nothing"}, {5, 6, "look", "L1", "ON_LOAN"}, {7, 8, "check out", "L1", "done"}}, false},
		{"lent while it is to leave", letter, []entry{{2, 3, "request", "L1", "done"}}, false},
		{"withdrawn and dispatched", ready, []entry{{6, 9, "unpack", "F1", "done"}, {7, 8, "dispatch", "F1", "done"}}, false},
		{"withdrawn, and lent before anybody was told", ready, []entry{{6, 9, "unpack", "F1", "done"}, {7, 8, "request", "L1", "done"}}, true},
		{"lent after it left for good", ready, []entry{{6, 7, "dispatch", "F1", "done"}, {8, 9, "confirm receipt", "F1", "done"}, {10, 11, "request", "L1", "done"}}, false},
		{"either dispatched or withdrawn, and nobody was told", ready, []entry{{6, 0, "dispatch", "F1", "nothing"}, {6, 0, "unpack", "F1", "nothing"}, {7, 8, "look", "F1", "IN_TRANSIT"}}, true},
		{"done and undone, and nobody was told", waiting, []entry{{4, 0, "check out", "L1", "nothing"}, {5, 6, "look", "L1", "ON_LOAN"}, {7, 8, "look", "", "IN_STORAGE"}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var history []porcupine.Operation
			for clerk, e := range append(append([]entry{}, test.before...), test.then...) {
				history = append(history, e.operation(t, clerk))
			}
			if can, _ := judge(t, history); can != test.can {
				t.Errorf("judged wrongly, want %t", test.can)
			}
		})
	}
}

func (e entry) operation(t *testing.T, clerk int) porcupine.Operation {
	t.Helper()
	if e.what == "look" {
		var seen answer
		seen.where.State, seen.where.Basis.ID = e.answer, e.paper
		return happened(clerk, e.from, e.until, tried{}, seen)
	}
	for _, d := range custodyDeeds() {
		if d.name == e.what {
			return happened(clerk, e.from, e.until, tried{d, e.paper}, answer{done: e.answer == "done", nothing: e.answer == "nothing", paper: e.paper})
		}
	}
	t.Fatalf("no deed %q", e.what)
	return porcupine.Operation{}
}

// TestSettledHistorySaysTheSame: what judges a history in time must not change the verdict.
func TestSettledHistorySaysTheSame(t *testing.T) {
	verdicts := map[bool]int{}
	for seed := range uint64(3000) {
		history := inventedHistory(rand.New(rand.NewPCG(seed, 1)), 14)
		plain := porcupine.CheckOperations(custodyModel(), history)
		verdicts[plain]++
		if porcupine.CheckOperations(custodyModel(), settled(history)) != plain {
			t.Fatalf("history %d is linearizable: %t; settled it is not the same", seed, plain)
		}
	}
	t.Logf("verdicts: %v", verdicts)
	if verdicts[true] < 500 || verdicts[false] < 500 {
		t.Errorf("verdicts: %v: the histories show little", verdicts)
	}
}

// inventedHistory is what clerks may be told about one dossier, often with an answer that is wrong.
func inventedHistory(dice *rand.Rand, length int) []porcupine.Operation {
	var history []porcupine.Operation
	var h holding
	deeds := custodyDeeds()
	for i := range length {
		q, a := tried{}, answer{}
		if which := dice.IntN(len(deeds) + 1); which < len(deeds) {
			q.deed = deeds[which]
		}
		a.where.State, a.where.Basis.ID = shown[h.stage], h.paper
		if a.paper = fmt.Sprint("L", i); !q.looked() && !q.deed.begins() {
			q.paper = h.paper
		}
		if next := h.possible(q, answer{done: true, paper: a.paper}); !q.looked() && len(next) == 1 {
			a.done = true
			if a.nothing = !q.deed.begins() && dice.IntN(2) == 0; !a.nothing || dice.IntN(2) == 0 {
				h = next[0]
			}
		}
		if dice.IntN(2*length) == 0 { // the wrong answer
			a.done, a.where.State = !a.done && !q.looked(), shown[onShelf]
		}
		a.done = a.done && !a.nothing
		at := time.Duration(20 * i)
		history = append(history, happened(i, at-time.Duration(dice.IntN(30)), at+time.Duration(dice.IntN(30)), q, a))
	}
	return history
}
