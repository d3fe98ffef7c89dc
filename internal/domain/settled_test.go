package domain

import "testing"

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
