package authz

// roleLabels are the roles in Chinese.
var roleLabels = map[Role]string{
	Archivist: "档案管理员", IntakeClerk: "接收员", Cataloger: "整理著录员", QCInspector: "质检员", ReadingRoomClerk: "阅档室", Approver: "审批人",
	DistrictSupervisor: "区县监管", SystemOfficer: "系统管理员", SecurityOfficer: "安全管理员", AuditOfficer: "审计管理员",
	EnterpriseHandler: "企业经办人", AgencyOfficer: "社保经办", LeadingGroupOffice: "领导小组办公室", CommunityWorker: "街道社区工作人员",
	DataPartner: "数据共享部门",
}

// Label is the role in Chinese; the code of one that is not known.
func (r Role) Label() string {
	if label, known := roleLabels[r]; known {
		return label
	}
	return string(r)
}
