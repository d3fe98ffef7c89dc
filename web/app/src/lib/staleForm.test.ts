import { expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/problem';
import { reloadAfter } from './staleForm';

const refusal = (status: number, code: string) => new ApiProblem({ type: 'about:blank', title: '', status, code });

it('offers the newer record only when someone else was first', () => {
  const reset = vi.fn();
  const start = vi.fn();
  expect(reloadAfter({ error: null, reset }, 2, start)).toBeUndefined();
  expect(reloadAfter({ error: refusal(422, 'nature.incomplete'), reset }, 2, start)).toBeUndefined();
  reloadAfter({ error: refusal(412, 'nature.stale'), reset }, 2, start)?.();
  expect(start).toHaveBeenCalledWith(2);
  expect(reset).toHaveBeenCalled();
});
