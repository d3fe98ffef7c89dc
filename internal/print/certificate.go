package print

import (
	"io"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	certificateTitle = 22.0
	certificateSize  = 14.0 // 四号
	certificateApart = 1.65 // lines of its text
)

// Certificate is a certificate with what its paper says besides.
type Certificate struct {
	Certificate domain.Certificate
	Kind        domain.CertificateKind
	Office      domain.ArchiveOffice
	Opening     string
	Closing     string
	Draft       bool   // not issued yet: without number and code
	Verify      string // address of the public page that answers for the code; empty: none is known
}

// Certificate prints a certificate with its sources, and its stub (存根) on a page of its own. A draft carries the watermark 草稿,
// a voided one 作废.
func (p *Printer) Certificate(w io.Writer, c Certificate) error {
	l := layout{title: c.Kind.Title, number: firstOf(c.Certificate.CertificateNo, c.Certificate.No), heading: func(*document) {}, watermark: c.watermark()}
	d, err := p.document(l)
	if err != nil {
		return errs.Wrap("print certificate", err)
	}
	d.certificate(&c)
	d.stub(&c)
	return errs.Wrap("print certificate", d.writeTo(w))
}

func (c *Certificate) watermark() string {
	switch {
	case c.Certificate.State == domain.CertificateVoided:
		return "作废"
	case c.Draft:
		return "草稿"
	}
	return ""
}

func (c *Certificate) number() string {
	if c.Draft {
		return "（出具时编号）"
	}
	return c.Certificate.CertificateNo
}

func (d *document) certificate(c *Certificate) {
	d.y += 8 * mm
	d.title(c.Kind.Title, certificateTitle)
	d.y += 2 * mm
	d.inset(certificateIndent, func() {
		about := &c.Certificate
		d.line(d.left(), d.y, d.inner(), formSize, left, "当事人："+about.Name+"　身份证号码："+about.IDNumber.Masked())
		d.line(d.left(), d.y, d.inner(), formSize, right, "编号："+c.number())
	})
	d.y += 9 * mm
	d.body(0, firstOf(c.Certificate.Recipient, "有关单位")+"：")
	d.body(2, c.Opening)
	for i, s := range c.Certificate.Statements {
		d.body(2, chinese(i+1)+"、"+s.Text+sources(s.Citations))
	}
	if conflicts := strings.TrimSpace(c.Certificate.Conflicts); conflicts != "" {
		d.body(2, "档案记载不一致之处：")
		d.body(2, conflicts)
	}
	d.body(2, c.Closing)
	d.y += 4 * mm
	d.issued(c)
}

const certificateIndent = 10 * mm // more margin than forms have

// body writes paragraphs of a certificate with so many characters of indent.
func (d *document) body(indent float64, text string) {
	d.inset(certificateIndent, func() { d.spaced(certificateSize, indent*certificateSize, certificateApart, text) })
}

// sources name where a statement stands.
func sources(citations []domain.Citation) string {
	words := make([]string, len(citations))
	for i, c := range citations {
		words[i] = c.String()
	}
	if len(words) == 0 {
		return ""
	}
	return "（依据：" + strings.Join(words, "；") + "）"
}

// issued is who issues it, the place of the seal, and how it is verified, all on one page.
func (d *document) issued(c *Certificate) {
	const height = 48 * mm
	d.need(height)
	top := d.y
	side := d.width/2 - margin - certificateIndent
	d.y += 4 * mm
	lines, size := d.face.fit(c.Office.Name, side, certificateSize, 10, 2, (*face).wrap)
	d.block(d.width/2, side, size, center, lines)
	d.y += 2 * mm
	d.line(d.width/2, d.y, side, certificateSize, center, day(c.Certificate.IssuedOn))
	d.y += certificateSize*leading + 3*mm
	d.line(d.width/2, d.y, side, certificateSize, center, "（盖章）")
	d.y = top
	if c.Certificate.Code != "" {
		d.verified(c)
	}
	d.y = top + height
}

