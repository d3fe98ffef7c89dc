import { App } from 'antd';
import { useState } from 'react';
import { useVerifyLines } from '../../../../api/lines';
import { asProblem } from '../../../../api/problem';
import { useT } from '../../../../i18n/i18n';
import { past, targets } from './selection';
import type { LineList } from './useLineList';

const none: ReadonlyMap<number, string> = new Map();

/** The persons a refusal names: its fields say which of those sent, by position. */
export function refusedAmong(seqs: readonly number[], fields: readonly { name: string; message: string }[]): Map<number, string> {
  const refused = new Map<number, string>();
  for (const { name, message } of fields) {
    const seq = seqs[Number(/\[(\d+)\]/.exec(name)?.[1])];
    if (seq !== undefined) refused.set(seq, message);
  }
  return refused;
}

/** Verifying or rejecting the selected persons, or the one under the cursor: all of them or, when one is refused, none. */
export function useVerify(batchId: string, list: LineList) {
  const t = useT();
  const { message } = App.useApp();
  const send = useVerifyLines(batchId);
  const [refused, setRefused] = useState(none);
  const decide = (verified: boolean, reason?: string, onDone?: () => void) => {
    const { rows, selection, lines, setSelection } = list;
    const seqs = targets(selection, rows);
    if (seqs.length === 0 || send.isPending) return;
    const version = new Map(lines.map((line) => [line.seq, line.version]));
    const verdicts = seqs.map((seq) => ({ seq, version: version.get(seq) ?? 0, verified, ...(reason ? { reason } : {}) }));
    send.mutate(verdicts, {
      onSuccess: () => {
        setRefused(none);
        setSelection(past(selection, rows, seqs));
        void message.success(t(verified ? 'line.verified' : 'line.rejected', { count: seqs.length }));
        onDone?.();
      },
      onError: (error) => setRefused(refusedAmong(seqs, asProblem(error).fields)),
    });
  };
  /** Goes on without those that were refused. */
  const dropRefused = () => {
    const { selection, setSelection } = list;
    const rest = [...selection.selected].filter((seq) => !refused.has(seq));
    setSelection({ ...selection, base: new Set(rest), selected: new Set(rest) });
    send.reset();
  };
  return { decide, dropRefused, refused, error: send.error, busy: send.isPending, reset: send.reset };
}
