import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { fetchLabels } from '../api/labels';
import { LabelDialog } from './LabelDialog';

vi.mock(import('../api/labels'), async (original) => ({ ...(await original()), fetchLabels: vi.fn(() => Promise.resolve(new Blob(['%PDF']))) }));

const ids = ['0193f5c8-7b1a-7c3d-9e4f-1234567890ab', '0193f5c8-7b1a-7c3d-9e4f-1234567890ac'];
const asked = vi.mocked(fetchLabels);

function open(of: Parameters<typeof LabelDialog>[0]['of']) {
  render(<QueryClientProvider client={new QueryClient()}><LabelDialog of={of} onClose={() => undefined} /></QueryClientProvider>);
  return userEvent.setup();
}

beforeEach(() => {
  asked.mockClear();
  URL.createObjectURL = () => 'blob:labels';
  URL.revokeObjectURL = () => undefined;
  HTMLAnchorElement.prototype.click = () => undefined; // the test browser cannot save files
});

it('prints spine labels of the width that was chosen, for the dossiers that were chosen', async () => {
  const user = open({ dossierIds: ids });
  await user.click(screen.getByText('50 毫米'));
  await user.click(screen.getByRole('button', { name: '生成 PDF' }));
  expect((await screen.findByRole('link', { name: /标签\.pdf/ })).getAttribute('href')).toBe('blob:labels');
  expect(asked.mock.calls).toEqual([[{ dossierIds: ids }, { kind: 'SPINE', spineWidth: 50 }]]);
});

it('begins at the sticker that was picked, in the part of the package that was picked', async () => {
  const user = open({ ingestId: 'package', dossiers: 1201 });
  await user.click(screen.getByText('二维码标签'));
  await user.click(screen.getByRole('radio', { name: '7' }));
  await user.click(screen.getByLabelText('打印哪一部分'));
  await user.click(await screen.findByText('第 1001–1201 份'));
  await user.click(screen.getByRole('button', { name: '生成 PDF' }));
  await screen.findByRole('link', { name: /标签\.pdf/ });
  expect(asked.mock.calls).toEqual([[{ ingestId: 'package', part: 3 }, { kind: 'QR', start: 7 }]]);
});
