package pack

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// assembler turns what the survey found into drafts: a draft for each person's folder, and one for each row of a list
// that has no folder.
type assembler struct {
	*survey
	index  *rosterIndex
	shared map[string][]*catalogue // catalogues outside persons' folders, by each key of their owner
	used   map[*catalogue]bool
	drafts []domain.Draft
}

func assemble(ctx context.Context, s *survey) []domain.Draft {
	a := assembler{survey: s, index: indexRoster(s.roster), shared: map[string][]*catalogue{}, used: map[*catalogue]bool{}}
	for _, c := range s.catalogues {
		for _, key := range []string{c.owner.id.Full(), c.owner.staffNo, c.owner.name} {
			if key != "" {
				a.shared[key] = append(a.shared[key], c)
			}
		}
	}
	for _, d := range s.people {
		a.drafts = append(a.drafts, a.person(ctx, d))
		delete(s.contents, d) // its rows are in the draft now
	}
	a.withoutFolder()
	a.withoutOwner()
	return a.drafts
}

// person reads one person's folder.
func (a *assembler) person(ctx context.Context, d *dir) domain.Draft {
	own := a.read(ctx, d)
	for _, child := range d.dirs { // a catalogue may lie in a folder of its own
		if domain.IsCoverScan(child.name) {
			inner := a.read(ctx, child)
			own.catalogues = append(own.catalogues, inner.catalogues...)
			own.findings = append(own.findings, inner.findings...)
		}
	}
	told := parsePersonName(d.name)
	draft, staffNo := a.identify(d, told, own)
	draft.Folder = d.path
	draft.Findings = append(draft.Findings, own.findings...)
	a.gapStatement(&draft, append(own.others, a.unread(d)...))
	catalogues := a.cataloguesOf(&draft, staffNo, own)
	images := imagesOf(d)
	if len(catalogues) == 0 {
		draft.Materials, draft.Orphans = derive(d)
		return draft
	}
	draft.HasCatalog = true
	var numbers []string
	for _, c := range catalogues {
		a.used[c] = true
		draft.Materials = append(draft.Materials, c.materials...)
		numbers = append(numbers, c.numbers...)
		draft.Findings = append(draft.Findings, c.findings...)
	}
	numberUnnumbered(draft.Materials)
	draft.Orphans = assign(draft.Materials, numbers, images)
	return draft
}

// unread lists the files in a person's subfolders that nothing reads.
func (a *assembler) unread(d *dir) []string {
	var files []string
	for _, child := range d.dirs {
		for file := range child.all() {
			read := isImage(file) || (isSheet(file) && domain.IsCoverScan(child.name))
			if !read {
				files = append(files, file)
			}
		}
	}
	return files
}

// identify joins what the lists, the folder's own sheet and the folder's name say about a person, in this order of
// trust, and reports where they disagree.
func (a *assembler) identify(d *dir, told personName, own contents) (draft domain.Draft, staffNo string) {
	if len(own.roster) == 1 && told.id == "" { // the folder's own sheet knows the number that its name lacks
		told.id, told.given = own.roster[0].draft.IDNumber, own.roster[0].draft.IDGiven
		if told.number == "" {
			told.number = own.roster[0].staffNo
		}
	}
	sheet := ""
	if i, ok := a.index.find(d.name, told); ok {
		draft, staffNo, sheet = a.roster[i].draft, a.roster[i].staffNo, a.roster[i].file
	} else if len(a.roster) > 0 {
		draft.Findings = append(draft.Findings, domain.Violation{Rule: domain.R16, Level: domain.Block, File: d.path, Field: domain.FieldPerson,
			Message: "文件夹“" + d.name + "”在名册中没有唯一对应的行，请核对姓名、身份证号或档号"})
	}
	if len(own.roster) > 0 {
		first := own.roster[0]
		if sheet == "" {
			draft.Row, sheet, staffNo = first.draft.Row, first.file, first.staffNo
		}
		merge(&draft, &first.draft, sheet, "文件夹内的基本信息表")
	}
	if len(own.roster) > 1 {
		draft.Findings = append(draft.Findings, domain.Violation{Rule: domain.R16, Level: domain.Block, File: own.roster[1].file, Field: domain.FieldPerson,
			Row: own.roster[1].draft.Row, Message: "一个人的文件夹中，基本信息表有多人，请每人一个文件夹"})
	}
	byName := domain.Draft{Name: told.name, IDNumber: told.id, IDGiven: told.given}
	if hasHan(draft.Name) && !hasHan(told.name) {
		byName.Name = "" // letters of a code, not a name
	}
	merge(&draft, &byName, sheet, "文件夹名")
	return draft, staffNo
}

