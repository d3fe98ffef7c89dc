/** Texts about whom a user keeps away from (rule R25): Chinese, English. Part of messages.account.ts. */
export const recusalMessages = {
  'recusal.own': ['回避申报', 'Recusal'],
  'recusal.ownTitle': ['回避申报', 'Whom I keep away from'],
  'recusal.ownHint': [
    '任何人不得查阅、经办本人及亲属的档案。请申报本人和近亲属的身份证号，有关档案将不再由您办理；申报后只能由安全管理员撤销。',
    'Nobody reads or works on the dossier of themself or a relative. Declare your own identity number and those of close relatives: their dossiers are then for others to handle. Only the security officer withdraws a declaration.',
  ],
  'recusal.declare': ['申报', 'Declare'],
  'recusal.declared': ['已申报', 'Declared'],
  'recusal.set': ['回避登记', 'Recusal'],
  'recusal.setTitle': ['回避登记：{name}', 'Whom {name} keeps away from'],
  'recusal.setHint': ['撤销或更正登记即时生效，并记入审计。', 'What is withdrawn or corrected counts at once, and is logged.'],
  'recusal.saved': ['回避登记已更新', 'Recusal saved'],
  'recusal.ownNumber': ['本人身份证号', 'Own identity number'],
  'recusal.ownNumberKept': ['留空则保留 {number}', 'Leave empty to keep {number}'],
  'recusal.withdrawOwn': ['撤销本人身份证号', 'Withdraw the own identity number'],
  'recusal.kept': ['已登记的亲属（取消勾选即撤销）', 'Declared relatives (untick to withdraw)'],
  'recusal.none': ['尚未登记亲属', 'No relatives declared'],
  'recusal.relative': ['亲属 {place}', 'Relative {place}'],
  'recusal.relation': ['与本人的关系', 'Relation to the user'],
  'recusal.addRelative': ['添加亲属', 'Add a relative'],
  'recusal.dropRelative': ['删除亲属 {place}', 'Remove relative {place}'],
} as const;
