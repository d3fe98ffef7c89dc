import { App, Button, Form, Input } from 'antd';
import { ProblemAlert } from '../components/ProblemAlert';
import { useT } from '../i18n/i18n';
import { useChangePassword } from './session';

interface Values {
  current: string;
  next: string;
  repeat: string;
}

const minimum = 10;

export function PasswordForm({ onDone }: { onDone?: () => void }) {
  const t = useT();
  const { message } = App.useApp();
  const change = useChangePassword();
  const submit = (values: Values) =>
    change.mutate(
      { current: values.current, new: values.next },
      {
        onSuccess: () => {
          message.success(t('password.changed'));
          onDone?.();
        },
      },
    );
  return (
    <Form<Values> layout="vertical" requiredMark={false} onFinish={submit}>
      <Form.Item name="current" label={t('password.current')} rules={[{ required: true, message: t('common.required') }]}>
        <Input.Password autoFocus autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Form.Item name="next" label={t('password.new')} rules={[{ required: true, min: minimum, message: t('password.tooShort') }]}>
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t('password.repeat')}
        dependencies={['next']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('password.differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <ProblemAlert error={change.error} />
      <Button type="primary" htmlType="submit" block loading={change.isPending}>{t('common.save')}</Button>
    </Form>
  );
}
