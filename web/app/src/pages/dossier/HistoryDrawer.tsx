import { Button, Drawer, Spin, Tag, Timeline } from 'antd';
import { useHistory } from '../../api/dossiers';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';

interface Props {
  dossierId: string;
  open: boolean;
  shownVersion: number;
  onOpenVersion: (version: number | undefined) => void;
  onClose: () => void;
}

export function HistoryDrawer({ dossierId, open, shownVersion, onOpenVersion, onClose }: Props) {
  const t = useT();
  const history = useHistory(dossierId, open);
  const newest = history.data?.[0]?.version;
  return (
    <Drawer open={open} title={t('dossier.history')} size={420} onClose={onClose}>
      <ProblemAlert error={history.error} onRetry={() => void history.refetch()} />
      {history.isLoading && <Spin />}
      <Timeline
        items={history.data?.map(({ version, at, actor, message }) => ({
          key: version,
          color: version === shownVersion ? 'blue' : 'gray',
          content: (
            <div className="history-entry">
              <b>{t('dossier.version', { version })}</b>{' '}
              {version === newest && <Tag color="green">{t('dossier.currentVersion')}</Tag>}
              <Button
                size="small"
                disabled={version === shownVersion}
                onClick={() => onOpenVersion(version === newest ? undefined : version)}
              >
                {t('dossier.openVersion')}
              </Button>
              <div>{message}</div>
              <small className="muted">{actor} · {formatTime(at)}</small>
            </div>
          ),
        }))}
      />
    </Drawer>
  );
}
