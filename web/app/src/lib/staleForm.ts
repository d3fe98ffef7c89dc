import { asProblem } from '../api/problem';

/**
 * For a form whose save was refused because someone else saved first. The form goes on standing on the record it was opened
 * on, or what was typed would be saved over what the other wrote, unseen; this is the way to give it up and start from theirs.
 */
export function reloadAfter<T>(save: { error: Error | null; reset: () => void }, newest: T, start: (newest: T) => void): (() => void) | undefined {
  if (!save.error || !asProblem(save.error).isStale) return undefined;
  return () => {
    start(newest);
    save.reset();
  };
}
