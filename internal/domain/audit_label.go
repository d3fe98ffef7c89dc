package domain

// accessLabels name what is done to the data of a person. Other deeds are named by the user interface alone.
var accessLabels = map[AuditAction]string{
	AuditSearchHit: "查档命中", AuditDossierView: "阅览档案", AuditHistoryView: "查看历史", AuditPageView: "阅览页面", AuditMasterView: "取得原件",
	AuditIDReveal: "显示身份证号", AuditLabelPrint: "打印标签", AuditExport: "导出目录", AuditDossierCreate: "档案入库", AuditDossierEdit: "编辑档案", AuditDossierRelease: "发布档案",
	AuditDossierWithdraw: "撤回档案", AuditDossierRecover: "恢复档案", AuditAccessView: "查看访问记录", AuditAccessExport: "导出访问记录",
	AuditLedgerView: "查看台账", AuditLedgerReveal: "显示台账身份证号", AuditLedgerChange: "变更台账", AuditBatchView: "查看移交明细",
	AuditBatchMatch: "移交匹配电子档案", AuditLineVerify: "核实人员", AuditLineEdit: "更正移交信息", AuditLineDecide: "当面清点", AuditLineReveal: "显示移交身份证号",
	AuditGapResolve: "补齐缺件", AuditLoanRequest: "申请借阅", AuditLoanDecide: "审批借阅", AuditLoanCheckOut: "借出", AuditLoanRenew: "续借",
	AuditLoanReturn: "归还", AuditLoanLost: "登记遗失", AuditLoanTimer: "借阅到期提醒", AuditLoanView: "查看借阅", AuditCustodyView: "查看档案位置",
	AuditConsultationPage: "阅档室阅览", AuditPaperPrint: "打印单据或复制件",
}

// Label is what the deed is called; its code for one that concerns no person's data.
func (a AuditAction) Label() string {
	if label, known := accessLabels[a]; known {
		return label
	}
	return string(a)
}
