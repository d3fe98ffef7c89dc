package sqlstore

import (
	"errors"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

type batchRow struct {
	ID                   string `gorm:"primaryKey"`
	No                   string
	Name                 string
	EnterpriseID         string
	EnterpriseName       string
	NatureFormID         string
	InsuranceDivision    string
	RegistrationDivision string
	OfficeCode           string
	Division             string
	AgreementID          string
	State                string
	Reason               string
	UnitRecordNo         string
	Province             string // JSON
	ListNo               string
	ListedOn             dateColumn
	ListedBy             string
	Delivery             string // JSON
	Round                int
	Signoffs             string // JSON
	SignedRosterID       string
	CreatedBy            string
	CreatedAt            time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt            time.Time `gorm:"autoUpdateTime:false"`
	Version              int
}

func (batchRow) TableName() string { return "transfer_batches" }

func rowFromBatch(b domain.TransferBatch) (batchRow, error) {
	province, errProvince := encoded(b.Province)
	delivery, errDelivery := encoded(b.Delivery)
	signoffs, errSignoffs := encoded(b.Signoffs)
	return batchRow{ID: b.ID, No: b.No, Name: b.Name, EnterpriseID: b.EnterpriseID, EnterpriseName: b.EnterpriseName,
		NatureFormID: b.NatureFormID, InsuranceDivision: b.InsuranceDivision, RegistrationDivision: b.RegistrationDivision,
		OfficeCode: b.OfficeCode, Division: b.Division, AgreementID: b.AgreementID, State: string(b.State), Reason: b.Reason,
		UnitRecordNo: b.UnitRecordNo, Province: province, ListNo: b.ListNo, ListedOn: dateColumn(b.ListedOn), ListedBy: b.ListedBy,
		Delivery: delivery, Round: b.Round, Signoffs: signoffs, SignedRosterID: b.SignedRosterID, CreatedBy: b.CreatedBy,
		CreatedAt: stamp(b.CreatedAt), UpdatedAt: stamp(b.UpdatedAt), Version: b.Version}, errors.Join(errProvince, errDelivery, errSignoffs)
}

func (r batchRow) domain() (domain.TransferBatch, error) {
	b := domain.TransferBatch{ID: r.ID, No: r.No, Name: r.Name, EnterpriseID: r.EnterpriseID, EnterpriseName: r.EnterpriseName,
		NatureFormID: r.NatureFormID, InsuranceDivision: r.InsuranceDivision, RegistrationDivision: r.RegistrationDivision,
		OfficeCode: r.OfficeCode, Division: r.Division, AgreementID: r.AgreementID, State: domain.BatchState(r.State), Reason: r.Reason,
		UnitRecordNo: r.UnitRecordNo, ListNo: r.ListNo, ListedOn: domain.PartialDate(r.ListedOn), ListedBy: r.ListedBy, Round: r.Round,
		SignedRosterID: r.SignedRosterID, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
		Version: r.Version}
	return b, errors.Join(decode(r.Province, &b.Province), decode(r.Delivery, &b.Delivery), decode(r.Signoffs, &b.Signoffs))
}

// lineRow keeps the whole information form as JSON, beside copies of what is searched and counted.
type lineRow struct {
	BatchID        string `gorm:"primaryKey"`
	Seq            int    `gorm:"primaryKey;autoIncrement:false"`
	ActivePerson   *string
	State          string
	Reason         string
	Form           string // JSON
	Name           string
	IDNumber       string
	ArchivalCode   string // as counted, else as the roster has it
	InsurancePlace string
	RetiredOn      dateColumn
	HandoverDue    dateColumn
	RosterVolumes  int
	VerifiedBy     string
	VerifiedAt     *time.Time
	ListedOn       dateColumn
	Route          string
	DeliveredOn    dateColumn
	Counted        rosterCountColumns `gorm:"embedded;embeddedPrefix:counted_"`
	EcopyState     string
	EcopyDue       dateColumn
	DueOn          dateColumn
	AcceptedOn     dateColumn
	DossierID      *string
	Version        int
}

type rosterCountColumns struct {
	ArchivalCode string
	Originals    int
	Duplicates   int
	Materials    int
	Pages        int
	Electronic   bool
	Remark       string
}

func (lineRow) TableName() string { return "batch_lines" }

// rowFromLine takes the batch for one that is not cancelled.
func rowFromLine(l domain.BatchLine) (lineRow, error) {
	form, err := encoded(l.Form)
	row := lineRow{BatchID: l.BatchID, Seq: l.Seq, State: string(l.State), Reason: l.Reason, Form: form, Name: l.Form.Name,
		IDNumber: l.Form.IDNumber.Full(), ArchivalCode: l.Counted.ArchivalCode, InsurancePlace: l.Form.InsurancePlace,
		RetiredOn: dateColumn(l.Form.RetiredOn), HandoverDue: dateColumn(handoverDue(l.Form.RetiredOn)), RosterVolumes: l.Form.Roster.Volumes(),
		VerifiedBy: l.VerifiedBy, VerifiedAt: stampOrNull(l.VerifiedAt), ListedOn: dateColumn(l.ListedOn), Route: l.Route,
		DeliveredOn: dateColumn(l.DeliveredOn), Counted: rosterCountColumns(l.Counted), EcopyState: string(l.EcopyState),
		EcopyDue: dateColumn(l.EcopyDue), DueOn: dateColumn(l.DueOn), AcceptedOn: dateColumn(l.AcceptedOn),
		DossierID: textOrNull(l.DossierID), Version: l.Version}
	if row.ArchivalCode == "" {
		row.ArchivalCode = l.Form.Roster.ArchivalCode
	}
	if l.State != domain.LineRejected {
		row.ActivePerson = textOrNull(row.IDNumber)
	}
	return row, err
}

// handoverDue is the day the dossier would be due under a policy that holds for all retirements; from when on it does is
// asked when counting.
func handoverDue(retired domain.PartialDate) domain.PartialDate {
	return domain.LatePolicy{RetiredFrom: domain.Date(1, 1, 1)}.DueOn(retired)
}

func (r lineRow) domain() (domain.BatchLine, error) {
	line := domain.BatchLine{BatchID: r.BatchID, Seq: r.Seq, State: domain.LineState(r.State), Reason: r.Reason, VerifiedBy: r.VerifiedBy,
		VerifiedAt: timeOf(r.VerifiedAt), ListedOn: domain.PartialDate(r.ListedOn), Route: r.Route,
		DeliveredOn: domain.PartialDate(r.DeliveredOn), Counted: domain.RosterCount(r.Counted), EcopyState: domain.EcopyState(r.EcopyState),
		EcopyDue: domain.PartialDate(r.EcopyDue), DueOn: domain.PartialDate(r.DueOn), AcceptedOn: domain.PartialDate(r.AcceptedOn),
		DossierID: textOf(r.DossierID), Version: r.Version}
	return line, decode(r.Form, &line.Form)
}
