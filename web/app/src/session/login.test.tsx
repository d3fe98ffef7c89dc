import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { api } from '../api/client';
import { LoginPage } from './LoginPage';
import { createQueryClient } from './queryClient';
import { sessionKey } from './session';

function refusal(code: string, title: string) {
  return { error: { type: 'about:blank', title, status: 401, code }, response: new Response(null, { status: 401 }) };
}

it('asks for the code of a second factor and sends it along with the password', async () => {
  const user = userEvent.setup({ delay: null });
  const sent: unknown[] = [];
  const welcome = { data: { id: 'u', name: '演示读者' }, response: new Response() };
  const answers = [refusal('session.totp_required', '请输入动态码'), refusal('session.totp_wrong', '动态码不正确'), welcome];
  vi.spyOn(api, 'POST').mockImplementation(((_path: string, { body }: { body: unknown }) => {
    sent.push(body);
    return Promise.resolve(answers.shift());
  }) as never);
  vi.spyOn(api, 'GET').mockResolvedValue({ data: { codePending: false }, response: new Response() });
  const client = createQueryClient();
  render(<QueryClientProvider client={client}><LoginPage /></QueryClientProvider>);

  await user.type(screen.getByLabelText('用户名'), 'reader');
  await user.type(screen.getByLabelText('密码'), 'secret');
  expect(screen.queryByLabelText('动态码')).toBeNull();
  const submit = screen.getByRole('button', { name: /登\s*录/ });
  await user.click(submit);

  const code = await screen.findByLabelText('动态码');
  expect(screen.queryByRole('alert')).toBeNull();
  await user.type(code, '000000');
  await user.click(submit);
  expect((await screen.findByRole('alert')).textContent).toContain('动态码不正确');

  await user.clear(code);
  await user.type(code, '123456');
  await user.click(submit);
  await vi.waitFor(() => expect(client.getQueryData(sessionKey)).toMatchObject({ name: '演示读者' }));
  expect(sent).toEqual([
    { login: 'reader', password: 'secret' },
    { login: 'reader', password: 'secret', code: '000000' },
    { login: 'reader', password: 'secret', code: '123456' },
  ]);
}, 20_000); // forms are slow on a busy machine
