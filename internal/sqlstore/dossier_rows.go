package sqlstore

import (
	"time"

	"github.com/danganku/danganku/internal/domain"
)

type dossierRow struct {
	ID             string `gorm:"primaryKey"`
	OfficeCode     string
	OfficeName     string
	Division       string
	ArchivalCode   *string
	ActiveIDNumber *string
	Scheme         string
	Category       string
	Retention      string
	Remark         string
	RetireeID      string
	EnterpriseID   *string
	LastPageNo     int
	VolumeCount    int
	MaterialCount  int
	PageCount      int
	Custody        string
	IngestID       string
	Fingerprint    string
	Version        int
	MastersVersion int
	CreatedAt      time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt      time.Time `gorm:"autoUpdateTime:false"`
	ReleasedAt     *time.Time
}

func (dossierRow) TableName() string { return "dossiers" }

func rowFromDossier(d *domain.Dossier) dossierRow {
	row := dossierRow{ID: d.ID, OfficeCode: d.Office.Code, OfficeName: d.Office.Name, Division: d.Office.Division,
		ArchivalCode: textOrNull(d.ArchivalCode), Scheme: string(d.Scheme), Category: string(d.Category), Retention: d.Retention,
		Remark: d.Remark, RetireeID: d.Retiree.ID, EnterpriseID: textOrNull(d.Enterprise.ID), LastPageNo: d.LastPageNo,
		VolumeCount: len(d.Volumes), MaterialCount: len(d.Materials), PageCount: len(d.Pages), Custody: string(d.Custody),
		IngestID: d.IngestID, Fingerprint: d.Fingerprint, Version: d.Version, MastersVersion: d.MastersVersion,
		CreatedAt: stamp(d.CreatedAt), UpdatedAt: stamp(d.UpdatedAt), ReleasedAt: stampOrNull(d.ReleasedAt)}
	if active(d.Custody) {
		row.ActiveIDNumber = textOrNull(d.Retiree.IDNumber.Full())
	}
	return row
}

// active tells whether a dossier in this state is the person's only one. One that left for good makes room for another.
func active(state domain.CustodyState) bool {
	return state != domain.TransferredOut && state != domain.TransferredToArchive
}

// domain is the dossier without the parts that other tables hold.
func (r dossierRow) domain() *domain.Dossier {
	return &domain.Dossier{ID: r.ID, Office: domain.ArchiveOffice{Code: r.OfficeCode, Name: r.OfficeName, Division: r.Division},
		ArchivalCode: textOf(r.ArchivalCode), Scheme: domain.SchemeCode(r.Scheme), Category: domain.Category(r.Category),
		Retention: r.Retention, Remark: r.Remark, LastPageNo: r.LastPageNo, Custody: domain.CustodyState(r.Custody),
		IngestID: r.IngestID, Fingerprint: r.Fingerprint, Version: r.Version, MastersVersion: r.MastersVersion,
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), ReleasedAt: timeOf(r.ReleasedAt)}
}

type retireeRow struct {
	ID                string `gorm:"primaryKey"`
	Name              string
	IDNumber          string
	IDNumberGiven     string
	Sex               string
	BornOn            dateColumn
	RetiredOn         dateColumn
	Survival          string
	DiedOn            dateColumn
	EnterpriseID      string
	HukouPlace        string
	HukouDivision     string
	ResidenceDivision string
	InsuranceDivision string
}

func (retireeRow) TableName() string { return "retirees" }

func rowFromRetiree(p domain.Retiree) retireeRow {
	return retireeRow{ID: p.ID, Name: p.Name, IDNumber: p.IDNumber.Full(), IDNumberGiven: p.IDNumberGiven, Sex: string(p.Sex),
		BornOn: dateColumn(p.BornOn), RetiredOn: dateColumn(p.RetiredOn), Survival: string(p.Survival),
		DiedOn: dateColumn(p.DiedOn), EnterpriseID: p.EnterpriseID, HukouPlace: p.HukouPlace, HukouDivision: p.HukouDivision,
		ResidenceDivision: p.ResidenceDivision, InsuranceDivision: p.InsuranceDivision}
}

