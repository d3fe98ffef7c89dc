import { Modal } from 'antd';
import { useT } from '../../i18n/i18n';
import type { MessageKey } from '../../i18n/messages';

const entries: MessageKey[] = [
  'viewer.previous', 'viewer.next', 'viewer.first', 'viewer.last', 'viewer.gotoKey',
  'viewer.zoomIn', 'viewer.zoomOut', 'viewer.fit', 'viewer.rotate', 'viewer.thumbs', 'viewer.help',
];

export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT();
  return (
    <Modal open={open} title={t('viewer.helpTitle')} footer={null} onCancel={onClose} width={360}>
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
