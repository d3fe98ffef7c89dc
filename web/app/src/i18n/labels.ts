import type { Language } from './i18n';
import { certificateActions } from './labels.certificate';
import { circulationActions } from './labels.circulation';
import { outboundActions } from './labels.outbound';
import { peopleActions, peopleRoles } from './labels.people';

/** Names of values the server knows by code; a code without an entry is shown as it is. */
export type Labels = Record<string, readonly [string, string]>;

export const roles: Labels = {
  archivist: ['档案管理员', 'Archivist'],
  intake_clerk: ['接收员', 'Intake clerk'],
  cataloger: ['整理著录员', 'Cataloguer'],
  qc_inspector: ['质检员', 'QC inspector'],
  reading_room_clerk: ['阅档室', 'Reading-room clerk'],
  approver: ['审批人', 'Approver'],
  district_supervisor: ['区县监管', 'District supervisor'],
  system_officer: ['系统管理员', 'System officer'],
  security_officer: ['安全管理员', 'Security officer'],
  audit_officer: ['审计管理员', 'Audit officer'],
  ...peopleRoles,
};

export const auditActions: Labels = {
  'session.login': ['登录', 'Signed in'],
  'session.login_failed': ['登录失败', 'Sign-in failed'],
  'session.logout': ['退出', 'Signed out'],
  'access.denied': ['越权被拒', 'Access denied'],
  'user.create': ['新增用户', 'User added'],
  'user.change': ['修改用户', 'User changed'],
  'user.password': ['修改密码', 'Password changed'],
  'user.totp_enrol': ['登记动态口令', 'Second factor enrolled'],
  'user.totp_remove': ['停用动态口令', 'Second factor ended'],
  'user.identity_link': ['关联统一身份认证', 'Identity linked'],
  'search.query': ['查档', 'Searched'],
  'search.hit': ['查档命中', 'Found by search'],
  'search.suggest': ['查档提示', 'Search completed'],
  'dossier.view': ['阅览档案', 'Dossier read'],
  'dossier.history': ['查看历史', 'History read'],
  'page.view': ['阅览页面', 'Page read'],
  'page.master': ['取得原件', 'Master read'],
  'retiree.reveal': ['显示身份证号', 'ID number shown'],
  'label.print': ['打印标签', 'Labels printed'],
  'ingest.create': ['新建接收', 'Ingest announced'],
  'ingest.inspect': ['预检', 'Ingest inspected'],
  'ingest.confirm': ['确认入库', 'Ingest confirmed'],
  'ingest.undo': ['撤销接收', 'Ingest undone'],
  'ingest.cancel': ['放弃接收', 'Ingest given up'],
  'ingest.view': ['查看检查结果', 'Inspection read'],
  'ingest.report': ['下载检查报告', 'Report downloaded'],
  'dossier.create': ['档案入库', 'Dossier stored'],
  'dossier.edit': ['编辑档案', 'Dossier edited'],
  'dossier.release': ['发布档案', 'Dossier released'],
  'dossier.withdraw': ['撤回档案', 'Dossier withdrawn'],
  'dossier.recover': ['恢复档案', 'Dossier recovered'],
  'installation.rebuild': ['重建目录', 'Catalogue rebuilt'],
  'catalogue.export': ['导出目录', 'Catalogue exported'],
  'audit.view': ['查看审计', 'Audit trail read'],
  'audit.export': ['导出审计', 'Audit trail exported'],
  'audit.verify': ['核对审计链', 'Audit trail verified'],
  'access.view': ['查看访问记录', 'Access log read'],
  'access.export': ['导出访问记录', 'Access log exported'],
  ...peopleActions,
  ...circulationActions,
  ...certificateActions,
  ...outboundActions,
};

/** GB/T 2261.1. */
export const sexes: Labels = {
  '0': ['不详', 'Unknown'],
  '1': ['男', 'Male'],
  '2': ['女', 'Female'],
  '9': ['不详', 'Unknown'],
};

export const layouts: Labels = {
  'transfer-sheet': ['移交案卷目录 + 每人一个文件夹', 'Transfer sheet with a folder for each person'],
  'folder-workbook': ['文件夹 + Excel 目录', 'Folders with a workbook'],
  'scan-station': ['扫描工作站', 'Scan station'],
  'class-folders': ['按类号分文件夹', 'Class folders'],
};

export function label(labels: Labels, code: string, language: Language): string {
  return labels[code]?.[language === 'zh-CN' ? 0 : 1] ?? code;
}

/** The values as the options of a select, in the order of the table. */
export function optionsOf(labels: Labels, language: Language): { value: string; label: string }[] {
  return Object.keys(labels).map((value) => ({ value, label: label(labels, value, language) }));
}
