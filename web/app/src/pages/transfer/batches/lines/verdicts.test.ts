import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../../../api/problem';
import type { Line, LineState } from '../../../../api/client';
import { decidable, namingPersons, refusedAmong } from './verdicts';

const line = (seq: number, state: LineState, name = `甲${seq}`) => ({ seq, state, name }) as Line;
const seqs = (lines: Line[]) => lines.map(({ seq }) => seq);

describe('decidable', () => {
  const page = [line(1, 'PENDING'), line(2, 'VERIFIED'), line(3, 'REJECTED'), line(4, 'PENDING')];

  it('verifies of many only those nothing was decided about', () => {
    expect(seqs(decidable(page, true))).toEqual([1, 4]);
    expect(seqs(decidable(page, false))).toEqual([1, 2, 4]);
  });

  it('changes a decision about one person that was chosen alone', () => {
    expect(seqs(decidable([line(3, 'REJECTED')], true))).toEqual([3]);
    expect(seqs(decidable([line(2, 'VERIFIED')], false))).toEqual([2]);
    expect(decidable([line(2, 'VERIFIED')], true)).toEqual([]);
  });
});

describe('a refusal', () => {
  const sent = [line(4, 'PENDING'), line(9, 'PENDING'), line(12, 'PENDING')];
  const error = new ApiProblem({
    type: 'about:blank', title: '共2行不能办理', status: 422, code: 'PERSON_EXCLUDED',
    fields: [{ name: 'lines[2]', message: '甲属于死亡' }, { name: 'lines[0]', message: '乙未签字' }, { name: 'reason', message: '请填写' }],
  });

  it('marks the persons it names', () => expect([...refusedAmong(sent, error)]).toEqual([[12, '甲属于死亡'], [4, '乙未签字']]));

  it('is shown with their names and keeps code and message', () => {
    const shown = namingPersons(sent, error);
    expect(shown.fields.map(({ name }) => name)).toEqual(['12. 甲12', '4. 甲4', 'reason']);
    expect([shown.code, shown.message, shown.status]).toEqual(['PERSON_EXCLUDED', '共2行不能办理', 422]);
  });
});
