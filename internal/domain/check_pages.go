package domain

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// IsCoverScan knows scans of a dossier's cover, bag or own catalogue by the words in their path. They are kept with the
// dossier but are pages of no material.
func IsCoverScan(file string) bool {
	for part := range strings.SplitSeq(strings.TrimSuffix(file, path.Ext(file)), "/") {
		word := strings.Trim(part, "0123456789-_ .()（）")
		switch word {
		case "目录", "封面", "封底", "封皮", "档案袋", "卷皮", "卷内目录", "卷内备考表", "备考表", "人事档案目录":
			return true
		}
	}
	return false
}

// FillPageCounts gives the rows of a dossier without a catalogue the number of their images as page count.
func (d *Draft) FillPageCounts(facts map[string]FileFacts) {
	if d.HasCatalog {
		return
	}
	for i := range d.Materials {
		d.Materials[i].PageCount = countImages(d.Materials[i].Files, facts)
	}
}

// countImages counts pages; a file that could not be read counts as one, so that one fault is not reported as two.
func countImages(files []string, facts map[string]FileFacts) int {
	n := 0
	for _, file := range files {
		n += max(1, len(facts[file].Frames))
	}
	return n
}

// images applies R16: counts of each material, images without a row, numbers missing in the files' names, and the total
// of the transfer sheet.
func (c *checker) images() {
	d := c.draft
	if len(d.Files()) == 0 {
		c.add(R16, Block, Violation{Row: d.Row}, "没有影像文件，请补充扫描件")
		return
	}
	if d.HasCatalog {
		for _, m := range d.Materials {
			if n := countImages(m.Files, c.facts); n != m.PageCount && m.PageCount > 0 {
				c.add(R16, Block, Violation{Row: m.Row, Field: "页数"}, "《%s》目录%d页，影像%d页，请核对后补扫或更正页数", m.Title, m.PageCount, n)
			}
		}
		c.orphans()
	}
	c.missingNumbers()
	c.total()
}

func (c *checker) orphans() {
	for _, file := range c.draft.Orphans {
		if IsCoverScan(file) {
			c.add(R16, Warn, Violation{File: file}, "影像“%s”是封面或目录，不计页数", file)
			continue
		}
		c.add(R16, Block, Violation{File: file}, "影像“%s”在目录中没有对应的材料，请补录目录或移除影像", file)
	}
}

// total compares with the transfer sheet, which may or may not count covers.
func (c *checker) total() {
	d := c.draft
	if d.PageTotal == 0 {
		return
	}
	all, covers := 0, 0
	for _, file := range d.Files() {
		n := countImages([]string{file}, c.facts)
		all += n
		if IsCoverScan(file) {
			covers += n
		}
	}
	if d.PageTotal != all && d.PageTotal != all-covers {
		c.add(R16, Block, Violation{Row: d.Row, Field: "总页数"}, "移交目录%d页，影像%d页，请核对后补扫或更正页数", d.PageTotal, all-covers)
	}
}

// missingNumbers finds gaps in numbered file names. A catalogue that counts the pages makes a gap certain; without one
// it may be how the scanner numbers.
func (c *checker) missingNumbers() {
	level := Warn
	if c.draft.HasCatalog {
		level = Block
	}
	series := map[string][]int{}
	for _, file := range c.draft.Files() {
		if prefix, n, ok := imageNumber(file); ok {
			series[prefix] = append(series[prefix], n)
		}
	}
	for _, prefix := range slices.Sorted(maps.Keys(series)) {
		if missing := missingBetween(series[prefix]); len(missing) > 0 {
			c.add(R16, level, Violation{File: prefix}, "影像“%s”缺号：%s，请核对是否漏扫", prefix, strings.Join(missing, "、"))
		}
	}
}

// imageNumber splits a path before its last number: "a/1-1-007.jpg" is 7 of "a/1-1-".
func imageNumber(file string) (prefix string, n int, ok bool) {
	name := strings.TrimRight(strings.TrimSuffix(file, path.Ext(file)), ")） ")
	prefix = strings.TrimRight(name, "0123456789")
	digits := name[len(prefix):]
	if digits == "" || len(digits) > 5 {
		return "", 0, false
	}
	n, err := strconv.Atoi(digits)
	return prefix, n, err == nil
}

// missingBetween lists the numbers between the smallest and the largest that do not occur; nil when more are missing
// than there are, for then the names are not a series.
func missingBetween(numbers []int) []string {
	slices.Sort(numbers)
	lowest, highest := numbers[0], numbers[len(numbers)-1]
	if highest-lowest+1 > 2*len(numbers) {
		return nil
	}
	var missing []string
	for n := lowest; n <= highest && len(missing) < maxNamed; n++ {
		if _, found := slices.BinarySearch(numbers, n); !found {
			missing = append(missing, strconv.Itoa(n))
		}
	}
	return missing
}

// scans applies R18 to every page.
func (c *checker) scans() {
	for _, m := range c.draft.Materials {
		page := 0
		for _, file := range m.Files {
			page = c.scan(file, "《"+m.Title+"》", page)
		}
	}
	for _, file := range c.draft.Orphans {
		c.scan(file, "影像“"+path.Base(file)+"”", 0)
	}
}

// scan checks the frames of one file, the pages after page of its material, and returns the number of the last.
func (c *checker) scan(file, of string, page int) int {
	facts, inspected := c.facts[file]
	fault := func(level Level, reason string) {
		c.add(R18, level, Violation{File: file, Page: page}, "%s第%d页扫描不符合要求：%s", of, page, reason)
	}
	page++
	switch {
	case !inspected:
		return page // the four-property inspection says so
	case facts.Problem != "":
		fault(Block, facts.Problem)
		return page
	case facts.Wrong != "":
		fault(Warn, facts.Wrong)
	case c.policy.BatchFormat != "" && facts.MediaType != c.policy.BatchFormat:
		fault(Warn, fmt.Sprintf("格式%s与本批多数文件的%s不同，一批宜用一种格式", facts.MediaType, c.policy.BatchFormat))
	}
	page--
	for _, frame := range facts.Frames {
		page++
		for _, found := range c.policy.judge(frame) {
			fault(found.level, found.reason)
		}
	}
	return max(page, 1)
}

type frameFault struct {
	level  Level
	reason string
}

func (p Policy) judge(f FrameFacts) []frameFault {
	var faults []frameFault
	add := func(wrong bool, level Level, format string, args ...any) {
		if wrong {
			faults = append(faults, frameFault{level, fmt.Sprintf(format, args...)})
		}
	}
	add(p.MinDPI > 0 && f.DPI == 0, Warn, "文件未记录分辨率，请确认不低于%ddpi", p.MinDPI)
	add(p.MinDPI > 0 && f.DPI > 0 && f.DPI < p.MinDPI, Block, "分辨率%ddpi低于%ddpi，请重新扫描", f.DPI, p.MinDPI)
	add(p.RequireColor && !f.Color, Block, "不是彩色影像，请用24位彩色重新扫描")
	skew := max(f.Skew, -f.Skew)
	refused := p.BlockSkew > 0 && skew > p.BlockSkew
	add(f.SkewKnown && refused, Block, "偏斜%.1f度，超过%.1f度，请重新扫描", skew, p.BlockSkew)
	add(f.SkewKnown && !refused && p.WarnSkew > 0 && skew > p.WarnSkew, Warn, "偏斜%.1f度，超过%.1f度", skew, p.WarnSkew)
	add(f.Blank, Warn, "空白页，请确认是否需要保留")
	return faults
}
