package print

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

func TestNoticeHasThreePartsOnOneSheet(t *testing.T) {
	p := testPrinter(t)
	usual, wordy := testOutbound(), testOutbound()
	wordy.Office.Name = strings.Repeat("辽宁省沈阳市铁西区国有企业退休人员社会化管理服务中心", 2)
	wordy.Outbound.Letter.Issuer = strings.Repeat("大连市沙河口区人力资源和社会保障公共服务中心", 3)
	wordy.Outbound.Name = "迪丽热巴·迪力木拉提江·阿布都热合曼"
	wordy.Dossier.Enterprise.Name = strings.Repeat("沈阳第一机床厂有限责任公司", 4)
	for _, o := range []Outbound{usual, wordy} {
		document := made(t, func(w io.Writer) error { return p.ForwardingNotice(w, o) })
		texts := pages(t, document)
		if len(texts) != 2 {
			t.Fatalf("%d pages, want the sheet and the packing list", len(texts))
		}
		p.wantWords(t, texts[0], "人事档案转递通知单（存根）", "人事档案转递通知单（通知单）", "人事档案转递通知单（回执）", "连人档调〔2026〕31号", "2026年3月13日", "F-00912",
			"韩封装、杨核对", "2026年4月13日前退回", "机要通信", "JY2026-778", "第 1 页 / 共 1 页", o.Outbound.Letter.Issuer, o.Office.Name)
		for words, want := range map[string]int{subjectID.Full(): 3, p.seen(o.Outbound.Name): 3, p.seen(o.Dossier.Enterprise.Name): 3, subjectCode: 3,
			p.seen("异地定居21999919490312"): 3, "2135120": 3, "TZ-210106-2026-0007": 7} {
			if got := strings.Count(texts[0], words); got != want && p.face('中') {
				t.Errorf("%s stands %d times, want %d", words, got, want)
			}
		}
		if !scan(t, picture(t, document, 0))[o.Outbound.No] {
			t.Error("the barcode of the receipt was not read")
		}
	}
}

func TestPackingListNamesEveryMaterial(t *testing.T) {
	p := testPrinter(t)
	o := testOutbound()
	for i := range 300 {
		o.Dossier.Materials = append(o.Dossier.Materials, domain.Material{Class: "9-3", ItemNo: 100 + i, Title: "工资变动审批表" + rare, PageCount: 2, VolumeNo: 1})
	}
	texts := pages(t, made(t, func(w io.Writer) error { return p.ForwardingNotice(w, o) }))
	whole := strings.Join(texts[1:], "")
	for i := range 300 {
		p.wantWords(t, whole, fmt.Sprintf("9-3-%d工资变动审批表%s", 100+i, rare))
	}
	p.wantWords(t, whole, "第2页有缺损", "合计303份3卷606", "韩封装", fmt.Sprintf("第 1 页 / 共 %d 页", len(texts)-1))
	p.wantWords(t, texts[0], "第 1 页 / 共 1 页")
}

func TestChaseLetterAsksForTheReceipt(t *testing.T) {
	p := testPrinter(t)
	texts := pages(t, made(t, func(w io.Writer) error { return p.ChaseLetter(w, testOutbound()) }))
	if len(texts) != 1 && p.face('中') {
		t.Errorf("%d pages", len(texts))
	}
	p.wantWords(t, strings.Join(texts, ""), "转递回执催问函", "CB-210106-2026-0002", "第二次催问", "大连市沙河口区人力资源公共服务中心：",
		"我单位于2026年3月13日以机要通信（JY2026-778）方式，将"+subjectName+"同志的人事档案（档号TX-2024-00017，3卷35份120页，转递通知单TZ-210106-2026-0007）转递至你单位。",
		"期限为2026年4月13日。至2026年5月20日，我单位尚未收到回执。", "请务必于五月底前回复。", tiexi.Name, "2026年5月20日", "（盖章）", "蒋催问")
}
