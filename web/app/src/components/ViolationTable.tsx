import { Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Violation } from '../api/client';
import { useT } from '../i18n/i18n';

/** What blocks comes first, otherwise the order of the report is kept. */
function inOrder(violations: Violation[]): (Violation & { at: number })[] {
  return violations
    .map((violation, at) => ({ ...violation, at }))
    .sort((a, b) => Number(a.level !== 'BLOCK') - Number(b.level !== 'BLOCK') || a.at - b.at);
}

/** Broken rules with the place they were broken at; columns nobody filled are left out. */
export function ViolationTable({ violations }: { violations: Violation[] }) {
  const t = useT();
  const optional: TableColumnsType<Violation> = [
    { key: 'row', title: t('violation.row'), dataIndex: 'row', width: 80 },
    { key: 'page', title: t('violation.page'), dataIndex: 'page', width: 60 },
    { key: 'file', title: t('violation.file'), dataIndex: 'file', width: '26%', ellipsis: { showTitle: true } },
    { key: 'field', title: t('violation.field'), dataIndex: 'field', width: 110 },
  ];
  const filled = optional.filter(({ key }) => violations.some((violation) => violation[key as keyof Violation]));
  return (
    <Table<Violation & { at: number }>
      size="small"
      rowKey="at"
      pagination={violations.length > 50 ? { pageSize: 50, size: 'small' } : false}
      dataSource={inOrder(violations)}
      columns={[
        {
          title: t('violation.level'),
          width: 96,
          render: (_, { level }) => <Tag color={level === 'BLOCK' ? 'red' : 'orange'}>{t(`violation.${level}`)}</Tag>,
        },
        { title: t('violation.rule'), width: 70, render: (_, { rule, code }) => <span title={code}>{rule}</span> },
        ...(filled as TableColumnsType<Violation & { at: number }>),
        { title: t('violation.message'), dataIndex: 'message' },
      ]}
    />
  );
}
