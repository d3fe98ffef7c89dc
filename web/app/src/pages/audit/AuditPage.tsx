import { Button, Card, Form, Input, Select, Space, Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { AuditEntry } from '../../api/client';
import { useAudit } from '../../api/users';
import type { AuditFilter } from '../../api/users';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { auditActions, label } from '../../i18n/labels';
import { useCan } from '../../session/session';
import { AuditExport } from './AuditExport';

/** Leaves out what was not filled in. */
function tidy(values: AuditFilter): AuditFilter {
  const filled = Object.entries(values as Record<string, string | undefined>).filter(([, value]) => value?.trim());
  return Object.fromEntries(filled.map(([key, value]) => [key, value?.trim()]));
}

export function Component() {
  const t = useT();
  const language = useLanguage();
  const [form] = Form.useForm<AuditFilter>();
  const [filter, setFilter] = useState<AuditFilter>({});
  const audit = useAudit(filter);
  const show = (next: AuditFilter) => {
    form.setFieldsValue(next);
    setFilter(next);
  };
  const columns = useColumns(show);
  return (
    <Card title={t('nav.audit')} extra={<Space wrap><AuditExport /><Button onClick={() => void audit.refetch()}>{t('common.refresh')}</Button></Space>}>
      <Form<AuditFilter> form={form} layout="inline" className="spaced" onFinish={(values) => setFilter(tidy(values))}>
        <Form.Item name="action" label={t('audit.action')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            className="wide-select"
            options={Object.keys(auditActions).map((action) => ({ value: action, label: label(auditActions, action, language) }))}
          />
        </Form.Item>
        <Form.Item name="actor" label={t('audit.actorId')}><Input allowClear maxLength={64} className="narrow-input" /></Form.Item>
        <Form.Item name="objectId" label={t('audit.objectId')}><Input allowClear maxLength={64} className="narrow-input" /></Form.Item>
        <Space>
          <Button type="primary" htmlType="submit">{t('common.query')}</Button>
          <Button onClick={() => { form.resetFields(); setFilter({}); }}>{t('common.reset')}</Button>
        </Space>
      </Form>
      <ProblemAlert error={audit.error} onRetry={() => void audit.refetch()} />
      <Table<AuditEntry>
        rowKey="id"
        size="small"
        pagination={false}
        scroll={{ x: 1000 }}
        loading={{ spinning: audit.isLoading, delay: 200 }}
        dataSource={audit.data?.pages.flatMap((page) => page.entries)}
        columns={columns}
      />
      <MorePages list={audit} />
    </Card>
  );
}

function useColumns(onFilter: (filter: AuditFilter) => void): TableColumnsType<AuditEntry> {
  const t = useT();
  const language = useLanguage();
  const can = useCan();
  return [
    { title: t('common.time'), width: 150, className: 'nowrap', render: (_, entry) => formatTime(entry.at) },
    {
      title: t('audit.actor'),
      width: 130,
      render: (_, entry) => <Button type="link" size="small" onClick={() => onFilter({ actor: entry.actor })}>{entry.actorName || entry.actor}</Button>,
    },
    { title: t('audit.action'), width: 140, render: (_, entry) => <Tag>{label(auditActions, entry.action, language)}</Tag> },
    {
      title: t('audit.object'),
      width: 190,
      render: (_, entry) => entry.objectId && (
        <Space size={0}>
          <Button type="link" size="small" className="mono" title={entry.objectId} onClick={() => onFilter({ objectId: entry.objectId })}>
            {entry.objectId.slice(0, 8)}
          </Button>
          {entry.object === 'dossier' && can('dossier.read') && <Link to={`/dossiers/${entry.objectId}`}>{t('ingest.open')}</Link>}
        </Space>
      ),
    },
    { title: t('audit.detail'), dataIndex: 'detail', className: 'mono wrap' },
    { title: t('audit.address'), dataIndex: 'address', width: 130 },
    { title: t('audit.seal'), width: 90, render: (_, entry) => (entry.sealNo > 0 ? entry.sealNo : <span className="muted">{t('audit.unsealed')}</span>) },
  ];
}
