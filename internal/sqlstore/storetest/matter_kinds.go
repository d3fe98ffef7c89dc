package storetest

import (
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// testScreens: a code starts a screen while the consultation is open, the token names it ever after.
func testScreens(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Consultations()
	first, second := opened(1, tiexi), opened(2, tiexi)
	must(t, repo.Create(ctx, first))
	must(t, repo.Create(ctx, second))
	must(t, repo.Create(ctx, consultation(3, tiexi))) // neither code nor token: not confused with others of the kind
	must(t, repo.Create(ctx, consultation(4, tiexi)))
	same(t, "by code", second, got[domain.Consultation](t)(repo.ByCode(ctx, "code-2")))
	for _, unknown := range []string{"code-9", ""} {
		refused(t, "unknown code", errOf(repo.ByCode(ctx, unknown)), errs.NotFound, "consultation.not_found")
		refused(t, "unknown token", errOf(repo.ByToken(ctx, unknown)), errs.NotFound, "consultation.not_found")
	}
	taken := opened(5, tiexi)
	taken.Session.CodeHash = "code-2"
	refused(t, "a code that starts another screen", repo.Create(ctx, taken), errs.Conflict, "unique.matters_screen_code")

	second.Session.CodeHash, second.Session.TokenHash = "", "token-2"
	must(t, repo.Update(ctx, &second))
	refused(t, "a code that was used", errOf(repo.ByCode(ctx, "code-2")), errs.NotFound, "consultation.not_found")
	same(t, "by token", second, got[domain.Consultation](t)(repo.ByToken(ctx, "token-2")))
	must(t, repo.Create(ctx, taken))
	second.State = domain.ConsultationExpired
	must(t, repo.Update(ctx, &second))
	same(t, "by token when the time is over", second, got[domain.Consultation](t)(repo.ByToken(ctx, "token-2")))
	first.State = domain.ConsultationExpired
	must(t, repo.Update(ctx, &first))
	refused(t, "a code when the time is over", errOf(repo.ByCode(ctx, "code-1")), errs.NotFound, "consultation.not_found")
}

func testCopiesOf(t *testing.T, s domain.Store) {
	ctx := t.Context()
	orders := []domain.CopyOrder{copyOrder(1, tiexi), copyOrder(2, tiexi), copyOrder(3, tiexi)}
	orders[1].ConsultationID = "matter-000009"
	orders[2].State = domain.CopyVoided
	for _, order := range []int{2, 0, 1} {
		must(t, s.Copies().Create(ctx, orders[order]))
	}
	must(t, s.Consultations().Create(ctx, consultation(0, tiexi)))
	of := func(id string) []domain.CopyOrder {
		return got[[]domain.CopyOrder](t)(s.Consultations().CopiesOf(ctx, id))
	}
	same(t, "oldest first", []domain.CopyOrder{orders[0], orders[2]}, of("matter-000000"))
	same(t, "of another", orders[1:2], of("matter-000009"))
	same(t, "of none", 0, len(of("nowhere")))
}

func testProofs(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Proofs()
	proof := func(code, matter string) domain.Proof {
		return domain.Proof{Code: code, Kind: domain.PaperCertificate, Number: "no-" + code, OfficeCode: tiexi.Code, MatterID: matter,
			IssuedOn: domain.Date(2026, 3, 9), ValidUntil: domain.Date(2026, 6, 9)}
	}
	must(t, repo.Create(ctx))
	first, second, other := proof("A", "m1"), proof("B", "m1"), proof("C", "m2")
	must(t, repo.Create(ctx, first, second, other))
	same(t, "proof", first, got[domain.Proof](t)(repo.Get(ctx, "A")))
	refused(t, "unknown code", errOf(repo.Get(ctx, "D")), errs.NotFound, "proof.not_found")
	refused(t, "a code twice", repo.Create(ctx, proof("D", "m3"), proof("C", "m3")), errs.Conflict, "unique.proofs_code")
	refused(t, "the rest of what was refused", errOf(repo.Get(ctx, "D")), errs.NotFound, "proof.not_found")

	must(t, repo.Void(ctx, "m1", noon, ""))
	first.VoidedAt, second.VoidedAt = noon, noon
	same(t, "voided", first, got[domain.Proof](t)(repo.Get(ctx, "A")))
	same(t, "the other paper of the matter", second, got[domain.Proof](t)(repo.Get(ctx, "B")))
	same(t, "papers of other matters", other, got[domain.Proof](t)(repo.Get(ctx, "C")))
	must(t, repo.Void(ctx, "m1", noon.Add(time.Hour), "no-E"))
	first.ReplacedBy = "no-E"
	same(t, "replaced later", first, got[domain.Proof](t)(repo.Get(ctx, "A")))
	must(t, repo.Void(ctx, "m1", noon.Add(2*time.Hour), ""))
	same(t, "voided once more", first, got[domain.Proof](t)(repo.Get(ctx, "A")))
	must(t, repo.Void(ctx, "nowhere", noon, ""))
}

// testHeldOnce: a dossier is kept once, unless by mistake.
func testHeldOnce(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Holds()
	first, second := hold(1, tiexi), hold(2, tiexi)
	second.DossierID = first.DossierID
	must(t, repo.Create(ctx, first))
	refused(t, "a second hold", repo.Create(ctx, second), errs.Conflict, "unique.matters_hold")
	first.State = domain.HoldWithdrawn
	must(t, repo.Update(ctx, &first))
	must(t, repo.Create(ctx, second))
	first.State = domain.HoldKept
	refused(t, "the first one again", repo.Update(ctx, &first), errs.Conflict, "unique.matters_hold")
}

// testOnShelf: seven dossiers, of which the first two are to be held.
func testOnShelf(t *testing.T, s domain.Store) {
	ctx := t.Context()
	var persons []domain.LedgerPerson
	for n := range 7 {
		d := shelved(n, []domain.ArchiveOffice{tiexi, shenhe}[n%2])
		if n == 6 {
			d.Custody = domain.QC
		}
		must(t, s.Dossiers().Put(ctx, d))
		p := person(n, "210106001")
		p.Survival, p.DiedOn = domain.SurvivalDeceased, domain.Date(2026, 2, n+1)
		if n == 5 {
			p.Survival, p.DiedOn = domain.SurvivalAlive, domain.PartialDate{}
		}
		persons = append(persons, p)
	}
	must(t, s.Ledger().Enter(ctx, persons))
	id := func(n int) string { return hold(n, tiexi).DossierID }
	for _, to := range []domain.CustodyState{domain.OnLoan, domain.InStorage} { // 1 is back on the shelf, 2 is lent
		must(t, s.Custody().Record(ctx, moveOf(t, s, id(1), to, "JY-1")))
	}
	must(t, s.Custody().Record(ctx, moveOf(t, s, id(2), domain.OnLoan, "JY-2")))
	kept, done, undone := hold(3, shenhe), hold(4, tiexi), hold(0, tiexi)
	done.State, undone.State = domain.HoldTransferred, domain.HoldWithdrawn
	for _, h := range []domain.Hold{kept, done, undone} {
		must(t, s.Holds().Create(ctx, h))
	}
	must(t, s.Loans().Create(ctx, loan(100, tiexi))) // another matter is no hold
	list := func(scope authz.Scope, after string, limit int) []string {
		t.Helper()
		var ids []string
		for _, found := range got[[]domain.DeceasedOnShelf](t)(s.Holds().OnShelf(ctx, scope, after, limit)) {
			ids = append(ids, found.Head.ID)
		}
		return ids
	}
	all := authz.Everything()
	same(t, "on the shelf", []string{id(0), id(1)}, list(all, "", 9))
	same(t, "in pages", []string{id(1)}, list(all, id(0), 9))
	same(t, "at most", []string{id(0)}, list(all, "", 1))
	same(t, "scope", []string{id(1)}, list(authz.Scope{Divisions: []string{"210103"}}, "", 9))
	same(t, "no scope", 0, len(list(authz.Scope{}, "", 9)))
	found := got[[]domain.DeceasedOnShelf](t)(s.Holds().OnShelf(ctx, all, id(0), 1))
	same(t, "head", domain.DeceasedOnShelf{Head: got[domain.DossierHead](t)(s.Dossiers().Head(ctx, id(1))), DiedOn: domain.Date(2026, 2, 2)}, found[0])
	must(t, s.Holds().Create(ctx, hold(1, tiexi)))
	same(t, "after it is held", []string{id(0)}, list(all, "", 9))
}

func testRecusals(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Users()
	u := domain.User{ID: "u1", Login: "lisi", CreatedAt: noon, Version: 1}
	must(t, repo.Create(ctx, u))
	same(t, "nothing declared", u, got[domain.User](t)(repo.Get(ctx, u.ID)))
	u.Recusal = domain.Recusal{IDNumber: idNumber(1), Relatives: []domain.DeclaredRelative{{Name: "李父", IDNumber: idNumber(2), Relation: "父"}}}
	must(t, repo.Update(ctx, &u))
	same(t, "declared", u, got[domain.User](t)(repo.Get(ctx, u.ID)))
	u.Recusal = domain.Recusal{}
	must(t, repo.Update(ctx, &u))
	same(t, "taken back", u, got[domain.User](t)(repo.Get(ctx, u.ID)))
}
