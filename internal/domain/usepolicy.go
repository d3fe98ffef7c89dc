package domain

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/authz"
)

// Purpose is a code with its label, such as a purpose of use that a policy allows.
type Purpose struct {
	Code  string
	Label string
}

// UsePolicy is what an office demands of one kind of work with one category of dossiers, from a day on. Of the terms those of its
// operation count.
type UsePolicy struct {
	Operation  MatterKind
	Office     string   // empty: every office
	Category   Category // empty: every category
	ValidFrom  PartialDate
	Source     string
	Chain      []string // roles that approve, in order
	LetterDays int      // an introduction letter is good for
	Purposes   []Purpose
	LoanTerms
	ConsultationTerms
	CertificateTerms
	OutboundTerms
	HoldTerms
}

// LoanTerms are the terms of loans.
type LoanTerms struct {
	MaxDays       int
	UsualDays     int
	MaxRenewals   int
	FetchDays     int
	EscalateAfter int   // days overdue
	Reminders     []int // days from the due day on: -1, 0, 1, 3
	RemindEvery   int   // days after the last of them
}

// ConsultationTerms are the terms of the reading room.
type ConsultationTerms struct {
	VisitorsMin  int
	PartyMembers Level // what follows when a visitor is no party member; empty: nothing
	OpenDays     int   // an approval is good for
	Minutes      int   // of a session in the reading room
}

// CertificateTerms are the terms of certificates.
type CertificateTerms struct {
	CertificateKinds []string // codes of the kinds that are issued
}

// OutboundTerms are the terms of forwarding.
type OutboundTerms struct {
	Channels         []string
	DispatchWorkdays int // from complete papers to dispatch
	ReceiptMonths    int // from dispatch to the receipt
}

// HoldTerms are the terms of keeping the dossiers of deceased persons.
type HoldTerms struct {
	HoldYears int
}

// AllowsPurpose reports whether a purpose of use is allowed.
func (p UsePolicy) AllowsPurpose(code string) bool {
	return slices.ContainsFunc(p.Purposes, func(x Purpose) bool { return x.Code == code })
}

// PurposeLabel is a purpose in words, or its code where the policy does not know it.
func (p UsePolicy) PurposeLabel(code string) string {
	for _, purpose := range p.Purposes {
		if purpose.Code == code {
			return purpose.Label
		}
	}
	return code
}

// Remind reports whether a borrower is to be reminded on a day.
func (p LoanTerms) Remind(due, today PartialDate) bool {
	day := daysBetween(due, today)
	if slices.Contains(p.Reminders, day) || len(p.Reminders) == 0 {
		return len(p.Reminders) > 0
	}
	last := p.Reminders[len(p.Reminders)-1]
	return p.RemindEvery > 0 && day > last && (day-last)%p.RemindEvery == 0
}

// UsePolicies are the policies an installation knows.
type UsePolicies []UsePolicy

//go:embed data/usepolicies.json
var usePolicyData embed.FS

// ShippedUsePolicies are sane defaults for every office, with their sources.
func ShippedUsePolicies() (UsePolicies, error) {
	f, err := usePolicyData.Open("data/usepolicies.json")
	if err != nil {
		return nil, fmt.Errorf("open shipped policies: %w", err)
	}
	defer f.Close()
	return ReadUsePolicies(f)
}

// usePolicyRow is a policy in the JSON form of data/usepolicies.json.
type usePolicyRow struct {
	Operation, Office, Category, ValidFrom, Source string
	Chain                                          []string
	LetterDays                                     int
	Purposes                                       [][2]string
	LoanTerms
	ConsultationTerms
	CertificateTerms
	OutboundTerms
	HoldTerms
}

// ReadUsePolicies reads policies in the JSON form of data/usepolicies.json, where an office may have its own.
func ReadUsePolicies(r io.Reader) (UsePolicies, error) {
	var rows []usePolicyRow
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rows); err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	policies := make(UsePolicies, len(rows))
	for i, row := range rows {
		var err error
		if policies[i], err = row.policy(); err != nil {
			return nil, fmt.Errorf("read policies: entry %d: %w", i+1, err)
		}
	}
	return policies, nil
}

func (row usePolicyRow) policy() (UsePolicy, error) {
	from, err := ParsePartialDate(row.ValidFrom)
	if err != nil {
		return UsePolicy{}, err
	}
	p := UsePolicy{Operation: MatterKind(row.Operation), Office: row.Office, Category: Category(row.Category), ValidFrom: from, Source: row.Source,
		Chain: row.Chain, LetterDays: row.LetterDays, LoanTerms: row.LoanTerms, ConsultationTerms: row.ConsultationTerms,
		CertificateTerms: row.CertificateTerms, OutboundTerms: row.OutboundTerms, HoldTerms: row.HoldTerms}
	for _, purpose := range row.Purposes {
		p.Purposes = append(p.Purposes, Purpose{Code: purpose[0], Label: purpose[1]})
	}
	if lacking := p.lacking(); len(lacking) > 0 {
		return UsePolicy{}, fmt.Errorf("%s lacks %s", row.Operation, strings.Join(lacking, ", "))
	}
	for _, role := range p.Chain {
		if !authz.Role(role).Grants(authz.MatterApprove) {
			return UsePolicy{}, fmt.Errorf("%s: %q in Chain is no role that approves", row.Operation, role)
		}
	}
	return p, nil
}

// lacking names what a policy of its operation cannot do without.
func (p UsePolicy) lacking() []string {
	needs := map[MatterKind]map[string]bool{
		MatterLoan:         {"MaxDays": p.MaxDays > 0, "Purposes": len(p.Purposes) > 0},
		MatterConsultation: {"VisitorsMin": p.VisitorsMin > 0, "Minutes": p.Minutes > 0, "OpenDays": p.OpenDays > 0, "Purposes": len(p.Purposes) > 0},
		MatterCopy:         {},
		MatterCertificate:  {"CertificateKinds": len(p.CertificateKinds) > 0},
		MatterOutbound: {"Channels": len(p.Channels) > 0, "DispatchWorkdays": p.DispatchWorkdays > 0,
			"ReceiptMonths": p.ReceiptMonths > 0},
		MatterHold: {"HoldYears": p.HoldYears > 0},
	}
	need, known := needs[p.Operation]
	if !known {
		return []string{"a known Operation"}
	}
	var lacking []string
	for name, there := range need {
		if !there {
			lacking = append(lacking, name)
		}
	}
	if len(p.Chain) == 0 {
		lacking = append(lacking, "Chain")
	}
	slices.Sort(lacking)
	return lacking
}

// Of is the policy for an operation of an office on a category on a day: the office's own before that of every office, then one
// for the category before one for all, then the newest in force.
func (ps UsePolicies) Of(operation MatterKind, office string, category Category, on PartialDate) (UsePolicy, bool) {
	var best UsePolicy
	found := false
	for _, p := range ps {
		if p.Operation != operation || p.Category != "" && p.Category != category || p.Office != "" && p.Office != office || p.ValidFrom.Compare(on) > 0 {
			continue
		}
		if !found || p.closer(best) {
			best, found = p, true
		}
	}
	return best, found
}

func (p UsePolicy) closer(than UsePolicy) bool {
	if (p.Office == "") != (than.Office == "") {
		return p.Office != ""
	}
	if (p.Category == "") != (than.Category == "") {
		return p.Category != ""
	}
	return p.ValidFrom.Compare(than.ValidFrom) > 0
}
