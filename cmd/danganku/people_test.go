package main

import (
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Offices are managed from the command line as from the browser: checked, written to the trail, and not undone by reading
// the divisions in again.
func TestOfficeCommands(t *testing.T) {
	config := embedded(t)
	unknown := officeAddCmd{Code: "X1", Name: "某中心", Division: "999999"}
	if err := unknown.Run(t.Context(), config); errs.CodeOf(err) != "office.division" {
		t.Errorf("an office of no division: %v", err)
	}
	renamed := officeAddCmd{Code: "210106", Name: "铁西档案中心", Division: "210106"}
	if err := renamed.Run(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	d := opened(t, config)
	divisions, err := domain.ShenyangDivisions()
	if err == nil {
		err = d.savePlaces(t.Context(), divisions)
	}
	if err != nil {
		t.Fatal(err)
	}
	if office, err := d.store.Places().Office(t.Context(), "210106"); err != nil || office.Name != renamed.Name {
		t.Errorf("the office is called %s, %v", office.Name, err)
	}
	entries, err := d.store.Audit().List(t.Context(), domain.AuditFilter{Action: domain.AuditOfficeSave}, "", 5)
	if err != nil || len(entries) != 1 || entries[0].ObjectID != "210106" {
		t.Errorf("trail %v, %v", entries, err)
	}
}
