package sqlstore_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/testkit"
)

// oldLoans are loans as they stood in a table of their own: one asked for, one out, one returned, one of a dossier and a user
// that are unknown.
func oldLoans(subject domain.IDNumber) []domain.Loan {
	made := time.Date(2026, 3, 9, 1, 2, 3, 456789000, time.UTC)
	loan := func(n int, state domain.LoanState) domain.Loan {
		return domain.Loan{State: state,
			Matter: domain.Matter{ID: fmt.Sprint("loan-", n), No: fmt.Sprint("JY-", n), DossierID: "dossier-1", ArchivalCode: "TX-1", Name: `王"明\`,
				IDNumber: subject, OfficeCode: "o", Division: "210106", Category: domain.CategoryWorker, Steps: []domain.ApprovalStep{{Role: "approver"}},
				CreatedBy: "clerk", CreatedName: "钱管", CreatedAt: made, UpdatedAt: made.Add(time.Hour).Truncate(time.Second), Version: n},
			Request: domain.LoanRequest{Unit: "市公证处", Borrowers: []domain.Borrower{{Name: "赵\x00公", IDNumber: "21", Phone: "024"}},
				Purpose: "OTHER", LetterOn: domain.Date(2026, 3, 1), Days: 7}}
	}
	asked, out, back, strange := loan(1, domain.LoanRequested), loan(2, domain.LoanOut), loan(3, domain.LoanDefective), loan(4, domain.LoanRejected)
	asked.DossierID, asked.IDNumber, asked.RequestKey = "dossier-2", "", "key"
	for _, l := range []*domain.Loan{&out, &back} {
		l.Steps[0] = domain.ApprovalStep{Role: "approver", Approved: true, By: "boss", ByName: "孙批", At: made, Opinion: "同意"}
		l.Expected, l.FetchBy, l.DueOn = domain.VolumeCount{Volumes: 1, Materials: 20, Pages: 300}, domain.Date(2026, 3, 12), domain.Date(2026, 10, 9)
		l.FetchedBy, l.OutAt = "赵公", made.Add(time.Minute)
	}
	out.Renewals = []domain.Renewal{{Days: 3, Reason: "开庭改期", ByName: "钱管", At: made}, {Days: 2}}
	out.Reminded = []domain.PartialDate{domain.Date(2026, 10, 8)}
	back.Return = domain.ReturnCheck{Counted: domain.VolumeCount{Volumes: 1, Materials: 19, Pages: 298}, Defect: "缺1份"}
	back.ReturnedBy, back.ReturnedAt = "赵公", made.Add(2*time.Hour)
	strange.DossierID, strange.IDNumber, strange.CreatedBy, strange.CreatedName, strange.Reason = "gone", "", "gone", "", "不同意"
	return []domain.Loan{asked, out, back, strange}
}

// insertOldLoan writes a loan as the program wrote it into the table loans.
func insertOldLoan(t *testing.T, s *sqlstore.Store, l domain.Loan) {
	t.Helper()
	text := func(value any) string {
		encoded, err := json.Marshal(value)
		must(t, err)
		return string(encoded)
	}
	at := func(when time.Time) any { return sql.NullTime{Time: when, Valid: !when.IsZero()} }
	values := []any{l.ID, l.No, l.DossierID, l.ArchivalCode, l.Name, l.OfficeCode, l.Division, string(l.Category), l.Request.Unit, text(l.Request),
		sql.NullString{String: l.RequestKey, Valid: l.RequestKey != ""}, string(l.State), text(l.Steps), text(l.Expected), l.FetchBy.String(),
		l.DueOn.String(), l.Facts().WaitsFor.String(), l.FetchedBy, at(l.OutAt), text(l.Renewals), text(l.Reminded), text(l.Return), l.ReturnedBy,
		at(l.ReturnedAt), l.Reason, l.CreatedBy, at(l.CreatedAt), at(l.UpdatedAt), l.Version}
	places := make([]string, len(values))
	for i := range places {
		places[i] = fmt.Sprint("$", i+1)
	}
	_, err := s.SQL().ExecContext(t.Context(), "INSERT INTO loans VALUES ("+strings.Join(places, ", ")+")", values...)
	must(t, err)
}

// TestLoansAreCarriedOver: what stood in the table of loans is found again as matters.
func TestLoansAreCarriedOver(t *testing.T) {
	for name, config := range map[string]sqlstore.Config{
		"sqlite":   {SQLitePath: filepath.Join(t.TempDir(), "a.db")},
		"postgres": {URL: testkit.Postgres(t)},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, s := t.Context(), open(t, config)
			_, err := provider(t, s).UpTo(ctx, 6)
			must(t, err)
			must(t, s.Dossiers().Put(ctx, &domain.Dossier{ID: "dossier-1", Version: 1, Office: domain.ArchiveOffice{Code: "o"},
				Retiree: domain.Retiree{ID: "r", IDNumber: "21999919500101001X"}}))
			_, err = s.SQL().ExecContext(ctx, "INSERT INTO users (id, login, name, password_hash, must_change, disabled, failed_logins, created_at, version) "+
				"VALUES ('clerk', 'clerk', '钱管', '', false, false, 0, '2026-01-01 00:00:00+00:00', 1)")
			must(t, err)
			want := oldLoans("21999919500101001X")
			for _, l := range want {
				insertOldLoan(t, s, l)
			}
			must(t, s.Migrate(ctx))
			for _, l := range want {
				have, err := s.Loans().Get(ctx, l.ID)
				must(t, err)
				if diff := cmp.Diff(l, have); diff != "" {
					t.Errorf("%s (-want +have):\n%s", l.ID, diff)
				}
				entry, err := s.Matters().ByNo(ctx, l.No)
				must(t, err)
				if diff := cmp.Diff(domain.MatterEntry{Matter: l.Matter, MatterFacts: l.Facts()}, entry); diff != "" {
					t.Errorf("%s in a listing (-want +have):\n%s", l.ID, diff)
				}
			}
			again, err := s.Loans().ByRequestKey(ctx, "clerk", "key")
			must(t, err)
			again.State = domain.LoanApproved
			must(t, s.Loans().Update(ctx, &again))
			due, err := s.Loans().Due(ctx, domain.Date(2026, 10, 9), "", 9)
			must(t, err)
			if len(due) != 1 || due[0].ID != "loan-2" {
				t.Errorf("due: %+v", due)
			}
			all, err := s.Loans().List(ctx, authz.Everything(), domain.MatterFilter{Text: "公证"}, "", 9)
			must(t, err)
			if len(all) != len(want) {
				t.Errorf("%d loans carried over", len(all))
			}
		})
	}
}
