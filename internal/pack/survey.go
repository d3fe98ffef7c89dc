package pack

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sheet"
)

// survey is what a package holds, as far as names and sheets tell: its lists of persons, its catalogues, and which
// folders are persons'.
type survey struct {
	pkg        *Package
	roster     []rosterRow     // of all sheets that lie outside persons' folders
	keys       map[string]bool // names and numbers of the persons listed
	transfer   bool            // a list is a transfer sheet
	catalogues []*catalogue
	people     []*dir
	contents   map[*dir]contents // sheets read so far, by folder
	single     bool              // the package is one person's folder
	violations []domain.Violation
}

// contents is what the sheets of one folder say.
type contents struct {
	roster     []rosterRow
	transfer   bool
	catalogues []*catalogue
	findings   []domain.Violation
	others     []string // files that are neither image nor sheet
}

func look(ctx context.Context, p *Package) (*survey, error) {
	s := &survey{pkg: p, keys: map[string]bool{}, contents: map[*dir]contents{}}
	body := tree(p)
	for len(body.dirs) == 1 && len(body.files) == 0 && !isPersonsParent(body) {
		body = body.dirs[0]
	}
	if err := s.visit(ctx, body); err != nil {
		return nil, err
	}
	s.single = len(s.people) == 1 && s.people[0] == body
	return s, nil
}

// isPersonsParent stops looking through wrapping folders at a person whose only folder is one of a class.
func isPersonsParent(d *dir) bool {
	return slices.ContainsFunc(d.dirs, func(child *dir) bool { return isPartOfDossier(child.name) })
}

// visit finds the persons' folders at and below d. A folder that is nobody's may hold lists and folders of persons, or
// folders of enterprises that do.
func (s *survey) visit(ctx context.Context, d *dir) error {
	if err := ctx.Err(); err != nil {
		return errs.Wrap("survey package", err)
	}
	if s.isPerson(d) && !s.listsFolders(ctx, d) {
		s.people = append(s.people, d)
		return nil
	}
	found := s.read(ctx, d)
	s.list(found.roster)
	s.transfer = s.transfer || found.transfer
	s.catalogues = append(s.catalogues, found.catalogues...)
	s.violations = append(s.violations, found.findings...)
	for _, file := range d.files {
		if isImage(file) {
			s.warn(file, "不在任何人的文件夹中，未收入")
		}
	}
	for _, file := range found.others {
		s.warn(file, "不是影像或表格，未收入")
	}
	for _, child := range d.dirs {
		if err := s.visit(ctx, child); err != nil {
			return err
		}
	}
	return nil
}

func (s *survey) warn(file, what string) {
	s.violations = append(s.violations, domain.Violation{Rule: domain.R20, Level: domain.Warn, File: file, Message: "文件“" + file + "”" + what})
}

// isPerson judges by the folder's name and content; a list above may know the name.
func (s *survey) isPerson(d *dir) bool {
	told := parsePersonName(d.name)
	if told.id != "" || s.listed(d) {
		return true
	}
	for _, child := range d.dirs {
		if parsePersonName(child.name).id != "" {
			return false
		}
	}
	return d.hasImages() || isPersonsParent(d)
}

// isPartOfDossier knows folders that lie inside a person's folder.
func isPartOfDossier(name string) bool {
	if _, ok := classOfName(name); ok || domain.IsCoverScan(name) || len(parseFileNumber(name)) > 0 {
		return true
	}
	return slices.Contains([]string{"扫描件", "影像", "图像", "原图", "图片", "images", "image", "img", "scan", "scans"}, sheet.Fold(name))
}

// listed reports whether a list read so far names the folder.
func (s *survey) listed(d *dir) bool {
	told := parsePersonName(d.name)
	if (told.number != "" && s.keys[told.number]) || (told.name != "" && s.keys[nameKey(told.name)]) {
		return true
	}
	return slices.ContainsFunc(keysIn(d.name), func(key string) bool { return s.keys[key] })
}

func (s *survey) list(rows []rosterRow) {
	s.roster = append(s.roster, rows...)
	for _, r := range rows {
		for _, key := range []string{r.draft.IDNumber.Full(), sheet.Fold(r.draft.ArchivalCode), r.staffNo, nameKey(r.draft.Name)} {
			if key != "" {
				s.keys[key] = true
			}
		}
	}
}

