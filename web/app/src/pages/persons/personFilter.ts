import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import type { PersonFilter } from '../../api/people';
import { specialCategories } from '../../i18n/labels.people';

const flags = ['unregistered', 'outOfCity'] as const;

/** Reads what addresses carry; anything that is none of the filter's is left out. */
export function filterOf(params: URLSearchParams, text: string): PersonFilter {
  const filter: PersonFilter = {};
  const division = params.get('division') ?? '';
  const special = params.get('special') ?? '';
  const survival = params.get('survival');
  if (text) filter.text = text;
  if (/^\d{2,12}$/.test(division)) filter.division = division;
  if (special in specialCategories) filter.special = special as PersonFilter['special'];
  if (survival === 'ALIVE' || survival === 'DECEASED') filter.survival = survival;
  for (const flag of flags) if (params.get(flag) === 'true') filter[flag] = true;
  return filter;
}

export function paramsOf(filter: PersonFilter): URLSearchParams {
  const filled = Object.entries(filter).filter(([name, value]) => name !== 'text' && value);
  return new URLSearchParams(filled.map(([name, value]) => [name, String(value)]));
}

/**
 * The filter lives in the address, the text does not: it is a name or an identity number. It stays in the history entry,
 * which never leaves the browser and survives going back from a person.
 */
export function usePersonFilter(): [PersonFilter, (next: PersonFilter) => void] {
  const [params, setParams] = useSearchParams();
  const { text = '' } = (useLocation().state ?? {}) as { text?: string };
  const filter = useMemo(() => filterOf(params, text), [params, text]);
  const change = useCallback(
    (next: PersonFilter) => setParams(paramsOf(next), { replace: true, state: { text: next.text ?? '' } }),
    [setParams],
  );
  return [filter, change];
}
