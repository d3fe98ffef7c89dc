import { Button, Card, Empty, Input, Space, Spin, Tree } from 'antd';
import type { BasicDataNode } from 'antd/es/tree';
import { useMemo, useState } from 'react';
import { useDivisions } from '../../api/places';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';
import { branchesWith, divisionTree } from '../../lib/divisions';
import type { DivisionNode } from '../../lib/divisions';
import { DivisionDialog } from './DivisionDialog';
import type { DivisionWork } from './DivisionDialog';

/** Digits of the divisions that districts keep themselves: subdistricts and communities. */
const local = [9, 12];

export function Component() {
  const t = useT();
  const divisions = useDivisions();
  const [text, setText] = useState('');
  const [work, setWork] = useState<DivisionWork>();
  const [opened, setOpened] = useState<string[]>();
  const tree = useMemo(() => divisionTree(divisions.data ?? []), [divisions.data]);
  const shown = branchesWith(tree, text.trim());
  const expanded = text.trim() ? codesOf(shown) : opened ?? codesOf(tree).filter((code) => code.length < 6);
  const save = (saved: string) => {
    setWork(undefined);
    setOpened((now) => [...(now ?? codesOf(tree).filter((code) => code.length < 6)), saved]);
  };
  return (
    <Card title={t('nav.divisions')} className="form-page">
      <p className="muted">{t('division.hint')}</p>
      <Input.Search allowClear className="spaced list-search" aria-label={t('division.filter')} placeholder={t('division.filter')} value={text} onChange={(event) => setText(event.target.value)} />
      <ProblemAlert error={divisions.error} onRetry={() => void divisions.refetch()} />
      {divisions.isLoading && <Spin />}
      {divisions.data && shown.length === 0 && <Empty description={t('common.none')} />}
      <Tree<DivisionNode & BasicDataNode>
        blockNode
        selectable={false}
        expandedKeys={expanded}
        onExpand={(keys) => setOpened(keys as string[])}
        fieldNames={{ key: 'code', title: 'name' }}
        treeData={shown}
        titleRender={(node) => <Row node={node} onWork={setWork} />}
      />
      {work && <DivisionDialog work={work} known={divisions.data ?? []} onSaved={save} onClose={() => setWork(undefined)} />}
    </Card>
  );
}

function codesOf(nodes: DivisionNode[]): string[] {
  return nodes.flatMap(({ code, children }) => [code, ...codesOf(children)]);
}

function Row({ node, onWork }: { node: DivisionNode; onWork: (work: DivisionWork) => void }) {
  const t = useT();
  const { code, name } = node;
  return (
    <div className="division-row">
      <span>{name} <span className="muted mono">{code}</span></span>
      <Space size={4}>
        {code.length === 6 && <Button size="small" onClick={() => onWork({ parent: node, digits: 9 })}>{t('division.addSubdistrict')}</Button>}
        {code.length === 9 && <Button size="small" onClick={() => onWork({ parent: node, digits: 12 })}>{t('division.addCommunity')}</Button>}
        {local.includes(code.length) && <Button size="small" onClick={() => onWork({ division: node })}>{t('division.rename')}</Button>}
      </Space>
    </div>
  );
}
