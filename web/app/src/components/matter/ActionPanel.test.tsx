import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { MatterHead } from '../../api/matters';
import { ActionPanel } from './ActionPanel';

const works = [
  { code: 'approve', title: '审批', form: () => <p>审批的表单</p>, main: true },
  { code: 'return', title: '归还', form: () => <p>归还的表单</p>, main: true },
  { code: 'lose', title: '登记遗失', form: () => <p>遗失的表单</p>, danger: true },
];

const matter = (allowed: string[]): MatterHead => ({
  id: '1', no: 'JY-1', dossierId: '2', archivalCode: '', name: '', officeName: '', state: 'CHECKED_OUT', steps: [], version: 1, allowed,
});

it.each([
  ['nothing to those who only look', [], undefined, []],
  ['a decision', ['approve'], '审批的表单', []],
  ['the main work in the panel, what happens seldom beside it', ['lose', 'return'], '归还的表单', ['登记遗失']],
  ['nothing that this interface does not know', ['photocopy'], undefined, []],
])('offers %s', (_, allowed, main, buttons) => {
  render(<ActionPanel matter={matter(allowed)} now="现状" works={works} />);
  expect(screen.queryByText(/表单$/)?.textContent).toBe(main);
  expect(screen.queryAllByRole('button').map((button) => button.textContent)).toEqual(buttons);
});
