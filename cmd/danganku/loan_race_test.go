package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	racers    = 1000
	repeaters = 200
)

// race lets all racers come at once, spread over the nodes, and returns what the winners were told. All others must be told one
// of the documented refusals.
func (c *cluster) race(what string, racers int, try func(n int) message, refusals ...string) []reply {
	c.t.Helper()
	var mu sync.Mutex
	var won []reply
	lost := map[string]int{}
	var running sync.WaitGroup
	begin := make(chan struct{})
	for n := range racers {
		running.Go(func() {
			<-begin
			r, err := c.send(c.t.Context(), n%len(c.nodes), try(n))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				lost[err.Error()]++
			case r.done():
				won = append(won, r)
			default:
				lost[fmt.Sprint(r.status, " ", r.Code)]++
			}
		})
	}
	close(begin)
	running.Wait()
	accounted := len(won)
	for _, refusal := range refusals {
		accounted += lost[refusal]
	}
	if accounted != racers {
		c.t.Errorf("%s: %d of %d succeed, the others are told %v", what, len(won), racers, lost)
	}
	return won
}

// Of a thousand who ask for one dossier at once, through all processes of the installation, one gets the loan; of a thousand who
// then fetch it one leaves with it.
func TestThousandBorrowOneDossierThroughServers(t *testing.T) {
	onClusters(t, 1, func(t *testing.T, c *cluster) {
		dossier := c.dossiers[0]
		asked := c.race("request", racers, func(n int) message {
			return message{as: "archivist", method: http.MethodPost, path: "/dossiers/" + dossier + "/loans", key: fmt.Sprintf("racer-%04d", n),
				body: loanForm(fmt.Sprint("单位", n))}
		}, "409 unique.matters_exclusive")
		if len(asked) != 1 || asked[0].status != http.StatusCreated {
			t.Fatalf("%d requests were taken: %v", len(asked), asked)
		}
		loan := "/loans/" + asked[0].ID
		c.must(message{as: "approver", method: http.MethodPost, path: loan + "/approval", version: 1, body: map[string]any{"approved": true, "opinion": ""}}, nil)
		fetched := c.race("check-out", racers, func(int) message {
			return message{as: "archivist", method: http.MethodPost, path: loan + "/check-out", version: 2, body: map[string]any{"fetchedBy": "赵公"}}
		}, "412 loan.stale", "409 custody.moved", "409 custody.transition")
		if len(fetched) != 1 {
			t.Fatalf("%d left with the dossier", len(fetched))
		}
		for node := range c.nodes {
			where, err := c.look(t.Context(), node, dossier)
			if err != nil || where.State != "ON_LOAN" || where.Basis.ID != asked[0].ID || len(where.Moves) != 1 {
				t.Errorf("node %d says %+v, %v", node, where, err)
			}
		}
	})
}

// A data folder, and with it a SQLite file, is served by one process: a second one is turned away before it touches anything.
func TestSecondServerOfDataFolderIsRefused(t *testing.T) {
	p := newProgram(t)
	p.serve()
	second := *p
	second.env = append(slices.Clone(p.env), "DANGANKU_LISTEN=127.0.0.1:0")
	if _, problems, code := second.execute("serve"); code == 0 || !strings.Contains(problems, "正由另一个进程使用") {
		t.Errorf("exit %d:\n%s", code, problems)
	}
}

// A request that a client repeats with its key while the first is under way is one request, and is answered as one.
func TestRepeatsMakeOnePaper(t *testing.T) {
	onClusters(t, 2, func(t *testing.T, c *cluster) {
		free := c.dossiers
		for _, d := range custodyDeeds() {
			if !d.begins() {
				continue
			}
			dossier := free[0]
			free = free[1:]
			made := c.race(d.name, repeaters, func(int) message {
				return message{as: d.as, method: http.MethodPost, path: d.path(dossier, ""), key: "repeated-" + d.kind, body: d.body}
			})
			ids := map[string]int{}
			for _, r := range made {
				ids[r.ID]++
			}
			if len(ids) != 1 {
				t.Errorf("%s made %v", d.name, ids)
			}
		}
	})
}
