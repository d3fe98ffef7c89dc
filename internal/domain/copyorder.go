package domain

import (
	"fmt"
	"slices"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// CopyState is how far an order of copies (复制、摘录) has come.
type CopyState string

const (
	CopyRequested CopyState = "REQUESTED"
	CopyApproved  CopyState = "APPROVED"
	CopyRefused   CopyState = "REFUSED"
	CopyIssued    CopyState = "ISSUED"
	CopyVoided    CopyState = "VOIDED"
)

// CopyMachine is the life of an order of copies.
func CopyMachine() Machine[CopyState] {
	return Machine[CopyState]{Subject: "复制", Code: "copy", Rows: []MachineRow[CopyState]{
		{CopyRequested, "待审批", []CopyState{CopyApproved, CopyRefused}},
		{CopyApproved, "待制作", []CopyState{CopyIssued, CopyVoided}},
		{CopyRefused, "不予批准", nil},
		{CopyIssued, "已交付", []CopyState{CopyVoided}},
		{CopyVoided, "已作废", nil},
	}}
}

// Label is the state in Chinese.
func (s CopyState) Label() string { return CopyMachine().Label(s) }

// Citation (依据档案记载) is a place of a dossier: class, item and pages.
type Citation struct {
	MaterialID string
	Number     string // "9-1-3"
	Title      string
	FormedOn   PartialDate
	Pages      []int // places in the material, from 1; empty: the whole
}

// CitationOf cites a material as the catalogue has it now.
func CitationOf(m Material, pages []int) Citation {
	return Citation{MaterialID: m.ID, Number: m.Number(), Title: m.Title, FormedOn: m.FormedOn, Pages: pages}
}

// String is the citation in words: 9-1-3《职工退休审批表》第1页.
func (c Citation) String() string {
	words := c.Number + "《" + c.Title + "》"
	if len(c.Pages) > 0 {
		words += "第"
		for i, page := range c.Pages {
			if i > 0 {
				words += "、"
			}
			words += itoa(page)
		}
		words += "页"
	}
	return words
}

// Cite finds the material a citation means and holds its pages to the catalogue.
func (d *Dossier) Cite(materialID string, pages []int) (Citation, error) {
	m, found := d.MaterialByID(materialID)
	if !found {
		return Citation{}, errs.New(errs.Unprocessable, "citation.material", "目录中没有所引用的材料，请重新选择")
	}
	for _, page := range pages {
		if page < 1 || page > m.PageCount {
			return Citation{}, errs.New(errs.Unprocessable, "citation.page", "《%s》共%d页，没有第%d页", m.Title, m.PageCount, page)
		}
	}
	return CitationOf(*m, pages), nil
}

// CopyItem is one thing to be copied or excerpted.
type CopyItem struct {
	Citation
	Excerpt string       // the words taken down; empty: a copy of the pages
	Sheets  int          // how many copies of it; an excerpt is made once
	Copied  []CopiedPage // from issue on, of a copy: what its number stands for, whatever becomes of the dossier
}

// CopiedPage is a page as it was handed out.
type CopiedPage struct {
	No     int    // of the page, never given again
	Seq    int    // its place in the material then
	Digest string // of its master
}

// CopyPiece is one numbered copy that was handed out.
type CopyPiece struct {
	No   string // "FZ-210106-2026-0001-02"
	Item int    // index into Items
	Code string // verification code
}

// CopyOrder is a request for copies and excerpts in an open consultation, approved apart from it (R26).
type CopyOrder struct {
	Matter
	State          CopyState
	ConsultationID string
	ConsultationNo string
	Unit           string
	Purpose        string
	Items          []CopyItem
	Pieces         []CopyPiece // from issue on
	IssuedByName   string
	IssuedBy       string
	IssuedAt       time.Time
	ReceivedBy     string // visitor who signed for them
}

// Facts are the order in listings.
func (o *CopyOrder) Facts() MatterFacts {
	return MatterFacts{Kind: MatterCopy, Status: string(o.State), Applicant: o.Unit, Deciding: o.State == CopyRequested}
}

// Open reports whether the order still keeps its consultation from being closed.
func (o *CopyOrder) Open() bool { return o.State == CopyRequested || o.State == CopyApproved }

// CheckCopyOrder applies R26: what is copied must lie in what the consultation was approved for, and is named item by item.
func CheckCopyOrder(o *CopyOrder, c *Consultation, d *Dossier, now time.Time) error {
	if c.State != ConsultationOpened || !now.Before(c.Session.EndsAt) {
		return RuleError(R26, "复制须在查阅期间申请，该查阅处于“%s”状态", c.State.Label())
	}
	if len(o.Items) == 0 || o.Purpose == "" {
		return RuleError(R26, "复制须另行审批：请写明用途和需要复制的材料")
	}
	for i, item := range o.Items {
		m, found := d.MaterialByID(item.MaterialID)
		if !found || !c.Approved.Admits(*m) {
			return RuleError(R26, "第%d项材料不在批准查阅的范围内，不能复制", i+1)
		}
		if item.Sheets < 1 || item.Sheets > MaxSheets {
			return RuleError(R26, "第%d项《%s》的份数应为1至%d份", i+1, m.Title, MaxSheets)
		}
		if item.Excerpt != "" && item.Sheets != 1 {
			return RuleError(R26, "第%d项《%s》是摘录，只制作1份", i+1, m.Title)
		}
	}
	return nil
}

// CheckCopyIssuer refuses to let who approved the copies hand them out.
func CheckCopyIssuer(o *CopyOrder, userID string) error {
	for _, step := range o.Steps {
		if step.By == userID {
			return errs.New(errs.Forbidden, "copy.issuer", "审批复制的人员不得制作、交付复制件，请由其他人员办理")
		}
	}
	return nil
}

// CheckCopyIssue applies R26 to copies that are handed out: to a visitor, and only of what the catalogue still has in the approved
// scope.
func CheckCopyIssue(o *CopyOrder, c *Consultation, d *Dossier, userID, receivedBy string) error {
	if err := CheckCopyIssuer(o, userID); err != nil {
		return err
	}
	if !c.Visitor(receivedBy) {
		return RuleError(R26, "领取人%s不是登记的查阅人，复制件只能交给查阅人", receivedBy)
	}
	for i, item := range o.Items {
		m, found := d.MaterialByID(item.MaterialID)
		if !found || !c.Approved.Admits(*m) {
			return RuleError(R26, "第%d项《%s》已不在批准查阅的范围内，不能复制；请作废后重新申请", i+1, item.Title)
		}
		if _, err := d.Cite(item.MaterialID, item.Pages); err != nil {
			return err
		}
	}
	return nil
}

// PagesCited are the pages of a dossier that a citation means, in order.
func (d *Dossier) PagesCited(c Citation) []Page {
	return slices.DeleteFunc(d.PagesOf(c.MaterialID), func(p Page) bool {
		return len(c.Pages) > 0 && !slices.Contains(c.Pages, p.Seq)
	})
}

// Keep writes down which pages the copies of an order are made of.
func (o *CopyOrder) Keep(d *Dossier) {
	for i := range o.Items {
		item := &o.Items[i]
		item.Copied = nil
		if item.Excerpt != "" {
			continue
		}
		for _, p := range d.PagesCited(item.Citation) {
			item.Copied = append(item.Copied, CopiedPage{No: p.No, Seq: p.Seq, Digest: p.Digest})
		}
	}
}

// PagesCopied are the pages that were handed out, in order, in the places they had then. A page that was taken out or scanned anew
// since is refused: its number would stand for two papers.
func (d *Dossier) PagesCopied(item CopyItem) ([]Page, error) {
	if len(item.Copied) == 0 {
		return nil, errs.New(errs.Conflict, "copy.pages", "%s没有影像，不能打印复制件", item)
	}
	pages := make([]Page, len(item.Copied))
	for i, copied := range item.Copied {
		at := slices.IndexFunc(d.Pages, func(p Page) bool { return p.No == copied.No && p.Digest == copied.Digest })
		if at < 0 {
			return nil, errs.New(errs.Conflict, "copy.changed", "%s的影像在交付后已更换，不能再按原编号打印；请作废后重新申请", item)
		}
		pages[i] = d.Pages[at]
		pages[i].Seq = copied.Seq
	}
	return pages, nil
}

// MaxSheets bounds the copies of one item.
const MaxSheets = 20

// Piece finds a copy by its number, with what it is a copy of.
func (o *CopyOrder) Piece(no string) (CopyPiece, CopyItem, bool) {
	for _, piece := range o.Pieces {
		if piece.No == no {
			return piece, o.Items[piece.Item], true
		}
	}
	return CopyPiece{}, CopyItem{}, false
}

// Number gives each copy of the order its number and verification code.
func (o *CopyOrder) Number(code func() string) {
	o.Pieces = nil
	for i, item := range o.Items {
		for range item.Sheets {
			no := fmt.Sprintf("%s-%02d", o.No, len(o.Pieces)+1)
			o.Pieces = append(o.Pieces, CopyPiece{No: no, Item: i, Code: code()})
		}
	}
}

// Visitor reports whether a name is among the visitors of a consultation.
func (c *Consultation) Visitor(name string) bool {
	return slices.ContainsFunc(c.Visitors, func(v Visitor) bool { return v.Name == name })
}
