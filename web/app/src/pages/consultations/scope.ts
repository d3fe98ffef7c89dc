import type { Material, UseScope } from '../../api/client';
import type { CatalogueClass } from '../dossier/catalogue';

type Row = Pick<Material, 'id' | 'class'>;

export const nothing: UseScope = { classes: [], materialIds: [] };

export const isEmpty = ({ classes, materialIds }: UseScope) => classes.length === 0 && materialIds.length === 0;

const within = (code: string, parent: string) => code === parent || code.startsWith(`${parent}-`);

/** Whether a whole class lies in a scope, and so whatever is added to it. */
export const admitsClass = (scope: UseScope, code: string) => scope.classes.some((parent) => within(code, parent));

export const admits = (scope: UseScope, row: Row) => scope.materialIds.includes(row.id) || admitsClass(scope, row.class);

/** A class, or one of its materials. */
export type Place = { code: string } | { row: Row };

const at = (place: Place) => (row: Row) => ('code' in place ? within(row.class, place.code) : row.id === place.row.id);

/** The scope with a place added. A class is added as such where `whole` allows it; else the materials it has now are. */
export function include(scope: UseScope, place: Place, rows: Row[], whole: (code: string) => boolean): UseScope {
  if (!('code' in place) || !whole(place.code)) {
    const added = rows.filter((row) => at(place)(row) && !admits(scope, row));
    return { ...scope, materialIds: [...scope.materialIds, ...added.map(({ id }) => id)] };
  }
  const covered = new Set(rows.filter(at(place)).map(({ id }) => id));
  return {
    classes: [...scope.classes.filter((code) => !within(code, place.code)), place.code],
    materialIds: scope.materialIds.filter((id) => !covered.has(id)),
  };
}

/** The scope without a place: a class that loses a part is left as the materials that remain of it. */
export function exclude(scope: UseScope, place: Place, rows: Row[]): UseScope {
  const lost = rows.filter(at(place));
  const classes = scope.classes.filter((code) => !lost.some((row) => within(row.class, code)));
  const left = rows.filter((row) => admits(scope, row) && !lost.includes(row) && !admitsClass({ classes, materialIds: [] }, row.class));
  return { classes, materialIds: left.map(({ id }) => id) };
}

/** The part of a catalogue that lies in a scope. */
export function narrowed(classes: CatalogueClass[], scope: UseScope): CatalogueClass[] {
  return classes
    .map((node) => ({ ...node, materials: node.materials.filter((row) => admits(scope, row)), subclasses: narrowed(node.subclasses, scope) }))
    .filter(({ materials, subclasses }) => materials.length + subclasses.length > 0);
}

/** All materials of a part of a catalogue. */
export const rowsOf = (classes: CatalogueClass[]): Material[] => classes.flatMap((node) => [...node.materials, ...rowsOf(node.subclasses)]);
