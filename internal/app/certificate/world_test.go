package certificate

import (
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/matter"
	mt "github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

// world is a database with a desk for each of its handles.
type world struct {
	mt.World
	*Service
	clock *testkit.Clock
	desks []*Service
}

func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	several(t, 1, test)
}

func several(t *testing.T, handles int, test func(t *testing.T, w *world)) {
	t.Helper()
	policies, err := domain.ShippedUsePolicies()
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := domain.ShippedCertificateKinds()
	if err != nil {
		t.Fatal(err)
	}
	opened.Several(t, testkit.PostgresTemplate, handles, func(t *testing.T, stores []*sqlstore.Store) {
		w := &world{World: mt.NewWorld(t, stores[0]), clock: testkit.NewClock(mt.Start)}
		for _, store := range stores {
			w.desks = append(w.desks, New(matter.Config{Store: store, Clock: w.clock, Policies: policies}, kinds))
		}
		w.Service = w.desks[0]
		test(t, w)
		w.NoNumbersInTrail()
	})
}

// asks is a request for a kind in a capacity that is entitled, in order but for the papers, which were not verified.
func (w *world) asks(code domain.CertificateCode, capacity domain.Capacity, dossier int) Form {
	form := Form{Kind: code, Requester: domain.Requester{Name: "赵公", IDNumber: mt.Number(900), Capacity: capacity}, Recipient: "区房产局", Use: "办理购房"}
	switch {
	case capacity == domain.CapacitySelf:
		form.Requester.IDNumber = mt.Number(dossier)
	case capacity == domain.CapacityKin:
		form.Requester.Relation = "女儿"
	case capacity.Official():
		form.Requester.Unit = "某单位"
	}
	kind, _ := w.Kinds().Of(code)
	entitled, _ := kind.Entitles(capacity)
	for _, need := range entitled.Evidence {
		form.Evidence = append(form.Evidence, domain.Evidence{Kind: need, No: "证1号"})
	}
	return form
}

// seen are the papers of a request, all found right.
func seen(evidence []domain.Evidence) []domain.Evidence {
	verified := make([]domain.Evidence, len(evidence))
	for i, e := range evidence {
		verified[i] = e
		verified[i].Verified = true
	}
	return verified
}

func said(text string, pages ...int) []StatementForm {
	return []StatementForm{{Text: text, Citations: []CitationForm{{MaterialID: "m1", Pages: pages}}}}
}

// requested, verified, drafted, reviewed and issued bring a request of the subject of the n-th dossier that far.
func (w *world) requested(n int) domain.Certificate {
	w.T.Helper()
	return mt.Must(w.Request(w.T.Context(), mt.Clerk, w.Worker(n), w.asks("LABOR_PERSONNEL", domain.CapacitySelf, n), ""))
}

func (w *world) verified(n int) domain.Certificate {
	w.T.Helper()
	c := w.requested(n)
	return mt.Must(w.Verify(w.T.Context(), mt.Clerk, c.ID, c.Version, seen(c.Evidence)))
}

func (w *world) drafted(n int) domain.Certificate {
	w.T.Helper()
	c := w.verified(n)
	return mt.Must(w.Draft(w.T.Context(), mt.Clerk, c.ID, c.Version, said("1970年12月参加工作", 1), ""))
}

func (w *world) reviewed(n int) domain.Certificate {
	w.T.Helper()
	c := w.drafted(n)
	return mt.Must(w.Decide(w.T.Context(), mt.Approver, c.ID, c.Version, true, ""))
}

func (w *world) issued(n int) domain.Certificate {
	w.T.Helper()
	c := w.reviewed(n)
	return mt.Must(w.Issue(w.T.Context(), mt.Clerk, c.ID, c.Version))
}

func (w *world) stored(id string) domain.Certificate {
	w.T.Helper()
	return mt.Must(w.Store.Certificates().Get(w.T.Context(), id))
}

// proof is what is said of a certificate to who asks by its code today.
func (w *world) proof(c domain.Certificate) domain.Proof {
	w.T.Helper()
	return mt.Must(w.Store.Proofs().Get(w.T.Context(), c.Code))
}

// unchanged expects a certificate to be as it was, and nothing to have been noted about it but readings.
func (w *world) unchanged(what string, before domain.Certificate) {
	w.T.Helper()
	if now := w.stored(before.ID); now.Version != before.Version || now.State != before.State {
		w.T.Errorf("%s: changed: %s, version %d; was %s, %d", what, now.State, now.Version, before.State, before.Version)
	}
}

func (w *world) days(n int) { w.clock.Advance(time.Duration(n) * mt.Day) }
