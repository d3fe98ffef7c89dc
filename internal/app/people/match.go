package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	maxMatchRows  = 20_000
	maxNameRunes  = 64
	maxNumber     = 32
	maxFaultyRows = 20 // rows named in one refusal
)

// MatchRequest is a department's list with what it is about.
type MatchRequest struct {
	Department domain.Department
	Kind       domain.MatchKind
	Name       string // of the list
	RequestKey string // Idempotency-Key; empty: none
	Division   string // whose persons it is matched against; empty: the only division the actor may submit for
	Rows       []domain.MatchInput
}

// RunMatch matches up to 20,000 rows against the persons of the division and stores what was found for review. A RequestKey
// that the actor used before gives the run of then.
func (s *Service) RunMatch(ctx context.Context, actor authz.Actor, request MatchRequest) (domain.MatchRun, error) {
	if err := s.admitMatch(ctx, actor, &request); err != nil {
		return domain.MatchRun{}, err
	}
	if earlier, found, err := s.earlierRun(ctx, actor, request.RequestKey); found || err != nil {
		return earlier, err
	}
	rows, err := s.tidyRows(request.Rows)
	if err != nil {
		return domain.MatchRun{}, err
	}
	m := matcher{ledger: s.Store.Ledger(), names: s.Names, scope: actor.Scope(authz.MatchSubmit), division: request.Division}
	matched, err := m.match(ctx, rows)
	if err != nil {
		return domain.MatchRun{}, errs.Wrap("match list", err)
	}
	run := s.newRun(actor, request, matched)
	err = s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Matches().Create(ctx, run, matched); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.matchEntry(actor, domain.AuditMatchRun, run.ID, audit.Detail{"department": run.Department,
			"kind": run.Kind, "division": run.Division, "rows": run.Rows, "exact": run.Exact, "probable": run.Probable}))
	})
	if errs.Is(err, errs.Conflict) && request.RequestKey != "" { // the same request came twice at once
		if earlier, found, again := s.earlierRun(ctx, actor, request.RequestKey); found || again != nil {
			return earlier, again
		}
	}
	if err != nil {
		return domain.MatchRun{}, errs.Wrap("store match", err)
	}
	return run, nil
}

// RunMatchFile is RunMatch for a list in a file on this machine, named as it was uploaded; the request's own rows are ignored.
func (s *Service) RunMatchFile(ctx context.Context, actor authz.Actor, request MatchRequest, path, name string) (domain.MatchRun, error) {
	if err := s.admitMatch(ctx, actor, &request); err != nil {
		return domain.MatchRun{}, err
	}
	request.Rows = nil
	err := s.ReadList(ctx, path, name, func(row domain.MatchInput) error {
		if len(request.Rows) == maxMatchRows {
			return errTooManyRows()
		}
		request.Rows = append(request.Rows, row)
		return nil
	})
	if err != nil {
		return domain.MatchRun{}, errs.Wrap("read list", err)
	}
	return s.RunMatch(ctx, actor, request)
}

func errTooManyRows() error {
	return errs.New(errs.TooLarge, "match.rows", "一份名单最多%d行，请分成几份报送", maxMatchRows)
}

func (s *Service) admitMatch(ctx context.Context, actor authz.Actor, request *MatchRequest) error {
	scope := actor.Scope(authz.MatchSubmit)
	if scope.Empty() {
		return errForbidden
	}
	if request.Division == "" && !scope.All && len(scope.Divisions) == 1 {
		request.Division = scope.Divisions[0]
	}
	if err := s.checkMatchDivision(ctx, request.Division); err != nil {
		return err
	}
	if !scope.Covers("", request.Division) {
		return errForbidden
	}
	if departmentLabel(request.Department) == "" {
		return errs.New(errs.Invalid, "match.department", "没有代码为“%s”的部门", request.Department).
			WithFields(errs.Field{Name: "department", Message: "部门不正确"})
	}
	if request.Kind != domain.MatchDeaths && request.Kind != domain.MatchResidences {
		return errs.New(errs.Invalid, "match.kind", "名单种类须为死亡人员（DEATHS）或居住信息（RESIDENCES）").
			WithFields(errs.Field{Name: "kind", Message: "名单种类不正确"})
	}
	name, err := required("name", "名单名称", request.Name)
	request.Name = domain.MaskNumbers(name)
	return err
}

