import { Modal } from 'antd';
import { useT } from '../i18n/i18n';
import type { MessageKey } from '../i18n/messages';

interface Props {
  /** Texts of the form "what it does (keys)". */
  entries: readonly MessageKey[];
  open: boolean;
  onClose: () => void;
}

export function KeyHelp({ entries, open, onClose }: Props) {
  const t = useT();
  return (
    <Modal open={open} title={t('viewer.helpTitle')} footer={null} onCancel={onClose} width={420}>
      <dl className="key-help">
        {entries.map((entry) => {
          const [, what = '', key = ''] = /^(.*?)\s*\((.*)\)$/.exec(t(entry)) ?? [];
          return (
            <div key={entry}>
              <dt><kbd>{key}</kbd></dt>
              <dd>{what}</dd>
            </div>
          );
        })}
      </dl>
    </Modal>
  );
}
