import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from 'antd';
import { expect, it, vi } from 'vitest';
import { api } from '../api/client';
import { OwnRecusal } from './OwnRecusal';
import { createQueryClient } from './queryClient';

it('shows what was declared, and declares a relative more', async () => {
  const user = userEvent.setup({ delay: null });
  const declared = { idNumber: '2199**********0015', relatives: [{ name: '王梅', idNumber: '2199**********0023', relation: '配偶' }] };
  const sent: unknown[] = [];
  vi.spyOn(api, 'GET').mockResolvedValue({ data: declared, response: new Response() });
  vi.spyOn(api, 'POST').mockImplementation(((_path: string, { body }: { body: unknown }) => {
    sent.push(body);
    return Promise.resolve({ data: declared, response: new Response() });
  }) as never);
  const close = vi.fn();
  render(<QueryClientProvider client={createQueryClient()}><App><OwnRecusal onClose={close} /></App></QueryClientProvider>);

  const before = await screen.findByRole('region', { name: '已申报' });
  expect(within(before).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['本人身份证号 2199**********0015', '王梅（配偶） 2199**********0023']);
  expect(screen.queryByLabelText('本人身份证号')).toBeNull();
  await user.click(screen.getByRole('button', { name: /添加亲属/ }));
  await user.type(screen.getByLabelText('姓名'), '王小明');
  await user.type(screen.getByLabelText('身份证号'), '219999198003090031');
  await user.type(screen.getByLabelText('与本人的关系'), '子女');
  await user.click(screen.getByRole('button', { name: /申\s*报/ }));
  await vi.waitFor(() => expect(close).toHaveBeenCalled());
  expect(sent).toEqual([{ relatives: [{ name: '王小明', idNumber: '219999198003090031', relation: '子女' }] }]);
}, 20_000); // forms are slow on a busy machine
