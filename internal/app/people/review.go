package people

import (
	"context"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	errNoRun = errs.New(errs.NotFound, "match.not_found", "没有这次比对")
	errNoRow = errs.New(errs.NotFound, "match.row_not_found", "比对结果中没有这一行，或该人员不在您的管辖范围")
)

// MatchCandidate is a row with the person it was matched to; nil where it was matched to none.
type MatchCandidate struct {
	Row    domain.MatchRow
	Person *domain.LedgerPerson
}

// sees reports whether the actor may know of a run: whoever sent it, not other departments; whoever reviews lists there; and
// whoever reviews in a part of its division, since persons of that part wait among its rows.
func sees(actor authz.Actor, run domain.MatchRun) bool {
	review := actor.Scope(authz.MatchReview)
	if review.Covers("", run.Division) || run.CreatedBy == actor.UserID && actor.Can(authz.MatchSubmit, "", run.Division) {
		return true
	}
	for _, division := range review.Divisions {
		if run.Division != "" && strings.HasPrefix(division, run.Division) {
			return true
		}
	}
	return false
}

// Matches lists runs newest first, before the given id, at most limit (up to 500): counts, and nothing of any person.
func (s *Service) Matches(ctx context.Context, actor authz.Actor, beforeID string, limit int) ([]domain.MatchRun, error) {
	scope := actor.Scope(authz.MatchReview)
	// A list of the whole city has rows for the reviewers of a district; sees tells which they are.
	for _, division := range scope.Divisions {
		if len(division) > cityCode {
			scope.Divisions = append(scope.Divisions[:len(scope.Divisions):len(scope.Divisions)], division[:cityCode])
		}
	}
	scope = scope.Union(actor.Scope(authz.MatchSubmit))
	if scope.Empty() {
		return nil, errForbidden
	}
	limit = pageOf(limit)
	var seen []domain.MatchRun
	for len(seen) < limit {
		runs, err := s.Store.Matches().List(ctx, scope, beforeID, limit)
		if err != nil {
			return nil, errs.Wrap("list matches", err)
		}
		for _, run := range runs {
			if sees(actor, run) && len(seen) < limit {
				seen = append(seen, run)
			}
		}
		if len(runs) < limit {
			break
		}
		beforeID = runs[len(runs)-1].ID
	}
	return seen, s.log(ctx, s.matchEntry(actor, domain.AuditMatchView, "", audit.Detail{"shown": len(seen)}))
}

const cityCode = 4 // digits of a city's code

// Match reads the counts of one run.
func (s *Service) Match(ctx context.Context, actor authz.Actor, id string) (domain.MatchRun, error) {
	run, err := s.run(ctx, s.Store, actor, id)
	if err != nil {
		return domain.MatchRun{}, err
	}
	return run, s.log(ctx, s.matchEntry(actor, domain.AuditMatchView, id, nil))
}

func (s *Service) run(ctx context.Context, repos domain.Repos, actor authz.Actor, id string) (domain.MatchRun, error) {
	run, err := repos.Matches().Get(ctx, id)
	if errs.Is(err, errs.NotFound) || err == nil && !sees(actor, run) {
		return domain.MatchRun{}, errNoRun
	}
	return run, errs.Wrap("read match", err)
}

// MatchRows lists rows of a run by seq, after the given one, at most limit (up to 500), each with its person; an empty
// verdict or review admits all. Only rows about persons within the actor's review are shown, and those without a person to
// whoever reviews the whole division of the run.
func (s *Service) MatchRows(ctx context.Context, actor authz.Actor, id string, verdict domain.MatchVerdict, review domain.ReviewState,
	afterSeq, limit int) ([]MatchCandidate, error) {
	run, err := s.reviewed(ctx, s.Store, actor, id)
	if err != nil {
		return nil, err
	}
	limit = pageOf(limit)
	var shown []MatchCandidate
	for len(shown) < limit {
		rows, err := s.Store.Matches().Rows(ctx, id, verdict, review, afterSeq, limit)
		if err != nil {
			return nil, errs.Wrap("list match rows", err)
		}
		candidates, err := s.candidates(ctx, actor, run, rows)
		if err != nil {
			return nil, err
		}
		shown = append(shown, candidates[:min(len(candidates), limit-len(shown))]...)
		if len(rows) < limit {
			break
		}
		afterSeq = rows[len(rows)-1].Seq
	}
	return shown, s.log(ctx, s.matchEntry(actor, domain.AuditMatchView, id, audit.Detail{"shown": len(shown)}))
}

// reviewed is run for reviewers; a partner who only submits lists learns that there is more, but not for them.
func (s *Service) reviewed(ctx context.Context, repos domain.Repos, actor authz.Actor, id string) (domain.MatchRun, error) {
	run, err := s.run(ctx, repos, actor, id)
	if err == nil && actor.Scope(authz.MatchReview).Empty() {
		return domain.MatchRun{}, errForbidden
	}
	return run, err
}

