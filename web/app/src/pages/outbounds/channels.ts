import type { CodeLabel, Outbound } from '../../api/client';

export const courier = 'UNIT_COURIER';
const openMail = 'RECORDED_MAIL';

/** The channels by which a dossier may leave, of those that its office allows. */
export const channelsFor = ({ restricted }: Pick<Outbound, 'restricted'>, allowed: CodeLabel[]): CodeLabel[] =>
  allowed.filter(({ code }) => !restricted || code !== openMail);

/** The year whose holidays the deadline should count but cannot; undefined: they are known, or it left already. */
export function unknownYear({ dispatchBy, dispatch }: Pick<Outbound, 'dispatchBy' | 'dispatch'>, known: number[]): number | undefined {
  const year = Number(dispatchBy.slice(0, 4));
  return year && !dispatch && !known.includes(year) ? year : undefined;
}
