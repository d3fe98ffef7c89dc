import {
  CompressOutlined,
  DownloadOutlined,
  FileTextOutlined,
  FullscreenOutlined,
  LeftOutlined,
  PicLeftOutlined,
  QuestionCircleOutlined,
  RedoOutlined,
  RightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import { Button, Input, Tooltip } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useState } from 'react';
import type { ReactNode, Ref } from 'react';
import type { Page } from '../../api/client';
import { masterHref } from '../../api/dossiers';
import { useT } from '../../i18n/i18n';
import type { ViewerAction } from './keymap';

interface Props {
  dossierId: string;
  pages: Page[];
  index: number;
  pageInput: Ref<InputRef>;
  thumbs: boolean;
  text: boolean;
  onAction: (action: ViewerAction) => void;
  onGoto: (index: number) => void;
  onText: () => void;
  onFullscreen: () => void;
}

export function ViewerToolbar({ dossierId, pages, index, pageInput, thumbs, text, onAction, onGoto, onText, onFullscreen }: Props) {
  const t = useT();
  const page = pages[index];
  return (
    <div className="viewer-toolbar" role="toolbar" aria-label={t('viewer.label')}>
      <Tool title={t('viewer.thumbs')} icon={<PicLeftOutlined />} pressed={thumbs} onClick={() => onAction('thumbs')} />
      <span className="tool-gap" />
      <Tool title={t('viewer.previous')} icon={<LeftOutlined />} disabled={index <= 0} onClick={() => onAction('previous')} />
      <PageNumber ref={pageInput} index={index} count={pages.length} onGoto={onGoto} />
      <Tool title={t('viewer.next')} icon={<RightOutlined />} disabled={index >= pages.length - 1} onClick={() => onAction('next')} />
      <span className="tool-gap" />
      <Tool title={t('viewer.zoomOut')} icon={<ZoomOutOutlined />} onClick={() => onAction('zoomOut')} />
      <Tool title={t('viewer.zoomIn')} icon={<ZoomInOutlined />} onClick={() => onAction('zoomIn')} />
      <Tool title={t('viewer.fit')} icon={<CompressOutlined />} onClick={() => onAction('fit')} />
      <Tool title={t('viewer.rotate')} icon={<RedoOutlined />} onClick={() => onAction('rotate')} />
      <span className="tool-gap" />
      <Tool title={t('viewer.text')} icon={<FileTextOutlined />} pressed={text} disabled={!page?.hasText && !text} onClick={onText} />
      {page && (
        <Tooltip title={t('viewer.download')}>
          <Button type="text" icon={<DownloadOutlined />} aria-label={t('viewer.download')} href={masterHref(dossierId, page.no)} download={page.sourceName} />
        </Tooltip>
      )}
      <Tool title={t('viewer.fullscreen')} icon={<FullscreenOutlined />} onClick={onFullscreen} />
      <Tool title={t('viewer.help')} icon={<QuestionCircleOutlined />} onClick={() => onAction('help')} />
    </div>
  );
}

interface ToolProps {
  title: string;
  icon: ReactNode;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

function Tool({ title, icon, pressed, disabled, onClick }: ToolProps) {
  return (
    <Tooltip title={title}>
      <Button
        type="text"
        icon={icon}
        aria-label={title}
        aria-pressed={pressed}
        className={pressed ? 'tool-pressed' : undefined}
        disabled={disabled}
        onClick={onClick}
      />
    </Tooltip>
  );
}

interface PageNumberProps {
  ref: Ref<InputRef>;
  index: number;
  count: number;
  onGoto: (index: number) => void;
}

function PageNumber({ ref, index, count, onGoto }: PageNumberProps) {
  const t = useT();
  const [draft, setDraft] = useState('');
  const shown = count === 0 ? '0' : String(index + 1);
  useEffect(() => setDraft(shown), [shown]);
  const go = (field: HTMLInputElement) => {
    const wanted = Number(draft.normalize('NFKC'));
    if (Number.isInteger(wanted) && wanted >= 1) onGoto(wanted - 1);
    else setDraft(shown);
    field.blur();
  };
  return (
    <span className="page-number">
      <Input
        ref={ref}
        size="small"
        inputMode="numeric"
        aria-label={t('viewer.goto')}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onPressEnter={(event) => go(event.currentTarget)}
        onBlur={() => setDraft(shown)}
      />
      <span>{t('viewer.position', { count })}</span>
    </span>
  );
}
