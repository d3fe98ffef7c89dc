package domain

// Draft is one person's dossier as a package presents it, before anything is believed: what the adapters of foreign
// layouts (folder and workbook, scan station, class-named folders, transfer sheet) all produce.
type Draft struct {
	Folder       string // folder of the person in the package, "" for a package of one person
	Row          int    // row of the person in the workbook, 0: none
	Name         string
	IDNumber     IDNumber // normalised, see NormalizeIDNumber
	IDGiven      string   // as it stood in the source
	Sex          Sex
	BornOn       PartialDate
	RetiredOn    PartialDate
	Survival     Survival
	DiedOn       PartialDate
	Employer     string
	HukouPlace   string
	ArchivalCode string
	Retention    string
	Remark       string
	Scheme       SchemeCode // empty: the adapter could not tell, the intake's default applies
	PageTotal    int        // as the transfer sheet states; 0: not stated
	GapStatement string     // names missing material and the reason (缺件说明)
	HasCatalog   bool       // false: no catalogue came along; Materials, if any, were read off the folders' names
	Materials    []MaterialDraft
	Orphans      []string // image files of the person that belong to no catalogue row

	// Findings are what the adapter saw and no field can carry: two sources that disagree, a cell that cannot be read.
	Findings []Violation
}

// MaterialDraft is a catalogue row as presented, with the files that make its pages in order.
type MaterialDraft struct {
	Row       int    // row in the workbook sheet, 0: none
	Class     string // normalised class code, or the text as given when it could not be read
	ItemNo    int    // 0: missing
	Title     string
	FormedOn  PartialDate
	DateGiven string // as it stood, when it could not be read
	PageCount int    // 0: missing, or, without a catalogue, as many as there are images
	CopyCount int
	Remark    string
	Files     []string // paths in the package
}

// FileFacts is what inspection found about one file of a package.
type FileFacts struct {
	Name      string
	Digest    string // SHA-512, lower-case hex
	Size      int64
	MediaType string
	Frames    []FrameFacts
	Problem   string // zh-CN, why the file cannot be used; empty: it can
	Wrong     string // zh-CN, what is odd about a usable file, such as a wrong extension
}

// FrameFacts is what inspection found about one frame (page) of a file.
type FrameFacts struct {
	Width, Height int
	DPI           int // 0: unknown
	Color         bool
	Skew          float64 // degrees
	SkewKnown     bool
	Blank         bool
	HasText       bool // carries a text layer
}

// Files lists all files of the draft in catalogue order, orphans last.
func (d *Draft) Files() []string {
	var files []string
	for _, material := range d.Materials {
		files = append(files, material.Files...)
	}
	return append(files, d.Orphans...)
}
