import type { Grant } from '../../api/client';

const everywhere = 'all';

/** How the scope of a role is chosen: the server accepts handlers for single enterprises only. */
export function placeKind(role: string): 'enterprise' | 'community' | 'any' {
  if (role === 'enterprise_handler') return 'enterprise';
  return role === 'community_worker' ? 'community' : 'any';
}

const communityDigits = 9; // subdistricts; communities have more

/** A place in one value, because a select has one: "division:2101", "office:SY-TX" or "all". */
export function placeOf({ office, division }: Grant): string {
  if (office) return `office:${office}`;
  return division ? `division:${division}` : everywhere;
}

export function grantAt(role: string, place: string): Grant {
  const [kind, code] = place.split(/:(.*)/s);
  if (kind === 'office' && code) return { role, office: code };
  if (kind === 'division' && code) return { role, division: code };
  return { role };
}

/** Another role in the same place, where it can be granted there; otherwise its place is to be chosen. */
export function withRole(grant: Grant, role: string): Grant {
  const kind = placeKind(role);
  if (kind === placeKind(grant.role)) return { ...grant, role };
  if (kind === 'enterprise') return { role };
  if (kind === 'community') return (grant.division ?? '').length >= communityDigits ? { role, division: grant.division } : { role };
  return grantAt(role, placeOf(grant));
}

/** Reports whether nothing is left to choose. */
export function isComplete(grant: Grant): boolean {
  const kind = placeKind(grant.role);
  if (kind === 'enterprise') return Boolean(grant.enterprise);
  return kind === 'any' || Boolean(grant.division);
}
