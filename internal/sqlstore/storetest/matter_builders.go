package storetest

import (
	"fmt"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// matter is the n-th matter of a test, whatever its kind, with the n-th dossier.
func matter(kind domain.MatterKind, n int, office domain.ArchiveOffice) domain.Matter {
	return domain.Matter{ID: fmt.Sprintf("matter-%06d", n), No: kind.Paper().Number(office.Code, 2026, n),
		DossierID: fmt.Sprintf("dossier-%06d", n), ArchivalCode: fmt.Sprintf("TX-%06d", n), Name: "𠮷野·王明", IDNumber: idNumber(n),
		OfficeCode: office.Code, Division: office.Division, Category: domain.CategoryWorker, Steps: []domain.ApprovalStep{{Role: "approver"}},
		CreatedBy: "clerk", CreatedName: "钱管", CreatedAt: noon, UpdatedAt: noon, Version: 1}
}

func loan(n int, office domain.ArchiveOffice) domain.Loan {
	return domain.Loan{Matter: matter(domain.MatterLoan, n, office), State: domain.LoanRequested,
		Request: domain.LoanRequest{Unit: "市公证处", Borrowers: []domain.Borrower{{Name: "赵公", IDNumber: idNumber(n), Phone: "024"}}, Purpose: "OTHER",
			Content: "履历表", WhyNot: "须出示原件", LetterNo: "公介1号", LetterOn: domain.Date(2026, 3, 1), Days: 7}}
}

func consultation(n int, office domain.ArchiveOffice) domain.Consultation {
	return domain.Consultation{Matter: matter(domain.MatterConsultation, n, office), State: domain.ConsultationRegistered, Unit: "区委组织部",
		Visitors: []domain.Visitor{{Name: "赵公", IDNumber: idNumber(n), Unit: "区委组织部", IDVerified: true}},
		Letter:   domain.IntroductionLetter{No: "组介1号", IssuedOn: domain.Date(2026, 3, 1), Sealed: true}, Content: "核对学历", Medium: domain.MediumPaper,
		Asked: domain.UseScope{Classes: []string{"1"}, MaterialIDs: []string{"m2"}}, From: domain.InStorage}
}

func copyOrder(n int, office domain.ArchiveOffice) domain.CopyOrder {
	return domain.CopyOrder{Matter: matter(domain.MatterCopy, n, office), State: domain.CopyRequested, ConsultationID: "matter-000000",
		Unit: "区委组织部", Purpose: "VERIFY", Items: []domain.CopyItem{{Citation: domain.Citation{MaterialID: "m1", Number: "1-1", Title: "履历表", Pages: []int{1}}, Sheets: 2}}}
}

func certificate(n int, office domain.ArchiveOffice) domain.Certificate {
	return domain.Certificate{Matter: matter(domain.MatterCertificate, n, office), State: domain.CertificateRequested, Kind: "KINSHIP",
		Requester: domain.Requester{Name: "王小明", IDNumber: idNumber(n + 1), Capacity: domain.CapacityKin, Relation: "子"},
		Evidence:  []domain.Evidence{{Kind: "ID_CARD", No: "1", Verified: true}}, Recipient: "市公证处",
		Statements: []domain.Statement{{Text: "有子一人", Citations: []domain.Citation{{MaterialID: "m1", Title: "履历表"}}}}}
}

func outbound(n int, office domain.ArchiveOffice) domain.OutboundTransfer {
	return domain.OutboundTransfer{Matter: matter(domain.MatterOutbound, n, office), State: domain.OutboundReceived, Cause: "RELOCATION",
		Letter: domain.RequestLetter{No: "调1号", Issuer: "大连市人才中心", IssuedOn: domain.Date(2026, 3, 1), Sealed: true, Qualified: true}}
}

func hold(n int, office domain.ArchiveOffice) domain.Hold {
	return domain.Hold{Matter: matter(domain.MatterHold, n, office), State: domain.HoldKept, DiedOn: domain.Date(2026, 2, 1), Evidence: "死亡证明1号",
		ReportedBy: "社区甲", HoldUntil: domain.Date(2031, 2, 1)}
}

// opened is the n-th consultation on a screen, until two hours after noon.
func opened(n int, office domain.ArchiveOffice) domain.Consultation {
	c := consultation(n, office)
	c.State, c.Medium = domain.ConsultationOpened, domain.MediumTerminal
	c.Session = domain.ReadingSession{OpenedAt: noon, EndsAt: noon.Add(2 * time.Hour), Terminal: "1号屏", CodeHash: fmt.Sprint("code-", n)}
	return c
}
