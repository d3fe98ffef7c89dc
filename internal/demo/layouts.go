package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// Layout is a way in which packages of scanned dossiers arrive; its text is the name of the package's folder.
type Layout string

const (
	TransferSheet  Layout = "transfer-sheet"  // a list of fourteen columns and a folder for each person with its catalogue
	FolderWorkbook Layout = "folder-workbook" // one workbook with persons and catalogues, folders named by name and number
	ClassFolders   Layout = "class-folders"   // folders for classes and materials, no workbook
	ScanStation    Layout = "scan-station"    // numbered folders for persons, classes and materials, explained by a workbook
	Defective      Layout = "defects"         // a transfer sheet package with planted defects
)

// AllLayouts are the layouts without planted defects, the main one first.
func AllLayouts() []Layout { return []Layout{TransferSheet, FolderWorkbook, ClassFolders, ScanStation} }

// packager writes one layout: each dossier into its folders below root, giving the bytes of its images, then the
// workbooks about all of them. seq is the dossier's place in its package.
type packager struct {
	dossier func(a *artist, root string, seq int, d *dossier) (int64, error)
	index   func(root string, dossiers []*dossier) error
}

func packagers() map[Layout]packager {
	return map[Layout]packager{
		TransferSheet:  {transferDossier, transferIndex},
		FolderWorkbook: {workbookDossier, workbookIndex},
		ClassFolders:   {classFolderDossier, func(string, []*dossier) error { return nil }},
		ScanStation:    {stationDossier, stationIndex},
		Defective:      {defectDossier, transferIndex},
	}
}

// images draws all pages of a dossier; name gives the path of a page below root, pages from 1.
func (d *dossier) images(a *artist, root string, name func(m material, n, page int) string) (int64, error) {
	var total int64
	for n, m := range d.materials {
		err := d.draw(a, n, func(page int, jpeg []byte) error {
			total += int64(len(jpeg))
			return writeFile(filepath.Join(root, name(m, n, page)), jpeg)
		})
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// draw gives the pages of the n-th material as JPEG files, which are valid during the call.
func (d *dossier) draw(a *artist, n int, use func(page int, jpeg []byte) error) error {
	for i, s := range d.sheets(n) {
		jpeg, err := a.page(s, d.materials[n].seed)
		if err != nil {
			return err
		}
		if err := use(i+1, jpeg); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

// numberedName is class, item and page: 1-1-01.jpg, 4-1-2-01.jpg.
func numberedName(m material, page int) string {
	return fmt.Sprintf("%s-%d-%02d.jpg", m.class, m.item, page)
}

// transferColumns are the fourteen columns of the transfer sheet (移交案卷目录).
func transferColumns() []string {
	return []string{"序号", "姓名", "身份证号码", "性别", "出生日期", "退休手续办理时间", "生存状态", "死亡日期", "所属单位", "户籍所在地", "页数", "档案局档号",
		"保管期限", "备注"}
}

// catalogueColumns are those of cadre catalogues since 2012 (组通字〔2012〕28号).
func catalogueColumns() []string {
	return []string{"序号", "材料名称", "年", "月", "日", "页数", "备注"}
}

func catalogueWidths() []float64 { return []float64{8, 40, 8, 6, 6, 8, 16} }

func transferDossier(a *artist, root string, _ int, d *dossier) (int64, error) {
	folder := filepath.Join(root, d.folder)
	total, err := d.images(a, folder, func(m material, _, page int) string { return numberedName(m, page) })
	if err != nil {
		return total, err
	}
	catalogue := grid{name: "目录", width: catalogueWidths(), rows: append([][]any{cells(catalogueColumns()...)}, d.catalogueRows()...)}
	return total, writeWorkbook(filepath.Join(folder, "目录.xlsx"), catalogue)
}

// nameFolders names the folders of a transfer sheet package by archival code and name; by identity number where two
// people have one name, and for every seventh person, as some firms do for all.
func nameFolders(dossiers []*dossier) {
	names := map[string]int{}
	for _, d := range dossiers {
		names[d.name]++
	}
	taken := map[string]bool{}
	for i, d := range dossiers {
		d.folder = d.code + " " + d.name
		if i%7 == 6 || names[d.name] > 1 {
			d.folder = d.id.Full()
		}
		if taken[d.folder] {
			d.folder += " " + d.code
		}
		taken[d.folder] = true
	}
}

// catalogueRows are heading rows for the classes and a row for each material. Divided classes have a heading of their own
// above those of their subclasses.
func (d *dossier) catalogueRows() [][]any {
	var rows [][]any
	for _, heading := range d.headings() {
		rows = append(rows, cells(heading.serial, heading.title, "", "", "", "", ""))
		for _, n := range d.byClass(heading.code) {
			m := d.materials[n]
			rows = append(rows, append([]any{m.item, m.title}, append(m.dateCells(), m.count, m.note)...))
		}
	}
	return rows
}

func (m material) dateCells() []any {
	parts := make([]any, 3)
	for i, part := range []int{m.on.Year, m.on.Month, m.on.Day} {
		parts[i] = ""
		if part != 0 {
			parts[i] = part
		}
	}
	return parts
}

func transferIndex(root string, dossiers []*dossier) error {
	g := grid{name: "移交案卷目录", width: []float64{6, 10, 22, 6, 12, 18, 10, 12, 24, 20, 8, 20, 10, 16}, rows: [][]any{cells(transferColumns()...)}}
	for i, d := range dossiers {
		g.rows = append(g.rows, d.transferRow(i+1))
	}
	return writeWorkbook(filepath.Join(root, "移交案卷目录.xlsx"), g)
}

func (d *dossier) transferRow(serial int) []any {
	row := cells(strconv.Itoa(serial), d.name, d.id.Full(), d.sexWord(), d.born.String(), d.retired.String(), d.survival(), d.died.String(),
		d.employer, d.hukou)
	return append(row, d.pages(), d.code, d.retention, mark)
}
