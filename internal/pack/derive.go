package pack

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

// materialName is what the name of a material's folder or file tells.
type materialName struct {
	item   int // 0: none
	title  string
	formed domain.PartialDate
}

var (
	leadingItem   = regexp.MustCompile(`^(\d{1,3})(?:[-、,)\]]+|$)`)
	itemThenHan   = regexp.MustCompile(`^(\d{1,3})(\p{Han}.*)$`)
	leadingNumber = regexp.MustCompile(`^(?:(?:[1-9]|10)-)?(?:[1-9]|10)-(\d{1,3})(?:[-、,)\]]+(.*)|(\p{Han}.*)|)$`)
	trailingDate  = regexp.MustCompile(`[-(（\[]*((?:18|19|20)\d{2}(?:年?[-./]?\d{1,2}(?:月?[-./]?\d{1,2}日?|月)?|年)?)[)）\]]*$`)
)

// parseMaterialName reads names such as "01 入党志愿书 1978.03", "3、考核登记表(2003)", "4-1-1毕业证".
func parseMaterialName(name string) materialName {
	var m materialName
	text := strings.TrimSpace(name)
	if at := trailingDate.FindStringSubmatchIndex(text); at != nil && at[0] > 0 {
		if d, err := domain.ParsePartialDate(text[at[2]:at[3]]); err == nil {
			m.formed = d
			text = strings.TrimRight(text[:at[0]], " _-（(")
		}
	}
	key := dashes.Replace(strings.NewReplacer(" ", "-", "\u3000", "-", "（", "(", "）", ")").Replace(text))
	switch {
	case leadingNumber.MatchString(key):
		at := leadingNumber.FindStringSubmatch(key)
		m.item, _ = strconv.Atoi(at[1])
		text = at[2] + at[3]
	case leadingItem.MatchString(key):
		at := leadingItem.FindStringSubmatchIndex(key)
		m.item, _ = strconv.Atoi(key[at[2]:at[3]])
		text = strings.TrimLeft(key[at[1]:], "-")
	case itemThenHan.MatchString(key):
		at := itemThenHan.FindStringSubmatch(key)
		if !strings.ContainsAny(string([]rune(at[2])[:1]), "年月日级届次号") {
			m.item, _ = strconv.Atoi(at[1])
			text = at[2]
		}
	}
	m.title = strings.Trim(text, " -_")
	return m
}

// untitled is the title of a material that the folders tell nothing about.
const untitled = "待著录材料"

// derive makes catalogue rows of class folders: a folder or a multi-page file in one is a material, loose page images in
// one are a material for each name before the page number. Images outside any class folder stay without a row.
func derive(person *dir) (materials []domain.MaterialDraft, orphans []string) {
	d := deriver{}
	for _, file := range person.files {
		d.orphan(file)
	}
	for _, child := range person.dirs {
		if class, ok := classOfName(child.name); ok {
			d.classFolder(child, class)
			continue
		}
		for file := range child.all() {
			d.orphan(file)
		}
	}
	d.complete()
	return d.materials, d.orphans
}

type deriver struct {
	materials []domain.MaterialDraft
	orphans   []string
}

func (d *deriver) orphan(file string) {
	if isImage(file) {
		d.orphans = append(d.orphans, file)
	}
}

func (d *deriver) classFolder(folder *dir, class string) {
	d.looseFiles(folder.files, class)
	for _, child := range folder.dirs {
		sub, ok := classOfName(child.name)
		if ok && strings.HasPrefix(sub, class+"-") && (len(child.dirs) > 0 || hasHan(child.name)) {
			d.classFolder(child, sub)
			continue
		}
		var files []string
		for file := range child.all() {
			if isImage(file) {
				files = append(files, file)
			}
		}
		if len(files) > 0 {
			d.add(class, child.name, files)
		}
	}
}

func (d *deriver) looseFiles(files []string, class string) {
	pages := map[string][]string{}
	var names []string
	for _, file := range files {
		if !isImage(file) {
			continue
		}
		name := stem(file)
		if !isMultiFrame(file) {
			name = strings.TrimRight(strings.TrimRight(name, "0123456789"), " -_.(（)）")
		}
		if _, known := pages[name]; !known {
			names = append(names, name)
		}
		pages[name] = append(pages[name], file)
	}
	for _, name := range names {
		d.add(class, name, pages[name])
	}
}

func (d *deriver) add(class, name string, files []string) {
	told := parseMaterialName(name)
	m := domain.MaterialDraft{Class: class, ItemNo: told.item, Title: told.title, FormedOn: told.formed, Files: files}
	if !hasLetter(m.Title) {
		m.Title = strings.TrimSpace(untitled + " " + name) // a bare number is a name in the scan station, not a title
		if len(numbersOf(name)) != 1 || told.item == 0 {
			m.ItemNo = 0
		}
	}
	if !slices.ContainsFunc(files, isMultiFrame) {
		m.PageCount = len(files)
	}
	d.materials = append(d.materials, m)
}

func hasLetter(text string) bool {
	return strings.Trim(text, "0123456789-_. ()（）") != ""
}

// complete numbers the materials of a class where their folders do not, in the order of the folders.
func (d *deriver) complete() {
	used := map[fileNumber]bool{}
	for _, m := range d.materials {
		used[fileNumber{class: m.Class, item: m.ItemNo}] = true
	}
	next := map[string]int{}
	for i := range d.materials {
		m := &d.materials[i]
		if m.ItemNo != 0 {
			continue
		}
		for next[m.Class]++; used[fileNumber{class: m.Class, item: next[m.Class]}]; next[m.Class]++ {
		}
		m.ItemNo = next[m.Class]
	}
}
