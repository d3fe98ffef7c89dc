package domain

// TransferCount is one row of the counts of article 15: what was handed over by one enterprise to one office in one month.
type TransferCount struct {
	EnterpriseID   string
	EnterpriseName string
	Level          EnterpriseLevel
	OfficeCode     string
	Division       string
	Month          string // "2026-03"
	Persons        int
	Volumes        int
	Materials      int
	Pages          int
	WithGaps       int
}

// PendingCount is what is outstanding at a date, by enterprise and office.
type PendingCount struct {
	EnterpriseID    string
	EnterpriseName  string
	OfficeCode      string
	Division        string
	WithoutDossier  int // persons accepted whose dossier has not come
	Late            int // of them or of those that came: handed over after the due day
	OpenGaps        int
	OverdueGaps     int
	WithoutEcopy    int // paper accepted, electronic copy outstanding
	ReturnedOverdue int
}

// TransferStatistics answer article 15 at a date.
type TransferStatistics struct {
	From, At    PartialDate // transfers from..at, both included; From zero: from the beginning
	Transferred []TransferCount
	Outstanding []PendingCount
}

// OutstandingLine is one person behind a figure of PendingCount.
type OutstandingLine struct {
	BatchID        string
	BatchNo        string
	Seq            int
	Name           string
	IDNumber       IDNumber
	EnterpriseName string
	OfficeCode     string
	Division       string
	State          LineState
	RetiredOn      PartialDate
	ListedOn       PartialDate
	AcceptedOn     PartialDate
	DueOn          PartialDate
	Detail         string
}

// OutstandingKind is one of the figures of PendingCount.
type OutstandingKind string

const (
	OutstandingDossier    OutstandingKind = "WITHOUT_DOSSIER"
	OutstandingLate       OutstandingKind = "LATE"
	OutstandingGap        OutstandingKind = "OPEN_GAP"
	OutstandingOverdueGap OutstandingKind = "OVERDUE_GAP"
	OutstandingEcopy      OutstandingKind = "WITHOUT_ECOPY"
	OutstandingReturned   OutstandingKind = "RETURNED"
)

// OutstandingFilter says which figure is meant, and whose: of one enterprise, at one office, or, where empty, of all.
type OutstandingFilter struct {
	Kind         OutstandingKind
	EnterpriseID string
	OfficeCode   string
}
