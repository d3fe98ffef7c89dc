import { App, Button, Space, Table, Tag } from 'antd';
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
  onIssued: (issued: CreatedUser) => void;
}

export function UserList({ onEdit, onIssued }: Props) {
  const users = useUsers();
  return (
    <>
      <ProblemAlert error={users.error} onRetry={() => void users.refetch()} />
      <Table<User>
        rowKey="id"
        size="middle"
        scroll={{ x: 900 }}
        loading={{ spinning: users.isLoading, delay: 200 }}
        dataSource={users.data}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        columns={useColumns(onEdit, onIssued)}
      />
    </>
  );
}

function useColumns(onEdit: (user: User) => void, onIssued: (issued: CreatedUser) => void): TableColumnsType<User> {
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
        </>
      ),
    },
    { title: t('users.lastLogin'), width: 150, render: (_, user) => formatTime(user.lastLoginAt) },
    {
      title: t('common.actions'),
      width: 230,
      render: (_, user) => (
        <Space size={4}>
          <Button size="small" onClick={() => onEdit(user)}>{t('common.edit')}</Button>
          <Button size="small" onClick={() => ask(user, t('users.resetTitle', { name: user.name }), { resetPassword: true })}>{t('users.reset')}</Button>
          {user.disabled
            ? <Button size="small" onClick={() => ask(user, `${t('users.enable')} ${user.name}`, { disabled: false })}>{t('users.enable')}</Button>
            : <Button size="small" danger onClick={() => ask(user, t('users.disableTitle', { name: user.name }), { disabled: true })}>{t('users.disable')}</Button>}
        </Space>
      ),
    },
  ];
}
