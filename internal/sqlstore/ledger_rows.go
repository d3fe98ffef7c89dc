package sqlstore

import (
	"strings"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

type ledgerPersonRow struct {
	ID                string `gorm:"primaryKey"`
	Name              string
	IDNumber          string
	Sex               string
	BornOn            dateColumn
	RetiredOn         dateColumn
	EnterpriseID      string
	EnterpriseName    string
	InsuranceDivision string
	InsuranceNo       string
	Hukou             string
	Residence         string
	OutOfCity         bool
	Division          string
	Phone             string
	Contact           string
	Special           categoryList
	Survival          string
	DiedOn            dateColumn
	DeathSource       string
	ReceivedOn        dateColumn
	RegisteredOn      dateColumn
	RegisteredBy      string
	Feedback          string
	Remark            string
	BatchID           string
	Seq               int
	ListedOn          dateColumn
	CreatedAt         time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt         time.Time `gorm:"autoUpdateTime:false"`
	Version           int
}

func (ledgerPersonRow) TableName() string { return "ledger_persons" }

func rowFromLedgerPerson(p domain.LedgerPerson) ledgerPersonRow {
	return ledgerPersonRow{ID: p.ID, Name: p.Name, IDNumber: p.IDNumber.Full(), Sex: string(p.Sex), BornOn: dateColumn(p.BornOn),
		RetiredOn: dateColumn(p.RetiredOn), EnterpriseID: p.EnterpriseID, EnterpriseName: p.EnterpriseName,
		InsuranceDivision: p.InsuranceDivision, InsuranceNo: p.InsuranceNo, Hukou: p.Hukou, Residence: p.Residence, OutOfCity: p.OutOfCity,
		Division: p.Division, Phone: p.Phone, Contact: p.Contact, Special: categories(p.Special), Survival: string(p.Survival),
		DiedOn: dateColumn(p.DiedOn), DeathSource: p.DeathSource, ReceivedOn: dateColumn(p.ReceivedOn),
		RegisteredOn: dateColumn(p.RegisteredOn), RegisteredBy: p.RegisteredBy, Feedback: p.Feedback, Remark: p.Remark, BatchID: p.BatchID,
		Seq: p.Seq, ListedOn: dateColumn(p.ListedOn), CreatedAt: stamp(p.CreatedAt), UpdatedAt: stamp(p.UpdatedAt),
		Version: p.Version}
}

func (r ledgerPersonRow) domain() domain.LedgerPerson {
	return domain.LedgerPerson{ID: r.ID, Name: r.Name, IDNumber: domain.IDNumber(r.IDNumber), Sex: domain.Sex(r.Sex),
		BornOn: domain.PartialDate(r.BornOn), RetiredOn: domain.PartialDate(r.RetiredOn), EnterpriseID: r.EnterpriseID,
		EnterpriseName: r.EnterpriseName, InsuranceDivision: r.InsuranceDivision, InsuranceNo: r.InsuranceNo, Hukou: r.Hukou,
		Residence: r.Residence, OutOfCity: r.OutOfCity, Division: r.Division, Phone: r.Phone, Contact: r.Contact,
		Special: r.Special.domain(), Survival: domain.Survival(r.Survival), DiedOn: domain.PartialDate(r.DiedOn), DeathSource: r.DeathSource,
		ReceivedOn: domain.PartialDate(r.ReceivedOn), RegisteredOn: domain.PartialDate(r.RegisteredOn), RegisteredBy: r.RegisteredBy,
		Feedback: r.Feedback, Remark: r.Remark, BatchID: r.BatchID, Seq: r.Seq, ListedOn: domain.PartialDate(r.ListedOn),
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), Version: r.Version}
}

// categoryList is text with a comma before, between and after its elements, so that ",X," finds one; empty: none.
type categoryList string

func categories(special []domain.SpecialCategory) categoryList {
	if len(special) == 0 {
		return ""
	}
	return categoryList("," + strings.Join(texts(special), ",") + ",")
}

func (l categoryList) domain() []domain.SpecialCategory {
	if l == "" {
		return nil
	}
	return mapAll(strings.Split(strings.Trim(string(l), ","), ","), func(word string) domain.SpecialCategory { return domain.SpecialCategory(word) })
}

type ledgerEventRow struct {
	ID        string `gorm:"primaryKey"`
	PersonID  string
	Kind      string
	At        time.Time
	ActorName string
	Note      string
}

func (ledgerEventRow) TableName() string { return "ledger_events" }

func rowFromLedgerEvent(e domain.LedgerEvent) ledgerEventRow {
	return ledgerEventRow{e.ID, e.PersonID, string(e.Kind), stamp(e.At), e.ActorName, e.Note}
}

func (r ledgerEventRow) domain() domain.LedgerEvent {
	return domain.LedgerEvent{ID: r.ID, PersonID: r.PersonID, Kind: domain.LedgerEventKind(r.Kind), At: r.At.UTC(), ActorName: r.ActorName, Note: r.Note}
}
