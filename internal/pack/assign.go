package pack

import (
	"maps"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// scan is an image file of a person on its way to a catalogue row.
type scan struct {
	file    string   // path in the package
	folders []string // below the person's folder
	stem    string
}

func imagesOf(d *dir) []scan {
	var images []scan
	for file := range d.all() {
		if !isImage(file) {
			continue
		}
		parts := strings.Split(d.below(file), "/")
		images = append(images, scan{file, parts[:len(parts)-1], stem(file)})
	}
	return images
}

// assigner gives the images of a person to the rows of the catalogue: by the number in the file's name, by the folder
// of its class or material, and where neither says anything in running order by the rows' page counts.
type assigner struct {
	materials []domain.MaterialDraft
	byNumber  map[fileNumber]int
	byForeign map[string]int    // by the number that the software they come from gives a material
	named     map[string]bool   // classes, and "" for the whole, that have images placed by name
	running   map[string][]scan // images known by their class only, or not at all ("")
	orphans   []string
}

// assign fills the Files of the materials and returns the images that belong to none. numbers are those of other software
// by material, as in catalogue.
func assign(materials []domain.MaterialDraft, numbers []string, images []scan) []string {
	a := assigner{materials: materials, byNumber: map[fileNumber]int{}, byForeign: map[string]int{}, named: map[string]bool{},
		running: map[string][]scan{}}
	for i, number := range numbers {
		if number != "" {
			a.byForeign[number] = i
		}
	}
	for i, m := range materials {
		key := fileNumber{class: m.Class, item: m.ItemNo}
		if _, taken := a.byNumber[key]; !taken {
			a.byNumber[key] = i
		}
	}
	for _, img := range images {
		a.place(img)
	}
	for _, class := range slices.Sorted(maps.Keys(a.running)) {
		a.fill(class, a.running[class])
	}
	for i := range materials {
		slices.SortFunc(materials[i].Files, compareNatural)
	}
	slices.SortFunc(a.orphans, compareNatural)
	return a.orphans
}

func (a *assigner) place(img scan) {
	if isCover(img) {
		a.orphans = append(a.orphans, img.file)
		return
	}
	class, at := a.byFolders(img.folders)
	if at < 0 {
		at = a.byStem(img, class)
	}
	if at >= 0 {
		a.materials[at].Files = append(a.materials[at].Files, img.file)
		a.named[class] = true
		a.named[""] = true
		return
	}
	a.running[class] = append(a.running[class], img)
}

// isCover knows scans of the cover and of the catalogue itself, which are no pages of any material.
func isCover(img scan) bool {
	return domain.IsCoverScan(strings.Join(append(slices.Clone(img.folders), img.stem), "/"))
}

// byFolders reads the folders from the outside in: at is the row they lead to, or -1; class is the class they name.
func (a *assigner) byFolders(folders []string) (class string, at int) {
	for _, folder := range folders {
		if at := a.existing(parseFileNumber(folder)); at >= 0 && !a.isClassFolder(folder) {
			return a.materials[at].Class, at
		}
		if named, ok := classOfName(folder); ok && (class == "" || strings.HasPrefix(named, class+"-")) {
			class = named
			continue
		}
		if class == "" {
			if at := a.byTitle("", folder); at >= 0 {
				return a.materials[at].Class, at
			}
			continue
		}
		if at := a.inClass(class, folder); at >= 0 {
			return class, at
		}
	}
	return class, -1
}

// isClassFolder tells 4-1 the subclass from 4-1 the first material of class 4: it is a class if the catalogue has it.
func (a *assigner) isClassFolder(folder string) bool {
	class, ok := classOfName(folder)
	return ok && slices.ContainsFunc(a.materials, func(m domain.MaterialDraft) bool { return m.Class == class })
}

// inClass finds a row of the class by the item number or title that a folder's or file's name carries.
func (a *assigner) inClass(class, name string) int {
	if at, found := a.byForeign[sheet.Fold(name)]; found {
		return at
	}
	material := parseMaterialName(name)
	if at, found := a.byNumber[fileNumber{class: class, item: material.item}]; found && material.item > 0 {
		return at
	}
	return a.byTitle(class, material.title)
}

func (a *assigner) byTitle(class, title string) int {
	key, found := titleKey(title), -1
	if key == "" {
		return -1
	}
	for i, m := range a.materials {
		if (class != "" && m.Class != class) || titleKey(m.Title) != key {
			continue
		}
		if found >= 0 {
			return -1 // two rows of that title: the name does not decide
		}
		found = i
	}
	return found
}

func titleKey(title string) string { return sheet.Heading(strings.Trim(title, "《》")) }

func (a *assigner) existing(readings []fileNumber) int {
	for _, reading := range readings {
		if at, found := a.byNumber[fileNumber{class: reading.class, item: reading.item}]; found {
			return at
		}
	}
	return -1
}

func (a *assigner) byStem(img scan, class string) int {
	if class == "" {
		if at := a.existing(parseFileNumber(img.stem)); at >= 0 {
			return at
		}
		return a.byTitle("", parseMaterialName(img.stem).title)
	}
	numbers := numbersOf(img.stem)
	if len(numbers) == 2 { // item and page
		if at, found := a.byNumber[fileNumber{class: class, item: numbers[0]}]; found {
			return at
		}
	}
	if at := a.existing(parseFileNumber(img.stem)); at >= 0 && a.materials[at].Class == class {
		return at
	}
	if len(numbers) == 1 && !isMultiFrame(img.file) { // a page number: the class is filled in running order
		return -1
	}
	return a.inClass(class, img.stem)
}

// fill deals images out to the rows of a class ("" for all rows) that have none yet.
func (a *assigner) fill(class string, images []scan) {
	rows := a.emptyRows(class)
	switch {
	case a.named[class] || len(rows) == 0:
		a.orphan(images)
	case a.onePerRow(rows, images):
		for i, at := range rows {
			a.materials[at].Files = []string{images[i].file}
		}
	case slices.ContainsFunc(images, func(img scan) bool { return extension(img.file) == ".pdf" }):
		a.orphan(images) // how many pages a PDF has is not known here
	default:
		for _, at := range rows {
			n := min(a.materials[at].PageCount, len(images))
			for _, img := range images[:n] {
				a.materials[at].Files = append(a.materials[at].Files, img.file)
			}
			images = images[n:]
		}
		a.orphan(images)
	}
}

func (a *assigner) emptyRows(class string) []int {
	var rows []int
	for i, m := range a.materials {
		if len(m.Files) == 0 && (class == "" || m.Class == class || strings.HasPrefix(m.Class, class+"-")) {
			rows = append(rows, i)
		}
	}
	return rows
}

// onePerRow recognises one multi-page file for each material.
func (a *assigner) onePerRow(rows []int, images []scan) bool {
	pages := 0
	for _, at := range rows {
		pages += a.materials[at].PageCount
	}
	return len(images) == len(rows) && (pages != len(images) || len(rows) == 1) &&
		!slices.ContainsFunc(images, func(img scan) bool { return !isMultiFrame(img.file) })
}

func (a *assigner) orphan(images []scan) {
	for _, img := range images {
		a.orphans = append(a.orphans, img.file)
	}
}
