package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// testMatters holds the repository of each kind to the same promises.
func testMatters(t *testing.T, s domain.Store) {
	keepsMatters(t, s.Loans(), "loan", loan, func(l *domain.Loan) {
		l.State, l.OutAt, l.DueOn, l.Expected = domain.LoanOut, noon, domain.Date(2026, 3, 16), domain.VolumeCount{Volumes: 1, Materials: 2, Pages: 3}
		l.Renewals = []domain.Renewal{{Days: 3, Reason: "开庭改期", ByName: "钱管", At: noon}}
		l.Reminded = []domain.PartialDate{domain.Date(2026, 3, 15)}
	})
	keepsMatters(t, s.Consultations(), "consultation", consultation, func(c *domain.Consultation) {
		c.State, c.OpenBy, c.Approved = domain.ConsultationApproved, domain.Date(2026, 3, 16), domain.UseScope{Classes: []string{"1"}}
	})
	keepsMatters(t, s.Copies(), "copy", copyOrder, func(o *domain.CopyOrder) {
		o.State, o.Pieces, o.IssuedAt = domain.CopyIssued, []domain.CopyPiece{{No: "FZ-1-01", Code: "7KQ2"}}, noon
	})
	keepsMatters(t, s.Certificates(), "certificate", certificate, func(c *domain.Certificate) {
		c.State, c.CertificateNo, c.IssuedOn = domain.CertificateIssued, "ZM-1", domain.DateOf(noon)
	})
	keepsMatters(t, s.Outbounds(), "outbound", outbound, func(o *domain.OutboundTransfer) {
		o.State, o.ReceiptDue = domain.OutboundDispatched, domain.Date(2026, 4, 9)
		o.Dispatch = domain.Dispatch{Channel: domain.ChannelCourier, Couriers: []string{"孙送"}, On: domain.Date(2026, 3, 9)}
	})
	keepsMatters(t, s.Holds(), "hold", hold, func(h *domain.Hold) { h.State, h.SpecialMerit = domain.HoldDue, true })
	same(t, "kinds that are counted", len(domain.MatterKinds()), len(got[map[domain.MatterKind]map[string]int](t)(s.Matters().Counts(t.Context(), authz.Everything()))))
}

// matterNo makes the numbers of the matters of a whole test distinct.
func matterNo(code string, n int) int {
	for i, kind := range []string{"loan", "consultation", "copy", "certificate", "outbound", "hold"} {
		if kind == code {
			return 100*(i+1) + n
		}
	}
	panic("no kind " + code)
}

func keepsMatters[T any, P interface {
	*T
	domain.Case
}](t *testing.T, repo domain.MatterRepo[T], code string, build func(int, domain.ArchiveOffice) T, change func(*T)) {
	t.Helper()
	ctx := t.Context()
	common := func(matter *T) *domain.Matter { return P(matter).Common() }
	first, other := build(matterNo(code, 1), tiexi), build(matterNo(code, 2), tiexi)
	common(&first).RequestKey = "key-" + code
	must(t, repo.Create(ctx, first))
	common(&other).ID = common(&first).ID
	refused(t, "the same id", repo.Create(ctx, other), errs.Conflict, "unique.matters_id")
	other = build(matterNo(code, 2), tiexi)
	same(t, "created", first, got[T](t)(repo.Get(ctx, common(&first).ID)))
	same(t, "by request", first, got[T](t)(repo.ByRequestKey(ctx, "clerk", "key-"+code)))
	refused(t, "another's key", errOf(repo.ByRequestKey(ctx, "other", "key-"+code)), errs.NotFound, code+".not_found")
	refused(t, "no key", errOf(repo.ByRequestKey(ctx, "clerk", "")), errs.NotFound, code+".not_found")
	common(&other).RequestKey = "key-" + code
	refused(t, "the same key", repo.Create(ctx, other), errs.Conflict, "unique.matters_request_key")
	common(&other).RequestKey, common(&other).No = "", common(&first).No
	refused(t, "the same number", repo.Create(ctx, other), errs.Conflict, "unique.matters_no")

	stale := first
	change(&first)
	common(&first).Steps = []domain.ApprovalStep{{Role: "approver", Approved: true, By: "boss", ByName: "孙批", At: noon, Opinion: "同意"}}
	common(&first).UpdatedAt = noon.Add(time.Hour)
	must(t, repo.Update(ctx, &first))
	same(t, "version", 2, common(&first).Version)
	same(t, "updated", first, got[T](t)(repo.Get(ctx, common(&first).ID)))
	refused(t, "older version", repo.Update(ctx, &stale), errs.Stale, code+".stale")
	same(t, "version after a refusal", 1, common(&stale).Version)
	refused(t, "unknown one", repo.Update(ctx, &other), errs.NotFound, code+".not_found")
	refused(t, "unknown id", errOf(repo.Get(ctx, "nowhere")), errs.NotFound, code+".not_found")
	// Of the kinds before this one there are matters already: none of them is of this kind.
	same(t, "of this kind", []T{first}, got[[]T](t)(repo.List(ctx, authz.Everything(), domain.MatterFilter{Kinds: domain.MatterKinds()}, "", 99)))
}

