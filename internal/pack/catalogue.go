package pack

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// catalogue is what one sheet says about the materials of one person.
type catalogue struct {
	file      string
	owner     owner // whose it is as the sheet says; zero: it does not
	materials []domain.MaterialDraft
	numbers   []string // of the materials in the software they come from, folded; "" where there is none
	findings  []domain.Violation
}

// owner identifies a person in a sheet: by identity number, else staff number, else name.
type owner struct {
	id      domain.IDNumber
	staffNo string
	name    string // folded
}

func (o owner) isZero() bool { return o == owner{} }

// catalogueReader reads the rows below the headings of a catalogue. A sheet may hold the catalogues of several persons:
// then a column or a line between them says whose the following rows are.
type catalogueReader struct {
	file  string
	cols  columns
	class string
	done  []*catalogue
}

func newCatalogueReader(file string, c columns, of owner) *catalogueReader {
	r := &catalogueReader{file: file, cols: c}
	r.begin(of)
	return r
}

func (c *catalogueReader) begin(of owner) {
	c.class = ""
	c.done = append(c.done, &catalogue{file: c.file, owner: of})
}

func (c *catalogueReader) current() *catalogue { return c.done[len(c.done)-1] }

// add reads one row.
func (c *catalogueReader) add(r sheet.Row) {
	if c.cols.addDateColumns(r) {
		return
	}
	if again, isHeading := catalogueColumns(r); isHeading { // printed catalogues repeat it on every sheet of paper
		c.cols = c.cols.repeat(again)
		return
	}
	if of, named := ownerLine(r); named && c.cols.text(r, colPages) == "" {
		c.begin(of)
		return
	}
	if of := c.ownerCells(r); !of.isZero() && of != c.current().owner {
		c.begin(of)
	}
	if lost, is := r.Garbled(c.file); is {
		c.current().findings = append(c.current().findings, lost)
	}
	c.material(r)
}

func (c *catalogueReader) ownerCells(r sheet.Row) owner {
	return owner{domain.NormalizeIDNumber(c.cols.text(r, colID)), sheet.Fold(c.cols.text(r, colStaffNo)), nameKey(c.cols.text(r, colName))}
}

var (
	ownerName = regexp.MustCompile(`姓名[:：]?([^\s:：0-9，,;；]+)`)
	ownerID   = regexp.MustCompile(`[0-9]{17}[0-9Xx]`)
)

// ownerLine reads a line such as "姓名：张三  身份证号：…" above or between the catalogues of a sheet.
func ownerLine(r sheet.Row) (owner, bool) {
	line := strings.Join(r.Cells, " ")
	id := ownerID.FindString(line)
	if id == "" && !strings.Contains(sheet.Fold(line), "姓名") {
		return owner{}, false
	}
	of := owner{id: domain.NormalizeIDNumber(id)}
	if m := ownerName.FindStringSubmatch(strings.ReplaceAll(line, "姓 名", "姓名")); m != nil {
		of.name = nameKey(m[1])
	} else if m := ownerName.FindStringSubmatch(sheet.Fold(line)); m != nil {
		of.name = strings.TrimSuffix(m[1], "身份证号")
	}
	return of, !of.isZero()
}

// material reads a row as a class heading or as a material of the current class.
func (c *catalogueReader) material(r sheet.Row) {
	title := c.cols.text(r, colTitle)
	given := c.mark(r)
	if sheet.IsFooter(given) || isTotal(title) || (given == "" && sheet.IsFooter(title)) {
		return
	}
	m := domain.MaterialDraft{Row: r.No, Title: title, Remark: c.cols.text(r, colRemark)}
	c.readDate(&m, r)
	c.readCounts(&m, r)
	number := parseMark(given)
	substantial := m.PageCount > 0 || m.CopyCount > 0 || !m.FormedOn.IsZero() || m.DateGiven != ""
	if class, is := headingClass(number, title, substantial); is {
		c.class = class
		return
	}
	if c.cols.classApart() {
		c.classColumn(&number, r)
	}
	if title == "" && !substantial && number.item == 0 {
		return
	}
	c.number(&m, number, r)
	c.current().materials = append(c.current().materials, m)
	c.current().numbers = append(c.current().numbers, sheet.Fold(c.cols.text(r, colMaterialNo)))
}

// mark is the text that tells a heading from a material and numbers the latter. A number of the material (材料编号) counts
// where it is one of the trade, such as 4-1-1, and not one of some software's own.
func (c *catalogueReader) mark(r sheet.Row) string {
	given := c.cols.text(r, colSeq)
	if given == "" && !c.cols.classApart() {
		given = c.cols.text(r, colClass)
	}
	if given == "" {
		if number := c.cols.text(r, colMaterialNo); parseMark(number).class != "" {
			given = number
		}
	}
	return given
}

