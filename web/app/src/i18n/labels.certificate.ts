import type { Labels } from './labels';

export const certificateStates: Labels = {
  REQUESTED: ['已受理', 'Requested'],
  IDENTITY_VERIFIED: ['待拟稿', 'Identity verified'],
  DRAFTED: ['待审核', 'Drafted'],
  REVIEWED: ['待出具', 'Reviewed'],
  ISSUED: ['待领取', 'Issued'],
  COLLECTED: ['已领取', 'Collected'],
  REFUSED: ['不予出具', 'Refused'],
  VOIDED: ['已作废', 'Voided'],
};

export const certificateActions: Labels = {
  'certificate.request': ['受理证明申请', 'Certificate requested'],
  'certificate.verify': ['核验申请人', 'Requester verified'],
  'certificate.draft': ['拟写证明', 'Certificate drafted'],
  'certificate.decide': ['审核证明', 'Certificate reviewed'],
  'certificate.issue': ['出具证明', 'Certificate issued'],
  'certificate.collect': ['领取证明', 'Certificate collected'],
  'certificate.refuse': ['不予出具证明', 'Certificate refused'],
  'certificate.void': ['作废证明', 'Certificate voided'],
  'certificate.view': ['查看证明', 'Certificates read'],
};