// testKindsApart: an id or a number of another kind finds nothing.
func testKindsApart(t *testing.T, s domain.Store) {
	ctx := t.Context()
	l := loan(1, tiexi)
	l.RequestKey = "key"
	must(t, s.Loans().Create(ctx, l))
	refused(t, "hold of the id of a loan", errOf(s.Holds().Get(ctx, l.ID)), errs.NotFound, "hold.not_found")
	refused(t, "outbound of the key of a loan", errOf(s.Outbounds().ByRequestKey(ctx, "clerk", "key")), errs.NotFound, "outbound.not_found")
	h := hold(1, tiexi)
	refused(t, "a hold in the place of a loan", s.Holds().Update(ctx, &h), errs.NotFound, "hold.not_found")
	same(t, "the loan", l, got[domain.Loan](t)(s.Loans().Get(ctx, l.ID)))
}

// testExclusive: while a matter needs the paper, no other one of the dossier may, of whatever kind and in whatever order.
func testExclusive(t *testing.T, s domain.Store) {
	ctx, n := t.Context(), 0
	blocked := func(what string, id string, exclusive bool) {
		t.Helper()
		rival := outbound(0, tiexi)
		rival.ID, rival.No, rival.DossierID = "rival-"+id, "rival-"+id, "dossier-"+id[len("matter-"):]
		err := s.Outbounds().Create(ctx, rival)
		if !exclusive {
			must(t, err)
			return
		}
		refused(t, "forwarding beside "+what, err, errs.Conflict, "unique.matters_exclusive")
	}
	for _, state := range domain.LoanMachine().States() {
		n++
		l := loan(n, tiexi)
		l.State = state
		must(t, s.Loans().Create(ctx, l))
		blocked("loan "+string(state), l.ID, state.Open())
	}
	for _, c := range []struct {
		state     domain.ConsultationState
		medium    domain.Medium
		exclusive bool
	}{
		{domain.ConsultationVerified, domain.MediumPaper, true}, {domain.ConsultationOpened, domain.MediumPaper, true},
		{domain.ConsultationOpened, domain.MediumTerminal, false}, {domain.ConsultationRefused, domain.MediumPaper, false},
		{domain.ConsultationClosed, domain.MediumPaper, false},
	} {
		n++
		visit := consultation(n, tiexi)
		visit.State, visit.Medium = c.state, c.medium
		must(t, s.Consultations().Create(ctx, visit))
		blocked(fmt.Sprint("consultation ", c.state, c.medium), visit.ID, c.exclusive)
	}
	for _, state := range domain.HoldMachine().States() {
		n++
		h := hold(n, tiexi)
		h.State = state
		must(t, s.Holds().Create(ctx, h))
		blocked("hold "+string(state), h.ID, state == domain.HoldRequested || state == domain.HoldApproved)
	}
	n++
	must(t, s.Certificates().Create(ctx, certificate(n, tiexi)))
	blocked("certificate", fmt.Sprintf("matter-%06d", n), false)
}

// testExclusiveUpdates: a matter that comes to need the paper is held to the same, and one that ends makes room.
func testExclusiveUpdates(t *testing.T, s domain.Store) {
	ctx := t.Context()
	h, l := hold(1, tiexi), loan(2, tiexi)
	h.State, l.DossierID = domain.HoldDue, h.DossierID
	must(t, s.Holds().Create(ctx, h))
	must(t, s.Loans().Create(ctx, l))
	h.State = domain.HoldRequested
	refused(t, "handing over what is lent", s.Holds().Update(ctx, &h), errs.Conflict, "unique.matters_exclusive")
	same(t, "version after the refusal", 1, h.Version)
	l.State = domain.LoanRejected
	must(t, s.Loans().Update(ctx, &l))
	must(t, s.Holds().Update(ctx, &h))
	second := loan(3, tiexi)
	second.DossierID = h.DossierID
	refused(t, "lending what is handed over", s.Loans().Create(ctx, second), errs.Conflict, "unique.matters_exclusive")
}

// testExclusiveRacers: of many matters of all kinds that begin at once with one dossier exactly one wins.
func testExclusiveRacers(t *testing.T, s domain.Store) {
	ctx := t.Context()
	begin := []func(n int) error{
		func(n int) error { l := loan(n, tiexi); l.DossierID = "d"; return s.Loans().Create(ctx, l) },
		func(n int) error {
			c := consultation(n, tiexi)
			c.DossierID = "d"
			return s.Consultations().Create(ctx, c)
		},
		func(n int) error { o := outbound(n, tiexi); o.DossierID = "d"; return s.Outbounds().Create(ctx, o) },
	}
	var mu sync.Mutex
	won := 0
	together(20, func(n int) {
		err := begin[n%len(begin)](n)
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			won++
		} else if errs.CodeOf(err) != "unique.matters_exclusive" {
			t.Errorf("racer: %v", err)
		}
	})
	same(t, "winners", 1, won)
	same(t, "matters", 1, len(got[[]domain.MatterEntry](t)(s.Matters().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: "d"}, "", 99))))
}

// testMatterTx: a number and its matter come and go together.
func testMatterTx(t *testing.T, s domain.Store) {
	ctx := t.Context()
	must(t, s.Loans().Create(ctx, loan(1, tiexi)))
	err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		must(t, tx.Certificates().Create(ctx, certificate(2, tiexi)))
		rival := outbound(3, tiexi)
		rival.DossierID = loan(1, tiexi).DossierID
		return tx.Outbounds().Create(ctx, rival)
	})
	refused(t, "transaction", err, errs.Conflict, "unique.matters_exclusive")
	refused(t, "its certificate", errOf(s.Certificates().Get(ctx, "matter-000002")), errs.NotFound, "certificate.not_found")
}
