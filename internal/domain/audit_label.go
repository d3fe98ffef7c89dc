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
	AuditConsultationRegister: "登记查阅", AuditConsultationVerify: "核验查阅手续", AuditConsultationDecide: "审批查阅", AuditConsultationOpen: "开始查阅",
	AuditConsultationScreen: "启动阅档终端", AuditConsultationPage: "阅档室阅览", AuditConsultationReturn: "查阅归还核对", AuditConsultationClose: "查阅办结",
	AuditConsultationTerminate: "终止查阅", AuditConsultationTimer: "查阅到时", AuditConsultationView: "查看查阅",
	AuditCopyRequest: "申请复制", AuditCopyDecide: "审批复制", AuditCopyIssue: "交付复制件", AuditCopyVoid: "作废复制件", AuditCopyView: "查看复制",
	AuditCertificateRequest: "受理证明", AuditCertificateVerify: "核验证明申请", AuditCertificateDraft: "拟写证明", AuditCertificateDecide: "审核证明",
	AuditCertificateIssue: "出具证明", AuditCertificateCollect: "领取证明", AuditCertificateRefuse: "不予出具证明", AuditCertificateVoid: "作废证明",
	AuditCertificateView: "查看证明", AuditOutboundReceive: "登记调档函", AuditOutboundDecide: "审核转递", AuditOutboundPack: "封装转递",
	AuditOutboundDispatch: "转递发出", AuditOutboundChase: "催问回执", AuditOutboundReceipt: "收到回执", AuditOutboundArchive: "回执归档",
	AuditOutboundReturn: "转递退回", AuditOutboundLost: "转递遗失", AuditOutboundWithdraw: "撤回转递", AuditOutboundTimer: "转递到期提醒",
	AuditOutboundView: "查看转递", AuditHoldBegin: "死亡留存", AuditHoldRequest: "申请移交留存档案", AuditHoldDecide: "审批移交留存档案",
	AuditHoldTransfer: "移交留存档案", AuditHoldWithdraw: "撤销留存", AuditHoldTimer: "留存期满", AuditHoldView: "查看留存",
	AuditPaperPrint: "打印单据或复制件",
}

// Label is what the deed is called; its code for one that concerns no person's data.
func (a AuditAction) Label() string {
	if label, known := accessLabels[a]; known {
		return label
	}
	return string(a)
}
