package print

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const testCode = "7KQ2-M0XR-4TZD-9HBW"

func TestCertificateCitesAndIsVerified(t *testing.T) {
	p := testPrinter(t)
	document := made(t, func(w io.Writer) error { return p.Certificate(w, testCertificate()) })
	texts := pages(t, document)
	if len(texts) != 2 && p.face('中') {
		t.Fatalf("%d pages, want the certificate and its stub", len(texts))
	}
	p.wantWords(t, texts[0], "退休人员劳资人事证明", "ZM-210106-2026-0004", "沈阳市铁西区社会保险事业服务中心：", "经查阅"+subjectName+"（男，1949年3月12日出生）的人事档案，档案中有如下记载：",
		"一、一九七〇年十二月参加工作，招工单位为沈阳第一机器制造厂。（依据：1-1《职工履历表》第1页；9-1-3《职工转正定级审批表》）",
		"二、一九七一年十二月转正，定为二级工。（依据：9-1-3《职工转正定级审批表》第1、2页）", "三、二〇〇九年三月三十一日经批准退休。（依据：9-3-2《职工退休审批表》）",
		"档案记载不一致之处：", "《职工转正定级审批表》第1页记载为1971年1月。", "特此证明。", tiexi.Name, "2026年3月10日", "（盖章）", testCode, "有效期至：2026年6月8日",
		"扫描二维码，或打开 "+verifyPage+" 输入验证码", "第 1 页 / 共 1 页")
	p.wantWords(t, texts[len(texts)-1], "人事档案证明（存根）", "ZM-210106-2026-0004", "SL-210106-2026-0005", subjectName, "刘𬍛", "受托人", "长子", "核定视同缴费年限", "居民身份证", "委2026-3",
		"9-3-2《职工退休审批表》", "褚拟稿", "郑批准", "卫出具", "2026年3月11日", "第 1 页 / 共 1 页")
	for _, number := range []string{subjectID.Full(), "219999197501010013"} {
		if strings.Contains(strings.Join(texts, ""), number) {
			t.Errorf("%s stands in full", number)
		}
	}
	if got, want := readQR(t, picture(t, document, 0), margin, 90*mm, a4Short/2, 110*mm), verifyPage+"/"+testCode; got != want && p.face('中') {
		t.Errorf("the QR code is read as %q, want %q", got, want)
	}
}

func TestCertificatesThatDoNotStandAreMarked(t *testing.T) {
	p := testPrinter(t)
	draft := testCertificate()
	draft.Draft = true
	draft.Certificate.State, draft.Certificate.Code, draft.Certificate.CertificateNo = domain.CertificateDrafted, "", ""
	voided := testCertificate()
	voided.Certificate.State, voided.Certificate.Reason, voided.Certificate.ReplacedBy = domain.CertificateVoided, "姓名有误", "ZM-210106-2026-0009"
	for name, c := range map[string]struct {
		certificate Certificate
		mark        string
		words       []string
	}{"stands": {testCertificate(), "", nil}, "draft": {draft, "草稿", []string{"（出具时编号）"}}, "voided": {voided, "作废", []string{"姓名有误", "ZM-210106-2026-0009"}}} {
		texts := pages(t, made(t, func(w io.Writer) error { return p.Certificate(w, c.certificate) }))
		p.wantWords(t, strings.Join(texts, ""), c.words...)
		for _, text := range texts {
			for _, mark := range []string{"草稿", "作废"} {
				if marked := strings.HasPrefix(text, p.seen(mark)); marked != (mark == c.mark) && p.face('中') {
					t.Errorf("%s: marked %s %t", name, mark, marked)
				}
			}
		}
	}
	text := strings.Join(pages(t, made(t, func(w io.Writer) error { return p.Certificate(w, draft) })), "")
	if strings.Contains(text, p.seen("验证码：")) && p.face('中') {
		t.Error("a draft tells how to verify it")
	}
}