// cataloguesOf finds a person's catalogues: in the folder, else in the sheets outside by number or name.
func (a *assembler) cataloguesOf(draft *domain.Draft, staffNo string, own contents) []*catalogue {
	found := own.catalogues
	for _, key := range []string{draft.IDNumber.Full(), staffNo, nameKey(draft.Name)} {
		if len(found) == 0 && key != "" {
			found = a.shared[key]
		}
	}
	if len(found) == 0 && len(a.people) == 1 {
		found = a.catalogues
	}
	for _, c := range found {
		a.checkOwner(draft, c)
	}
	return found
}

func (a *assembler) checkOwner(draft *domain.Draft, c *catalogue) {
	otherID := c.owner.id != "" && draft.IDNumber != "" && c.owner.id != draft.IDNumber
	otherName := c.owner.name != "" && draft.Name != "" && c.owner.name != nameKey(draft.Name)
	if otherID || otherName {
		draft.Findings = append(draft.Findings, domain.Violation{Rule: domain.R16, Level: domain.Block, File: c.file, Field: domain.FieldPerson,
			Message: fmt.Sprintf("目录上写的是另一人（%s），请核对目录与文件夹", c.owner.name)})
	}
}

const maxGapStatement = 4 << 10

// gapStatement takes a text file named 缺件说明 as the statement; any other odd file is reported.
func (a *assembler) gapStatement(draft *domain.Draft, files []string) {
	for _, file := range files {
		if text := ""; extension(file) == ".txt" && strings.Contains(file, "缺件说明") {
			if text = a.text(file); text != "" {
				draft.GapStatement = text
				continue
			}
		}
		draft.Findings = append(draft.Findings, domain.Violation{Rule: domain.R20, Level: domain.Warn, File: file,
			Message: "文件“" + file + "”不是影像或表格，未收入"})
	}
}

// text reads a short text file; "" when that fails.
func (a *assembler) text(file string) string {
	f, err := a.pkg.OpenAt(file)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // only read from
	reader, err := sheet.TextReader(f, f.Size())
	if err != nil {
		return ""
	}
	text, err := io.ReadAll(io.LimitReader(reader, maxGapStatement))
	if err != nil {
		return ""
	}
	return sheet.Trim(strings.ToValidUTF8(string(text), ""))
}

// withoutFolder makes drafts of the listed persons whose folder is missing, so that the report names them.
func (a *assembler) withoutFolder() {
	for i, r := range a.roster {
		if a.index.taken[i] {
			continue
		}
		draft := r.draft
		draft.Findings = append(draft.Findings, domain.Violation{Rule: domain.R16, Level: domain.Block, Row: draft.Row, File: r.file, Field: domain.FieldPerson,
			Message: fmt.Sprintf("第%d行：包中没有%s的文件夹，请补充影像或从名册中删除此行", draft.Row, draft.Name)})
		a.drafts = append(a.drafts, draft)
	}
}

// withoutOwner reports catalogues that no person took.
func (a *assembler) withoutOwner() {
	for _, c := range a.catalogues {
		if !a.used[c] {
			a.violations = append(a.violations, domain.Violation{Rule: domain.R16, Level: domain.Warn, File: c.file,
				Row: firstRow(c), Message: "表格“" + c.file + "”中的目录找不到对应的人，请在目录中写明姓名和身份证号"})
		}
	}
}

func firstRow(c *catalogue) int {
	if len(c.materials) == 0 {
		return 0
	}
	return c.materials[0].Row
}

// numberUnnumbered numbers the rows of classes in which no row has a number: some catalogues have no such column.
func numberUnnumbered(materials []domain.MaterialDraft) {
	numbered, next := map[string]bool{}, map[string]int{}
	for _, m := range materials {
		numbered[m.Class] = numbered[m.Class] || m.ItemNo > 0
	}
	for i := range materials {
		if m := &materials[i]; !numbered[m.Class] {
			next[m.Class]++
			m.ItemNo = next[m.Class]
		}
	}
}
