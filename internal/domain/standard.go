package domain

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
)

// StandardCode names a standard of staff and storeroom.
type StandardCode string

// Standard (配置标准) is what a text demands of an archive office for its holdings, while it is in force.
type Standard struct {
	Code               StandardCode
	Name               string
	Source             string
	ValidFrom, ValidTo PartialDate // ValidTo zero: still in force
	Staff              Rate        // full-time persons
	Area               Rate        // square metres of storeroom
	RoomsApart         bool        // storeroom, reading room and staff office apart
	RoomsApartFrom     int         // volumes from which on they must be
	Equipment          []string    // what must be there: COMPUTER, SCANNER, COPIER, PRINTER, COMPACT_SHELVING
}

// Standards are those an installation knows; the first is the default.
type Standards []Standard

//go:embed data/standards.json
var standardData embed.FS

// ShippedStandards are the standards that were found in published texts; Shenyang 2020 is the default.
func ShippedStandards() (Standards, error) {
	f, err := standardData.Open("data/standards.json")
	if err != nil {
		return nil, fmt.Errorf("open shipped standards: %w", err)
	}
	defer f.Close()
	return ReadStandards(f)
}

// ReadStandards reads standards in the JSON form of data/standards.json.
func ReadStandards(r io.Reader) (Standards, error) {
	var rows []struct {
		Standard
		ValidFrom, ValidTo string
	}
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rows); err != nil {
		return nil, fmt.Errorf("read standards: %w", err)
	}
	standards := make(Standards, len(rows))
	for i, row := range rows {
		s := row.Standard
		var err error
		if s.ValidFrom, err = ParsePartialDate(row.ValidFrom); err == nil && row.ValidTo != "" {
			s.ValidTo, err = ParsePartialDate(row.ValidTo)
		}
		if err == nil {
			err = s.check()
		}
		if err != nil {
			return nil, fmt.Errorf("read standards: entry %d: %w", i+1, err)
		}
		standards[i] = s
	}
	return standards, nil
}

func (s Standard) check() error {
	if s.Code == "" || s.Name == "" || s.Source == "" {
		return fmt.Errorf("code, name or source is missing")
	}
	for name, r := range map[string]Rate{"Staff": s.Staff, "Area": s.Area} {
		switch {
		case r == Rate{}:
		case r.Amount < 1 || r.Step < 1 || r.Minimum < 0 || r.Below < 0 || r.Flat < 0 || r.Years < 0:
			return fmt.Errorf("%s: %s has a rate that cannot be", s.Code, name)
		case r.Rounding != Proportional && r.Rounding != PerStarted && r.Rounding != PerFull:
			return fmt.Errorf("%s: %s has the unknown rounding %q", s.Code, name, r.Rounding)
		case r.Amount*perUnit%r.Step != 0:
			return fmt.Errorf("%s: %s demands less than a ten-thousandth for a volume", s.Code, name)
		}
	}
	return nil
}

// InForce reports whether the standard counts on a day.
func (s Standard) InForce(on PartialDate) bool {
	return s.ValidFrom.Compare(on) <= 0 && (s.ValidTo.IsZero() || s.ValidTo.Compare(on) >= 0)
}

// Of finds the version of a standard that is in force on a day: a text that was changed stands once for each span.
func (ss Standards) Of(code StandardCode, on PartialDate) (Standard, bool) {
	for _, s := range ss {
		if s.Code == code && s.InForce(on) {
			return s, true
		}
	}
	return Standard{}, false
}
