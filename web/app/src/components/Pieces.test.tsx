import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Pieces } from './Pieces';

it('marks every second piece and keeps all characters, those outside the BMP too', () => {
  const { container } = render(<Pieces pieces={['', '张', '建', '𬭚', '']} />);
  expect(container.textContent).toBe('张建𬭚');
  expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['张', '𬭚']);
});

it('shows text that looks like markup as text', () => {
  const { container } = render(<Pieces pieces={['<b>', '<img src=x>', '']} />);
  expect(container.querySelector('img')).toBeNull();
  expect(container.textContent).toBe('<b><img src=x>');
});
