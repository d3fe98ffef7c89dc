import { Button, Result, Typography } from 'antd';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { LinkButton } from '../components/LinkButton';
import { useT } from '../i18n/i18n';

export function NotFoundPage() {
  const t = useT();
  return (
    <Result
      status="404"
      title={t('problem.notFound')}
      subTitle={t('problem.notFoundHint')}
      extra={<LinkButton type="primary" to="/">{t('problem.home')}</LinkButton>}
    />
  );
}

/** Last stop for what no page expected, a failed download of a page's code included (the program was updated meanwhile). */
export function CrashPage() {
  const t = useT();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  return (
    <Result
      status="error"
      title={t('problem.crash')}
      subTitle={t('problem.crashHint')}
      extra={<Button type="primary" onClick={() => window.location.reload()}>{t('problem.reload')}</Button>}
    >
      <Typography.Text code copyable={false}>{error instanceof Error ? error.message : String(error)}</Typography.Text>
    </Result>
  );
}
