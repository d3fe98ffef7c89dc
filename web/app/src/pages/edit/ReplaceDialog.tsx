import { Alert, App, Form } from 'antd';
import { useState } from 'react';
import type { Dossier } from '../../api/client';
import { useReplacePage } from '../../api/dossiers';
import { ReasonDialog } from '../../components/ReasonDialog';
import { useT } from '../../i18n/i18n';

interface Props {
  dossier: Dossier;
  pageNo: number | undefined;
  blocked: boolean;
  onReplaced: (dossier: Dossier) => void;
  onClose: () => void;
}

/**
 * Replaces a scan at once, as a version of its own: bytes cannot wait in a draft. For that the draft must be empty, or
 * its changes would start from a version that is no longer the current one.
 */
export function ReplaceDialog({ dossier, pageNo, blocked, onReplaced, onClose }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const [file, setFile] = useState<File>();
  const replace = useReplacePage(dossier.head.id);
  const close = () => {
    setFile(undefined);
    replace.reset();
    onClose();
  };
  const confirm = (reason: string) => {
    if (!file || pageNo === undefined) return;
    replace.mutate(
      { version: dossier.head.version, pageNo, reason, file },
      {
        onSuccess: (next) => {
          setFile(undefined);
          void message.success(t('edit.replaced'));
          onReplaced(next);
        },
      },
    );
  };
  return (
    <ReasonDialog
      open={pageNo !== undefined}
      title={t('edit.replaceTitle', { no: pageNo ?? 0 })}
      busy={replace.isPending}
      error={replace.error}
      confirmDisabled={blocked || !file}
      onConfirm={confirm}
      onCancel={close}
    >
      {blocked && <Alert type="warning" showIcon className="spaced" title={t('edit.replaceBlocked')} />}
      <Form.Item label={t('edit.chooseFile')} htmlFor="replacement" extra={t('edit.replaceHint')}>
        <input id="replacement" type="file" accept="image/jpeg,image/png,image/tiff,.tif" disabled={blocked} onChange={(event) => setFile(event.target.files?.[0])} />
      </Form.Item>
    </ReasonDialog>
  );
}
