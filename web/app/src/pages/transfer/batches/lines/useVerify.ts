import { App } from 'antd';
import { useMemo, useState } from 'react';
import type { Line } from '../../../../api/client';
import { useVerifyLines } from '../../../../api/lines';
import { useT } from '../../../../i18n/i18n';
import { past, targets } from './selection';
import type { LineList } from './useLineList';
import { decidable, namingPersons, refusedAmong } from './verdicts';

const none: ReadonlyMap<number, string> = new Map();

/** Verifying or rejecting the selected persons, or the one under the cursor: all of them or, when one is refused, none. */
export function useVerify(batchId: string, { rows, lines, selection, setSelection }: LineList) {
  const t = useT();
  const { message } = App.useApp();
  const send = useVerifyLines(batchId);
  const [refused, setRefused] = useState(none);
  const [sent, setSent] = useState<Line[]>([]);
  const chosen = useMemo(() => targets(selection, rows), [selection, rows]);
  const [verifiable, rejectable] = useMemo(() => {
    const among = new Set(chosen);
    const persons = lines.filter((line) => among.has(line.seq));
    return [decidable(persons, true), decidable(persons, false)];
  }, [chosen, lines]);
  const decide = (verified: boolean, reason?: string, onDone?: () => void) => {
    const persons = verified ? verifiable : rejectable;
    if (send.isPending || chosen.length === 0) return;
    if (persons.length === 0) {
      void message.info(t('line.nothingToDecide'));
      return;
    }
    setSent(persons);
    send.mutate(persons.map(({ seq, version }) => ({ seq, version, verified, ...(reason ? { reason } : {}) })), {
      onSuccess: () => {
        setRefused(none);
        setSelection(past(selection, rows, chosen));
        void message.success(t(verified ? 'line.verified' : 'line.rejected', { count: persons.length }));
        onDone?.();
      },
      onError: (error) => setRefused(refusedAmong(persons, error)),
    });
  };
  /** Goes on without those that were refused. */
  const dropRefused = () => {
    const rest = new Set([...selection.selected].filter((seq) => !refused.has(seq)));
    setSelection({ ...selection, base: rest, selected: rest });
    send.reset();
  };
  return {
    verifiable,
    rejectable,
    decide,
    dropRefused,
    refused,
    error: send.error && namingPersons(sent, send.error),
    busy: send.isPending,
    reset: send.reset,
  };
}
