import { Tree } from 'antd';
import type { TreeDataNode } from 'antd';
import { useMemo } from 'react';
import type { Dossier, Material, UseScope } from '../../api/client';
import { useT } from '../../i18n/i18n';
import type { Translate } from '../../i18n/i18n';
import { buildCatalogue } from '../dossier/catalogue';
import type { CatalogueClass } from '../dossier/catalogue';
import { admits, admitsClass, exclude, include, narrowed, nothing, rowsOf } from './scope';
import type { Place } from './scope';

interface Props {
  dossier: Dossier;
  /** Only this part is offered. */
  of?: UseScope;
  value?: UseScope;
  onChange?: (scope: UseScope) => void;
}

type PlaceNode = TreeDataNode & { place: Place; rows: Material[]; children?: PlaceNode[] };

/** Chooses classes and materials of a catalogue; a field of a form. */
export function ScopeTree({ dossier, of, value = nothing, onChange }: Props) {
  const t = useT();
  const nodes = useMemo(() => {
    const { classes } = buildCatalogue(dossier);
    return (of ? narrowed(classes, of) : classes).map((node) => classNode(node, t));
  }, [dossier, of, t]);
  const rows = useMemo(() => nodes.flatMap((node) => node.rows), [nodes]);
  const ticks = (node: PlaceNode): PlaceNode[] => [node, ...(node.children ?? []).flatMap(ticks)];
  const all = nodes.flatMap(ticks);
  const some = all.filter((node) => node.rows.some((row) => admits(value, row)));
  const whole = some.filter((node) => node.rows.every((row) => admits(value, row)));
  return (
    <Tree<PlaceNode>
      checkable
      checkStrictly
      selectable={false}
      blockNode
      defaultExpandAll
      className="catalog-tree scope-tree"
      treeData={nodes}
      checkedKeys={{ checked: whole.map(({ key }) => key), halfChecked: some.filter((node) => !whole.includes(node)).map(({ key }) => key) }}
      onCheck={(_, { node: { place }, checked }) =>
        onChange?.(checked ? include(value, place, rows, (code) => !of || admitsClass(of, code)) : exclude(value, place, rows))}
    />
  );
}

function classNode(node: CatalogueClass, t: Translate): PlaceNode {
  const rows = rowsOf([node]);
  return {
    key: `class:${node.class.code}`,
    place: { code: node.class.code },
    rows,
    title: <span className="catalog-class"><b>{node.class.label}</b> {node.class.name} <span className="muted">{t('consultation.singles', { count: rows.length })}</span></span>,
    children: [...node.materials.map(rowNode), ...node.subclasses.map((sub) => classNode(sub, t))],
  };
}

function rowNode(row: Material): PlaceNode {
  return {
    key: row.id,
    isLeaf: true,
    place: { row },
    rows: [row],
    title: <span className="catalog-row"><span className="mono muted">{row.number}</span><span className="catalog-title">{row.title}</span><span className="muted catalog-extent">{row.formedOn}</span></span>,
  };
}