func (s *Service) checkMatchDivision(ctx context.Context, division string) error {
	divisions, err := s.Store.Places().Divisions(ctx)
	if err != nil {
		return errs.Wrap("read divisions", err)
	}
	if !slices.ContainsFunc(divisions, func(d domain.Division) bool { return d.Code == division }) {
		return errs.New(errs.Invalid, "match.division", "请选择比对范围：市、区县、街道或社区的区划代码").
			WithFields(errs.Field{Name: "division", Message: "没有这个行政区划"})
	}
	return nil
}

func (s *Service) earlierRun(ctx context.Context, actor authz.Actor, key string) (domain.MatchRun, bool, error) {
	if key == "" {
		return domain.MatchRun{}, false, nil
	}
	run, err := s.Store.Matches().ByRequestKey(ctx, actor.UserID, key)
	if errs.Is(err, errs.NotFound) {
		return domain.MatchRun{}, false, nil
	}
	return run, err == nil, errs.Wrap("look for earlier match", err)
}

// tidyRows normalises rows and refuses a list with rows that cannot be meant.
func (s *Service) tidyRows(given []domain.MatchInput) ([]domain.MatchInput, error) {
	if len(given) == 0 {
		return nil, errs.New(errs.Invalid, "match.empty", "名单中没有人员")
	}
	if len(given) > maxMatchRows {
		return nil, errTooManyRows()
	}
	rows := slices.Clone(given)
	var faults []errs.Field
	for i := range rows {
		row := &rows[i]
		if row.Row == 0 {
			row.Row = i + 1
		}
		row.Name, row.Residence = strings.TrimSpace(row.Name), strings.TrimSpace(row.Residence)
		row.IDNumber = domain.NormalizeIDNumber(row.IDNumber.Full())
		if field, message := rowFault(row); message != "" && len(faults) < maxFaultyRows {
			faults = append(faults, errs.Field{Name: fmt.Sprintf("rows[%d].%s", i, field), Message: fmt.Sprintf("第%d行：%s", row.Row, message)})
		}
	}
	if len(faults) > 0 {
		return nil, errs.New(errs.Invalid, "match.row", "名单有误，请更正后重新报送：%s", faults[0].Message).WithFields(faults...)
	}
	return rows, nil
}

func rowFault(row *domain.MatchInput) (field, message string) {
	switch {
	case row.Name == "" && row.IDNumber == "":
		return "name", "姓名和身份证号不能都为空"
	case utf8.RuneCountInString(row.Name) > maxNameRunes:
		return "name", "姓名过长"
	case len(row.IDNumber) > maxNumber:
		return "idNumber", "身份证号过长"
	case utf8.RuneCountInString(row.Residence) > maxText:
		return "residence", "住址过长"
	case row.Division != "" && !domain.ValidDivisionCode(row.Division):
		return "division", "区划代码不正确"
	case !row.BornOn.Valid():
		return "bornOn", "出生日期不存在"
	case !row.On.Valid():
		return "on", "日期不存在"
	}
	return "", ""
}

func (s *Service) newRun(actor authz.Actor, request MatchRequest, rows []domain.MatchRow) domain.MatchRun {
	run := domain.MatchRun{ID: domain.NewID(), Department: request.Department, Kind: request.Kind, Name: request.Name,
		Division: request.Division, RequestKey: request.RequestKey, Rows: len(rows), CreatedBy: actor.UserID, CreatedAt: s.Clock.Now()}
	for i := range rows {
		rows[i].RunID, rows[i].Seq, rows[i].Review = run.ID, i+1, domain.ReviewPending
		switch rows[i].Verdict {
		case domain.MatchExact:
			run.Exact++
		case domain.MatchProbable:
			run.Probable++
		default:
			run.None++
			rows[i].Review = domain.ReviewNone
		}
	}
	run.Pending = run.Exact + run.Probable
	return run
}

func departmentLabel(code domain.Department) string {
	for _, department := range domain.Departments() {
		if department.Code == code {
			return department.Label
		}
	}
	return ""
}

func (s *Service) matchEntry(actor authz.Actor, action domain.AuditAction, runID string, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.Clock.Now(), actor, action, audit.Subject{Object: "match", ID: runID}, detail)
}
