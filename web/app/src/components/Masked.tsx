import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n/i18n';
import { ReasonDialog } from './ReasonDialog';

interface Props {
  masked: string;
  mayReveal: boolean;
  onReveal: (reason: string) => Promise<{ idNumber: string }>;
}

/**
 * A masked identity number that is shown in full for a stated reason, until it is hidden or the page is left. Whoever may
 * show another person in the same place gives it a key, or that one would get the number of the one before.
 */
export function Masked({ masked, mayReveal, onReveal }: Props) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const reveal = useMutation({ mutationFn: async (reason: string) => (await onReveal(reason)).idNumber, gcTime: 0 }); // kept in no cache
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
