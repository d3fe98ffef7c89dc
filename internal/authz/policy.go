package authz

import "slices"

// Permission is one thing an actor may do, "object.verb".
type Permission string

const (
	DossierSearch  Permission = "dossier.search"
	DossierRead    Permission = "dossier.read"    // catalogue and page images
	DossierEdit    Permission = "dossier.edit"    // catalogue rows and pages
	DossierRelease Permission = "dossier.release" // after quality control
	IDReveal       Permission = "retiree.reveal"  // full identity number, with a reason
	IngestRun      Permission = "ingest.run"
	OfficeManage   Permission = "office.manage"
	UserManage     Permission = "user.manage"
	AuditRead      Permission = "audit.read"
)

// Role is a duty at the archive.
type Role string

const (
	Archivist          Role = "archivist"           // 档案管理员
	IntakeClerk        Role = "intake_clerk"        // 接收员
	Cataloger          Role = "cataloger"           // 整理著录员
	QCInspector        Role = "qc_inspector"        // 质检员
	ReadingRoomClerk   Role = "reading_room_clerk"  // 阅档室
	Approver           Role = "approver"            // 审批人
	DistrictSupervisor Role = "district_supervisor" // 区县监管: statistics only
	SystemOfficer      Role = "system_officer"      // 系统管理员
	SecurityOfficer    Role = "security_officer"    // 安全管理员
	AuditOfficer       Role = "audit_officer"       // 审计管理员
)

// rolePermissions is the policy: what each role may do inside the part of the archive it was granted for. The three
// officers see no content.
var rolePermissions = map[Role][]Permission{
	Archivist:          {DossierSearch, DossierRead, DossierEdit, DossierRelease, IDReveal, IngestRun},
	IntakeClerk:        {DossierSearch, DossierRead, IngestRun},
	Cataloger:          {DossierSearch, DossierRead, DossierEdit},
	QCInspector:        {DossierSearch, DossierRead, DossierRelease},
	ReadingRoomClerk:   {DossierSearch, DossierRead, IDReveal},
	Approver:           {DossierSearch, DossierRead},
	DistrictSupervisor: {},
	SystemOfficer:      {OfficeManage},
	SecurityOfficer:    {UserManage},
	AuditOfficer:       {AuditRead},
}

// Known reports whether the role exists.
func (r Role) Known() bool {
	_, known := rolePermissions[r]
	return known
}

// Grants reports whether the role carries the permission.
func (r Role) Grants(p Permission) bool { return slices.Contains(rolePermissions[r], p) }

// Grant is a role inside a part of the archive: a division subtree, one office, or, with both empty, everywhere.
type Grant struct {
	Role     Role
	Division string
	Office   string
}

func (g Grant) scope() Scope {
	switch {
	case g.Office != "":
		return Scope{Offices: []string{g.Office}}
	case g.Division != "":
		return Scope{Divisions: []string{g.Division}}
	default:
		return Everything()
	}
}

// Actor is who asks, and from where.
type Actor struct {
	UserID  string
	Name    string
	Address string // network address, for the audit trail
	Grants  []Grant
	system  bool
}

// System is the actor of background work and of the command line on the machine itself.
func System(name string) Actor { return Actor{UserID: "system", Name: name, system: true} }

// Scope is where the actor holds the permission; empty when nowhere.
func (a Actor) Scope(p Permission) Scope {
	if a.system {
		return Everything()
	}
	var scope Scope
	for _, grant := range a.Grants {
		if grant.Role.Grants(p) {
			scope = scope.Union(grant.scope())
		}
	}
	return scope
}

// Reach is the part of the archive for which the actor holds any role at all.
func (a Actor) Reach() Scope {
	if a.system {
		return Everything()
	}
	var scope Scope
	for _, grant := range a.Grants {
		scope = scope.Union(grant.scope())
	}
	return scope
}

// Can reports whether the actor holds the permission for a record of this office and division.
func (a Actor) Can(p Permission, office, division string) bool {
	return a.Scope(p).Covers(office, division)
}

// Permissions lists what the actor may do somewhere.
func (a Actor) Permissions() []Permission {
	var permissions []Permission
	for _, grant := range a.Grants {
		for _, p := range rolePermissions[grant.Role] {
			if !slices.Contains(permissions, p) {
				permissions = append(permissions, p)
			}
		}
	}
	slices.Sort(permissions)
	return permissions
}
