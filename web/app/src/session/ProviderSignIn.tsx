import { Button, Divider, Form } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../components/ProblemAlert';
import { useT } from '../i18n/i18n';
import { CodeField } from './SecondFactor';
import { useProviderCode, useProviderSignIn, useSignInProvider } from './session';

/** Signing in at the identity provider, where one is configured, beside the form for a password. */
export function ProviderSignIn({ children }: { children: ReactNode }) {
  const { data: provider } = useSignInProvider();
  const [byPassword, setByPassword] = useState(false);
  if (!provider?.name) return children;
  if (provider.codePending && !byPassword) return <ProviderCode name={provider.name} onOther={() => setByPassword(true)} />;
  return (
    <>
      {children}
      <ProviderButton name={provider.name} />
    </>
  );
}

function ProviderButton({ name }: { name: string }) {
  const t = useT();
  const signIn = useProviderSignIn();
  return (
    <>
      <Divider plain>{t('login.or')}</Divider>
      <ProblemAlert error={signIn.error} />
      <Button block size="large" loading={signIn.isPending || signIn.isSuccess} onClick={() => signIn.mutate()}>{t('login.provider', { name })}</Button>
    </>
  );
}

/** The last step of those who have a second factor: the provider has vouched for them. */
function ProviderCode({ name, onOther }: { name: string; onOther: () => void }) {
  const t = useT();
  const confirm = useProviderCode();
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={({ code }) => confirm.mutate(code)}>
      <p>{t('login.providerPassed', { name })}</p>
      <CodeField />
      <ProblemAlert error={confirm.error} />
      <Button type="primary" htmlType="submit" block size="large" loading={confirm.isPending}>{t('login.submit')}</Button>
      <Button type="link" block onClick={onOther}>{t('login.otherwise')}</Button>
    </Form>
  );
}
