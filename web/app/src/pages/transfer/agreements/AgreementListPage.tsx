import { PlusOutlined } from '@ant-design/icons';
import { Card, Empty, Space, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Agreement, AgreementState } from '../../../api/client';
import { useAgreements } from '../../../api/agreements';
import { LinkButton } from '../../../components/LinkButton';
import { MorePages } from '../../../components/MorePages';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StateTag } from '../../../components/StateTag';
import { formatTime } from '../../../i18n/format';
import { useT } from '../../../i18n/i18n';
import { agreementStates } from '../../../i18n/labels.transfer';
import { useCan } from '../../../session/session';
import { StateSelect } from '../../../components/StateSelect';

export function Component() {
  const t = useT();
  const can = useCan();
  const [state, setState] = useState<AgreementState>();
  const agreements = useAgreements(state ? { state } : {});
  return (
    <Card
      title={t('agreement.title')}
      extra={
        <Space wrap>
          <StateSelect<AgreementState> labels={agreementStates} value={state} onChange={setState} />
          {(can('transfer.declare') || can('agreement.manage')) && <LinkButton to="/transfer/agreements/new" type="primary" icon={<PlusOutlined />}>{t('agreement.new')}</LinkButton>}
        </Space>
      }
    >
      <ProblemAlert error={agreements.error} onRetry={() => void agreements.refetch()} />
      <Table<Agreement>
        rowKey="id"
        pagination={false}
        scroll={{ x: 1000 }}
        loading={{ spinning: agreements.isLoading, delay: 200 }}
        dataSource={agreements.data?.pages.flatMap((page) => page.agreements)}
        locale={{ emptyText: <Empty description={t('agreement.none')} /> }}
        columns={[
          { title: t('agreement.no'), width: 200, render: (_, agreement) => <Link to={`/transfer/agreements/${agreement.id}`} className="mono"><b>{agreement.no}</b></Link> },
          { title: t('agreement.version'), width: 80, align: 'right', dataIndex: 'versionNo' },
          { title: t('agreement.enterprise'), dataIndex: 'enterpriseName' },
          { title: t('agreement.office'), dataIndex: 'officeName' },
          { title: t('common.state'), width: 150, render: (_, agreement) => <StateTag state={agreement.state} labels={agreementStates} /> },
          { title: t('terms.persons'), width: 90, align: 'right', render: (_, { terms }) => terms.persons },
          { title: t('terms.volumes'), width: 90, align: 'right', render: (_, { terms }) => terms.volumes },
          { title: t('transfer.updated'), width: 160, render: (_, agreement) => formatTime(agreement.updatedAt) },
        ]}
      />
      <MorePages list={agreements} />
    </Card>
  );
}
