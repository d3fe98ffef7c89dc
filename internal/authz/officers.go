package authz

import "slices"

// officers are the three duties of 三员分立 (GB/T 22239 and the secrecy rules for personnel systems): whoever sets up, whoever
// hands out rights and whoever reads the audit trail must be different people, and none of them works with content.
var officers = []Role{SystemOfficer, SecurityOfficer, AuditOfficer}

// Officer reports whether the role is one of the three officers.
func (r Role) Officer() bool { return slices.Contains(officers, r) }

// Separation says in which way roles of one holder break the separation of the three officers.
type Separation uint8

const (
	Separate        Separation = iota // they do not
	SeveralOfficers                   // more than one officer's duty
	OfficerAtWork                     // an officer's duty beside another role
)

// SeparationOf judges the roles of one holder, wherever they are granted.
func SeparationOf(grants []Grant) Separation {
	duties := map[Role]bool{}
	other := false
	for _, grant := range grants {
		if grant.Role.Officer() {
			duties[grant.Role] = true
		} else {
			other = true
		}
	}
	switch {
	case len(duties) > 1:
		return SeveralOfficers
	case len(duties) == 1 && other:
		return OfficerAtWork
	}
	return Separate
}
