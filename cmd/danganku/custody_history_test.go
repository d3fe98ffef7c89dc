package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

var (
	custodyKills = flag.Int("custody.kills", 6, "times server processes are killed below clerks who lend and return")
	custodySeed  = flag.Uint64("custody.seed", 0, "seed of what clerks and killer do; 0: a new one")
)

const (
	shelvedDossiers   = 3
	clerksPerDossier  = 4
	killsWhileLeaving = 2
	longestQuiet      = 800 * time.Millisecond // between two kills
	longestDown       = 30 * time.Second       // of all processes at once
)

// shift is a number of clerks at one dossier.
type shift struct {
	*cluster
	dossier string
	deeds   []deed
	began   time.Time
	leaving chan struct{} // closed when dossiers may be sent away
	over    chan struct{} // closed when the shift is over

	mu      sync.Mutex
	stage   stage               // as far as the clerks know
	papers  map[string][]string // by kind
	events  []porcupine.Operation
	strange map[string]bool // answers that were reported
}

// Whatever is killed, clerks are told only what can have happened to each dossier one after the other.
func TestCustodyIsLinearizableUnderKills(t *testing.T) {
	onClusters(t, shelvedDossiers, func(t *testing.T, c *cluster) {
		seed := *custodySeed
		if seed == 0 {
			seed = rand.Uint64()
		}
		t.Logf("-custody.seed=%d", seed)
		for _, s := range c.workUnderKills(seed) {
			s.mustBeLinearizable()
		}
		for _, s := range c.servers {
			s.kill()
		}
		if report, code := c.nodes[0].run("verify", "--json"); code != 0 {
			t.Errorf("verify exits with %d:\n%s", code, report)
		}
	})
}

// workUnderKills lets clerks work at all dossiers until the killing is over. Near the end they send dossiers away, too.
func (c *cluster) workUnderKills(seed uint64) []*shift {
	var shifts []*shift
	var working sync.WaitGroup
	leaving, over := make(chan struct{}), make(chan struct{})
	defer working.Wait()
	defer close(over)
	for i, dossier := range c.dossiers {
		s := &shift{cluster: c, dossier: dossier, deeds: custodyDeeds(), began: time.Now(), leaving: leaving, over: over,
			papers: map[string][]string{}, strange: map[string]bool{}}
		shifts = append(shifts, s)
		for n := range clerksPerDossier {
			clerk := 1 + i*clerksPerDossier + n
			working.Go(func() { s.work(clerk, rand.New(rand.NewPCG(seed, uint64(clerk)))) })
		}
	}
	dice := rand.New(rand.NewPCG(seed, 0))
	c.killAtRandom(dice, *custodyKills-killsWhileLeaving)
	close(leaving)
	c.killAtRandom(dice, killsWhileLeaving)
	return shifts
}

// killAtRandom kills some of the processes or all at random moments, and starts them again.
func (c *cluster) killAtRandom(dice *rand.Rand, times int) {
	for range times {
		pause(c.t, time.Duration(dice.Int64N(int64(longestQuiet))))
		down := dice.Perm(len(c.servers))[:1+dice.IntN(len(c.servers))]
		for _, node := range down {
			c.servers[node].kill()
		}
		for _, node := range down {
			c.servers[node] = c.nodes[node].serve()
		}
	}
}

// work is one clerk's: at random one tries a deed or looks.
func (s *shift) work(clerk int, dice *rand.Rand) {
	for n := 0; !closed(s.over); n++ {
		q := s.choose(dice)
		s.record(clerk, dice, q, fmt.Sprintf("clerk-%d-deed-%d", clerk, n))
	}
}

func closed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// choose picks what is tried next, half of the time from what the clerks think can be done, with the newest paper or the one
// before.
func (s *shift) choose(dice *rand.Rand) tried {
	s.mu.Lock()
	defer s.mu.Unlock()
	sensible := dice.IntN(2) == 0
	var open []tried
	for _, d := range s.deeds {
		papers := s.papers[d.kind]
		if sensible && d.from != s.stage || !d.begins() && len(papers) == 0 || d.to == onTheWay && !closed(s.leaving) {
			continue
		}
		q := tried{deed: d}
		if !d.begins() {
			q.paper = papers[max(0, len(papers)-1-dice.IntN(6)/5)]
		}
		open = append(open, q)
	}
	if which := dice.IntN(len(open) + 1); which < len(open) {
		return open[which]
	}
	return tried{}
}

