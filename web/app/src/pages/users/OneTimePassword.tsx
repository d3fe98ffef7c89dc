import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal, Space } from 'antd';
import type { CreatedUser } from '../../api/client';
import { useT } from '../../i18n/i18n';
import { copyText } from '../../lib/clipboard';

/** Shows a one-time password until the dialog is closed; it cannot be asked for again. */
export function OneTimePassword({ issued, onClose }: { issued: CreatedUser | undefined; onClose: () => void }) {
  const t = useT();
  const { message } = App.useApp();
  const password = issued?.oneTimePassword ?? '';
  const copy = async () => {
    if (await copyText(password)) message.success(t('common.copied'));
    else message.warning(t('common.copyFailed'));
  };
  return (
    <Modal
      open={issued !== undefined}
      title={t('users.oneTimeTitle')}
      mask={{ closable: false }}
      destroyOnHidden
      footer={<Button type="primary" onClick={onClose}>{t('common.close')}</Button>}
      onCancel={onClose}
    >
      <p>{t('users.oneTimeHint', { name: issued?.user.name ?? '' })}</p>
      <Space.Compact block>
        <Input readOnly value={password} className="mono" aria-label={t('login.password')} onFocus={(event) => event.target.select()} />
        <Button icon={<CopyOutlined />} onClick={() => void copy()}>{t('common.copy')}</Button>
      </Space.Compact>
    </Modal>
  );
}
