package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/domain"
)

func (in *installation) wireCirculation() {
	desk := matter.Config{Store: in.store, Clock: in.clock, Policies: in.policies}
	in.circulation = circulation.New(desk)
	in.consultation = consultation.New(desk)
	in.certificate = certificate.New(desk, in.certificates)
	in.forwarding = forwarding.New(desk, in.workdays)
}

func (in *installation) readPolicies(context.Context) (err error) {
	in.policies, err = shippedOr("DANGANKU_POLICIES", in.config.Policies, domain.ShippedUsePolicies, domain.ReadUsePolicies)
	return err
}

func (in *installation) readKinds(context.Context) (err error) {
	in.certificates, err = shippedOr("DANGANKU_CERTIFICATE_KINDS", in.config.CertificateKinds, domain.ShippedCertificateKinds, domain.ReadCertificateKinds)
	return err
}

// shippedOr takes the rules that are shipped, or those of a file instead of them; variable is what names the file.
func shippedOr[T any](variable, path string, shipped func() (T, error), read func(io.Reader) (T, error)) (T, error) {
	if path == "" {
		return shipped()
	}
	var none T
	file, err := os.Open(path)
	if err != nil {
		return none, fmt.Errorf("%s: %w", variable, err)
	}
	defer file.Close()
	rules, err := read(file)
	if err != nil {
		return none, fmt.Errorf("%s: %w", variable, err)
	}
	return rules, nil
}