// number gives the row its class and item number: its own where it states them, else those of the heading above.
func (c *catalogueReader) number(m *domain.MaterialDraft, n mark, r sheet.Row) {
	m.Class, m.ItemNo = c.class, n.item
	if n.class != "" {
		m.Class = n.class
	}
	if item, ok := sheet.ParseCount(c.cols.text(r, colItem)); ok && item > 0 {
		m.ItemNo = item
	}
	if n.class != "" && n.item == 0 { // the mark is the class alone, on every row
		c.class = n.class
		if m.ItemNo == 0 {
			m.ItemNo = c.next(n.class)
		}
	}
	if m.Class == "" && n.text != "" && n.item == 0 {
		m.Class = n.text
	}
}

// classColumn reads the class, or the whole number, from a column of its own, which may be filled only where the class
// changes.
func (c *catalogueReader) classColumn(n *mark, r sheet.Row) {
	given := c.cols.text(r, colClass)
	if given == "" {
		return
	}
	whole := parseMark(given)
	subclass := whole.twoPart && isDividedCode(whole.class)
	if whole.class != "" && whole.item > 0 && !subclass {
		n.class, n.item = whole.class, whole.item
		return
	}
	class, ok := domain.ParseClassCode(dashes.Replace(sheet.Fold(given)))
	if !ok {
		class = given // R15 names it
	}
	c.class = class
}

func isDividedCode(class string) bool { return class == "4" || class == "9" }

func (c *catalogueReader) next(class string) int {
	n := 1
	for _, m := range c.current().materials {
		if m.Class == class {
			n++
		}
	}
	return n
}

func (c *catalogueReader) readDate(m *domain.MaterialDraft, r sheet.Row) {
	var ok bool
	given := c.cols.text(r, colDate)
	if c.cols.has(colYear) {
		year, month, day := c.cols.text(r, colYear), c.cols.text(r, colMonth), c.cols.text(r, colDay)
		given = strings.Trim(year+"."+month+"."+day, ".")
		m.FormedOn, ok = sheet.ParseDateParts(year, month, day)
		if !ok && month == "" && day == "" { // the whole date stands in the first of the three
			m.FormedOn, ok = c.cols.date(r, colYear)
		}
	} else {
		m.FormedOn, ok = c.cols.date(r, colDate)
	}
	if !ok {
		m.DateGiven = given
	}
}

func (c *catalogueReader) readCounts(m *domain.MaterialDraft, r sheet.Row) {
	for _, count := range []struct {
		column column
		to     *int
	}{{colPages, &m.PageCount}, {colCopies, &m.CopyCount}} {
		n, ok := sheet.ParseCount(c.cols.text(r, count.column))
		*count.to = n
		if !ok {
			field := catalogueHeadings[count.column][0]
			c.current().findings = append(c.current().findings, domain.Violation{Rule: domain.R14, Level: domain.Block, Row: r.No, File: c.file,
				Field: field, Message: fmt.Sprintf("第%d行：%s“%s”不是数字，请填写阿拉伯数字", r.No, field, c.cols.text(r, count.column))})
		}
	}
}

// mark is what the first column of a catalogue says: a class, an item number, or both.
type mark struct {
	text    string
	class   string // "" when it names none
	item    int    // 0 when it names none
	twoPart bool   // 4-1: a subclass or the first material of class 4
	chinese bool   // the class stands in Chinese numerals
}

var dashes = strings.NewReplacer("－", "-", "—", "-", "–", "-", "―", "-", ".", "-", "·", "-", "_", "-")

func parseMark(text string) mark {
	m := mark{text: text}
	key := strings.Trim(dashes.Replace(sheet.Fold(text)), "-、,()")
	parts := strings.Split(key, "-")
	if n, err := strconv.Atoi(key); err == nil && n > 0 && n < 10_000 {
		m.item = n
		return m
	}
	m.chinese = hasHan(key)
	switch len(parts) {
	case 1:
		m.class, _ = domain.ParseClassCode(key)
	case 2:
		m.twoPart = true
		if class, ok := domain.ParseClassCode(key); ok && m.chinese {
			m.class = class
		} else if class, ok := domain.ParseClassCode(parts[0]); ok {
			m.class = class
			m.item, _ = strconv.Atoi(parts[1])
		}
	case 3:
		m.class, _ = domain.ParseClassCode(parts[0] + "-" + parts[1])
		m.item, _ = strconv.Atoi(parts[2])
	}
	return m
}

// headingClass tells a heading from a material. A heading has neither date nor counts; its mark is a class, or its title
// is one written out.
func headingClass(n mark, title string, substantial bool) (string, bool) {
	if substantial {
		return "", false
	}
	switch {
	case n.class != "" && n.item == 0:
		return n.class, true
	case n.twoPart && n.class != "" && n.item <= 9:
		return fmt.Sprintf("%s-%d", n.class, n.item), true
	case n.item == 0 || namesClass(strconv.Itoa(n.item), title):
		return classOfName(title)
	}
	return "", false
}
