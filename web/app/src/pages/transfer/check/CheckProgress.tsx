import { Progress, Space, Statistic } from 'antd';
import type { LineTally } from '../../../api/client';
import { useT } from '../../../i18n/i18n';

/** How far a counter check is, over all clerks at it. */
export function CheckProgress({ tally }: { tally: LineTally }) {
  const t = useT();
  const { delivered, accepted, acceptedWithGaps, returned, missing } = tally;
  const decided = accepted + acceptedWithGaps + returned + missing;
  const total = decided + delivered;
  const figures = { accepted, acceptedWithGaps, returned, missing, delivered };
  return (
    <div className="spaced">
      <Progress percent={total === 0 ? 0 : Math.floor((decided / total) * 100)} format={() => `${decided}/${total}`} />
      <Space size="large" wrap className="tally">
        {Object.entries(figures).map(([name, value]) => <Statistic key={name} title={t(`tally.${name as keyof typeof figures}`)} value={value} />)}
      </Space>
    </div>
  );
}
