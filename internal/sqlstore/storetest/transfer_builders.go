package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// factory and mill are enterprises of most batches.
var (
	factory = domain.Enterprise{ID: "e-1", Name: "沈阳机车厂", USCC: "91210100MA0000001A", Level: domain.LevelCity, Version: 1}
	mill    = domain.Enterprise{ID: "e-2", Name: "沈阳纺织厂", USCC: "91210100MA0000002B", Level: domain.LevelProvincial, Version: 1}
)

func saveEnterprises(t *testing.T, s domain.Store) {
	t.Helper()
	for _, enterprise := range []domain.Enterprise{factory, mill} {
		must(t, s.Enterprises().Save(t.Context(), enterprise))
	}
}

// batch has every field set.
func batch(n int, enterprise domain.Enterprise, office domain.ArchiveOffice) domain.TransferBatch {
	return domain.TransferBatch{ID: fmt.Sprintf("b-%03d", n), No: fmt.Sprintf("YJ-%s-2026-%04d", office.Code, n), Name: "第一批",
		EnterpriseID: enterprise.ID, EnterpriseName: enterprise.Name, NatureFormID: "n1", InsuranceDivision: "21",
		RegistrationDivision: office.Division, OfficeCode: office.Code, Division: office.Division, AgreementID: "a1", State: domain.BatchDraft,
		Reason: "退回补充", UnitRecordNo: "DW-1", ListNo: "JS-1", ListedOn: domain.Date(2026, 3, 1), ListedBy: "李四", Round: 1,
		Province:       domain.Confirmation{No: "省1", By: "省社保", On: domain.Date(2026, 2, 3), AttachmentID: "f1", RecordedBy: "王五"},
		Delivery:       domain.Delivery{By: "赵六", IDNumber: idNumber(9), Channel: domain.ChannelCourier, On: domain.Date(2026, 3, 2), Lines: []int{1, 2}},
		Signoffs:       []domain.Signoff{{Round: 1, HandoverBy: "甲", ReceivedBy: "乙", ReceiptNo: "HZ-1", Tally: domain.LineTally{domain.LineAccepted: 2}}},
		SignedRosterID: "f2", CreatedBy: "u1", CreatedAt: noon, UpdatedAt: noon, Version: 1}
}

func createBatch(t *testing.T, s domain.Store, b domain.TransferBatch) domain.TransferBatch {
	t.Helper()
	must(t, s.Batches().Create(t.Context(), b))
	return b
}

// line is a new line about the n-th person.
func line(n int, state domain.LineState) domain.BatchLine {
	form := domain.InfoForm{Level: domain.LevelCity, Name: fmt.Sprintf("𠮷野·王明%d", n), IDNumber: idNumber(n), RetiredOn: domain.Date(2025, 6, 0),
		InsurancePlace: "210106", Special: []domain.SpecialCategory{domain.Destitute}, Contacts: []domain.Relative{{Name: "王小明", Phone: "1"}},
		Roster: domain.RosterCount{ArchivalCode: fmt.Sprintf("DH-%04d", n), Originals: 1, Duplicates: n % 2, Materials: 20, Pages: 120, Electronic: true}}
	return domain.BatchLine{State: state, Reason: "说明", Form: form, VerifiedBy: "李四", VerifiedAt: noon, ListedOn: domain.Date(2026, 3, 1),
		Route: "210106001002", DeliveredOn: domain.Date(2026, 3, 2), Counted: form.Roster, EcopyState: domain.EcopyLater,
		EcopyDue: domain.Date(2026, 9, 1), DueOn: domain.Date(2026, 4, 1)}
}

func lines(from, to int, state domain.LineState) []domain.BatchLine {
	var made []domain.BatchLine
	for n := from; n < to; n++ {
		made = append(made, line(n, state))
	}
	return made
}

func addLines(t *testing.T, s domain.Store, batchID string, added []domain.BatchLine) []domain.BatchLine {
	t.Helper()
	return got[[]domain.BatchLine](t)(s.Batches().AddLines(t.Context(), batchID, added))
}

func seqsOf(lines []domain.BatchLine) []int {
	var seqs []int
	for _, l := range lines {
		seqs = append(seqs, l.Seq)
	}
	return seqs
}

func agreement(id string, versionNo int, enterprise domain.Enterprise, office domain.ArchiveOffice) domain.TransferAgreement {
	return domain.TransferAgreement{ID: id, VersionNo: versionNo, No: "XY-" + id, EnterpriseID: enterprise.ID, EnterpriseName: enterprise.Name,
		OfficeCode: office.Code, Division: office.Division, State: domain.AgreementDraft,
		Terms: domain.AgreementTerms{Scope: "全部", Persons: 10, Volumes: 12, EcopyLaterBy: domain.Date(2026, 9, 1),
			Plan: []domain.PlannedDelivery{{On: domain.Date(2026, 4, 0), Persons: 10, Volumes: 12}}},
		Enterprise: domain.AgreementSignature{By: "甲", On: domain.Date(2026, 3, 1), AttachmentID: "f1", RecordedBy: "张三"},
		Archive:    domain.AgreementSignature{By: "乙"}, ReviewedBy: "丙", Reason: "补充", CreatedBy: "u1", CreatedAt: noon, UpdatedAt: noon, Version: 1}
}

func natureForm(id string, enterprise domain.Enterprise, insurance, registration string) domain.NatureForm {
	return domain.NatureForm{ID: id, EnterpriseID: enterprise.ID, EnterpriseName: enterprise.Name, USCC: enterprise.USCC, Level: enterprise.Level,
		Owner: "市国资委", RegistrationDivision: registration, InsuranceDivision: insurance, State: domain.NatureSubmitted, AttachmentID: "f1",
		Confirmed: domain.Confirmation{No: "沈领办1", On: domain.Date(2026, 1, 5)}, Reason: "无", CreatedBy: "u1", CreatedAt: noon, UpdatedAt: noon, Version: 1}
}

func attached(id, uploader string, minutes int) domain.Attached {
	return domain.Attached{ID: id, Digest: "digest-" + id, Size: 5 << 32, MediaType: "application/pdf", Name: "盖章.pdf", UploadedBy: uploader,
		UploadedAt: noon.Add(time.Duration(minutes) * time.Minute)}
}

func person(n int, division string) domain.LedgerPerson {
	return domain.LedgerPerson{ID: fmt.Sprintf("p-%04d", n), Name: fmt.Sprintf("王明%d", n%10), IDNumber: idNumber(n), Sex: domain.SexFemale,
		BornOn: domain.Date(1950, 1, 2), RetiredOn: domain.Date(2005, 0, 0), EnterpriseID: factory.ID, EnterpriseName: factory.Name,
		InsuranceDivision: "210106", InsuranceNo: "SB1", Hukou: "铁西区", Residence: "铁西区兴华街", OutOfCity: n%4 == 0, Division: division, Phone: "1",
		Contact: "子 2", Special: []domain.SpecialCategory{domain.Destitute, domain.Disabled}, Survival: domain.SurvivalAlive,
		ReceivedOn: domain.Date(2026, 3, 3), BatchID: "b-001", Seq: n, ListedOn: domain.Date(2026, 3, 1), CreatedAt: noon,
		UpdatedAt: noon, Version: 1}
}
