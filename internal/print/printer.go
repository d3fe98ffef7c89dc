package print

import (
	"io"
	"iter"

	"github.com/signintech/gopdf"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const family = "chinese"

// MaxEntries bounds the entries of one paper; the memory for it grows with them (see document).
const MaxEntries = 20_000

// Printer makes papers with one font. It may be used by several at a time.
type Printer struct {
	font  gopdf.SubsetFontObj // only ever read
	fonts gopdf.FontContainer
}

// New makes a printer of a TrueType font, such as FindFont finds.
func New(font []byte) (*Printer, error) {
	p := new(Printer)
	if err := usable(font); err != nil {
		return nil, errs.Wrap("prepare printer", err)
	}
	if err := p.font.SetTTFData(font); err != nil {
		return nil, errs.Wrap("prepare printer", err)
	}
	return p, errs.Wrap("prepare printer", p.fonts.AddTTFFontData(family, font))
}

// Head is what a paper says of itself, and the two sides.
type Head struct {
	Paper      domain.IssuedPaper
	Batch      domain.TransferBatch
	Enterprise domain.Enterprise
	Office     domain.ArchiveOffice
	Signoff    *domain.Signoff // of the paper's round; nil: not signed yet
	Agreement  string          // number of the agreement; empty: none yet
}

// Entry is one person on a paper.
type Entry struct {
	Line  domain.BatchLine
	Check *domain.LineCheck // at the counter; nil: none yet
	// Names of the places that the line's codes stand for. Without them the paper has the words of the basic information
	// form, and for the insurance place its code.
	District, Subdistrict, Community string
	InsurancePlace                   string
}

// Paper prints an issued paper of any kind that lists persons.
func (p *Printer) Paper(w io.Writer, head Head, entries iter.Seq2[Entry, error]) error {
	switch head.Paper.Kind {
	case domain.PaperAcceptanceList:
		return p.AcceptanceList(w, head, entries)
	case domain.PaperReceipt:
		return p.Receipt(w, head, entries)
	case domain.PaperRoster:
		return p.Roster(w, head, entries)
	case domain.PaperReturned:
		return p.ReturnedList(w, head, entries)
	}
	return errs.New(errs.Invalid, "print.kind", "“%s”不能打印为清单", head.Paper.Kind.Title())
}

// counted passes entries on up to MaxEntries.
func counted(entries iter.Seq2[Entry, error]) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		n := 0
		for entry, err := range entries {
			if n++; n > MaxEntries {
				yield(Entry{}, errs.New(errs.TooLarge, "print.entries", "一份清单最多打印%d人，请分批出具", MaxEntries))
				return
			}
			if !yield(entry, err) {
				return
			}
		}
	}
}
