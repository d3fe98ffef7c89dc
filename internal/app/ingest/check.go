package ingest

import (
	"context"
	"path"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// checker applies the rules to the dossiers of one package, one after the other.
type checker struct {
	in       domain.Ingest
	policy   domain.Policy
	schemes  domain.Schemes
	inFile   map[int][]domain.Violation // by index of the draft: what the package contradicts in itself
	byNumber map[domain.IDNumber]domain.DossierHead
	byCode   map[string]domain.DossierHead
	offices  map[string]string // names by code
	handover handover
}

func newChecker(ctx context.Context, s *Service, in domain.Ingest, reading Reading) (*checker, error) {
	c := &checker{in: in, schemes: s.Schemes, inFile: domain.CheckPackage(reading.Drafts), offices: map[string]string{},
		policy: domain.DefaultPolicy(s.Schemes[in.Scheme], s.Clock.Now())}
	c.policy.CodeRule = s.CodeRule
	c.policy.BatchFormat = formatOf(reading.Drafts)
	numbers := make([]domain.IDNumber, 0, len(reading.Drafts))
	codes := make([]string, 0, len(reading.Drafts))
	for _, draft := range reading.Drafts {
		numbers = append(numbers, draft.IDNumber)
		if draft.ArchivalCode != "" {
			codes = append(codes, draft.ArchivalCode)
		}
	}
	var err error
	if c.byNumber, err = s.Store.Dossiers().ByIDNumbers(ctx, numbers); err != nil {
		return nil, errs.Wrap("look up identity numbers", err)
	}
	if c.byCode, err = s.Store.Dossiers().ByArchivalCodes(ctx, codes); err != nil {
		return nil, errs.Wrap("look up archival codes", err)
	}
	if c.handover, err = s.handoverOf(ctx, in, reading.Drafts); err != nil {
		return nil, err
	}
	for _, head := range c.byNumber {
		if _, known := c.offices[head.OfficeCode]; !known {
			office, err := s.Store.Places().Office(ctx, head.OfficeCode)
			if err != nil {
				return nil, errs.Wrap("look up office", err)
			}
			c.offices[head.OfficeCode] = office.Name
		}
	}
	return c, nil
}

// judge decides about one dossier: stored already, refused by a rule, or acceptable.
func (c *checker) judge(seq int, draft *domain.Draft, facts []domain.FileFacts) domain.IngestItem {
	if draft.Scheme == "" {
		draft.Scheme = c.in.Scheme
	}
	policy := c.policy
	policy.Scheme = c.schemes[draft.Scheme]
	byName := make(map[string]domain.FileFacts, len(facts))
	for _, file := range facts {
		byName[file.Name] = file
	}
	draft.FillPageCounts(byName)
	item := domain.IngestItem{IngestID: c.in.ID, Seq: seq, DossierID: domain.NewID(), Verdict: domain.ItemAccept,
		State: domain.ItemPending, Draft: *draft, Facts: facts, Fingerprint: domain.Fingerprint(draft, byName)}
	held, exists := c.byNumber[draft.IDNumber]
	if exists && held.Fingerprint == item.Fingerprint && held.OfficeCode == c.in.OfficeCode {
		item.Verdict, item.DossierID = domain.ItemSkip, held.ID
		return item
	}
	item.Violations = append(domain.CheckDraft(draft, byName, policy), c.inFile[seq-1]...)
	item.Violations = append(item.Violations, c.handover.check(draft, c.in.OfficeCode, item.PageTotal())...)
	if exists {
		item.Violations = append(item.Violations, c.duplicate(draft, held))
	}
	if taken, used := c.byCode[draft.ArchivalCode]; used && draft.ArchivalCode != "" && !exists {
		item.Violations = append(item.Violations, codeTaken(draft, taken))
	}
	if domain.Blocked(item.Violations) {
		item.Verdict = domain.ItemRefuse
	}
	return item
}

// mediaTypes are the formats that files' names claim.
var mediaTypes = map[string]string{".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".tif": "image/tiff", ".tiff": "image/tiff",
	".png": "image/png", ".pdf": "application/pdf", ".bmp": "image/bmp", ".webp": "image/webp"}

// formatOf is the format of most files of a package, going by their names: a batch is scanned in one format, and the first
// dossiers are judged before the last files are looked at.
func formatOf(drafts []domain.Draft) string {
	counts := map[string]int{}
	most := ""
	for _, draft := range drafts {
		for _, name := range draft.Files() {
			format := mediaTypes[strings.ToLower(path.Ext(name))]
			counts[format]++
			if format != "" && (most == "" || counts[format] > counts[most]) {
				most = format
			}
		}
	}
	return most
}

// duplicate is rule R10. The message names where the dossier is held: one person has one dossier in the whole city, and
// whoever takes one in must be able to ask there.
func (c *checker) duplicate(draft *domain.Draft, held domain.DossierHead) domain.Violation {
	message := "该人员档案已存在于" + c.offices[held.OfficeCode] + "（档号" + orNone(held.ArchivalCode) + "），不得重复建档；如需补充材料请在原档案中修改"
	return domain.Violation{Rule: domain.R10, Level: domain.Block, Row: draft.Row, Field: "身份证号码", Message: message}
}

func codeTaken(draft *domain.Draft, taken domain.DossierHead) domain.Violation {
	return domain.Violation{Rule: domain.R21, Level: domain.Block, Row: draft.Row, Field: "档号",
		Message: "档号" + taken.ArchivalCode + "已被另一份档案使用，请改用未使用的档号"}
}

func orNone(text string) string {
	if text == "" {
		return "未编"
	}
	return text
}
