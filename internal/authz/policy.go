package authz

import (
	"maps"
	"slices"
)

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
	AccessRead     Permission = "access.read" // who had access to a dossier or to a person's data

	EnterpriseManage Permission = "enterprise.manage"
	TransferRead     Permission = "transfer.read"    // batches, agreements, nature forms
	TransferDeclare  Permission = "transfer.declare" // nature forms, rosters, batches, deliveries of an enterprise
	NatureConfirm    Permission = "nature.confirm"   // by the city's leading-group office
	TransferVerify   Permission = "transfer.verify"  // person by person; also the province's confirmation, acceptance lists
	AgreementManage  Permission = "agreement.manage" // draft, review, sign for the archive office
	TransferReceive  Permission = "transfer.receive" // delivery, counter check, signing
	StatisticsRead   Permission = "statistics.read"
	LedgerRead       Permission = "ledger.read"
	LedgerEdit       Permission = "ledger.edit"
	LedgerRoute      Permission = "ledger.route" // send a person to another subdistrict or community
	MatchSubmit      Permission = "match.submit" // lists of other departments
	MatchReview      Permission = "match.review"

	MatterRead    Permission = "matter.read"    // loans, consultations, copies, certificates, forwarding, holds
	MatterDesk    Permission = "matter.desk"    // the counter: loans, consultations, copies, certificates
	MatterApprove Permission = "matter.approve" // as the chain of the policy demands
	OutboundDesk  Permission = "outbound.desk"  // forwarding, dossiers of deceased persons
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

	EnterpriseHandler  Role = "enterprise_handler"   // 企业经办人: granted for single enterprises
	AgencyOfficer      Role = "agency_officer"       // 社保经办
	LeadingGroupOffice Role = "leading_group_office" // 领导小组办公室
	CommunityWorker    Role = "community_worker"     // 街道、社区: persons only, no dossier
	DataPartner        Role = "data_partner"         // 数据共享部门
)

// rolePermissions is the policy: what each role may do inside the part of the archive it was granted for. The three
// officers see no content.
var rolePermissions = map[Role][]Permission{
	Archivist: {DossierSearch, DossierRead, DossierEdit, DossierRelease, IDReveal, IngestRun, AccessRead,
		TransferRead, AgreementManage, TransferReceive, StatisticsRead, EnterpriseManage, MatterRead, MatterDesk, MatterApprove, OutboundDesk},
	IntakeClerk:        {DossierSearch, DossierRead, IngestRun, TransferRead, TransferReceive},
	Cataloger:          {DossierSearch, DossierRead, DossierEdit},
	QCInspector:        {DossierSearch, DossierRead, DossierRelease},
	ReadingRoomClerk:   {DossierSearch, DossierRead, IDReveal, MatterRead, MatterDesk},
	Approver:           {DossierSearch, DossierRead, TransferRead, AgreementManage, MatterRead, MatterApprove},
	DistrictSupervisor: {StatisticsRead},
	SystemOfficer:      {OfficeManage},
	SecurityOfficer:    {UserManage},
	AuditOfficer:       {AuditRead},

	EnterpriseHandler: {TransferRead, TransferDeclare},
	AgencyOfficer: {TransferRead, TransferDeclare, TransferVerify, EnterpriseManage, StatisticsRead, LedgerRead, LedgerEdit, LedgerRoute,
		MatchSubmit, MatchReview, AccessRead},
	LeadingGroupOffice: {TransferRead, NatureConfirm, StatisticsRead},
	CommunityWorker:    {LedgerRead, LedgerEdit, LedgerRoute},
	DataPartner:        {MatchSubmit},
}

// Roles lists all roles, by name.
func Roles() []Role { return slices.Sorted(maps.Keys(rolePermissions)) }

// Known reports whether the role exists.
func (r Role) Known() bool {
	_, known := rolePermissions[r]
	return known
}

// Grants reports whether the role carries the permission.
func (r Role) Grants(p Permission) bool { return slices.Contains(rolePermissions[r], p) }

// Grant is a role inside a part of the archive: a division subtree, one office, one enterprise, or, with all empty,
// everywhere. Enterprise is for EnterpriseHandler, which is granted in no other way.
type Grant struct {
	Role       Role
	Division   string
	Office     string
	Enterprise string
}

// Sound reports whether the role may be granted in this way.
func (g Grant) Sound() bool { return (g.Role == EnterpriseHandler) == (g.Enterprise != "") }

func (g Grant) scope() Scope {
	switch {
	case g.Enterprise != "":
		return Scope{Enterprises: []string{g.Enterprise}}
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
	Recused []string // full identity numbers of the persons whose dossiers the actor must keep away from (rule R25)
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

// CanTransfer is Can for a handover of an enterprise.
func (a Actor) CanTransfer(p Permission, office, division, enterprise string) bool {
	return a.Scope(p).CoversTransfer(office, division, enterprise)
}

// MustAvoid reports whether the dossier of the person with this identity number is the actor's own or a relative's.
func (a Actor) MustAvoid(number string) bool {
	return number != "" && slices.Contains(a.Recused, number)
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
