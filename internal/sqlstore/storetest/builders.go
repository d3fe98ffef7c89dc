package storetest

import (
	"fmt"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

var (
	tiexi  = domain.ArchiveOffice{Code: "210106", Name: "铁西区档案管理部门", Division: "210106"}
	shenhe = domain.ArchiveOffice{Code: "210103", Name: "沈河区档案管理部门", Division: "210103"}
	dalian = domain.ArchiveOffice{Code: "210200-1", Name: "大连市档案管理部门", Division: "210200"}
)

// idNumber makes distinct numbers in the unused area 219999.
func idNumber(n int) domain.IDNumber {
	digits := fmt.Sprintf("2199991950%02d%02d%03d", n/28%12+1, n%28+1, n%1000)
	return domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))
}

// dossier makes the n-th dossier of a test, with one volume, two materials and three pages, one without material.
func dossier(n int, office domain.ArchiveOffice) *domain.Dossier {
	enterprise := domain.Enterprise{ID: "enterprise-1", Name: "沈阳第一机床厂", NoUSCCReason: "已注销", Version: 1}
	d := &domain.Dossier{
		ID: fmt.Sprintf("dossier-%06d", n), Office: office, ArchivalCode: fmt.Sprintf("TX-%06d", n), Scheme: domain.SchemeRetiree4,
		Category: domain.CategoryWorker, Retention: "永久", Custody: domain.QC, IngestID: "ingest-1", Enterprise: enterprise,
		Retiree: domain.Retiree{ID: fmt.Sprintf("retiree-%06d", n), Name: "𠮷野·王明", IDNumber: idNumber(n), Sex: domain.SexMale,
			BornOn: domain.Date(1950, 3, 0), RetiredOn: domain.Date(2010, 0, 0), EnterpriseID: enterprise.ID},
		Volumes:     []domain.Volume{{No: 1, CopyKind: domain.Original}},
		Fingerprint: fmt.Sprintf("print-%d", n), Version: 1, MastersVersion: 1, CreatedAt: noon, UpdatedAt: noon,
	}
	d.Materials = []domain.Material{
		{ID: "m1", VolumeNo: 1, Class: "1", ItemNo: 1, Title: "履历表", FormedOn: domain.Date(1978, 3, 9), PageCount: 1, CopyCount: 1},
		{ID: "m2", VolumeNo: 1, Class: "2", ItemNo: 1, Title: "工资表", FormedOn: domain.Date(1990, 0, 0), PageCount: 1},
	}
	for _, material := range []string{"m2", "", "m1"} {
		page := domain.Page{MaterialID: material, Seq: 1, Digest: fmt.Sprintf("%0128d", n), Size: 300_000, MediaType: "image/jpeg",
			Width: 2480, Height: 3508, DPI: 300, SourceName: "扫描/0001.jpg"}
		page.File = fmt.Sprintf("pages/%04d.jpg", d.LastPageNo+1)
		d.AddPage(page)
	}
	return d
}

// bigDossier has 120 pages in 3 volumes and every field set.
func bigDossier() *domain.Dossier {
	d := dossier(1, tiexi)
	d.Volumes, d.Materials, d.Pages, d.LastPageNo = nil, nil, nil, 0
	for no := 1; no <= 3; no++ {
		d.Volumes = append(d.Volumes, domain.Volume{No: no, CopyKind: domain.Original})
		for item := 1; item <= 10; item++ {
			id := fmt.Sprintf("m-%d-%02d", no, item)
			d.Materials = append(d.Materials, domain.Material{ID: id, VolumeNo: no, Class: fmt.Sprintf("4-%d", no), ItemNo: item,
				Title: "转正定级审批表", FormedOn: domain.Date(1980+item, item, 0), PageCount: 4, CopyCount: 2, Remark: "复印件"})
			for seq := 1; seq <= 4; seq++ {
				d.AddPage(domain.Page{MaterialID: id, Seq: seq, File: "pages/0001.tif", Frame: seq - 1, Digest: fmt.Sprintf("%0128d", seq),
					Size: 1 << 33, MediaType: "image/tiff", Width: 2480, Height: 3508, DPI: 300, Color: seq%2 == 0, Rotation: 90 * (seq - 1),
					SourceName: "a.tif"})
			}
		}
	}
	d.Remark, d.ReleasedAt, d.Custody = "第二卷纸张破损", noon.Add(time.Hour), domain.InStorage
	d.Enterprise = domain.Enterprise{ID: "enterprise-2", Name: "沈阳冶炼厂", USCC: "91210100MA0000000X", USCCOverride: "证照已核", Version: 3,
		Level: domain.LevelCity, RegistrationDivision: "210106", InsuranceDivision: "210103"}
	d.Retiree = domain.Retiree{ID: "retiree-1", Name: "尉迟𬭼", IDNumber: idNumber(1), IDNumberGiven: "219999500301001", Sex: domain.SexFemale,
		BornOn: domain.Date(1950, 1, 2), RetiredOn: domain.Date(2005, 6, 30), Survival: domain.SurvivalDeceased,
		DiedOn: domain.Date(2020, 2, 0), EnterpriseID: "enterprise-2", HukouPlace: "沈阳市铁西区", HukouDivision: "210106",
		ResidenceDivision: "210103", InsuranceDivision: "210104"}
	return d
}
