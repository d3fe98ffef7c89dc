import { createBrowserRouter } from 'react-router';
import { AppLayout } from './layout/AppLayout';
import { CrashPage, NotFoundPage } from './layout/ErrorPages';
import { HomePage } from './layout/HomePage';
import { SessionGate } from './session/SessionGate';

/** Pages are loaded when first opened; the sign-in form does not wait for the viewer. */
export const router = createBrowserRouter([
  {
    element: <SessionGate><AppLayout /></SessionGate>,
    errorElement: <CrashPage />,
    hydrateFallbackElement: <></>,
    children: [
      {
        errorElement: <CrashPage />,
        children: [
          { index: true, element: <HomePage /> },
          { path: 'search', lazy: () => import('./pages/search/SearchPage') },
          { path: 'dossiers/:dossierId', lazy: () => import('./pages/dossier/DossierPage') },
          { path: 'dossiers/:dossierId/edit', lazy: () => import('./pages/edit/EditPage') },
          { path: 'ingests', lazy: () => import('./pages/ingests/IngestListPage') },
          { path: 'ingests/new', lazy: () => import('./pages/ingests/NewIngestPage') },
          { path: 'ingests/:ingestId', lazy: () => import('./pages/ingests/IngestPage') },
          { path: 'offices', lazy: () => import('./pages/places/OfficesPage') },
          { path: 'rules', lazy: () => import('./pages/places/RulesPage') },
          { path: 'users', lazy: () => import('./pages/users/UsersPage') },
          { path: 'audit', lazy: () => import('./pages/audit/AuditPage') },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
]);
