import { ArrowLeftOutlined, ArrowRightOutlined, RedoOutlined, SwapOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import type { Page } from '../../api/client';
import { thumbHref } from '../../components/viewer/ThumbStrip';
import { useT } from '../../i18n/i18n';
import type { DraftPage, DraftRow } from './draft';
import type { Handle } from './useReorder';

interface Props {
  page: DraftPage;
  stored: Page;
  revision: number;
  position: number;
  count: number;
  rows: DraftRow[];
  dragged: boolean;
  dropMark: boolean;
  handle: Handle;
  onMove: (to: number) => void;
  onMoveToRow: (rowId: string) => void;
  onRotate: () => void;
  onReplace: () => void;
}

export function PageCard(props: Props) {
  const { page, stored, revision, position, count, rows, dragged, dropMark, handle } = props;
  const t = useT();
  // The server shows the page as saved; what was turned since is turned here.
  const turn = (page.rotation - stored.rotation + 360) % 360;
  return (
    <li className={`page-card${dragged ? ' page-dragged' : ''}${dropMark ? ' page-target' : ''}`}>
      <div className="page-thumb" title={stored.sourceName} {...handle}>
        <img
          key={`${stored.rotation}:${revision}`}
          src={thumbHref(stored)}
          alt={t('viewer.thumbOf', { no: page.no })}
          style={{ transform: `rotate(${turn}deg)` }}
          loading="lazy"
          draggable={false}
        />
        <span className="page-position">{position + 1}</span>
      </div>
      <div className="page-tools">
        <Tool title={t('edit.moveUp')} icon={<ArrowLeftOutlined />} disabled={position === 0} onClick={() => props.onMove(position - 1)} />
        <Tool title={t('edit.moveDown')} icon={<ArrowRightOutlined />} disabled={position === count - 1} onClick={() => props.onMove(position + 1)} />
        <Tool title={t('edit.rotate')} icon={<RedoOutlined />} onClick={props.onRotate} />
        <Dropdown
          trigger={['click']}
          menu={{
            className: 'row-menu',
            items: rows.map((row) => ({ key: row.id, label: `${row.class}-${row.itemNo} ${row.title}` })),
            onClick: ({ key }) => props.onMoveToRow(key),
          }}
        >
          <Button size="small" type="text" icon={<SwapOutlined />} aria-label={t('edit.moveTo')} title={t('edit.moveTo')} />
        </Dropdown>
        <Tool title={t('edit.replace')} icon={<UploadOutlined />} onClick={props.onReplace} />
      </div>
    </li>
  );
}

function Tool({ title, icon, disabled, onClick }: { title: string; icon: ReactNode; disabled?: boolean; onClick: () => void }) {
  return (
    <Tooltip title={title}>
      <Button size="small" type="text" icon={icon} aria-label={title} disabled={disabled} onClick={onClick} />
    </Tooltip>
  );
}
