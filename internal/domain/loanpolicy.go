package domain

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
)

// LoanPolicies are the policies an installation knows.
type LoanPolicies []LoanPolicy

//go:embed data/loanpolicies.json
var loanPolicyData embed.FS

// ShippedLoanPolicies are sane defaults for every office, with their sources.
func ShippedLoanPolicies() (LoanPolicies, error) {
	f, err := loanPolicyData.Open("data/loanpolicies.json")
	if err != nil {
		return nil, fmt.Errorf("open shipped loan policies: %w", err)
	}
	defer f.Close()
	return ReadLoanPolicies(f)
}

// ReadLoanPolicies reads policies in the JSON form of data/loanpolicies.json, where an office may have its own.
func ReadLoanPolicies(r io.Reader) (LoanPolicies, error) {
	var rows []struct {
		Office, Category, ValidFrom, Source                                                string
		MaxDays, UsualDays, MaxRenewals, FetchDays, EscalateAfter, LetterDays, RemindEvery int
		Reminders                                                                          []int
		Chain                                                                              []string
		Purposes                                                                           [][2]string
	}
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rows); err != nil {
		return nil, fmt.Errorf("read loan policies: %w", err)
	}
	policies := make(LoanPolicies, len(rows))
	for i, row := range rows {
		from, err := ParsePartialDate(row.ValidFrom)
		if err != nil {
			return nil, fmt.Errorf("read loan policies: entry %d: %w", i+1, err)
		}
		if row.MaxDays < 1 || len(row.Chain) == 0 || len(row.Purposes) == 0 {
			return nil, fmt.Errorf("read loan policies: entry %d lacks days, chain or purposes", i+1)
		}
		p := LoanPolicy{Office: row.Office, Category: Category(row.Category), ValidFrom: from, Source: row.Source, MaxDays: row.MaxDays,
			UsualDays: row.UsualDays, MaxRenewals: row.MaxRenewals, FetchDays: row.FetchDays, EscalateAfter: row.EscalateAfter,
			Reminders: row.Reminders, RemindEvery: row.RemindEvery, LetterDays: row.LetterDays, Chain: row.Chain}
		for _, purpose := range row.Purposes {
			p.Purposes = append(p.Purposes, Purpose{Code: purpose[0], Label: purpose[1]})
		}
		policies[i] = p
	}
	return policies, nil
}

// Of is the policy of an office for a category on a day: its own before that of every office, the newest in force.
func (ps LoanPolicies) Of(office string, category Category, on PartialDate) (LoanPolicy, bool) {
	var best LoanPolicy
	found := false
	for _, p := range ps {
		if p.Category != category || p.Office != "" && p.Office != office || p.ValidFrom.Compare(on) > 0 {
			continue
		}
		if !found || best.Office == "" && p.Office != "" || best.Office == p.Office && p.ValidFrom.Compare(best.ValidFrom) > 0 {
			best, found = p, true
		}
	}
	return best, found
}