func (s *Service) candidates(ctx context.Context, actor authz.Actor, run domain.MatchRun, rows []domain.MatchRow) ([]MatchCandidate, error) {
	var ids []string
	for _, row := range rows {
		if row.PersonID != "" {
			ids = append(ids, row.PersonID)
		}
	}
	persons, err := s.Store.Ledger().ByIDs(ctx, ids)
	if err != nil {
		return nil, errs.Wrap("read matched persons", err)
	}
	scope := actor.Scope(authz.MatchReview)
	var shown []MatchCandidate
	for _, row := range rows {
		person, found := persons[row.PersonID]
		switch {
		case row.PersonID == "" && scope.Covers("", run.Division):
			shown = append(shown, MatchCandidate{Row: row})
		case found && scope.Covers("", person.Division):
			shown = append(shown, MatchCandidate{Row: row, Person: &person})
		}
	}
	return shown, nil
}

// ReviewMatch decides whether a row means the person it was matched to. Confirmed, the death or the new residence goes into
// the ledger in the same transaction.
func (s *Service) ReviewMatch(ctx context.Context, actor authz.Actor, id string, seq int, confirm bool, note string) (MatchCandidate, error) {
	note = strings.TrimSpace(note)
	if err := short("note", "说明", note); err != nil {
		return MatchCandidate{}, err
	}
	var reviewed MatchCandidate
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		run, err := s.reviewed(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		row, person, err := s.pending(ctx, tx, actor, id, seq)
		if err != nil {
			return err
		}
		row.Review = domain.ReviewRejected
		if confirm {
			row.Review = domain.ReviewConfirmed
			if err := s.applyMatch(ctx, tx, actor, run, row.Input, &person); err != nil {
				return err
			}
		}
		row.ReviewedBy, row.ReviewedAt = actor.Name, s.Clock.Now()
		if err := tx.Matches().SetReview(ctx, row); err != nil {
			return err
		}
		reviewed = MatchCandidate{Row: row, Person: &person}
		return tx.Audit().Append(ctx, s.matchEntry(actor, domain.AuditMatchReview, id,
			audit.Detail{"seq": seq, "personId": person.ID, "review": row.Review, "note": domain.MaskNumbers(note)}))
	})
	if err != nil {
		return MatchCandidate{}, errs.Wrap("review match", err)
	}
	return reviewed, nil
}

// pending reads a row that waits for review, with its person.
func (s *Service) pending(ctx context.Context, tx domain.Repos, actor authz.Actor, id string, seq int) (domain.MatchRow, domain.LedgerPerson, error) {
	row, err := tx.Matches().Row(ctx, id, seq)
	if errs.Is(err, errs.NotFound) {
		return row, domain.LedgerPerson{}, errNoRow
	}
	if err != nil {
		return row, domain.LedgerPerson{}, err
	}
	if row.PersonID == "" {
		return row, domain.LedgerPerson{}, errs.New(errs.Conflict, "match.no_person", "第%d行没有相符的人员，无需审核", row.Input.Row)
	}
	person, err := tx.Ledger().Get(ctx, row.PersonID)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.MatchReview, "", person.Division) {
		return row, person, errNoRow
	}
	if err == nil && row.Review != domain.ReviewPending {
		return row, person, errs.New(errs.Conflict, "match.reviewed", "第%d行已由%s审核，请刷新", row.Input.Row, row.ReviewedBy)
	}
	return row, person, err
}

// applyMatch changes the person as the row says.
func (s *Service) applyMatch(ctx context.Context, tx domain.Repos, actor authz.Actor, run domain.MatchRun, row domain.MatchInput, person *domain.LedgerPerson) error {
	source := departmentLabel(run.Department) + "《" + run.Name + "》"
	var what happening
	var err error
	if run.Kind == domain.MatchDeaths {
		what, err = s.matchedDeath(person, row, source)
	} else {
		what, err = s.matchedResidence(ctx, tx, person, row, source)
	}
	if err != nil {
		return err
	}
	return s.record(ctx, tx, actor, person, what)
}

func (s *Service) matchedDeath(person *domain.LedgerPerson, row domain.MatchInput, source string) (happening, error) {
	if person.Survival != domain.SurvivalDeceased {
		return s.die(person, row.On, source)
	}
	if row.On.Contradicts(person.DiedOn) {
		return happening{}, errs.New(errs.Conflict, "match.other_day", "台账已登记%s于%s死亡，与名单的%s不一致，请核实后撤销原登记或驳回本行",
			person.Name, person.DiedOn, row.On)
	}
	return happening{}, nil
}

func (s *Service) matchedResidence(ctx context.Context, tx domain.Repos, person *domain.LedgerPerson, row domain.MatchInput, source string) (happening, error) {
	if person.Survival == domain.SurvivalDeceased {
		return happening{}, errs.New(errs.Conflict, "ledger.deceased", "%s已登记死亡，不能变更居住地；登记有误的请先撤销", person.Name)
	}
	if row.Residence == "" && row.Division == "" {
		return happening{}, errs.New(errs.Unprocessable, "match.no_residence", "名单第%d行没有写明新住址，请驳回并在台账中登记", row.Row)
	}
	what := happening{}
	words := []string{"来源：" + source}
	if row.Division != "" && row.Division != person.Division {
		moved, err := s.move(ctx, tx, person, row.Division)
		if err != nil {
			return happening{}, err
		}
		what.kind, words = domain.LedgerRouted, append(words, moved)
	}
	if row.Residence != "" {
		change := PersonChange{Residence: &row.Residence}
		if changed := change.apply(person); len(changed) > 0 {
			words = append(words, changed...)
			if what.kind == "" {
				what.kind = domain.LedgerChanged
			}
		}
	}
	what.note = strings.Join(words, "；")
	return what, nil
}
