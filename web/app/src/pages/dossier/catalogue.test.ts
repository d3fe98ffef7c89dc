import { describe, expect, it } from 'vitest';
import type { Material, Page } from '../../api/client';
import { buildCatalogue } from './catalogue';

const classes = [
  { code: '1', label: '一', name: '履历类', divided: false },
  { code: '4', label: '四', name: '学历类', divided: true },
  { code: '4-1', label: '四-1', name: '学历学位材料', divided: false },
  { code: '4-2', label: '四-2', name: '职称材料', divided: false },
  { code: '10', label: '十', name: '其他', divided: false },
];
const row = (id: string, code: string) => ({ id, class: code, title: id }) as Material;
const page = (no: number, materialId: string) => ({ no, materialId }) as Page;

describe('buildCatalogue', () => {
  const tree = buildCatalogue({
    classes,
    materials: [row('a', '1'), row('b', '4-1'), row('c', '4-1'), row('d', '10'), row('x', '77')],
    pages: [page(1, 'a'), page(2, 'b'), page(3, 'b'), page(4, 'c'), page(5, ''), page(6, 'x')],
  });

  it('puts subclasses under their class and leaves out classes without rows', () => {
    expect(tree.classes.map((node) => node.class.label)).toEqual(['一', '四', '十', '77']);
    expect(tree.classes[1]?.subclasses.map((node) => node.class.label)).toEqual(['四-1']);
  });

  it('counts materials and pages upwards', () => {
    expect([tree.classes[1]?.materialCount, tree.classes[1]?.pageCount]).toEqual([2, 3]);
    expect([tree.classes[2]?.materialCount, tree.classes[2]?.pageCount]).toEqual([1, 0]);
  });

  it('loses neither a row of an unknown class nor a scan without a row', () => {
    expect(tree.classes[3]?.materials.map((material) => material.id)).toEqual(['x']);
    expect(tree.orphans.map((orphan) => orphan.no)).toEqual([5]);
  });
});
