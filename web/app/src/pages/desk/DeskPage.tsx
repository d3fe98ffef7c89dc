import { Badge, Card, Spin, Table, Tag } from 'antd';
import { useState } from 'react';
import type { MatterEntry } from '../../api/client';
import { useDesk } from '../../api/matters';
import { ProblemAlert } from '../../components/ProblemAlert';
import { ScanBox } from '../../components/ScanBox';
import { useMatterColumns } from '../../components/matter/columns';
import { useT } from '../../i18n/i18n';
import { useCan } from '../../session/session';
import { useScan } from './useScan';
import { WaitingBatches } from './WaitingBatches';

/** What waits for whoever is signed in, and a box for whatever is handed over the counter. */
export function Component() {
  const t = useT();
  const can = useCan();
  const [turn, setTurn] = useState(0);
  const { scan, error } = useScan();
  return (
    <div className="desk-page">
      <Card size="small" title={t('desk.title')}>
        <ScanBox
          label={t('desk.scan')}
          placeholder={t('desk.scanPlaceholder')}
          active
          turn={turn}
          onScan={(code) => { scan(code); setTurn(turn + 1); }}
        />
        <ProblemAlert error={error} />
      </Card>
      {can('matter.read') && <WaitingMatters />}
      <WaitingBatches />
    </div>
  );
}

const lists = ['overdue', 'toApprove', 'dueToday', 'toHandle'] as const;

function WaitingMatters() {
  const desk = useDesk();
  if (!desk.data) return desk.error ? <ProblemAlert error={desk.error} onRetry={() => void desk.refetch()} /> : <Spin delay={200} />;
  const { data } = desk;
  return <div className="desk-lists">{lists.map((name) => <MatterTable key={name} name={name} matters={data[name]} />)}</div>;
}

function MatterTable({ name, matters }: { name: (typeof lists)[number]; matters: MatterEntry[] }) {
  const t = useT();
  const { no, dossier, state } = useMatterColumns<MatterEntry>(({ kind }) => kind, ({ lateDays }) => lateDays);
  const late = name === 'overdue' && matters.length > 0;
  return (
    <Card
      size="small"
      {...(late ? { className: 'desk-late' } : {})}
      title={<>{t(`desk.${name}`)} <Badge count={matters.length} showZero color={late ? 'red' : matters.length > 0 ? 'blue' : 'gray'} /></>}
    >
      {matters.length === 0
        ? <span className="muted">{t('desk.nothing')}</span>
        : (
          <Table<MatterEntry>
            rowKey="id"
            size="small"
            pagination={false}
            scroll={{ y: 320 }}
            dataSource={matters}
            columns={[
              { ...no, render: (value: unknown, matter: MatterEntry) => <>{no.render(value, matter)}<div><Tag>{matter.kindLabel}</Tag></div></> },
              { ...dossier, width: 120 },
              { key: 'applicant', title: t('matter.applicant'), dataIndex: 'applicant', ellipsis: true },
              { ...state, width: 140 },
            ]}
          />
        )}
    </Card>
  );
}
