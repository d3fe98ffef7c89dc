import { Empty, Timeline } from 'antd';
import type { Signoff } from '../../../api/client';
import { paperHref } from '../../../api/batches';
import { useT } from '../../../i18n/i18n';

/** Each round of delivery and counter check, as both sides signed it. */
export function SignatureList({ signoffs }: { signoffs: Signoff[] }) {
  const t = useT();
  if (signoffs.length === 0) return <Empty description={t('sign.none')} />;
  return (
    <Timeline
      className="signatures"
      items={signoffs.map((signoff) => ({
        key: signoff.round,
        content: (
          <>
            <b>{t('sign.round', { round: signoff.round, on: signoff.on })}</b>
            <div>{t('sign.by', { handover: signoff.handoverBy, receiver: signoff.receivedBy })}</div>
            <div>{t('sign.counts', { accepted: signoff.tally.accepted, gaps: signoff.tally.acceptedWithGaps, returned: signoff.tally.returned, missing: signoff.tally.missing })}</div>
            <div className="mono">
              {[signoff.receiptNo, signoff.rosterNo, signoff.returnedNo].filter(Boolean).map((number) => (
                <span key={number}><a href={paperHref(number)} target="_blank" rel="noreferrer">{number}</a>{'　'}</span>
              ))}
            </div>
          </>
        ),
      }))}
    />
  );
}
