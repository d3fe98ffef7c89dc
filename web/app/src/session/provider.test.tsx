import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../api/client';
import { LoginPage } from './LoginPage';
import { createQueryClient } from './queryClient';
import { sessionKey } from './session';

const answer = (data: unknown) => ({ data, response: new Response() });
const refusal = (code: string, title: string) => ({ error: { type: 'about:blank', title, status: 401, code }, response: new Response(null, { status: 401 }) });

function open(provider: unknown) {
  vi.spyOn(api, 'GET').mockResolvedValue(answer(provider));
  const client = createQueryClient();
  client.setQueryData(sessionKey, null);
  render(<QueryClientProvider client={client}><LoginPage /></QueryClientProvider>);
  return client;
}

afterEach(() => vi.restoreAllMocks());

it('offers no provider where none is configured', async () => {
  open({ codePending: false });
  await screen.findByLabelText('用户名');
  expect(screen.queryByText(/^使用/)).toBeNull();
});

it('says when the provider cannot be reached, and leaves the password', async () => {
  open({ name: '市统一身份认证', codePending: false });
  const begun = vi.spyOn(api, 'POST').mockResolvedValue(refusal('oidc.unavailable', '统一身份认证暂时无法连接'));
  await userEvent.click(await screen.findByRole('button', { name: '使用市统一身份认证登录' }));
  expect((await screen.findByRole('alert')).textContent).toContain('暂时无法连接');
  expect(begun.mock.calls[0]?.[1]).toEqual({ body: { returnTo: '/' } });
  expect(screen.getByLabelText('密码')).toBeTruthy();
});

it('asks those whom the provider has vouched for for the code alone, again after a wrong one', async () => {
  const client = open({ name: '市统一身份认证', codePending: true });
  const answers = [refusal('session.totp_wrong', '动态码不正确'), answer({ id: 'u', name: '演示读者' })];
  vi.spyOn(api, 'POST').mockImplementation((() => Promise.resolve(answers.shift())) as never);
  const code = await screen.findByLabelText('动态码');
  expect(screen.queryByLabelText('密码')).toBeNull();
  await userEvent.type(code, '000000{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('动态码不正确');
  await userEvent.type(screen.getByLabelText('动态码'), '{Enter}');
  await vi.waitFor(() => expect(client.getQueryData(sessionKey)).toMatchObject({ name: '演示读者' }));
}, 20_000); // forms are slow on a busy machine
