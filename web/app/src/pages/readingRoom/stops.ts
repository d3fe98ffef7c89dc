import type { ScreenMaterial } from '../../api/client';

/** A page that may be shown, with its place among those of its material. */
export interface Stop {
  material: number; // place in the list of materials
  title: string;
  place: number; // from 1
  count: number;
  pageNo: number;
}

/** All pages that may be shown, in the order in which they are leafed through. */
export function stops(materials: ScreenMaterial[]): Stop[] {
  return materials.flatMap(({ title, pages }, material) => pages.map((pageNo, at) => ({ material, title, place: at + 1, count: pages.length, pageNo })));
}
