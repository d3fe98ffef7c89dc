package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// lend takes a released dossier out of the storeroom.
func (d intake) lend(t *testing.T, dossierID string) domain.Loan {
	t.Helper()
	ctx := t.Context()
	policy, err := d.circulation.LoanPolicy(ctx, d.actor, dossierID)
	if err != nil {
		t.Fatal(err)
	}
	digits := "21010619800309901"
	borrower := domain.Borrower{Name: "赵公", IDNumber: domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))}
	loan, err := d.circulation.Request(ctx, d.actor, dossierID, domain.LoanRequest{Unit: "市公证处", Borrowers: []domain.Borrower{borrower},
		Purpose: policy.Purposes[0].Code, Content: "履历表", WhyNot: "须当庭出示原件", LetterNo: "公介1号", LetterOn: domain.DateOf(d.clock.Now()), Days: 7}, "")
	for i := 0; err == nil && loan.State == domain.LoanRequested; i++ {
		grant := authz.Grant{Role: authz.Role(loan.Steps[i].Role)}
		loan, err = d.circulation.Approve(ctx, authz.Actor{UserID: loan.Steps[i].Role, Grants: []authz.Grant{grant}}, loan.ID, loan.Version, true, "")
	}
	if err == nil {
		loan, err = d.circulation.CheckOut(ctx, d.actor, loan.ID, loan.Version, borrower.Name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return loan
}

// mustBeLent looks for the state of a dossier wherever it is shown.
func (d intake) mustBeLent(t *testing.T, when, id string) {
	t.Helper()
	d.catchUp(t)
	ctx := t.Context()
	found, err := d.dossiers.Search(ctx, d.actor, search.Query{Filters: map[search.FacetField][]string{search.FacetStatus: {string(domain.OnLoan)}}, Limit: 5})
	if err != nil || found.Total != 1 || found.Found[0].Head.ID != id || found.Found[0].Head.Custody != domain.OnLoan {
		t.Errorf("%s, search for what is lent: %+v, %v", when, found, err)
	}
	viewed, err := d.dossiers.View(ctx, d.actor, id)
	if err != nil || viewed.Custody != domain.OnLoan {
		t.Errorf("%s, view: %s, %v", when, viewed.Custody, err)
	}
	where, err := d.circulation.Where(ctx, d.actor, id)
	if err != nil || where.Now.State != domain.OnLoan || !strings.Contains(where.Now.Holder, "赵公") {
		t.Errorf("%s, where: %+v, %v", when, where, err)
	}
}

// A dossier that is lent stays so when its record is edited, verified and projected anew; rows and record stay the same.
func TestLentDossiersStayLent(t *testing.T) {
	backends(t, func(t *testing.T, config *Config) {
		d := opened(t, config)
		ctx, folder := t.Context(), t.TempDir()
		fixturePackage(t, folder, 31, 2, 1)
		taken := d.mustTake(t, folder)
		id := editSomething(t, d, taken.ID)
		loan := d.lend(t, id)
		d.mustBeLent(t, "after handing out", id)
		d.mustBeClean(t)

		current, err := d.dossiers.View(ctx, d.actor, id)
		if err != nil {
			t.Fatal(err)
		}
		saved, err := d.dossiers.Edit(ctx, d.actor, id, current.Version, "转正", []dossier.Operation{{Op: dossier.RotatePage, PageNo: current.Pages[0].No, Rotation: 180}})
		if err != nil || saved.Custody != domain.OnLoan {
			t.Fatalf("edit of a lent dossier: %+v, %v", saved, err)
		}
		if record, err := d.archive.Record(ctx, id, 0); err != nil || record.Custody != domain.InStorage {
			t.Fatalf("the record follows the loan: %s, %v", record.Custody, err)
		}
		d.mustBeLent(t, "after an edit", id)
		if _, err := d.ingests.Undo(ctx, d.actor, taken.ID); errs.CodeOf(err) != "ingest.released" {
			t.Errorf("undoing what is lent: %v", err)
		}
		before := d.exported(t)
		if _, err := d.integrity.Rebuild(ctx, func(int) {}); err != nil {
			t.Fatal(err)
		}
		if d.exported(t) != before {
			t.Error("a rebuild changed the catalogue")
		}
		d.mustBeLent(t, "after a rebuild", id)
		d.mustBeClean(t)

		expected := domain.ReturnCheck{Counted: loan.Expected, SealIntact: true}
		if _, err := d.circulation.Return(ctx, d.actor, loan.ID, loan.Version, "赵公", expected); err != nil {
			t.Fatal(err)
		}
		if viewed, err := d.dossiers.View(ctx, d.actor, id); err != nil || viewed.Custody != domain.InStorage {
			t.Errorf("after the return: %s, %v", viewed.Custody, err)
		}
		d.catchUp(t)
		d.mustBeClean(t)
	})
}

func TestRulesOfTheInstallation(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const policy = `[{"Operation": "LOAN", "Category": "WORKER", "ValidFrom": "2026-01-01", "Source": "本馆规定", "MaxDays": 3, "UsualDays": 1, "FetchDays": 1, "Chain": ["archivist"], "Purposes": [["OTHER", "其他"]]}]`
	const kind = `[{"Code": "SERVICE", "Title": "工龄证明", "Entitled": [{"Capacity": "SELF", "Evidence": ["ID_CARD"]}], "Opening": "兹证明{name}", "Closing": "特此证明。"}]`
	config := embedded(t)
	config.Policies, config.CertificateKinds = write("policies.json", policy), write("kinds.json", kind)
	d := opened(t, config)
	if len(d.circulation.Policies) != 1 || d.circulation.Policies[0].MaxDays != 3 || len(d.forwarding.Policies) != 1 {
		t.Errorf("policies: %+v", d.circulation.Policies)
	}
	if kinds := d.certificate.Kinds(); len(kinds) != 1 || kinds[0].Title != "工龄证明" {
		t.Errorf("kinds of certificates: %+v", kinds)
	}
	for _, name := range []string{"loan timers", "consultation timers", "forwarding timers"} {
		if !slices.ContainsFunc(d.tasks(config.logger()), func(each task) bool { return each.name == name }) {
			t.Errorf("nothing runs the %s", name)
		}
	}
	for variable, spoil := range map[string]func(){
		"DANGANKU_POLICIES":          func() { write("policies.json", strings.Replace(policy, "MaxDays", "MaxDay", 1)) },
		"DANGANKU_CERTIFICATE_KINDS": func() { write("kinds.json", strings.Replace(kind, "SELF", "SELVES", 1)) },
	} {
		spoil()
		if in, err := openWithoutIndex(t.Context(), config); err == nil || !strings.Contains(err.Error(), variable) {
			t.Errorf("a misspelt rule in %s: %v, %v", variable, in, err)
		}
		write("policies.json", policy)
		write("kinds.json", kind)
	}
}