// TestLongCertificate has more statements than fit a page, and none of them is lost.
func TestLongCertificate(t *testing.T) {
	p := testPrinter(t)
	long := testCertificate()
	statement := long.Certificate.Statements[0]
	for range 40 {
		long.Certificate.Statements = append(long.Certificate.Statements, statement)
	}
	texts := pages(t, made(t, func(w io.Writer) error { return p.Certificate(w, long) }))
	whole := strings.Join(texts, "")
	p.wantWords(t, whole, "四十三、", "特此证明。", testCode)
	if got := strings.Count(whole, p.seen("招工单位为沈阳第一机器制造厂。")); got != 41 && p.face('中') {
		t.Errorf("%d statements of 41", got)
	}
}

func TestCopyShowsPageNumberAndSource(t *testing.T) {
	p := testPrinter(t)
	piece := testCopyPiece(t, 0)
	asked := 0
	document := made(t, func(w io.Writer) error {
		return p.CopyPiece(w, piece, func(page domain.Page) ([]byte, error) { asked++; return scanned(t, page), nil })
	})
	texts := pages(t, document)
	if len(texts) != 2 || asked != 2 {
		t.Fatalf("%d pages of %d pictures", len(texts), asked)
	}
	for i, text := range texts {
		p.wantWords(t, text, "本复制件与档案原件核对无异。", "编号：FZ-210106-2026-0001-01", subjectName+"（档号"+subjectCode+"）人事档案，1-1《职工履历表》第1、2页，1978年3月9日形成。",
			"本页为该材料第"+string(rune('1'+i))+"页。", unitName, tiexi.Name, "冯制作", "2026年3月9日", testCode, "盖章")
		page := picture(t, document, i)
		if got, want := readQR(t, page, a4Short-margin-dotsWidth, a4Long-80*mm, dotsWidth, 60*mm), verifyPage+"/"+testCode; got != want && p.face('中') {
			t.Errorf("page %d: the QR code is read as %q, want %q", i+1, got, want)
		}
		// Both scans stand: the frame of each reaches from the top of the room to the frame of the copy.
		if upper, lower := dark(page, a4Short/2-20*mm, margin, 40*mm, 1.5*mm), dark(page, a4Short/2-20*mm, 120*mm, 40*mm, 20*mm); upper < 0.9 || lower > 0.1 {
			t.Errorf("page %d: the picture is not where it should be (%.2f, %.2f)", i+1, upper, lower)
		}
	}
}

func TestExcerptIsInWords(t *testing.T) {
	p := testPrinter(t)
	piece := testCopyPiece(t, 2)
	piece.Verify = ""
	document := made(t, func(w io.Writer) error {
		return p.CopyPiece(w, piece, func(domain.Page) ([]byte, error) { return nil, errors.New("an excerpt has no picture") })
	})
	text := strings.Join(pages(t, document), "")
	p.wantWords(t, text, "人事档案摘录", "该同志（"+subjectName+"）于一九七〇年十二月参加工作", "本摘录件与档案记载核对无异。", "FZ-210106-2026-0001-03", "凭验证码可向出具单位查验")
	if got := readQR(t, picture(t, document, 0), a4Short-margin-dotsWidth, 60*mm, dotsWidth, 90*mm); got != testCode && p.face('中') {
		t.Errorf("the QR code is read as %q", got)
	}
}

func TestCopiesAreWholeOrNotPrinted(t *testing.T) {
	p := testPrinter(t)
	lost := errors.New("master is lost")
	for name, c := range map[string]struct {
		picture func(domain.Page) ([]byte, error)
		is      func(error) bool
	}{
		"a picture that cannot be had":  {func(domain.Page) ([]byte, error) { return nil, lost }, func(err error) bool { return errors.Is(err, lost) }},
		"a picture that is none":        {func(domain.Page) ([]byte, error) { return []byte("no JPEG"), nil }, func(err error) bool { return err != nil }},
		"pictures beyond what is borne": {func(domain.Page) ([]byte, error) { return make([]byte, maxPictures+1), nil }, func(err error) bool { return errs.Is(err, errs.TooLarge) }},
	} {
		var out strings.Builder
		if err := p.CopyPiece(&out, testCopyPiece(t, 0), c.picture); !c.is(err) || out.Len() != 0 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
	}
}
