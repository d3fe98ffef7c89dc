import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { fetchLabels, labelDossiers } from '../api/labels';
import type { LabelRun, LabelSource, SpineWidth } from '../api/labels';
import { useT } from '../i18n/i18n';
import { FormDialog } from './FormDialog';
import { StickerSheet } from './StickerSheet';

interface Props {
  /** Dossiers that were chosen, or the package that brought them with how many it holds. */
  of: { dossierIds: string[] } | { ingestId: string; dossiers: number };
  onClose: () => void;
}

interface Values {
  kind: LabelRun['kind'];
  spineWidth: SpineWidth;
  start: number;
  part: number;
}

const widths: readonly SpineWidth[] = [20, 30, 40, 50];

/** Asks how labels are to be printed, and hands out the sheets. */
export function LabelDialog({ of, onClose }: Props) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? 'SPINE';
  const [sheets, setSheets] = useState<string>();
  useEffect(() => () => { if (sheets) URL.revokeObjectURL(sheets); }, [sheets]);
  const print = useMutation({
    mutationFn: ({ kind, spineWidth, start, part }: Values) => {
      const source: LabelSource = 'ingestId' in of ? { ingestId: of.ingestId, part } : of;
      return fetchLabels(source, kind === 'SPINE' ? { kind, spineWidth } : { kind, start });
    },
    onSuccess: (file) => setSheets(save(file, t('labels.file'))),
  });
  return (
    <FormDialog<Values>
      title={t('labels.title')}
      form={form}
      busy={print.isPending}
      error={print.error}
      okText={t('labels.print')}
      initial={{ kind: 'SPINE', spineWidth: 30, start: 1, part: 1 }}
      onSubmit={(values) => print.mutate(values)}
      onClose={onClose}
    >
      {'ingestId' in of ? <PartField dossiers={of.dossiers} /> : <p>{t('labels.chosen', { count: of.dossierIds.length })}</p>}
      <Form.Item name="kind" label={t('labels.kind')}>
        <Radio.Group optionType="button" options={(['SPINE', 'QR'] as const).map((value) => ({ value, label: t(`labels.kind.${value}`) }))} />
      </Form.Item>
      {kind === 'SPINE' ? (
        <Form.Item name="spineWidth" label={t('labels.spineWidth')}>
          <Radio.Group options={widths.map((value) => ({ value, label: t('labels.millimetres', { value }) }))} />
        </Form.Item>
      ) : (
        <Form.Item name="start" label={t('labels.start')} extra={t('labels.startHint')}>
          <StickerSheet />
        </Form.Item>
      )}
      <p className="muted">{t('labels.scale')}</p>
      {sheets && <Alert type="success" showIcon title={<a href={sheets} download={t('labels.file')}>{t('labels.done')}</a>} />}
    </FormDialog>
  );
}

/** A large package is printed in parts. */
function PartField({ dossiers }: { dossiers: number }) {
  const t = useT();
  const parts = Math.max(1, Math.ceil(dossiers / labelDossiers));
  if (parts === 1) return <Form.Item name="part" hidden><Select /></Form.Item>;
  const options = Array.from({ length: parts }, (_, at) => ({
    value: at + 1,
    label: t('labels.partOf', { from: at * labelDossiers + 1, to: Math.min(dossiers, (at + 1) * labelDossiers) }),
  }));
  return <Form.Item name="part" label={t('labels.part')}><Select options={options} /></Form.Item>;
}

/** Saves a file and returns its address, for those whose browser did not. */
function save(file: Blob, name: string): string {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  return address;
}
