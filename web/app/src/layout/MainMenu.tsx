import {
  AuditOutlined,
  BankOutlined,
  FileProtectOutlined,
  InboxOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  SearchOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Button, Menu } from 'antd';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useT } from '../i18n/i18n';
import type { MessageKey } from '../i18n/messages';
import { useCan } from '../session/session';
import type { Permission } from '../session/session';

export interface Section {
  path: string;
  title: MessageKey;
  icon: ReactNode;
  permission?: Permission;
}

export const sections: Section[] = [
  { path: '/search', title: 'nav.search', icon: <SearchOutlined />, permission: 'dossier.search' },
  { path: '/ingests', title: 'nav.ingests', icon: <InboxOutlined />, permission: 'ingest.run' },
  { path: '/offices', title: 'nav.offices', icon: <BankOutlined />, permission: 'office.manage' },
  { path: '/rules', title: 'nav.rules', icon: <FileProtectOutlined />, permission: 'ingest.run' },
  { path: '/users', title: 'nav.users', icon: <TeamOutlined />, permission: 'user.manage' },
  { path: '/audit', title: 'nav.audit', icon: <AuditOutlined />, permission: 'audit.read' },
];

/** The section an address belongs to: dossiers are reached by searching. */
export function sectionOf(pathname: string): Section | undefined {
  const path = pathname.startsWith('/dossiers') ? '/search' : pathname;
  return sections.find((section) => path === section.path || path.startsWith(`${section.path}/`));
}

export function MainMenu({ collapsed, onToggle }: { collapsed: boolean; onToggle: () => void }) {
  const t = useT();
  const can = useCan();
  const { pathname } = useLocation();
  const current = sectionOf(pathname);
  const visible = sections.filter((section) => !section.permission || can(section.permission));
  return (
    <nav aria-label={t('nav.menu')} className="main-menu">
      <div className="brand" title={t('app.subtitle')}>
        <img src="/icon.svg" alt="" width={28} height={28} />
        {!collapsed && <span>{t('app.name')}</span>}
      </div>
      <Menu
        mode="inline"
        selectedKeys={current ? [current.path] : []}
        items={visible.map((section) => ({
          key: section.path,
          icon: section.icon,
          label: <Link to={section.path}>{t(section.title)}</Link>,
          title: t(section.title),
        }))}
      />
      <Button
        type="text"
        block
        className="menu-toggle"
        aria-label={t(collapsed ? 'nav.expand' : 'nav.collapse')}
        aria-expanded={!collapsed}
        icon={collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        onClick={onToggle}
      />
    </nav>
  );
}
