import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it } from 'vitest';
import type { DeceasedOnShelf } from '../../api/client';
import { DeceasedCard } from './DeceasedCard';

function show(dossiers: DeceasedOnShelf[]) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(['matters', 'deceased-on-shelf'], { pages: [{ dossiers }], pageParams: [''] });
  return render(<QueryClientProvider client={client}><MemoryRouter><DeceasedCard /></MemoryRouter></QueryClientProvider>);
}

it('leads to the dossier of who has died', () => {
  show([{ dossierId: 'd-1', archivalCode: 'YS-1', name: '演示人', office: '210106', diedOn: '2026-03-02' }]);
  expect(screen.getByText('已登记死亡、尚未留存')).toBeTruthy();
  expect(screen.getByRole('link', { name: '演示人' }).getAttribute('href')).toBe('/dossiers/d-1');
  expect(screen.getByText('2026-03-02')).toBeTruthy();
});

it('is not there when nobody has died', () => {
  expect(show([]).container.textContent).toBe('');
});
