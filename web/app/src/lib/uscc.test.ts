import { expect, it } from 'vitest';
import { checkUscc, tidyUscc } from './uscc';

it.each([
  ['', 'empty'],
  ['91210100117740000T', 'unchecked'],
  ['9121010011774', 'malformed'],
  ['91210100117740000I', 'malformed'], // I, O, Z, S and V are never used
] as const)('%s is %s', (code, verdict) => expect(checkUscc(code)).toBe(verdict));

it('accepts exactly one check character', () => {
  const body = '91350100M000100Y4';
  const valid = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY').filter((last) => checkUscc(body + last) === 'valid');
  expect(valid).toEqual(['3']); // the example of GB 32100-2015, annex
});

it('reads what people paste', () => expect(tidyUscc(' ９１35 0100m000100y43 ')).toBe('91350100M000100Y43'));
