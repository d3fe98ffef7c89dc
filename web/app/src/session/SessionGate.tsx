import { Spin } from 'antd';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../components/ProblemAlert';
import { TrailProvider } from '../layout/Breadcrumbs';
import { EnrolPage } from './EnrolPage';
import { LoginPage } from './LoginPage';
import { NewPasswordPage } from './NewPasswordPage';
import { useSessionQuery } from './session';

/** Shows the sign-in form in place of any page, so that the address asked for is the one opened afterwards. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSessionQuery();
  if (session.isPending) return <Spin fullscreen delay={300} />;
  if (session.error) return <main className="narrow-page"><ProblemAlert error={session.error} onRetry={() => void session.refetch()} /></main>;
  if (!session.data) return <LoginPage />;
  if (session.data.mustChangePassword) return <NewPasswordPage />;
  if (session.data.secondFactor.required && !session.data.secondFactor.enrolled) return <EnrolPage />;
  return <TrailProvider>{children}</TrailProvider>;
}
