import { Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { asProblem } from '../api/problem';
import { ProblemAlert } from '../components/ProblemAlert';
import { useT } from '../i18n/i18n';
import { LanguageSwitch } from '../layout/UserMenu';
import { ProviderSignIn } from './ProviderSignIn';
import { CodeField } from './SecondFactor';
import { useSignIn } from './session';

/** The refusal that is no fault: the password was right, and the account has a second factor. */
const codeRequired = 'session.totp_required';

interface Values {
  login: string;
  password: string;
  code?: string;
}

export function LoginPage() {
  const t = useT();
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
        <ProviderSignIn>
          <PasswordSignIn />
        </ProviderSignIn>
      </Card>
      <LanguageSwitch />
    </main>
  );
}

function PasswordSignIn() {
  const t = useT();
  const signIn = useSignIn();
  // Once asked for, the code is part of the form: whoever mistypes it is asked again.
  const [asked, setAsked] = useState(false);
  const onError = (error: unknown) => setAsked((before) => before || asProblem(error).code === codeRequired);
  const problem = signIn.error && asProblem(signIn.error).code !== codeRequired ? signIn.error : null;
  return (
    <Form<Values> layout="vertical" requiredMark={false} onFinish={(values) => signIn.mutate(values, { onError })}>
      <Form.Item name="login" label={t('login.login')} rules={[{ required: true, message: t('common.required') }]}>
        <Input autoFocus autoComplete="username" maxLength={64} size="large" />
      </Form.Item>
      <Form.Item name="password" label={t('login.password')} rules={[{ required: true, message: t('common.required') }]}>
        <Input.Password autoComplete="current-password" maxLength={256} size="large" />
      </Form.Item>
      {asked && <CodeField />}
      <ProblemAlert error={problem} />
      <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>{t('login.submit')}</Button>
    </Form>
  );
}
