package domain

import "time"

// IngestState is how far the intake of a package of scans has come.
type IngestState string

const (
	IngestReceiving  IngestState = "RECEIVING"  // files are being uploaded
	IngestInspecting IngestState = "INSPECTING" // dry run under way
	IngestInspected  IngestState = "INSPECTED"  // dry run done, waits for confirmation; nothing is stored yet
	IngestCommitting IngestState = "COMMITTING" // confirmed, dossiers are being stored
	IngestCommitted  IngestState = "COMMITTED"  // every accepted dossier is stored
	IngestUndone     IngestState = "UNDONE"     // taken back before release
	IngestCancelled  IngestState = "CANCELLED"  // given up before confirmation
	IngestFailed     IngestState = "FAILED"     // the package as a whole could not be read
)

// Finished reports whether nothing more will happen to the ingest by itself.
func (s IngestState) Finished() bool {
	return s != IngestReceiving && s != IngestInspecting && s != IngestCommitting
}

// Ingest is one package of scans on its way into the archive.
type Ingest struct {
	ID         string
	OfficeCode string
	Division   string // of the office, for scope
	Name       string // what the user calls it: the folder's or zip's name
	Source     string // path on this machine, or of the staging folder of an upload
	Staged     bool   // Source is a staging folder of ours, removed when the ingest is finished
	Layout     string // adapter that read it
	Scheme     SchemeCode
	Category   Category
	BatchID    string // transfer batch the dossiers must belong to; empty: none named
	State      IngestState
	Problem    string      // zh-CN, when State is FAILED
	Violations []Violation // about the package as a whole, such as files that were left out
	Total      IngestCount
	Done       IngestCount // progress of the state's work
	Accepted   int         // dossiers to be stored
	Skipped    int         // dossiers already stored with the same content
	Refused    int         // dossiers refused by a rule
	Warnings   int
	CreatedBy  string // user id
	RequestKey string // Idempotency-Key of the creating request; unique per user where set
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Version    int
}

// IngestCount measures a package or the work done on it.
type IngestCount struct {
	Dossiers int
	Files    int
	Pages    int
	Bytes    int64
}

// ItemVerdict is what the dry run decided about one dossier of a package.
type ItemVerdict string

const (
	ItemAccept ItemVerdict = "ACCEPT"
	ItemSkip   ItemVerdict = "SKIP"   // the same content is stored already
	ItemRefuse ItemVerdict = "REFUSE" // a blocking rule is violated
)

// ItemState is how far one dossier of a confirmed package has come.
type ItemState string

const (
	ItemPending   ItemState = "PENDING"
	ItemCommitted ItemState = "COMMITTED"
	ItemFailed    ItemState = "FAILED" // see Problem; trying again is safe
	ItemUndone    ItemState = "UNDONE"
)

// IngestItem is one dossier of a package with everything the dry run found, so that storing it needs no second look.
type IngestItem struct {
	IngestID    string
	Seq         int // 1..n in the package
	DossierID   string
	Verdict     ItemVerdict
	State       ItemState
	Problem     string // zh-CN
	Fingerprint string
	Draft       Draft
	Facts       []FileFacts
	Violations  []Violation
}

// PageTotal counts the pages of the item's usable files.
func (i *IngestItem) PageTotal() int {
	total := 0
	for _, file := range i.Facts {
		total += len(file.Frames)
	}
	return total
}

// ByteTotal adds up the item's files.
func (i *IngestItem) ByteTotal() int64 {
	var total int64
	for _, file := range i.Facts {
		total += file.Size
	}
	return total
}