// listsFolders reports whether a sheet in the folder is about several persons: then images beside it are strays.
func (s *survey) listsFolders(ctx context.Context, d *dir) bool {
	if !slices.ContainsFunc(d.files, isSheet) || len(d.dirs) == 0 {
		return false
	}
	return len(s.read(ctx, d).roster) > 1
}

// read reads the sheets that lie directly in a folder, once.
func (s *survey) read(ctx context.Context, d *dir) contents {
	if known, done := s.contents[d]; done {
		return known
	}
	var c contents
	for _, file := range d.files {
		switch {
		case isImage(file):
		case isSheet(file):
			c.sheet(ctx, s.pkg, file)
		case isOldSheet(file):
			c.fail(file, sheet.Unreadable(file, "是旧格式，请另存为 xlsx 后提交"))
		default:
			c.others = append(c.others, file)
		}
	}
	s.contents[d] = c
	return c
}

func (c *contents) fail(file string, err error) {
	var known *errs.Error
	message := fmt.Sprintf("表格“%s”无法读取，请检查后重新提交", file)
	if errors.As(err, &known) {
		message = known.Msg
	}
	c.findings = append(c.findings, domain.Violation{Rule: domain.R20, Level: domain.Block, File: file, Message: message})
}

// headingRows is within how many rows a sheet's headings are looked for; titles stand above them.
const headingRows = 20

// openBook opens a spreadsheet of the package.
func (p *Package) openBook(name string) (sheet.Book, error) {
	f, err := p.OpenAt(name)
	if err != nil {
		return nil, err
	}
	return sheet.Open(name, f, p.limits.Sheet)
}

// sheet reads a workbook's lists and catalogues. A workbook that cannot be read is a finding, not an error.
func (c *contents) sheet(ctx context.Context, p *Package, file string) {
	book, err := p.openBook(file)
	if err != nil {
		c.fail(file, err)
		return
	}
	known := false
	for _, name := range book.Sheets() {
		reader := sheetReader{into: c, file: file}
		err := book.Each(name, func(r sheet.Row) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return reader.add(r)
		})
		if err != nil && !errors.Is(err, errNoHeading) {
			c.fail(file, err)
		}
		known = known || reader.cols != nil
		reader.finish()
	}
	if !known && len(c.findings) == 0 {
		c.findings = append(c.findings, domain.Violation{Rule: domain.R20, Level: domain.Warn, File: file,
			Message: "表格“" + file + "”中没有找到名册或目录的表头，未读取"})
	}
	if err := book.Close(); err != nil {
		c.fail(file, err)
	}
}

// sheetReader reads the rows of one sheet, first looking for headings, then as what these announce.
type sheetReader struct {
	into      *contents
	file      string
	seen      int
	of        owner
	cols      columns
	catalogue *catalogueReader
}

var errNoHeading = errors.New("no headings")

func (s *sheetReader) add(r sheet.Row) error {
	switch {
	case s.catalogue != nil:
		s.catalogue.add(r)
	case s.cols != nil:
		if read, ok := readRosterRow(s.file, s.cols, r); ok {
			s.into.roster = append(s.into.roster, read)
		}
	default:
		return s.heading(r)
	}
	return nil
}

func (s *sheetReader) heading(r sheet.Row) error {
	if s.seen++; s.seen > headingRows {
		return errNoHeading
	}
	if c, ok := catalogueColumns(r); ok {
		s.cols, s.catalogue = c, newCatalogueReader(s.file, c, s.of)
		return nil
	}
	if c, ok := rosterColumns(r); ok {
		s.cols = c
		s.into.transfer = s.into.transfer || c.isTransferSheet()
		return nil
	}
	if of, named := ownerLine(r); named {
		s.of = of
	}
	return nil
}

func (s *sheetReader) finish() {
	if s.catalogue == nil {
		return
	}
	for _, c := range s.catalogue.done {
		if len(c.materials) > 0 || len(c.findings) > 0 {
			s.into.catalogues = append(s.into.catalogues, c)
		}
	}
}
