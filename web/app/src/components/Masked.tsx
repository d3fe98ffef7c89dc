import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useReveal } from '../api/dossiers';
import { useT } from '../i18n/i18n';
import { ReasonDialog } from './ReasonDialog';

interface Props {
  dossierId: string;
  masked: string;
  mayReveal: boolean;
}

/** A masked identity number that is shown in full for a stated reason, until it is hidden or the page is left. */
export function Masked({ dossierId, masked, mayReveal }: Props) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const reveal = useReveal(dossierId);
  return (
    <span className="mono">
      {reveal.data ?? masked}{' '}
      {mayReveal && (
        reveal.data
          ? <Button size="small" type="link" icon={<EyeInvisibleOutlined />} onClick={reveal.reset}>{t('dossier.hide')}</Button>
          : <Button size="small" type="link" icon={<EyeOutlined />} onClick={() => setAsking(true)}>{t('dossier.reveal')}</Button>
      )}
      <ReasonDialog
        open={asking}
        title={t('dossier.revealTitle')}
        busy={reveal.isPending}
        error={reveal.error}
        onCancel={() => { setAsking(false); reveal.reset(); }}
        onConfirm={(reason) => reveal.mutate(reason, { onSuccess: () => setAsking(false) })}
      />
    </span>
  );
}
