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
	shelvedDossiers  = 3
	clerksPerDossier = 4
	longestQuiet     = 800 * time.Millisecond // between two kills
	longestDown      = 30 * time.Second       // of all processes at once
)

// shift is a number of clerks at one dossier.
type shift struct {
	*cluster
	dossier string
	deeds   []deed
	began   time.Time
	over    chan struct{}

	mu      sync.Mutex
	papers  []string
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

// workUnderKills lets clerks work at all dossiers until the killing is over.
func (c *cluster) workUnderKills(seed uint64) []*shift {
	var shifts []*shift
	var working sync.WaitGroup
	over := make(chan struct{})
	defer working.Wait()
	defer close(over)
	for i, dossier := range c.dossiers {
		s := &shift{cluster: c, dossier: dossier, deeds: deedsOfLoans(), began: time.Now(), over: over, strange: map[string]bool{}}
		shifts = append(shifts, s)
		for n := range clerksPerDossier {
			clerk := 1 + i*clerksPerDossier + n
			working.Go(func() { s.work(clerk, rand.New(rand.NewPCG(seed, uint64(clerk)))) })
		}
	}
	c.killAtRandom(rand.New(rand.NewPCG(seed, 0)))
	return shifts
}

// killAtRandom kills some of the processes or all at random moments, and starts them again.
func (c *cluster) killAtRandom(dice *rand.Rand) {
	for range *custodyKills {
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

// work is one clerk's: at random one does one of the deeds with the newest paper or the one before, or looks.
func (s *shift) work(clerk int, dice *rand.Rand) {
	for n := 0; ; n++ {
		select {
		case <-s.over:
			return
		default:
		}
		q := tried{}
		if which := dice.IntN(len(s.deeds) + 1); which < len(s.deeds) {
			q.deed = s.deeds[which]
		}
		if !q.looked() && !q.deed.begins {
			if q.paper = s.paper(dice); q.paper == "" {
				continue
			}
		}
		s.record(clerk, dice, q, fmt.Sprintf("clerk-%d-deed-%d", clerk, n))
	}
}

func (s *shift) paper(dice *rand.Rand) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.papers) == 0 {
		return ""
	}
	return s.papers[max(0, len(s.papers)-1-dice.IntN(6)/5)]
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
	if a.done && q.deed.begins {
		if slices.Contains(s.papers, a.paper) {
			s.t.Errorf("two requests were both answered with %s", a.paper)
		}
		s.papers = append(s.papers, a.paper)
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
	m := message{as: q.deed.as, method: http.MethodPost, version: q.deed.version, body: q.deed.body}
	if q.deed.begins {
		m.path, m.key = "/dossiers/"+s.dossier+q.deed.path, key
	} else {
		m.path = fmt.Sprintf(q.deed.path, q.paper)
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
		case !refusal(r):
			s.report(q.deed.name, r)
		}
		return answer{}
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

// refusal reports whether a clerk was told that the dossier or the paper is not in the state for it.
func refusal(r reply) bool {
	return r.status == http.StatusConflict || r.status == http.StatusPreconditionFailed || r.Code == "LOAN_NOT_ALLOWED"
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
	if !judge(s.t, s.events) {
		s.t.Error("what the clerks were told cannot have happened in any order")
		return
	}
	if count["check out"] < 3 {
		s.t.Fatal("next to nothing happened")
	}
	if twice := append(slices.Clone(s.events), s.events[handedOut]); judge(s.t, twice) {
		s.t.Error("a dossier that was handed out twice with one loan is not noticed")
	}
}
