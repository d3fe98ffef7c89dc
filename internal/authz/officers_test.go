package authz

import "testing"

func TestSeparationOfOfficers(t *testing.T) {
	for _, c := range []struct {
		name  string
		roles []Role
		want  Separation
	}{
		{"no role", nil, Separate},
		{"content roles together", []Role{Archivist, Approver, AgencyOfficer}, Separate},
		{"one officer", []Role{AuditOfficer}, Separate},
		{"one officer for two places", []Role{SecurityOfficer, SecurityOfficer}, Separate},
		{"two officers", []Role{SystemOfficer, AuditOfficer}, SeveralOfficers},
		{"an officer who reads dossiers", []Role{SecurityOfficer, Archivist}, OfficerAtWork},
		{"an officer who reads statistics", []Role{DistrictSupervisor, SystemOfficer}, OfficerAtWork},
		{"everything", []Role{Archivist, SystemOfficer, SecurityOfficer, AuditOfficer}, SeveralOfficers},
	} {
		var grants []Grant
		for _, role := range c.roles {
			grants = append(grants, Grant{Role: role})
		}
		if got := SeparationOf(grants); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
