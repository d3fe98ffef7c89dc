import { Button, Card, Form, Input } from 'antd';
import { ProblemAlert } from '../components/ProblemAlert';
import { useT } from '../i18n/i18n';
import { LanguageSwitch } from '../layout/UserMenu';
import { useSignIn } from './session';

export function LoginPage() {
  const t = useT();
  const signIn = useSignIn();
  return (
    <main className="login-page">
      <Card className="login-card">
        <div className="login-brand">
          <img src="/icon.svg" alt="" width={40} height={40} />
          <div>
            <h1>{t('app.name')}</h1>
            <p>{t('app.subtitle')}</p>
          </div>
        </div>
        <Form<{ login: string; password: string }> layout="vertical" requiredMark={false} onFinish={(values) => signIn.mutate(values)}>
          <Form.Item name="login" label={t('login.login')} rules={[{ required: true, message: t('common.required') }]}>
            <Input autoFocus autoComplete="username" maxLength={64} size="large" />
          </Form.Item>
          <Form.Item name="password" label={t('login.password')} rules={[{ required: true, message: t('common.required') }]}>
            <Input.Password autoComplete="current-password" maxLength={256} size="large" />
          </Form.Item>
          <ProblemAlert error={signIn.error} />
          <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>{t('login.submit')}</Button>
        </Form>
      </Card>
      <LanguageSwitch />
    </main>
  );
}
