import { expect, it } from 'vitest';
import { changeOf } from './RecusalDialog';

const relative = { name: '王梅', idNumber: '219999195003090015', relation: '配偶' };

it('sends what stays by its place, and the own number only where it changes', () => {
  expect(changeOf({ keep: [2, 0], add: [relative] })).toEqual({ keep: [0, 2], add: [relative] });
  expect(changeOf({ keep: [], add: [], idNumber: ' 219999195003090015 ' })).toEqual({ keep: [], add: [], idNumber: '219999195003090015' });
  expect(changeOf({ keep: [], add: [], withdrawOwn: true })).toEqual({ keep: [], add: [], idNumber: '' });
  expect(changeOf({ keep: [], add: [], withdrawOwn: true, idNumber: 'x' })).toEqual({ keep: [], add: [], idNumber: 'x' });
});
