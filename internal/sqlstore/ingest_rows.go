package sqlstore

import (
	"errors"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

type ingestRow struct {
	ID         string `gorm:"primaryKey"`
	OfficeCode string
	Division   string
	Name       string
	Source     string
	Staged     bool
	Layout     string
	Scheme     string
	Category   string
	BatchID    string
	State      string
	Problem    string
	Violations string       // JSON
	Total      countColumns `gorm:"embedded;embeddedPrefix:total_"`
	Done       countColumns `gorm:"embedded;embeddedPrefix:done_"`
	Accepted   int
	Skipped    int
	Refused    int
	Warnings   int
	CreatedBy  string
	RequestKey *string
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt  time.Time `gorm:"autoUpdateTime:false"`
	Version    int
}

type countColumns struct {
	Dossiers int
	Files    int
	Pages    int
	Bytes    int64
}

func (ingestRow) TableName() string { return "ingests" }

func rowFromIngest(i domain.Ingest) (ingestRow, error) {
	violations, err := encoded(i.Violations)
	return ingestRow{ID: i.ID, OfficeCode: i.OfficeCode, Division: i.Division, Name: i.Name, Source: i.Source, Staged: i.Staged,
		Layout: i.Layout, Scheme: string(i.Scheme), Category: string(i.Category), BatchID: i.BatchID, State: string(i.State), Problem: i.Problem,
		Violations: violations, Total: countColumns(i.Total), Done: countColumns(i.Done), Accepted: i.Accepted, Skipped: i.Skipped,
		Refused: i.Refused, Warnings: i.Warnings, CreatedBy: i.CreatedBy, RequestKey: textOrNull(i.RequestKey),
		CreatedAt: stamp(i.CreatedAt), UpdatedAt: stamp(i.UpdatedAt), Version: i.Version}, err
}

func (r ingestRow) domain() (domain.Ingest, error) {
	ingest := domain.Ingest{ID: r.ID, OfficeCode: r.OfficeCode, Division: r.Division, Name: r.Name, Source: r.Source, Staged: r.Staged,
		Layout: r.Layout, Scheme: domain.SchemeCode(r.Scheme), Category: domain.Category(r.Category), BatchID: r.BatchID,
		State: domain.IngestState(r.State), Problem: r.Problem, Total: domain.IngestCount(r.Total), Done: domain.IngestCount(r.Done),
		Accepted: r.Accepted, Skipped: r.Skipped, Refused: r.Refused, Warnings: r.Warnings, CreatedBy: r.CreatedBy,
		RequestKey: textOf(r.RequestKey), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), Version: r.Version}
	return ingest, decode(r.Violations, &ingest.Violations)
}

// ingestItemRow keeps what the dry run found as JSON: it is read whole and never searched. The counts are of its files.
type ingestItemRow struct {
	IngestID    string `gorm:"primaryKey"`
	Seq         int    `gorm:"primaryKey;autoIncrement:false"`
	DossierID   string
	Verdict     string
	State       string
	Problem     string
	Fingerprint string
	FileCount   int
	PageCount   int
	ByteCount   int64
	Draft       string
	Facts       string
	Violations  string
}

func (ingestItemRow) TableName() string { return "ingest_items" }

func rowFromIngestItem(i domain.IngestItem) (ingestItemRow, error) {
	draft, errDraft := encoded(i.Draft)
	facts, errFacts := encoded(i.Facts)
	violations, errViolations := encoded(i.Violations)
	return ingestItemRow{IngestID: i.IngestID, Seq: i.Seq, DossierID: i.DossierID, Verdict: string(i.Verdict), State: string(i.State),
		Problem: i.Problem, Fingerprint: i.Fingerprint, FileCount: len(i.Facts), PageCount: i.PageTotal(), ByteCount: i.ByteTotal(),
		Draft: draft, Facts: facts, Violations: violations}, errors.Join(errDraft, errFacts, errViolations)
}

func (r ingestItemRow) domain() (domain.IngestItem, error) {
	item := domain.IngestItem{IngestID: r.IngestID, Seq: r.Seq, DossierID: r.DossierID, Verdict: domain.ItemVerdict(r.Verdict),
		State: domain.ItemState(r.State), Problem: r.Problem, Fingerprint: r.Fingerprint}
	return item, errors.Join(decode(r.Draft, &item.Draft), decode(r.Facts, &item.Facts), decode(r.Violations, &item.Violations))
}
