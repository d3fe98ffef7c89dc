import { Layout } from 'antd';
import { useState } from 'react';
import { Outlet } from 'react-router';
import { useT } from '../i18n/i18n';
import { Breadcrumbs } from './Breadcrumbs';
import { MainMenu } from './MainMenu';
import { UserMenu } from './UserMenu';

const narrow = 900;

export function AppLayout() {
  const t = useT();
  const [collapsed, setCollapsed] = useState(() => window.innerWidth < narrow);
  return (
    <Layout className="fill">
      <a className="skip-link" href="#content">{t('nav.skip')}</a>
      <Layout.Sider theme="light" width={184} collapsedWidth={56} collapsed={collapsed} className="app-sider">
        <MainMenu collapsed={collapsed} onToggle={() => setCollapsed(!collapsed)} />
      </Layout.Sider>
      <Layout className="app-main">
        <Layout.Header className="app-header">
          <Breadcrumbs />
          <UserMenu />
        </Layout.Header>
        <Layout.Content id="content" tabIndex={-1} className="app-content">
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
