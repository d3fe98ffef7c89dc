import { Navigate } from 'react-router';
import { useCan } from '../session/session';
import { NotFoundPage } from './ErrorPages';
import { sections } from './MainMenu';

/** The first section the user may enter: an auditor has no business in the search box. */
export function HomePage() {
  const can = useCan();
  const first = sections.find((section) => section.permissions.some(can));
  return first ? <Navigate to={first.path} replace /> : <NotFoundPage />;
}
