import { PlusOutlined } from '@ant-design/icons';
import { Card, Empty, Space, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { NatureForm, NatureState } from '../../../api/client';
import { useNatures } from '../../../api/natures';
import { usePlaceNames } from '../../../api/places';
import { LinkButton } from '../../../components/LinkButton';
import { MorePages } from '../../../components/MorePages';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StateTag } from '../../../components/StateTag';
import { formatTime } from '../../../i18n/format';
import { useLanguage, useT } from '../../../i18n/i18n';
import { label } from '../../../i18n/labels';
import { enterpriseLevels } from '../../../i18n/labels.people';
import { natureStates } from '../../../i18n/labels.transfer';
import { useCan } from '../../../session/session';
import { StateSelect } from '../../../components/StateSelect';

export function Component() {
  const t = useT();
  const language = useLanguage();
  const can = useCan();
  const { divisionName } = usePlaceNames();
  const [state, setState] = useState<NatureState>();
  const natures = useNatures(state);
  return (
    <Card
      title={t('nature.title')}
      extra={
        <Space>
          <StateSelect<NatureState> labels={natureStates} value={state} onChange={setState} />
          {can('transfer.declare') && <LinkButton to="/transfer/natures/new" type="primary" icon={<PlusOutlined />}>{t('nature.new')}</LinkButton>}
        </Space>
      }
    >
      <ProblemAlert error={natures.error} onRetry={() => void natures.refetch()} />
      <Table<NatureForm>
        rowKey="id"
        pagination={false}
        scroll={{ x: 900 }}
        loading={{ spinning: natures.isLoading, delay: 200 }}
        dataSource={natures.data?.pages.flatMap((page) => page.natureForms)}
        locale={{ emptyText: <Empty description={t('nature.none')} /> }}
        columns={[
          { title: t('transfer.enterprise'), render: (_, form) => <><Link to={`/transfer/natures/${form.id}`}><b>{form.enterpriseName}</b></Link><div className="muted mono">{form.uscc}</div></> },
          { title: t('common.state'), width: 110, render: (_, form) => <StateTag state={form.state} labels={natureStates} /> },
          { title: t('nature.level'), width: 120, render: (_, form) => label(enterpriseLevels, form.fields.level, language) },
          { title: t('nature.insurance'), render: (_, form) => divisionName(form.fields.insuranceDivision) },
          { title: t('nature.registration'), render: (_, form) => divisionName(form.fields.registrationDivision) },
          { title: t('transfer.updated'), width: 160, render: (_, form) => formatTime(form.updatedAt) },
        ]}
      />
      <MorePages list={natures} />
    </Card>
  );
}
