package pack

import (
	"iter"
	"path"
	"strings"
)

// dir is a folder of the package.
type dir struct {
	name  string // last part of the path; of the package itself: its name
	path  string // "" for the package itself
	dirs  []*dir // in natural order, as are the files
	files []string
}

// tree puts the sorted entries of a package into folders.
func tree(p *Package) *dir {
	root := &dir{name: p.name}
	known := map[string]*dir{"": root}
	for _, entry := range p.entries {
		parent := folderOf(known, path.Dir(entry.Name))
		parent.files = append(parent.files, entry.Name)
	}
	return root
}

func folderOf(known map[string]*dir, at string) *dir {
	if at == "." {
		at = ""
	}
	if d, found := known[at]; found {
		return d
	}
	parent := folderOf(known, path.Dir(at))
	d := &dir{name: path.Base(at), path: at}
	parent.dirs = append(parent.dirs, d)
	known[at] = d
	return d
}

// all gives the folder's files and those of its subfolders, files of a folder before its subfolders.
func (d *dir) all() iter.Seq[string] {
	return func(yield func(string) bool) { d.each(yield) }
}

func (d *dir) each(yield func(string) bool) bool {
	for _, file := range d.files {
		if !yield(file) {
			return false
		}
	}
	for _, child := range d.dirs {
		if !child.each(yield) {
			return false
		}
	}
	return true
}

// below is the path of one of the folder's files seen from the folder.
func (d *dir) below(file string) string {
	if d.path == "" {
		return file
	}
	return strings.TrimPrefix(file, d.path+"/")
}

func (d *dir) hasImages() bool {
	for _, file := range d.files {
		if isImage(file) {
			return true
		}
	}
	return false
}

// isImage goes by the extension; what the file really is comes out when it is inspected. Formats that are not accepted
// count as well, so that a page in one of them is refused by name rather than overlooked, and so does a file without an
// extension.
func isImage(file string) bool {
	switch extension(file) {
	case ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".dib", ".webp", ".gif", ".jp2", ".jpx", ".jxl", ".heic",
		".heif", ".avif", ".djvu", ".psd", ".ofd", "":
		return true
	}
	return isMultiFrame(file)
}

// isMultiFrame knows the formats in which one file can hold several pages.
func isMultiFrame(file string) bool {
	switch extension(file) {
	case ".pdf", ".tif", ".tiff":
		return true
	}
	return false
}

func isSheet(file string) bool {
	switch extension(file) {
	case ".xlsx", ".xlsm", ".csv":
		return true
	}
	return false
}

// isOldSheet knows spreadsheets in forms that are not read.
func isOldSheet(file string) bool {
	switch extension(file) {
	case ".xls", ".et", ".xlsb", ".ods", ".numbers":
		return true
	}
	return false
}

// stem is the file's name without folders and extension.
func stem(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}
