import { Tag } from 'antd';
import type { IngestState } from '../../api/client';
import { useT } from '../../i18n/i18n';

const colors: Record<IngestState, string> = {
  RECEIVING: 'default',
  INSPECTING: 'processing',
  INSPECTED: 'gold',
  COMMITTING: 'processing',
  COMMITTED: 'green',
  UNDONE: 'default',
  CANCELLED: 'default',
  FAILED: 'red',
};

export function IngestStateTag({ state }: { state: IngestState }) {
  const t = useT();
  return <Tag color={colors[state]}>{t(`ingest.state.${state}`)}</Tag>;
}
