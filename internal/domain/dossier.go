package domain

import (
	"cmp"
	"slices"
	"time"
)

// Category decides which rules of use apply to a dossier.
type Category string

const (
	CategoryWorker Category = "WORKER"
	CategoryCadre  Category = "CADRE"
)

// CopyKind tells an original volume (正本) from a duplicate (副本).
type CopyKind string

const (
	Original  CopyKind = "ORIGINAL"
	Duplicate CopyKind = "DUPLICATE"
)

// Volume (卷) is one physical unit of a dossier. Capacity is counted in volumes, not in persons.
type Volume struct {
	No       int // 1..n in the dossier
	CopyKind CopyKind
}

// Material (材料) is one row of the catalogue: one complete document with its pages.
type Material struct {
	ID        string
	VolumeNo  int
	Class     string // class of the dossier's scheme, e.g. "4-1"
	ItemNo    int    // 份号, 1..n in its class
	Title     string
	FormedOn  PartialDate // day of signing; the last one if there are several
	PageCount int         // as the catalogue says; each side with content is a page
	CopyCount int         // 份数; 0 where the catalogue has no such column
	Remark    string
}

// Number is the pencilled number of a material (编号): class and item, "3-5", "4-1-1".
func (m Material) Number() string { return m.Class + "-" + itoa(m.ItemNo) }

// Page is one image of a material: a frame of a master file. A master is kept byte for byte as it was received.
type Page struct {
	No         int    // given once in the dossier, never reused; identifies the page
	MaterialID string // empty: a scan without a catalogue row
	Seq        int    // place in its material, 1..n
	File       string // path of the master in the dossier's masters object, "pages/0001.jpg"
	Frame      int    // 0-based frame of a multi-page master
	Digest     string // SHA-512 of the master file, lower-case hex
	Size       int64  // bytes of the master file
	MediaType  string
	Width      int // pixels, before rotation
	Height     int
	DPI        int // 0: unknown
	Color      bool
	Rotation   int    // clockwise, to be applied when shown: 0, 90, 180, 270
	SourceName string // name in the package it came from
}

// Dossier (人事档案) is the whole of one person's file: cover data, volumes, catalogue and pages. It is what the record
// in the object store holds; database rows are a projection of it.
type Dossier struct {
	ID             string
	Office         ArchiveOffice
	ArchivalCode   string // 档号, unique where set
	Scheme         SchemeCode
	Category       Category
	Retention      string // 保管期限
	Remark         string
	Retiree        Retiree
	Enterprise     Enterprise
	Volumes        []Volume
	Materials      []Material // in catalogue order
	Pages          []Page     // in catalogue order
	LastPageNo     int        // highest page number ever given
	Custody        CustodyState
	IngestID       string
	Fingerprint    string // of the package it came from; equal packages have equal fingerprints
	Version        int    // of the record; every saved edit adds one
	MastersVersion int
	CreatedAt      time.Time
	UpdatedAt      time.Time
	ReleasedAt     time.Time // zero: not released; until then its ingest can be undone
}

// DossierHead is a dossier without its catalogue and pages: what lists and search results show.
type DossierHead struct {
	ID             string
	OfficeCode     string
	Division       string
	ArchivalCode   string
	Name           string
	IDNumber       IDNumber
	Sex            Sex
	BornOn         PartialDate
	RetiredOn      PartialDate
	Survival       Survival
	EnterpriseName string
	Custody        CustodyState
	VolumeCount    int
	MaterialCount  int
	PageCount      int
	IngestID       string
	Fingerprint    string
	Version        int
	UpdatedAt      time.Time
}

// MaterialByID finds a row of the catalogue.
func (d *Dossier) MaterialByID(id string) (*Material, bool) {
	for i := range d.Materials {
		if d.Materials[i].ID == id {
			return &d.Materials[i], true
		}
	}
	return nil, false
}

// PageByNo finds a page.
func (d *Dossier) PageByNo(no int) (*Page, bool) {
	for i := range d.Pages {
		if d.Pages[i].No == no {
			return &d.Pages[i], true
		}
	}
	return nil, false
}

// PagesOf are the pages of a material in order; an empty id means pages without a catalogue row.
func (d *Dossier) PagesOf(materialID string) []Page {
	var pages []Page
	for _, page := range d.Pages {
		if page.MaterialID == materialID {
			pages = append(pages, page)
		}
	}
	slices.SortFunc(pages, func(a, b Page) int { return cmp.Compare(a.Seq, b.Seq) })
	return pages
}

// AddPage gives the page a number that no page of the dossier carries or ever carried, and appends it.
func (d *Dossier) AddPage(page Page) Page {
	d.LastPageNo++
	page.No = d.LastPageNo
	d.Pages = append(d.Pages, page)
	return page
}

// Arrange puts the catalogue in the order of the scheme's classes and item numbers, and the pages in the order of the
// catalogue, scans without a catalogue row last.
func (d *Dossier) Arrange(scheme Scheme) {
	slices.SortStableFunc(d.Materials, func(a, b Material) int {
		return cmp.Or(cmp.Compare(scheme.Order(a.Class), scheme.Order(b.Class)), cmp.Compare(a.ItemNo, b.ItemNo),
			cmp.Compare(a.ID, b.ID))
	})
	place := make(map[string]int, len(d.Materials))
	for i, material := range d.Materials {
		place[material.ID] = i
	}
	orderOf := func(page Page) int {
		if at, known := place[page.MaterialID]; known {
			return at
		}
		return len(d.Materials)
	}
	slices.SortStableFunc(d.Pages, func(a, b Page) int {
		return cmp.Or(cmp.Compare(orderOf(a), orderOf(b)), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.No, b.No))
	})
}

// Head is the dossier's entry for lists.
func (d *Dossier) Head() DossierHead {
	return DossierHead{
		ID: d.ID, OfficeCode: d.Office.Code, Division: d.Office.Division, ArchivalCode: d.ArchivalCode,
		Name: d.Retiree.Name, IDNumber: d.Retiree.IDNumber, Sex: d.Retiree.Sex, BornOn: d.Retiree.BornOn,
		RetiredOn: d.Retiree.RetiredOn, Survival: d.Retiree.Survival, EnterpriseName: d.Enterprise.Name, Custody: d.Custody,
		VolumeCount: len(d.Volumes), MaterialCount: len(d.Materials), PageCount: len(d.Pages), IngestID: d.IngestID,
		Fingerprint: d.Fingerprint, Version: d.Version, UpdatedAt: d.UpdatedAt,
	}
}
