import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { toProblem } from '../api/problem';
import { createQueryClient } from './queryClient';
import { sessionKey, useSessionQuery } from './session';

const user = { id: 'u', login: 'reader', name: '演示读者', mustChangePassword: false, permissions: [], grants: [] };

function Gate() {
  const session = useSessionQuery();
  return <p>{session.data ? session.data.name : '请登录'}</p>;
}

it('a session that ended on the server ends on the screen, and what was read is forgotten', async () => {
  const problem = { type: 'about:blank', title: '请重新登录', status: 401, code: 'session.ended' };
  const client = createQueryClient();
  client.setQueryData(sessionKey, user);
  client.setQueryData(['dossier', 'd1'], { head: { name: '某人' } });
  render(<QueryClientProvider client={client}><Gate /></QueryClientProvider>);
  expect(screen.getByText('演示读者')).toBeTruthy();
  await act(async () => {
    await client.fetchQuery({ queryKey: ['rules'], queryFn: () => Promise.reject(toProblem(problem, 401)), retry: false }).catch(() => undefined);
  });
  expect(await screen.findByText('请登录')).toBeTruthy();
  expect(client.getQueryData(['dossier', 'd1'])).toBeUndefined();
});
