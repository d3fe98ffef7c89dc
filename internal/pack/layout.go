package pack

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Reading is a package read: a draft for each person, in the order of the package.
type Reading struct {
	Layout string // name of the layout, see Layouts
	Drafts []domain.Draft
	// Violations concern the package and no single person. A blocking one means that the package as a whole cannot be
	// taken; entries that were left out and belong to nobody are warnings.
	Violations []domain.Violation
}

// Layout is a form of package that other software writes. What a folder of a person may hold is read alike in all of
// them; they differ in how they are recognised and in what must be there.
type Layout struct {
	Name  string // stable
	Title string // zh-CN
	// score says how well the package fits, 0: not at all.
	score func(*survey) int
}

// Names of the layouts.
const (
	TransferSheet  = "transfer-sheet"
	FolderWorkbook = "folder-workbook"
	ScanStation    = "scan-station"
	ClassFolders   = "class-folders"
	PlainFolders   = "plain-folders"
)

// Layouts lists the known layouts, the most particular first.
func Layouts() []Layout {
	return []Layout{
		{TransferSheet, "移交案卷目录（14列）与按人文件夹", func(s *survey) int { return yes(s.transfer, 50) }},
		{ScanStation, "扫描工作站（人员编号/类号/材料编号）", func(s *survey) int { return s.share(isScanStationFolder, 40) }},
		{FolderWorkbook, "按人文件夹与基本信息、目录工作簿", func(s *survey) int { return yes(s.hasWorkbook(), 30) }},
		{ClassFolders, "按类别命名的文件夹", func(s *survey) int { return s.share(hasClassFolders, 20) }},
		{PlainFolders, "按人文件夹", func(s *survey) int { return yes(len(s.people) > 0, 1) }},
	}
}

// Read recognises the layout of a package and reads it. Faults of single files, rows or persons are violations in the
// result; an error means that nothing could be read (CodeLayout) or that the context ended.
func Read(ctx context.Context, p *Package) (Reading, error) {
	s, err := look(ctx, p)
	if err != nil {
		return Reading{}, err
	}
	best, score := Layout{}, 0
	for _, layout := range Layouts() {
		if n := layout.score(s); n > score {
			best, score = layout, n
		}
	}
	if score == 0 && len(s.roster) == 0 {
		return Reading{}, nothingFound(p, s)
	}
	drafts := assemble(ctx, s)
	if err := ctx.Err(); err != nil {
		return Reading{}, errs.Wrap("read package", err)
	}
	reading := Reading{Layout: best.Name, Drafts: drafts, Violations: s.violations}
	reading.attribute(p.Problems())
	return reading, nil
}

func yes(fits bool, score int) int {
	if fits {
		return score
	}
	return 0
}

// share scores by the persons' folders that look right: at least half of them must.
func (s *survey) share(fits func(*dir) bool, score int) int {
	n := 0
	for _, d := range s.people {
		n += yes(fits(d), 1)
	}
	return yes(n > 0 && 2*n >= len(s.people), score)
}

func (s *survey) hasWorkbook() bool {
	if len(s.roster) > 0 || len(s.catalogues) > 0 {
		return true
	}
	return s.share(func(d *dir) bool { return slices.ContainsFunc(d.files, isSheet) }, 1) > 0
}

func hasClassFolders(d *dir) bool {
	return slices.ContainsFunc(d.dirs, func(child *dir) bool { _, ok := classOfName(child.name); return ok })
}

// isScanStationFolder recognises eight digits with folders named by class codes and nothing else.
func isScanStationFolder(d *dir) bool {
	return len(d.name) == 8 && digitRun(d.name) == 8 && len(d.dirs) > 0 &&
		!slices.ContainsFunc(d.dirs, func(child *dir) bool { _, ok := domain.ParseClassCode(child.name); return !ok })
}

func nothingFound(p *Package, s *survey) error {
	for _, v := range append(s.violations, p.Problems()...) {
		if v.Level == domain.Block {
			return errs.New(errs.Unprocessable, CodeLayout, "没有读到任何人的档案：%s", v.Message)
		}
	}
	return errs.New(errs.Unprocessable, CodeLayout, "没有读到任何人的档案，请按“每人一个文件夹”整理影像后提交")
}

// attribute gives each entry that was left out to the person in whose folder it lay, where it is a missing page; the
// others stay with the package and harm nobody.
func (r *Reading) attribute(problems []domain.Violation) {
	owners := map[string]int{}
	for i, draft := range r.Drafts {
		if draft.Folder != "" || len(r.Drafts) == 1 {
			owners[draft.Folder] = i
		}
	}
	for _, problem := range problems {
		if i, found := ownerOf(owners, problem.File); found {
			r.Drafts[i].Findings = append(r.Drafts[i].Findings, problem)
			continue
		}
		problem.Level = domain.Warn
		r.Violations = append(r.Violations, problem)
	}
}

func ownerOf(owners map[string]int, file string) (int, bool) {
	for at := file; at != ""; {
		at = at[:max(strings.LastIndexByte(at, '/'), 0)]
		if i, found := owners[at]; found {
			return i, true
		}
	}
	return 0, false
}

// String names the reading for logs.
func (r Reading) String() string {
	return fmt.Sprintf("%s: %d drafts, %d violations", r.Layout, len(r.Drafts), len(r.Violations))
}
