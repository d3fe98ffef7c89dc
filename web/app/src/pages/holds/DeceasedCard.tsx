import { Card, Table } from 'antd';
import { Link } from 'react-router';
import { useDeceasedOnShelf } from '../../api/holds';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';

/** Dossiers to be held: the ledger knows that their persons have died. The hold is begun at the dossier. */
export function DeceasedCard() {
  const t = useT();
  const list = useDeceasedOnShelf();
  const dossiers = list.data?.pages.flatMap((page) => page.dossiers) ?? [];
  if (dossiers.length === 0 && !list.error) return null;
  return (
    <Card size="small" title={t('hold.deceased')}>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table
        size="small"
        rowKey="dossierId"
        pagination={false}
        dataSource={dossiers}
        columns={[
          { title: t('common.name'), render: (_, { dossierId, name }) => <Link to={`/dossiers/${dossierId}`}><b>{name}</b></Link> },
          { title: t('dossier.archivalCode'), render: (_, { archivalCode }) => <span className="mono">{archivalCode}</span> },
          { title: t('hold.diedOn'), dataIndex: 'diedOn' },
        ]}
      />
      <MorePages list={list} />
    </Card>
  );
}