func (s *shift) record(clerk int, dice *rand.Rand, q tried, key string) {
	from := time.Since(s.began)
	a := s.do(dice, q, key)
	until := time.Since(s.began)
	if a.nothing && q.looked() {
		return // it changed nothing and says nothing
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.done && !q.looked() {
		s.stage = q.deed.to
	}
	if kind := q.deed.kind; a.done && q.deed.begins() {
		if slices.Contains(s.papers[kind], a.paper) {
			s.t.Errorf("%s: two were both answered with %s", q.deed.name, a.paper)
		}
		s.papers[kind] = append(s.papers[kind], a.paper)
	}
	s.events = append(s.events, happened(clerk, from, until, q, a))
}

// do tries a deed. A paper is made with a key, so that whoever was told nothing asks again until the fate of the first attempt
// is known; with the other deeds nobody will know.
func (s *shift) do(dice *rand.Rand, q tried, key string) answer {
	if q.looked() {
		var where custody
		err := s.reach(dice, func(node int) (err error) {
			where, err = s.look(s.t.Context(), node, s.dossier)
			return err
		})
		return answer{nothing: err != nil, where: where}
	}
	m := message{as: q.deed.as, method: http.MethodPost, path: q.deed.path(s.dossier, q.paper), version: q.deed.version, body: q.deed.body}
	if q.deed.begins() {
		m.key = key
	}
	for {
		var r reply
		err := s.reach(dice, func(node int) (err error) {
			r, err = s.send(s.t.Context(), node, m)
			return err
		})
		switch unknown := err != nil || r.status == http.StatusServiceUnavailable; {
		case unknown && m.key != "" && s.t.Context().Err() == nil:
			continue
		case unknown:
			return answer{nothing: true}
		case r.done():
			return answer{done: true, paper: r.ID}
		case !slices.Contains(refusals(), r.Code):
			s.report(q.deed.name, r)
		}
		return answer{refused: r.Code}
	}
}

// report fails the test with an answer that no clerk should get, once for each kind.
func (s *shift) report(deed string, r reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kind := fmt.Sprint(deed, r.status, r.Code); !s.strange[kind] {
		s.strange[kind] = true
		s.t.Errorf("%s: %s", deed, r)
	}
}

// refusals are the codes by which a clerk is told that the dossier or the paper is not in the state for a deed.
func refusals() []string {
	return []string{"unique.matters_exclusive", "custody.moved", "custody.transition", "loan.stale", "outbound.stale", "outbound.transition", "LOAN_NOT_ALLOWED", "OUTBOUND_INVALID"}
}

// reach tries nodes in turn until one is there to be asked.
func (s *shift) reach(dice *rand.Rand, ask func(node int) error) error {
	first := dice.IntN(len(s.nodes))
	for deadline := time.Now().Add(longestDown); time.Now().Before(deadline); first++ {
		if err := ask(first % len(s.nodes)); !errors.Is(err, errNotSent) {
			return err
		}
		pause(s.t, 10*time.Millisecond)
	}
	s.t.Errorf("no node was there for %s", longestDown)
	return errNotSent
}

// mustBeLinearizable judges the history with a last look, and makes sure that the judge would have found a dossier handed out
// twice in it.
func (s *shift) mustBeLinearizable() {
	s.t.Helper()
	s.record(0, rand.New(rand.NewPCG(0, 0)), tried{}, "")
	count, handedOut := map[string]int{}, -1
	for i, event := range s.events {
		switch q, a := event.Input.(tried), event.Output.(answer); {
		case a.nothing:
			count["unknown"]++
		case a.done:
			count[q.deed.name]++
			if q.deed.to == lentOut {
				handedOut = i
			}
		default:
			count["looked or refused"]++
		}
	}
	s.t.Logf("%d operations: %v", len(s.events), count)
	if possible, around := judge(s.t, s.events); !possible {
		s.t.Error("what the clerks were told cannot have happened in any order")
		for _, op := range around {
			s.t.Log(tell(op))
		}
		return
	}
	if count["check out"] < 3 {
		s.t.Fatal("next to nothing happened")
	}
	if possible, _ := judge(s.t, append(slices.Clone(s.events), s.events[handedOut])); possible {
		s.t.Error("a dossier that was handed out twice with one loan is not noticed")
	}
}
