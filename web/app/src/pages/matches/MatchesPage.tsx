import { UploadOutlined } from '@ant-design/icons';
import { Button, Card, Empty, Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { MatchRun } from '../../api/client';
import { useMatches } from '../../api/matches';
import { usePlaceNames } from '../../api/places';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { label } from '../../i18n/labels';
import { departments, matchKinds } from '../../i18n/labels.people';
import { placePath } from '../../lib/divisions';
import { MatchUploadDialog } from './MatchUploadDialog';

export function Component() {
  const t = useT();
  const navigate = useNavigate();
  const matches = useMatches();
  const [uploading, setUploading] = useState(false);
  return (
    <Card title={t('nav.matches')} extra={<Button type="primary" icon={<UploadOutlined />} onClick={() => setUploading(true)}>{t('matching.new')}</Button>}>
      <ProblemAlert error={matches.error} onRetry={() => void matches.refetch()} />
      <Table<MatchRun>
        rowKey="id"
        size="middle"
        pagination={false}
        scroll={{ x: 900 }}
        loading={{ spinning: matches.isLoading, delay: 200 }}
        dataSource={matches.data?.pages.flatMap((page) => page.matches)}
        columns={useColumns()}
        locale={{ emptyText: <Empty description={t('matching.none')} /> }}
      />
      <MorePages list={matches} />
      {uploading && <MatchUploadDialog onMade={(run) => void navigate(`/matches/${run.id}`)} onClose={() => setUploading(false)} />}
    </Card>
  );
}

function useColumns(): TableColumnsType<MatchRun> {
  const t = useT();
  const language = useLanguage();
  const { divisionName } = usePlaceNames();
  return [
    { title: t('matching.name'), render: (_, run) => <Link to={`/matches/${run.id}`}><b>{run.name}</b></Link> },
    { title: t('matching.department'), width: 130, render: (_, run) => label(departments, run.department, language) },
    { title: t('matching.kind'), width: 120, render: (_, run) => label(matchKinds, run.kind, language) },
    { title: t('matching.within'), width: 160, render: (_, run) => placePath(run.division, divisionName) },
    { title: t('matching.rows'), dataIndex: 'rows', width: 80, align: 'right' },
    { title: t('matching.verdict.EXACT'), dataIndex: 'exact', width: 80, align: 'right' },
    { title: t('matching.verdict.PROBABLE'), dataIndex: 'probable', width: 80, align: 'right' },
    { title: t('matching.verdict.NONE'), dataIndex: 'none', width: 90, align: 'right' },
    {
      title: t('matching.review.PENDING'),
      width: 90,
      align: 'right',
      render: (_, { pending }) => (pending > 0 ? <Tag color="gold">{pending}</Tag> : <span className="muted">0</span>),
    },
    { title: t('common.time'), width: 150, render: (_, run) => formatTime(run.createdAt) },
  ];
}
