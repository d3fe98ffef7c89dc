import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Violation } from '../api/client';
import { ViolationTable } from './ViolationTable';

const warning: Violation = { rule: 'R18', code: 'SCAN_QUALITY', level: 'WARN', page: 2, message: '分辨率偏低' };
const block: Violation = { rule: 'R14', code: 'CATALOG_ROW_INVALID', level: 'BLOCK', row: 7, field: '形成时间', message: '第7行：日期不存在' };

it('shows what blocks before what merely warns', () => {
  render(<ViolationTable violations={[warning, block]} />);
  const messages = screen.getAllByRole('row').map((row) => row.textContent ?? '').filter((text) => text.includes('R1'));
  expect(messages[0]).toContain('必须改正');
  expect(messages[0]).toContain('第7行：日期不存在');
  expect(messages[1]).toContain('提醒');
});

it('has no column that nobody filled', () => {
  render(<ViolationTable violations={[warning]} />);
  const heads = screen.getAllByRole('columnheader').map((head) => head.textContent);
  expect(heads).toEqual(['级别', '规则', '页', '说明']);
});
