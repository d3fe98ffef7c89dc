import { Card, Empty, Segmented, Select, Space } from 'antd';
import { useCallback, useMemo } from 'react';
import type { TransferCount } from '../../api/client';
import { usePlaceNames } from '../../api/places';
import { useLanguage, useT } from '../../i18n/i18n';
import { label } from '../../i18n/labels';
import { enterpriseLevels } from '../../i18n/labels.people';
import { MonthChart } from './MonthChart';
import { monthSeries } from './months';
import { dimensions, measures, pivot } from './pivot';
import type { Dimension, Measure, Name } from './pivot';
import { PivotTable } from './PivotTable';
import type { View } from './view';

const none = 'none';

/** What was transferred, by whatever is chosen down and across, and the months as bars. */
export function TransferredCard({ counts, view, onView }: { counts: TransferCount[]; view: View; onView: (change: Partial<View>) => void }) {
  const t = useT();
  const { down, across, measure } = view;
  const name = useNames();
  const table = useMemo(() => pivot(counts, down, across, name), [counts, down, across, name]);
  const option = (dimension: Dimension) => ({ value: dimension, label: t(`stat.dimension.${dimension}`) });
  return (
    <Card
      size="small"
      title={t('stat.transferred')}
      extra={
        <Space wrap>
          <span className="muted">{t('stat.rows')}</span>
          <Segmented<Dimension> value={down} options={dimensions.map(option)} onChange={(next) => onView({ down: next, across: next === across ? undefined : across })} />
          <span className="muted">{t('stat.columns')}</span>
          <Select<Dimension | typeof none>
            aria-label={t('stat.columns')}
            className="short-select"
            value={across ?? none}
            options={[{ value: none, label: t('stat.noColumns') }, ...dimensions.filter((one) => one !== down).map(option)]}
            onChange={(next) => onView({ across: next === none ? undefined : next })}
          />
          {across && (
            <Select<Measure>
              aria-label={t('stat.measure')}
              className="short-select"
              value={measure}
              options={measures.map((value) => ({ value, label: t(`stat.measure.${value}`) }))}
              onChange={(next) => onView({ measure: next })}
            />
          )}
        </Space>
      }
    >
      {counts.length === 0
        ? <Empty description={t('stat.none')} />
        : <><PivotTable table={table} down={down} measure={across && measure} /><MonthChart series={monthSeries(counts)} label={t('stat.months')} /></>}
    </Card>
  );
}

function useNames(): Name {
  const t = useT();
  const language = useLanguage();
  const { divisionName } = usePlaceNames();
  return useCallback(
    (dimension, count) => ({
      enterprise: count.enterpriseName,
      level: count.level ? label(enterpriseLevels, count.level, language) : t('common.unknown'),
      month: count.month,
      district: divisionName(count.division.slice(0, 6)) || t('common.unknown'),
    })[dimension],
    [t, language, divisionName],
  );
}
