package archivestore

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
)

// fullDossier has a value in every field, so that a field forgotten by the mapping is seen.
func fullDossier() *domain.Dossier {
	at := time.Date(2026, 11, 1, 8, 30, 0, 123456000, time.UTC)
	return &domain.Dossier{
		ID: "0198f000-0000-7000-8000-000000000001", Office: domain.ArchiveOffice{Code: "210106", Name: "铁西区人事档案管理中心", Division: "210106"},
		ArchivalCode: "TX-2026-0001", Scheme: domain.SchemeCadre2018, Category: domain.CategoryWorker, Retention: "永久", Remark: "备注<&>",
		Retiree: domain.Retiree{ID: "r1", Name: "刘𬭎", IDNumber: "219999194802290019", IDNumberGiven: "219999480229001", Sex: domain.SexMale,
			BornOn: domain.Date(1948, 2, 0), RetiredOn: domain.Date(2008, 3, 1), Survival: domain.SurvivalDeceased, DiedOn: domain.Date(2020, 0, 0),
			EnterpriseID: "e1", HukouPlace: "沈阳市铁西区", HukouDivision: "210106", ResidenceDivision: "210105", InsuranceDivision: "210104"},
		Enterprise: domain.Enterprise{ID: "e1", Name: "沈阳演示机床厂", USCC: "91210106MA0000000X", NoUSCCReason: "无", USCCOverride: "早期代码",
			Level: domain.LevelCity, RegistrationDivision: "210106", InsuranceDivision: "210104", Version: 3},
		Volumes:   []domain.Volume{{No: 1, CopyKind: domain.Original}, {No: 2, CopyKind: domain.Duplicate}},
		Materials: []domain.Material{{ID: "m1", VolumeNo: 1, Class: "4-1", ItemNo: 2, Title: "学历证明", FormedOn: domain.Date(1966, 7, 0), PageCount: 2, CopyCount: 1, Remark: "复印件"}},
		Pages: []domain.Page{{No: 7, MaterialID: "m1", Seq: 1, File: "pages/0007.tif", Frame: 3, Digest: "ab", Size: 12, MediaType: "image/tiff",
			Width: 2480, Height: 3508, DPI: 300, Color: true, Rotation: 90, SourceName: "4-1-2.tif"}},
		LastPageNo: 9, Custody: domain.InStorage, IngestID: "i1", Fingerprint: "f1", Version: 4, MastersVersion: 2,
		CreatedAt: at, UpdatedAt: at.Add(time.Hour), ReleasedAt: at.Add(2 * time.Hour),
	}
}

func TestRecordRoundTrip(t *testing.T) {
	want := fullDossier()
	content, err := EncodeRecord(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeRecord(content)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("record changes the dossier (-want +got):\n%s", diff)
	}
	again, err := EncodeRecord(got)
	if err != nil || !bytes.Equal(content, again) {
		t.Errorf("equal dossiers give different bytes: %v", err)
	}
}

func TestRecordIsReadable(t *testing.T) {
	content, err := EncodeRecord(fullDossier())
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"刘𬭎", "219999194802290019", "备注<&>", "1948-02", "沈阳演示机床厂", "学历证明", "4-1-2.tif"} {
		if !bytes.Contains(content, []byte(value)) {
			t.Errorf("the record cannot be read without this program: %q is not in it", value)
		}
	}
}

func TestUnknownRecordIsRefused(t *testing.T) {
	for name, content := range map[string]string{
		"other format":  `{"format":"danganku-record/99"}`,
		"unknown field": `{"format":"danganku-record/1","secret":1}`,
		"no JSON":       `hello`,
		"bad date":      `{"format":"danganku-record/1","retiree":{"bornOn":"1948-13"}}`,
	} {
		if _, err := DecodeRecord([]byte(content)); err == nil {
			t.Errorf("%s: read without complaint", name)
		}
	}
}
