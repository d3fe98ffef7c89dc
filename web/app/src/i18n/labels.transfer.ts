import type { Labels } from './labels';

export const natureStates: Labels = {
  DRAFT: ['草稿', 'Draft'],
  SUBMITTED: ['待确认', 'Submitted'],
  CONFIRMED: ['已确认', 'Confirmed'],
  REFUSED: ['不予确认', 'Refused'],
};

export const rosterStates: Labels = {
  INSPECTING: ['检查中', 'Inspecting'],
  INSPECTED: ['待确认', 'Awaiting confirmation'],
  IMPORTING: ['导入中', 'Importing'],
  IMPORTED: ['已导入', 'Imported'],
  FAILED: ['失败', 'Failed'],
  CANCELLED: ['已放弃', 'Given up'],
};

export const batchStates: Labels = {
  DRAFT: ['草稿', 'Draft'],
  SUBMITTED: ['已提交', 'Submitted'],
  PROVINCE_CONFIRMED: ['省级已确认', 'Confirmed by the province'],
  SSA_VERIFYING: ['逐人核实中', 'Being verified'],
  LIST_ISSUED: ['明细表已出具', 'List issued'],
  AGREEMENT_SIGNED: ['协议已签', 'Agreement signed'],
  DELIVERED: ['已送达', 'Delivered'],
  CHECKING: ['清点中', 'Being checked'],
  PARTIALLY_ACCEPTED: ['部分接收', 'Partly accepted'],
  ACCEPTED: ['已接收', 'Accepted'],
  RETURNED: ['全部退回', 'Returned'],
  E_INGESTED: ['电子档案已入库', 'Electronic copies stored'],
  CLOSED: ['已办结', 'Closed'],
  CANCELLED: ['已取消', 'Cancelled'],
};

export const lineStates: Labels = {
  PENDING: ['待核实', 'Pending'],
  VERIFIED: ['已核实', 'Verified'],
  REJECTED: ['不移交', 'Rejected'],
  DELIVERED: ['已送达', 'Delivered'],
  ACCEPTED: ['已接收', 'Accepted'],
  ACCEPTED_WITH_GAPS: ['缺件接收', 'Accepted with gaps'],
  RETURNED: ['退回', 'Returned'],
  MISSING: ['未到', 'Missing'],
};

export const agreementStates: Labels = {
  DRAFT: ['草稿', 'Draft'],
  UNDER_REVIEW: ['审核中', 'Under review'],
  SIGNED_BY_ENTERPRISE: ['企业已签', 'Signed by the enterprise'],
  SIGNED_BY_ARCHIVE: ['双方已签（生效）', 'Signed by both, in force'],
  FULFILLED: ['已履行完毕', 'Fulfilled'],
  TERMINATED: ['已终止', 'Terminated'],
  AMENDED: ['已被新版本取代', 'Replaced by a newer version'],
};

export const channels: Labels = {
  UNIT_COURIER: ['单位专人送交', 'Courier of the unit'],
  CONFIDENTIAL_MAIL: ['机要通信', 'Confidential mail'],
  SELF: ['本人或亲属自带', 'By the person or a relative'],
};

export const employments: Labels = {
  REGULAR: ['正式职工', 'Regular staff'],
  INSTITUTION: ['事业单位', 'Public institution'],
  FACTORY_RUN: ['厂办大集体', 'Factory-run collective'],
  LABOR_DISPATCH: ['劳务派遣', 'Labour dispatch'],
  DECEASED: ['死亡', 'Deceased'],
};

export const ecopyStates: Labels = {
  DELIVERED: ['随纸质送达', 'Came with the paper'],
  LATER: ['按协议后补', 'Later, as agreed'],
  ABSENT: ['缺少', 'Absent'],
  STORED: ['已入库', 'Stored'],
};
