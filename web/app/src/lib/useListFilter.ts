import { useSearchParams } from 'react-router';

/** State and text of a list, kept in its address. Not for texts that are names or identity numbers of people. */
export function useListFilter<S extends string>() {
  const [search, setSearch] = useSearchParams();
  const change = (name: 'state' | 'text', value: string | undefined) =>
    setSearch((old) => {
      const next = new URLSearchParams(old);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    }, { replace: true });
  return {
    state: (search.get('state') ?? undefined) as S | undefined,
    text: search.get('text') ?? '',
    setState: (state: S | undefined) => change('state', state),
    setText: (text: string) => change('text', text.trim()),
  };
}
