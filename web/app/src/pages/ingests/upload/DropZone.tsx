import { FileAddOutlined, FolderOpenOutlined, InboxOutlined } from '@ant-design/icons';
import { Alert, Button, Space } from 'antd';
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { useT } from '../../../i18n/i18n';
import { buildPackage, maxFiles } from './manifest';
import type { Package, PickedFile } from './manifest';
import { pickedFromDrop, pickedFromInput, TooManyFiles } from './pick';

/** Takes a folder, several folders, loose files or a ZIP, dropped or chosen. */
export function DropZone({ onPicked }: { onPicked: (source: Package) => void }) {
  const t = useT();
  const folderInput = useRef<HTMLInputElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [reading, setReading] = useState<number>();
  const [fault, setFault] = useState<string>();

  const take = async (pick: () => PickedFile[] | Promise<PickedFile[]>) => {
    setFault(undefined);
    setReading(0);
    try {
      const source = buildPackage(await pick());
      if (source.files.length === 0) setFault(t('ingest.empty'));
      else onPicked(source);
    } catch (error) {
      setFault(error instanceof TooManyFiles ? t('ingest.tooMany', { max: maxFiles }) : String(error));
    } finally {
      setReading(undefined);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const { items } = event.dataTransfer;
    void take(() => pickedFromDrop(items, setReading));
  };
  const fromInput = (input: HTMLInputElement) => {
    const { files } = input;
    if (files && files.length > 0) void take(() => pickedFromInput(files));
  };
  return (
    <div
      className={`drop-zone${over ? ' drop-over' : ''}`}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <InboxOutlined className="drop-icon" />
      <p className="drop-title">{reading === undefined ? t('ingest.drop') : t('ingest.reading', { count: reading })}</p>
      <p className="muted">{t('ingest.dropHint')}</p>
      <Space wrap>
        <Button icon={<FolderOpenOutlined />} onClick={() => folderInput.current?.click()}>{t('ingest.pickFolder')}</Button>
        <Button icon={<FileAddOutlined />} onClick={() => fileInput.current?.click()}>{t('ingest.pickFiles')}</Button>
      </Space>
      <input ref={folderInput} type="file" hidden multiple webkitdirectory="" data-testid="folder-input" onChange={(event) => fromInput(event.target)} />
      <input ref={fileInput} type="file" hidden multiple data-testid="file-input" onChange={(event) => fromInput(event.target)} />
      {fault && <Alert type="error" showIcon title={fault} className="spaced" />}
    </div>
  );
}
