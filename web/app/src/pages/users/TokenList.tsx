import { App, Button, Empty, Space, Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Token } from '../../api/client';
import { asProblem } from '../../api/problem';
import { useRevokeToken, useTokens } from '../../api/tokens';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { GrantTag } from './GrantTag';

/** Tokens with which systems of other departments call the interface. */
export function TokenList() {
  const t = useT();
  const tokens = useTokens();
  return (
    <>
      <p className="muted">{t('token.hint')}</p>
      <ProblemAlert error={tokens.error} onRetry={() => void tokens.refetch()} />
      <Table<Token>
        rowKey="id"
        size="middle"
        scroll={{ x: 900 }}
        loading={{ spinning: tokens.isLoading, delay: 200 }}
        dataSource={tokens.data}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        columns={useColumns()}
        locale={{ emptyText: <Empty description={t('common.none')} /> }}
      />
    </>
  );
}

function useColumns(): TableColumnsType<Token> {
  const t = useT();
  const { modal, message } = App.useApp();
  const revoke = useRevokeToken();
  const ask = ({ id, name }: Token) =>
    modal.confirm({
      title: t('token.revokeTitle', { name }),
      content: t('token.revokeBody'),
      okText: t('token.revoke'),
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync(id).catch((error: unknown) => void message.error(asProblem(error).message)),
    });
  return [
    { title: t('token.name'), dataIndex: 'name' },
    { title: t('token.ending'), width: 90, render: (_, { hint }) => <span className="mono">…{hint}</span> },
    { title: t('users.grants'), render: (_, { grants }) => <Space size={4} wrap>{grants.map((grant, at) => <GrantTag key={at} grant={grant} />)}</Space> },
    { title: t('common.state'), width: 90, render: (_, token) => <TokenState token={token} /> },
    { title: t('token.expires'), width: 150, render: (_, { expiresAt }) => formatTime(expiresAt) },
    { title: t('token.lastUsed'), width: 150, render: (_, { lastUsedAt }) => formatTime(lastUsedAt) || <span className="muted">{t('token.never')}</span> },
    {
      title: t('common.actions'),
      width: 90,
      render: (_, token) => !token.revoked && <Button size="small" danger onClick={() => ask(token)}>{t('token.revoke')}</Button>,
    },
  ];
}

function TokenState({ token }: { token: Token }) {
  const t = useT();
  if (token.revoked) return <Tag>{t('token.revoked')}</Tag>;
  return new Date(token.expiresAt) <= new Date() ? <Tag color="red">{t('token.expired')}</Tag> : <Tag color="green">{t('token.active')}</Tag>;
}
