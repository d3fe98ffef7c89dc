package print

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

const verifyPage = "https://dak.example.gov.cn/verify"

func testMaterials() []domain.Material {
	return []domain.Material{
		{ID: "m1", VolumeNo: 1, Class: "1", ItemNo: 1, Title: "职工履历表", FormedOn: domain.Date(1978, 3, 9), PageCount: 3},
		{ID: "m2", VolumeNo: 1, Class: "9-1", ItemNo: 3, Title: "职工转正定级审批表", FormedOn: domain.PartialDate{Year: 1971, Month: 12}, PageCount: 2, Remark: "第2页有缺损"},
		{ID: "m3", VolumeNo: 2, Class: "9-3", ItemNo: 2, Title: "职工退休审批表", FormedOn: domain.Date(2009, 3, 31), PageCount: 1},
	}
}

func testDossier() *domain.Dossier {
	return &domain.Dossier{ID: "d1", Office: tiexi, ArchivalCode: subjectCode, Retiree: domain.Retiree{Name: subjectName, IDNumber: subjectID, Sex: domain.SexMale,
		BornOn: domain.Date(1949, 3, 12)}, Enterprise: domain.Enterprise{Name: "沈阳第一机床厂有限责任公司"}, Materials: testMaterials(),
		Volumes: []domain.Volume{{No: 1, CopyKind: domain.Original}, {No: 2, CopyKind: domain.Original}, {No: 3, CopyKind: domain.Duplicate}}}
}

func testCopies(t testing.TB) domain.CopyOrder {
	t.Helper()
	materials := testMaterials()
	order := domain.CopyOrder{Matter: testMatter("FZ-210106-2026-0001", decidedSteps()...), State: domain.CopyIssued, ConsultationNo: "CY-210106-2026-0003",
		Unit: unitName, Purpose: "劳动争议仲裁举证，提交沈阳市铁西区劳动人事争议仲裁委员会。", IssuedByName: "冯制作", IssuedAt: morning.Add(3 * time.Hour), ReceivedBy: visitorName,
		Items: []domain.CopyItem{
			{Citation: domain.CitationOf(materials[0], []int{1, 2}), Sheets: 2},
			{Citation: domain.CitationOf(materials[1], nil), Sheets: 1, Excerpt: "该同志（" + subjectName + "）于一九七〇年十二月参加工作，一九七一年十二月转正，定为二级工，月工资三十三元六角六分。"},
		}}
	order.Number(func() string { return "7KQ2-M0XR-4TZD-9HBW" })
	return order
}

func testConsultation(t testing.TB) ConsultationForm {
	t.Helper()
	schemes, err := domain.ShippedSchemes()
	if err != nil {
		t.Fatal(err)
	}
	visit := domain.Consultation{Matter: testMatter("CY-210106-2026-0003", decidedSteps()...), State: domain.ConsultationClosed, Unit: unitName,
		Visitors: []domain.Visitor{
			{Name: visitorName, IDNumber: "219999198001010011", Unit: "沈阳第一机床厂", Post: "人事科长", Phone: "024-25800001", PartyMember: true, IDVerified: true},
			{Name: colleague, IDNumber: "21999919810202002X", Unit: "沈阳第一机床厂", Post: "科员", Phone: "13900000000", IDVerified: true}},
		Letter: domain.IntroductionLetter{No: "沈一机函〔2026〕12号", Issuer: "沈阳第一机床厂有限责任公司", Sealed: true, IssuedOn: domain.Date(2026, 3, 5),
			Purpose: "LITIGATION", NamesVisitors: true, NamesSubject: true},
		Content: "参加工作时间、转正定级时间和历次工资变动情况。", Medium: domain.MediumPaper,
		Asked:    domain.UseScope{Classes: []string{"9-1"}, MaterialIDs: []string{"m1", "m3"}},
		Approved: domain.UseScope{Classes: []string{"9-1"}, MaterialIDs: []string{"m1"}}, OpenBy: domain.Date(2026, 3, 14),
		Session:  domain.ReadingSession{OpenedAt: morning.Add(3 * time.Hour), EndsAt: morning.Add(6 * time.Hour), OpenedByName: "陈接待", EndedAt: morning.Add(5 * time.Hour)},
		Expected: domain.VolumeCount{Volumes: 3, Materials: 35, Pages: 120},
		Return:   domain.ReturnCheck{Counted: domain.VolumeCount{Volumes: 3, Materials: 35, Pages: 120}, SealIntact: true}, ReturnedAt: morning.Add(5 * time.Hour)}
	policy := testPolicy()
	policy.LetterDays = 15
	return ConsultationForm{Consultation: visit, Office: tiexi, Policy: policy, Copies: []domain.CopyOrder{testCopies(t)},
		Scheme: schemes[domain.SchemeCadre2018], Materials: testMaterials()}
}

func testCopyPiece(t testing.TB, at int) CopyPiece {
	t.Helper()
	order := testCopies(t)
	piece := order.Pieces[at]
	return CopyPiece{Order: order, Office: tiexi, Piece: piece, Item: order.Items[piece.Item], Verify: verifyPage,
		Pages: []domain.Page{{No: 1, MaterialID: "m1", Seq: 1, Width: 1240, Height: 1754}, {No: 2, MaterialID: "m1", Seq: 2, Width: 1240, Height: 1754, Rotation: 90}}}
}

