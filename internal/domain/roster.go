package domain

import "time"

// RosterState is how far an uploaded roster of basic information forms has come.
type RosterState string

const (
	RosterInspecting RosterState = "INSPECTING"
	RosterInspected  RosterState = "INSPECTED"
	RosterImporting  RosterState = "IMPORTING"
	RosterImported   RosterState = "IMPORTED"
	RosterFailed     RosterState = "FAILED"
	RosterCancelled  RosterState = "CANCELLED"
)

// RosterImport is an uploaded workbook of basic information forms. Its dry run stores nothing but the report; confirmed,
// its good rows become lines of draft batches, one batch for each enterprise.
type RosterImport struct {
	ID           string
	Name         string
	AttachmentID string
	BatchID      string // all rows go to this batch; empty: to each enterprise's own
	EnterpriseID string // of the batch, or of the handler who uploaded; empty: several
	Division     string // where the uploader works, for scope
	State        RosterState
	Problem      string // zh-CN, when State is FAILED
	Rows         int    // persons in the file
	Accepted     int
	Refused      int
	Skipped      int // persons who stand in the batch already with the same content
	Warnings     int
	Enterprises  int
	Violations   []Violation // the first MaxRosterViolations, in order of rows
	Batches      []string    // ids of the batches that received lines
	CreatedBy    string
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Version      int
}

// MaxRosterViolations bounds what a dry run keeps; the workbook of errors has as many.
const MaxRosterViolations = 5000

// RosterRow is one person of an uploaded roster.
type RosterRow struct {
	Row      int // as a spreadsheet program numbers it
	Form     InfoForm
	Findings []Violation // cells that could not be read
}
