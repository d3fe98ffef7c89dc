import type { Labels } from './labels';

export const loanStates: Labels = {
  REQUESTED: ['待审批', 'Requested'],
  APPROVED: ['待取档', 'Approved'],
  REJECTED: ['不予批准', 'Refused'],
  EXPIRED: ['已失效', 'Lapsed'],
  CHECKED_OUT: ['借出', 'Lent'],
  OVERDUE: ['逾期', 'Overdue'],
  ESCALATED: ['逾期已上报', 'Overdue, reported'],
  RETURNED: ['已归还', 'Returned'],
  RETURNED_WITH_DEFECT: ['归还有缺损', 'Returned with a defect'],
  LOST: ['遗失', 'Lost'],
};

export const consultationStates: Labels = {
  REGISTERED: ['已登记', 'Registered'],
  LETTER_VERIFIED: ['待审批', 'To approve'],
  APPROVED: ['待查阅', 'Approved'],
  REFUSED: ['不予批准', 'Refused'],
  OPENED: ['查阅中', 'Open'],
  EXPIRED: ['已过时限', 'Time over'],
  TERMINATED: ['违规终止', 'Terminated'],
  RETURNED_CHECKED: ['已归还核对', 'Checked back'],
  CLOSED: ['已办结', 'Closed'],
};

export const copyStates: Labels = {
  REQUESTED: ['待审批', 'Requested'],
  APPROVED: ['待制作', 'Approved'],
  REFUSED: ['不予批准', 'Refused'],
  ISSUED: ['已交付', 'Handed over'],
  VOIDED: ['已作废', 'Void'],
};

export const circulationActions: Labels = {
  'custody.view': ['查看档案去向', 'Whereabouts read'],
  'loan.view': ['查看借阅', 'Loans read'],
  'loan.request': ['申请借阅', 'Loan requested'],
  'loan.decide': ['审批借阅', 'Loan decided'],
  'loan.check_out': ['借出档案', 'Dossier handed out'],
  'loan.renew': ['续借', 'Loan renewed'],
  'loan.return': ['归还核对', 'Return checked'],
  'loan.lost': ['登记遗失', 'Loss recorded'],
  'loan.timer': ['借阅到期处理', 'Due days of loans'],
  'matter.view': ['查看办理事项', 'Matters read'],
  'consultation.view': ['查看查阅', 'Consultations read'],
  'consultation.register': ['登记查阅', 'Consultation registered'],
  'consultation.verify': ['核验查阅人和介绍信', 'Visitors and letter verified'],
  'consultation.decide': ['审批查阅', 'Consultation decided'],
  'consultation.open': ['开始查阅', 'Consultation opened'],
  'consultation.screen': ['启动阅档终端', 'Reading-room screen started'],
  'consultation.page': ['查阅人阅览页面', 'Page shown to visitors'],
  'consultation.return': ['查阅归还核对', 'Consultation checked back'],
  'consultation.close': ['办结查阅', 'Consultation closed'],
  'consultation.terminate': ['违规终止查阅', 'Consultation terminated'],
  'consultation.timer': ['查阅到时处理', 'Time limits of consultations'],
  'copy.view': ['查看复制', 'Copies read'],
  'copy.request': ['申请复制', 'Copies requested'],
  'copy.decide': ['审批复制', 'Copies decided'],
  'copy.issue': ['制作交付复制件', 'Copies handed over'],
  'copy.void': ['作废复制', 'Copies voided'],
  'proof.asked': ['验证纸质文件', 'Paper verified'],
};
