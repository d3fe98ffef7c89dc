import { Card, Table, Tag } from 'antd';
import type { Rule } from '../../api/client';
import { useRules } from '../../api/places';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useLanguage, useT } from '../../i18n/i18n';

export function Component() {
  const t = useT();
  const chinese = useLanguage() === 'zh-CN';
  const rules = useRules();
  return (
    <Card title={t('nav.rules')}>
      <ProblemAlert error={rules.error} onRetry={() => void rules.refetch()} />
      <Table<Rule>
        rowKey="id"
        size="small"
        pagination={false}
        loading={{ spinning: rules.isLoading, delay: 200 }}
        dataSource={rules.data}
        columns={[
          { title: t('violation.rule'), dataIndex: 'id', width: 64 },
          { title: t('violation.level'), width: 110, render: (_, { level }) => <LevelTags level={level} /> },
          { title: t('rules.subject'), render: (_, rule) => <>{chinese ? rule.subject : rule.english}<div className="muted mono">{rule.code}</div></> },
          { title: t('rules.basis'), dataIndex: 'basis', width: 240 },
        ]}
      />
    </Card>
  );
}

/** Some rules block in one case and warn in another: "BLOCK/WARN". */
function LevelTags({ level }: { level: string }) {
  const t = useT();
  return level.split('/').map((part) => (
    <Tag key={part} color={part === 'WARN' ? 'orange' : 'red'}>{part === 'BLOCK' || part === 'WARN' ? t(`violation.${part}`) : part}</Tag>
  ));
}
