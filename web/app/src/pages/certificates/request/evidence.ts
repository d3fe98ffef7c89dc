import type { CertificateKind, CodeLabel } from '../../../api/client';

/** The papers a capacity has to show for a kind of certificate. */
export function evidenceFor(kinds: CertificateKind[] | undefined, kind: string, capacity: string): CodeLabel[] {
  return kinds?.find(({ code }) => code === kind)?.entitled.find((e) => e.capacity === capacity)?.evidence ?? [];
}
