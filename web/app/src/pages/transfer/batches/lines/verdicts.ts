import { ApiProblem, asProblem } from '../../../../api/problem';
import type { Line } from '../../../../api/client';

/**
 * The persons a batch key decides about, among those it is pressed for. Verifying many at once leaves alone who was decided
 * about before, or Ctrl+A would call back everyone who was rejected; to change a decision the person is chosen alone.
 */
export function decidable(lines: readonly Line[], verified: boolean): Line[] {
  if (lines.length === 1) return lines.filter((line) => line.state !== (verified ? 'VERIFIED' : 'REJECTED'));
  return lines.filter((line) => line.state === 'PENDING' || (!verified && line.state === 'VERIFIED'));
}

/** The persons a refusal names: its fields say which of those sent, by position. */
export function refusedAmong(sent: readonly Line[], error: unknown): Map<number, string> {
  const refused = new Map<number, string>();
  for (const { name, message } of asProblem(error).fields) {
    const line = sent[positionIn(name)];
    if (line) refused.set(line.seq, message);
  }
  return refused;
}

/** The refusal with persons instead of positions. */
export function namingPersons(sent: readonly Line[], error: unknown): ApiProblem {
  const problem = asProblem(error);
  const fields = problem.fields.map(({ name, message }) => {
    const line = sent[positionIn(name)];
    return { name: line ? `${line.seq}. ${line.name}` : name, message };
  });
  const { status, code, requestId } = problem;
  return new ApiProblem({ type: 'about:blank', title: problem.message, status, code, fields, ...(requestId ? { requestId } : {}) });
}

function positionIn(field: string): number {
  return Number(/\[(\d+)\]/.exec(field)?.[1] ?? -1);
}
