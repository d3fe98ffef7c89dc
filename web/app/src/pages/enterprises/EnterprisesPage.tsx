import { PlusOutlined } from '@ant-design/icons';
import { Button, Card, Empty, Input, Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import type { Enterprise } from '../../api/client';
import { useEnterprises } from '../../api/enterprises';
import { usePlaceNames } from '../../api/places';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useLanguage, useT } from '../../i18n/i18n';
import { enterpriseLevels } from '../../i18n/labels.people';
import { label } from '../../i18n/labels';
import { useDelayed } from '../../lib/useDelayed';
import { useCan } from '../../session/session';
import { EnterpriseDialog } from './EnterpriseDialog';

export function Component() {
  const t = useT();
  const can = useCan();
  const [text, setText] = useState('');
  const enterprises = useEnterprises(useDelayed(text.trim()));
  const [editing, setEditing] = useState<Enterprise | 'new'>();
  const mayEdit = can('enterprise.manage');
  const columns = useColumns(mayEdit ? setEditing : undefined);
  return (
    <Card
      title={t('nav.enterprises')}
      extra={mayEdit && <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('common.add')}</Button>}
    >
      <Input.Search
        allowClear
        className="spaced list-search"
        aria-label={t('enterprise.search')}
        placeholder={t('enterprise.search')}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ProblemAlert error={enterprises.error} onRetry={() => void enterprises.refetch()} />
      <Table<Enterprise>
        rowKey="id"
        size="middle"
        pagination={false}
        scroll={{ x: 900 }}
        loading={{ spinning: enterprises.isLoading, delay: 200 }}
        dataSource={enterprises.data?.pages.flatMap((page) => page.enterprises)}
        columns={columns}
        locale={{ emptyText: <Empty description={t('enterprise.none')} /> }}
      />
      <MorePages list={enterprises} />
      {editing && <EnterpriseDialog known={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
    </Card>
  );
}

function useColumns(onEdit: ((enterprise: Enterprise) => void) | undefined): TableColumnsType<Enterprise> {
  const t = useT();
  const language = useLanguage();
  const { divisionName } = usePlaceNames();
  const actions: TableColumnsType<Enterprise> = onEdit
    ? [{ title: t('common.actions'), width: 90, render: (_, enterprise) => <Button size="small" onClick={() => onEdit(enterprise)}>{t('common.edit')}</Button> }]
    : [];
  return [
    { title: t('enterprise.name'), render: (_, { fields }) => fields.name },
    { title: t('enterprise.uscc'), width: 260, render: (_, { fields }) => <Code {...fields} /> },
    { title: t('enterprise.level'), width: 110, render: (_, { fields }) => label(enterpriseLevels, fields.level, language) },
    { title: t('enterprise.registration'), width: 120, render: (_, { fields }) => divisionName(fields.registrationDivision) },
    {
      title: t('enterprise.insurance'),
      width: 190,
      render: (_, { fields }) => (
        <>
          {divisionName(fields.insuranceDivision)}{' '}
          {fields.insuranceDivision.length === 2 && <Tag color="purple">{t('enterprise.provincial')}</Tag>}
        </>
      ),
    },
    ...actions,
  ];
}

function Code({ uscc, usccOverride, noUsccReason }: Enterprise['fields']) {
  const t = useT();
  if (!uscc) return <><Tag>{t('enterprise.noneShort')}</Tag><span className="muted">{noUsccReason}</span></>;
  return <><span className="mono">{uscc}</span>{' '}{usccOverride && <Tag color="orange" title={usccOverride}>{t('enterprise.overridden')}</Tag>}</>;
}
