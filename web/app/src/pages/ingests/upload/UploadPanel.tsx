import { PauseOutlined, PlayCircleOutlined, ReloadOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Progress, Space } from 'antd';
import { formatBytes, formatDuration } from '../../../i18n/format';
import { useT } from '../../../i18n/i18n';
import type { UploadQueue } from './uploadQueue';
import { useUploadSnapshot } from './UploadsContext';

export function UploadPanel({ queue }: { queue: UploadQueue }) {
  const t = useT();
  const now = useUploadSnapshot(queue);
  const left = now.totalBytes - now.sentBytes;
  const percent = now.totalBytes === 0 ? 100 : Math.floor((now.sentBytes / now.totalBytes) * 100);
  return (
    <Card
      size="small"
      title={t('upload.title')}
      extra={
        <Space>
          {now.state === 'running' && <Button icon={<PauseOutlined />} onClick={() => queue.pause()}>{t('upload.pause')}</Button>}
          {now.state === 'paused' && <Button type="primary" icon={<PlayCircleOutlined />} onClick={() => queue.resume()}>{t('upload.resume')}</Button>}
          {now.failed.length > 0 && <Button icon={<ReloadOutlined />} onClick={() => queue.retryFailed()}>{t('upload.retry')}</Button>}
        </Space>
      }
    >
      <Progress percent={percent} status={now.state === 'failed' ? 'exception' : now.state === 'running' ? 'active' : 'normal'} />
      <p role="status">
        {t('upload.progress', { done: now.doneFiles, total: now.totalFiles, sent: formatBytes(now.sentBytes), size: formatBytes(now.totalBytes) })}
        {' · '}
        <span className="muted">
          {now.state === 'paused' && t('upload.paused')}
          {now.state === 'running' && (now.rate > 0
            ? t('upload.rate', { rate: formatBytes(now.rate), left: formatDuration(left / now.rate, t) })
            : t('upload.waiting'))}
        </span>
      </p>
      {now.failed.length > 0 && (
        <Alert
          type="error"
          showIcon
          className="spaced"
          title={t('upload.failed', { count: now.failed.length })}
          description={<ul>{now.failed.slice(0, 20).map((file) => <li key={file.index}>{file.path}: {file.message}</li>)}</ul>}
        />
      )}
      <ul className="upload-active">
        {now.active.map((file) => (
          <li key={file.index}>
            <span className="ellipsis" title={file.path}>{file.path}</span>
            <Progress size="small" percent={file.size === 0 ? 100 : Math.floor((file.sent / file.size) * 100)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
