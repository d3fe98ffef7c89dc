import { Alert, Button, Card, Form, Select, Space } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useCreateIngest } from '../../api/ingests';
import { useOffices, useSchemes } from '../../api/places';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatBytes } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { useTrail } from '../../layout/Breadcrumbs';
import { randomKey } from '../../lib/randomKey';
import { useCan } from '../../session/session';
import { BatchPicker } from './BatchPicker';
import { extentOf, rememberAnnounced } from './upload/announced';
import { DropZone } from './upload/DropZone';
import { manifestFiles } from './upload/manifest';
import type { Package } from './upload/manifest';
import { useUploads } from './upload/UploadsContext';

export function Component() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const uploads = useUploads();
  const offices = useOffices();
  const schemes = useSchemes();
  const create = useCreateIngest();
  const [search] = useSearchParams(); // a batch that awaits electronic copies sends people here
  const [chosenOffice, setOffice] = useState(search.get('office') ?? undefined);
  const [scheme, setScheme] = useState('');
  const [batch, setBatch] = useState<{ office: string; no: string } | undefined>(() => {
    const [at, no] = [search.get('office'), search.get('batch')];
    return at && no ? { office: at, no } : undefined;
  });
  const [picked, setPicked] = useState<{ source: Package; key: string }>();
  useTrail({ title: t('ingest.new') });

  const office = chosenOffice ?? (offices.data?.length === 1 ? offices.data[0]?.code : undefined);
  const batchNo = batch?.office === office ? batch?.no : undefined; // a batch belongs to its office
  // The key belongs to the chosen package: pressing start again after a lost answer must not announce it twice.
  const pick = (source: Package) => setPicked({ source, key: randomKey() });
  const start = () => {
    if (!picked || !office) return;
    const { source, key } = picked;
    create.mutate(
      { key, name: source.name, office, ...(scheme ? { scheme } : {}), ...(batchNo ? { batch: batchNo } : {}), files: manifestFiles(source) },
      {
        onSuccess: ({ ingest, missing }) => {
          rememberAnnounced(ingest.id, extentOf(source));
          uploads.begin(ingest.id, source, missing);
          void navigate(`/ingests/${ingest.id}`);
        },
      },
    );
  };
  return (
    <Card title={t('ingest.new')} className="form-page">
      <ProblemAlert error={offices.error ?? schemes.error} />
      {offices.data?.length === 0 && <Alert type="warning" showIcon className="spaced" title={t('ingest.noOffice')} />}
      <Form layout="vertical">
        <Space wrap size="large" align="start">
          <Form.Item label={t('ingest.office')} htmlFor="office">
            <Select
              id="office"
              showSearch={{ optionFilterProp: 'label' }}
              className="wide-select"
              value={office}
              loading={offices.isLoading}
              options={offices.data?.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` }))}
              onChange={setOffice}
            />
          </Form.Item>
          <Form.Item label={t('ingest.scheme')} htmlFor="scheme">
            <Select
              id="scheme"
              className="wide-select"
              value={scheme}
              options={[{ value: '', label: t('ingest.schemeAuto') }, ...(schemes.data ?? []).map(({ code, name }) => ({ value: code, label: name }))]}
              onChange={setScheme}
            />
          </Form.Item>
          {office && can('transfer.read') && (
            <Form.Item label={t('ingest.batch')} htmlFor="batch" extra={t('ingest.batchHint')}>
              <BatchPicker id="batch" office={office} value={batchNo} onChange={(no) => setBatch(no ? { office, no } : undefined)} />
            </Form.Item>
          )}
        </Space>
      </Form>
      {!picked && <DropZone onPicked={pick} />}
      {picked && (
        <>
          <Alert
            type="info"
            showIcon
            className="spaced"
            title={t('ingest.picked', { name: picked.source.name, files: picked.source.files.length, size: formatBytes(picked.source.bytes) })}
            description={picked.source.ignored > 0 ? t('ingest.ignored', { count: picked.source.ignored }) : undefined}
          />
          <ProblemAlert error={create.error} />
          <Space>
            <Button type="primary" size="large" disabled={!office} loading={create.isPending} onClick={start}>{t('ingest.start')}</Button>
            <Button size="large" disabled={create.isPending} onClick={() => setPicked(undefined)}>{t('ingest.chooseAgain')}</Button>
          </Space>
        </>
      )}
    </Card>
  );
}
