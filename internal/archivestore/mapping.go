package archivestore

import (
	"time"

	"github.com/danganku/danganku/internal/domain"
)

func toRecord(d *domain.Dossier) recordJSON {
	r := recordJSON{
		Format: recordFormat, ID: d.ID, Version: d.Version, Office: officeJSON(d.Office), ArchivalCode: d.ArchivalCode,
		Scheme: string(d.Scheme), Category: string(d.Category), Retention: d.Retention, Remark: d.Remark, Custody: string(d.Custody),
		Retiree: toRetiree(d.Retiree), Enterprise: toEnterprise(d.Enterprise),
		Volumes: make([]volumeJSON, 0, len(d.Volumes)), Materials: make([]materialJSON, 0, len(d.Materials)), Pages: make([]pageJSON, 0, len(d.Pages)),
		LastPageNo: d.LastPageNo, MastersVersion: d.MastersVersion, IngestID: d.IngestID, Fingerprint: d.Fingerprint,
		CreatedAt: stamp(d.CreatedAt), UpdatedAt: stamp(d.UpdatedAt),
	}
	if !d.ReleasedAt.IsZero() {
		at := stamp(d.ReleasedAt)
		r.ReleasedAt = &at
	}
	for _, v := range d.Volumes {
		r.Volumes = append(r.Volumes, volumeJSON{v.No, string(v.CopyKind)})
	}
	for _, m := range d.Materials {
		r.Materials = append(r.Materials, materialJSON{ID: m.ID, VolumeNo: m.VolumeNo, Class: m.Class, ItemNo: m.ItemNo, Title: m.Title,
			FormedOn: m.FormedOn.String(), PageCount: m.PageCount, CopyCount: m.CopyCount, Remark: m.Remark})
	}
	for _, p := range d.Pages {
		r.Pages = append(r.Pages, pageJSON{No: p.No, MaterialID: p.MaterialID, Seq: p.Seq, File: p.File, Frame: p.Frame, SHA512: p.Digest,
			Size: p.Size, MediaType: p.MediaType, Width: p.Width, Height: p.Height, DPI: p.DPI, Color: p.Color, Rotation: p.Rotation, SourceName: p.SourceName})
	}
	return r
}

// stamp is an instant as both databases keep it, so that a record and its rows never differ by nanoseconds.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func toRetiree(p domain.Retiree) retireeJSON {
	return retireeJSON{ID: p.ID, Name: p.Name, IDNumber: p.IDNumber.Full(), IDNumberGiven: p.IDNumberGiven, Sex: string(p.Sex),
		BornOn: p.BornOn.String(), RetiredOn: p.RetiredOn.String(), Survival: string(p.Survival), DiedOn: p.DiedOn.String(),
		EnterpriseID: p.EnterpriseID, HukouPlace: p.HukouPlace, HukouDivision: p.HukouDivision,
		ResidenceDivision: p.ResidenceDivision, InsuranceDivision: p.InsuranceDivision}
}

func toEnterprise(e domain.Enterprise) enterpriseJSON {
	return enterpriseJSON{ID: e.ID, Name: e.Name, USCC: e.USCC, NoUSCCReason: e.NoUSCCReason, USCCOverride: e.USCCOverride,
		Level: string(e.Level), RegistrationDivision: e.RegistrationDivision, InsuranceDivision: e.InsuranceDivision, Version: e.Version}
}

func (r recordJSON) dossier(dates *dateReader) *domain.Dossier {
	d := &domain.Dossier{
		ID: r.ID, Office: domain.ArchiveOffice(r.Office), ArchivalCode: r.ArchivalCode, Scheme: domain.SchemeCode(r.Scheme),
		Category: domain.Category(r.Category), Retention: r.Retention, Remark: r.Remark, Custody: domain.CustodyState(r.Custody),
		Retiree: r.Retiree.retiree(dates), Enterprise: r.Enterprise.enterprise(), LastPageNo: r.LastPageNo,
		MastersVersion: r.MastersVersion, IngestID: r.IngestID, Fingerprint: r.Fingerprint, Version: r.Version,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	if r.ReleasedAt != nil {
		d.ReleasedAt = *r.ReleasedAt
	}
	for _, v := range r.Volumes {
		d.Volumes = append(d.Volumes, domain.Volume{No: v.No, CopyKind: domain.CopyKind(v.CopyKind)})
	}
	for _, m := range r.Materials {
		d.Materials = append(d.Materials, domain.Material{ID: m.ID, VolumeNo: m.VolumeNo, Class: m.Class, ItemNo: m.ItemNo, Title: m.Title,
			FormedOn: dates.read(m.FormedOn), PageCount: m.PageCount, CopyCount: m.CopyCount, Remark: m.Remark})
	}
	for _, p := range r.Pages {
		d.Pages = append(d.Pages, domain.Page{No: p.No, MaterialID: p.MaterialID, Seq: p.Seq, File: p.File, Frame: p.Frame, Digest: p.SHA512,
			Size: p.Size, MediaType: p.MediaType, Width: p.Width, Height: p.Height, DPI: p.DPI, Color: p.Color, Rotation: p.Rotation, SourceName: p.SourceName})
	}
	return d
}

func (p retireeJSON) retiree(dates *dateReader) domain.Retiree {
	return domain.Retiree{ID: p.ID, Name: p.Name, IDNumber: domain.IDNumber(p.IDNumber), IDNumberGiven: p.IDNumberGiven, Sex: domain.Sex(p.Sex),
		BornOn: dates.read(p.BornOn), RetiredOn: dates.read(p.RetiredOn), Survival: domain.Survival(p.Survival), DiedOn: dates.read(p.DiedOn),
		EnterpriseID: p.EnterpriseID, HukouPlace: p.HukouPlace, HukouDivision: p.HukouDivision,
		ResidenceDivision: p.ResidenceDivision, InsuranceDivision: p.InsuranceDivision}
}

func (e enterpriseJSON) enterprise() domain.Enterprise {
	return domain.Enterprise{ID: e.ID, Name: e.Name, USCC: e.USCC, NoUSCCReason: e.NoUSCCReason, USCCOverride: e.USCCOverride,
		Level: domain.EnterpriseLevel(e.Level), RegistrationDivision: e.RegistrationDivision, InsuranceDivision: e.InsuranceDivision, Version: e.Version}
}
