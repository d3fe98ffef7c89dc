import { FilePdfOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, Descriptions, Form, Select, Space, Spin } from 'antd';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { Agreement, AgreementTerms, Signature } from '../../../api/client';
import { agreementPdfHref, useAgreement, useAgreementVersions, useChangeAgreement } from '../../../api/agreements';
import { AttachmentLink } from '../../../components/AttachmentUpload';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StateSteps } from '../../../components/StateSteps';
import { StateTag } from '../../../components/StateTag';
import { useLanguage, useT } from '../../../i18n/i18n';
import { label } from '../../../i18n/labels';
import { agreementStates } from '../../../i18n/labels.transfer';
import { useTrail } from '../../../layout/Breadcrumbs';
import { reloadAfter } from '../../../lib/staleForm';
import { AgreementActions } from './AgreementActions';
import { agreementSteps, stepOf } from './steps';
import { usualTerms } from './terms';
import { TermsFields } from './TermsFields';
import { TermsText } from './TermsText';

export function Component() {
  const t = useT();
  const { agreementId = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const wanted = Number(search.get('version')) || undefined;
  const answer = useAgreement(agreementId, wanted);
  const versions = useAgreementVersions(agreementId);
  const [dirty, setDirty] = useState(false);
  useTrail({ title: answer.data?.no ?? '' });
  if (!answer.data) return answer.error ? <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} /> : <Spin className="page-spin" delay={200} />;
  const agreement = answer.data;
  const newest = versions.data?.[0]?.versionNo ?? agreement.versionNo;
  const current = agreement.versionNo === newest;
  const editable = current && agreement.state === 'DRAFT' && (agreement.allowed.includes('transfer.declare') || agreement.allowed.includes('agreement.manage'));
  return (
    <div className="work-page">
      <header className="work-header">
        <div className="dossier-header">
          <Space wrap>
            <h1 className="mono">{agreement.no}</h1>
            <StateTag state={agreement.state} labels={agreementStates} />
            <VersionSelect agreement={agreement} versions={versions.data ?? []} onPick={(no) => setSearch(no === newest ? {} : { version: String(no) }, { replace: true })} />
          </Space>
          <Space wrap>
            <Button icon={<FilePdfOutlined />} href={agreementPdfHref(agreement)} target="_blank">PDF</Button>
            {current && <AgreementActions agreement={agreement} unsaved={editable && dirty} />}
          </Space>
        </div>
        <StateSteps steps={agreementSteps} current={stepOf[agreement.state]} failed={agreement.state === 'TERMINATED'} />
        <Parties agreement={agreement} />
      </header>
      {!current && <Alert type="info" showIcon title={t('agreement.earlier', { version: agreement.versionNo })} />}
      {agreement.reason && <Alert type="warning" showIcon title={t('agreement.reason', { reason: agreement.reason })} />}
      {editable ? <TermsEditor key={agreement.versionNo} agreement={agreement} onDirty={setDirty} /> : <TermsText terms={agreement.terms} />}
    </div>
  );
}

function VersionSelect({ agreement, versions, onPick }: { agreement: Agreement; versions: Agreement[]; onPick: (versionNo: number) => void }) {
  const t = useT();
  const language = useLanguage();
  if (versions.length < 2) return <span className="muted">{t('dossier.version', { version: agreement.versionNo })}</span>;
  return (
    <Select
      aria-label={t('agreement.version')}
      value={agreement.versionNo}
      popupMatchSelectWidth={false}
      options={versions.map(({ versionNo, state }) => ({ value: versionNo, label: `${t('dossier.version', { version: versionNo })} · ${label(agreementStates, state, language)}` }))}
      onChange={onPick}
    />
  );
}

function Parties({ agreement }: { agreement: Agreement }) {
  const t = useT();
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2 }}
      items={[
        { key: 'enterprise', label: t('agreement.enterprise'), children: <SignedParty name={agreement.enterpriseName} signature={agreement.enterprise} /> },
        { key: 'office', label: t('agreement.office'), children: <SignedParty name={agreement.officeName} signature={agreement.archive} /> },
      ]}
    />
  );
}

function SignedParty({ name, signature }: { name: string; signature: Signature | undefined }) {
  const t = useT();
  return (
    <Space wrap>
      <b>{name}</b>
      {signature ? <>{t('agreement.signedBy', { by: signature.by, on: signature.on })}<AttachmentLink attachmentId={signature.attachmentId}>{t('agreement.signaturePage')}</AttachmentLink></> : <span className="muted">{t('agreement.unsigned')}</span>}
    </Space>
  );
}

function TermsEditor({ agreement, onDirty }: { agreement: Agreement; onDirty: (dirty: boolean) => void }) {
  const t = useT();
  const { message } = App.useApp();
  const [form] = Form.useForm<AgreementTerms>();
  const [base, setBase] = useState(agreement);
  const change = useChangeAgreement(base);
  const saved = (answer: Agreement) => {
    setBase(answer);
    onDirty(false);
    void message.success(t('common.saved'));
  };
  const start = (newest: Agreement) => {
    setBase(newest);
    form.setFieldsValue(newest.terms);
    onDirty(false);
  };
  return (
    <Card size="small" title={t('agreement.terms')}>
      <Form<AgreementTerms>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={agreement.terms}
        onValuesChange={() => onDirty(true)}
        onFinish={(terms) => change.mutate({ ...usualTerms, ...terms }, { onSuccess: saved })}
      >
        <TermsFields />
        <ProblemAlert error={change.error} onReload={reloadAfter(change, agreement, start)} />
        <Button type="primary" htmlType="submit" loading={change.isPending}>{t('common.save')}</Button>
      </Form>
    </Card>
  );
}
