import { DownOutlined, LogoutOutlined, KeyOutlined, SafetyOutlined, StopOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, Modal, Space } from 'antd';
import { useState } from 'react';
import { setLanguage, useLanguage, useT } from '../i18n/i18n';
import { useSessionUser, useSignOut } from '../session/session';
import { OwnRecusal } from '../session/OwnRecusal';
import { PasswordForm } from '../session/PasswordForm';
import { SecondFactor } from '../session/SecondFactor';

export function LanguageSwitch() {
  const t = useT();
  const language = useLanguage();
  const other = language === 'zh-CN' ? 'en' : 'zh-CN';
  return (
    <Button type="text" size="small" lang={other} onClick={() => setLanguage(other)}>
      {t('nav.language')}
    </Button>
  );
}

export function UserMenu() {
  const t = useT();
  const user = useSessionUser();
  const signOut = useSignOut();
  const [open, setOpen] = useState<'password' | 'totp' | 'recusal'>();
  const close = () => setOpen(undefined);
  return (
    <Space className="user-menu">
      <LanguageSwitch />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'password', icon: <KeyOutlined />, label: t('nav.password'), onClick: () => setOpen('password') },
            { key: 'totp', icon: <SafetyOutlined />, label: t('nav.totp'), onClick: () => setOpen('totp') },
            { key: 'recusal', icon: <StopOutlined />, label: t('recusal.own'), onClick: () => setOpen('recusal') },
            { key: 'out', icon: <LogoutOutlined />, label: t('nav.signOut'), onClick: () => signOut.mutate() },
          ],
        }}
      >
        <Button type="text" aria-label={t('nav.account', { name: user.name })} icon={<UserOutlined />}>
          {user.name} <DownOutlined />
        </Button>
      </Dropdown>
      <Modal open={open === 'password'} title={t('password.title')} footer={null} destroyOnHidden onCancel={close}>
        <PasswordForm onDone={close} />
      </Modal>
      <Modal open={open === 'totp'} title={t('totp.title')} footer={null} mask={{ closable: false }} destroyOnHidden onCancel={close}>
        <SecondFactor onDone={close} />
      </Modal>
      {open === 'recusal' && <OwnRecusal onClose={close} />}
    </Space>
  );
}
