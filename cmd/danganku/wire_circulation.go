package main

import (
	"context"
	"fmt"
	"os"

	"github.com/danganku/danganku/internal/domain"
)

// readPolicies takes the loan policies that are shipped, or those of a file instead of them.
func (in *installation) readPolicies(context.Context) error {
	var err error
	if in.config.LoanPolicies == "" {
		in.loanPolicies, err = domain.ShippedLoanPolicies()
		return err
	}
	file, err := os.Open(in.config.LoanPolicies)
	if err != nil {
		return fmt.Errorf("DANGANKU_LOAN_POLICIES: %w", err)
	}
	defer file.Close()
	if in.loanPolicies, err = domain.ReadLoanPolicies(file); err != nil {
		return fmt.Errorf("DANGANKU_LOAN_POLICIES: %w", err)
	}
	return nil
}
