import { describe, expect, it } from 'vitest';
import type { MatchInput, Person } from '../../api/client';
import { textDifference } from '../../lib/textDifference';
import { compare } from './comparison';

const person = {
  name: '尉迟德胜', idNumber: '210106********0013', bornOn: '1948-03-09', residence: '铁西区兴华南街10号', division: '210106001002',
} as Person;

function of(field: string, change: Partial<MatchInput>) {
  return compare({ ...person, ...change }, person).find((comparison) => comparison.field === field);
}

describe('compare', () => {
  it('marks the character that differs in a name, on both sides', () => {
    expect(of('name', { name: '尉迟得胜' })).toEqual({ field: 'name', theirs: ['尉迟', '得', '胜'], ours: ['尉迟', '德', '胜'], agreement: 'apart' });
  });

  it('compares numbers place by place and says nothing of hidden places', () => {
    expect(of('idNumber', { idNumber: '210106********0031' })).toMatchObject({ theirs: ['210106********00', '31'], ours: ['210106********00', '13'], agreement: 'apart' });
    expect(of('idNumber', { idNumber: '210106194803090013' })).toMatchObject({ agreement: 'partly' });
    expect(of('idNumber', { idNumber: '' })).toMatchObject({ agreement: 'silent' });
  });

  it('takes a shorter date for the same until it contradicts', () => {
    expect(of('bornOn', { bornOn: '1948-03' })).toMatchObject({ agreement: 'partly', theirs: ['1948-03'], ours: ['1948-03-09'] });
    expect(of('bornOn', { bornOn: '1948-09' })).toMatchObject({ agreement: 'apart', theirs: ['1948-', '09', ''], ours: ['1948-', '03', '-09'] });
    expect(of('bornOn', { bornOn: '1949-03-10' })).toMatchObject({ theirs: ['', '1949', '-03-', '10', ''], ours: ['', '1948', '-03-', '09', ''] });
    expect(of('bornOn', {})).toMatchObject({ agreement: 'alike', theirs: ['1948-03-09'] });
  });

  it('a district agrees with a community in it, and another district does not', () => {
    expect(of('division', { division: '210106' })).toMatchObject({ agreement: 'partly' });
    expect(of('division', { division: '210105' })).toMatchObject({ agreement: 'apart' });
  });

  it('leaves out what neither says', () => {
    const bare = { ...person, residence: '' };
    expect(compare({ name: '尉迟德胜', idNumber: '' }, bare).map(({ field }) => field)).toEqual(['name', 'idNumber', 'bornOn', 'division']);
  });
});

describe('textDifference', () => {
  it('gives back both texts whole, with what they share in the same order', () => {
    let seed = 11;
    const random = (below: number) => { seed = (seed * 48271) % 2147483647; return seed % below; };
    const text = () => Array.from({ length: random(9) }, () => ['张', '建', '国', '𬭚'][random(4)]).join('');
    for (let round = 0; round < 400; round += 1) {
      const [a, b] = [text(), text()];
      const [left, right] = textDifference(a, b);
      expect(left.join('')).toBe(a);
      expect(right.join('')).toBe(b);
      const shared = (pieces: string[]) => pieces.filter((_, at) => at % 2 === 0).join('');
      expect(shared(left)).toBe(shared(right));
    }
  });

  it('marks little where little differs', () => {
    expect(textDifference('兴华南街10号', '兴华北街10号')).toEqual([['兴华', '南', '街10号'], ['兴华', '北', '街10号']]);
  });
});