// scanned is a page with a black frame around white, as shown.
func scanned(t testing.TB, page domain.Page) []byte {
	t.Helper()
	width, height := page.Width, page.Height
	if page.Rotation%180 != 0 {
		width, height = height, width
	}
	img := image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{0}), image.Point{}, draw.Src)
	draw.Draw(img, img.Bounds().Inset(20), image.NewUniform(color.Gray{250}), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func testCertificate() Certificate {
	materials := testMaterials()
	kind := domain.CertificateKind{Title: "退休人员劳资人事证明"}
	return Certificate{Office: tiexi, Kind: kind, Verify: verifyPage,
		Opening: "经查阅" + subjectName + "（男，1949年3月12日出生）的人事档案，档案中有如下记载：", Closing: "特此证明。",
		Certificate: domain.Certificate{Matter: testMatter("SL-210106-2026-0005", decidedSteps()...), State: domain.CertificateCollected,
			Requester: domain.Requester{Name: "刘𬍛", IDNumber: "219999197501010013", Capacity: domain.CapacityProxy, Relation: "长子", Phone: "13800000000"},
			Evidence:  []domain.Evidence{{Kind: "ID_CARD", No: "219999197501010013", Verified: true}, {Kind: "PROXY_LETTER", No: "委2026-3", Verified: true}},
			Recipient: "沈阳市铁西区社会保险事业服务中心", Use: "核定视同缴费年限",
			Statements: []domain.Statement{
				{Text: "一九七〇年十二月参加工作，招工单位为沈阳第一机器制造厂。", Citations: []domain.Citation{domain.CitationOf(materials[0], []int{1}), domain.CitationOf(materials[1], nil)}},
				{Text: "一九七一年十二月转正，定为二级工。", Citations: []domain.Citation{domain.CitationOf(materials[1], []int{1, 2})}},
				{Text: "二〇〇九年三月三十一日经批准退休。", Citations: []domain.Citation{domain.CitationOf(materials[2], nil)}}},
			Conflicts:     "参加工作时间：《职工履历表》第1页记载为1970年12月，《职工转正定级审批表》第1页记载为1971年1月。",
			DraftedByName: "褚拟稿", CertificateNo: "ZM-210106-2026-0004", Code: "7KQ2-M0XR-4TZD-9HBW", IssuedByName: "卫出具",
			IssuedOn: domain.Date(2026, 3, 10), ValidUntil: domain.Date(2026, 6, 8), CollectedBy: "刘𬍛", CollectedOn: domain.Date(2026, 3, 11)}}
}

func testOutbound() Outbound {
	chases := []domain.Chase{{No: "CB-210106-2026-0001", On: domain.Date(2026, 5, 6), ByName: "蒋催问", Note: "电话联系未果"},
		{No: "CB-210106-2026-0002", On: domain.Date(2026, 5, 20), ByName: "蒋催问", Note: "请务必于五月底前回复。"}}
	return Outbound{Office: tiexi, Dossier: testDossier(), Chase: chases[1],
		Outbound: domain.OutboundTransfer{Matter: testMatter("ZD-210106-2026-0002", decidedSteps()...), State: domain.OutboundConfirmed,
			Letter: domain.RequestLetter{No: "连人档调〔2026〕31号", Issuer: "大连市沙河口区人力资源公共服务中心", IssuedOn: domain.Date(2026, 3, 2), Sealed: true, Qualified: true,
				Address: "大连市沙河口区中山路576号", Contact: "沈联系", Phone: "0411-84000000"},
			Cause: "RELOCATION", Group: "MANAGER", Complete: domain.Date(2026, 3, 9), DispatchBy: domain.Date(2026, 3, 30),
			Expected: domain.VolumeCount{Volumes: 3, Materials: 35, Pages: 120},
			Packing: domain.Packing{Counted: domain.VolumeCount{Volumes: 3, Materials: 35, Pages: 120}, Sealed: true, SealNo: "F-00912", NoticeNo: "TZ-210106-2026-0007",
				PackedBy: "韩封装", CheckedBy: "杨核对", On: domain.Date(2026, 3, 12)},
			Dispatch:   domain.Dispatch{Channel: domain.ChannelConfidentialMail, TrackingNo: "JY2026-778", On: domain.Date(2026, 3, 13), ByName: "朱发出"},
			ReceiptDue: domain.Date(2026, 4, 13), Chases: chases,
			Receipt: domain.ForwardingReceipt{On: domain.Date(2026, 5, 22), ReceivedBy: "秦收件", Sealed: true, Remark: "邮路延误"}}}
}

func testHold() HoldForm {
	return HoldForm{Office: tiexi, Dossier: testDossier(), Hold: domain.Hold{Matter: testMatter("LC-210106-2026-0001", decidedSteps()...), State: domain.HoldTransferred,
		DiedOn: domain.Date(2020, 11, 2), Evidence: "居民死亡医学证明书 沈卫死2020-11873", ReportedBy: "许报告（长女）", HoldUntil: domain.Date(2025, 11, 2),
		Expected: domain.VolumeCount{Volumes: 3, Materials: 35, Pages: 120},
		Request:  domain.HoldRequest{ByName: "何申请", On: domain.Date(2026, 1, 8), Note: "留存五年期满"},
		Transfer: domain.HoldTransfer{Kind: domain.EnterpriseArchive, Receiver: "沈阳第一机床厂综合档案室", ListNo: "YJQD-2026-3", On: domain.Date(2026, 3, 2),
			HandedBy: "吕移交", ReceivedBy: "施接收"}}}
}
