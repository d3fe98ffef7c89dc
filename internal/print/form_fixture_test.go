package print

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// Names with characters beyond the Basic Multilingual Plane.
const (
	subjectName  = "刘𬭎"
	visitorName  = "王𠮷"
	colleague    = "赵同行"
	unitName     = "沈阳第一机床厂有限责任公司（原沈阳第一机器制造总厂铁西分厂）人力资源部"
	subjectID    = domain.IDNumber("219999194903120012")
	subjectCode  = "TX-2024-00017"
	longReason   = "因劳动争议仲裁案件开庭审理，需当庭出示当事人一九七〇年十二月参加工作时的招工审批表原件，复制件不能替代，仲裁委员会已书面通知。"
	policySource = "沈人社发〔2020〕3号第八条"
)

var (
	tiexi   = domain.ArchiveOffice{Code: "210106", Name: "铁西区人事档案管理中心"}
	morning = time.Date(2026, 3, 9, 9, 30, 0, 0, time.Local)
)

func testMatter(no string, steps ...domain.ApprovalStep) domain.Matter {
	return domain.Matter{ID: "m1", No: no, DossierID: "d1", ArchivalCode: subjectCode, Name: subjectName, IDNumber: subjectID, OfficeCode: tiexi.Code,
		Category: domain.CategoryCadre, Steps: steps, CreatedName: "周受理", CreatedAt: morning, UpdatedAt: morning.AddDate(0, 0, 9)}
}

func decidedSteps() []domain.ApprovalStep {
	return []domain.ApprovalStep{
		{Role: "archivist", Approved: true, By: "u1", ByName: "吴管档", At: morning.Add(time.Hour), Opinion: "经核对介绍信和有效证件，材料齐全，拟同意。"},
		{Role: "approver", Approved: true, By: "u2", ByName: "郑批准", At: morning.Add(2 * time.Hour), Opinion: "同意"},
	}
}

func openSteps() []domain.ApprovalStep {
	return []domain.ApprovalStep{{Role: "archivist"}, {Role: "approver"}}
}

func testPolicy() domain.UsePolicy {
	return domain.UsePolicy{Source: policySource, Purposes: []domain.Purpose{{Code: "LITIGATION", Label: "诉讼、仲裁举证"}}}
}

func testLoan() LoanForm {
	return LoanForm{Office: tiexi, Policy: testPolicy(), Loan: domain.Loan{Matter: testMatter("JY-210106-2026-0001", decidedSteps()...), State: domain.LoanDefective,
		Request: domain.LoanRequest{Unit: unitName, Purpose: "LITIGATION", Content: "一九七〇年招工审批表、一九八五年工资套改表。", WhyNot: longReason,
			LetterNo: "沈一机函〔2026〕12号", LetterOn: domain.Date(2026, 3, 5), Days: 7, Borrowers: []domain.Borrower{
				{Name: visitorName, IDNumber: "219999198001010011", Phone: "024-25800001"}, {Name: colleague, IDNumber: "21999919810202002X", Phone: "13900000000"}}},
		Expected: domain.VolumeCount{Volumes: 2, Materials: 35, Pages: 120}, FetchBy: domain.Date(2026, 3, 14), DueOn: domain.Date(2026, 3, 23),
		FetchedBy: visitorName, OutAt: morning.Add(5 * time.Hour), Renewals: []domain.Renewal{{Days: 5, Reason: "二次开庭", ByName: "郑批准", At: morning.AddDate(0, 0, 6)}},
		Reminded:   []domain.PartialDate{domain.Date(2026, 3, 22), domain.Date(2026, 3, 23)},
		Return:     domain.ReturnCheck{Counted: domain.VolumeCount{Volumes: 2, Materials: 34, Pages: 118}, SealIntact: true, Defect: "缺第9-1-3号《职工转正定级表》2页"},
		ReturnedBy: colleague, ReturnedAt: morning.AddDate(0, 0, 9)}}
}

// made is a document as a printer writes it.
func made(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
