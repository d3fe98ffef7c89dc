import { PlusOutlined } from '@ant-design/icons';
import { Button, Card } from 'antd';
import { useState } from 'react';
import type { CreatedUser, User } from '../../api/client';
import { ShownOnce } from '../../components/ShownOnce';
import { useT } from '../../i18n/i18n';
import { RecusalDialog } from './RecusalDialog';
import { TokenDialog } from './TokenDialog';
import { TokenList } from './TokenList';
import { UserDialog } from './UserDialog';
import { UserList } from './UserList';

type Work = { user: User | undefined } | 'token';

export function Component() {
  const t = useT();
  const [tab, setTab] = useState('users');
  const [work, setWork] = useState<Work>();
  const [recused, setRecused] = useState<User>();
  const [issued, setIssued] = useState<CreatedUser>();
  const [made, setMade] = useState<{ name: string; secret: string }>();
  const add = () => setWork(tab === 'users' ? { user: undefined } : 'token');
  return (
    <Card
      tabList={[{ key: 'users', tab: t('nav.users') }, { key: 'tokens', tab: t('token.tab') }]}
      activeTabKey={tab}
      onTabChange={setTab}
      tabBarExtraContent={<Button type="primary" icon={<PlusOutlined />} onClick={add}>{t('common.add')}</Button>}
    >
      {tab === 'users' ? <UserList onEdit={(user) => setWork({ user })} onRecusal={setRecused} onIssued={setIssued} /> : <TokenList />}
      {work && work !== 'token' && (
        <UserDialog
          user={work.user}
          onSaved={(saved) => { setWork(undefined); if (saved.oneTimePassword) setIssued(saved); }}
          onClose={() => setWork(undefined)}
        />
      )}
      {work === 'token' && (
        <TokenDialog onMade={(name, secret) => { setWork(undefined); setMade({ name, secret }); }} onClose={() => setWork(undefined)} />
      )}
      {recused && <RecusalDialog user={recused} onClose={() => setRecused(undefined)} />}
      <ShownOnce
        secret={issued?.oneTimePassword}
        title={t('users.oneTimeTitle')}
        hint={t('users.oneTimeHint', { name: issued?.user.name ?? '' })}
        label={t('login.password')}
        onClose={() => setIssued(undefined)}
      />
      <ShownOnce
        secret={made?.secret}
        title={t('token.secretTitle')}
        hint={t('token.secretHint', { name: made?.name ?? '' })}
        label={t('token.secret')}
        onClose={() => setMade(undefined)}
      />
    </Card>
  );
}
