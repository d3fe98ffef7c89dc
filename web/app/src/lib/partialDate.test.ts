import { describe, expect, it } from 'vitest';
import { parsePartialDate } from './partialDate';

describe('parsePartialDate', () => {
  it.each([
    ['', ''],
    ['1978', '1978'],
    ['1978年', '1978'],
    ['1978-3', '1978-03'],
    ['1978年3月', '1978-03'],
    ['197803', '1978-03'],
    ['1978.3.9', '1978-03-09'],
    ['1978/03/09', '1978-03-09'],
    ['1978年3月9日', '1978-03-09'],
    ['19780309', '1978-03-09'],
    ['１９７８－０３', '1978-03'],
    [' 2000-02-29 ', '2000-02-29'],
  ])('reads %j as %j', (text, expected) => expect(parsePartialDate(text)).toBe(expected));

  it.each(['1900-02-29', '2001-02-29', '1978-13', '1978-00', '1978-04-31', '78-03', '1978311', '0978', '1978-03-', 'x', '1978-3-9-1'])(
    'refuses %j',
    (text) => expect(parsePartialDate(text)).toBeNull(),
  );
});
