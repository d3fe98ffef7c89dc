import {
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  DesktopOutlined,
  DiffOutlined,
  ExportOutlined,
  FileDoneOutlined,
  FileProtectOutlined,
  IdcardOutlined,
  InboxOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  SearchOutlined,
  ShopOutlined,
  SolutionOutlined,
  SwapOutlined,
  TableOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Button, Menu } from 'antd';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useT } from '../i18n/i18n';
import type { MessageKey } from '../i18n/messages';
import { useCan } from '../session/session';
import type { Permission } from '../session/session';

const groups = ['archive', 'circulation', 'transfer', 'persons', 'management'] as const;

export interface Section {
  group: (typeof groups)[number];
  path: string;
  title: MessageKey;
  icon: ReactNode;
  permissions: Permission[]; // any of them; the server decides each time
}

export const sections: Section[] = [
  { group: 'archive', path: '/desk', title: 'nav.desk', icon: <DesktopOutlined />, permissions: ['matter.read', 'transfer.receive'] },
  { group: 'archive', path: '/search', title: 'nav.search', icon: <SearchOutlined />, permissions: ['dossier.search'] },
  { group: 'archive', path: '/ingests', title: 'nav.ingests', icon: <InboxOutlined />, permissions: ['ingest.run'] },
  { group: 'circulation', path: '/loans', title: 'nav.loans', icon: <ExportOutlined />, permissions: ['matter.read'] },
  { group: 'transfer', path: '/transfer/batches', title: 'nav.batches', icon: <SwapOutlined />, permissions: ['transfer.read'] },
  { group: 'transfer', path: '/transfer/rosters', title: 'nav.rosters', icon: <TableOutlined />, permissions: ['transfer.declare'] },
  { group: 'transfer', path: '/transfer/agreements', title: 'nav.agreements', icon: <FileDoneOutlined />, permissions: ['transfer.read'] },
  { group: 'transfer', path: '/transfer/natures', title: 'nav.natures', icon: <SolutionOutlined />, permissions: ['transfer.read'] },
  { group: 'transfer', path: '/statistics', title: 'nav.statistics', icon: <BarChartOutlined />, permissions: ['statistics.read'] },
  { group: 'persons', path: '/persons', title: 'nav.persons', icon: <IdcardOutlined />, permissions: ['ledger.read'] },
  { group: 'persons', path: '/matches', title: 'nav.matches', icon: <DiffOutlined />, permissions: ['match.submit', 'match.review'] },
  { group: 'management', path: '/enterprises', title: 'nav.enterprises', icon: <ShopOutlined />, permissions: ['enterprise.manage'] },
  { group: 'management', path: '/divisions', title: 'nav.divisions', icon: <ApartmentOutlined />, permissions: ['office.manage', 'ledger.route'] },
  { group: 'management', path: '/offices', title: 'nav.offices', icon: <BankOutlined />, permissions: ['office.manage'] },
  { group: 'management', path: '/rules', title: 'nav.rules', icon: <FileProtectOutlined />, permissions: ['ingest.run'] },
  { group: 'management', path: '/users', title: 'nav.users', icon: <TeamOutlined />, permissions: ['user.manage'] },
  { group: 'management', path: '/audit', title: 'nav.audit', icon: <AuditOutlined />, permissions: ['audit.read'] },
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
  const visible = sections.filter((section) => section.permissions.some(can));
  const item = (section: Section) => ({
    key: section.path,
    icon: section.icon,
    label: <Link to={section.path}>{t(section.title)}</Link>,
    title: t(section.title),
  });
  const parts = groups
    .map((group) => ({ group, members: visible.filter((section) => section.group === group) }))
    .filter(({ members }) => members.length > 0);
  return (
    <nav aria-label={t('nav.menu')} className="main-menu">
      <div className="brand" title={t('app.subtitle')}>
        <img src="/icon.svg" alt="" width={28} height={28} />
        {!collapsed && <span>{t('app.name')}</span>}
      </div>
      <Menu
        mode="inline"
        selectedKeys={current ? [current.path] : []}
        items={parts.length === 1 || collapsed
          ? visible.map(item)
          : parts.map(({ group, members }) => ({ key: group, type: 'group', label: t(`nav.group.${group}`), children: members.map(item) }))}
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
