/** Texts of the audit trail and of access logs: Chinese, English. Part of messages.ts. */
export const auditMessages = {
  'audit.actor': ['操作人', 'Actor'],
  'audit.actorId': ['操作人编号', 'Actor id'],
  'audit.action': ['动作', 'Action'],
  'audit.object': ['对象', 'Object'],
  'audit.objectId': ['对象编号', 'Object id'],
  'audit.detail': ['内容', 'Detail'],
  'audit.address': ['地址', 'Address'],
  'audit.seal': ['封印号', 'Seal'],
  'audit.unsealed': ['待封印', 'not yet sealed'],
  'audit.from': ['导出起始日', 'Export from'],
  'audit.to': ['导出截止日', 'Export until'],
  'access.title': ['访问记录', 'Access log'],
  'access.hint': [
    '谁在何时因何事由查阅、显示、打印、导出或更改过本人信息。查看本记录也会被记入。',
    'Who read, revealed, printed, exported or changed this person’s data, when and why. Looking at this log is logged, too.',
  ],
  'access.reason': ['事由或查询内容', 'Reason or query'],
} as const satisfies Record<string, readonly [string, string]>;
