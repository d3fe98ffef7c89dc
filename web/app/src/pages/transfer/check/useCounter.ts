import { App } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import type { BatchDetail, LineDetail, LineOutcome } from '../../../api/client';
import { useDecideLine, useFindLine } from '../../../api/lines';
import { asProblem } from '../../../api/problem';
import { useT } from '../../../i18n/i18n';
import { allRight, blankDraft, checkOf } from './checkDraft';
import type { Decision, Grounds } from './checkDraft';

const recentLimit = 8;

/** One clerk's work at the counter: a dossier is scanned, looked at, decided about, and the next one comes. */
export function useCounter({ batch, agreement, requiredMaterials }: BatchDetail) {
  const t = useT();
  const { message } = App.useApp();
  const find = useFindLine(batch.id);
  const decide = useDecideLine(batch.id);
  const [found, setFound] = useState<LineDetail>();
  const [draft, setDraft] = useState(blankDraft);
  const [recent, setRecent] = useState<LineOutcome[]>([]);
  const take = (detail: LineDetail) => {
    setFound(detail);
    setDraft(blankDraft());
  };
  const { mutate: look } = find;
  const brought = useRef((useLocation().state as { code?: string } | null)?.code); // scanned at the work desk
  useEffect(() => {
    if (brought.current) look(brought.current, { onSuccess: setFound });
    brought.current = undefined;
  }, [look]);
  const scan = (code: string) => {
    if (found && found.line.state === 'DELIVERED') void message.warning(t('check.undecided', { seq: found.line.seq, name: found.line.name }));
    decide.reset();
    setFound(undefined);
    find.mutate(code, { onSuccess: take });
  };
  const settle = (decision: Decision, grounds: Grounds, onDone: () => void) => {
    if (!found || decide.isPending) return;
    const { seq, version } = found.line;
    decide.mutate(
      { seq, version, check: checkOf(draft, found.line, requiredMaterials, decision, grounds) },
      {
        onSuccess: (outcome) => {
          setRecent((old) => [outcome, ...old.filter(({ line }) => line.seq !== seq)].slice(0, recentLimit));
          setFound(undefined);
          onDone();
        },
        // A colleague was faster: what is on the screen is no longer so, and is read again without losing what was found.
        onError: (error) => { if (asProblem(error).isStale) find.mutate(String(seq), { onSuccess: setFound }); },
      },
    );
  };
  return {
    found,
    draft,
    setDraft,
    recent,
    scan,
    settle,
    allRight: () => found && setDraft(allRight(draft, found.line, requiredMaterials, agreement?.terms)),
    finding: find.isPending,
    deciding: decide.isPending,
    /** Why nothing was found, or why it was refused. */
    error: find.error ?? decide.error,
    forgetError: decide.reset,
  };
}
