import { useMemo, useReducer, useState } from 'react';
import type { Dispatch } from 'react';
import type { Dossier, EditOperation } from '../../api/client';
import { change, draftOf } from './draft';
import type { Change, Draft } from './draft';
import { faultsOf, operationsBetween } from './operations';
import type { RowFault } from './operations';
import { rebase } from './rebase';

export interface DraftEdit {
  /** The version the changes start from. */
  dossier: Dossier;
  base: Draft;
  draft: Draft;
  /** What would be sent now. */
  operations: EditOperation[];
  faults: Map<string, RowFault>;
  apply: Dispatch<Change>;
  /** Goes on from this version without the changes made so far. */
  restart: (dossier: Dossier) => void;
  /** Goes on from a newer version and takes the changes along. */
  carryOver: (dossier: Dossier) => void;
}

export function useDraft(initial: Dossier): DraftEdit {
  const [dossier, setDossier] = useState(initial);
  const base = useMemo(() => draftOf(dossier), [dossier]);
  const [draft, apply] = useReducer(change, base);
  const operations = useMemo(() => operationsBetween(base, draft), [base, draft]);
  const faults = useMemo(() => faultsOf(draft), [draft]);
  const restart = (next: Dossier) => {
    setDossier(next);
    apply({ type: 'replace', draft: draftOf(next) });
  };
  const carryOver = (next: Dossier) => {
    setDossier(next);
    apply({ type: 'replace', draft: rebase(base, draft, draftOf(next)).draft });
  };
  return { dossier, base, draft, operations, faults, apply, restart, carryOver };
}
