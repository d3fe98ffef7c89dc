import { Alert, App, Button, Space, Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import type { CreatedUser, User } from '../../api/client';
import { asProblem } from '../../api/problem';
import { useChangeUser, useUsers } from '../../api/users';
import type { UserChange } from '../../api/users';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { GrantTag } from './GrantTag';

interface Props {
  onEdit: (user: User) => void;
  onRecusal: (user: User) => void;
  onIssued: (issued: CreatedUser) => void;
}

export function UserList({ onEdit, onRecusal, onIssued }: Props) {
  const users = useUsers();
  return (
    <>
      <ProblemAlert error={users.error} onRetry={() => void users.refetch()} />
      <CombinedWarning users={users.data ?? []} />
      <Table<User>
        rowKey="id"
        size="middle"
        scroll={{ x: 900 }}
        loading={{ spinning: users.isLoading, delay: 200 }}
        dataSource={users.data}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        columns={useColumns({ onEdit, onRecusal, onIssued })}
      />
    </>
  );
}

/** Whoever holds several of the three officers' roles, as the first administrator does until the roles are handed out. */
function CombinedWarning({ users }: { users: User[] }) {
  const t = useT();
  const names = users.filter((user) => user.combined).map((user) => user.name);
  if (names.length === 0) return null;
  return <Alert type="warning" showIcon className="spaced" title={t('users.combined', { names: names.join('、') })} description={t('users.combinedHint')} />;
}

function useColumns({ onEdit, onRecusal, onIssued }: Props): TableColumnsType<User> {
  const t = useT();
  const { modal, message } = App.useApp();
  const changeUser = useChangeUser();
  const ask = (user: User, title: string, change: Omit<UserChange, 'userId' | 'version'>) =>
    modal.confirm({
      title,
      onOk: () =>
        changeUser.mutateAsync({ userId: user.id, version: user.version, ...change }).then(
          (changed) => { if (changed.oneTimePassword) onIssued(changed); },
          (error: unknown) => void message.error(asProblem(error).message),
        ),
    });
  return [
    { title: t('users.login'), width: 140, render: (_, user) => <span className="mono">{user.login}</span> },
    { title: t('common.name'), dataIndex: 'name', width: 140 },
    { title: t('users.grants'), render: (_, user) => <Space size={4} wrap>{user.grants.map((grant, at) => <GrantTag key={at} grant={grant} />)}</Space> },
    {
      title: t('common.state'),
      width: 120,
      render: (_, user) => (
        <>
          {!user.disabled && !user.locked && <Tag color="green">{t('users.active')}</Tag>}
          {user.disabled && <Tag>{t('users.disabled')}</Tag>}
          {user.locked && <Tag color="red">{t('users.locked')}</Tag>}
          {user.totp && <Tag color="blue">{t('users.totp')}</Tag>}
        </>
      ),
    },
    { title: t('users.lastLogin'), width: 150, render: (_, user) => formatTime(user.lastLoginAt) },
    {
      title: t('common.actions'),
      width: 230,
      render: (_, user) => (
        <Space size={4} wrap>
          <Button size="small" onClick={() => onEdit(user)}>{t('common.edit')}</Button>
          <Button size="small" onClick={() => onRecusal(user)}>{t('recusal.set')}</Button>
          <Button size="small" onClick={() => ask(user, t('users.resetTitle', { name: user.name }), { resetPassword: true })}>{t('users.reset')}</Button>
          {user.totp && (
            <Button size="small" onClick={() => ask(user, t('users.resetTotpTitle', { name: user.name }), { resetTotp: true })}>{t('users.resetTotp')}</Button>
          )}
          {user.disabled
            ? <Button size="small" onClick={() => ask(user, `${t('users.enable')} ${user.name}`, { disabled: false })}>{t('users.enable')}</Button>
            : <Button size="small" danger onClick={() => ask(user, t('users.disableTitle', { name: user.name }), { disabled: true })}>{t('users.disable')}</Button>}
        </Space>
      ),
    },
  ];
}
