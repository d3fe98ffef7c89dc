package sqlstore

import (
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// matterRow keeps a matter of any kind as JSON, beside copies of what is searched.
type matterRow struct {
	ID           string `gorm:"primaryKey"`
	No           string
	Kind         string
	DossierID    string
	ParentID     *string // of an order of copies: its consultation
	ArchivalCode string
	Name         string
	OfficeCode   string
	Division     string
	Applicant    string
	State        string
	WaitsFor     dateColumn
	Deciding     bool
	Exclusive    *string // the dossier, while the matter needs the paper; unique
	ScreenCode   *string // hash of the code that starts a screen, while it may; unique
	ScreenToken  *string // hash of what a screen carries; unique
	RequestKey   *string
	CreatedBy    string
	CreatedAt    time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
	Version      int
	Body         string // JSON of the whole value, of which all other columns are copies
}

func (matterRow) TableName() string { return "matters" }

func rowFromMatter(c domain.Case) (matterRow, error) {
	m, facts := c.Common(), c.Facts()
	body, err := encoded(c)
	row := matterRow{ID: m.ID, No: m.No, Kind: string(facts.Kind), DossierID: m.DossierID, ArchivalCode: m.ArchivalCode, Name: m.Name,
		OfficeCode: m.OfficeCode, Division: m.Division, Applicant: facts.Applicant, State: facts.Status, WaitsFor: dateColumn(facts.WaitsFor),
		Deciding: facts.Deciding, RequestKey: textOrNull(m.RequestKey), CreatedBy: m.CreatedBy, CreatedAt: stamp(m.CreatedAt),
		UpdatedAt: stamp(m.UpdatedAt), Version: m.Version, Body: body}
	if facts.Exclusive {
		row.Exclusive = textOrNull(m.DossierID)
	}
	switch c := c.(type) {
	case *domain.CopyOrder:
		row.ParentID = textOrNull(c.ConsultationID)
	case *domain.Consultation:
		row.ScreenToken = textOrNull(c.Session.TokenHash)
		if c.State == domain.ConsultationOpened {
			row.ScreenCode = textOrNull(c.Session.CodeHash)
		}
	}
	return row, err
}

// matterOf is the value a row was made of.
func matterOf[T any](r matterRow) (T, error) {
	var matter T
	err := decode(r.Body, &matter)
	return matter, err
}

// entry is a matter of any kind in a listing: its common part lies flat in the body.
func (r matterRow) entry() (domain.MatterEntry, error) {
	m, err := matterOf[domain.Matter](r)
	return domain.MatterEntry{Matter: m, MatterFacts: domain.MatterFacts{Kind: domain.MatterKind(r.Kind), Status: r.State, Applicant: r.Applicant,
		WaitsFor: domain.PartialDate(r.WaitsFor), Deciding: r.Deciding, Exclusive: r.Exclusive != nil}}, err
}
