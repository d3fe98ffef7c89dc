import type { Dossier, Material, MaterialClass, Page } from '../../api/client';

export interface CatalogueClass {
  class: MaterialClass;
  materials: Material[];
  subclasses: CatalogueClass[];
  materialCount: number;
  pageCount: number;
}

export interface Catalogue {
  classes: CatalogueClass[];
  /** Scans that no catalogue row claims. */
  orphans: Page[];
}

/** The class a divided class's part belongs to: "4" for "4-1". */
function parentOf(code: string): string | undefined {
  const dash = code.lastIndexOf('-');
  return dash > 0 ? code.slice(0, dash) : undefined;
}

/** The catalogue as a tree of the classes in use, in the order of the scheme. Rows of an unknown class come last. */
export function buildCatalogue(dossier: Pick<Dossier, 'classes' | 'materials' | 'pages'>): Catalogue {
  const known = new Set(dossier.classes.map((entry) => entry.code));
  const strangers = [...new Set(dossier.materials.map((row) => row.class))].filter((code) => !known.has(code));
  const all = [...dossier.classes, ...strangers.map((code) => ({ code, label: code, name: '', divided: false }))];
  const nodes = new Map<string, CatalogueClass>();
  for (const entry of all) {
    const materials = dossier.materials.filter((row) => row.class === entry.code);
    nodes.set(entry.code, { class: entry, materials, subclasses: [], materialCount: 0, pageCount: 0 });
  }
  const roots: CatalogueClass[] = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(parentOf(node.class.code) ?? '');
    (parent ? parent.subclasses : roots).push(node);
  }
  return { classes: inUse(roots, dossier.pages), orphans: dossier.pages.filter((page) => page.materialId === '') };
}

function inUse(nodes: CatalogueClass[], pages: Page[]): CatalogueClass[] {
  return nodes
    .map((node) => {
      const subclasses = inUse(node.subclasses, pages);
      const own = new Set(node.materials.map((row) => row.id));
      return {
        ...node,
        subclasses,
        materialCount: subclasses.reduce((sum, sub) => sum + sub.materialCount, node.materials.length),
        pageCount: subclasses.reduce((sum, sub) => sum + sub.pageCount, pages.filter((page) => own.has(page.materialId)).length),
      };
    })
    .filter((node) => node.materialCount > 0);
}
