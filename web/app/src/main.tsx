import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { Appearance } from './layout/Appearance';
import { createQueryClient } from './session/queryClient';
import { UploadsProvider } from './pages/ingests/upload/UploadsContext';
import { router } from './router';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <Appearance>
        {/* Above the router, so that an upload goes on while its user works elsewhere in the application. */}
        <UploadsProvider>
          <RouterProvider router={router} />
        </UploadsProvider>
      </Appearance>
    </QueryClientProvider>
  </StrictMode>,
);
