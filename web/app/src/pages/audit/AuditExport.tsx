import { DownloadOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { auditHref } from '../../api/access';
import { DateInput } from '../../components/DateInput';
import { useT } from '../../i18n/i18n';

/** Hands out the trail of some days as JSON lines, one entry a line with its seal. */
export function AuditExport() {
  const t = useT();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  return (
    <Space wrap>
      <DateInput aria-label={t('audit.from')} value={from} onChange={setFrom} />
      –
      <DateInput aria-label={t('audit.to')} value={to} onChange={setTo} />
      <Button icon={<DownloadOutlined />} href={auditHref(from, to)}>{t('common.export')}</Button>
    </Space>
  );
}