// verified stands at the left: QR code, verification code, validity.
func (d *document) verified(c *Certificate) {
	mark := proofmark{c.Certificate.Code, c.Verify}
	x, width := margin+certificateIndent, d.width/2-margin-certificateIndent-4*mm
	d.qr(mark.content(), x, d.y, dotsSide)
	d.y += dotsSide + 1.5*mm
	validity := "有效期至：" + c.Certificate.ValidUntil.Words()
	if c.Certificate.ValidUntil.IsZero() {
		validity = "有效期：未限定"
	}
	words := "验证码：" + mark.code + "\n" + validity + "\n" + mark.howto("本证明")
	d.block(x, width, textSize, left, d.face.wrap(words, textSize, width))
}

// stub stays with the office: who asked, for what, on what evidence, who decided, who took the certificate away.
func (d *document) stub(c *Certificate) {
	cert := &c.Certificate
	l := formLayout(formHead{title: domain.PaperCertificate.Title() + "（存根）", number: firstOf(cert.CertificateNo, cert.No), office: c.Office.Name,
		left: "受理编号：" + cert.No, right: "状态：" + cert.State.Label()})
	l.watermark = c.watermark()
	d.part(l)
	f := &form{doc: d, size: formSize}
	f.add(fields(labelled{"证明种类", c.Kind.Title}, labelled{"证明编号", c.number()}))
	f.add(subject(&cert.Matter)...)
	f.add(requester(cert)...)
	f.add(evidence(cert.Evidence)...)
	f.add(c.basis())
	f.add(approvals(cert.Steps)...)
	f.add(ended(&cert.Matter)...)
	f.together(c.handed()...)
}

func requester(cert *domain.Certificate) []row {
	r := &cert.Requester
	return []row{
		fields(labelled{"申请人", r.Name}, labelled{"身份证号码", r.IDNumber.Masked()}),
		fields(labelled{"申请人身份", r.Capacity.Label()}, labelled{"与当事人关系", r.Relation}),
		fields(labelled{"申请人单位", r.Unit}, labelled{"联系电话", r.Phone}),
		fields(labelled{"致送单位", cert.Recipient}, labelled{"用途", cert.Use}),
		taken(&cert.Matter),
	}
}

func evidence(shown []domain.Evidence) []row {
	papers := make([][]string, len(shown))
	for i, e := range shown {
		papers[i] = []string{e.Kind.Label(), domain.MaskNumbers(e.No), yes(e.Verified)}
	}
	return grid([]string{"出示的证明材料", "编号", "已核验"}, []float64{70 * mm, 0, 26 * mm}, papers)
}

// basis are the places of the dossier that the certificate rests on, each once.
func (c *Certificate) basis() row {
	var words []string
	known := make(map[string]bool)
	for _, s := range c.Certificate.Statements {
		for _, citation := range s.Citations {
			if place := citation.String(); !known[place] {
				known[place] = true
				words = append(words, place)
			}
		}
	}
	return long("依据的\n档案材料", strings.Join(words, "\n"))
}

func (c *Certificate) handed() []row {
	cert := &c.Certificate
	validity := cert.ValidUntil.Words()
	if validity == "" && cert.Code != "" {
		validity = "未限定"
	}
	rows := []row{
		fields(labelled{"拟稿人", cert.DraftedByName}, labelled{"出具人", cert.IssuedByName}),
		fields(labelled{"出具日期", cert.IssuedOn.Words()}, labelled{"有效期至", validity}),
		fields(labelled{"领取人", cert.CollectedBy}, labelled{"领取日期", cert.CollectedOn.Words()}),
		{least: leastRow, cells: []cell{label("领取人签字"), {}, label("验证码"), {text: cert.Code}}},
	}
	if cert.Replaces != "" || cert.ReplacedBy != "" {
		rows = append(rows, fields(labelled{"替代的证明", cert.Replaces}, labelled{"被替代于", cert.ReplacedBy}))
	}
	return rows
}
