package domain

import (
	"testing"
	"time"
)

func TestSettledMattersWaitForNothing(t *testing.T) {
	for _, c := range []struct {
		kind    MatterKind
		status  string
		settled bool
	}{
		{MatterLoan, string(LoanReturned), true}, {MatterLoan, string(LoanLost), false}, {MatterLoan, string(LoanOut), false},
		{MatterConsultation, string(ConsultationClosed), true}, {MatterConsultation, string(ConsultationReturned), false},
		{MatterConsultation, string(ConsultationTerminated), true},
		{MatterCopy, string(CopyIssued), true}, {MatterCopy, string(CopyApproved), false}, {MatterCopy, string(CopyVoided), true},
		{MatterCertificate, string(CertificateCollected), true}, {MatterCertificate, string(CertificateIssued), false},
		{MatterOutbound, string(OutboundArchived), true}, {MatterOutbound, string(OutboundConfirmed), false},
		{MatterHold, string(HoldTransferred), true}, {MatterHold, string(HoldKept), false},
		{MatterHold, "NO_SUCH_STATE", false}, {"NO_SUCH_KIND", string(HoldKept), false},
	} {
		entry := MatterEntry{MatterFacts: MatterFacts{Kind: c.kind, Status: c.status}}
		if got := entry.Settled(); got != c.settled {
			t.Errorf("%s %s: settled %t", c.kind, c.status, got)
		}
	}
}

func TestExpiredConsultationsAreSettledUnlessOpened(t *testing.T) {
	c := Consultation{State: ConsultationExpired}
	if entry := (MatterEntry{MatterFacts: c.Facts()}); !entry.Settled() {
		t.Error("nobody came: still not settled")
	}
	c.Session = ReadingSession{OpenedAt: time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC), EndsOn: Date(2026, 3, 9)}
	if entry := (MatterEntry{MatterFacts: c.Facts()}); entry.Settled() {
		t.Error("visitors still have the dossier: settled")
	}
}
