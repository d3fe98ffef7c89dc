import type { Labels } from './labels';

export const peopleRoles: Labels = {
  enterprise_handler: ['企业经办人', 'Enterprise handler'],
  agency_officer: ['社保经办', 'Agency officer'],
  leading_group_office: ['领导小组办公室', 'Leading-group office'],
  community_worker: ['街道社区工作人员', 'Community worker'],
  data_partner: ['数据共享部门', 'Data partner'],
};

export const enterpriseLevels: Labels = {
  CENTRAL: ['中央企业', 'Central'],
  PROVINCIAL: ['省属企业', 'Provincial'],
  CITY: ['市属企业', 'City'],
  DISTRICT: ['区县属企业', 'District'],
};

/** 沈人社发〔2020〕3号第十七条, and the boxes of the basic information form. */
export const specialCategories: Labels = {
  DESTITUTE: ['特困', 'Destitute'],
  ADVANCED_AGE: ['高龄', 'Advanced age'],
  LIVING_ALONE: ['鳏寡', 'Living alone'],
  GRAVELY_ILL: ['重病', 'Gravely ill'],
  DISABLED: ['残疾', 'Disabled'],
  BEFORE_REPUBLIC: ['建国前参加工作', 'At work before 1949'],
  MODEL_WORKER: ['劳模', 'Model worker'],
  SPECIAL_WORK: ['特殊工种', 'Special work'],
  MINIMUM_ALLOWANCE: ['低保', 'Minimum allowance'],
};

export const departments: Labels = {
  CIVIL_AFFAIRS: ['民政局', 'Civil affairs'],
  PUBLIC_SECURITY: ['公安局', 'Public security'],
  JUSTICE: ['司法局', 'Justice'],
  HEALTH: ['卫生健康委', 'Health'],
  MEDICAL_INSURANCE: ['医疗保障局', 'Medical insurance'],
};

export const matchKinds: Labels = {
  DEATHS: ['死亡', 'Deaths'],
  RESIDENCES: ['居住地变更', 'Changes of residence'],
};

export const peopleActions: Labels = {
  'office.save': ['保存机构', 'Office saved'],
  'enterprise.save': ['保存企业', 'Enterprise saved'],
  'division.save': ['保存行政区划', 'Division saved'],
  'token.create': ['新建接口令牌', 'API token made'],
  'token.revoke': ['吊销接口令牌', 'API token revoked'],
  'attachment.upload': ['上传附件', 'Attachment uploaded'],
  'attachment.read': ['查看附件', 'Attachment read'],
  'nature.save': ['保存性质界定表', 'Nature form saved'],
  'nature.submit': ['提交性质界定表', 'Nature form submitted'],
  'nature.decide': ['审核性质界定表', 'Nature form decided'],
  'roster.upload': ['上传名册', 'Roster uploaded'],
  'roster.import': ['导入名册', 'Roster imported'],
  'roster.report': ['下载名册错误表', 'Roster report downloaded'],
  'batch.create': ['新建移交批次', 'Batch begun'],
  'batch.view': ['查看移交批次', 'Batch read'],
  'batch.submit': ['提交移交批次', 'Batch submitted'],
  'batch.send_back': ['退回移交批次', 'Batch sent back'],
  'batch.cancel': ['取消移交批次', 'Batch cancelled'],
  'batch.province_confirm': ['省级确认', 'Confirmed by the province'],
  'batch.verify': ['开始逐人核实', 'Verification begun'],
  'batch.issue_list': ['出具接收明细表', 'Acceptance list issued'],
  'batch.agreement': ['关联移交协议', 'Agreement joined'],
  'batch.deliver': ['登记送达', 'Delivery recorded'],
  'batch.check': ['开始清点', 'Counter check begun'],
  'batch.sign': ['签收', 'Batch signed'],
  'batch.match_ecopy': ['匹配电子档案', 'Electronic copies matched'],
  'batch.settle': ['结算批次', 'Batch settled'],
  'batch.close': ['批次办结', 'Batch closed'],
  'line.verify': ['核实人员', 'Person verified'],
  'line.edit': ['修改人员信息', 'Person of a batch edited'],
  'line.decide': ['清点档案', 'Dossier checked at the counter'],
  'line.reveal': ['显示批次人员身份证号', 'ID number of a batch shown'],
  'gap.resolve': ['补齐缺漏材料', 'Gap resolved'],
  'paper.print': ['打印单据', 'Paper printed'],
  'agreement.save': ['保存移交协议', 'Agreement saved'],
  'agreement.move': ['办理移交协议', 'Agreement moved'],
  'agreement.sign': ['签署移交协议', 'Agreement signed'],
  'agreement.amend': ['变更移交协议', 'Agreement amended'],
  'statistics.view': ['查看移交统计', 'Statistics read'],
  'statistics.export': ['导出移交统计', 'Statistics exported'],
  'ledger.view': ['查看人员台账', 'Ledger read'],
  'ledger.reveal': ['显示台账身份证号', 'ID number of the ledger shown'],
  'ledger.change': ['变更人员台账', 'Ledger changed'],
  'ledger.export': ['导出人员台账', 'Ledger exported'],
  'match.run': ['数据核对', 'List matched'],
  'match.view': ['查看核对结果', 'Matches read'],
  'match.review': ['复核匹配', 'Match reviewed'],
};
