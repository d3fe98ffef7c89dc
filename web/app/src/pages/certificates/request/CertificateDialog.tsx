import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { CertificateForm, CertificateKind, DossierHead } from '../../../api/client';
import { useCertificateKinds, useRequestCertificate } from '../../../api/certificates';
import { FormDialog } from '../../../components/FormDialog';
import { useT } from '../../../i18n/i18n';
import { randomKey } from '../../../lib/randomKey';
import { useRequired, useRequiredText } from '../../../lib/required';
import { EvidenceFields } from './EvidenceFields';
import { evidenceFor } from './evidence';

interface Props {
  head: Pick<DossierHead, 'id' | 'name'>;
  instead?: Pick<CertificateForm, 'kind' | 'replaces'>; // of a voided one
  onClose: () => void;
}

const wide = 860;
const self = 'SELF';

/** Takes in a request for a certificate: which, by whom, in what capacity and with what papers. */
export function CertificateDialog({ head, instead, onClose }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const kinds = useCertificateKinds();
  const [key] = useState(randomKey); // one dialog makes one request, however often it is sent
  const request = useRequestCertificate(head.id, key);
  const [form] = Form.useForm<CertificateForm>();
  return (
    <FormDialog<CertificateForm>
      title={t('certificate.requestTitle', { name: head.name })}
      width={wide}
      form={form}
      busy={request.isPending}
      error={request.error ?? kinds.error}
      initial={{ requester: { name: '', idNumber: '', capacity: '', relation: '', unit: '', phone: '' }, recipient: '', use: '', replaces: '', ...instead }}
      okText={t('certificate.submit')}
      onSubmit={(values) => request.mutate({ ...values, evidence: values.evidence ?? [] }, { onSuccess: ({ id }) => { onClose(); void navigate(`/certificates/${id}`); } })}
      onClose={onClose}
    >
      <RequestFields kinds={kinds.data?.kinds ?? []} subject={head.name} />
    </FormDialog>
  );
}

function RequestFields({ kinds, subject }: { kinds: CertificateKind[]; subject: string }) {
  const t = useT();
  const form = Form.useFormInstance<CertificateForm>();
  const required = useRequired();
  const requiredText = useRequiredText();
  const code = Form.useWatch('kind', form);
  const capacity = Form.useWatch(['requester', 'capacity'], form) as string | undefined;
  const entitled = kinds.find((kind) => kind.code === code)?.entitled ?? [];
  return (
    <>
      <div className="form-grid">
        <Form.Item name="kind" label={t('certificate.kind')} rules={required}>
          <Select
            options={kinds.map(({ code: value, title }) => ({ value, label: title }))}
            onChange={() => { form.setFieldValue(['requester', 'capacity'], undefined); form.setFieldValue('evidence', undefined); }}
          />
        </Form.Item>
        <Form.Item name={['requester', 'capacity']} label={t('certificate.capacity')} rules={required} extra={code && t('certificate.capacityHint')}>
          <Select disabled={!code} options={entitled.map((e) => ({ value: e.capacity, label: e.capacityLabel }))} onChange={(value: string) => form.setFieldsValue({ evidence: undefined, ...(value === self ? { requester: { name: subject } } : {}) })} />
        </Form.Item>
        <Form.Item name={['requester', 'name']} label={t('certificate.requester')} rules={requiredText}><Input maxLength={100} /></Form.Item>
        <Form.Item name={['requester', 'idNumber']} label={t('dossier.idNumber')} rules={requiredText}><Input maxLength={18} className="mono" autoComplete="off" /></Form.Item>
        <Form.Item name={['requester', 'relation']} label={t('certificate.relation')}><Input maxLength={40} /></Form.Item>
        <Form.Item name={['requester', 'unit']} label={t('certificate.unit')}><Input maxLength={200} /></Form.Item>
        <Form.Item name={['requester', 'phone']} label={t('certificate.phone')}><Input maxLength={40} /></Form.Item>
        <Form.Item name="recipient" label={t('certificate.recipient')}><Input maxLength={200} /></Form.Item>
        <Form.Item name="use" label={t('certificate.use')} rules={requiredText}><Input maxLength={500} /></Form.Item>
        <Form.Item name="replaces" label={t('certificate.replaces')} extra={t('certificate.replacesHint')}><Input maxLength={64} className="mono" /></Form.Item>
      </div>
      {code && capacity && <EvidenceFields key={`${code}-${capacity}`} needed={evidenceFor(kinds, code, capacity)} />}
    </>
  );
}
