package transfer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// outcome is what a roster came to.
type outcome struct {
	Rows, Accepted, Refused, Skipped, Enterprises int
}

func outcomeOf(r domain.RosterImport) outcome {
	return outcome{r.Rows, r.Accepted, r.Refused, r.Skipped, r.Enterprises}
}

// imported confirms an inspected roster and imports it.
func (w *world) imported(actor authz.Actor, r domain.RosterImport) domain.RosterImport {
	w.t.Helper()
	must(w.ConfirmRoster(w.t.Context(), actor, r.ID, false))
	return must(w.ImportRoster(w.t.Context(), r.ID))
}

// said are the rules that violations name, with their messages.
func said(violations []domain.Violation, rule domain.RuleID, words string) bool {
	return slices.ContainsFunc(violations, func(v domain.Violation) bool {
		return v.Rule == rule && v.Row > 0 && strings.Contains(v.Message, words)
	})
}

func TestRosterOfManyEnterprises(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		one, two, away := w.enterprise(), w.enterprise(), w.enterprise(func(e *domain.Enterprise) { e.InsuranceDivision = huanggu })
		byName := func(f *domain.InfoForm) { f.EmployerUSCC = "" }
		repeated, held, standing := w.form(one), w.form(one), w.form(two)
		w.dossier(held)
		other := w.draft(two, standing)
		standing.Name = "改名"
		forms := []domain.InfoForm{w.form(one), w.form(two), w.form(one, byName), repeated, repeated, held, standing, w.form(away),
			w.form(one, byName, func(f *domain.InfoForm) { f.Employer = "没有的厂" }),
			w.form(one, func(f *domain.InfoForm) { f.EmployerUSCC = "91210100MA00" }),
			w.form(one, func(f *domain.InfoForm) { f.EmployerUSCC = uscc(9_000_000) }),
			w.form(one, func(f *domain.InfoForm) { f.Roster.Originals = 0 })}
		r := w.inspected(w.agency, forms...)
		if diff := cmp.Diff(outcome{Rows: 12, Accepted: 4, Refused: 8, Enterprises: 2}, outcomeOf(r)); diff != "" || r.State != domain.RosterInspected {
			t.Errorf("%s: %s\n%v", r.State, diff, r.Violations)
		}
		for _, v := range []struct {
			rule  domain.RuleID
			words string
		}{
			{domain.R10, "第7行与第6行是同一人"}, {domain.R10, "皇姑区人事档案管理中心（档号" + held.Roster.ArchivalCode}, {domain.R10, other.No + "第1行"},
			{domain.R05, "不在您的办理范围内"}, {domain.R01, "“没有的厂”尚未登记"}, {domain.R11, "91210100MA00"}, {domain.R01, uscc(9_000_000)}, {domain.R14, "缺少档案卷数"},
		} {
			if !said(r.Violations, v.rule, v.words) {
				t.Errorf("nothing says %s %s: %v", v.rule, v.words, r.Violations)
			}
		}
		r = w.imported(w.agency, r)
		if r.State != domain.RosterImported || len(r.Batches) != 2 || r.Batches[1] != other.ID {
			t.Fatalf("imported: %s into %v", r.State, r.Batches)
		}
		names := func(batchID string) (names []string) {
			for _, l := range must(w.Store.Batches().Lines(t.Context(), batchID, domain.LineFilter{}, 0, 10)) {
				names = append(names, l.Form.Name)
			}
			return names
		}
		if got, want := names(r.Batches[0]), []string{forms[0].Name, forms[2].Name, repeated.Name}; !slices.Equal(got, want) {
			t.Errorf("the first batch has %v, want %v", got, want)
		}
		if got := names(other.ID); len(got) != 2 || got[1] != forms[1].Name {
			t.Errorf("the draft that was there has %v", got)
		}
	})
}

