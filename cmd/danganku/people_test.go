package main

import (
	"os"
	"path/filepath"
	"strings"
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
		err = d.savePlaces(t.Context(), divisions, true)
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

// A district's subdistricts and communities are read in after the district, never without it.
func TestImportOfLocalDivisions(t *testing.T) {
	config := embedded(t)
	file := func(rows string) string {
		path := filepath.Join(t.TempDir(), "divisions.csv")
		if err := os.WriteFile(path, []byte("code,name,valid_from,valid_to,successor\n"+rows), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	orphan := divisionLoadCmd{File: file("210199001,某街道,,,\n")}
	if err := orphan.Run(t.Context(), config); errs.CodeOf(err) != "division.parent" {
		t.Errorf("a subdistrict of no district: %v", err)
	}
	local := divisionLoadCmd{File: file("210106001002,湖西社区,,,\n210106001,昆明湖街道,,,\n"), Offices: true}
	if err := local.Run(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	d := opened(t, config)
	divisions, err := d.store.Places().Divisions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := domain.DivisionsAbove("210106001002", divisions); strings.Join(got, "") != "辽宁省沈阳市铁西区昆明湖街道湖西社区" {
		t.Errorf("the community lies in %v", got)
	}
}
