import type { Labels } from './labels';

export const outboundStates: Labels = {
  LETTER_RECEIVED: ['待审核', 'To review'],
  REVIEWED: ['待封装', 'To pack'],
  REFUSED: ['不予转递', 'Refused'],
  LATE_DISPATCH: ['逾期未发出', 'Dispatch late'],
  PACKED: ['待发出', 'To dispatch'],
  DISPATCHED: ['待回执', 'On its way'],
  RECEIPT_OVERDUE: ['回执逾期', 'Receipt overdue'],
  CHASED: ['已催问', 'Chased'],
  RECEIPT_RETURNED: ['回执已返回', 'Receipt back'],
  ARCHIVED: ['已归档', 'Filed'],
  RETURNED_BY_RECEIVER: ['对方退回', 'Sent back'],
  LOST_IN_TRANSIT: ['途中遗失', 'Lost on its way'],
  WITHDRAWN: ['已撤回', 'Withdrawn'],
};

export const holdStates: Labels = {
  KEPT: ['留存中', 'Kept'],
  DUE: ['留存期满', 'Years over'],
  REQUESTED: ['移交待审批', 'Transfer requested'],
  APPROVED: ['待移交', 'Transfer approved'],
  TRANSFERRED: ['已移交档案馆', 'Transferred'],
  WITHDRAWN: ['已撤销', 'Withdrawn'],
};

/** Who takes over the dossiers of deceased persons. */
export const archiveKinds: Labels = {
  ENTERPRISE_ARCHIVE: ['原企业档案部门', 'Archive of the enterprise'],
  PUBLIC_ARCHIVE: ['国家综合档案馆', 'Public archive'],
};

export const outboundActions: Labels = {
  'outbound.view': ['查看转递', 'Forwardings read'],
  'outbound.receive': ['登记调档函', 'Request letter recorded'],
  'outbound.decide': ['审核转递', 'Forwarding reviewed'],
  'outbound.pack': ['封装档案', 'Dossier packed'],
  'outbound.dispatch': ['发出档案', 'Dossier dispatched'],
  'outbound.chase': ['催问回执', 'Receipt chased'],
  'outbound.receipt': ['登记回执', 'Receipt recorded'],
  'outbound.archive': ['回执归档', 'Receipt filed'],
  'outbound.return': ['登记对方退回', 'Sent back by the receiver'],
  'outbound.lost': ['登记途中遗失', 'Loss on its way recorded'],
  'outbound.withdraw': ['撤回转递', 'Forwarding withdrawn'],
  'outbound.timer': ['转递期限处理', 'Deadlines of forwardings'],
  'hold.view': ['查看死亡留存', 'Holds read'],
  'hold.begin': ['登记死亡留存', 'Hold begun'],
  'hold.request': ['申请移交档案馆', 'Transfer to an archive requested'],
  'hold.decide': ['审批移交档案馆', 'Transfer to an archive decided'],
  'hold.transfer': ['移交档案馆', 'Transferred to an archive'],
  'hold.withdraw': ['撤销死亡留存', 'Hold withdrawn'],
  'hold.timer': ['留存期满处理', 'Years of holds'],
};
