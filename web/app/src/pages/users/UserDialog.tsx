import { Form, Input, Tag } from 'antd';
import type { CreatedUser, Grant, User } from '../../api/client';
import { useChangeUser, useCreateUser } from '../../api/users';
import { FormDialog } from '../../components/FormDialog';
import { useT } from '../../i18n/i18n';
import { useRequiredText } from '../../lib/required';
import { useSignInProvider } from '../../session/session';
import { GrantsField } from './GrantsEditor';

interface Values {
  login: string;
  name: string;
  grants: Grant[];
  identityAccount?: string;
}

interface Props {
  user: User | undefined;
  onSaved: (saved: CreatedUser) => void;
  onClose: () => void;
}

export function UserDialog({ user, onSaved, onClose }: Props) {
  const t = useT();
  const create = useCreateUser();
  const changeUser = useChangeUser();
  const { data: provider } = useSignInProvider();
  const submit = ({ login, name, grants, identityAccount = '' }: Values) => {
    // Only what was on the screen: a field that was not shown must not end anybody's link.
    const identity = !provider?.name || identityAccount === (user?.identityAccount ?? '') ? {} : { identityAccount };
    if (user) changeUser.mutate({ userId: user.id, version: user.version, name, grants, ...identity }, { onSuccess: onSaved });
    else create.mutate({ login, name, grants, ...identity }, { onSuccess: onSaved });
  };
  return (
    <FormDialog<Values>
      width={640}
      title={user ? t('users.editTitle', { name: user.name }) : t('users.addTitle')}
      busy={create.isPending || changeUser.isPending}
      error={create.error ?? changeUser.error}
      initial={user ?? { grants: [{ role: 'archivist' }] }}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="login" label={t('users.login')} rules={[{ required: true, pattern: /^[A-Za-z0-9._-]{2,64}$/, message: t('users.loginHint') }]}>
        <Input disabled={user !== undefined} autoComplete="off" maxLength={64} />
      </Form.Item>
      <Form.Item name="name" label={t('common.name')} rules={useRequiredText()}><Input autoComplete="off" maxLength={100} /></Form.Item>
      <GrantsField />
      {provider?.name && (
        <Form.Item name="identityAccount" label={t('users.identity')} extra={t('users.identityHint')}>
          <Input autoComplete="off" maxLength={255} suffix={user?.identityLinked ? <Tag color="green">{t('users.identityLinked')}</Tag> : null} />
        </Form.Item>
      )}
    </FormDialog>
  );
}
