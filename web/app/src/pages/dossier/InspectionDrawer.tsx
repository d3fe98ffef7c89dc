import { Alert, Drawer, Spin, Table, Tag } from 'antd';
import type { Inspection } from '../../api/client';
import { useInspection } from '../../api/dossiers';
import { ProblemAlert } from '../../components/ProblemAlert';
import { ViolationTable } from '../../components/ViolationTable';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';

type Item = Inspection['items'][number];
const colors: Record<Item['result'], string> = { PASSED: 'green', FAILED: 'red', NOT_APPLICABLE: 'default' };

/** The stored report on authenticity, integrity, usability and safety (四性检测). */
export function InspectionDrawer({ dossierId, open, onClose }: { dossierId: string; open: boolean; onClose: () => void }) {
  const t = useT();
  const inspection = useInspection(dossierId, open);
  const report = inspection.data;
  return (
    <Drawer open={open} title={t('dossier.inspection')} size={760} onClose={onClose}>
      <ProblemAlert error={inspection.error} onRetry={() => void inspection.refetch()} />
      {inspection.isLoading && <Spin />}
      {report && (
        <>
          <Alert
            showIcon
            className="spaced"
            type={report.passed ? 'success' : 'error'}
            title={t(report.passed ? 'inspection.passed' : 'inspection.failed')}
            description={t('inspection.at', { time: formatTime(report.at) })}
          />
          <Table<Item>
            size="small"
            rowKey="code"
            pagination={false}
            dataSource={report.items}
            columns={[
              { title: t('inspection.item'), render: (_, item) => <><span className="muted">{item.property}</span> {item.name}</> },
              { title: t('inspection.result'), width: 90, render: (_, item) => <Tag color={colors[item.result]}>{t(`inspection.${item.result}`)}</Tag> },
              { title: t('inspection.evidence'), dataIndex: 'evidence' },
            ]}
          />
          {report.violations.length > 0 && (
            <>
              <h3>{t('inspection.violations')}</h3>
              <ViolationTable violations={report.violations} />
            </>
          )}
        </>
      )}
    </Drawer>
  );
}
