import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { batchByNo, paperHref } from '../../api/batches';
import { matterByNumber, matterPath } from '../../api/matters';
import { useT } from '../../i18n/i18n';
import { scanTarget } from './scanTarget';
import type { ScanTarget } from './scanTarget';

interface Place {
  path: string;
  /** Codes and identity numbers go beside the address, not into it. */
  state?: { text: string } | { code: string };
}

async function placeOf(target: Exclude<ScanTarget, { kind: 'paper' }>): Promise<Place | undefined> {
  if (target.kind === 'search') return { path: '/search', state: { text: target.text } };
  if (target.kind === 'dossier') return { path: `/dossiers/${target.id}` };
  if (target.kind === 'matter') {
    const { kind, id } = await matterByNumber(target.no);
    return { path: matterPath(kind, id) };
  }
  const batch = await batchByNo(target.no);
  if (!batch) return undefined;
  const path = `/transfer/batches/${batch.id}`;
  if (batch.state !== 'CHECKING') return { path };
  return { path: `${path}/check`, ...(target.line ? { state: { code: target.line } } : {}) };
}

/** Opens what a code stands for. */
export function useScan() {
  const t = useT();
  const navigate = useNavigate();
  const find = useMutation({
    mutationFn: async (target: Exclude<ScanTarget, { kind: 'paper' }>) => {
      const place = await placeOf(target);
      if (!place) throw new Error(t('desk.notFound', { code: 'no' in target ? target.no : '' }));
      return place;
    },
    onSuccess: ({ path, state }) => void navigate(path, { state }),
  });
  const scan = (code: string) => {
    find.reset();
    const target = scanTarget(code);
    if (target.kind === 'paper') window.open(paperHref(target.no), '_blank', 'noopener');
    else find.mutate(target);
  };
  return { scan, error: find.error };
}
