import { Card, Drawer, Empty, Spin, Tag, Timeline } from 'antd';
import { Link } from 'react-router';
import type { Custody, CustodyBasis } from '../../api/client';
import { matterPath, useCustody, useMattersOf } from '../../api/matters';
import type { MatterKind } from '../../api/client';
import { MatterTag } from '../../components/matter/MatterTag';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { useCan } from '../../session/session';

/** Where the dossier is now and how it came there. */
export function CustodyDrawer({ dossierId, open, onClose }: { dossierId: string; open: boolean; onClose: () => void }) {
  const t = useT();
  const can = useCan();
  const custody = useCustody(dossierId, open);
  return (
    <Drawer open={open} title={t('custody.title')} size={460} onClose={onClose}>
      <ProblemAlert error={custody.error} onRetry={() => void custody.refetch()} />
      {custody.isLoading && <Spin />}
      {custody.data && <Whereabouts custody={custody.data} />}
      {custody.data && <Moves moves={custody.data.moves} />}
      {open && can('matter.read') && <MattersCard dossierId={dossierId} />}
    </Drawer>
  );
}

export function Whereabouts({ custody: { state, stateLabel, holder, since, basis } }: { custody: Custody }) {
  const t = useT();
  return (
    <div className="whereabouts">
      <Tag color={state === 'IN_STORAGE' ? 'green' : 'orange'}>{stateLabel}</Tag>
      <span>{t('custody.holder')} <b>{holder || t('custody.office')}</b></span>
      {since && <span>{t('custody.since', { at: formatTime(since) })}</span>}
      {basis && <span>{t('custody.basis')} <BasisLink basis={basis} /></span>}
    </div>
  );
}

function Moves({ moves }: Pick<Custody, 'moves'>) {
  const t = useT();
  if (moves.length === 0) return <Empty description={t('custody.noMoves')} />;
  return (
    <Timeline
      items={moves.map(({ to, fromLabel, toLabel, holder, basis, note, actor, at }) => ({
        key: at,
        color: to === 'IN_STORAGE' ? 'green' : 'orange',
        content: (
          <>
            <b>{t('custody.move', { from: fromLabel, to: toLabel })}</b> {basis && <BasisLink basis={basis} />}
            {holder && <div>{holder}</div>}
            {note && <div className="plain-text">{note}</div>}
            <small className="muted">{actor} · {formatTime(at)}</small>
          </>
        ),
      }))}
    />
  );
}

/** All work with the dossier, whatever became of it. */
function MattersCard({ dossierId }: { dossierId: string }) {
  const t = useT();
  const { data, error, refetch } = useMattersOf(dossierId, true);
  return (
    <Card size="small" className="drawer-card" title={t('custody.matters')} loading={!data && !error}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data?.matters.length === 0 && <span className="muted">{t('matter.none')}</span>}
      <ul className="matter-list">
        {data?.matters.map((matter) => (
          <li key={matter.id}>
            <div className="matter-title">
              <Tag>{matter.kindLabel}</Tag>
              <Link to={matterPath(matter.kind, matter.id)} className="mono">{matter.no}</Link>
              <MatterTag matter={matter} />
            </div>
            <small className="muted">{matter.applicant} · {formatTime(matter.createdAt)}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function BasisLink({ basis }: { basis: CustodyBasis }) {
  const can = useCan();
  if (!can('matter.read')) return <span className="mono">{basis.no}</span>;
  return <Link to={matterPath(basis.kind.toUpperCase() as MatterKind, basis.id)} className="mono">{basis.no}</Link>;
}
