import type { Labels } from './labels';

export const loanStates: Labels = {
  REQUESTED: ['待审批', 'Requested'],
  APPROVED: ['待取档', 'Approved'],
  REJECTED: ['不予批准', 'Refused'],
  EXPIRED: ['逾期未取', 'Not fetched'],
  CHECKED_OUT: ['借出', 'Lent'],
  OVERDUE: ['逾期', 'Overdue'],
  ESCALATED: ['逾期已上报', 'Overdue, reported'],
  RETURNED: ['已归还', 'Returned'],
  RETURNED_WITH_DEFECT: ['归还有缺损', 'Returned with a defect'],
  LOST: ['遗失', 'Lost'],
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
};
