import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { PartialDateInput } from './PartialDateInput';

function Field({ initial }: { initial: string }) {
  const [value, setValue] = useState(initial);
  return <PartialDateInput value={value} label="形成时间" onChange={setValue} />;
}

it('leaves the text alone while it is typed and tidies it afterwards', async () => {
  const user = userEvent.setup();
  render(<Field initial="" />);
  const input = screen.getByLabelText<HTMLInputElement>('形成时间');
  await user.type(input, '1978年3月');
  expect(input.value).toBe('1978年3月');
  await user.tab();
  expect(input.value).toBe('1978-03');
});

it('keeps what cannot be read, marked as wrong, for the user to correct', async () => {
  const user = userEvent.setup();
  render(<Field initial="" />);
  const input = screen.getByLabelText<HTMLInputElement>('形成时间');
  await user.type(input, '1978-02-30');
  await user.tab();
  expect(input.value).toBe('1978-02-30');
  expect(input.getAttribute('aria-invalid')).toBe('true');
});
