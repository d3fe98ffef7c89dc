import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal, Space } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n';
import { copyText } from '../lib/clipboard';

interface Props {
  secret: string | undefined; // undefined: nothing to show
  title: string;
  hint: string;
  label: string;
  big?: boolean; // to be read from some way off
  children?: ReactNode; // what else is to be known of it
  onClose: () => void;
}

/** Shows a secret until the dialog is closed; it cannot be asked for again. */
export function ShownOnce({ secret, title, hint, label, big = false, children, onClose }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const copy = async () => {
    if (await copyText(secret ?? '')) message.success(t('common.copied'));
    else message.warning(t('common.copyFailed'));
  };
  return (
    <Modal
      open={secret !== undefined}
      title={title}
      mask={{ closable: false }}
      destroyOnHidden
      footer={<Button type="primary" onClick={onClose}>{t('common.close')}</Button>}
      onCancel={onClose}
    >
      <p>{hint}</p>
      <Space.Compact block>
        <Input readOnly value={secret} className={big ? 'mono big-code' : 'mono'} aria-label={label} onFocus={(event) => event.target.select()} />
        <Button icon={<CopyOutlined />} onClick={() => void copy()}>{t('common.copy')}</Button>
      </Space.Compact>
      {children}
    </Modal>
  );
}