func (r retireeRow) domain() domain.Retiree {
	return domain.Retiree{ID: r.ID, Name: r.Name, IDNumber: domain.IDNumber(r.IDNumber), IDNumberGiven: r.IDNumberGiven,
		Sex: domain.Sex(r.Sex), BornOn: domain.PartialDate(r.BornOn), RetiredOn: domain.PartialDate(r.RetiredOn),
		Survival: domain.Survival(r.Survival), DiedOn: domain.PartialDate(r.DiedOn), EnterpriseID: r.EnterpriseID,
		HukouPlace: r.HukouPlace, HukouDivision: r.HukouDivision, ResidenceDivision: r.ResidenceDivision,
		InsuranceDivision: r.InsuranceDivision}
}

type volumeRow struct {
	DossierID string `gorm:"primaryKey"`
	No        int    `gorm:"primaryKey;autoIncrement:false"`
	CopyKind  string
}

func (volumeRow) TableName() string { return "volumes" }

func (r volumeRow) domain() domain.Volume {
	return domain.Volume{No: r.No, CopyKind: domain.CopyKind(r.CopyKind)}
}

// materialRow and pageRow keep the place in the catalogue, 0-based.
type materialRow struct {
	DossierID string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"`
	Place     int
	VolumeNo  int
	Class     string
	ItemNo    int
	Title     string
	FormedOn  dateColumn
	PageCount int
	CopyCount int
	Remark    string
}

func (materialRow) TableName() string { return "materials" }

func (r materialRow) domain() domain.Material {
	return domain.Material{ID: r.ID, VolumeNo: r.VolumeNo, Class: r.Class, ItemNo: r.ItemNo, Title: r.Title,
		FormedOn: domain.PartialDate(r.FormedOn), PageCount: r.PageCount, CopyCount: r.CopyCount, Remark: r.Remark}
}

type pageRow struct {
	DossierID  string `gorm:"primaryKey"`
	No         int    `gorm:"primaryKey;autoIncrement:false"`
	Place      int
	MaterialID *string
	Seq        int
	File       string
	Frame      int
	Digest     string
	Size       int64
	MediaType  string
	Width      int
	Height     int
	DPI        int
	Color      bool
	Rotation   int
	SourceName string
}

func (pageRow) TableName() string { return "pages" }

func (r pageRow) domain() domain.Page {
	return domain.Page{No: r.No, MaterialID: textOf(r.MaterialID), Seq: r.Seq, File: r.File, Frame: r.Frame, Digest: r.Digest,
		Size: r.Size, MediaType: r.MediaType, Width: r.Width, Height: r.Height, DPI: r.DPI, Color: r.Color, Rotation: r.Rotation,
		SourceName: r.SourceName}
}

// partRows are the rows of a dossier's volumes, materials and pages.
func partRows(d *domain.Dossier) (volumes []volumeRow, materials []materialRow, pages []pageRow) {
	for _, v := range d.Volumes {
		volumes = append(volumes, volumeRow{DossierID: d.ID, No: v.No, CopyKind: string(v.CopyKind)})
	}
	for i, m := range d.Materials {
		materials = append(materials, materialRow{DossierID: d.ID, ID: m.ID, Place: i, VolumeNo: m.VolumeNo, Class: m.Class,
			ItemNo: m.ItemNo, Title: m.Title, FormedOn: dateColumn(m.FormedOn), PageCount: m.PageCount, CopyCount: m.CopyCount,
			Remark: m.Remark})
	}
	for i, p := range d.Pages {
		pages = append(pages, pageRow{DossierID: d.ID, No: p.No, Place: i, MaterialID: textOrNull(p.MaterialID), Seq: p.Seq,
			File: p.File, Frame: p.Frame, Digest: p.Digest, Size: p.Size, MediaType: p.MediaType, Width: p.Width, Height: p.Height,
			DPI: p.DPI, Color: p.Color, Rotation: p.Rotation, SourceName: p.SourceName})
	}
	return volumes, materials, pages
}
