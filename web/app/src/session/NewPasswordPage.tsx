import { Alert, Card } from 'antd';
import { useT } from '../i18n/i18n';
import { PasswordForm } from './PasswordForm';

/** The only page there is until a one-time password has been replaced. */
export function NewPasswordPage() {
  const t = useT();
  return (
    <main className="login-page">
      <Card className="login-card" title={t('password.title')}>
        <Alert type="info" showIcon title={t('password.forced')} className="spaced" />
        <PasswordForm />
      </Card>
    </main>
  );
}
