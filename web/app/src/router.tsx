import { createBrowserRouter } from 'react-router';
import { AppLayout } from './layout/AppLayout';
import { CrashPage, NotFoundPage } from './layout/ErrorPages';
import { HomePage } from './layout/HomePage';
import { SessionGate } from './session/SessionGate';

/** Pages are loaded when first opened; the sign-in form does not wait for the viewer. */
export const router = createBrowserRouter([
  // For people without an account: the screen of the reading room, and whoever holds a paper of the archive.
  { path: 'reading-room', hydrateFallbackElement: <></>, errorElement: <CrashPage />, lazy: () => import('./pages/readingRoom/ReadingRoomPage') },
  { path: 'verify/:code?', hydrateFallbackElement: <></>, errorElement: <CrashPage />, lazy: () => import('./pages/verify/VerifyPage') },
  {
    element: <SessionGate><AppLayout /></SessionGate>,
    errorElement: <CrashPage />,
    hydrateFallbackElement: <></>,
    children: [
      {
        errorElement: <CrashPage />,
        children: [
          { index: true, element: <HomePage /> },
          { path: 'desk', lazy: () => import('./pages/desk/DeskPage') },
          { path: 'search', lazy: () => import('./pages/search/SearchPage') },
          { path: 'dossiers/:dossierId', lazy: () => import('./pages/dossier/DossierPage') },
          { path: 'dossiers/:dossierId/edit', lazy: () => import('./pages/edit/EditPage') },
          { path: 'ingests', lazy: () => import('./pages/ingests/IngestListPage') },
          { path: 'ingests/new', lazy: () => import('./pages/ingests/NewIngestPage') },
          { path: 'ingests/:ingestId', lazy: () => import('./pages/ingests/IngestPage') },
          { path: 'loans', lazy: () => import('./pages/loans/LoanListPage') },
          { path: 'loans/:loanId', lazy: () => import('./pages/loans/LoanPage') },
          { path: 'certificates', lazy: () => import('./pages/certificates/CertificateListPage') },
          { path: 'certificates/:certificateId', lazy: () => import('./pages/certificates/CertificatePage') },
          { path: 'outbounds', lazy: () => import('./pages/outbounds/OutboundListPage') },
          { path: 'outbounds/:outboundId', lazy: () => import('./pages/outbounds/OutboundPage') },
          { path: 'holds', lazy: () => import('./pages/holds/HoldListPage') },
          { path: 'holds/:holdId', lazy: () => import('./pages/holds/HoldPage') },
          { path: 'consultations', lazy: () => import('./pages/consultations/ConsultationListPage') },
          { path: 'consultations/:consultationId', lazy: () => import('./pages/consultations/ConsultationPage') },
          { path: 'copies', lazy: () => import('./pages/copies/CopyListPage') },
          { path: 'copies/:copyId', lazy: () => import('./pages/copies/CopyPage') },
          { path: 'statistics', lazy: () => import('./pages/statistics/StatisticsPage') },
          { path: 'statistics/outstanding', lazy: () => import('./pages/statistics/OutstandingPage') },
          { path: 'persons', lazy: () => import('./pages/persons/PersonsPage') },
          { path: 'persons/:personId', lazy: () => import('./pages/persons/PersonPage') },
          { path: 'matches', lazy: () => import('./pages/matches/MatchesPage') },
          { path: 'matches/:matchId', lazy: () => import('./pages/matches/MatchPage') },
          { path: 'enterprises', lazy: () => import('./pages/enterprises/EnterprisesPage') },
          { path: 'divisions', lazy: () => import('./pages/places/DivisionsPage') },
          { path: 'transfer/batches', lazy: () => import('./pages/transfer/batches/BatchListPage') },
          { path: 'transfer/batches/:batchId', lazy: () => import('./pages/transfer/batches/BatchPage') },
          { path: 'transfer/batches/:batchId/check', lazy: () => import('./pages/transfer/check/CheckPage') },
          { path: 'transfer/rosters', lazy: () => import('./pages/transfer/rosters/RosterListPage') },
          { path: 'transfer/rosters/:rosterId', lazy: () => import('./pages/transfer/rosters/RosterPage') },
          { path: 'transfer/agreements', lazy: () => import('./pages/transfer/agreements/AgreementListPage') },
          { path: 'transfer/agreements/new', lazy: () => import('./pages/transfer/agreements/NewAgreementPage') },
          { path: 'transfer/agreements/:agreementId', lazy: () => import('./pages/transfer/agreements/AgreementPage') },
          { path: 'transfer/natures', lazy: () => import('./pages/transfer/natures/NatureListPage') },
          { path: 'transfer/natures/new', lazy: () => import('./pages/transfer/natures/NewNaturePage') },
          { path: 'transfer/natures/:natureFormId', lazy: () => import('./pages/transfer/natures/NaturePage') },
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
