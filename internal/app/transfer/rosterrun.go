package transfer

import (
	"context"
	"fmt"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// rosterRun goes through one roster, as a dry run or storing, in steps. What it keeps does not grow with the file but for
// one entry for each identity number and each enterprise.
type rosterRun struct {
	*Service
	repos    domain.Repos
	actor    authz.Actor // the uploader
	roster   domain.RosterImport
	storing  bool
	progress func(rows int)

	rowOf   map[domain.IDNumber]int
	targets map[string]*target // by enterprise id
	called  map[string]string  // enterprise ids by code or name as rows give it; found ones only
	offices map[string]string  // names by code
	chunk   []domain.RosterRow
	counts  domain.RosterImport
	batches []string
}

// target is an enterprise met in the file, with where its persons go.
type target struct {
	enterprise domain.Enterprise
	place      place
	refusal    *domain.Violation     // why none of its rows is taken; nil: they are
	batch      *domain.TransferBatch // once found or opened
	used       bool                  // has a good row
}

func (s *Service) newRosterRun(repos domain.Repos, actor authz.Actor, r domain.RosterImport) *rosterRun {
	return &rosterRun{Service: s, repos: repos, actor: actor, roster: r, progress: func(int) {}, rowOf: map[domain.IDNumber]int{},
		targets: map[string]*target{}, called: map[string]string{}, offices: map[string]string{}}
}

// read goes through the file.
func (r *rosterRun) read(ctx context.Context, path, name string) error {
	divisions, err := r.repos.Places().Divisions(ctx)
	if err != nil {
		return err
	}
	err = r.ReadRoster(ctx, path, name, divisions, func(row domain.RosterRow) error {
		r.chunk = append(r.chunk, row)
		if len(r.chunk) < step {
			return nil
		}
		return r.flush(ctx)
	})
	if err != nil {
		return err
	}
	if err := r.flush(ctx); err != nil {
		return err
	}
	if r.counts.Rows == 0 {
		return errs.New(errs.Unprocessable, "roster.empty", "名册中没有人员，请使用系统提供的模板填写")
	}
	return nil
}

// report puts what was counted into a roster import.
func (r *rosterRun) report(into *domain.RosterImport) {
	into.Rows, into.Accepted, into.Refused, into.Skipped = r.counts.Rows, r.counts.Accepted, r.counts.Refused, r.counts.Skipped
	into.Warnings, into.Violations, into.Problem = r.counts.Warnings, r.counts.Violations, ""
	into.Enterprises = 0
	for _, t := range r.targets {
		if t.used {
			into.Enterprises++
		}
	}
}

// flush judges the rows gathered so far and stores the good ones.
func (r *rosterRun) flush(ctx context.Context) error {
	if len(r.chunk) == 0 {
		return nil
	}
	if err := r.resolve(ctx); err != nil {
		return err
	}
	numbers := make([]domain.IDNumber, len(r.chunk))
	for i := range r.chunk {
		numbers[i] = r.chunk[i].Form.IDNumber
	}
	found, err := findStanding(ctx, r.repos, numbers, r.offices)
	if err != nil {
		return err
	}
	good := map[*target][]domain.BatchLine{}
	var order []*target
	for i := range r.chunk {
		t, takes := r.row(&r.chunk[i], found)
		if !takes {
			continue
		}
		if len(good[t]) == 0 {
			order = append(order, t)
		}
		good[t] = append(good[t], domain.BatchLine{State: domain.LinePending, Form: r.chunk[i].Form})
	}
	r.chunk = r.chunk[:0]
	r.progress(r.counts.Rows)
	if !r.storing {
		return nil
	}
	for _, t := range order {
		if err := r.store(ctx, t, good[t]); err != nil {
			return err
		}
	}
	return nil
}

// row judges one row, counts it and reports whether it is to become a line.
func (r *rosterRun) row(row *domain.RosterRow, found standing) (*target, bool) {
	r.counts.Rows++
	violations := append(row.Findings, domain.CheckInfoForm(row.Row, &row.Form, r.today())...)
	t, refusal := r.targetOf(row)
	if refusal != nil {
		violations = append(violations, *refusal)
	}
	if t != nil && r.standsAlready(row, t, found) && r.first(row) == nil {
		r.counts.Skipped++
		return nil, false
	}
	if v := r.person(row, found); v != nil {
		violations = append(violations, *v)
	}
	if t != nil && row.Form.InsurancePlace != "" && row.Form.InsurancePlace != t.place.insurance {
		violations = append(violations, domain.Violation{Rule: domain.R05, Level: domain.Warn, Row: row.Row, Field: "参保地",
			Message: fmt.Sprintf("参保地%s与单位参保地%s不一致，提交前须核对", row.Form.InsurancePlace, t.place.insurance)})
	}
	r.note(violations)
	if domain.Blocked(violations) {
		r.counts.Refused++
		return nil, false
	}
	r.counts.Accepted++
	t.used = true
	return t, true
}

func (r *rosterRun) note(violations []domain.Violation) {
	for _, v := range violations {
		if v.Level == domain.Warn {
			r.counts.Warnings++
		}
		if len(r.counts.Violations) < domain.MaxRosterViolations {
			r.counts.Violations = append(r.counts.Violations, v)
		}
	}
}

// first remembers the row of a person; for one who was met before it gives the violation that names both rows.
func (r *rosterRun) first(row *domain.RosterRow) *domain.Violation {
	number := row.Form.IDNumber
	if number == "" {
		return nil
	}
	earlier, repeated := r.rowOf[number]
	if !repeated || earlier == row.Row {
		r.rowOf[number] = row.Row
		return nil
	}
	return duplicated(row, fmt.Sprintf("第%d行与第%d行是同一人，名册中一人只能列一行", row.Row, earlier))
}

func duplicated(row *domain.RosterRow, message string) *domain.Violation {
	return &domain.Violation{Rule: domain.R10, Level: domain.Block, Row: row.Row, Field: "身份证号", Message: message}
}

// person applies rule R10.
func (r *rosterRun) person(row *domain.RosterRow, found standing) *domain.Violation {
	if v := r.first(row); v != nil {
		return v
	}
	if held := found.held(row.Form.IDNumber); held != "" {
		return duplicated(row, held)
	}
	if elsewhere := found.elsewhere(r.actor, row.Form.IDNumber, ""); elsewhere != "" {
		return duplicated(row, elsewhere)
	}
	return nil
}

// standsAlready reports whether the person stands, with the same form, in a draft batch this roster may go to.
func (r *rosterRun) standsAlready(row *domain.RosterRow, t *target, found standing) bool {
	at, stands := found.lines[row.Form.IDNumber]
	return stands && at.Batch.State == domain.BatchDraft && at.Batch.EnterpriseID == t.enterprise.ID &&
		(r.roster.BatchID == "" || r.roster.BatchID == at.Batch.ID) && sameForm(at.Line.Form, row.Form)
}

// store adds lines to the batch of their enterprise, which is found or opened first.
func (r *rosterRun) store(ctx context.Context, t *target, lines []domain.BatchLine) error {
	if t.batch == nil {
		b, err := r.batchFor(ctx, t)
		if err != nil {
			return err
		}
		t.batch = &b
		r.batches = append(r.batches, b.ID)
	}
	_, err := r.repos.Batches().AddLines(ctx, t.batch.ID, lines)
	return err
}

// batchFor holds the batch that rows of an enterprise go to, so that it stays a draft until they are in.
func (r *rosterRun) batchFor(ctx context.Context, t *target) (domain.TransferBatch, error) {
	id := r.roster.BatchID
	if id == "" {
		draft, err := r.repos.Batches().DraftOf(ctx, t.enterprise.ID)
		if errs.Is(err, errs.NotFound) {
			return r.createBatch(ctx, r.repos, r.actor, t.enterprise, t.place, "")
		}
		if err != nil {
			return draft, err
		}
		id = draft.ID
	}
	b, err := r.repos.Batches().Hold(ctx, id, true)
	if err != nil {
		return b, err
	}
	if b.State == domain.BatchDraft {
		return b, nil
	}
	if r.roster.BatchID == "" { // submitted since it was found
		return r.createBatch(ctx, r.repos, r.actor, t.enterprise, t.place, "")
	}
	return b, errs.New(errs.Unprocessable, "roster.batch", "移交批次%s已不是草稿，不能再导入人员", b.No)
}
