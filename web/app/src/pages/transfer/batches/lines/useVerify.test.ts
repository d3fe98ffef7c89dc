import { expect, it } from 'vitest';
import { refusedAmong } from './useVerify';

it('finds the persons a refusal names by their position among those sent', () => {
  const refused = refusedAmong([4, 9, 12], [{ name: 'lines[2]', message: '甲属于死亡' }, { name: 'lines[0]', message: '乙未签字' }, { name: 'reason', message: '请填写' }, { name: 'lines[7]', message: '?' }]);
  expect([...refused]).toEqual([[12, '甲属于死亡'], [4, '乙未签字']]);
});
