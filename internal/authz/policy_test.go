package authz

import (
	"slices"
	"testing"
)

func TestScopeCovers(t *testing.T) {
	city := Scope{Divisions: []string{"2101"}}
	district := Scope{Divisions: []string{"210106"}}
	office := Scope{Offices: []string{"A1"}}
	for _, c := range []struct {
		name             string
		scope            Scope
		office, division string
		want             bool
	}{
		{"everything", Everything(), "A1", "110101", true},
		{"nothing", Scope{}, "A1", "210106", false},
		{"city covers its districts", city, "A1", "210106", true},
		{"district does not cover its neighbour", district, "A1", "210105", false},
		{"district does not cover the city", district, "A1", "2101", false},
		{"office by code", office, "A1", "210105", true},
		{"another office of the same division", office, "A2", "210105", false},
		{"an empty prefix covers nothing", Scope{Divisions: []string{""}}, "A1", "210106", false},
		{"union", district.Union(office), "A1", "210105", true},
	} {
		if got := c.scope.Covers(c.office, c.division); got != c.want {
			t.Errorf("%s: got %t", c.name, got)
		}
	}
}

// The three officers see no content, and nobody else manages users or reads the audit trail.
func TestOfficersAreSeparate(t *testing.T) {
	content := []Permission{DossierSearch, DossierRead, DossierEdit, DossierRelease, IDReveal, IngestRun}
	officers := map[Role]Permission{SystemOfficer: OfficeManage, SecurityOfficer: UserManage, AuditOfficer: AuditRead}
	for role := range rolePermissions {
		duty, isOfficer := officers[role]
		for _, p := range content {
			if isOfficer && role.Grants(p) {
				t.Errorf("%s may %s", role, p)
			}
		}
		for officer, p := range officers {
			if role != officer && role.Grants(p) {
				t.Errorf("%s may %s, which is the duty of %s", role, p, officer)
			}
		}
		if isOfficer && !role.Grants(duty) {
			t.Errorf("%s may not %s", role, duty)
		}
	}
}

func TestActorScopeIsPerPermission(t *testing.T) {
	actor := Actor{Grants: []Grant{{Role: ReadingRoomClerk, Division: "210106"}, {Role: Cataloger, Office: "A9"}}}
	if !actor.Can(DossierRead, "A1", "210106") || !actor.Can(DossierRead, "A9", "210105") {
		t.Error("grants do not add up")
	}
	if actor.Can(DossierEdit, "A1", "210106") {
		t.Error("a right granted for one office reaches another")
	}
	if actor.Can(IDReveal, "A9", "210105") {
		t.Error("a right granted for one district reaches another")
	}
	if want := []Permission{DossierEdit, DossierRead, DossierSearch, MatterDesk, MatterRead, IDReveal}; !slices.Equal(actor.Permissions(), want) {
		t.Errorf("permissions %v, want %v", actor.Permissions(), want)
	}
	if !(Actor{}).Scope(DossierRead).Empty() {
		t.Error("nobody may read")
	}
}
