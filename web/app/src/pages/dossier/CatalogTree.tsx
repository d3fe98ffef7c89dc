import { Tag, Tree } from 'antd';
import type { TreeDataNode } from 'antd';
import { useMemo } from 'react';
import type { Dossier, Material } from '../../api/client';
import { Pieces } from '../../components/Pieces';
import { useT } from '../../i18n/i18n';
import type { Translate } from '../../i18n/i18n';
import { buildCatalogue } from './catalogue';
import type { CatalogueClass } from './catalogue';

interface Props {
  dossier: Dossier;
  /** The row the open page belongs to. */
  materialId: string | undefined;
  /** Titles with marked pieces, by row, when the dossier was opened from a search. */
  marked: ReadonlyMap<string, string[]>;
  onOpen: (materialId: string) => void;
}

const orphanKey = 'orphans';

/** The catalogue by class; a row opens the first of its pages. */
export function CatalogTree({ dossier, materialId, marked, onOpen }: Props) {
  const t = useT();
  const data = useMemo(() => treeData(dossier, marked, t), [dossier, marked, t]);
  return (
    <Tree
      blockNode
      defaultExpandAll
      className="catalog-tree"
      treeData={data}
      selectedKeys={materialId === undefined ? [] : [materialId || orphanKey]}
      onSelect={(_, { node }) => {
        if (node.selectable !== false) onOpen(node.key === orphanKey ? '' : String(node.key));
      }}
    />
  );
}

function treeData(dossier: Dossier, marked: Props['marked'], t: Translate): TreeDataNode[] {
  const { classes, orphans } = buildCatalogue(dossier);
  const severalVolumes = dossier.volumes.length > 1;
  const scans = new Map<string, number>();
  for (const page of dossier.pages) scans.set(page.materialId, (scans.get(page.materialId) ?? 0) + 1);

  const rowNode = (row: Material): TreeDataNode => ({
    key: row.id,
    isLeaf: true,
    title: (
      <span className="catalog-row">
        <span className="mono muted">{row.number}</span>
        <span className="catalog-title">{marked.has(row.id) ? <Pieces pieces={marked.get(row.id) ?? []} /> : row.title}</span>
        {severalVolumes && <Tag variant="filled">{t('edit.volume')}{row.volumeNo}</Tag>}
        <span className="muted catalog-extent">{row.formedOn} · {t('dossier.pageCount', { count: scans.get(row.id) ?? 0 })}</span>
      </span>
    ),
  });
  const classNode = (node: CatalogueClass): TreeDataNode => ({
    key: `class:${node.class.code}`,
    selectable: false,
    title: (
      <span className="catalog-class">
        <b>{node.class.label}</b> {node.class.name}
        <span className="muted"> {t('dossier.classExtent', { materials: node.materialCount, pages: node.pageCount })}</span>
      </span>
    ),
    children: [...node.materials.map(rowNode), ...node.subclasses.map(classNode)],
  });
  const nodes = classes.map(classNode);
  if (orphans.length > 0) {
    nodes.push({ key: orphanKey, isLeaf: true, title: <>{t('dossier.orphans')} <Tag color="orange">{orphans.length}</Tag></> });
  }
  return nodes;
}
