import type { Division } from '../api/client';

/** Digits of province, city, district, subdistrict and community; each code begins with the one above. */
export const levels = [2, 4, 6, 9, 12] as const;
export type Level = (typeof levels)[number];

export interface DivisionNode {
  code: string;
  name: string;
  children: DivisionNode[];
}

/** The divisions as trees. One whose upper division is not known stands at the top: people see part of the country. */
export function divisionTree(divisions: Division[]): DivisionNode[] {
  const nodes = new Map<string, DivisionNode>(divisions.map(({ code, name }) => [code, { code, name, children: [] }]));
  const tops: DivisionNode[] = [];
  for (const node of [...nodes.values()].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const above = codesAbove(node.code).map((code) => nodes.get(code)).find(Boolean);
    (above?.children ?? tops).push(node);
  }
  return tops;
}

/** The branches that lead to a division whose name or code contains the text; all of what lies below it stays. */
export function branchesWith(nodes: DivisionNode[], text: string): DivisionNode[] {
  if (text === '') return nodes;
  return nodes.flatMap((node) => {
    if (node.name.includes(text) || node.code.includes(text)) return [node];
    const children = branchesWith(node.children, text);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** Codes of the divisions a division lies in, the nearest first. */
export function codesAbove(code: string): string[] {
  return levels.filter((length) => length < code.length).map((length) => code.slice(0, length)).reverse();
}

/** "铁西区 · 兴华街道 · 某社区": from the district down, since everyone knows the city they work in. */
export function placePath(code: string, nameOf: (code: string) => string): string {
  const path = [...codesAbove(code).reverse(), code].filter((part) => part.length >= 6);
  if (path.length === 0) return code && nameOf(code);
  return path.filter((part) => part === code || nameOf(part) !== part).map(nameOf).join(' · ');
}
