import { Form, Input, Modal } from 'antd';
import type { CreatedUser, Grant, User } from '../../api/client';
import { useChangeUser, useCreateUser } from '../../api/users';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';
import { GrantsField } from './GrantsEditor';

interface Values {
  login: string;
  name: string;
  grants: Grant[];
}

interface Props {
  user: User | undefined;
  onSaved: (saved: CreatedUser) => void;
  onClose: () => void;
}

export function UserDialog({ user, onSaved, onClose }: Props) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const create = useCreateUser();
  const changeUser = useChangeUser();
  const submit = ({ login, name, grants }: Values) => {
    if (user) changeUser.mutate({ userId: user.id, version: user.version, name, grants }, { onSuccess: onSaved });
    else create.mutate({ login, name, grants }, { onSuccess: onSaved });
  };
  const initial: Partial<Values> = user ?? { grants: [{ role: 'archivist' }] };
  return (
    <Modal
      open
      width={640}
      title={user ? t('users.editTitle', { name: user.name }) : t('users.addTitle')}
      okText={t('common.save')}
      confirmLoading={create.isPending || changeUser.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={submit}>
        <Form.Item name="login" label={t('users.login')} rules={[{ required: true, pattern: /^[A-Za-z0-9._-]{2,64}$/, message: t('users.loginHint') }]}>
          <Input disabled={user !== undefined} autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="name" label={t('common.name')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}>
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <GrantsField />
      </Form>
      <ProblemAlert error={create.error ?? changeUser.error} />
    </Modal>
  );
}