// Importing again, from the start or after a crash in the middle, changes nothing that is done and completes what is not.
func TestImportIsDoneOnceOrNotAtAll(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e := w.enterprise()
		forms := make([]domain.InfoForm, 1201)
		for i := range forms {
			forms[i] = w.form(e)
		}
		r := w.inspected(w.agency, forms...)
		must(w.ConfirmRoster(t.Context(), w.agency, r.ID, false))
		crash := errors.New("power failure")
		whole := w.ReadRoster
		w.ReadRoster = func(ctx context.Context, path, name string, divisions []domain.Division, each func(domain.RosterRow) error) error {
			rows := 0
			return whole(ctx, path, name, divisions, func(row domain.RosterRow) error {
				if rows++; rows > 1100 {
					return crash
				}
				return each(row)
			})
		}
		if _, err := w.ImportRoster(t.Context(), r.ID); !errors.Is(err, crash) {
			t.Fatalf("got %v", err)
		}
		if _, err := w.Store.Batches().DraftOf(t.Context(), e.ID); err == nil {
			t.Error("half an import left a batch")
		}
		w.ReadRoster = whole
		for range 2 {
			imported := must(w.ImportRoster(t.Context(), r.ID))
			tally := must(w.Store.Batches().Tally(t.Context(), imported.Batches[0]))
			if imported.State != domain.RosterImported || len(imported.Batches) != 1 || tally.Total() != len(forms) {
				t.Fatalf("imported %v: %v", imported.Batches, tally)
			}
		}
		again := w.imported(w.agency, w.inspected(w.agency, forms...))
		if diff := cmp.Diff(outcome{Rows: len(forms), Skipped: len(forms)}, outcomeOf(again)); diff != "" {
			t.Error(diff)
		}
		_, err := w.CancelRoster(t.Context(), w.agency, r.ID)
		refused(t, err, "roster.state")
	})
}

func TestHandlersImportForTheirOwnEnterprise(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		own, other := w.enterprise(), w.enterprise()
		handler := w.handler(own)
		nameless := w.form(own, func(f *domain.InfoForm) { f.Employer, f.EmployerUSCC = "", "" })
		r := w.inspected(handler, w.form(own), nameless, w.form(other))
		if diff := cmp.Diff(outcome{Rows: 3, Accepted: 2, Refused: 1, Enterprises: 1}, outcomeOf(r)); diff != "" {
			t.Errorf("%s %v", diff, r.Violations)
		}
		if !said(r.Violations, domain.R05, other.Name) {
			t.Errorf("found %v", r.Violations)
		}
		if r = w.imported(handler, r); len(r.Batches) != 1 {
			t.Errorf("imported into %v", r.Batches)
		}
		both := w.handler(own, other)
		_, err := w.UploadRoster(t.Context(), both, RosterRequest{AttachmentID: w.workbook(both, w.form(own))})
		refused(t, err, "roster.batch", "选择")
		_, err = w.Roster(t.Context(), w.handler(other), r.ID)
		refused(t, err, "roster.not_found")
	})
}

// A roster for a batch fails as a whole once the batch is submitted, and so does a file that is no roster.
func TestRostersThatFail(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		w.sealed(e)
		b := w.draft(e, w.form(e))
		r := must(w.UploadRoster(ctx, w.agency, RosterRequest{BatchID: b.ID, AttachmentID: w.workbook(w.agency, w.form(e))}))
		must(w.InspectRoster(ctx, r.ID, nil))
		must(w.ConfirmRoster(ctx, w.agency, r.ID, false))
		must(w.Submit(ctx, w.agency, b.ID, b.Version))
		if r = must(w.ImportRoster(ctx, r.ID)); r.State != domain.RosterFailed || !strings.Contains(r.Problem, b.No) {
			t.Errorf("imported into a submitted batch: %s %q", r.State, r.Problem)
		}
		file := must(w.Upload(ctx, w.agency, "名册.csv", strings.NewReader("甲,乙\n1,2\n")))
		r = must(w.UploadRoster(ctx, w.agency, RosterRequest{AttachmentID: file.ID}))
		if r = must(w.InspectRoster(ctx, r.ID, nil)); r.State != domain.RosterFailed || r.Problem == "" {
			t.Errorf("a file without headings: %s %q", r.State, r.Problem)
		}
		_, err := w.ConfirmRoster(ctx, w.agency, r.ID, false)
		refused(t, err, "roster.state")
	})
}

// Violations are kept up to their limit and counted beyond it.
func TestViolationsAreBounded(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.ReadRoster = func(_ context.Context, _, _ string, _ []domain.Division, each func(domain.RosterRow) error) error {
			for i := range domain.MaxRosterViolations {
				if err := each(domain.RosterRow{Row: i + 2, Form: domain.InfoForm{Name: fmt.Sprint("人", i)}}); err != nil {
					return err
				}
			}
			return nil
		}
		r := w.inspected(w.agency, w.form(w.enterprise()))
		if len(r.Violations) != domain.MaxRosterViolations || r.Refused != domain.MaxRosterViolations {
			t.Errorf("%d refused, %d violations kept", r.Refused, len(r.Violations))
		}
		_, err := w.ConfirmRoster(t.Context(), w.agency, r.ID, false)
		refused(t, err, "roster.nothing")
	})
}
