package demo

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

func (d *dossier) nameAndNumber() string { return d.name + d.id.Full() }

func workbookDossier(a *artist, root string, _ int, d *dossier) (int64, error) {
	return d.images(a, filepath.Join(root, d.nameAndNumber()), func(m material, _, page int) string { return numberedName(m, page) })
}

// workbookIndex writes the sheets 基本信息 and 目录. The catalogues follow each other, each below a line that says whose it is.
func workbookIndex(root string, dossiers []*dossier) error {
	people := grid{name: "基本信息", width: []float64{10, 10, 14, 8, 22, 8, 6, 12, 24, 20, 18, 20, 10}, rows: [][]any{cells("姓名", "工号",
		"岗位/职务", "电话", "身份证号", "状态", "性别", "出生日期", "所属单位", "户籍所在地", "退休手续办理时间", "档案局档号", "保管期限")}}
	catalogues := grid{name: "目录", width: catalogueWidths()}
	for _, d := range dossiers {
		people.rows = append(people.rows, cells(d.name, d.staffNo(), d.job, "", d.id.Full(), "退休", d.sexWord(), d.born.String(),
			d.employer, d.hukou, d.retired.String(), d.code, d.retention))
		catalogues.rows = append(catalogues.rows, cells("姓名："+d.name+" 身份证号："+d.id.Full()), cells(catalogueColumns()...))
		catalogues.rows = append(catalogues.rows, d.catalogueRows()...)
	}
	return writeWorkbook(filepath.Join(root, "干部基本信息和档案目录.xlsx"), people, catalogues)
}

func (d *dossier) staffNo() string { return fmt.Sprintf("G%05d", d.index+1) }

// classFolderDossier writes folders like 张三2199…/一、履历类材料/1 职工履历表 1978.03/01.jpg. The longest material of each
// person is a single file.
func classFolderDossier(a *artist, root string, seq int, d *dossier) (int64, error) {
	titles := map[string]string{}
	for _, heading := range d.headings() {
		titles[heading.code] = domain.ClassLabel(heading.code) + "、" + heading.title
	}
	joint := d.longest()
	var total int64
	for n, m := range d.materials {
		folder := filepath.Join(root, d.nameAndNumber(), titles[m.class], fmt.Sprintf("%d %s %s", m.item, m.title, dotted(m.on)))
		write := func(name string, data []byte) error {
			total += int64(len(data))
			return writeFile(filepath.Join(folder, name), data)
		}
		if n == joint {
			name, data, err := d.joined(a, n, seq%2 == 1)
			if err == nil {
				err = write(name, data)
			}
			if err != nil {
				return total, err
			}
			continue
		}
		err := d.draw(a, n, func(page int, jpeg []byte) error { return write(fmt.Sprintf("%02d.jpg", page), jpeg) })
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// joined is a material in one file: a TIFF of several pages or a PDF with a text layer.
func (d *dossier) joined(a *artist, n int, asPDF bool) (name string, data []byte, err error) {
	var pages [][]byte
	err = d.draw(a, n, func(_ int, jpeg []byte) error {
		pages = append(pages, slices.Clone(jpeg))
		return nil
	})
	if err != nil || !asPDF {
		return "01.tif", joinTIFF(pages), err
	}
	var texts [][]string
	for _, s := range d.sheets(n) {
		texts = append(texts, s.texts())
	}
	data, err = joinPDF(a.font, pages, texts)
	return "01.pdf", data, err
}

// longest is the material with most pages.
func (d *dossier) longest() int {
	at := 0
	for i, m := range d.materials {
		if m.count > d.materials[at].count {
			at = i
		}
	}
	return at
}

// dotted writes a date as catalogues do in short: 1978.03.09.
func dotted(d domain.PartialDate) string { return strings.ReplaceAll(d.String(), "-", ".") }

// stationNo is the number of a person in the scan station's own database.
func (d *dossier) stationNo() string { return fmt.Sprintf("%08d", 20_200_001+d.index) }

// materialNo is the number of a material there.
func (d *dossier) materialNo(n int) string { return strconv.Itoa((20_200_001+d.index)*100 + n + 1) }

func stationDossier(a *artist, root string, _ int, d *dossier) (int64, error) {
	return d.images(a, filepath.Join(root, d.stationNo()), func(m material, n, page int) string {
		return filepath.Join(m.class, d.materialNo(n), fmt.Sprintf("%04d.JPG", page))
	})
}

func stationIndex(root string, dossiers []*dossier) error {
	people := grid{name: "人员", width: []float64{12, 10, 22, 6, 12, 18, 10, 24, 20, 20, 10}, rows: [][]any{cells("人员编号", "姓名", "身份证号", "性别",
		"出生日期", "退休手续办理时间", "生存状态", "所属单位", "户籍所在地", "档案局档号", "保管期限")}}
	catalogue := grid{name: "目录", width: []float64{12, 8, 14, 8, 40, 8, 6, 6, 8, 16}, rows: [][]any{cells("人员编号", "类号", "材料编号", "份号",
		"材料名称", "年", "月", "日", "页数", "备注")}}
	for _, d := range dossiers {
		people.rows = append(people.rows, cells(d.stationNo(), d.name, d.id.Full(), d.sexWord(), d.born.String(), d.retired.String(), d.survival(),
			d.employer, d.hukou, d.code, d.retention))
		for n, m := range d.materials {
			row := append(cells(d.stationNo(), m.class, d.materialNo(n)), m.item, m.title)
			catalogue.rows = append(catalogue.rows, append(append(row, m.dateCells()...), m.count, m.note))
		}
	}
	return writeWorkbook(filepath.Join(root, "扫描目录.xlsx"), people, catalogue)
}
