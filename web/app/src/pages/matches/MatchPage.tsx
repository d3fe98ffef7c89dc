import { Card, Empty, Segmented, Space, Spin } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { MatchRun, MatchVerdict, ReviewState } from '../../api/client';
import { useMatch, useMatchRows } from '../../api/matches';
import type { RowFilter } from '../../api/matches';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useLanguage, useT } from '../../i18n/i18n';
import { label } from '../../i18n/labels';
import { departments, matchKinds } from '../../i18n/labels.people';
import { useTrail } from '../../layout/Breadcrumbs';
import { useCan } from '../../session/session';
import { MatchReview } from './MatchReview';

export function Component() {
  const { matchId = '' } = useParams();
  const can = useCan();
  const match = useMatch(matchId);
  const [filter, setFilter] = useState<RowFilter>({ review: 'PENDING' });
  useTrail({ title: match.data?.name ?? '' });
  if (!match.data) return match.error ? <ProblemAlert error={match.error} onRetry={() => void match.refetch()} /> : <Spin className="page-spin" delay={200} />;
  return (
    <div className="ingest-page">
      <Header run={match.data} filter={filter} onFilter={setFilter} />
      {can('match.review') && <Rows key={JSON.stringify(filter)} run={match.data} filter={filter} />}
    </div>
  );
}

const verdicts: MatchVerdict[] = ['EXACT', 'PROBABLE', 'NONE'];
const reviews: ReviewState[] = ['PENDING', 'CONFIRMED', 'REJECTED'];
const all = 'all';

function Header({ run, filter, onFilter }: { run: MatchRun; filter: RowFilter; onFilter: (filter: RowFilter) => void }) {
  const t = useT();
  const language = useLanguage();
  const counts = { EXACT: run.exact, PROBABLE: run.probable, NONE: run.none };
  const chooseVerdict = (verdict: MatchVerdict | typeof all) => {
    if (verdict === all) onFilter({ review: filter.review });
    else onFilter(verdict === 'NONE' ? { verdict } : { ...filter, verdict }); // what was matched to nobody waits for nobody
  };
  return (
    <header className="ingest-header">
      <div className="dossier-header person-header">
        <div><h1>{run.name}</h1><span className="muted">{label(departments, run.department, language)} · {label(matchKinds, run.kind, language)}</span></div>
        <Space wrap>
          <Segmented<MatchVerdict | typeof all>
            value={filter.verdict ?? all}
            options={[{ value: all, label: `${t('common.all')} ${run.rows}` }, ...verdicts.map((value) => ({ value, label: `${t(`matching.verdict.${value}`)} ${counts[value]}` }))]}
            onChange={chooseVerdict}
          />
          <Segmented<ReviewState | typeof all>
            value={filter.review ?? all}
            disabled={filter.verdict === 'NONE'}
            options={[
              { value: all, label: t('common.all') },
              ...reviews.map((value) => ({ value, label: value === 'PENDING' ? `${t('matching.review.PENDING')} ${run.pending}` : t(`matching.review.${value}`) })),
            ]}
            onChange={(review) => onFilter({ ...(filter.verdict ? { verdict: filter.verdict } : {}), ...(review === all ? {} : { review }) })}
          />
        </Space>
      </div>
    </header>
  );
}

function Rows({ run, filter }: { run: MatchRun; filter: RowFilter }) {
  const t = useT();
  const rows = useMatchRows(run.id, filter);
  const loaded = rows.data?.pages.flatMap((page) => page.rows) ?? [];
  if (rows.isLoading) return <Spin className="page-spin" delay={200} />;
  return (
    <>
      <ProblemAlert error={rows.error} onRetry={() => void rows.refetch()} />
      {rows.data && loaded.length === 0 && (
        <Card><Empty description={t(filter.review === 'PENDING' && run.pending === 0 ? 'matching.allDone' : 'matching.noRows')} /></Card>
      )}
      {loaded.length > 0 && <MatchReview run={run} rows={loaded} list={rows} />}
    </>
  );
}
