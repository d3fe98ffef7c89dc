import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { ScanBox, tidyCode } from './ScanBox';

function Counter({ active = true }: { active?: boolean }) {
  const [codes, setCodes] = useState<string[]>([]);
  return (
    <>
      <ScanBox label="扫描条码" active={active} turn={codes.length} onScan={(code) => setCodes([...codes, code])} />
      <input type="checkbox" aria-label="封条完好" />
      <input aria-label="原因" />
      <output>{codes.join(' ')}</output>
    </>
  );
}

const box = () => screen.getByLabelText<HTMLInputElement>('扫描条码');

it('has the focus from the start and gives each code on', async () => {
  const user = userEvent.setup();
  render(<Counter />);
  expect(document.activeElement).toBe(box());
  await user.keyboard('YJ-210106-2026-0001-3{Enter}７{Enter}{Enter}');
  expect(screen.getByRole('status').textContent).toBe('YJ-210106-2026-0001-3 7');
  expect(box().value).toBe('');
});

it('takes what a gun types while a tick box has the focus, but not what someone writes elsewhere', async () => {
  const user = userEvent.setup();
  render(<Counter />);
  await user.click(screen.getByLabelText('封条完好'));
  await user.keyboard('12{Enter}');
  expect(screen.getByRole('status').textContent).toBe('12');
  await user.click(screen.getByLabelText('原因'));
  await user.keyboard('34{Enter}');
  expect(screen.getByRole('status').textContent).toBe('12');
  await user.keyboard('{F2}5{Enter}');
  expect(screen.getByRole('status').textContent).toBe('12 5');
});

it('leaves the keyboard to a dialog', () => {
  render(<Counter active={false} />);
  expect(document.activeElement).not.toBe(box());
});

it('reads codes as guns and input methods write them', () => {
  expect(tidyCode(' ２１９９９９１９４８０３０９００１ｘ ')).toBe('21999919480309001x');
});
