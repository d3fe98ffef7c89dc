import { DownloadOutlined, EyeOutlined } from '@ant-design/icons';
import { Button, Drawer, Table, Tag } from 'antd';
import { useState } from 'react';
import { accessHref, useAccessLog } from '../api/access';
import type { AccessSubject } from '../api/access';
import { formatTime } from '../i18n/format';
import { useLanguage, useT } from '../i18n/i18n';
import { auditActions, label } from '../i18n/labels';
import { MorePages } from './MorePages';
import { ProblemAlert } from './ProblemAlert';

/** The button that shows who had access to a dossier or to a person's data. */
export function AccessLog({ subject }: { subject: AccessSubject }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<EyeOutlined />} onClick={() => setOpen(true)}>{t('access.title')}</Button>
      <AccessDrawer key={subject.id} subject={subject} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function AccessDrawer({ subject, open, onClose }: { subject: AccessSubject; open: boolean; onClose: () => void }) {
  const t = useT();
  const language = useLanguage();
  const log = useAccessLog(subject, open);
  return (
    <Drawer
      open={open}
      title={t('access.title')}
      size={860}
      extra={<Button icon={<DownloadOutlined />} href={accessHref(subject)}>{t('common.export')}</Button>}
      onClose={onClose}
    >
      <p className="muted">{t('access.hint')}</p>
      <ProblemAlert error={log.error} onRetry={() => void log.refetch()} />
      <Table
        rowKey="id"
        size="small"
        pagination={false}
        loading={{ spinning: log.isLoading, delay: 200 }}
        dataSource={log.data?.pages.flatMap((page) => page.entries)}
        columns={[
          { title: t('common.time'), width: 150, className: 'nowrap', render: (_, entry) => formatTime(entry.at) },
          { title: t('audit.actor'), dataIndex: 'actorName', width: 120 },
          { title: t('audit.action'), width: 150, render: (_, entry) => <Tag>{label(auditActions, entry.action, language)}</Tag> },
          { title: t('access.reason'), dataIndex: 'reason', className: 'wrap' },
          { title: t('audit.address'), dataIndex: 'address', width: 130 },
        ]}
      />
      <MorePages list={log} />
    </Drawer>
  );
}
