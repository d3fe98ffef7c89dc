import { Spin, Tabs } from 'antd';
import { useParams, useSearchParams } from 'react-router';
import { useBatch } from '../../../api/batches';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useTrail } from '../../../layout/Breadcrumbs';
import { ActionPanel } from './ActionPanel';
import { BatchHeader } from './BatchHeader';
import { GapTable } from './GapTable';
import { LinesPanel } from './lines/LinesPanel';
import { PaperTable } from './PaperTable';
import { SignatureList } from './SignatureList';
import { stageOf } from './stages';

const pollInterval = 5000;

export function Component() {
  const t = useT();
  const { batchId = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const answer = useBatch(batchId, (batch) => (stageOf(batch).watched ? pollInterval : false));
  useTrail({ title: answer.data?.batch.no ?? '' });
  if (!answer.data) return answer.error ? <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} /> : <Spin className="page-spin" delay={200} />;
  const detail = answer.data;
  const openGaps = detail.gaps.filter((gap) => !gap.resolvedOn).length;
  return (
    <div className="work-page">
      <BatchHeader detail={detail} />
      <ActionPanel detail={detail} />
      <Tabs
        className="batch-tabs"
        activeKey={search.get('tab') ?? 'persons'}
        onChange={(tab) => setSearch({ tab }, { replace: true })}
        destroyOnHidden
        items={[
          { key: 'persons', label: t('batch.tab.persons', { count: detail.batch.tally.total }), children: <LinesPanel detail={detail} /> },
          { key: 'papers', label: t('batch.tab.papers', { count: detail.papers.length }), children: <PaperTable papers={detail.papers} /> },
          { key: 'gaps', label: t('batch.tab.gaps', { count: openGaps }), children: <GapTable detail={detail} /> },
          { key: 'signatures', label: t('batch.tab.signatures', { count: detail.signoffs.length }), children: <SignatureList signoffs={detail.signoffs} /> },
        ]}
      />
    </div>
  );
}
