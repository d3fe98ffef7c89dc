package domain

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Policy is what an office demands of an intake. The zero value of a number switches its check off.
type Policy struct {
	Scheme           Scheme // of the draft
	Today            time.Time
	MinDPI           int     // below it a page is refused
	RequireColor     bool    // pages must be 24-bit colour (GB/T 33870-2017)
	WarnSkew         float64 // degrees; above it a page is noted
	BlockSkew        float64 // degrees; above it a page is refused
	BatchFormat      string  // media type most files of the package have; empty: not known
	CodeRule         ArchivalCodeRule
	RequireMaterials bool // a missing required material refuses the dossier instead of being noted
}

// DefaultPolicy is the standard for personnel dossiers: 300 dpi in colour, skew up to 1 degree, refused above 3.
func DefaultPolicy(scheme Scheme, today time.Time) Policy {
	return Policy{Scheme: scheme, Today: today, MinDPI: 300, RequireColor: true, WarnSkew: 1, BlockSkew: 3}
}

// CheckDraft applies the rules to one person's dossier as presented: the adapter's findings first, then R08, R09,
// R14-R18 in this order, and R20 when the four-property inspection fails. facts are by file name; a file without facts
// counts as not inspected and fails the inspection.
func CheckDraft(d *Draft, facts map[string]FileFacts, p Policy) []Violation {
	c := checker{draft: d, facts: facts, policy: p, violations: slices.Clone(d.Findings)}
	c.identity()
	c.agreement()
	c.personDates()
	c.catalogueRows()
	c.numbering()
	c.images()
	c.required()
	c.scans()
	c.code()
	c.characters()
	if failed := FourProperty(d, facts, c.violations).Failed(); len(failed) > 0 {
		c.add(R20, Block, Violation{}, "四性检测未通过：%s，已退回", strings.Join(failed, "、"))
	}
	return c.violations
}

// checker gathers the violations of one draft.
type checker struct {
	draft      *Draft
	facts      map[string]FileFacts
	policy     Policy
	violations []Violation
}

func (c *checker) add(rule RuleID, level Level, at Violation, format string, args ...any) {
	at.Rule, at.Level, at.Message = rule, level, fmt.Sprintf(format, args...)
	c.violations = append(c.violations, at)
}

// where begins a message about a catalogue row: its row in the sheet, or its title where it stands in none.
func (m MaterialDraft) where() string {
	switch {
	case m.Row > 0:
		return fmt.Sprintf("第%d行", m.Row)
	case m.Title != "":
		return "《" + m.Title + "》"
	default:
		return fmt.Sprintf("%s类第%d份", ClassLabel(m.Class), m.ItemNo)
	}
}

// birth is the day of birth to judge other dates by: the dossier's own, else the identity number's.
func (d *Draft) birth() PartialDate {
	if !d.BornOn.IsZero() {
		return d.BornOn
	}
	if birth := d.IDNumber.Birth(); birth.Valid() {
		return birth
	}
	return PartialDate{}
}
