import { useSearchParams } from 'react-router';
import type { Period } from '../../api/statistics';
import { dimensions, measures } from './pivot';
import type { Dimension, Measure } from './pivot';

/** How the counts are looked at; all of it is in the address, so that a view can be passed on. */
export interface View {
  period: Period;
  down: Dimension;
  across: Dimension | undefined; // undefined: all figures side by side
  measure: Measure; // of the cells, where there is something across
}

const day = /^\d{4}-\d{2}-\d{2}$/;

export function viewOf(params: URLSearchParams): View {
  const [from, at] = [params.get('from') ?? '', params.get('at') ?? ''];
  const down = dimensions.find((one) => one === params.get('down')) ?? 'enterprise';
  const across = dimensions.find((one) => one === params.get('across') && one !== down);
  return {
    period: { ...(day.test(from) ? { from } : {}), ...(day.test(at) ? { at } : {}) },
    down,
    across,
    measure: measures.find((one) => one === params.get('measure')) ?? 'persons',
  };
}

export function paramsOf({ period, down, across, measure }: View): URLSearchParams {
  return new URLSearchParams({ ...period, down, ...(across ? { across, measure } : {}) });
}

export function useView(): [View, (change: Partial<View>) => void] {
  const [params, setParams] = useSearchParams();
  const view = viewOf(params);
  return [view, (change) => setParams(paramsOf({ ...view, ...change }), { replace: true })];
}
