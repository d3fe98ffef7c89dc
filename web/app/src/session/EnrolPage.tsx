import { Alert, Button, Card } from 'antd';
import { useT } from '../i18n/i18n';
import { SecondFactor } from './SecondFactor';
import { useSignOut } from './session';

/** The only page there is for those of whom a second factor is demanded, until they have enrolled one. */
export function EnrolPage() {
  const t = useT();
  const signOut = useSignOut();
  return (
    <main className="login-page">
      <Card className="login-card" title={t('totp.title')} extra={<Button type="link" onClick={() => signOut.mutate()}>{t('nav.signOut')}</Button>}>
        <Alert type="info" showIcon title={t('totp.forced')} className="spaced" />
        <SecondFactor />
      </Card>
    </main>
  );
}
